"""What must hold when all is quiet again. Imported when Django is set up; call in the scope of the house."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from benchmarks.faults.load import BOOKED, Answer, Crowd, Known
from benchmarks.faults.smtp import Stored
from benchmarks.faults.world import World
from mail.models import Message, State
from sessions.models import Busy, Session

MOST_COPIES = 2
OF_CHANGES = ("session.booked", "session.moved", "session.cancelled")


@dataclass(frozen=True)
class Window:
    """Seconds of the monotonic clock in which web may fail (`status` 500) or may not answer (0)."""

    begins: float
    ends: float
    statuses: frozenset[int]


@dataclass(frozen=True)
class Mails:
    """Figures of the outbox and of what the mail server stored."""

    states: Counter[str]
    copied: int
    copied_though_answered: int
    most: int
    lost: int
    unconfirmed: int


def broken_bookings(crowd: Crowd) -> Iterator[str]:
    """Every acknowledged booking exists with its content, and nothing that nobody wished."""
    rows: dict[int, dict[str, Session]] = defaultdict(dict)
    for row in Session.objects.exclude(note=""):
        rows[row.tandem_id][row.note] = row
    for tandem, known in crowd.known.items():
        found = rows[tandem]
        for session in known:
            yield from _broken_booking(found.pop(session.words, None), session)
        for words, row in found.items():
            if (row.starts_at, row.state) != crowd.unanswered[tandem].get(words):
                yield f"nobody booked {words}, {row.state} for {row.starts_at}"


def _broken_booking(row: Session | None, session: Known) -> Iterator[str]:
    allowed = [session.content, *session.perhaps]
    if row is None:
        yield f"an acknowledged booking is gone: {session.words}"
    elif (row.starts_at, row.state) not in allowed or (row.place, row.number) != (
        session.words,
        session.number,
    ):
        yield f"{session.words} was acknowledged as {allowed}, but is {row.state} for {row.starts_at}"


def broken_times() -> Iterator[str]:
    """Nobody is in two sessions at once, and each session occupies both of its people or nobody."""
    people: dict[int, list[Busy]] = defaultdict(list)
    for busy in Busy.objects.order_by("starts_at"):
        people[busy.person_id].append(busy)
    for person, rows in people.items():
        for one, other in pairwise(rows):
            if one.ends_at > other.starts_at:
                yield f"person {person} is in two sessions at {other.starts_at}"
    for session in Session.objects.with_people():
        expected = {member.pk for member in session.tandem.members} if session.state == BOOKED else set()
        occupied = [
            row
            for row in session.busy.all()
            if (row.starts_at, row.ends_at) == (session.starts_at, session.ends_at)
        ]
        if {row.person_id for row in occupied} != expected or len(occupied) != session.busy.count():
            yield f"session {session.pk} ({session.state}) occupies {sorted(row.person_id for row in occupied)}"


def broken_causes(world: World, written: Sequence[str]) -> Iterator[str]:
    """Each change has its two mails, each letter and each reminder its row."""
    yield from _broken_changes()
    abouts = Counter(Message.objects.filter(kind="session.reminder").values_list("about", flat=True))
    expected = dict.fromkeys(written, 1)
    for session in world.reminded:
        expected |= {f"session:{session.public_id}:{which}": 2 for which in ("day", "hour")}
    for about, wanted in expected.items():
        if abouts[about] != wanted:
            yield f"{abouts[about]} mails instead of {wanted}: {about}"


def _broken_changes() -> Iterator[str]:
    of_changes = Counter(Message.objects.filter(kind__in=OF_CHANGES).values_list("about", "revision"))
    for session in Session.objects.exclude(note=""):
        for revision in range(session.revision + 1):
            mails = of_changes[f"session:{session.public_id}", revision]
            if mails != 2:
                yield f"change {revision} of session {session.pk} has {mails} mails"


def mails(stored: Sequence[Stored]) -> tuple[Mails, list[str]]:
    """Each due mail is sent or expired, none is lost, none has more than two copies, all under its Message-ID."""
    rows = {row.message_id: row for row in Message.objects.defer("html", "calendar")}
    copies: dict[str, list[Stored]] = defaultdict(list)
    for mail in stored:
        copies[mail.message_id].append(mail)
    broken = [*_broken_copies(rows, copies), *_broken_rows(rows, copies)]
    twice = [found for found in copies.values() if len(found) > 1]
    lost = [row for key, row in rows.items() if key not in copies and row.state != State.EXPIRED]
    figures = Mails(
        states=Counter(row.state for row in rows.values()),
        copied=len(twice),
        copied_though_answered=sum(all(mail.answered for mail in found) for found in twice),
        most=max(map(len, copies.values()), default=0),
        lost=len(lost),
        unconfirmed=sum(row.state == State.FAILED and key in copies for key, row in rows.items()),
    )
    return figures, broken


def _broken_copies(rows: dict[str, Message], copies: dict[str, list[Stored]]) -> Iterator[str]:
    for key, found in copies.items():
        if key not in rows:
            yield f"a mail without a row arrived: {key}"
            continue
        if len(found) > MOST_COPIES:
            yield f"{len(found)} copies of {key}"
        if {mail.recipient for mail in found} != {rows[key].recipient} or len(
            {mail.text for mail in found}
        ) > 1:
            yield f"the copies of {key} differ"


def _broken_rows(rows: dict[str, Message], copies: dict[str, list[Stored]]) -> Iterator[str]:
    for key, row in rows.items():
        arrived = key in copies
        if row.lease_until:
            yield f"{key} is still leased"
        if row.state == State.SENT and not arrived:
            yield f"{key} counts as sent, and never arrived"
        if row.state == State.WAITING:
            yield f"{key} was never sent: {row.last_error}"
        if row.state == State.FAILED and (not arrived or row.handovers < MOST_COPIES):
            yield f"{key} has failed: {row.last_error}"


def broken_answers(answers: Sequence[Answer], windows: Sequence[Window]) -> Iterator[str]:
    """Web fails, or does not answer, only while what it needs is away; and never says anything strange."""
    found: Counter[str] = Counter()
    for answer in answers:
        status = min(500, answer.status)
        if status in {0, 500} and not any(_covers(window, answer.at, status) for window in windows):
            found[f"status {answer.status or 'none'} while nothing that web needs was away"] += 1
        elif status not in {0, 200, 302, 409, 500}:
            found[f"status {answer.status}"] += 1
    for what, times in found.items():
        yield f"{times} x {what}"


def _covers(window: Window, moment: float, status: int) -> bool:
    return window.begins <= moment <= window.ends and status in window.statuses
