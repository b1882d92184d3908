"""Many people want the same hour. The first tests use real connections, the last ones the running server."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from threading import Barrier

import pytest
from django.db import connection
from django.urls import reverse

from sessions import booking
from sessions.errors import BookingError, SlotTaken
from sessions.models import Busy, Session
from tenancy.scope import scope
from tests import factories
from tests.sessions.conftest import at, give_times
from tests.sessions.server import post_at_once, web_server

THURSDAY = at("02-11T10:30")


def together(*steps) -> list:
    """Run the steps at the same moment, each in a transaction of its own; return results or refusals."""
    start = Barrier(len(steps))

    def run(step):
        try:
            start.wait()
            return step()
        except BookingError as refused:
            return refused
        finally:
            connection.close()

    with ThreadPoolExecutor(len(steps)) as pool:
        return list(pool.map(run, steps))


def booked(results) -> list[Session]:
    return [result for result in results if isinstance(result, Session)]


def booking_of(organisation, tandem, by, starts_at=THURSDAY, **fields):
    def step():
        with scope(organisation):
            return booking.book(tandem, starts_at=starts_at, by=by, **fields)

    return step


@pytest.mark.django_db(transaction=True)
class TestConnections:
    def test_of_two_people_one_gets_the_mentor(self, pair):
        with scope(pair.organisation):
            rival = factories.tandem(pair.program, mentor=pair.tandem.mentor)
        results = together(
            booking_of(pair.organisation, pair.tandem, pair.thomas),
            booking_of(pair.organisation, rival, rival.mentee.membership),
        )
        assert len(booked(results)) == 1 and sum(isinstance(result, SlotTaken) for result in results) == 1
        with scope(pair.organisation):
            assert Session.objects.count() == 1 and Busy.objects.count() == 2

    def test_the_two_of_a_tandem_do_not_book_the_same_session_twice(self, pair):
        results = together(
            booking_of(pair.organisation, pair.tandem, pair.lea, number=1),
            booking_of(pair.organisation, pair.tandem, pair.thomas, at("02-12T10:30"), number=1),
        )
        assert len(booked(results)) == 1
        with scope(pair.organisation):
            assert Session.objects.count() == 1

    def test_crossed_pairs_do_not_wait_for_each_other(self, pair):
        """Lea and Thomas here, Thomas and Lea there: without an order of locks this is a deadlock."""
        with scope(pair.organisation):
            program = factories.program("Andersherum")
            crossed = factories.tandem(
                program,
                mentor=factories.participant(program, membership=pair.thomas),
                mentee=factories.participant(program, membership=pair.lea, side="mentee"),
            )
        for day in range(1, 6):
            results = together(
                booking_of(pair.organisation, pair.tandem, pair.lea, at(f"02-0{day}T09:00")),
                booking_of(pair.organisation, crossed, pair.lea, at(f"02-0{day}T09:15")),
            )
            assert len(booked(results)) == 1

    def test_moving_and_cancelling_at_once_ends_in_one_of_the_two(self, pair):
        session = pair.session(THURSDAY)

        def change(verb, by, **arguments):
            def step():
                with scope(pair.organisation):
                    return verb(session, by=by, revision=0, **arguments)

            return step

        results = together(
            change(booking.cancel, pair.lea), change(booking.move, pair.thomas, starts_at=at("02-12T09:30"))
        )
        assert len(booked(results)) == 1
        with scope(pair.organisation):
            session.refresh_from_db()
            assert session.revision == 1 and Busy.objects.count() == (
                0 if session.state == "cancelled" else 2
            )

    def test_the_net_holds_when_the_locks_are_gone(self, pair, monkeypatch):
        """Without the check and the locks the database still lets only one in."""
        monkeypatch.setattr(booking, "_lock", lambda tandem: None)
        monkeypatch.setattr(booking, "_refuse_time", lambda *args, **kwargs: None)
        with scope(pair.organisation):
            rivals = [factories.tandem(pair.program, mentor=pair.tandem.mentor) for _ in range(4)]
        results = together(*(booking_of(pair.organisation, rival, pair.lea) for rival in rivals))
        assert len(booked(results)) == 1 and sum(isinstance(result, SlotTaken) for result in results) == 3


CROWD = 200


@pytest.mark.django_db(transaction=True)
class TestCrowd:
    """Against the running server: two processes with eight threads each, as in production."""

    @pytest.fixture
    def crowd(self, clock, organisation, client_for):
        """One mentor, and 200 mentees who want the same hour."""
        clock.now = datetime.now(UTC)
        with scope(organisation):
            program = factories.program(starts_on=clock.now.date())
            mentor = factories.participant(program)
            tandems = [factories.tandem(program, mentor=mentor) for _ in range(CROWD)]
            give_times(mentor.membership, (8, 18), days=range(7))
            for tandem in tandems:
                give_times(tandem.mentee.membership, (8, 18), days=range(7))
        return [(client_for(tandem.mentee.membership), tandem) for tandem in tandems]

    def test_exactly_one_of_200_gets_the_hour_and_the_others_see_fresh_times(
        self, crowd, organisation, tmp_path, clock
    ):
        start = clock.now.replace(hour=10, minute=0, second=0, microsecond=0) + timedelta(days=3)
        with web_server(tmp_path) as port:
            answers = post_at_once(port, [(client, address(tandem), wish(start)) for client, tandem in crowd])
        report(answers)
        assert sorted(answer.status for answer in answers) == [302] + [409] * (CROWD - 1), seen(answers)
        for loser in (answer for answer in answers if answer.status == 409):
            assert "gerade vergeben" in loser.body and wish(start)["slot"] not in loser.body
            assert loser.body.count('name="slot"') > 3
        with scope(organisation):
            assert Session.objects.count() == 1 and Busy.objects.count() == 2

    def test_overlapping_wishes_never_end_in_overlapping_sessions(self, crowd, organisation, tmp_path, clock):
        """Every quarter of ten hours is wanted by five people; at most one in three quarters can be had."""
        first = clock.now.replace(hour=8, minute=0, second=0, microsecond=0) + timedelta(days=3)
        starts = [first + timedelta(minutes=15 * (number % 40)) for number in range(CROWD)]
        with web_server(tmp_path) as port:
            wishes = [
                (client, address(tandem), wish(start))
                for (client, tandem), start in zip(crowd, starts, strict=True)
            ]
            answers = post_at_once(port, wishes)
        report(answers)
        assert {answer.status for answer in answers} <= {302, 409}, seen(answers)
        with scope(organisation):
            sessions = list(Session.objects.order_by("starts_at"))
            assert len(sessions) == sum(answer.status == 302 for answer in answers) >= 10
            assert all(one.ends_at <= other.starts_at for one, other in pairwise(sessions))


def address(tandem) -> str:
    return reverse("sessions:session_book", args=[tandem.organisation.slug, tandem.public_id])


def wish(start) -> dict[str, str]:
    return {"slot": start.strftime("%Y-%m-%dT%H:%MZ"), "form": "online"}


def seen(answers) -> Counter:
    return Counter(answer.status for answer in answers)


def report(answers) -> None:
    times = sorted(answer.seconds for answer in answers)
    p50, p99 = times[len(times) // 2], times[-3]
    print(f"\n{len(times)} clients at once: {dict(seen(answers))}, p50 {p50:.2f} s, p99 {p99:.2f} s")
