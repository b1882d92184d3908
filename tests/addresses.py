"""Walking all addresses: what there is, the parts of each, and asking for one without leaving a trace."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.access_table import Page
from tests.world import World

#: Parts of an address that name a thing; a number only counts within one.
OBJECTS = {
    "organisation",
    "program",
    "participant",
    "tandem",
    "pair",
    "help_request",
    "roster",
    "message",
    "member",
    "token",
    "absence",
    "feed",
    "delegate",
    "session",
}


def addresses(patterns: list[Any], space: str = "") -> Iterator[tuple[str, URLPattern]]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{pattern.namespace}:" if pattern.namespace else space
            yield from addresses(pattern.url_patterns, inner)
        else:
            yield f"{space}{pattern.name}", pattern


def found() -> dict[str, list[URLPattern]]:
    """All patterns by name: a public page has one in each language."""
    by_name: dict[str, list[URLPattern]] = {}
    for name, pattern in addresses(get_resolver().url_patterns):
        by_name.setdefault(name, []).append(pattern)
    return by_name


FOUND = found()


def parts(page: Page, world: World) -> dict[str, Any]:
    return {
        name: page.fixed.get(name, world.values.get(page.uses.get(name, name))) for name in part_names(page)
    }


def part_names(page: Page) -> set[str]:
    return set(FOUND[page.name][0].pattern.regex.groupindex) if page.name in FOUND else set()


def ask(client: Client, page: Page, values: dict[str, Any], *, method: str = "") -> HttpResponse:
    """Ask once, and take back whatever the answer wrote. What an earlier answer had to say is not shown here."""
    send = getattr(client, method or ("post" if page.posts else "get"))
    client.raise_request_exception = True
    client.cookies.pop("messages", None)
    with undone():
        return send(reverse(page.name, kwargs=values), page.data if page.posts and method != "get" else {})


@contextmanager
def undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
