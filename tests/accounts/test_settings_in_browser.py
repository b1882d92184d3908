"""The settings in a real browser: without a finding of axe, on a phone and wide, and a logo that is seen."""

import pytest
from django.urls import reverse

from accounts import audit, logos, organisations
from tenancy.scope import scope
from tests.accessibility import faults
from tests.samples import picture

pytestmark = pytest.mark.django_db(transaction=True)
PAGES = ("settings_appearance", "settings_language", "settings_calendar", "settings_privacy", "audit_list")
WHERE = {"organisation": "weserwerk"}


@pytest.fixture
def open_page(live_server, browser, client_for, owner):
    """A page of the owner's browser, on a phone."""
    contexts = []

    def opened():
        context = browser.new_context(locale="de-DE", viewport={"width": 390, "height": 900})
        cookie = client_for(owner).cookies["sessionid"].value
        context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
        contexts.append(context)
        return context.new_page()

    yield opened
    for context in contexts:
        context.close()


@pytest.mark.parametrize("has_logo", [True, False])
def test_the_pages_have_no_finding_and_do_not_scroll_sideways(
    has_logo, organisation, owner, live_server, open_page
):
    with scope(organisation):
        organisations.change(organisation, by=owner, colour="#ffb23e")
        if has_logo:
            logos.put(organisation, picture(), by=owner)
        for name in ("Ruth Aumann", "Heinz-Jürgen von der Mühlenberg"):
            audit.record("member.invited", by=owner, about=name, role="lead")
    page = open_page()
    for name in PAGES:
        page.goto(live_server.url + reverse(f"accounts:{name}", kwargs=WHERE))
        assert faults(page) == [], name


def test_a_refused_colour_offers_the_nearest_which_one_click_takes(organisation, live_server, open_page):
    page = open_page()
    page.goto(live_server.url + reverse("accounts:settings_appearance", kwargs=WHERE))
    page.get_by_label("Eigene", exact=True).check()
    page.get_by_label("Eigene Farbe").fill("#808080")
    page.get_by_role("button", name="Speichern").click()
    page.get_by_text("Die nächste Farbe, bei der das geht").first.wait_for()
    page.get_by_label("Nächste passende: #848484").check()
    page.get_by_role("button", name="Speichern").click()
    assert page.get_by_text("Die Einstellungen sind gespeichert.").is_visible()
    organisation.refresh_from_db()
    assert organisation.colour == "#848484"
