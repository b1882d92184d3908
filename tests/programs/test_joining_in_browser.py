"""The ways into a program and the first pages after them in a real browser, on a phone and at a desk."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse

from tenancy.scope import scope
from tests import factories

pytestmark = pytest.mark.django_db(transaction=True)

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


@pytest.fixture
def addresses(organisation, lead):
    """Who opens what; nobody opens the links."""
    with scope(organisation):
        program = factories.program("Auf Augenhöhe", lead=lead)
        nominated = factories.program("Digitale Brücke", lead=lead)
        factories.ways_in(program, open_to_house=True)
        factories.ways_in(nominated, nominating=True, nominations=3)
        new = factories.participant(nominated, answered_at=None, languages=[])
        resting = factories.participant(nominated, standing="paused")
        tokens = {
            "join": factories.joining_link(program).token,
            "confirm": factories.joining_request(program).token,
        }
    here, there = ({"organisation": "weserwerk", "program": one.public_id} for one in (program, nominated))
    one = there | {"participant": new.public_id}
    return [
        (lead, "joining_ways", here),
        (lead, "joining_ways", there),
        (lead, "participant_detail", one),
        (None, "join", {"token": tokens["join"]}),
        (None, "join_asked", {"token": tokens["join"]}),
        (None, "join_confirm", {"token": tokens["confirm"]}),
        (new.membership, "home", {"organisation": "weserwerk"}),
        (resting.membership, "home", {"organisation": "weserwerk"}),
        (new.membership, "program_enter", here),
        (new.membership, "nominate", there),
        (new.membership, "questions_start", there),
        (new.membership, "questions", there | {"step": "capacity"}),
        (new.membership, "profile", {"organisation": "weserwerk"}),
    ]


@pytest.fixture
def open_page(live_server, browser, client_for):
    def opened(person, name, where, width, scheme):
        context = browser.new_context(
            locale="de-DE", color_scheme=scheme, viewport={"width": width, "height": 900}
        )
        if person:
            cookie = client_for(person).cookies["sessionid"].value
            context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
        page = context.new_page()
        page.goto(live_server.url + reverse(f"programs:{name}", kwargs=where))
        return page

    return opened


@pytest.mark.parametrize(("width", "scheme"), [(390, "light"), (390, "dark"), (1440, "light")])
def test_the_pages_have_no_finding_and_do_not_scroll_sideways(width, scheme, addresses, open_page):
    found = {}
    for person, name, where in addresses:
        page = open_page(person, name, where, width, scheme)
        findings = [finding["id"] for finding in Axe().run(page, options=RULES).response["violations"]]
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            findings.append("scrolls sideways")
        if findings:
            found[f"{name} {len(found)}"] = findings
        page.context.close()
    assert found == {}
