import re

import pytest
from django.core.cache import cache
from django.test import Client

from tenancy.scope import scope
from tests import factories
from tests.website.conftest import at
from tests.website.demo_pages import SLOT, filled, problems_in, text_of, times_in
from website.models import DemoBooking

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("house")]


class TestDemoBook:
    def test_three_clicks_book_a_demo(self, client, house, send):
        response = send(interest="Wir sind 800 Leute.")
        [demo] = house.demos()
        assert response.status_code == 302 and response["Location"] == f"/demo/{house.token(demo)}/"
        assert (demo.starts_at, demo.name, demo.email) == (
            at("01-20T10:30"),
            "Rita Sommer",
            "rita@kunde.example",
        )
        assert (demo.interest, demo.zone, demo.language) == ("Wir sind 800 Leute.", "Europe/Berlin", "de")
        page = text_of(client.get(response["Location"]))
        assert "Der Termin ist gebucht." in page
        assert "Mittwoch, 20. Januar 2027, 10:30 bis 11:00" in page and "Ada Falk" in page

    def test_shows_five_working_days_with_full_hours(self, client):
        html = text_of(client.get("/demo/"))
        days = re.findall(r'id="slot-(\d{4}-\d\d-\d\d)"', html)
        assert days == ["2027-01-18", "2027-01-19", "2027-01-20", "2027-01-21", "2027-01-22"]
        assert [value for value in times_in(html) if value.startswith("2027-01-19")] == [
            f"2027-01-19T{hour:02}:00Z" for hour in (8, 9, 10, 12, 13, 14, 15)
        ]
        assert "Alle Zeiten in Berlin (MEZ)" in html
        assert 'class="sum" data-n="1"><b>Montag, 18. Januar 2027, 14:00 bis 14:30' in html

    def test_leads_to_later_days_and_back(self, client):
        html = text_of(client.get("/demo/"))
        assert 'href="?week=2027-01-25"' in html and "Frühere" not in html
        later = text_of(client.get("/demo/?week=2027-01-25"))
        assert 'href="?week=2027-01-18"' in later and 'href="?week=2027-02-01"' in later
        last = text_of(client.get("/demo/?week=2027-03-01"))
        assert "Spätere" not in last and times_in(last) == ["2027-03-01T08:00Z", "2027-03-01T08:30Z"]

    @pytest.mark.parametrize(
        "week", ["", "morgen", "2027-13-01", "0001-01-01", "2026-01-01", "2027-01-18", "20270118"]
    )
    def test_odd_weeks_show_the_first_days(self, client, week):
        html = text_of(client.get("/demo/", {"week": week}))
        assert times_in(html)[0] == "2027-01-18T13:00Z" and "nichts frei" not in html

    @pytest.mark.parametrize("week", ["9999-12-31", "2027-06-01"])
    def test_a_week_too_far_away_says_so(self, client, week):
        html = text_of(client.get("/demo/", {"week": week}))
        assert "In diesen Tagen ist nichts frei." in html and times_in(html)[0] == "2027-01-18T13:00Z"

    def test_an_empty_week_jumps_to_the_next_and_says_so(self, client, house):
        with scope(house.organisation):
            factories.busy(house.ada, at("01-25T00:00"), at("02-01T11:00"))
        html = text_of(client.get("/demo/?week=2027-01-25"))
        assert "In diesen Tagen ist nichts frei." in html and times_in(html)[0] == "2027-02-01T10:00Z"
        assert 'href="?week=2027-02-01"' in text_of(client.get("/demo/"))

    def test_a_day_without_times_says_so(self, client, house):
        with scope(house.organisation):
            factories.busy(house.ada, at("01-20T00:00"), at("01-21T00:00"))
        html = text_of(client.get("/demo/"))
        assert html.count("nichts frei") == 1

    def test_another_zone_can_be_chosen(self, client, house, send):
        link = text_of(client.get("/demo/"))
        assert 'href="?week=' not in link.split("Andere Zeitzone")[0][-60:] and "?zones=1" in link
        choice = text_of(client.get("/demo/?zones=1"))
        assert '<option value="Europe/Berlin" selected>' in choice and "Europe/London" in choice
        html = text_of(client.get("/demo/?zone=Europe/London"))
        assert "Alle Zeiten in London" in html and "Mo, 18. Januar, </span>13:00" in html
        assert 'href="?week=2027-01-25&amp;zone=Europe%2FLondon"' in html
        send("/demo/?zone=Europe/London")
        assert house.demos()[0].zone == "Europe/London"

    @pytest.mark.parametrize("zone", ["Mars/Base", "../../etc/passwd", "Europe", "\x00"])
    def test_an_unknown_zone_is_berlin(self, client, zone):
        assert "Alle Zeiten in Berlin" in text_of(client.get("/demo/", {"zone": zone}))

    @pytest.mark.parametrize(
        "time", ["", "bald", "2027-01-20T10:30", "0001-01-01T00:00Z", "9999-12-31T23:59Z"]
    )
    def test_odd_times_in_the_address_choose_nothing(self, client, time):
        html = text_of(client.get("/demo/", {"time": time}))
        assert "checked" not in html and "inzwischen vergeben" not in html

    def test_a_linked_time_that_is_gone_shows_the_nearest(self, client, house):
        house.book("01-20T10:30")
        html = text_of(client.get("/demo/", {"time": SLOT}))
        assert "Diese Zeit ist inzwischen vergeben." in html
        assert times_in(html)[:3] == ["2027-01-20T08:30Z", "2027-01-20T09:00Z", "2027-01-20T10:00Z"]

    def test_a_lost_time_shows_the_three_nearest_and_keeps_everything(self, client, house, send, clock):
        form = filled(client, interest="Erst einmal sehen.")
        house.book("01-20T10:30", "olga@kunde.example")
        clock.forward(seconds=10)
        response = client.post("/demo/", form)
        html = text_of(response)
        assert response.status_code == 409 and "Diese Zeit ist gerade vergeben worden." in html
        assert times_in(html)[:3] == ["2027-01-20T08:30Z", "2027-01-20T09:00Z", "2027-01-20T10:00Z"]
        assert len(times_in(html)) == len(set(times_in(html))) and "checked" not in html
        for kept in ("Rita Sommer", "rita@kunde.example", "Erst einmal sehen.", form["shown"]):
            assert kept in html
        assert client.post("/demo/", form | {"slot": times_in(html)[0]}).status_code == 302

    @pytest.mark.parametrize(
        ("fields", "problem"),
        [
            ({"slot": ""}, "Zeit: Bitte eine Zeit aussuchen."),
            ({"slot": "gleich"}, "Zeit: Bitte eine Zeit aussuchen."),
            ({"name": ""}, "Name: "),
            ({"name": "Gewinn https://böse.example"}, "Name: Bitte nur den Namen angeben"),
            ({"name": "Gewinn www.böse.example"}, "Name: Bitte nur den Namen angeben"),
            ({"name": "x" * 121}, "Name: "),
            ({"email": "rita@"}, "Dienstliche E-Mail: "),
            ({"email": ""}, "Dienstliche E-Mail: "),
            ({"interest": "x" * 501}, "Was möchten Sie mit Reverse Mentoring erreichen?: "),
            ({"homepage": "https://böse.example"}, "Ein verstecktes Feld war ausgefüllt."),
            ({"shown": ""}, "Die Seite war lange offen."),
            ({"shown": "gefälscht:abc"}, "Die Seite war lange offen."),
        ],
    )
    def test_says_what_is_wrong_and_keeps_the_rest(self, house, send, fields, problem):
        response = send(**fields)
        html = text_of(response)
        assert response.status_code == 200 and house.demos() == [] and house.mails() == []
        [found] = problems_in(html)
        assert found.startswith(problem)
        for name, value in {"name": "Rita Sommer", "email": "rita@kunde.example", "slot": SLOT}.items():
            if name not in fields:
                assert f'value="{value}"' in html

    def test_too_fast_is_gently_asked_again(self, client, house, clock):
        form = filled(client)
        clock.forward(seconds=1)
        html = text_of(client.post("/demo/", form))
        assert problems_in(html) == ["Das ging sehr schnell. Bitte noch einmal absenden."]
        assert re.search(rf'value="{SLOT}"[^>]*checked', html) and 'value="Rita Sommer"' in html
        clock.forward(seconds=3)
        assert client.post("/demo/", form).status_code == 302

    def test_a_page_open_for_days_is_asked_once_more(self, client, house, send):
        html = text_of(send(after=2 * 24 * 3600, slot="2027-01-22T09:00Z"))
        assert problems_in(html) == ["Die Seite war lange offen. Bitte noch einmal absenden."]
        assert re.findall(r'name="shown" value="([^"]+)"', html)

    def test_a_field_filled_by_a_machine_is_emptied(self, send):
        html = text_of(send(homepage="https://böse.example"))
        assert "böse" not in html

    def test_a_third_open_demo_is_refused_at_once(self, house, send):
        house.book("01-21T10:00")
        house.book("01-21T11:00")
        html = text_of(send())
        assert problems_in(html)[0].startswith("Mit dieser Adresse sind schon zwei Demos gebucht.")

    def test_the_same_page_sent_twice_books_once(self, client, house, clock):
        house.host("Jonas Rother")
        form = filled(client)
        clock.forward(seconds=10)
        assert client.post("/demo/", form)["Location"] == client.post("/demo/", form)["Location"]
        assert len(house.demos()) == 1

    def test_too_many_from_one_place_are_asked_to_wait(self, client, house, clock):
        form = filled(client, slot="2027-01-20T11:30Z")
        clock.forward(seconds=10)
        tries = [client.post("/demo/", form | {"email": f"{n}@kunde.example"}) for n in range(31)]
        assert {response.status_code for response in tries[:30]} == {409}
        assert tries[30].status_code == 429
        assert problems_in(text_of(tries[30])) == [
            "Das waren viele Buchungen in kurzer Zeit. Bitte in einer Stunde noch einmal."
        ]
        assert client.get("/demo/").status_code == 200

    def test_too_many_for_one_address_are_asked_to_wait(self, client, clock):
        form = filled(client, slot="2027-01-20T11:30Z")
        clock.forward(seconds=10)
        statuses = [client.post("/demo/", form, REMOTE_ADDR=f"10.1.0.{n}").status_code for n in range(7)]
        assert statuses == [409] * 6 + [429]

    def test_without_the_cache_demos_are_booked_all_the_same(self, house, send, settings):
        settings.CACHES = settings.CACHES | {
            "default": settings.CACHES["default"] | {"LOCATION": "redis://127.0.0.1:1/0"}
        }
        try:
            assert send().status_code == 302
        finally:
            cache.close()

    def test_without_any_times_one_can_ask(self, client, house):
        with scope(house.organisation):
            house.ada.working_hours.all().delete()
        assert client.get("/demo/")["Location"] == "/demo/anfragen/"

    def test_what_was_typed_when_the_last_time_went_is_answered(self, client, house, clock):
        form = filled(client)
        clock.forward(seconds=10)
        with scope(house.organisation):
            house.ada.working_hours.all().delete()
        response = client.post("/demo/", form)
        assert response.status_code == 409 and "Termin anfragen" in text_of(response)

    def test_english_prospects_get_english(self, client, house, clock):
        form = filled(client, "/en/demo/")
        clock.forward(seconds=10)
        response = client.post("/en/demo/", form)
        assert house.demos()[0].language == "en"
        assert response["Location"] == f"/en/demo/{house.token(house.demos()[0])}/"
        assert "Wednesday, 20 January 2027, 10:30–11:00" in text_of(client.get(response["Location"]))

    def test_needs_the_token_against_forged_posts(self, house):
        assert Client(enforce_csrf_checks=True).post("/demo/", {"name": "Rita"}).status_code == 403

    def test_shows_markup_as_text(self, client, clock):
        form = filled(client, interest="<script>alert(1)</script>", name="")
        html = text_of(client.post("/demo/", form))
        assert "<script>alert" not in html and "&lt;script&gt;" in html


class TestDemoAsk:
    def test_tells_all_of_us_and_nobody_else(self, client, house, clock):
        form = filled(client, "/demo/anfragen/", interest="Nur abends")
        clock.forward(seconds=10)
        assert client.post("/demo/anfragen/", form)["Location"] == "/"
        [mail] = house.mails()
        assert (mail.kind, mail.recipient, mail.reply_to) == (
            "demo.asked",
            "ada@umento.example",
            "rita@kunde.example",
        )
        assert "Nur abends" in mail.text and "Nur abends" in mail.html

    def test_says_what_is_wrong(self, send, house):
        html = text_of(send("/demo/anfragen/", email="rita"))
        assert problems_in(html)[0].startswith("Dienstliche E-Mail: ") and house.mails() == []

    def test_too_many_are_asked_to_wait(self, client, clock):
        form = filled(client, "/demo/anfragen/")
        clock.forward(seconds=10)
        statuses = [client.post("/demo/anfragen/", form).status_code for _ in range(7)]
        assert statuses == [302] * 6 + [429]


def test_a_table_of_times_never_holds_more_than_css_can_tell_apart(client, house):
    with scope(house.organisation):
        house.ada.working_hours.all().delete()
        from tests.website.conftest import give_hours

        give_hours(house.ada, (0, 24), days=range(7))
    for zone in ("Europe/Berlin", "Asia/Kathmandu", "Asia/Kolkata"):
        found = times_in(text_of(client.get("/demo/", {"week": "2027-01-25", "zone": zone})))
        assert 30 <= len(found) <= 60
    assert DemoBooking._meta.get_field("interest").max_length == 500


def test_half_hours_are_one_click_away(client):
    html = text_of(client.get("/demo/?week=2027-01-25&zone=Europe/London"))
    [link] = re.findall(r'href="([^"]*)">Auch halbe Stunden', html)
    every = text_of(client.get("/demo/" + link.replace("&amp;", "&")))
    assert "2027-01-25T08:30Z" in times_in(every) and "Auch halbe Stunden" not in every
    assert len(times_in(every)) == 5 * 14 and "zone=Europe%2FLondon&amp;every=1" in every
