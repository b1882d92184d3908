"""Many people want the same hour. The first tests use real connections, the last ones the running server."""

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from sessions import booking
from sessions.errors import SlotTaken
from sessions.models import Busy, Session
from tenancy.scope import scope
from tests import factories
from tests.roles import as_role
from tests.sessions import crowds
from tests.sessions.conftest import at
from tests.sessions.server import web_server
from tests.sessions.together import together

THURSDAY = at("02-11T10:30")


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
        monkeypatch.setattr(booking, "refuse_time", lambda *args, **kwargs: None)
        with scope(pair.organisation):
            rivals = [factories.tandem(pair.program, mentor=pair.tandem.mentor) for _ in range(4)]
        results = together(*(booking_of(pair.organisation, rival, pair.lea) for rival in rivals))
        assert len(booked(results)) == 1 and sum(isinstance(result, SlotTaken) for result in results) == 3


CROWD = 200


@pytest.fixture(scope="module")
def port(django_db_setup, tmp_path_factory):
    """The running server: two processes with eight threads each, as in production."""
    with web_server(tmp_path_factory.mktemp("race")) as found:
        yield found


@pytest.mark.django_db(transaction=True)
class TestCrowd:
    """`python -m benchmarks.race` measures what is only counted here."""

    @pytest.fixture
    def start(self, clock):
        """A morning next week; the server runs by the clock of the machine."""
        clock.now = datetime.now(UTC)
        return clock.now.replace(hour=8, minute=0, second=0, microsecond=0) + timedelta(days=7)

    def test_exactly_one_of_200_gets_the_hour_and_the_others_see_fresh_times(self, port, start, organisation):
        with scope(organisation):
            wishes = crowds.one_slot(CROWD, start)
        analyse()
        answers = crowds.send(port, wishes, crowds.sign_in(wishes))
        assert statuses(answers) == {302: 1, 409: CROWD - 1}
        for wish, answer in zip(wishes, answers, strict=True):
            if answer.status == 409:
                assert "gerade vergeben" in answer.body and wish.fields["slot"] not in answer.body
                assert answer.body.count('name="slot"') == 3
        with scope(organisation):
            assert Session.objects.count() == 1 and crowds.halves() == []

    def test_twenty_people_with_overlapping_wishes_get_all_that_can_be_had(self, port, start, organisation):
        """Each wants about twenty meetings within six hours, half of them as a mentor; eight fit at most."""
        with scope(organisation):
            wishes = crowds.overlapping(crowds.twenty_people(start), CROWD, start, seed=1)
        analyse()
        answers = crowds.send(port, wishes, crowds.sign_in(wishes))
        booked = statuses(answers)[302]
        assert statuses(answers) == {302: booked, 409: CROWD - booked}
        with scope(organisation):
            assert Session.objects.count() == booked > 20 and Busy.objects.count() == 2 * booked
            assert crowds.overlaps() == [] and crowds.halves() == []
            assert crowds.unmet(wishes, answers) == []


def analyse() -> None:
    """A database in use has its statistics; without them joins over hundreds of people go astray."""
    with as_role("owner"), connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def statuses(answers) -> Counter:
    return Counter(answer.status for answer in answers)
