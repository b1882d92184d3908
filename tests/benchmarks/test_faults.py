"""The outbox under fire: a short run of the whole, and whether its questions would see what they are there for."""

import signal
import sys
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest

from benchmarks.faults import invariants, kills
from benchmarks.faults.invariants import Window
from benchmarks.faults.load import BOOKED, Answer, Known
from benchmarks.faults.smtp import Stored
from config.embedded import leash
from config.embedded.demo import ROOT
from mail.models import Message, State
from sessions import booking
from sessions.models import Busy, Session
from tenancy import clock
from tenancy.scope import scope
from tests import factories
from tests.stack import _environment

SHORT = "--mails 150 --kills 8 --volley 4 --lease 5 --phase 2 --stall 3 --rate 6 --letters 3 --speed 30 --well 120"


def test_nothing_is_lost_while_everything_is_killed(tmp_path):
    """Each kind of kill; reminders fall due while worker, beat and broker are dead."""
    told = tmp_path / "told"
    with told.open("wb") as output:
        process = leash.start(
            [sys.executable, "-m", "benchmarks.faults", *SHORT.split()],
            last_signal=signal.SIGTERM,
            cwd=ROOT,
            output=output,
            env=_environment(),
        )
        try:
            code = process.wait(240)
        finally:
            leash.stop(process, patience=30)
    assert code == 0, told.read_text()
    for kind in kills.KINDS:
        assert f"- {kind} |" in told.read_text()


def test_a_plan_holds_each_kind_as_often_as_any_other():
    counts = Counter(kills.plan(17, Random(3)))
    assert set(counts) == set(kills.KINDS) and sorted(counts.values()) == [2] * 7 + [3]


@pytest.fixture
def booked(organisation):
    """A session that its people booked, as they know it."""
    with scope(organisation):
        tandem = factories.tandem()
        start = (clock.now() + timedelta(days=9)).replace(hour=10, minute=0, second=0, microsecond=0)
        tandem.program.starts_on = clock.now().date()
        session = booking.book(
            tandem, starts_at=start, by=tandem.mentee.membership, form="onsite", place="x 1", note="x 1"
        )
        yield session, Known("x 1", 1, (start, BOOKED))


class Crowd:
    """What one tandem's people were told."""

    def __init__(self, tandem, *known, unanswered=None):
        self.known, self.unanswered = {tandem.pk: list(known)}, {tandem.pk: unanswered or {}}


def test_a_booking_as_it_was_acknowledged_is_fine(booked):
    session, known = booked
    assert list(invariants.broken_bookings(Crowd(session.tandem, known))) == []
    assert list(invariants.broken_times()) == []


def test_a_lost_booking_is_seen(booked):
    session, known = booked
    lost = replace(known, words="x 2")
    assert any(
        "is gone: x 2" in line for line in invariants.broken_bookings(Crowd(session.tandem, known, lost))
    )


def test_another_content_is_seen_unless_an_unanswered_wish_explains_it(booked):
    session, known = booked
    elsewhere = replace(known, content=(session.starts_at + timedelta(hours=1), BOOKED))
    assert any(
        "acknowledged as" in line for line in invariants.broken_bookings(Crowd(session.tandem, elsewhere))
    )
    explained = replace(elsewhere, perhaps=[known.content])
    assert list(invariants.broken_bookings(Crowd(session.tandem, explained))) == []


def test_a_booking_that_nobody_wished_is_seen_unless_it_was_not_answered(booked):
    session, known = booked
    assert any("nobody booked" in line for line in invariants.broken_bookings(Crowd(session.tandem)))
    wished = Crowd(session.tandem, unanswered={"x 1": known.content})
    assert list(invariants.broken_bookings(wished)) == []


def test_half_a_booking_is_seen(booked):
    Busy.objects.first().delete()
    [line] = invariants.broken_times()
    assert "occupies" in line


def test_a_change_without_its_mails_is_seen(booked):
    session, _known = booked
    Session.objects.filter(pk=session.pk).update(revision=1)
    [line] = invariants._broken_changes()
    assert "change 1" in line and "0 mails" in line


def stored_of(*rows: Message) -> list[Stored]:
    return [Stored(row.message_id, row.recipient, "text", answered=True) for row in rows]


def test_mails_that_arrived_are_fine(booked):
    Message.objects.update(state=State.SENT)
    rows = list(Message.objects.all())
    figures, broken = invariants.mails(stored_of(*rows, rows[0]))
    assert (figures.lost, figures.most, figures.copied, broken) == (0, 2, 1, [])


def test_lost_waiting_and_third_mails_are_seen(booked):
    first, second = Message.objects.order_by("pk")
    Message.objects.filter(pk=first.pk).update(state=State.SENT)
    figures, broken = invariants.mails(stored_of(second, second, second))
    assert (figures.lost, figures.most) == (1, 3)
    told = "\n".join(broken)
    for words in ("never arrived", "never sent", "3 copies"):
        assert words in told


def test_a_failed_mail_and_one_without_a_row_are_seen(booked):
    Message.objects.update(state=State.FAILED)
    _figures, broken = invariants.mails([Stored("<else@where>", "a@b.example", "text", answered=True)])
    assert sum("has failed" in line for line in broken) == 2
    assert any("without a row" in line for line in broken)


def test_web_may_fail_only_while_what_it_needs_is_away():
    windows = [Window(10, 20, frozenset({0}))]
    assert list(invariants.broken_answers([Answer(15, 0), Answer(30, 302), Answer(30, 409)], windows)) == []
    for answer in (Answer(15, 500), Answer(25, 0), Answer(15, 404)):
        assert len(list(invariants.broken_answers([answer], windows))) == 1
