"""When answers may be shown: only in periods of whole months that enough people stand behind. Pure.

A figure that changes with each answer gives that answer away, and a total minus a small month gives the month away.
So months that are over are joined, oldest first, until every published group of the period has at least ``smallest``
people and answers; what is left waits. Totals are sums of published periods and nothing else.

Two reports of the same months must not give a smaller group away either, when a house raises its floor in between or a
side grows so that the sides are shown apart. So periods are built in steps: the floor below which no house may go for
the whole, the same for each side, then the house's own. Each step joins periods of the step before, never months, so
two cuts of the same months only ever differ by periods that could be shown themselves.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial

from accounts.organisations import SMALLEST_GROUP

Months = tuple[date, ...]


@dataclass(frozen=True, slots=True)
class Respondent:
    """Somebody on one side who gave feedback in a month (its first day). ``person`` only tells people apart."""

    month: date
    side: str
    person: int


@dataclass(frozen=True, slots=True)
class Reply:
    """One answer of the anonymous store: how helpful, 1 to 5, and whether the two fit."""

    month: date
    side: str
    helpful: int
    fit: str = ""


@dataclass(frozen=True, slots=True)
class Due:
    """A session that was due in a month, and whether it took place. ``people`` only tells people apart."""

    month: date
    held: bool
    people: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Period:
    """Published months, with all that is needed to show means."""

    first: date
    last: date
    replies: Sequence[Reply] = field(repr=False)
    people: int

    def helpful(self, side: str | None = None) -> float:
        """Return the mean of ``helpful`` over one side or both."""
        values = [reply.helpful for reply in self.replies if side in (None, reply.side)]
        return sum(values) / len(values)

    def count(self, side: str | None = None) -> int:
        """Return the number of answers of one side or both."""
        return sum(side in (None, reply.side) for reply in self.replies)


def publish(
    respondents: Iterable[Respondent],
    replies: Iterable[Reply],
    *,
    sides: Sequence[str],
    smallest: int,
    before: date,
) -> list[Period]:
    """Return the periods that may be shown, oldest first.

    ``sides`` are the groups shown apart (none: only the whole is shown). ``before`` is the first day of the running
    month, whose answers are never shown.
    """
    people, answers = list(respondents), list(replies)
    blocks: list[Months] = [
        (month,) for month in sorted({reply.month for reply in answers if reply.month < before})
    ]
    whole: list[str | None] = [None]
    floor = min(SMALLEST_GROUP, smallest)
    for groups, least in ((whole, floor), ([*whole, *sides], floor), ([*whole, *sides], smallest)):
        blocks = _joined(
            blocks, partial(_is_safe, people=people, answers=answers, groups=groups, smallest=least)
        )
    return [_period(months, people, answers) for months in blocks]


def publish_sessions(due: Iterable[Due], *, smallest: int, before: date) -> list[list[Due]]:
    """Return the sessions of each period that may be shown, oldest first: enough people stand behind those due."""
    rows = [one for one in due if one.month < before]
    blocks: list[Months] = [(month,) for month in sorted({one.month for one in rows})]
    for least in (min(SMALLEST_GROUP, smallest), smallest):
        blocks = _joined(blocks, partial(_has_people, rows=rows, smallest=least))
    return [[one for one in rows if one.month in months] for months in blocks]


def _joined(blocks: Sequence[Months], is_safe: Callable[[Months], bool]) -> list[Months]:
    """Return the blocks joined, oldest first, until each is safe; what is left at the end waits."""
    found: list[Months] = []
    waiting: Months = ()
    for block in blocks:
        waiting += block
        if is_safe(waiting):
            found.append(waiting)
            waiting = ()
    return found


def _has_people(months: Months, *, rows: Sequence[Due], smallest: int) -> bool:
    return len({person for one in rows if one.month in months for person in one.people}) >= smallest


def _period(months: Months, people: Sequence[Respondent], answers: Sequence[Reply]) -> Period:
    inside = [reply for reply in answers if reply.month in months]
    persons = {one.person for one in people if one.month in months}
    return Period(first=months[0], last=months[-1], replies=tuple(inside), people=len(persons))


def _is_safe(
    months: Months,
    *,
    people: Sequence[Respondent],
    answers: Sequence[Reply],
    groups: Sequence[str | None],
    smallest: int,
) -> bool:
    for group in groups:
        persons = {one.person for one in people if one.month in months and group in (None, one.side)}
        count = sum(1 for reply in answers if reply.month in months and group in (None, reply.side))
        if min(len(persons), count) < smallest:
            return False
    return True
