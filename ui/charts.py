"""Geometry of the four kinds of charts. Rows come in as plain values, percentages for SVG attributes go out.

The rules (title says the finding, always a table, n beside every mean) are in docs/design.md.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from django.utils.formats import number_format
from django.utils.translation import gettext as _

#: Labels of two values closer than this (share of the axis, in per cent) would overlap.
CLOSE = 8.0


def percent(share: float) -> str:
    return f"{share:.1f}%"


def decimal(value: float) -> str:
    return number_format(round(value, 1), 1)  # which cuts off instead of rounding


def signed(value: float) -> str:
    return ("+" if value >= 0 else "−") + decimal(abs(value))


@dataclass(frozen=True)
class PairedRow:
    """A mean before and after, on the scale of the chart, from `n` answers."""

    label: str
    before: float
    after: float
    n: int


@dataclass(frozen=True)
class PairedDots:
    rows: Sequence[PairedRow]
    low: int = 1
    high: int = 5

    @property
    def ticks(self) -> list[dict[str, object]]:
        return [{"x": percent(self.share(tick)), "label": tick} for tick in range(self.low, self.high + 1)]

    def share(self, value: float) -> float:
        return (value - self.low) / (self.high - self.low) * 100

    @property
    def drawn(self) -> list[dict[str, object]]:
        return [self.draw(row) for row in self.rows]

    def draw(self, row: PairedRow) -> dict[str, object]:
        before, after = self.share(row.before), self.share(row.after)
        left, right = ("end", "start") if abs(after - before) < CLOSE else ("middle", "middle")
        return {
            "row": row,
            "x_before": percent(before),
            "x_after": percent(after),
            "before": decimal(row.before),
            "after": decimal(row.after),
            "anchor_before": left if before <= after else right,
            "anchor_after": right if before <= after else left,
            "change": signed(round(row.after, 1) - round(row.before, 1)),
        }

    @property
    def sentence(self) -> str:
        return " ".join(
            _("%(label)s: %(before)s auf %(after)s.")
            % {"label": row.label, "before": decimal(row.before), "after": decimal(row.after)}
            for row in self.rows
        )


@dataclass(frozen=True)
class Column:
    """How many of the planned ones were done; `long` is the label in the table."""

    label: str
    done: int
    planned: int
    long: str = ""


@dataclass(frozen=True)
class Columns:
    rows: Sequence[Column]

    @property
    def drawn(self) -> list[dict[str, object]]:
        top = max((max(row.planned, row.done) for row in self.rows), default=0) or 1
        return [
            {
                "row": row,
                "planned_y": percent(100 - row.planned / top * 95),
                "planned": percent(row.planned / top * 95),
                "done_y": percent(100 - row.done / top * 95),
                "done": percent(row.done / top * 95),
            }
            for row in self.rows
        ]

    @property
    def sentence(self) -> str:
        return " ".join(
            _("%(label)s: %(done)s von %(planned)s.")
            % {"label": row.long or row.label, "done": row.done, "planned": row.planned}
            for row in self.rows
        )


@dataclass(frozen=True)
class Series:
    """One line. `role` is mentor or mentee and gives colour and marker; a hidden value is None."""

    label: str
    role: str
    values: Sequence[float | None]

    @property
    def known(self) -> list[float]:
        return [value for value in self.values if value is not None]


@dataclass(frozen=True)
class Lines:
    """One or two lines over the same labels, on a scale from `low` to `high`."""

    series: Sequence[Series]
    labels: Sequence[str]
    low: int = 3
    high: int = 5

    #: The plot leaves room on the right for the names of the lines.
    left, right, top, bottom = 8.0, 76.0, 8.0, 96.0

    def x(self, index: int) -> float:
        steps = max(1, len(self.labels) - 1)
        return self.left + (self.right - self.left) * index / steps

    def y(self, value: float) -> float:
        return self.bottom - (value - self.low) / (self.high - self.low) * (self.bottom - self.top)

    @property
    def ticks(self) -> list[dict[str, object]]:
        return [{"y": percent(self.y(tick)), "label": tick} for tick in range(self.low, self.high + 1)]

    @property
    def axis(self) -> list[dict[str, str]]:
        return [{"x": percent(self.x(index)), "label": label} for index, label in enumerate(self.labels)]

    @property
    def drawn(self) -> list[dict[str, object]]:
        drawn = [self.draw(line) for line in self.series if line.known]
        ends = sorted(drawn, key=lambda line: line["end"])
        for upper, lower in pairwise(ends):
            if lower["end"] - upper["end"] < 2 * CLOSE:
                upper["dy"], lower["dy"] = -3, 15
        return drawn

    def draw(self, line: Series) -> dict:
        points = [
            {"x": percent(self.x(index)), "y": percent(self.y(value))}
            for index, value in enumerate(line.values)
            if value is not None
        ]
        segments = [
            {"x1": self.x(i), "y1": self.y(a), "x2": self.x(i + 1), "y2": self.y(b)}
            for i, (a, b) in enumerate(pairwise(line.values))
            if a is not None and b is not None
        ]
        return {
            "line": line,
            "points": points,
            "segments": [{key: percent(value) for key, value in segment.items()} for segment in segments],
            "end": self.y(line.known[-1]),
            "end_y": percent(self.y(line.known[-1])),
            "dy": 4,
            "last": decimal(line.known[-1]),
        }

    @property
    def table(self) -> list[dict[str, object]]:
        return [
            {"label": label, "values": [decimal(v) if v is not None else "–" for v in values]}
            for label, *values in zip(self.labels, *(line.values for line in self.series), strict=True)
        ]

    @property
    def sentence(self) -> str:
        return " ".join(
            _("%(label)s von %(first)s auf %(last)s.")
            % {"label": line.label, "first": decimal(line.known[0]), "last": decimal(line.known[-1])}
            for line in self.series
            if line.known
        )


@dataclass(frozen=True)
class Bar:
    label: str
    value: int


def bars(rows: Sequence[Bar]) -> list[dict[str, object]]:
    top = max((row.value for row in rows), default=0) or 1
    return [{"row": row, "width": f"{row.value / top * 95:.1f}"} for row in rows]


@dataclass(frozen=True)
class Day:
    """A day's count in a row of small columns; `now` marks the one the text speaks of."""

    label: str
    value: int
    now: bool = False


def days(rows: Sequence[Day]) -> list[dict[str, object]]:
    top = max((row.value for row in rows), default=0) or 1
    return [
        {"row": row, "y": percent(100 - row.value / top * 100), "height": percent(row.value / top * 100)}
        for row in rows
    ]


@dataclass(frozen=True)
class Dot:
    """A pair on the scale of fit. `kind` is lock, attn, sel or empty for a plain proposal."""

    fit: float
    kind: str = ""


@dataclass(frozen=True)
class FitDots:
    """One dot per tandem on the scale of fit; dots too close to each other are stacked."""

    dots: Sequence[Dot]
    attention_below: int = 70
    apart = 2.4

    @property
    def low(self) -> int:
        lowest = min((dot.fit for dot in self.dots), default=50)
        return max(0, min(50, int(lowest // 10) * 10))

    def share(self, fit: float) -> float:
        return (fit - self.low) / (100 - self.low) * 100

    @property
    def zone(self) -> str:
        return percent(self.share(self.attention_below))

    @property
    def ticks(self) -> list[int]:
        return list(range(self.low, 101, 10))

    @property
    def drawn(self) -> list[dict[str, object]]:
        ends: list[float] = []
        placed = []
        for dot in sorted(self.dots, key=lambda dot: dot.fit):
            x = self.share(dot.fit)
            row = next((row for row, end in enumerate(ends) if x - end >= self.apart), len(ends))
            ends[row : row + 1] = [x]
            placed.append((dot, x, row))
        step = min(34.0, 70.0 / max(1, len(ends) - 1))
        return [
            {
                "kind": dot.kind,
                "x": percent(x),
                "y": percent(80 - step * row),
                "r": 8 if dot.kind == "sel" else 6,
            }
            for dot, x, row in placed
        ]
