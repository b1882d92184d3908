"""The pages of one's own times in a real browser: axe, nothing to scroll sideways, all of it by pressing buttons."""

import pytest
from django.urls import reverse

from sessions.models import Absence
from sessions.times import absences
from tenancy.scope import scope
from tests import factories
from tests.accessibility import faults
from tests.sessions.conftest import at

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def go(pair, live_server, client_for):
    """Sign Lea in and open one of the pages."""
    cookie = client_for(pair.lea).cookies["sessionid"].value

    def to(page, name: str) -> None:
        page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
        page.goto(live_server.url + reverse(name, kwargs={"organisation": pair.organisation.slug}))

    return to


@pytest.fixture
def full(pair) -> None:
    """An absence, a calendar in each state, one's own calendar and one's own room."""
    with scope(pair.organisation):
        factories.calendar_token(pair.lea)
        absences.set_rules(pair.lea, room="https://meet.example/" + "x" * 150)
        factories.absence(pair.lea)
        factories.feed(pair.lea)
        factories.feed(
            pair.lea, "https://outlook.office365.com/owa/calendar/a.ics", copied_at=at("01-18T08:05")
        )
        factories.feed(
            pair.lea, "https://cloud.example.org/b.ics", copied_at=at("01-14T08:05"), problem="not_a_calendar"
        )


def test_the_pages_are_accessible_and_fit(full, go, page):
    for name in ("programs:times", "sessions:time_rules"):
        go(page, name)
        assert faults(page) == [], name


def test_an_absence_is_entered_and_deleted_without_script(pair, go, browser):
    page = browser.new_context(
        java_script_enabled=False, locale="de-DE", viewport={"width": 390, "height": 844}
    ).new_page()
    go(page, "programs:times")
    page.get_by_role("link", name="Abwesenheit eintragen").click()
    page.get_by_label("Erster Tag").fill("2027-02-08")
    page.get_by_role("button", name="Eintragen").click()
    assert "8. Februar 2027" in page.locator("#absences").inner_text()
    page.get_by_role("button", name="Löschen").click()
    with scope(pair.organisation):
        assert Absence.objects.count() == 0
