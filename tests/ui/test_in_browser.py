"""The sample pages in a real browser: no finding of axe, no sideways scrolling, no refusal by the security policy."""

import pytest

from tests.accessibility import faults
from tests.ui.urls import NAMES

pytestmark = [pytest.mark.urls("tests.ui.urls"), pytest.mark.django_db(transaction=True)]


@pytest.fixture
def complaints(page) -> list[str]:
    found: list[str] = []
    page.on("console", lambda message: found.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: found.append(str(error)))
    return found


@pytest.mark.parametrize("address", [*(f"/samples/{name}/" for name in NAMES), "/login/"])
def test_page_is_accessible_and_fits(page, live_server, complaints, settings, address):
    settings.DEMO = True  # the sign-in page with all its buttons
    page.goto(live_server.url + address)
    assert faults(page) == []
    assert complaints == []
