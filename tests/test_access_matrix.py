"""Every address × every kind of visitor, from the one table. And: what is foreign looks like what does not exist."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client

from accounts import colleagues
from accounts.access import Policy, declared
from config import health
from tests import factories
from tests import world as worlds
from tests.access_table import PAGES, Page
from tests.addresses import FOUND, OBJECTS, ask, part_names, parts, undone
from tests.world import World

LOGIN, FORBIDDEN, NOTHING, WRONG_METHOD = 302, 403, 404, 405
UNKNOWN = {"pair": "aaaaaaaaaaaaaa.bbbbbbbbbbbbbb"}
every_page = pytest.mark.parametrize("entry", PAGES, ids=lambda entry: entry.name)


@dataclass(frozen=True)
class Scene:
    """Our house, another one, what is hidden from some in ours, and a browser for each kind of visitor."""

    ours: World
    elsewhere: World
    hidden: dict[str, Any]
    visitors: dict[str, Client]


@pytest.fixture(scope="module")
def scene(django_db_setup, django_db_blocker) -> Iterator[Scene]:
    """Built once: whatever an answer writes is taken back at once, and the scene itself at the end."""
    with django_db_blocker.unblock(), undone():
        yield _scene()


def _scene() -> Scene:
    ours = worlds.build(factories.organisation("weserwerk"))
    elsewhere = worlds.build(factories.organisation("nordlicht"))
    factories.user("ada@umento.example")
    people = {role: member.user for role, member in ours.people.items()}
    people |= {
        "staff": colleagues.add(name="Ada Falk", email="ada@umento.example"),
        "stranger": elsewhere.people["owner"].user,
    }
    visitors = {visitor: Client() for visitor in ("anonymous", *people)}
    for visitor, user in people.items():
        visitors[visitor].force_login(user)
    return Scene(ours, elsewhere, worlds.hidden(ours), visitors)


@pytest.fixture(autouse=True)
def _fresh_cache():
    """No sign-in limits from the test before, and signs of life."""
    cache.clear()
    health.worker_is_alive()
    health.beat_is_alive()


def expected(page: Page, visitor: str) -> int:
    """The status a visitor gets, worked out from the page's policy."""
    if page.policy in {Policy.PUBLIC, Policy.TOKEN}:
        return page.answer if visitor == "anonymous" else page.inside or page.answer
    if visitor == "anonymous":
        return LOGIN
    if page.policy is Policy.SIGNED_IN:
        return page.answer
    if page.policy is Policy.STAFF:
        return page.answer if visitor == "staff" else NOTHING
    if visitor in {"staff", "stranger"}:
        return NOTHING
    return _expected_of_member(page, visitor)


def _expected_of_member(page: Page, visitor: str) -> int:
    names = part_names(page)
    if page.policy is Policy.MEMBER:
        if visitor == "participant":
            return page.answer
        return page.others or (NOTHING if {"tandem", "program"} & names else page.answer)
    if visitor == "participant" or (page.policy is Policy.OWNER and visitor != "owner"):
        return FORBIDDEN
    return NOTHING if visitor == "other_lead" and "program" in names else page.answer


def test_every_address_is_in_the_table_and_every_line_of_it_exists():
    listed = [page.name for page in PAGES]
    assert sorted(listed) == sorted(FOUND)
    assert len(listed) == len(set(listed))


@every_page
def test_the_policy_is_the_listed_one(entry):
    assert {declared(pattern.callback) for pattern in FOUND[entry.name]} == {entry.policy}


@every_page
def test_each_visitor_gets_the_expected_answer(entry, scene):
    values = parts(entry, scene.ours)
    got = {visitor: ask(client, entry, values).status_code for visitor, client in scene.visitors.items()}
    assert got == {visitor: expected(entry, visitor) for visitor in scene.visitors}


@every_page
def test_the_other_method_opens_no_door(entry, scene):
    """A page that only takes POST answers a GET with 405; who may not look may not post either."""
    values = parts(entry, scene.ours)
    method = "get" if entry.posts else "post"
    for visitor, client in scene.visitors.items():
        answer = expected(entry, visitor)
        is_refusal = answer in {LOGIN, FORBIDDEN, NOTHING} and entry.policy not in {
            Policy.PUBLIC,
            Policy.TOKEN,
        }
        refused = {answer, WRONG_METHOD} if is_refusal else set()
        if entry.posts or refused:
            status = ask(client, entry, values, method=method).status_code
            assert status in (refused or {WRONG_METHOD}), visitor


@every_page
def test_what_is_foreign_looks_like_what_does_not_exist(entry, scene):
    """Also what is of this house and not for these eyes."""
    values, insider = parts(entry, scene.ours), _insider(entry)
    for part in OBJECTS & set(values):
        for others in (scene.elsewhere.values, {} if insider == "owner" else scene.hidden):
            value = others.get(entry.uses.get(part, part))
            if value is not None:
                value = _moved(value, scene.ours) if part == "token" else value
                for method in ("get", "post"):
                    _compare(scene.visitors[insider], entry, values, part, value, method)


def _moved(token: Any, world: World) -> str:
    """Another house's token under our key: a link from a mail is good by itself, but only where it belongs."""
    return f"{world.organisation.pk}-{str(token).split('-', 1)[1]}"


def _insider(page: Page) -> str:
    """Who may open it, and sees the least."""
    insiders = {
        Policy.MEMBER: "participant",
        Policy.LEAD: "lead",
        Policy.OWNER: "owner",
        Policy.STAFF: "staff",
    }
    return insiders.get(page.policy, "anonymous")


def _compare(client: Client, page: Page, values: dict[str, Any], part: str, value: Any, method: str) -> None:
    unknown = _unknown(part, value)
    there = ask(client, page, values | {part: value}, method=method)
    nowhere = ask(client, page, values | {part: unknown}, method=method)
    assert there.status_code == nowhere.status_code, (part, method)
    assert nowhere.status_code in {NOTHING, WRONG_METHOD}, (part, method)
    assert _plain(there, value) == _plain(nowhere, unknown), (part, method)


def _unknown(part: str, value: Any) -> str:
    """What could be there and is not; a token's organisation stays."""
    if part == "token":
        return str(value).split("-", 1)[0] + "-" + "x" * (len(str(value).split("-", 1)[1]))
    return UNKNOWN.get(part, "x" * len(str(value)))


def _plain(response: HttpResponse, value: Any) -> tuple[dict[str, str], str]:
    """Headers and body without what differs by chance or repeats the address."""
    body = response.content.decode().replace(str(value), "?")
    body = re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", body)
    headers = {name: text for name, text in response.headers.items() if name != "Content-Length"}
    return headers, body
