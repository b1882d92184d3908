"""The pages of topics in a real browser, on a phone and a desk, and what a field offers while typing."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from programs import answers, skills, starter_topics
from programs.models import GoalKind
from tenancy.scope import scope
from tests import factories
from tests.accessibility import faults

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def house(organisation, lead):
    """A house with the topics of a goal, two people with answers, and a word that looks like another."""
    with scope(organisation):
        program = factories.program(lead=lead)
        starter_topics.plant(GoalKind.DIGITAL)
        mentor, mentee = (
            factories.participant(program, side=side, answered_at=None) for side in ("mentor", "mentee")
        )
        known = skills.ensure(["Datenkompetenz", "Kurze Video drehen", "Tastenkürzel"])
        answers.offer(mentor, dict(zip(known.values(), (4, 3, 5), strict=True)))
        factories.synonym("Zahlen verstehen", of=known["datenkompetenz"])
        factories.synonym("Statistik", of=known["datenkompetenz"])
    return program, mentor, mentee, list(known.values())


@pytest.fixture
def addresses(house, lead):
    program, mentor, mentee, (known, typed, _other) = house
    ours = {"organisation": "weserwerk"}
    question = ours | {"program": program.public_id, "step": "topics"}
    return [
        (lead, "skill_list", ours, ""),
        (lead, "skill_list", ours, "?q=Nichts+davon"),
        (lead, "skill_detail", ours | {"skill": known.pk}, ""),
        (lead, "skill_merge", ours, f"?skill={known.pk}&skill={typed.pk}"),
        (mentor.membership, "questions", question, ""),
        (mentee.membership, "questions", question, ""),
    ]


@pytest.fixture
def open_page(live_server, browser, client_for):
    def opened(person, name, where, query=""):
        context = browser.new_context(locale="de-DE", viewport={"width": 390, "height": 900})
        cookie = client_for(person).cookies["sessionid"].value
        context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
        page = context.new_page()
        page.goto(live_server.url + reverse(f"programs:{name}", kwargs=where) + query)
        return page

    return opened


def test_the_pages_have_no_finding_and_do_not_scroll_sideways(addresses, open_page):
    for address in addresses:
        page = open_page(*address)
        assert faults(page) == [], address[1:]
        page.context.close()


def test_a_field_offers_what_its_letters_find(house, open_page):
    program, _mentor, mentee, _known = house
    where = {"organisation": "weserwerk", "program": program.public_id, "step": "topics"}
    page = open_page(mentee.membership, "questions", where)
    page.get_by_label("Am wichtigsten").press_sequentially("statis")
    offered = page.locator("#topics option")
    expect(offered).to_have_count(1)
    expect(offered).to_have_attribute("value", "Datenkompetenz")
    expect(offered).to_have_attribute("label", "Statistik: Datenkompetenz")
