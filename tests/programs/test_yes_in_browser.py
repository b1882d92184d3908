"""The pages of the double yes and of help in a real browser: on a phone, in both themes, without a finding of axe."""

import pytest
from django.urls import reverse

from programs import tandems
from tenancy.scope import scope
from tests import factories
from tests.accessibility import faults

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def addresses(organisation, lead, live_server, client_for):
    """Addresses with the sign-in of somebody who may open them."""
    with scope(organisation):
        program = factories.program(lead=lead)
        facts = {"department": "Technik", "level": 5}
        factories.membership(**facts)
        mentors = [factories.participant(program, membership=factories.membership(**facts)) for _each in "ab"]
        mentees = [
            factories.participant(program, side="mentee", membership=factories.membership(**facts))
            for _each in "ab"
        ]
        mentees[0].skills.create(skill=factories.skill("KI im Alltag"), weight=3)
        asked = tandems.propose(program, mentor=mentors[0], mentee=mentees[0], reasons=[], by=lead)
        running = factories.tandem(program, mentor=mentors[1], mentee=mentees[1])
        factories.help_request(running, by=mentees[1].membership, text="Wir reden aneinander vorbei.")
    own = {"organisation": "weserwerk", "tandem": running.public_id}
    hr = {"organisation": "weserwerk", "program": program.public_id}
    return [
        (mentors[0].membership, "tandem_accept", own | {"tandem": asked.public_id}),
        (mentors[0].membership, "home", {"organisation": "weserwerk"}),
        (mentors[1].membership, "tandem_help", own),
        (mentees[1].membership, "tandem_help", own),
        (mentors[1].membership, "tandem_end", own),
        (lead, "hr_tandem_detail", hr | {"tandem": running.public_id}),
        (lead, "hr_tandem_detail", hr | {"tandem": asked.public_id}),
        (lead, "hr_tandem_hand_over", hr | {"tandem": running.public_id}),
        (lead, "program_detail", hr),
    ]


def test_the_pages_have_no_finding_and_do_not_scroll_sideways(addresses, live_server, page, client_for):
    for person, name, where in addresses:
        cookie = client_for(person).cookies["sessionid"].value
        page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
        page.goto(live_server.url + reverse(f"programs:{name}", kwargs=where))
        assert faults(page) == [], (person.name, name)
