"""Asking and answering in a real browser: no finding of axe, nothing that does not fit."""

import pytest
from django.urls import reverse

from tenancy.scope import scope
from tests import factories
from tests.accessibility import faults
from tests.sessions.conftest import at

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("who", ["lea", "thomas"])
def test_the_pages_about_a_request_are_accessible_and_fit(pair, live_server, client_for, page, who):
    with scope(pair.organisation):
        pair.session(at("01-21T10:30"), number=1)
        asked = factories.time_request(pair.tandem, starts_at=at("02-13T10:30"), note="Bis dann")
    slug, tandem = pair.organisation.slug, pair.tandem.public_id
    cookie = client_for(getattr(pair, who)).cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
    for address in (
        reverse("programs:home", args=[slug]),
        reverse("sessions:session_list", args=[slug]),
        reverse("sessions:tandem_detail", args=[slug, tandem]),
        reverse("sessions:session_book", args=[slug, tandem]),
        reverse("sessions:session_ask", args=[slug, tandem, 1]),
        reverse("sessions:request_detail", args=[slug, tandem, asked.public_id]),
    ):
        page.goto(live_server.url + address)
        assert faults(page) == [], address
