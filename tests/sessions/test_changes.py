"""What is written down of moves and cancellations, and what limits them."""

import pytest

from mail.models import Message
from programs import tandems
from programs.models import Tandem
from sessions import booking, changes, replanning
from sessions.errors import BookingError, SessionChanged, SlotTaken
from sessions.models import Busy, NextStep, PostponementChoice, Session, SessionChange, TimeRequest
from tenancy.scope import scope
from tests import factories
from tests.sessions.conftest import at

pytestmark = pytest.mark.django_db

THURSDAY, FRIDAY, MONDAY = at("02-11T10:30"), at("02-12T09:30"), at("02-15T09:30")
WEDNESDAY = at("02-10T09:30")


@pytest.fixture(autouse=True)
def _inside(pair):
    with scope(pair.organisation):
        yield


@pytest.fixture
def session(pair) -> Session:
    return booking.book(pair.tandem, starts_at=THURSDAY, by=pair.lea, form="onsite", place="A3")


def written() -> list[tuple]:
    names = ("by__name", "side", "kind", "before", "after", "is_late", "is_agreed", "is_delegated")
    return list(SessionChange.objects.order_by("pk").values_list(*names))


class TestRecord:
    def test_a_move_and_a_cancellation_are_written_with_before_and_after(self, pair, session):
        booking.move(session, starts_at=FRIDAY, by=pair.thomas)
        booking.cancel(session, by=pair.lea)
        assert written() == [
            ("Dr. Thomas Reuter", "mentee", "moved", THURSDAY, FRIDAY, False, False, False),
            ("Lea Brandt", "mentor", "cancelled", FRIDAY, None, False, False, False),
        ]

    def test_a_delegates_move_is_the_mentees(self, pair, session):
        booking.move(session, starts_at=FRIDAY, by=pair.thomas, delegate=factories.delegate(pair.thomas))
        assert written() == [("Dr. Thomas Reuter", "mentee", "moved", THURSDAY, FRIDAY, False, False, True)]

    @pytest.mark.parametrize("verb", [tandems.pause, tandems.end])
    def test_what_goes_with_the_tandem_is_nobodys_change(self, pair, session, verb):
        verb(pair.tandem, by=pair.thomas)
        assert written() == [] and changes.postponements(pair.tandem) == 0

    def test_nothing_is_written_when_the_time_is_taken(self, pair, session):
        factories.busy(pair.lea, FRIDAY, at("02-12T11:00"))
        with pytest.raises(SlotTaken):
            booking.move(session, starts_at=FRIDAY, by=pair.thomas)
        assert written() == []


class TestLimits:
    def test_without_an_agreement_a_day_before_is_late(self, pair, session):
        assert changes.late_from(session) == at("02-10T10:30")

    def test_what_the_two_agreed_upon_counts(self, pair, session):
        factories.agreement(pair.tandem, cancelling="two_days")
        assert changes.late_from(session) == at("02-10T00:00")

    def test_a_holiday_of_one_of_them_is_no_working_day(self, pair):
        pair.organisation.state = "DE-HB"
        pair.organisation.save()
        pair.tandem = Tandem.objects.with_people().get()
        factories.agreement(pair.tandem, cancelling="two_days")
        session = pair.session(at("03-30T10:00"))
        assert changes.late_from(session) == at("03-25T00:00")  # Easter Monday and Good Friday are off

    @pytest.mark.parametrize("name", ["lea", "thomas"])
    def test_late_nobody_moves_alone_and_nothing_changes(self, pair, session, clock, name):
        clock.set("02-10T10:30")
        with pytest.raises(BookingError, match=r"ging bis Mittwoch, 10\. Februar, 10:30.*nur noch gemeinsam"):
            booking.move(session, starts_at=FRIDAY, by=getattr(pair, name))
        assert Session.objects.get().starts_at == THURSDAY and written() == []

    def test_each_side_moves_a_session_three_times(self, pair, session):
        for day in ("12", "15", "16"):
            booking.move(session, starts_at=at(f"02-{day}T09:30"), by=pair.lea)
        with pytest.raises(BookingError, match="schon dreimal"):
            booking.move(session, starts_at=THURSDAY, by=pair.lea)
        assert booking.move(session, starts_at=THURSDAY, by=pair.thomas).revision == 4

    def test_a_delegate_counts_for_the_mentee_and_reads_who_can_still_move(self, pair, session):
        delegate = factories.delegate(pair.thomas)
        for day in ("12", "15", "16"):
            booking.move(session, starts_at=at(f"02-{day}T09:30"), by=pair.thomas, delegate=delegate)
        with pytest.raises(BookingError, match=r"nur noch Dr\. Thomas Reuter selbst"):
            booking.move(session, starts_at=THURSDAY, by=pair.thomas, delegate=delegate)

    def test_what_both_agreed_upon_has_no_limit_and_counts_for_none(self, pair, session, clock):
        for day in ("12", "15", "16", "17"):
            booking.move(session, starts_at=at(f"02-{day}T09:30"), by=pair.thomas, agreed=True)
        clock.set("02-17T08:00")
        booking.move(session, starts_at=at("02-18T09:30"), by=pair.thomas, agreed=True)
        assert changes.postponements(pair.tandem) == 0 and SessionChange.objects.count() == 5
        assert changes.limit(Session.objects.get(), by=pair.thomas) is None


class TestMenteeCancels:
    def test_not_without_a_new_time(self, pair, session):
        with pytest.raises(BookingError, match="zusammen mit einer neuen Zeit"):
            booking.cancel(session, by=pair.thomas)
        assert Session.objects.get().is_booked and written() == [] and Busy.objects.count() == 2

    def test_the_session_keeps_name_and_number(self, pair, session):
        booking.replace(session, starts_at=FRIDAY, by=pair.thomas, revision=0)
        kept = Session.objects.get()
        assert (kept.uid, kept.number, kept.revision, kept.starts_at) == (session.uid, 1, 1, FRIDAY)
        assert kept.is_booked and set(Busy.objects.values_list("starts_at", flat=True)) == {FRIDAY}
        assert written() == [
            ("Dr. Thomas Reuter", "mentee", "cancelled", THURSDAY, FRIDAY, False, False, False)
        ]

    def test_late_and_often_is_still_possible(self, pair, session, clock):
        clock.set("02-11T09:00")
        for day in ("12", "15", "16", "17"):
            booking.replace(session, starts_at=at(f"02-{day}T09:30"), by=pair.thomas)
        assert [row[5] for row in written()] == [True, False, False, False]

    def test_refuses_the_old_time_a_taken_one_and_what_was_moved_meanwhile(self, pair, session):
        with pytest.raises(BookingError, match="die bisherige Zeit"):
            booking.replace(session, starts_at=THURSDAY, by=pair.thomas)
        factories.busy(pair.lea, FRIDAY, at("02-12T11:00"))
        with pytest.raises(SlotTaken):
            booking.replace(session, starts_at=FRIDAY, by=pair.thomas)
        booking.move(session, starts_at=MONDAY, by=pair.lea)
        with pytest.raises(SessionChanged):
            booking.replace(session, starts_at=WEDNESDAY, by=pair.thomas, revision=0)
        assert Session.objects.get().starts_at == MONDAY

    def test_a_no_in_the_calendar_is_enough(self, pair, session):
        booking.cancel(session, by=pair.thomas, from_calendar=True)
        assert Session.objects.get().state == "cancelled" and changes.postponements(pair.tandem) == 1

    def test_a_time_of_ones_own_is_asked_for_and_the_old_one_goes_at_once(self, pair, session):
        own = at("02-13T18:00")
        replanning.cancel_and_ask(session, starts_at=own, by=pair.thomas, revision=0)
        asked = TimeRequest.objects.get()
        assert Session.objects.get().state == "cancelled" and asked.is_open
        assert (asked.starts_at, asked.number, asked.form, asked.place) == (own, 1, "onsite", "A3")
        assert set(Busy.objects.values_list("starts_at", flat=True)) == {own}
        mail = Message.objects.get(kind="session.cancelled", recipient=pair.lea.email)
        assert "schon vorgeschlagen" in mail.text and "/book/" not in mail.text

    def test_nothing_is_cancelled_when_ones_own_time_cannot_be_asked_for(self, pair, session):
        factories.busy(pair.lea, FRIDAY, at("02-12T11:00"))
        with pytest.raises(SlotTaken):
            replanning.cancel_and_ask(session, starts_at=FRIDAY, by=pair.thomas)
        assert Session.objects.get().is_booked and not TimeRequest.objects.exists() and written() == []


class TestPostponements:
    def test_later_counts_earlier_and_the_mentors_do_not(self, pair, session):
        booking.move(session, starts_at=FRIDAY, by=pair.thomas)
        booking.move(session, starts_at=WEDNESDAY, by=pair.thomas)
        booking.move(session, starts_at=FRIDAY, by=pair.lea)
        assert changes.postponements(pair.tandem) == 1
        booking.replace(session, starts_at=MONDAY, by=pair.thomas)
        assert changes.postponements(pair.tandem) == 2

    @pytest.mark.parametrize(("state", "count"), [("held", 0), ("booked", 0), ("missed", 1)])
    def test_a_session_that_was_held_ends_the_run(self, pair, session, clock, state, count):
        booking.move(session, starts_at=FRIDAY, by=pair.thomas)
        clock.set("02-12T12:00")
        Session.objects.update(state=state)
        assert changes.postponements(pair.tandem) == count

    def test_another_tandem_has_its_own_count(self, pair, session):
        other = factories.tandem(pair.program, mentor=pair.tandem.mentor)
        booking.move(session, starts_at=FRIDAY, by=pair.thomas)
        assert changes.postponements(other) == 0


def postpone(session: Session, pair, *days: str) -> None:
    for day in days:
        booking.move(session, starts_at=at(f"02-{day}T09:30"), by=pair.thomas)


class TestChoice:
    def test_the_second_in_a_row_asks_the_mentor_alone_once(self, pair, session):
        postpone(session, pair, "12")
        assert not changes.is_asked(pair.tandem, pair.lea)
        postpone(session, pair, "15", "16")
        asked = Message.objects.get(kind="tandem.postponed")
        assert (asked.recipient, asked.subject) == (pair.lea.email, "Eine kurze Frage zu Ihrem Tandem")
        assert asked.reply_to == "" and "nur Sie bekommen" in asked.text
        assert changes.is_asked(pair.tandem, pair.lea) and not changes.is_asked(pair.tandem, pair.thomas)

    def test_a_mentor_without_access_gets_no_mail(self, pair, session):
        postpone(session, pair, "12")
        pair.lea.is_active = False
        pair.lea.save()
        postpone(Session.objects.with_people().get(), pair, "15")
        assert not Message.objects.filter(kind="tandem.postponed").exists()

    @pytest.mark.parametrize("chosen", NextStep)
    def test_a_choice_is_kept_and_asked_once_for_a_run(self, pair, session, chosen):
        postpone(session, pair, "12", "15")
        changes.choose(pair.tandem, by=pair.lea, chosen=chosen)
        choice = PostponementChoice.objects.get()
        assert (choice.tandem, choice.chosen) == (pair.tandem, chosen)
        assert choice.change == SessionChange.objects.latest("pk")
        assert not changes.is_asked(pair.tandem, pair.lea)
        with pytest.raises(BookingError, match="schon beantwortet"):
            changes.choose(pair.tandem, by=pair.lea, chosen=NextStep.GO_ON)
        assert Tandem.objects.get().state == ("paused" if chosen == "pause" else "active")

    def test_more_of_the_same_run_asks_no_more_and_a_new_run_does(self, pair, session, clock):
        postpone(session, pair, "12", "15")
        changes.choose(pair.tandem, by=pair.lea, chosen=NextStep.GO_ON)
        postpone(session, pair, "16")
        assert not changes.is_asked(pair.tandem, pair.lea)
        clock.set("02-16T12:00")
        second = booking.book(pair.tandem, starts_at=at("02-18T09:30"), by=pair.lea)
        postpone(second, pair, "19", "22")
        assert changes.is_asked(pair.tandem, pair.lea)
        assert Message.objects.filter(kind="tandem.postponed").count() == 2

    def test_nobody_but_the_mentor_and_only_when_asked(self, pair, session):
        postpone(session, pair, "12")
        with pytest.raises(BookingError):
            changes.choose(pair.tandem, by=pair.lea, chosen=NextStep.PAUSE)
        postpone(session, pair, "15")
        with pytest.raises(BookingError):
            changes.choose(pair.tandem, by=pair.thomas, chosen=NextStep.PAUSE)
        assert Tandem.objects.get().state == "active" and not PostponementChoice.objects.exists()

    def test_a_tandem_at_rest_is_not_asked(self, pair, session):
        postpone(session, pair, "12", "15")
        tandems.pause(pair.tandem, by=pair.thomas)
        assert not changes.is_asked(pair.tandem, pair.lea)
