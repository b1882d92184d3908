"""Reminders while processes die. Everything is real: worker, beat, broker, mail server, SIGKILL."""

import time
from datetime import UTC, datetime, timedelta

import pytest

from mail.models import Message
from sessions import reminder_choices
from tenancy.scope import scope, system
from tests.roles import as_role
from tests.sessions.workers import celery_stack

COUNT = 3
#: From here to here: no quiet hours.
NEVER = datetime.min.time()


def enqueued() -> int:
    with as_role("worker"), system():
        return Message.objects.filter(kind="session.reminder").count()


@pytest.mark.django_db(transaction=True)
def test_each_reminder_arrives_once_though_worker_beat_and_broker_are_killed(pair, clock, tmp_path):
    now = clock.now = datetime.now(UTC).replace(microsecond=0)
    pair.program.starts_on = now.date()
    with scope(pair.organisation):
        for person in (pair.lea, pair.thomas):  # whatever the hour at which this runs
            reminder_choices.save(person, quiet_from=NEVER, quiet_until=NEVER, workdays_only=False)
    start = now + timedelta(days=3)
    for number in range(COUNT):
        pair.session(start + timedelta(hours=number), number=number + 1, changed_at=now)
    with celery_stack(tmp_path) as stack:
        # Nothing is due, and everything runs.
        stack.until(lambda: "ready" in (tmp_path / "worker.log").read_text())

        # The time of the first reminders passes while nobody is there to send them.
        stack.kill("worker", "broker", "beat")
        stack.set_clock(timedelta(days=2, hours=3))
        assert enqueued() == 0
        stack.start("broker", "beat", "worker")
        stack.until(lambda: len(stack.mails()) == 2 * COUNT)

        # An hour before the first session the broker dies, and with it every task that waits in it.
        stack.set_clock(timedelta(days=2, hours=23, minutes=30))
        stack.kill("broker")
        time.sleep(1)
        stack.start("broker")
        stack.until(lambda: len(stack.mails()) == 2 * COUNT + 2)

        # The worker dies, and twice more while it starts, while reminders are due.
        stack.kill("worker")
        stack.set_clock(timedelta(days=3, minutes=30))
        for _ in range(2):
            stack.start("worker")
            time.sleep(0.5)
            stack.kill("worker")
        stack.until(lambda: len(stack.mails()) == 2 * COUNT + 4)
        time.sleep(12)  # two more sweeps

        # Mails are unlike: one a day before and one an hour before for each session and person.
        assert sorted(stack.subjects().values()) == [1, 1, 2, 2, 2, 2], stack.told()
        identifiers = [mail["Message-ID"] for mail in stack.mails()]
        assert len(set(identifiers)) == len(identifiers)
