"""The ways into a program and the first pages after them in a real browser, on a phone and at a desk."""

import pytest
from django.urls import reverse

from tenancy.scope import scope
from tests import factories
from tests.accessibility import faults

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def addresses(organisation, lead):
    """Who opens what, in states that the house with one of everything does not have."""
    with scope(organisation):
        program = factories.program("Auf Augenhöhe", lead=lead)
        nominated = factories.program("Digitale Brücke", lead=lead)
        factories.ways_in(program, open_to_house=True)
        factories.ways_in(nominated, nominating=True, nominations=3)
        new = factories.participant(nominated, answered_at=None, languages=[])
        resting = factories.participant(nominated, standing="paused")
    here, there = ({"organisation": "weserwerk", "program": one.public_id} for one in (program, nominated))
    one = there | {"participant": new.public_id}
    return [
        (lead, "joining_ways", there),
        (lead, "participant_detail", one),
        (new.membership, "home", {"organisation": "weserwerk"}),
        (resting.membership, "home", {"organisation": "weserwerk"}),
        (new.membership, "program_enter", here),
        (new.membership, "nominate", there),
        (new.membership, "questions_start", there),
        (new.membership, "questions", there | {"step": "capacity"}),
        (new.membership, "profile", {"organisation": "weserwerk"}),
    ]


def test_the_pages_have_no_finding_and_do_not_scroll_sideways(addresses, live_server, page, client_for):
    for person, name, where in addresses:
        cookie = client_for(person).cookies["sessionid"].value
        page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
        page.goto(live_server.url + reverse(f"programs:{name}", kwargs=where))
        assert faults(page) == [], name
