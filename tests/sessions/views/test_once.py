"""A form that is sent twice is carried out once: from the page, and against the running server."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from mail.models import Message
from programs.models import Tandem
from sessions.models import BookingKey, Session
from tenancy.scope import scope
from tests import factories
from tests.sessions.conftest import at
from tests.sessions.server import post_at_once, web_server
from tests.sessions.views.pages import value, words

THURSDAY = at("02-11T10:30")
FORM = {"slot": value(THURSDAY), "number": "1", "note": "Bis dann", "place": "Raum 7", "form": "onsite"}


def key_in(response) -> list[str]:
    return re.findall(r'name="key" value="([^"]+)"', response.content.decode())


@pytest.mark.django_db
@pytest.mark.usefixtures("inside")
class TestSessionBook:
    def test_every_page_that_books_carries_a_key_of_its_own(self, lea, url):
        found = [key_in(lea.get(url(name))) for name in ("session_book", "session_book", "tandem_detail")]
        assert [len(keys) for keys in found] == [1, 1, 1] and len({keys[0] for keys in found}) == 3

    def test_a_retry_is_answered_as_the_first_time(self, lea, url):
        form = FORM | {"key": key_in(lea.get(url("session_book")))[0]}
        answers = [lea.post(url("session_book"), form, follow=True) for _ in range(3)]
        assert [answer.redirect_chain for answer in answers] == [[(url("session_detail", 1), 302)]] * 3
        assert all("Sitzung 1 ist verabredet" in words(answer) for answer in answers)
        assert Session.objects.count() == 1 and Message.objects.count() == 2

    def test_the_key_may_come_as_a_header(self, lea, url):
        for _ in range(2):
            answer = lea.post(url("session_book"), FORM, headers={"Idempotency-Key": "0815"})
            assert answer.headers["Location"] == url("session_detail", 1)
        assert Session.objects.count() == 1

    def test_other_values_with_the_same_key_are_refused_and_kept_on_the_page(self, lea, url):
        lea.post(url("session_book"), FORM | {"key": "eins"})
        page = lea.post(url("session_book"), FORM | {"key": "eins", "place": "Raum 8"})
        html = page.content.decode()
        assert page.status_code == 422 and "schon mit anderen Angaben gesendet" in words(page)
        assert 'value="Raum 8"' in html and "Bis dann" in html and key_in(page) != ["eins"]
        assert Session.objects.get().place == "Raum 7"

    @pytest.mark.parametrize("wrong", [{"slot": ""}, {"slot": "2026-11-11T10:30Z"}, {"note": "x" * 301}])
    def test_a_refusal_does_not_use_the_key_up(self, lea, url, wrong):
        assert lea.post(url("session_book"), FORM | {"key": "eins"} | wrong).status_code == 200
        assert lea.post(url("session_book"), FORM | {"key": "eins"}).status_code == 302

    def test_a_lost_race_does_not_use_the_key_up(self, pair, lea, url):
        taken = factories.busy(pair.thomas, THURSDAY, THURSDAY + timedelta(minutes=45))
        assert lea.post(url("session_book"), FORM | {"key": "eins"}).status_code == 409
        taken.delete()
        assert lea.post(url("session_book"), FORM | {"key": "eins"}).status_code == 302

    def test_a_key_answers_nobody_outside_the_tandem(self, pair, lea, url, client_for):
        lea.post(url("session_book"), FORM | {"key": "eins"})
        stranger = client_for(factories.tandem(pair.program).mentor.membership)
        assert stranger.post(url("session_book"), FORM | {"key": "eins"}).status_code == 404

    def test_the_same_key_from_the_other_one_is_another_form(self, lea, thomas, url):
        lea.post(url("session_book"), FORM | {"key": "eins"})
        assert thomas.post(url("session_book"), FORM | {"key": "eins"}).status_code == 409

    def test_a_paused_tandem_answers_no_key(self, pair, lea, url):
        lea.post(url("session_book"), FORM | {"key": "eins"})
        Tandem.objects.filter(pk=pair.tandem.pk).update(state="paused")
        page = lea.post(url("session_book"), FORM | {"key": "eins"})
        assert page.headers["Location"] == url("tandem_detail")


@pytest.mark.django_db(transaction=True)
def test_fifty_retries_at_once_book_once_and_get_one_answer(pair, lea, url, clock, tmp_path):
    clock.now = datetime.now(UTC)
    start = clock.now.replace(hour=10, minute=0, second=0, microsecond=0) + timedelta(days=7)
    start += timedelta(days=(3 - start.weekday()) % 7)
    form = {"slot": value(start), "form": "online", "number": "1", "key": "eins"}
    with scope(pair.organisation):
        pair.program.starts_on = clock.now.date()
        pair.program.save()
    with web_server(tmp_path) as port:
        answers = post_at_once(port, [(lea, url("session_book"), form)] * 50)
        late = post_at_once(port, [(lea, url("session_book"), form)])
    assert {(answer.status, answer.location) for answer in answers + late} == {
        (302, url("session_detail", 1))
    }
    with scope(pair.organisation):
        assert Session.objects.count() == BookingKey.objects.count() == 1 and Message.objects.count() == 2
