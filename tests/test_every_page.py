"""Every page there is, from the one table of addresses: sound HTML in both languages, and in a real browser no finding
of axe in either theme, nothing to scroll to sideways, no complaint in the console. A new line of the table is looked at
by itself.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from django.conf import settings
from django.core.cache import cache
from django.http import HttpResponseBase
from django.test import Client
from django.urls import reverse
from django.utils import translation
from playwright.sync_api import Page as Window

from accounts import colleagues
from accounts.access import Policy
from config import health
from tests import conformance, factories
from tests import world as worlds
from tests.access_table import PAGES, Page
from tests.accessibility import faults
from tests.addresses import ask, parts, undone
from tests.inprocess import showing
from tests.world import World

LANGUAGES = ("de", "en")
VISITORS = {
    Policy.PUBLIC: "anonymous",
    Policy.TOKEN: "anonymous",
    Policy.SIGNED_IN: "participant",
    Policy.MEMBER: "participant",
    Policy.LEAD: "lead",
    Policy.OWNER: "owner",
    Policy.STAFF: "staff",
}
#: Parts of pages, which htmx puts into one.
FRAGMENTS = {"matching:run_progress", "programs:roster_progress", "programs:skill_options"}
#: Pages in the language of the person who got the link.
OF_THE_ASKED = {"feedback:survey", "feedback:outcome", "programs:unsubscribe"}
#: One step on two addresses: a program that is there and one that is not.
ONE_TITLE = [{"programs:program_create", "programs:setup_goal"}]


@dataclass(frozen=True)
class Scene:
    """A house with one of everything, and a browser without a window for each kind of visitor."""

    world: World
    visitors: dict[str, Client]


@pytest.fixture(scope="module")
def scene(django_db_setup, django_db_blocker, browser) -> Iterator[Scene]:
    """Built once: whatever an answer writes is taken back at once, and the scene itself at the end.

    After the browser, because beside its event loop Django has another connection than without.
    """
    with django_db_blocker.unblock(), undone():
        world = worlds.build(factories.organisation("weserwerk"))
        factories.user("ada@umento.example")
        people = {role: member.user for role, member in world.people.items()}
        people["staff"] = colleagues.add(name="Ada Falk", email="ada@umento.example")
        visitors = {visitor: Client() for visitor in ("anonymous", *people)}
        for visitor, user in people.items():
            visitors[visitor].force_login(user)
        yield Scene(world, visitors)


@pytest.fixture(autouse=True)
def _fresh_cache():
    """No sign-in limits from the test before, and signs of life."""
    cache.clear()
    health.worker_is_alive()
    health.beat_is_alive()


def visitor_of(page: Page) -> str:
    """Who sees it, of those who may."""
    return "participant" if page.inside == 200 else VISITORS[page.policy]


def opened(scene: Scene, page: Page, language: str) -> HttpResponseBase:
    client = scene.visitors[visitor_of(page)]
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    with translation.override(language):  # public pages have an address in each
        return ask(client, page, parts(page, scene.world))


def is_page(page: Page) -> bool:
    """Does it answer with something to read, rather than sending on?"""
    return page.answer != 302 or page.inside == 200


SHOWN = [page for page in PAGES if is_page(page)]
shown = pytest.mark.parametrize("entry", SHOWN, ids=lambda entry: entry.name)


@shown
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_html_is_sound(entry, language, scene):
    """Also: its language is told, there is one headline, and a title in front of the product's name."""
    answer = opened(scene, said_in(language, entry), language)
    if not of_html(answer):
        assert answer["Content-Type"]
        return
    if entry.name in FRAGMENTS:
        assert conformance.faults_of_part(answer.content) == []
        return
    assert conformance.faults(answer.content) == []
    html = answer.content.decode()
    assert re.findall(r'<html lang="(\w\w)"', html) == ["de" if entry.name in OF_THE_ASKED else language]
    assert html.count("<h1") == 1
    assert re.search(r"<title>\S.+ – Umento</title>", html)


def said_in(language: str, entry: Page) -> Page:
    """The page as it is addressed in this language: articles have an address of their own in each."""
    if language == "en" and entry.fixed.get("slug"):
        return replace(entry, fixed={"slug": "what-reverse-mentoring-is"})
    return entry


def of_html(answer: HttpResponseBase) -> bool:
    return answer.get("Content-Type", "").startswith("text/html")


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_pages_have_the_same_title(language, scene):
    """The answer to a form sent may have the title of its page."""
    titles: dict[tuple[str, str], set[str]] = {}
    for page in SHOWN:
        answer = opened(scene, said_in(language, page), language)
        if of_html(answer) and not page.posts and page.name not in FRAGMENTS:
            (title,) = re.findall("<title>(.*)</title>", answer.content.decode())
            titles.setdefault((visitor_of(page), title), set()).add(page.name)
    assert [names for names in titles.values() if len(names) > 1 and names not in ONE_TITLE] == []


@pytest.fixture(scope="module")
def window(browser) -> Iterator[Window]:
    """One window for all pages."""
    context = browser.new_context(locale="de-DE", timezone_id="Europe/Berlin")
    context.add_init_script(AXE_SCRIPT)
    context.set_default_timeout(60_000)
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("entry", [page for page in SHOWN if not page.posts], ids=lambda entry: entry.name)
def test_the_page_is_accessible_and_fits(entry, scene, window):
    answer = opened(scene, entry, "de")
    if not of_html(answer) or entry.name in FRAGMENTS:
        return
    path = reverse(entry.name, kwargs=parts(entry, scene.world))
    with undone(), showing(window, answer, path, by=scene.visitors[visitor_of(entry)]) as complaints:
        window.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        assert faults(window) == []
        assert complaints == []
