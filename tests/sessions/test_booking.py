from datetime import timedelta

import pytest
from django.db import IntegrityError

from mail.models import Message
from programs.models import Program, Tandem
from sessions import booking
from sessions.errors import BookingError, SessionChanged, SlotTaken
from sessions.models import Busy, Session
from tenancy.scope import scope
from tests import factories
from tests.sessions.conftest import NOW, at

pytestmark = pytest.mark.django_db

THURSDAY = "02-11T10:30"


@pytest.fixture(autouse=True)
def _inside(pair):
    with scope(pair.organisation):
        yield


def busy_times() -> list[tuple]:
    return list(Busy.objects.order_by("person__name", "starts_at").values_list("person__name", "starts_at"))


def kinds() -> list[tuple]:
    return list(Message.objects.order_by("pk").values_list("kind", "recipient", "revision"))


class TestBook:
    def test_books_the_first_session_and_occupies_both(self, pair):
        session = booking.book(
            pair.tandem, starts_at=at(THURSDAY), by=pair.lea, form="onsite", place="A3.12", note="Bis dann"
        )
        kept = Session.objects.get()
        assert kept == session
        assert (kept.number, kept.state, kept.minutes, kept.revision) == (1, "booked", 45, 0)
        assert (kept.form, kept.place, kept.note, kept.booked_by, kept.booked_at) == (
            "onsite",
            "A3.12",
            "Bis dann",
            pair.lea,
            NOW,
        )
        assert (kept.zone, kept.local_start) == ("Europe/Berlin", "2027-02-11T10:30")
        assert busy_times() == [("Dr. Thomas Reuter", at(THURSDAY)), ("Lea Brandt", at(THURSDAY))]

    def test_tells_both_once(self, pair):
        booking.book(pair.tandem, starts_at=at(THURSDAY), by=pair.lea)
        assert kinds() == [
            ("session.booked", "lea@weserwerk.example", 0),
            ("session.booked", "thomas@weserwerk.example", 0),
        ]

    def test_numbers_follow_each_other_and_a_cancelled_number_is_free_again(self, pair):
        first = booking.book(pair.tandem, starts_at=at("02-02T10:00"), by=pair.lea)
        assert booking.book(pair.tandem, starts_at=at("02-09T10:00"), by=pair.lea).number == 2
        booking.cancel(first, by=pair.lea)
        assert booking.book(pair.tandem, starts_at=at("02-03T10:00"), by=pair.lea).number == 1

    def test_the_wall_time_is_that_of_who_books(self, pair):
        pair.thomas.zone = "America/New_York"
        pair.thomas.save()
        session = booking.book(pair.tandem, starts_at=at("02-11T16:00"), by=pair.thomas)
        assert (session.zone, session.local_start) == ("America/New_York", "2027-02-11T10:00")

    def test_a_time_outside_the_weekly_times_is_fine_when_both_are_free(self, pair):
        assert booking.book(pair.tandem, starts_at=at("02-13T20:00"), by=pair.lea).number == 1

    @pytest.mark.parametrize("state", ["paused", "ended", "asked_mentee"])
    def test_refuses_a_tandem_that_does_not_run(self, pair, state):
        Tandem.objects.update(state=state)
        pair.tandem.refresh_from_db()
        with pytest.raises(BookingError, match="Dieses Tandem"):
            booking.book(pair.tandem, starts_at=at(THURSDAY), by=pair.lea)

    def test_refuses_a_tandem_that_was_paused_a_moment_ago(self, pair):
        Tandem.objects.update(state="paused")
        with pytest.raises(BookingError, match="pausiert"):
            booking.book(pair.tandem, starts_at=at(THURSDAY), by=pair.lea)
        assert not Session.objects.exists()

    def test_refuses_the_past(self, pair):
        with pytest.raises(BookingError, match="vorbei"):
            booking.book(pair.tandem, starts_at=NOW, by=pair.lea)

    @pytest.mark.parametrize("time", ["03-31T23:30", "04-01T10:00"])
    def test_refuses_what_lies_outside_the_program(self, pair, time):
        with pytest.raises(BookingError, match=r"vom 1\. Oktober 2026 bis zum 31\. März 2027"):
            booking.book(pair.tandem, starts_at=at(time), by=pair.lea)

    def test_refuses_more_sessions_than_the_program_has(self, pair):
        for number in range(1, 7):
            factories.session(
                pair.tandem, starts_at=at("02-01T09:00") + timedelta(days=number), number=number
            )
        with pytest.raises(BookingError, match="Alle 6 Sitzungen"):
            booking.book(pair.tandem, starts_at=at(THURSDAY), by=pair.lea)

    @pytest.mark.parametrize("minutes", [-44, 0, 44])
    def test_refuses_a_time_that_overlaps_with_something_of_the_other_person(self, pair, minutes):
        factories.busy(pair.thomas, at(THURSDAY), at(THURSDAY) + timedelta(minutes=45))
        with pytest.raises(SlotTaken, match="bei Thomas"):
            booking.book(pair.tandem, starts_at=at(THURSDAY) + timedelta(minutes=minutes), by=pair.lea)
        assert not Session.objects.exists() and not kinds()

    @pytest.mark.parametrize("minutes", [-45, 45])
    def test_takes_a_time_that_touches_another(self, pair, minutes):
        factories.busy(pair.thomas, at(THURSDAY), at(THURSDAY) + timedelta(minutes=45))
        assert booking.book(pair.tandem, starts_at=at(THURSDAY) + timedelta(minutes=minutes), by=pair.lea)

    def test_says_when_it_is_ones_own_time_that_is_taken(self, pair):
        factories.busy(pair.lea, at(THURSDAY), at(THURSDAY) + timedelta(minutes=45))
        with pytest.raises(SlotTaken, match="etwas anderes verabredet"):
            booking.book(pair.tandem, starts_at=at(THURSDAY), by=pair.lea)

    def test_a_second_click_finds_the_session_of_the_first(self, pair):
        session = booking.book(pair.tandem, starts_at=at(THURSDAY), by=pair.lea, number=1)
        with pytest.raises(SlotTaken, match="schon Sitzung 1 verabredet") as refused:
            booking.book(pair.tandem, starts_at=at(THURSDAY), by=pair.lea, number=1)
        assert refused.value.session == session and Session.objects.count() == 1

    def test_refuses_when_the_other_person_was_faster_with_this_session(self, pair):
        session = booking.book(pair.tandem, starts_at=at(THURSDAY), by=pair.lea, number=1)
        with pytest.raises(SlotTaken, match="inzwischen verabredet") as refused:
            booking.book(pair.tandem, starts_at=at("02-12T10:30"), by=pair.thomas, number=1)
        assert refused.value.session == session

    def test_a_booking_outside_of_sessions_counts_too(self, pair):
        """A person who is mentor here may be mentee elsewhere."""
        factories.session(factories.tandem(pair.program, mentee=pair.tandem.mentee), starts_at=at(THURSDAY))
        with pytest.raises(SlotTaken):
            booking.book(pair.tandem, starts_at=at(THURSDAY), by=pair.lea)


class TestMove:
    @pytest.fixture
    def session(self, pair) -> Session:
        return booking.book(pair.tandem, starts_at=at(THURSDAY), by=pair.lea)

    def test_keeps_the_number_and_the_name_and_raises_the_revision(self, pair, session):
        moved = booking.move(session, starts_at=at("02-12T09:30"), by=pair.thomas)
        kept = Session.objects.get()
        assert (kept.uid, kept.number, kept.revision, kept.starts_at) == (
            session.uid,
            1,
            1,
            at("02-12T09:30"),
        )
        assert kept.local_start == "2027-02-12T09:30" and kept.booked_by == pair.lea and moved == kept
        assert busy_times() == [("Dr. Thomas Reuter", at("02-12T09:30")), ("Lea Brandt", at("02-12T09:30"))]
        assert kinds()[2:] == [
            ("session.moved", "lea@weserwerk.example", 1),
            ("session.moved", "thomas@weserwerk.example", 1),
        ]

    def test_may_overlap_with_its_own_old_time(self, pair, session):
        assert booking.move(session, starts_at=at("02-11T10:45"), by=pair.lea).revision == 1

    def test_refuses_a_taken_time_and_keeps_the_old_one(self, pair, session):
        factories.busy(pair.thomas, at("02-12T09:00"), at("02-12T10:00"))
        with pytest.raises(SlotTaken):
            booking.move(session, starts_at=at("02-12T09:30"), by=pair.lea)
        assert busy_times()[-1] == ("Lea Brandt", at(THURSDAY)) and Session.objects.get().revision == 0

    def test_refuses_what_was_moved_by_the_other_one_meanwhile(self, pair, session):
        booking.move(session, starts_at=at("02-12T09:30"), by=pair.thomas, revision=0)
        with pytest.raises(SessionChanged):
            booking.move(session, starts_at=at("02-12T14:00"), by=pair.lea, revision=0)

    def test_refuses_a_session_that_has_begun(self, pair, session, clock):
        clock.set(THURSDAY)
        with pytest.raises(BookingError, match="begonnen"):
            booking.move(session, starts_at=at("02-12T14:00"), by=pair.lea)

    def test_refuses_a_cancelled_one(self, pair, session):
        booking.cancel(session, by=pair.lea)
        with pytest.raises(BookingError, match="nicht mehr verabredet"):
            booking.move(session, starts_at=at("02-12T14:00"), by=pair.lea)


class TestCancel:
    @pytest.fixture
    def session(self, pair) -> Session:
        return booking.book(pair.tandem, starts_at=at(THURSDAY), by=pair.lea)

    def test_frees_both_and_tells_both(self, pair, session):
        booking.cancel(session, by=pair.lea)
        kept = Session.objects.get()
        assert (kept.state, kept.revision) == ("cancelled", 1) and busy_times() == []
        assert kinds()[2:] == [
            ("session.cancelled", "lea@weserwerk.example", 1),
            ("session.cancelled", "thomas@weserwerk.example", 1),
        ]

    def test_twice_is_once(self, pair, session):
        booking.cancel(session, by=pair.lea)
        booking.cancel(session, by=pair.thomas, revision=0)
        assert Session.objects.get().revision == 1 and len(kinds()) == 4

    def test_refuses_what_was_moved_meanwhile(self, pair, session):
        booking.move(session, starts_at=at("02-12T14:00"), by=pair.thomas)
        with pytest.raises(SessionChanged):
            booking.cancel(session, by=pair.lea, revision=0)

    def test_refuses_a_session_that_has_begun(self, pair, session, clock):
        clock.set(THURSDAY)
        with pytest.raises(BookingError, match="begonnen"):
            booking.cancel(session, by=pair.lea)


def test_an_error_that_is_no_lost_race_is_not_hidden(pair):
    with pytest.raises(IntegrityError, match="program_session_count"):
        booking.first_come(pair.tandem, lambda: Program.objects.update(session_count=0))
