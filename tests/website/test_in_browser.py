"""The public pages in a real browser, in states that tests/test_every_page.py does not see: no finding of axe, no
sideways scrolling, no refusal, nothing from elsewhere.
"""

import re

import pytest

from tenancy.scope import scope
from tests.accessibility import faults
from tests.website.conftest import at
from website import demos

pytestmark = pytest.mark.django_db(transaction=True)

ADDRESSES = {
    "start-en": "/en/",
    "article": "/wissen/was-der-betriebsrat-fragt/",
    "demo-zones": "/demo/?zones=1",
    "demo-gone": "/demo/?time=2027-01-20T09:30Z",
    "missing": "/gibt/es/nicht/",
}


@pytest.fixture
def complaints(page, live_server) -> list[str]:
    found: list[str] = []
    page.on("console", lambda message: found.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: found.append(str(error)))
    page.on("request", lambda sent: sent.url.startswith((live_server.url, "data:")) or found.append(sent.url))
    return found


@pytest.fixture
def check(page, live_server, complaints):
    """Opens an address and says what is wrong."""

    def checked(address: str) -> None:
        page.goto(live_server.url + address)
        assert faults(page) == []
        assert [text for text in complaints if "404" not in text and "410" not in text] == []

    return checked


@pytest.mark.parametrize("name", ADDRESSES)
def test_public_page_is_accessible_and_fits(check, house, name):
    house.book("01-20T10:30")
    check(ADDRESSES[name])


def test_back_office_is_accessible_and_fits(check, house, staff, client_for, page, live_server, clock):
    demo = house.book("01-20T10:30", interest="Wir sind 800 Leute und fangen gerade erst an.")
    house.book("01-21T10:30", "olga@kunde.example", name="Olga Winter")
    clock.set("01-20T12:00")
    with scope(house.organisation):
        demos.hold(demo)
    cookie = client_for(staff).cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
    check("/staff/demos/")


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_three_clicks_book_a_demo(browser, live_server, house, clock, script):
    page = browser.new_page(java_script_enabled=script, locale="de-DE", base_url=live_server.url)
    page.goto("/")
    page.locator("main").get_by_role("link", name="Demo buchen").click()
    page.locator('label:has([value="2027-01-20T09:00Z"])').click()
    assert page.locator(".sum:visible").all_inner_texts() == [
        "Mittwoch, 20. Januar 2027, 10:00 bis 10:30\xa0Uhr"
    ]
    assert page.get_by_text("Noch keine Zeit ausgesucht").is_hidden()
    page.get_by_label("Name").fill("Rita Sommer")
    page.get_by_label("Dienstliche E-Mail").fill("rita@kunde.example")
    clock.forward(seconds=20)
    page.get_by_role("button", name="Verbindlich buchen").click()
    page.wait_for_url(re.compile("/demo/.+"))
    assert page.get_by_role("heading", level=1).inner_text() == "Ihre Demo"
    assert [demo.starts_at for demo in house.demos()] == [at("01-20T10:00")]
    page.close()
