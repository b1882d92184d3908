"""Many people want the same hour. The first tests use real connections, the last ones the running server."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from sessions import booking
from sessions.errors import BookingError, SlotTaken
from sessions.models import Busy, Session
from tenancy.scope import scope
from tests import factories
from tests.sessions.conftest import at

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
