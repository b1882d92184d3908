"""HR's list and the overview in a real browser: without a finding of axe, on a phone and wide; steps need no script."""

import pytest
from django.urls import reverse

from programs.models import Participant
from tenancy.scope import scope
from tests import factories
from tests.accessibility import faults

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def address(organisation, lead) -> str:
    """The list of a program with people of several statuses, departments and sites."""
    with scope(organisation):
        program = factories.program(lead=lead, phase="enrolment")
        for number, standing in enumerate(("imported", "imported", "invited", "joined", "paused")):
            facts = {"department": ("IT", "Einkauf")[number % 2], "place": ("Bremen", "Köln")[number % 2]}
            person = factories.membership(job_title="Fachkraft", **facts)
            factories.participant(program, membership=person, standing=standing)
        factories.help_request(factories.tandem(program))
    return reverse(
        "programs:participant_list", kwargs={"organisation": "weserwerk", "program": program.public_id}
    )


@pytest.fixture
def visit(lead, live_server, browser, client_for):
    """Open a browser of this width, signed in as the lead."""

    def opened(width: int, **options):
        context = browser.new_context(locale="de-DE", viewport={"width": width, "height": 900}, **options)
        cookie = client_for(lead).cookies["sessionid"].value
        context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
        return context.new_page()

    return opened


def test_pages_have_no_finding(address, live_server, visit):
    page = visit(390)
    for path in (address, f"{address}?q=nie", f"{address}several/invite/?everybody=1", "/o/weserwerk/"):
        page.goto(live_server.url + path)
        assert faults(page) == [], path


def test_ticking_and_taking_off_the_list_needs_no_script(address, organisation, live_server, visit):
    page = visit(390, java_script_enabled=False)
    page.goto(f"{live_server.url}{address}?status=imported")
    page.locator("input[name=person]").first.check()
    page.get_by_role("button", name="Von der Liste nehmen …").click()
    page.get_by_role("button", name="1 Person von der Liste nehmen").click()
    assert page.url.endswith("?status=imported")
    assert "1 Person steht nicht mehr auf der Liste." in page.content()
    with scope(organisation):
        assert Participant.objects.filter(standing="imported").count() == 1
