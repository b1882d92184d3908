"""What the engine answers: pairs with points and facts, people left over with reasons, and a proof.

A `Fact` is a code with parameters, never a sentence: the caller words it in the reader's language.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from matching.engine.model import FACTORS, Json, Pair, plain
from matching.engine.points import grade

SPEAKS_FOR = 0.6
SPEAKS_AGAINST = 0.34


@dataclass(frozen=True)
class Fact:
    code: str
    params: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Line:
    """One criterion of a pair: exact points, shown points, most shown points, and the fact behind them."""

    criterion: str
    points: int
    shown: int
    maximum: int
    fact: Fact

    @property
    def tone(self) -> str:
        """Whether the line speaks "for" the pair, "against" it, or neither ("neutral")."""
        if self.shown >= SPEAKS_FOR * self.maximum:
            return "for"
        return "against" if self.shown <= SPEAKS_AGAINST * self.maximum else "neutral"

    @classmethod
    def from_json(cls, data: Json) -> Line:
        return cls(**{**data, "fact": Fact(**data["fact"])})


@dataclass(frozen=True)
class Factor:
    """One of the five factors of the review screen: criteria taken together."""

    name: str
    shown: int
    maximum: int
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Explanation:
    """A pair with everything that can be said about it.

    `points`: exact, in thousandths of a shown point; `fit`: 0 to 100, the sum of `shown` over `lines`.
    `reasons`: the hard rules it breaks, empty if it is allowed. `flags`: what deserves a look.
    """

    mentor: str
    mentee: str
    points: int
    fit: int
    lines: tuple[Line, ...]
    reasons: tuple[Fact, ...] = ()
    flags: tuple[Fact, ...] = ()
    locked: bool = False

    @property
    def pair(self) -> Pair:
        return self.mentor, self.mentee

    @property
    def allowed(self) -> bool:
        return not self.reasons

    @property
    def grade(self) -> str:
        return grade(self.fit)

    @property
    def factors(self) -> tuple[Factor, ...]:
        """The factors that count in this program, in the order of the review screen."""
        grouped = ((name, tuple(x for x in self.lines if x.criterion in FACTORS[name])) for name in FACTORS)
        return tuple(
            Factor(name, sum(x.shown for x in lines), sum(x.maximum for x in lines), lines)
            for name, lines in grouped
            if lines
        )

    def to_json(self) -> Json:
        data: Json = plain(self)
        return data

    @classmethod
    def from_json(cls, data: Json) -> Explanation:
        lines = tuple(Line.from_json(line) for line in data["lines"])
        return cls(
            **{
                **data,
                "lines": lines,
                "reasons": read_facts(data["reasons"]),
                "flags": read_facts(data["flags"]),
            }
        )


@dataclass(frozen=True)
class Nearest:
    """The nearest possibility of somebody left over: a partner, rules in the way, the partner's pairs."""

    partner: str
    fit: int
    reasons: tuple[Fact, ...]
    taken_by: tuple[str, ...]

    @classmethod
    def from_json(cls, data: Json) -> Nearest:
        return cls(data["partner"], data["fit"], read_facts(data["reasons"]), tuple(data["taken_by"]))


@dataclass(frozen=True)
class LeftOver:
    """Somebody without a tandem. `missing`: criteria and rules that lack this person's data."""

    side: str
    key: str
    reason: Fact
    nearest: Nearest | None = None
    missing: tuple[str, ...] = ()

    def to_json(self) -> Json:
        data: Json = plain(self)
        return data

    @classmethod
    def from_json(cls, data: Json) -> LeftOver:
        nearest = None if data["nearest"] is None else Nearest.from_json(data["nearest"])
        read = {"reason": Fact(**data["reason"]), "nearest": nearest, "missing": tuple(data["missing"])}
        return cls(**{**data, **read})


@dataclass(frozen=True)
class Prices:
    """One price per mentee and per mentor, in the order of sorted keys (see `certificate`)."""

    mentees: tuple[int, ...]
    mentors: tuple[int, ...]

    @classmethod
    def from_json(cls, data: Json) -> Prices:
        return cls(tuple(data["mentees"]), tuple(data["mentors"]))


@dataclass(frozen=True)
class Certificate:
    """Prices that prove: no more tandems (`most`), no better worst pair (`worst`, fair), no higher total."""

    most: Prices
    worst: Prices | None
    total: Prices

    @classmethod
    def from_json(cls, data: Json) -> Certificate:
        worst = None if data["worst"] is None else Prices.from_json(data["worst"])
        return cls(Prices.from_json(data["most"]), worst, Prices.from_json(data["total"]))


@dataclass(frozen=True)
class Blocking:
    """Two people who would both rather have each other; `gain`: points that each of them gains at least."""

    mentor: str
    mentee: str
    points: int
    fit: int
    gain: int


@dataclass(frozen=True)
class Stability:
    """How many pairs would both rather have each other, and the clearest ones (see `stability_of`)."""

    count: int = 0
    worst: tuple[Blocking, ...] = ()

    @classmethod
    def from_json(cls, data: Json) -> Stability:
        return cls(data["count"], tuple(Blocking(**pair) for pair in data["worst"]))


@dataclass(frozen=True)
class Group:
    """How people fare who have something in common: `values` (empty: not known), how many, how many of them have
    a tandem, and mean and median of their fit (None if nobody has one)."""

    values: tuple[str, ...]
    people: int
    paired: int
    mean: float | None
    median: float | None

    @property
    def share(self) -> float:
        """Share with a tandem, 0 to 1."""
        return self.paired / self.people

    @classmethod
    def from_json(cls, data: Json) -> Group:
        return cls(**{**data, "values": tuple(data["values"])})


@dataclass(frozen=True)
class Breakdown:
    """One side by one property. `whole` is None if the side itself is too small; `hidden`: groups not shown."""

    side: str
    by: str
    whole: Group | None
    groups: tuple[Group, ...]
    hidden: int

    @classmethod
    def from_json(cls, data: Json) -> Breakdown:
        whole = None if data["whole"] is None else Group.from_json(data["whole"])
        groups = tuple(Group.from_json(group) for group in data["groups"])
        return cls(data["side"], data["by"], whole, groups, data["hidden"])


@dataclass(frozen=True)
class Spread:
    """How the fit is spread (see `spread_of`); groups of fewer than `minimum` people are hidden."""

    minimum: int
    breakdowns: tuple[Breakdown, ...] = ()

    @classmethod
    def from_json(cls, data: Json) -> Spread:
        return cls(data["minimum"], tuple(Breakdown.from_json(one) for one in data["breakdowns"]))


@dataclass(frozen=True)
class Result:
    """The best whole. `total` counts every pair, `worst` (None if there is none) only pairs that are not
    locked.

    `maxima`: most shown points per criterion that counts. `left_out`: criteria with a weight that nobody's
    data can feed; the others share their points. `unchecked`: rules that no pair could be checked against.
    """

    digest: str
    pairs: tuple[Explanation, ...]
    left_over: tuple[LeftOver, ...]
    total: int
    worst: int | None
    maxima: Mapping[str, int]
    left_out: tuple[str, ...]
    unchecked: tuple[str, ...]
    certificate: Certificate
    stability: Stability
    spread: Spread

    @property
    def tandems(self) -> int:
        return len(self.pairs)

    @property
    def mean_fit(self) -> float | None:
        """Mean of the shown fits, None without pairs."""
        return sum(x.fit for x in self.pairs) / len(self.pairs) if self.pairs else None

    def of(self, side: str, key: str) -> tuple[Explanation, ...]:
        """The pairs of one person."""
        return tuple(x for x in self.pairs if (x.mentor if side == "mentor" else x.mentee) == key)

    def to_json(self) -> Json:
        data: Json = plain(self)
        return data

    @classmethod
    def from_json(cls, data: Json) -> Result:
        read = {
            "pairs": tuple(Explanation.from_json(pair) for pair in data["pairs"]),
            "left_over": tuple(LeftOver.from_json(person) for person in data["left_over"]),
            "left_out": tuple(data["left_out"]),
            "unchecked": tuple(data["unchecked"]),
            "certificate": Certificate.from_json(data["certificate"]),
            "stability": Stability.from_json(data["stability"]),
            "spread": Spread.from_json(data["spread"]),
        }
        return cls(**{**data, **read})


def read_facts(data: Iterable[Json]) -> tuple[Fact, ...]:
    return tuple(Fact(**fact) for fact in data)
