import re

import pytest
from django.urls import reverse

from programs.models import WeeklyTime
from sessions.models import Absence, Feed
from sessions.times import absences
from tenancy.scope import scope
from tests import factories
from tests.sessions.conftest import at

pytestmark = pytest.mark.django_db


@pytest.fixture
def lea(pair, client):
    client.force_login(pair.lea.user)
    return client


@pytest.fixture
def url(pair):
    def found(name: str, **parts: str) -> str:
        space = "programs" if name == "times" else "sessions"
        return reverse(f"{space}:{name}", kwargs={"organisation": pair.organisation.slug, **parts})

    return found


def words(response) -> str:
    text = re.sub(r"<(script|style).*?</\1>|<[^>]+>", " ", response.content.decode(), flags=re.DOTALL)
    return " ".join(text.replace("\N{NO-BREAK SPACE}", " ").split())


def test_the_page_shows_absences_rules_and_calendars(pair, lea, url):
    with scope(pair.organisation):
        factories.absence(pair.lea)
        factories.feed(pair.lea)
    text = words(lea.get(url("times")))
    assert "8. Februar 2027 bis 12. Februar 2027" in text
    assert "nur bundesweite Feiertage 26. März: Karfreitag" in text and "ein Werktag" in text
    assert "calendar.example.org wird eingelesen" in text and "secret" not in text


def test_an_absence_of_whole_days_and_one_of_hours(pair, lea, url):
    answer = lea.post(url("absence_add"), {"first": "2027-02-08", "last": "2027-02-12"})
    assert (answer.status_code, answer["Location"]) == (302, url("times") + "#absences")
    lea.post(url("absence_add"), {"first": "2027-02-15", "starts": "13:00", "ends": "15:00"})
    with scope(pair.organisation):
        assert list(Absence.objects.values_list("person", "begins", "ends")) == [
            (pair.lea.pk, "2027-02-08T00:00", "2027-02-13T00:00"),
            (pair.lea.pk, "2027-02-15T13:00", "2027-02-15T15:00"),
        ]
    assert "8. Februar 2027 bis 12. Februar 2027" in words(lea.get(url("times")))


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({}, "Bitte einen Tag angeben."),
        ({"first": "2027-02-08", "last": "2027-02-05"}, "Das Ende liegt vor dem Beginn."),
        ({"first": "2027-02-08", "starts": "12:00", "ends": "9:00"}, "Das Ende liegt vor dem Beginn."),
        ({"first": "2026-02-08"}, "Diese Zeit ist schon vorbei."),
        ({"first": "9999-12-31"}, "So weit voraus lässt sich nichts eintragen."),
    ],
)
def test_an_absence_that_makes_no_sense_is_refused_in_a_sentence(pair, lea, url, data, sentence):
    answer = lea.post(url("absence_add"), data)
    assert answer.status_code == 200 and sentence in words(answer)


def test_an_absence_goes_at_once_and_only_ones_own(pair, lea, url):
    with scope(pair.organisation):
        own, theirs = factories.absence(pair.lea), factories.absence(pair.thomas)
    assert lea.post(url("absence_remove", absence=own.public_id)).status_code == 302
    assert lea.post(url("absence_remove", absence=theirs.public_id)).status_code == 404
    with scope(pair.organisation):
        assert list(Absence.objects.all()) == [theirs]


def test_rules_are_kept(pair, lea, url):
    assert "wie im Haus: nur bundesweite Feiertage" in words(lea.get(url("time_rules")))
    data = {"state": "DE-BY", "notice": "3", "before": "0", "after": "30", "per_day": ""}
    assert lea.post(url("time_rules"), data).status_code == 302
    with scope(pair.organisation):
        rules = absences.rules([pair.lea])[pair.lea.pk]
    assert (rules.state, rules.notice, rules.before, rules.after, rules.per_day) == ("DE-BY", 3, 0, 30, None)
    text = words(lea.get(url("times")))
    assert "Bayern" in text and "3 Werktage" in text and "beliebig viele" in text


def test_a_calendar_is_kept_sealed(pair, lea, url):
    answer = lea.post(url("feed_add"), {"url": "webcal://calendar.example.org/very-secret.ics"})
    assert (answer.status_code, answer["Location"]) == (302, url("times") + "#calendars")
    with scope(pair.organisation):
        [feed] = Feed.objects.all()
        assert feed.text == "https://calendar.example.org/very-secret.ics"
        assert b"secret" not in bytes(feed.sealed)
    assert "very-secret" not in lea.get(url("times")).content.decode()


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("http://calendar.example.org/a.ics", "Die Adresse muss mit https:// beginnen"),
        ("https://me:secret@calendar.example.org/a.ics", "keinen Benutzernamen und kein Passwort"),
        ("https://calendar.example.org:8443/a.ics", "keine eigene Portnummer"),
    ],
)
def test_an_address_that_we_would_not_ask_is_refused_at_once(pair, lea, url, address, sentence):
    assert sentence in words(lea.post(url("feed_add"), {"url": address}))
    with scope(pair.organisation):
        assert Feed.objects.count() == 0


def test_a_calendar_twice_is_refused(pair, lea, url):
    for _ in range(2):
        answer = lea.post(url("feed_add"), {"url": "https://calendar.example.org/a.ics"})
    assert "Dieser Kalender ist schon verbunden." in words(answer)


def test_disconnecting_forgets_everything_and_only_ones_own(pair, lea, url):
    with scope(pair.organisation):
        own, theirs = factories.feed(pair.lea), factories.feed(pair.thomas)
        factories.busy(pair.lea, at("02-11T10:00"), at("02-11T11:00"), feed=own)
    assert lea.post(url("feed_remove", feed=own.public_id)).status_code == 302
    assert lea.post(url("feed_remove", feed=theirs.public_id)).status_code == 404
    assert lea.post(url("feed_read", feed=theirs.public_id)).status_code == 404
    with scope(pair.organisation):
        assert list(Feed.objects.all()) == [theirs] and pair.lea.busy.count() == 0


def test_a_broken_calendar_says_what_holds_meanwhile(pair, lea, url):
    with scope(pair.organisation):
        factories.feed(pair.lea, problem="refused", copied_at=at("01-14T08:05"))
    text = words(lea.get(url("times")))
    assert "Der Server verlangt eine Anmeldung." in text
    assert "Bis dahin gelten die belegten Zeiten vom 14. Januar, 8:05 Uhr." in text


def test_a_listed_time_that_no_longer_suits_is_refused_with_a_reason(pair, lea, url):
    with scope(pair.organisation):
        factories.absence(pair.lea, "2027-01-20T00:00", "2027-01-21T00:00")
    book = url("session_book", tandem=pair.tandem.public_id)
    answer = lea.post(book, {"slot": "2027-01-20T09:00Z", "form": "online"})
    assert answer.status_code == 409 and 'value="2027-01-20T09:00Z"' not in answer.content.decode()
    assert "Für den 20. Januar haben Sie eine Abwesenheit eingetragen." in words(answer)


def test_a_calendar_of_the_other_says_no_more_than_that_it_does_not_suit(pair, lea, url):
    with scope(pair.organisation):
        begin = at("01-20T10:00")
        factories.busy(pair.thomas, begin, at("01-20T11:00"), feed=factories.feed(pair.thomas))
    book = url("session_book", tandem=pair.tandem.public_id)
    answer = lea.post(book, {"slot": "2027-01-20T09:00Z", "form": "online"})
    assert answer.status_code == 409 and "Diese Zeit passt bei Thomas nicht." in words(answer)


def test_the_page_holds_its_number_of_queries(pair, lea, url, django_assert_max_num_queries):
    with scope(pair.organisation):
        WeeklyTime.objects.filter(membership=pair.lea).delete()
        for number in range(4):
            factories.absence(pair.lea)
            factories.feed(pair.lea, f"https://calendar.example.org/{number}.ics")
    with django_assert_max_num_queries(20):
        lea.get(url("times"))
