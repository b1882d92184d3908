"""The public pages in a real browser: no finding of axe, no sideways scrolling, no refusal, nothing from elsewhere."""

import os
import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe

from tenancy.scope import scope
from tests.website.conftest import at
from website import demos

pytestmark = pytest.mark.django_db(transaction=True)

WIDTHS = (1440, 390)
NARROWEST = 320
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
ADDRESSES = {
    "start": "/",
    "start-en": "/en/",
    "how": "/so-funktioniert-es/",
    "articles": "/wissen/",
    "article": "/wissen/was-der-betriebsrat-fragt/",
    "security": "/sicherheit/",
    "imprint": "/impressum/",
    "accessibility": "/barrierefreiheit/",
    "demo": "/demo/",
    "demo-zones": "/demo/?zones=1",
    "demo-gone": "/demo/?time=2027-01-20T09:30Z",
    "ask": "/demo/anfragen/",
    "missing": "/gibt/es/nicht/",
}
BEHIND_THE_LINK = {"booked": "", "move": "verschieben/", "cancel": "absagen/"}
STAFF = {"staff-demos": "/staff/demos/", "staff-hours": "/staff/hours/"}
SHOTS = os.environ.get("UMENTO_SHOTS")


@pytest.fixture
def complaints(page, live_server) -> list[str]:
    found: list[str] = []
    page.on("console", lambda message: found.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: found.append(str(error)))
    page.on("request", lambda sent: sent.url.startswith((live_server.url, "data:")) or found.append(sent.url))
    return found


@pytest.fixture
def check(page, live_server, complaints):
    """Opens an address in a theme at all widths and says what is wrong."""

    def checked(name: str, address: str, theme: str) -> None:
        page.context.add_cookies([{"name": "theme", "value": theme, "url": live_server.url}])
        page.goto(live_server.url + address)
        for width in WIDTHS:
            assert fits(page, width), (name, width)
            assert Axe().run(page, options=RULES).response["violations"] == []
            if SHOTS:
                page.screenshot(path=Path(SHOTS) / f"{name}-{width}-{theme}.png", full_page=True)
        assert fits(page, NARROWEST), name
        assert [text for text in complaints if "404" not in text and "410" not in text] == []

    return checked


def fits(page, width: int) -> bool:
    page.set_viewport_size({"width": width, "height": 900})
    return page.evaluate("document.documentElement.scrollWidth") <= width


themes = pytest.mark.parametrize("theme", ["light", "dark"])


@themes
@pytest.mark.parametrize("name", ADDRESSES)
def test_public_page_is_accessible_and_fits(check, house, name, theme):
    house.book("01-20T10:30")
    check(name, ADDRESSES[name], theme)


@themes
@pytest.mark.parametrize("name", BEHIND_THE_LINK)
def test_page_behind_the_link_is_accessible_and_fits(check, house, name, theme):
    token = house.token(house.book("01-20T10:30"))
    check(name, f"/demo/{token}/{BEHIND_THE_LINK[name]}", theme)


@themes
@pytest.mark.parametrize("name", STAFF)
def test_back_office_is_accessible_and_fits(
    check, house, staff, client_for, page, live_server, clock, name, theme
):
    demo = house.book("01-20T10:30", interest="Wir sind 800 Leute und fangen gerade erst an.")
    house.book("01-21T10:30", "olga@kunde.example", name="Olga Winter")
    clock.set("01-20T12:00")
    with scope(house.organisation):
        demos.hold(demo)
    cookie = client_for(staff).cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
    check(name, STAFF[name], theme)


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
