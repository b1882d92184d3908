"""The worker reads calendars; only the way to the other server is played."""

import logging
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from django.db import connection

from sessions.calendars import feed_states, feeds
from sessions.calendars.fetching import Fetched, FetchError, Validators
from sessions.errors import TimesError
from sessions.models import Busy, Feed
from tenancy.scope import scope, system
from tests import factories
from tests.sessions.calendars.test_calendar_files import calendar, event
from tests.sessions.conftest import at

URL = "https://calendar.example.org/very-secret/a.ics"
MEETING = event("SUMMARY:Gehaltsrunde", "DTSTART:20270211T090000Z", "DTEND:20270211T100000Z")


@dataclass
class Outside:
    """What other servers say, in turn; the last one goes on."""

    answers: list[Fetched | FetchError]
    asked: list[tuple[str, Validators]] = field(default_factory=list)

    def fetch(self, url: str, known: Validators) -> Fetched:
        self.asked.append((url, known))
        answer = self.answers[min(len(self.asked), len(self.answers)) - 1]
        if isinstance(answer, FetchError):
            raise answer
        return answer


def says(*parts: str, etag: str = '"1"') -> Fetched:
    return Fetched(calendar(*parts), Validators(etag))


def refresh(clock, *answers: Fetched | FetchError) -> Outside:
    outside = Outside(list(answers))
    feeds.refresh_due(clock.now, client=outside)
    return outside


@pytest.fixture
def feed(pair) -> Feed:
    with scope(pair.organisation):
        return feeds.add(pair.lea, URL)


def busy(pair) -> list[tuple]:
    with scope(pair.organisation):
        return list(Busy.objects.order_by("starts_at").values_list("person", "starts_at", "ends_at"))


def current(pair) -> Feed:
    with scope(pair.organisation):
        return Feed.objects.select_related("person").get()


pytestmark = [pytest.mark.django_db, pytest.mark.role("worker")]


def test_only_begin_and_end_of_busy_times_are_kept(pair, feed, clock):
    refresh(clock, says(MEETING))
    assert busy(pair) == [(pair.lea.pk, at("02-11T10:00"), at("02-11T11:00"))]
    with system(), connection.cursor() as cursor:
        for table in ("mentoring_busy", "mentoring_feed"):
            cursor.execute(f"SELECT t::text FROM {table} t")
            text = str(cursor.fetchall())
            assert "Gehaltsrunde" not in text and "very-secret" not in text


def test_nothing_beyond_the_program_is_kept(pair, feed, clock):
    yearly = event("DTSTART:20270211T090000Z", "DTEND:20270211T100000Z", "RRULE:FREQ=MONTHLY;COUNT=60")
    refresh(clock, says(yearly))
    assert max(end for _, _, end in busy(pair)).date() <= pair.program.ends_on


def test_what_was_read_is_asked_for_again_only_if_it_changed(pair, feed, clock):
    refresh(clock, says(MEETING))
    assert refresh(clock, says()).asked == []
    clock.forward(minutes=30)
    assert refresh(clock, Fetched(None, Validators())).asked == [(URL, Validators('"1"'))]
    assert len(busy(pair)) == 1 and current(pair).copied_at == clock.now


def test_a_person_who_moves_to_another_zone_gets_the_whole_calendar_anew(pair, feed, clock):
    refresh(clock, says(MEETING))
    with scope(pair.organisation):
        pair.lea.zone = "Europe/Lisbon"
        pair.lea.save()
    clock.forward(hours=1)
    assert refresh(clock, says(MEETING)).asked == [(URL, Validators())]


def test_a_broken_calendar_leaves_the_last_good_copy_in_force_and_says_so(pair, feed, clock):
    refresh(clock, says(MEETING))
    clock.forward(hours=1)
    refresh(clock, FetchError("not_found"))
    assert len(busy(pair)) == 1
    state = feed_states.of(current(pair))
    assert (state.word, state.kind) == ("nicht erreichbar", "attn")
    assert state.sentences == [
        "Unter der Adresse gibt es keinen Kalender mehr.",
        "Bis dahin gelten die belegten Zeiten vom 18. Januar, 10:00\N{NO-BREAK SPACE}Uhr.".replace(
            "\N{NO-BREAK SPACE}", " "
        ),
    ]


def test_a_page_to_sign_in_is_no_calendar(pair, feed, clock):
    refresh(clock, Fetched(b"<!doctype html><title>Anmelden</title>", Validators()))
    assert current(pair).problem == "not_a_calendar" and current(pair).copied_at is None
    assert feed_states.of(current(pair)).sentences[-1] == "Bis dahin gelten nur die Wochenzeiten."


def test_failures_in_a_row_are_tried_again_with_growing_pauses(pair, feed, clock):
    pauses = []
    for _ in range(8):
        refresh(clock, FetchError("unreachable"))
        pauses.append(current(pair).due_at - clock.now)
        clock.now = current(pair).due_at
    assert pauses == [*feeds.PAUSES, feeds.PAUSES[-1], feeds.PAUSES[-1]]
    refresh(clock, says(MEETING))
    assert (current(pair).failures, current(pair).problem) == (0, "")
    assert current(pair).due_at - clock.now == feeds.REFRESH


def test_a_server_that_asks_for_a_longer_pause_gets_it(pair, feed, clock):
    refresh(clock, FetchError("busy", pause=7200))
    assert current(pair).due_at - clock.now == timedelta(hours=2)
    clock.now = current(pair).due_at
    refresh(clock, FetchError("busy", pause=60))
    assert current(pair).due_at - clock.now == feeds.PAUSES[1]


def test_an_entry_that_is_gone_is_free_again(pair, feed, clock):
    refresh(clock, says(MEETING))
    clock.forward(hours=1)
    refresh(clock, says(event("DTSTART:20270212T090000Z", "DTEND:20270212T100000Z")))
    assert [begin for _, begin, _ in busy(pair)] == [at("02-12T10:00")]


def test_removing_forgets_the_address_and_the_busy_times_at_once(pair, feed, clock):
    refresh(clock, says(MEETING))
    with scope(pair.organisation):
        feeds.remove(feed)
        assert (Feed.objects.count(), Busy.objects.count()) == (0, 0)


def test_a_calendar_removed_while_it_is_fetched_stays_removed(pair, feed, clock):
    class Meanwhile(Outside):
        def fetch(self, url: str, known: Validators) -> Fetched:
            with scope(pair.organisation):
                feeds.remove(Feed.objects.get())
            return super().fetch(url, known)

    feeds.refresh_due(clock.now, client=Meanwhile([says(MEETING)]))
    with scope(pair.organisation):
        assert (Feed.objects.count(), Busy.objects.count()) == (0, 0)


def test_a_calendar_that_somebody_else_is_reading_is_left_to_them(pair, feed, clock):
    class Slow(Outside):
        def fetch(self, url: str, known: Validators) -> Fetched:
            assert refresh(clock, says()).asked == []
            return super().fetch(url, known)

    slow = Slow([says(MEETING)])
    assert feeds.refresh_due(clock.now, client=slow) == len(slow.asked) == 1


def test_whoever_leaves_is_read_no_more(pair, feed, clock):
    refresh(clock, says(MEETING))
    with scope(pair.organisation):
        pair.lea.is_active = False
        pair.lea.save()
    clock.forward(hours=1)
    assert refresh(clock, says(MEETING)).asked == []
    assert busy(pair) == []


def test_each_house_is_read_in_its_own_scope(pair, feed, clock):
    other = factories.organisation("nordlicht")
    with scope(other):
        person = factories.membership("Ida Holm", email="ida@nordlicht.example")
        feeds.add(person, "https://calendar.example.org/other.ics")
    assert len(refresh(clock, says(MEETING)).asked) == 2
    with scope(other):
        assert [row.person for row in Busy.objects.all()] == [person]


def test_a_calendar_may_overlap_what_we_booked_and_one_another(pair, feed, clock):
    pair.session(at("02-11T10:00"))
    with scope(pair.organisation):
        feeds.add(pair.lea, f"{URL}?other")
    refresh(clock, says(MEETING))
    assert len([row for row in busy(pair) if row[0] == pair.lea.pk]) == 3


def test_the_address_is_never_logged(pair, feed, clock, caplog):
    caplog.set_level(logging.DEBUG)
    refresh(clock, FetchError("unreachable"))
    clock.forward(hours=1)

    class Broken(Outside):
        def fetch(self, url: str, known: Validators) -> Fetched:
            raise RuntimeError(url)

    feeds.refresh_due(clock.now, client=Broken([]))
    assert "could not be read" in caplog.text and "secret" not in caplog.text


def test_the_same_calendar_is_not_kept_twice_and_not_any_number(pair, feed):
    with scope(pair.organisation):
        with pytest.raises(TimesError, match="schon verbunden"):
            feeds.add(pair.lea, URL)
        for number in range(feeds.MOST - 1):
            feeds.add(pair.lea, f"{URL}?{number}")
        with pytest.raises(TimesError, match="Mehr als 10"):
            feeds.add(pair.lea, f"{URL}?more")


def test_without_a_program_a_few_months_are_read(pair, clock):
    with scope(pair.organisation):
        person = factories.membership("Ida Holm", email="ida@weserwerk.example")
        until = feeds.horizon(person, clock.now)
    assert timedelta(weeks=8) < until - clock.now < timedelta(weeks=22)
