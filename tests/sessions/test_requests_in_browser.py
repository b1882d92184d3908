"""Asking and answering in a real browser: no finding of axe, nothing that does not fit."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse

from tenancy.scope import scope
from tests import factories
from tests.sessions.conftest import at
from tests.sessions.test_in_browser import RULES, WIDTHS

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize(("theme", "who"), [("light", "lea"), ("dark", "thomas")])
def test_the_pages_about_a_request_are_accessible_and_fit(pair, live_server, client_for, page, theme, who):
    with scope(pair.organisation):
        pair.session(at("01-21T10:30"), number=1)
        asked = factories.time_request(pair.tandem, starts_at=at("02-13T10:30"), note="Bis dann")
    slug, tandem = pair.organisation.slug, pair.tandem.public_id
    cookie = client_for(getattr(pair, who)).cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
    page.emulate_media(color_scheme=theme)
    for address in (
        reverse("programs:home", args=[slug]),
        reverse("sessions:session_list", args=[slug]),
        reverse("sessions:tandem_detail", args=[slug, tandem]),
        reverse("sessions:session_book", args=[slug, tandem]),
        reverse("sessions:session_ask", args=[slug, tandem, 1]),
        reverse("sessions:request_detail", args=[slug, tandem, asked.public_id]),
    ):
        page.goto(live_server.url + address)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (address, width)
        assert Axe().run(page, options=RULES).response["violations"] == [], address
