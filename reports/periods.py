"""When answers may be shown: only in periods of whole months that enough people stand behind. Pure.

A figure that changes with each answer gives that answer away, and a total minus a small month gives the month away.
So months that are over are joined, oldest first, until every published group of the period has at least ``smallest``
people and answers; what is left waits. Totals are sums of published periods and nothing else.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date


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
    months = sorted({reply.month for reply in answers if reply.month < before})
    published: list[Period] = []
    waiting: list[date] = []
    for month in months:
        waiting.append(month)
        period = _period(waiting, people, answers)
        if _is_safe(waiting, people, answers, sides, smallest):
            published.append(period)
            waiting = []
    return published


def _period(months: Sequence[date], people: Sequence[Respondent], answers: Sequence[Reply]) -> Period:
    inside = [reply for reply in answers if reply.month in months]
    persons = {one.person for one in people if one.month in months}
    return Period(first=months[0], last=months[-1], replies=tuple(inside), people=len(persons))


def _is_safe(
    months: Sequence[date],
    people: Sequence[Respondent],
    answers: Sequence[Reply],
    sides: Sequence[str],
    smallest: int,
) -> bool:
    groups: list[str | None] = [None, *sides]
    for group in groups:
        persons = {one.person for one in people if one.month in months and group in (None, one.side)}
        count = sum(1 for reply in answers if reply.month in months and group in (None, reply.side))
        if min(len(persons), count) < smallest:
            return False
    return True
