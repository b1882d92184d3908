"""What a prospect does with a demo that is booked: look, move, cancel."""

import pytest

from tenancy.scope import scope
from tests.website.conftest import at
from tests.website.demo_pages import SLOT, problems_in, text_of, times_in
from website import demos

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("house")]


@pytest.fixture
def demo(house):
    return house.book("01-20T10:30")


@pytest.fixture
def address(house, demo):
    return f"/demo/{house.token(demo)}/"


ACTIONS = ["", "verschieben/", "absagen/", "kalender.ics"]


class TestDemoDetail:
    def test_shows_when_where_and_with_whom(self, client, address):
        response = client.get(address)
        html = text_of(response)
        assert "Mittwoch, 20. Januar 2027, 10:30 bis 11:00" in html and "Zeit in Berlin (MEZ)" in html
        assert "Den Link schickt Ada Falk vor dem Termin" in html
        assert all(f'href="{address}{action}"' in html for action in ACTIONS[1:])
        assert '<meta name="robots" content="noindex">' in html and "no-store" in response["Cache-Control"]

    def test_shows_the_video_room(self, client, house, address):
        from website.models import VideoRoom

        with scope(house.organisation):
            VideoRoom.objects.create(host=house.ada, url="https://video.example/ada")
        assert 'href="https://video.example/ada"' in text_of(client.get(address))

    @pytest.mark.parametrize("action", ACTIONS)
    @pytest.mark.parametrize("method", ["get", "head"])
    def test_looking_changes_nothing(self, client, house, address, action, method):
        before = [(demo.state, demo.revision, demo.starts_at) for demo in house.demos()], len(house.mails())
        for _ in range(3):
            assert getattr(client, method)(address + action).status_code == 200
        assert before == ([(d.state, d.revision, d.starts_at) for d in house.demos()], len(house.mails()))

    @pytest.mark.parametrize("action", ACTIONS)
    def test_unknown_and_foreign_tokens_are_the_same_404(
        self, client, house, demo, other_organisation, action
    ):
        token = house.token(demo)
        secret = token.partition("-")[2]
        tokens = [f"{token}x", f"{other_organisation.pk}-{secret}", "99999-abc", "unsinn", f"0{token}"]
        for token in tokens:
            assert client.get(f"/demo/{token}/{action}").status_code == 404

    def test_while_it_runs_it_can_no_longer_be_changed(self, client, address, clock):
        clock.set("01-20T10:40")
        html = text_of(client.get(address))
        assert "Verschieben" not in html and "In den Kalender" in html
        for action in ("verschieben/", "absagen/"):
            assert client.get(address + action)["Location"] == address

    def test_after_it_one_can_ask_on(self, client, address, clock):
        clock.set("01-20T11:00")
        html = text_of(client.get(address))
        assert "Wie geht es weiter?" in html and 'href="mailto:ada@umento.example"' in html

    def test_a_month_later_the_link_has_expired(self, client, address, clock):
        clock.set("02-19T11:00")
        response = client.get(address)
        assert response.status_code == 410
        assert "Neuen Termin aussuchen" in text_of(response) and "Ada" not in response.content.decode()

    def test_a_cancelled_one_offers_a_new_time(self, client, house, demo, address):
        with scope(house.organisation):
            demos.cancel(demo)
        html = text_of(client.get(address))
        assert client.get(address + "kalender.ics")["Location"] == address
        assert "Diese Demo ist abgesagt" in html and 'href="/demo/">Neuen Termin aussuchen' in html

    def test_the_calendar_file_holds_no_secret(self, client, house, demo, address):
        response = client.get(address + "kalender.ics")
        assert response["Content-Type"].startswith("text/calendar")
        assert (
            "METHOD:PUBLISH" in response.content.decode()
            and house.token(demo) not in response.content.decode()
        )


class TestDemoMove:
    def test_moves_and_says_so(self, client, house, address):
        page = text_of(client.get(address + "verschieben/"))
        assert "Bisher:" in page and "Mittwoch, 20. Januar 2027, 10:30 bis 11:00" in page
        assert SLOT not in times_in(page)
        response = client.post(
            address + "verschieben/", {"slot": "2027-01-21T08:00Z", "revision": "0"}, follow=True
        )
        assert "Der Termin ist verschoben." in text_of(response)
        assert house.demos()[0].starts_at == at("01-21T09:00")

    def test_a_lost_time_shows_the_nearest(self, client, house, address):
        house.book("01-21T09:00", "olga@kunde.example")
        response = client.post(address + "verschieben/", {"slot": "2027-01-21T08:00Z", "revision": "0"})
        html = text_of(response)
        assert response.status_code == 409 and "gerade vergeben" in html
        assert times_in(html)[:3] == ["2027-01-21T08:30Z", "2027-01-21T09:00Z", "2027-01-21T09:30Z"]
        assert 'name="revision" value="0"' in html

    def test_needs_a_time(self, client, house, address):
        html = text_of(client.post(address + "verschieben/", {"revision": "0"}))
        assert problems_in(html) == ["Zeit: Bitte eine Zeit aussuchen."]

    def test_an_old_page_changes_nothing(self, client, house, demo, address):
        with scope(house.organisation):
            demos.move(demo, starts_at=at("01-22T09:00"))
        response = client.post(
            address + "verschieben/", {"slot": "2027-01-21T08:00Z", "revision": "0"}, follow=True
        )
        assert "inzwischen verschoben" in text_of(response)
        assert house.demos()[0].starts_at == at("01-22T09:00")


class TestDemoCancel:
    def test_asks_once_and_cancels(self, client, house, address):
        assert "Diese Demo absagen?" in text_of(client.get(address + "absagen/"))
        response = client.post(address + "absagen/", {"revision": "0"}, follow=True)
        assert "Der Termin ist abgesagt." in text_of(response)
        assert house.demos()[0].is_cancelled

    def test_twice_is_as_good_as_once(self, client, house, address):
        for _ in range(2):
            client.post(address + "absagen/", {"revision": "0"})
        assert house.demos()[0].revision == 1

    def test_an_old_page_changes_nothing(self, client, house, demo, address):
        with scope(house.organisation):
            demos.move(demo, starts_at=at("01-22T09:00"))
        client.post(address + "absagen/", {"revision": "0"})
        assert house.demos()[0].is_booked
