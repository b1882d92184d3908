"""The pages in a real browser: choosing a time with and without script, and no finding of axe."""

import pytest
from django.urls import reverse

from programs.models import Tandem, WeeklyTime
from sessions.models import Session
from tenancy.scope import scope
from tests.accessibility import faults
from tests.sessions.conftest import at

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def go(pair, live_server, client_for):
    """Sign Lea in and open a page of the tandem."""
    cookie = client_for(pair.lea).cookies["sessionid"].value

    def to(page, name: str, number: int | None = None):
        page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
        kwargs = {"organisation": pair.organisation.slug, "tandem": pair.tandem.public_id}
        if name in {"session_list", "my_tandem"}:
            del kwargs["tandem"]
        page.goto(
            live_server.url
            + reverse(f"sessions:{name}", kwargs=kwargs | ({"number": number} if number else {}))
        )

    return to


def only_session(pair) -> Session:
    with scope(pair.organisation):
        return Session.objects.get()


def test_the_summary_follows_the_choice_and_one_press_books_without_script(pair, go, browser):
    page = browser.new_context(java_script_enabled=False, locale="de-DE").new_page()
    go(page, "session_book")
    summary = page.locator("#chosen p:visible")
    assert summary.inner_text().startswith("Dienstag, 19. Januar 2027")
    page.locator("label.slot", has_text="14:00").nth(1).click()
    chosen = page.locator("input[name=slot]:checked").get_attribute("value")
    assert summary.count() == 1 and "14:00 bis 14:45" in summary.inner_text()
    page.locator("label.seg__i", has_text="Telefon").click()
    page.get_by_role("button", name="Sitzung 1 verabreden").click()
    assert "Sitzung 1 ist verabredet" in page.inner_text("main")
    assert (only_session(pair).starts_at.strftime("%Y-%m-%dT%H:%MZ"), only_session(pair).form) == (
        chosen,
        "phone",
    )


def test_another_week_keeps_what_was_typed_and_has_an_address(go, page):
    go(page, "session_book")
    page.fill("[name=place]", "Raum 7")
    page.get_by_label("Woche danach").click()
    page.wait_for_url("**week=2027-01-25")
    page.locator("label.slot", has_text="Do, 28. Januar, 15:00").click()
    assert "28. Januar 2027" in page.locator("#chosen p:visible").inner_text()
    assert page.input_value("[name=place]") == "Raum 7"
    page.get_by_role("button", name="Sitzung 1 verabreden").click()
    assert "Raum 7" in page.inner_text("main") and "28.\N{NO-BREAK SPACE}Januar" in page.inner_text("h1")


def test_enter_in_a_field_books_the_chosen_time_and_not_an_empty_one_of_ones_own(pair, go, page):
    go(page, "session_book")
    page.locator("[name=place]").press("Enter")
    page.wait_for_url("**/sessions/1/")
    assert only_session(pair).starts_at == at("01-19T10:00")


def test_on_a_phone_the_bar_at_the_bottom_books(pair, go, page):
    page.set_viewport_size({"width": 390, "height": 800})
    go(page, "session_book")
    page.locator(".bookbar").get_by_role("button", name="Verabreden").click()
    page.wait_for_url("**/sessions/1/")
    assert only_session(pair).number == 1


def test_every_page_is_accessible_and_fits(pair, go, page):
    complaints = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)

    def check(*address):
        go(page, *address)
        assert faults(page) == [], address

    check("tandem_detail")
    check("session_list")
    pair.session(at("01-15T10:30"), number=1, state="held")
    pair.session(at("01-21T10:30"), number=2, place="https://video.example/raum", note="Bis dann")
    for name in ("tandem_detail", "session_book", "session_list"):
        check(name)
    for name in ("session_detail", "session_move", "session_cancel", "session_place"):
        check(name, 2)
    with scope(pair.organisation):
        WeeklyTime.objects.all().delete()
    check("session_book")
    for state in ("paused", "ended"):
        with scope(pair.organisation):
            Tandem.objects.update(state=state)
        check("tandem_detail")
    assert complaints == []
