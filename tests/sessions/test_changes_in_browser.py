"""Cancelling with a new time, the mentor's choice, and a delegate's two pages in a real browser; no finding of axe."""

import pytest
from django.urls import reverse

from sessions import booking
from sessions.models import Session
from tenancy.scope import scope
from tests import factories
from tests.accessibility import faults
from tests.sessions.conftest import at

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def session(pair) -> Session:
    pair.session(at("01-15T10:30"), number=1, state="held")
    return pair.session(at("02-11T10:30"), number=2)


@pytest.fixture
def asked(pair, session) -> None:
    """The mentee has postponed twice."""
    with scope(pair.organisation):
        for day in ("12", "15"):
            booking.move(session, starts_at=at(f"02-{day}T09:30"), by=pair.thomas)


@pytest.fixture
def addresses(pair, url, asked, session):
    """What to look at, by who looks: pages of this module."""
    with scope(pair.organisation):
        delegate = factories.delegate(pair.thomas)
        token = delegate.token
    home, slug = reverse("programs:home", args=[pair.organisation.slug]), pair.organisation.slug
    return {
        "lea": [url("tandem_detail"), home],
        "thomas": [
            url("session_cancel", 2),
            reverse("programs:times", args=[slug]),
            reverse("sessions:delegate_add", args=[slug]),
        ],
        "delegate": [
            reverse("sessions:delegate_sessions", args=[token]),
            reverse("sessions:delegate_move", args=[token, session.public_id]),
        ],
        "late": [url("session_move", 2), url("session_cancel", 2)],
        "late_delegate": [reverse("sessions:delegate_move", args=[token, session.public_id])],
    }


@pytest.fixture
def sign_in(pair, live_server, client_for):
    def sign_in(page, name: str) -> None:
        page.context.clear_cookies()
        if name in {"lea", "thomas"}:
            cookie = client_for(getattr(pair, name)).cookies["sessionid"].value
            page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])

    return sign_in


def test_every_page_is_accessible_and_fits(addresses, sign_in, live_server, page, clock):
    def check(address: str) -> None:
        page.goto(live_server.url + address)
        assert faults(page) == [], address

    for name in ("lea", "thomas", "delegate"):
        sign_in(page, name)
        for address in addresses[name]:
            check(address)
    clock.set("02-15T08:00")
    for person, key in (("thomas", "late"), ("lea", "late"), ("delegate", "late_delegate")):
        sign_in(page, person)
        for address in addresses[key]:
            check(address)


def test_on_a_phone_one_press_cancels_and_takes_the_new_time(pair, addresses, sign_in, live_server, page):
    page.set_viewport_size({"width": 390, "height": 800})
    sign_in(page, "thomas")
    page.goto(live_server.url + addresses["thomas"][0])
    page.locator(".bookbar").get_by_role("button", name="Absagen").click()
    page.wait_for_url("**/sessions/2/")
    assert "Die alte Zeit ist abgesagt, die neue steht." in page.inner_text("main")


def test_a_delegate_moves_without_script(pair, addresses, browser, live_server):
    page = browser.new_context(java_script_enabled=False, locale="de-DE").new_page()
    page.goto(live_server.url + addresses["delegate"][0])
    page.get_by_role("link", name="Verschieben").click()
    page.locator("label.slot").first.click()
    chosen = page.locator("input[name=slot]:checked").get_attribute("value")
    page.get_by_role("button", name="Sitzung 2 verschieben").click()
    assert "Die Sitzung ist verschoben" in page.inner_text("main")
    with scope(pair.organisation):
        assert Session.objects.get(number=2).starts_at.strftime("%Y-%m-%dT%H:%MZ") == chosen
