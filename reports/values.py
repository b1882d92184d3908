"""All that a report shows of a program, as one value that can be kept and shown again. Pure.

It holds counts and means of published groups alone, never a person and never a single answer. Pages, print, export and
headline are computed from it and from nothing else, so they cannot show what the report hides.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from programs import goals
from programs.models import GoalKind, Side

#: The shape of ``to_json``. Whoever changes it keeps reading the older ones.
VERSION = 1


@dataclass(frozen=True, slots=True)
class Mean:
    """A mean from 1 to 5 with the number of answers behind it."""

    value: float
    answers: int


@dataclass(frozen=True, slots=True)
class SessionPeriod:
    """Whole months with the sessions that were due in them and took place."""

    first: date
    last: date
    due: int
    held: int


@dataclass(frozen=True, slots=True)
class FeedbackPeriod:
    """Whole months with what was said of the sessions. ``sides`` is empty while the sides are not shown apart."""

    first: date
    last: date
    people: int
    whole: Mean
    sides: Mapping[str, Mean] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Change:
    """One side's statement of the goal at the start and at the end; None while too few people stand behind a mean."""

    side: str
    kind: str
    before: Mean | None
    after: Mean | None

    @property
    def item(self) -> str:
        """The statement, in the reader's language."""
        return str(goals.TEMPLATES[GoalKind(self.kind)].items[self.side])

    @property
    def side_label(self) -> str:
        return str(Side(self.side).label)

    @property
    def difference(self) -> float | None:
        """How much the mean moved, as it is printed: between the rounded ones. None while one of them is hidden."""
        if self.before is None or self.after is None:
            return None
        return round(round(self.after.value, 1) - round(self.before.value, 1), 1)


@dataclass(frozen=True, slots=True)
class Figures:
    """All a report shows. ``sessions``, ``periods`` and the means are missing while too few people stand behind them.

    ``until`` is the last day of the last month that is counted; the people and tandems are those of the moment.
    """

    smallest: int
    until: date
    people: int
    mentors: int
    mentees: int
    formed: int
    active: int
    in_tandems: int
    by_side: bool
    sessions: tuple[SessionPeriod, ...] = ()
    periods: tuple[FeedbackPeriod, ...] = ()
    changes: tuple[Change, ...] = ()

    @property
    def shows_sessions(self) -> bool:
        """Whether enough people are in tandems for sessions to be counted."""
        return self.in_tandems >= self.smallest

    @property
    def due(self) -> int:
        return sum(period.due for period in self.sessions)

    @property
    def held(self) -> int:
        return sum(period.held for period in self.sessions)

    @property
    def answers(self) -> int:
        return sum(period.whole.answers for period in self.periods)

    @property
    def helpful(self) -> float | None:
        """The mean over all published periods, from 1 to 5, or None while nothing is published."""
        if not self.periods:
            return None
        return sum(period.whole.value * period.whole.answers for period in self.periods) / self.answers

    @property
    def has_change(self) -> bool:
        """Whether a statement has a mean at the start and at the end."""
        return any(change.difference is not None for change in self.changes)

    @property
    def is_early(self) -> bool:
        """Whether nothing that people said can be shown yet."""
        return not self.periods and not any(change.before or change.after for change in self.changes)


def to_json(known: Figures) -> dict[str, Any]:
    """Return the figures as plain values for a JSON column."""
    return {"version": VERSION} | {name: _plain(value) for name, value in asdict(known).items()}


def from_json(kept: Mapping[str, Any]) -> Figures:
    """Return the figures that ``to_json`` gave. Raises ValueError for a shape that this version does not know."""
    if kept.get("version") != VERSION:
        raise ValueError(f"Unknown version of kept figures: {kept.get('version')}")
    rest = {name: value for name, value in kept.items() if name != "version"}
    return Figures(
        **rest
        | {
            "until": date.fromisoformat(rest["until"]),
            "sessions": tuple(SessionPeriod(**_dated(row)) for row in rest["sessions"]),
            "periods": tuple(_period(row) for row in rest["periods"]),
            "changes": tuple(_change(row) for row in rest["changes"]),
        }
    )


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        return {str(key): _plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    return value


def _dated(row: Mapping[str, Any]) -> dict[str, Any]:
    return dict(row) | {name: date.fromisoformat(row[name]) for name in ("first", "last")}


def _period(row: Mapping[str, Any]) -> FeedbackPeriod:
    sides = {side: Mean(**mean) for side, mean in row["sides"].items()}
    return FeedbackPeriod(**_dated(row) | {"whole": Mean(**row["whole"]), "sides": sides})


def _change(row: Mapping[str, Any]) -> Change:
    means = {name: Mean(**row[name]) if row[name] else None for name in ("before", "after")}
    return Change(side=row["side"], kind=row["kind"], **means)
