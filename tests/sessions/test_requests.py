"""A time outside the list: asking, the answers, and what becomes of a request that gets none."""

from datetime import timedelta

import pytest

from mail.models import Message
from programs import tandems
from programs.models import Tandem
from sessions import booking, requests
from sessions.errors import BookingError, RequestChanged, SessionChanged, SlotTaken
from sessions.models import Busy, Session, TimeRequest
from tenancy.scope import scope
from tests import factories
from tests.sessions.conftest import NOW, at

pytestmark = pytest.mark.django_db

SATURDAY = at("02-13T10:30")
SUNDAY = at("02-14T10:30")


@pytest.fixture(autouse=True)
def _inside(pair):
    with scope(pair.organisation):
        yield


@pytest.fixture
def asked(pair) -> TimeRequest:
    return requests.ask(
        pair.tandem, starts_at=SATURDAY, by=pair.lea, form="onsite", place="A3.12", note="Bis dann"
    )


def mails() -> list[tuple]:
    return list(Message.objects.order_by("pk").values_list("kind", "recipient"))


def states() -> list[str]:
    return list(TimeRequest.objects.order_by("pk").values_list("state", flat=True))


def held() -> list[tuple]:
    return list(Busy.objects.exclude(request=None).order_by("pk").values_list("starts_at", "ends_at"))


class TestAsk:
    def test_keeps_what_is_asked_and_books_nothing(self, pair, asked):
        kept = TimeRequest.objects.get()
        assert kept == asked and not Session.objects.exists()
        assert (kept.number, kept.state, kept.asked_by, kept.asked_at) == (1, "open", pair.lea, NOW)
        assert (kept.form, kept.place, kept.note) == ("onsite", "A3.12", "Bis dann")
        assert (kept.starts_at, kept.ends_at) == (SATURDAY, SATURDAY + timedelta(minutes=45))

    def test_holds_the_time_for_both_and_writes_to_the_other_one_alone(self, pair, asked):
        assert [row.person for row in Busy.objects.order_by("pk")] == [pair.lea, pair.thomas]
        assert mails() == [("request.asked", "thomas@weserwerk.example")]
        assert not Message.objects.get().calendar

    def test_nobody_else_gets_the_time_meanwhile(self, pair, asked):
        rival = factories.tandem(pair.program, mentor=pair.tandem.mentor)
        with pytest.raises(SlotTaken):
            booking.book(rival, starts_at=SATURDAY, by=pair.lea)

    def test_a_second_click_changes_nothing(self, pair, asked):
        assert requests.ask(pair.tandem, starts_at=SATURDAY, by=pair.lea) == asked
        assert len(mails()) == 1 and len(held()) == 2

    @pytest.mark.parametrize(
        ("starts_at", "hours"),
        [(at("02-13T10:30"), 48), (NOW + timedelta(hours=5), 5)],
    )
    def test_an_answer_is_possible_for_two_days_but_only_before_the_time(self, pair, starts_at, hours):
        made = requests.ask(pair.tandem, starts_at=starts_at, by=pair.lea)
        assert made.answer_until == NOW + timedelta(hours=hours)

    def test_refuses_the_past_and_what_lies_outside_of_the_program(self, pair):
        with pytest.raises(BookingError, match="vorbei"):
            requests.ask(pair.tandem, starts_at=NOW, by=pair.lea)
        with pytest.raises(BookingError, match="Das Programm geht vom"):
            requests.ask(pair.tandem, starts_at=at("04-01T10:00"), by=pair.lea)
        assert not TimeRequest.objects.exists() and not mails()

    def test_refuses_what_is_taken(self, pair):
        factories.busy(pair.thomas, SATURDAY, SATURDAY + timedelta(minutes=45))
        with pytest.raises(SlotTaken, match="bei Thomas"):
            requests.ask(pair.tandem, starts_at=SATURDAY, by=pair.lea)

    def test_refuses_a_tandem_that_was_paused_a_moment_ago(self, pair):
        Tandem.objects.update(state="paused")
        with pytest.raises(BookingError, match="pausiert"):
            requests.ask(pair.tandem, starts_at=SATURDAY, by=pair.lea)

    def test_refuses_when_the_next_session_was_booked_meanwhile(self, pair):
        booking.book(pair.tandem, starts_at=at("02-11T10:30"), by=pair.thomas)
        with pytest.raises(SlotTaken, match="inzwischen verabredet"):
            requests.ask(pair.tandem, starts_at=SATURDAY, by=pair.lea, number=1)

    @pytest.mark.parametrize("day", ["01-19", "02-13"])
    def test_refuses_ones_own_absence_however_near(self, pair, day):
        factories.absence(pair.lea, f"2027-{day}T00:00", f"2027-{day}T23:59")
        with pytest.raises(BookingError, match="haben Sie eine Abwesenheit"):
            requests.ask(pair.tandem, starts_at=at(f"{day}T10:30"), by=pair.lea)

    def test_the_others_absence_is_for_them_to_weigh(self, pair):
        factories.absence(pair.thomas, "2027-02-13T00:00", "2027-02-14T00:00")
        made = requests.ask(pair.tandem, starts_at=SATURDAY, by=pair.lea)
        assert requests.accept(made, by=pair.thomas).starts_at == SATURDAY

    def test_refuses_another_open_request_that_one_has_not_seen(self, pair, asked):
        with pytest.raises(RequestChanged, match="Lea hat inzwischen eine Zeit angefragt"):
            requests.ask(pair.tandem, starts_at=SUNDAY, by=pair.thomas)
        with pytest.raises(RequestChanged, match="schon eine Zeit angefragt"):
            requests.ask(pair.tandem, starts_at=SUNDAY, by=pair.lea)
        assert states() == ["open"]

    def test_asking_back_declines_the_first_in_the_same_step(self, pair, asked):
        requests.ask(pair.tandem, starts_at=SUNDAY, by=pair.thomas, replaces=asked.public_id)
        assert states() == ["declined", "open"]
        assert mails()[1:] == [("request.asked", "lea@weserwerk.example")]
        assert [start for start, _ in held()] == [SUNDAY, SUNDAY]

    def test_asking_back_for_a_little_later_is_possible(self, pair, asked):
        later = SATURDAY + timedelta(minutes=15)
        requests.ask(pair.tandem, starts_at=later, by=pair.thomas, replaces=asked.public_id)
        assert states() == ["declined", "open"]

    def test_when_asking_back_fails_the_first_request_stands(self, pair, asked):
        with pytest.raises(BookingError):
            requests.ask(pair.tandem, starts_at=NOW, by=pair.thomas, replaces=asked.public_id)
        assert states() == ["open"] and len(held()) == 2

    def test_asking_anew_takes_ones_own_request_back(self, pair, asked):
        requests.ask(pair.tandem, starts_at=SUNDAY, by=pair.lea, replaces=asked.public_id)
        assert states() == ["withdrawn", "open"]

    def test_a_request_whose_time_is_over_is_not_in_the_way(self, pair, asked, clock):
        clock.forward(hours=48)
        requests.ask(pair.tandem, starts_at=SUNDAY, by=pair.thomas)
        assert states() == ["expired", "open"]

    def test_another_house_sees_nothing_of_it(self, pair, asked, other_organisation):
        with scope(other_organisation):
            assert not TimeRequest.objects.exists()


class TestAccept:
    def test_books_for_both_with_calendar_files(self, pair, asked):
        session = requests.accept(asked, by=pair.thomas)
        assert (session.number, session.starts_at, session.form, session.place, session.note) == (
            1,
            SATURDAY,
            "onsite",
            "A3.12",
            "Bis dann",
        )
        assert states() == ["accepted"] and not held() and Busy.objects.count() == 2
        assert mails()[1:] == [
            ("session.booked", "lea@weserwerk.example"),
            ("session.booked", "thomas@weserwerk.example"),
        ]
        assert TimeRequest.objects.get().session == session and session.booked_by == pair.lea

    def test_twice_is_once(self, pair, asked):
        session = requests.accept(asked, by=pair.thomas)
        assert requests.accept(asked, by=pair.thomas) == session
        assert Session.objects.count() == 1 and len(mails()) == 3

    def test_the_asker_does_not_answer(self, pair, asked):
        for verb in (requests.accept, requests.decline):
            with pytest.raises(BookingError, match="nur die andere Person"):
                verb(asked, by=pair.lea)
        assert states() == ["open"]

    def test_somebody_else_does_not_answer(self, asked):
        with pytest.raises(BookingError, match="nur die andere Person"):
            requests.accept(asked, by=factories.membership())

    @pytest.mark.parametrize("verb", [requests.decline, requests.accept])
    def test_what_is_withdrawn_cannot_be_answered(self, pair, asked, verb):
        requests.withdraw(asked, by=pair.lea)
        with pytest.raises(RequestChanged, match="nicht mehr offen"):
            verb(asked, by=pair.thomas)
        assert not Session.objects.exists()

    def test_too_late_is_too_late_even_before_the_sweep(self, pair, asked, clock):
        clock.forward(hours=48)
        with pytest.raises(RequestChanged, match="vorbei"):
            requests.accept(asked, by=pair.thomas)
        assert states() == ["open"] and not Session.objects.exists()

    def test_what_the_asker_has_entered_since_counts_and_nothing_is_half_done(self, pair, asked):
        factories.absence(pair.lea, "2027-02-13T00:00", "2027-02-14T00:00")
        with pytest.raises(BookingError, match="passt bei Lea nicht"):
            requests.accept(asked, by=pair.thomas)
        assert states() == ["open"] and len(held()) == 2 and not Session.objects.exists()

    def test_what_a_calendar_says_since_counts_too(self, pair, asked):
        factories.busy(pair.lea, SATURDAY, SATURDAY + timedelta(minutes=30), feed=factories.feed(pair.lea))
        with pytest.raises(SlotTaken, match="passt bei Lea nicht"):
            requests.accept(asked, by=pair.thomas)
        assert states() == ["open"] and len(held()) == 2


class TestDecline:
    def test_frees_both_and_tells_the_asker(self, pair, asked):
        requests.decline(asked, by=pair.thomas)
        assert states() == ["declined"] and not Busy.objects.exists()
        assert mails()[1:] == [("request.declined", "lea@weserwerk.example")]

    def test_twice_is_once(self, pair, asked):
        for _click in range(2):
            requests.decline(asked, by=pair.thomas)
        assert len(mails()) == 2

    def test_what_is_accepted_stays(self, pair, asked):
        requests.accept(asked, by=pair.thomas)
        with pytest.raises(RequestChanged):
            requests.decline(asked, by=pair.thomas)
        with pytest.raises(RequestChanged):
            requests.withdraw(asked, by=pair.lea)
        assert states() == ["accepted"] and Session.objects.get().state == "booked"


class TestWithdraw:
    def test_frees_both_and_tells_the_other_one(self, pair, asked):
        for _click in range(2):
            requests.withdraw(asked, by=pair.lea)
        assert states() == ["withdrawn"] and not Busy.objects.exists()
        assert mails()[1:] == [("request.withdrawn", "thomas@weserwerk.example")]

    def test_only_the_asker_takes_it_back(self, pair, asked):
        with pytest.raises(BookingError, match="nur, wer gefragt hat"):
            requests.withdraw(asked, by=pair.thomas)


class TestOvertaken:
    """What happens to a request when something is booked without an answer to it."""

    @pytest.mark.parametrize(("who", "state"), [("lea", "withdrawn"), ("thomas", "declined")])
    def test_a_listed_time_for_the_same_session_takes_its_place(self, pair, asked, who, state):
        booking.book(pair.tandem, starts_at=at("02-11T10:30"), by=getattr(pair, who), number=1)
        assert states() == [state] and not held() and Busy.objects.count() == 2
        assert {kind for kind, _ in mails()[1:]} == {"session.booked"}

    @pytest.mark.parametrize("verb", [tandems.pause, tandems.end])
    def test_it_goes_when_the_tandem_rests(self, pair, asked, verb):
        verb(pair.tandem, by=pair.thomas)
        assert states() == ["withdrawn"] and not Busy.objects.exists()

    def test_booking_the_very_time_says_that_it_is_asked_for(self, pair, asked):
        with pytest.raises(SlotTaken, match="schon angefragt"):
            booking.book(pair.tandem, starts_at=SATURDAY, by=pair.thomas)
        assert states() == ["open"]


class TestMoving:
    @pytest.fixture
    def session(self, pair) -> Session:
        return booking.book(pair.tandem, starts_at=at("02-11T10:30"), by=pair.lea)

    @pytest.fixture
    def asked(self, pair, session) -> TimeRequest:
        return requests.ask(pair.tandem, starts_at=SATURDAY, by=pair.thomas, session=session, revision=0)

    def test_the_old_time_stands_until_the_other_has_agreed(self, pair, session, asked):
        session.refresh_from_db()
        assert (session.starts_at, session.revision) == (at("02-11T10:30"), 0)
        assert (asked.number, asked.moves) == (1, True) and len(held()) == 2

    def test_a_yes_moves_it_with_name_and_number(self, pair, session, asked):
        moved = requests.accept(asked, by=pair.lea)
        assert (moved.pk, moved.number, moved.revision, moved.starts_at) == (session.pk, 1, 1, SATURDAY)
        assert Busy.objects.count() == 2 and not held()
        assert requests.accept(asked, by=pair.lea) == moved
        assert [kind for kind, _ in mails()].count("session.moved") == 2

    def test_a_time_that_overlaps_with_the_old_one_can_be_asked_for(self, pair, session):
        later = at("02-11T10:45")
        made = requests.ask(pair.tandem, starts_at=later, by=pair.thomas, session=session)
        assert held() == [(at("02-11T11:15"), at("02-11T11:30"))] * 2
        assert requests.accept(made, by=pair.lea).starts_at == later

    @pytest.mark.parametrize(
        ("now", "until"),
        [
            ("02-01T09:00", "02-03T09:00"),  # two days
            ("02-09T09:00", "02-10T10:30"),  # a day before the old time
            ("02-10T09:00", "02-11T10:30"),  # later than that: until the old time itself
        ],
    )
    def test_it_is_settled_a_day_before_the_old_time(self, pair, session, clock, now, until):
        clock.set(now)
        made = requests.ask(pair.tandem, starts_at=SATURDAY, by=pair.thomas, session=session)
        assert made.answer_until == at(until)

    def test_refuses_what_was_moved_by_the_other_one_meanwhile(self, pair, session):
        booking.move(session, starts_at=at("02-12T09:30"), by=pair.lea)
        with pytest.raises(SessionChanged):
            requests.ask(pair.tandem, starts_at=SATURDAY, by=pair.thomas, session=session, revision=0)

    def test_refuses_a_session_that_is_cancelled(self, pair, session):
        booking.cancel(session, by=pair.lea)
        with pytest.raises(BookingError, match="nicht mehr verabredet"):
            requests.ask(pair.tandem, starts_at=SATURDAY, by=pair.thomas, session=session)

    @pytest.mark.parametrize(("who", "state"), [("lea", "declined"), ("thomas", "withdrawn")])
    def test_moving_it_to_a_listed_time_closes_the_request(self, pair, session, asked, who, state):
        booking.move(session, starts_at=at("02-12T09:30"), by=getattr(pair, who))
        assert states() == [state] and not held()

    def test_cancelling_it_closes_the_request(self, pair, session, asked):
        booking.cancel(session, by=pair.lea)
        assert states() == ["declined"] and not Busy.objects.exists()
        with pytest.raises(RequestChanged):
            requests.accept(asked, by=pair.lea)
        assert Session.objects.get().state == "cancelled"

    def test_a_new_place_leaves_the_request_open(self, pair, session, asked):
        booking.relocate(session, form="phone", place="0421 1234", by=pair.lea)
        moved = requests.accept(asked, by=pair.lea)
        assert (moved.starts_at, moved.place) == (SATURDAY, "0421 1234")

    def test_a_request_for_another_session_has_to_wait(self, pair, session, asked):
        with pytest.raises(RequestChanged):
            requests.ask(pair.tandem, starts_at=SUNDAY, by=pair.thomas, number=2)

    def test_booking_the_following_session_leaves_the_request_open(self, pair, session, asked):
        booking.book(pair.tandem, starts_at=at("03-04T10:30"), by=pair.lea, number=2)
        assert states() == ["open"]
