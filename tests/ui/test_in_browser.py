"""The sample pages in a real browser: no finding of axe, no sideways scrolling, no refusal by the security policy."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.ui.urls import NAMES

pytestmark = [pytest.mark.urls("tests.ui.urls"), pytest.mark.django_db(transaction=True)]

WIDTHS = (1440, 390)
NARROWEST = 320
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


@pytest.fixture
def complaints(page) -> list[str]:
    found: list[str] = []
    page.on("console", lambda message: found.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: found.append(str(error)))
    return found


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("address", [*(f"/samples/{name}/" for name in NAMES), "/login/"])
def test_page_is_accessible_and_fits(page, live_server, complaints, settings, address, theme):
    settings.DEMO = True  # the sign-in page with all its buttons
    page.context.add_cookies([{"name": "theme", "value": theme, "url": live_server.url}])
    page.goto(live_server.url + address)
    assert page.locator("html").get_attribute("data-theme") == theme
    for width in WIDTHS:
        assert fits(page, width)
        assert Axe().run(page, options=RULES).response["violations"] == []
    assert fits(page, NARROWEST)
    assert complaints == []


def fits(page, width: int) -> bool:
    page.set_viewport_size({"width": width, "height": 900})
    return page.evaluate("document.documentElement.scrollWidth") <= width
