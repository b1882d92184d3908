import html5lib
import pytest
from django.test import Client

from accounts.models import Membership
from tenancy.scope import scope
from tests.website.conftest import at
from website import demos, hours
from website.models import DemoBooking, WorkingHours

pytestmark = pytest.mark.django_db

LIST, HOURS = "/staff/demos/", "/staff/hours/"
MORNING = [(540, 720)]


def text_of(response) -> str:
    html = response.content.decode()
    html5lib.HTMLParser(strict=True).parse(html)
    return html.replace("\N{NO-BREAK SPACE}", " ")


@pytest.fixture
def me(staff, house) -> Membership:
    with scope(house.organisation):
        return Membership.objects.get(user=staff)


@pytest.fixture
def ours(staff, client_for) -> Client:
    return client_for(staff)


@pytest.fixture
def demo(house) -> DemoBooking:
    return house.book("01-20T10:30", interest="Wir sind 800 Leute.")


class TestStaffDemoList:
    def test_shows_what_comes_and_what_was(self, ours, house, demo, clock):
        house.book("01-21T10:30", "olga@kunde.example", name="Olga Winter")
        clock.set("01-20T12:00")
        html = text_of(ours.get(LIST))
        coming, past = html.split("Vergangene und abgesagte")
        assert "Olga Winter" in coming and "Rita Sommer" not in coming
        assert "Rita Sommer" in past and "Wir sind 800 Leute." in past and "offen" in past

    def test_is_empty_in_words(self, ours):
        assert "Zurzeit ist keine Demo gebucht." in text_of(ours.get(LIST))

    def test_reminds_of_missing_hours(self, ours, me, house):
        assert "Noch keine eigenen Arbeitszeiten" in text_of(ours.get(LIST))
        with scope(house.organisation):
            hours.change(week={0: MORNING}, room="", by=me)
        assert "Noch keine eigenen Arbeitszeiten" not in text_of(ours.get(LIST))

    @pytest.mark.parametrize("address", [LIST, HOURS, "/staff/demos/x/cancel/"])
    def test_is_for_us_alone(self, house, owner, client_for, client, address):
        assert client_for(owner).get(address).status_code == 404
        assert client.get(address)["Location"].startswith("/login/")

    def test_more_demos_need_no_more_queries(self, ours, house, demo, django_assert_num_queries):
        ours.get(LIST)
        with django_assert_num_queries(_queries(ours)):
            ours.get(LIST)
        for number in range(3):
            house.book(f"01-21T1{number + 3}:00", f"{number}@kunde.example")
        with django_assert_num_queries(_queries(ours)):
            ours.get(LIST)


def _queries(client: Client) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as queries:
        client.get(LIST)
    return len(queries)


class TestStaffDemoCancel:
    def test_asks_once_and_tells_the_prospect(self, ours, house, demo):
        address = f"/staff/demos/{demo.public_id}/cancel/"
        assert "Demo mit Rita Sommer absagen?" in text_of(ours.get(address))
        assert house.demos()[0].is_booked
        html = text_of(ours.post(address, {"revision": "0"}, follow=True))
        assert "Die Demo mit Rita Sommer ist abgesagt." in html
        assert "Bitte entschuldigen Sie." in house.mails("demo.cancelled")[0].text

    def test_an_old_page_changes_nothing(self, ours, house, demo):
        with scope(house.organisation):
            demos.move(demo, starts_at=at("01-22T09:00"))
        html = text_of(ours.post(f"/staff/demos/{demo.public_id}/cancel/", {"revision": "0"}, follow=True))
        assert "inzwischen verschoben" in html and house.demos()[0].is_booked

    def test_an_unknown_one_is_404(self, ours):
        assert ours.post("/staff/demos/unbekannt/cancel/").status_code == 404


class TestStaffDemoMarks:
    @pytest.mark.parametrize(("verb", "state"), [("held", "held"), ("missed", "no_show")])
    def test_note_what_became_of_it(self, ours, house, demo, clock, verb, state):
        clock.set("01-20T11:00")
        html = text_of(ours.post(f"/staff/demos/{demo.public_id}/{verb}/", follow=True))
        assert "Notiert:" in html and house.demos()[0].state == state

    def test_refuse_before_the_start(self, ours, house, demo):
        html = text_of(ours.post(f"/staff/demos/{demo.public_id}/held/", follow=True))
        assert "noch nicht begonnen" in html and house.demos()[0].is_booked

    def test_take_no_get(self, ours, demo):
        assert ours.get(f"/staff/demos/{demo.public_id}/held/").status_code == 405


class TestStaffHours:
    def test_saves_hours_and_room(self, ours, me, house):
        page = text_of(ours.get(HOURS))
        assert 'id="id_day_0"' in page and "Montag <span" not in page
        data = {"day_0": "9-12, 13:00–16:30", "day_2": "10 bis 11.30", "room": "video.example/ada"}
        html = text_of(ours.post(HOURS, data, follow=True))
        assert "Gespeichert." in html and 'value="9:00–12:00, 13:00–16:30"' in html
        with scope(house.organisation):
            assert hours.of(me) == {0: [(540, 720), (780, 990)], 2: [(600, 690)]}
            assert hours.room_of(me) == "https://video.example/ada"

    def test_touches_nobody_elses(self, ours, house):
        ours.post(HOURS, {"day_0": "9-12"})
        with scope(house.organisation):
            assert WorkingHours.objects.filter(host=house.ada).count() == 10

    def test_empty_means_none(self, ours, me, house):
        ours.post(HOURS, {"day_0": "9-12"})
        ours.post(HOURS, {"day_0": "", "room": ""})
        with scope(house.organisation):
            assert hours.of(me) == {}

    @pytest.mark.parametrize(
        ("typed", "sentence"),
        [
            ("vormittags", "Bitte so schreiben: 9:00–12:00, 13:00–17:00."),
            ("9:00–12:00 13:00–17:00", "Bitte so schreiben"),
            ("9-12, 11-13", "Diese Zeiten überschneiden sich."),
            ("12-9", "Das Ende liegt vor dem Beginn."),
            ("9:00-9:15", "Eine Demo dauert 30 Minuten."),
            ("9:70-12", "Eine dieser Uhrzeiten gibt es nicht."),
            ("9-25", "Eine dieser Uhrzeiten gibt es nicht."),
        ],
    )
    def test_says_what_is_wrong_and_keeps_what_was_typed(self, ours, me, house, typed, sentence):
        html = text_of(ours.post(HOURS, {"day_0": typed, "day_1": "9-12"}))
        assert sentence in html and f'value="{typed}"' in html
        with scope(house.organisation):
            assert hours.of(me) == {}

    @pytest.mark.parametrize("room", ["http://video.example", "javascript:alert(1)", "https://"])
    def test_takes_only_safe_links_to_a_room(self, ours, me, house, room):
        html = text_of(ours.post(HOURS, {"room": room}))
        assert "field--error" in html
        with scope(house.organisation):
            assert hours.room_of(me) == ""
