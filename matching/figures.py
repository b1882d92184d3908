"""A draft in numbers: counted by the database in groups of equal pairs, so that their number does not matter."""

from dataclasses import dataclass
from functools import cached_property
from math import ceil
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext as _

from matching.models import Pin, Run
from ui.charts import Dot

#: Up to this many tandems each has a dot of its own.
MOST_DOTS = 200
#: Beyond, about this many dots stand for all, each for the same number of tandems.
BINNED_DOTS = 120
BANDS = ((0, 70), (70, 80), (80, 90), (90, 101))


@dataclass(frozen=True, slots=True)
class Group:
    """Pairs of one fit that look alike on the strip."""

    fit: int
    flagged: bool
    is_new: bool
    pin: str
    count: int

    @property
    def doubtful(self) -> bool:
        return self.flagged and not self.pin

    @property
    def kind(self) -> str:
        """The kind of ``ui.charts.Dot``."""
        if self.pin == Pin.LOCKED:
            return "lock"
        return "attn" if self.doubtful else ""


@dataclass(frozen=True)
class Figures:
    """What the head of the review says, from one query. Excluded pairs count nowhere but in ``excluded``."""

    groups: list[Group]

    @classmethod
    def of(cls, run: Run) -> "Figures":
        rows = run.proposals.with_pins().with_flagged().order_by()
        counted = rows.values("fit", "flagged", "is_new", "pin").annotate(count=Count("pk"))
        return cls([Group(**row) for row in counted])

    @cached_property
    def kept(self) -> list[Group]:
        return [group for group in self.groups if group.pin != Pin.EXCLUDED]

    @cached_property
    def tandems(self) -> int:
        return sum(group.count for group in self.kept)

    @cached_property
    def fits(self) -> int:
        """The sum of the shown fits."""
        return sum(group.fit * group.count for group in self.kept)

    @property
    def mean(self) -> int | None:
        return round(self.fits / self.tandems) if self.tandems else None

    @property
    def doubtful(self) -> int:
        return sum(group.count for group in self.kept if group.doubtful)

    @property
    def locked(self) -> int:
        return sum(group.count for group in self.kept if group.pin == Pin.LOCKED)

    @property
    def new(self) -> int:
        return sum(group.count for group in self.kept if group.is_new)

    @property
    def excluded(self) -> int:
        return sum(group.count for group in self.groups if group.pin == Pin.EXCLUDED)

    @property
    def shown(self) -> dict[str, int]:
        """The number of pairs behind each state of the filter."""
        return {
            "all": self.tandems,
            "check": self.doubtful,
            "locked": self.locked,
            "new": self.new,
            "excluded": self.excluded,
        }

    @property
    def per_dot(self) -> int:
        """How many tandems a dot of the strip stands for."""
        return 1 if self.tandems <= MOST_DOTS else ceil(self.tandems / BINNED_DOTS)

    def dots(self, opened: Any = None) -> list[Dot]:
        """Return the strip's dots; ``opened`` is a row with ``fit`` and ``kind`` whose dot stands out."""
        counts: dict[tuple[int, str], int] = {}
        for group in self.kept:
            place = (group.fit, group.kind)
            counts[place] = counts.get(place, 0) + group.count
        drawn = [] if opened is None else [Dot(opened.fit, "sel")]
        if opened is not None and self.per_dot == 1:
            counts[opened.fit, opened.kind] -= 1
        for (fit, kind), count in sorted(counts.items()):
            dots = count if self.per_dot == 1 else max(1, round(count / self.per_dot))
            drawn += [Dot(fit, kind)] * dots
        return drawn

    @property
    def caption(self) -> str:
        """The distribution of the fit in words."""
        low, mid, good, best = (
            sum(group.count for group in self.kept if start <= group.fit < end) for start, end in BANDS
        )
        return _(
            "Verteilung der Passung der Tandems: "
            "{low} unter 70, {mid} von 70 bis 79, {good} von 80 bis 89, {best} ab 90."
        ).format(low=low, mid=mid, good=good, best=best)
