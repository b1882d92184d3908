"""Planning the whole series in a real browser: axe, nothing to scroll sideways, and without any script."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from sessions.models import Session
from tenancy.scope import scope
from tests import factories
from tests.accessibility import faults
from tests.sessions.conftest import at

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def go(pair, live_server, client_for):
    """Sign Lea in and open one of the tandem's pages. Session 1 is over, four are left."""
    with scope(pair.organisation):
        pair.program.session_count = pair.program.months = 5
        pair.program.starts_on = at("01-07T00:00").date()
        pair.program.save()
    pair.session(at("01-14T10:30"), number=1, state="held")
    cookie = client_for(pair.lea).cookies["sessionid"].value
    args = [pair.organisation.slug, pair.tandem.public_id]

    def to(page, name: str) -> None:
        page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
        page.goto(live_server.url + reverse(f"sessions:{name}", args=args))

    return to


def test_the_page_is_accessible_and_fits_also_when_a_time_was_lost(pair, go, page):
    go(page, "series_book")
    assert faults(page) == []
    with scope(pair.organisation):
        factories.busy(pair.thomas, at("03-11T10:00"), at("03-11T11:30"))
    page.locator("button[type=submit]:visible", has_text="verabreden").first.click()
    expect(page.get_by_role("alert")).to_contain_text("Noch ist nichts verabredet")
    assert faults(page) == []


def test_the_series_is_planned_without_script_and_one_session_left_out(pair, go, browser):
    page = browser.new_context(
        java_script_enabled=False, locale="de-DE", viewport={"width": 390, "height": 844}
    ).new_page()
    go(page, "tandem_detail")
    page.get_by_role("link", name="Alle übrigen Sitzungen auf einmal").click()
    button = page.locator(".bookbar button")
    expect(button).to_have_text(re.compile("Alle 4 verabreden"))
    page.get_by_label("Sitzung 4", exact=True).uncheck()
    expect(page.locator(".bookbar .series__some")).to_be_visible()
    page.get_by_label("Zeit für Sitzung 3").select_option(index=0)
    button.click()
    expect(page.get_by_text("3 Sitzungen sind verabredet.")).to_be_visible()
    with scope(pair.organisation):
        assert list(Session.objects.order_by("number").values_list("number", flat=True)) == [1, 2, 3, 5]
