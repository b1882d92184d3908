"""Large cohorts that look like companies: seeded, and compiled from arrays in seconds.

The same cohort can be had twice: as `Scores` built from the arrays, for any size, and as people, for sizes at which
every person can be a Python object. Both must give every pair the same points; a test holds them together.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from matching.engine import Person, Problem, Rules, Weights
from matching.engine.model import FORMS, SKILL_STEPS
from matching.engine.points import UNIT, maxima
from matching.engine.scoring.criteria import FULL_GAP, FULL_TIMES, place_outcome
from matching.engine.scoring.hashes import mix
from matching.engine.scoring.scores import FORBIDDEN, Corrections, Scores, merged
from matching.engine.scoring.terms import Table, Terms, counted
from matching.engine.solving.optimum import Market

Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
Random = np.random.Generator

SKILLS, TOPICS, LANGUAGES, PLACES, DEPARTMENTS, WINDOWS, LEVELS = 200, 10, 6, 12, 40, 10, 10
WANTED, OFFERED, CHOSEN_TOPICS = 5, 6, 3
#: Where people work, and the language of each place; the first language is the one of the head office.
PLACE_SHARES = (0.25, 0.15, 0.12, 0.1, 0.08, 0.07, 0.06, 0.05, 0.04, 0.03, 0.03, 0.02)
PLACE_LANGUAGES = (1, 2, 0, 3, 1, 0, 2, 4, 0, 0, 5, 3)


@dataclass(frozen=True)
class Variant:
    """How hard the rules are: what `share` of the pairs they forbid, roughly.

    `shared`: how many speak the company's language beside that of their place; `second`: how many a further one.
    `mentees`, `mentors`: shares of the career levels from 0 up.
    """

    share: float
    shared: float
    second: float
    mentees: tuple[float, ...]
    mentors: tuple[float, ...]


_HIGH = (0, 0, 0, 0, 0, 0.3, 0.3, 0.2, 0.15, 0.05)
_LOW = (0, 0.25, 0.3, 0.22, 0.15, 0.06, 0.02, 0, 0, 0)
_MIXED = (0, 0, 0, 0.12, 0.18, 0.2, 0.2, 0.15, 0.1, 0.05)
_ALSO_MIXED = (0, 0.12, 0.18, 0.2, 0.2, 0.15, 0.1, 0.05, 0, 0)
_SENIOR = (0, 0.06, 0.1, 0.14, 0.2, 0.2, 0.15, 0.1, 0.05, 0)
_JUNIOR = (0, 0, 0.12, 0.18, 0.2, 0.2, 0.12, 0.08, 0.06, 0.04)
VARIANTS = {
    "loose": Variant(0.1, 0.92, 0.3, _HIGH, _LOW),
    "tight": Variant(0.6, 0.46, 0.28, _MIXED, _ALSO_MIXED),
    "tighter": Variant(0.7, 0.3, 0.2, _MIXED, _ALSO_MIXED),
    "scarce": Variant(0.9, 0.1, 0.04, _JUNIOR, _SENIOR),
}
RULES = Rules(reporting_depth=None)


@dataclass(frozen=True)
class Side:
    """One side of a cohort, one row per person. `skills` × `steps`: what and how much; `languages`: a bit each."""

    skills: Ints
    steps: Ints
    topics: Ints
    languages: Ints
    place: Ints
    form: Ints
    windows: Flags
    department: Ints
    level: Ints
    capacity: Ints

    def __len__(self) -> int:
        return len(self.level)


@dataclass(frozen=True)
class Cohort:
    """Mentees (rows) and mentors (columns). Pairs are arrays of shape (pairs, 2), row and column, each pair once."""

    mentees: Side
    mentors: Side
    above: Ints
    avoided: Ints
    wished_by_mentees: Ints
    wished_by_mentors: Ints

    @property
    def shape(self) -> tuple[int, int]:
        return len(self.mentees), len(self.mentors)

    @cached_property
    def scores(self) -> Scores:
        """Points of every pair by the engine's usual weights."""
        most = {name: share * UNIT for name, share in maxima(asdict(Weights())).items()}
        terms = Terms(
            self.shape,
            products=(self._skills(most["skills"]), self._topics(most["topics"])),
            tables=(
                self._distance(most["distance"]),
                self._department(most["department"]),
                self._place(most["place"]),
                self._language(most["language"]),
                self._content(most["wishes"] // 2),
            ),
        )
        times = [most["time"] * count // FULL_TIMES for count in range(FULL_TIMES + 1)]
        both = terms + counted(self.mentees.windows, self.mentors.windows, times)
        return replace(both.scores(), corrections=self._corrections(most["wishes"] // 2))

    @cached_property
    def market(self) -> Market:
        rows, cols = self.shape
        names = mix(np.arange(rows + cols, dtype=np.uint64))
        return Market(self.scores, self.mentees.capacity, self.mentors.capacity, names[:rows], names[rows:])

    def _skills(self, maximum: int) -> tuple[Any, Any]:
        wanted = shares(self.mentees.steps, maximum // SKILL_STEPS)
        return scattered(self.mentees.skills, wanted, SKILLS), scattered(
            self.mentors.skills, self.mentors.steps, SKILLS
        )

    def _topics(self, maximum: int) -> tuple[Any, Any]:
        ones = [np.ones_like(side.topics) for side in (self.mentees, self.mentors)]
        left = scattered(self.mentees.topics, shares(ones[0], maximum), TOPICS)
        return left, scattered(self.mentors.topics, ones[1], TOPICS)

    def _distance(self, maximum: int) -> Table:
        level = np.arange(LEVELS)
        gap, full = level[:, None] - level[None, :], FULL_GAP["level"]
        values = maximum * np.clip(gap, 0, full) // full + FORBIDDEN * (gap < RULES.min_gap)
        return Table("level", self.mentees.level, self.mentors.level, values)

    def _department(self, maximum: int) -> Table:
        values = maximum * (1 - np.eye(DEPARTMENTS, dtype=np.int64))
        return Table("department", self.mentees.department, self.mentors.department, values)

    def _place(self, maximum: int) -> Table:
        kinds = [(form, place) for form in FORMS for place in range(PLACES)]
        fifths = [[place_outcome(a, b, x == y)[1] for b, y in kinds] for a, x in kinds]
        row, col = (side.form * PLACES + side.place for side in (self.mentees, self.mentors))
        return Table("place", row, col, maximum // 5 * np.array(fifths, dtype=np.int64))

    def _language(self, maximum: int) -> Table:
        masks = np.arange(1 << LANGUAGES)
        common = np.bitwise_count(masks[:, None] & masks[None, :]).astype(np.int64)
        values = maximum * (common > 1) + FORBIDDEN * (common == 0)
        return Table("languages", self.mentees.languages, self.mentors.languages, values)

    def _content(self, half: int) -> Table:
        """Who wishes for nobody loses nothing."""
        row = np.isin(np.arange(self.shape[0]), self.wished_by_mentees[:, 0]).astype(np.int64)
        col = np.isin(np.arange(self.shape[1]), self.wished_by_mentors[:, 1]).astype(np.int64)
        return Table("wishing", row, col, half * np.array([[2, 1], [1, 0]]))

    def _corrections(self, half: int) -> Corrections:
        listed = Corrections.none(self.shape)
        given = [(self.above, FORBIDDEN), (self.avoided, FORBIDDEN)]
        for pairs, value in [*given, (self.wished_by_mentees, half), (self.wished_by_mentors, half)]:
            worth = np.full(len(pairs), value, dtype=np.float32)
            listed = merged(listed, pairs[:, 0], pairs[:, 1], worth)
        return listed

    def problem(self, objective: str = "fair") -> Problem:
        """The same cohort as people; their keys are in the order of rows and columns."""
        mentees = [self._person("mentee", self.mentees, i) for i in range(len(self.mentees))]
        mentors = [self._person("mentor", self.mentors, i) for i in range(len(self.mentors))]
        return Problem((*mentees, *mentors), rules=RULES, objective=objective)

    def _person(self, name: str, side: Side, i: int) -> Person:
        at = 0 if name == "mentee" else 1
        wished = (self.wished_by_mentees, self.wished_by_mentors)[at]
        return Person(
            key=key(name, i),
            side=name,
            capacity=int(side.capacity[i]),
            level=int(side.level[i]),
            department=f"d{side.department[i]}",
            line=tuple(key("mentee", j) for j in partners(self.above, 1, i)) if at else (),
            languages=frozenset(f"l{bit}" for bit in range(LANGUAGES) if side.languages[i] >> bit & 1),
            skills={f"s{x:03}": int(y) for x, y in zip(side.skills[i], side.steps[i], strict=True)},
            topics=frozenset(f"t{topic}" for topic in side.topics[i]),
            times=frozenset(8 * w + q for w in np.flatnonzero(side.windows[i]).tolist() for q in range(4)),
            place=f"p{side.place[i]}",
            form=FORMS[side.form[i]],
            wishes=frozenset(key(("mentor", "mentee")[at], j) for j in partners(wished, at, i)),
            avoid=frozenset() if at else frozenset(key("mentor", j) for j in partners(self.avoided, 0, i)),
        )


def key(side: str, i: int) -> str:
    return f"{side}{i:06}"


def partners(pairs: Ints, at: int, i: int) -> list[int]:
    found: list[int] = pairs[pairs[:, at] == i, 1 - at].tolist()
    return found


def shares(weights: Ints, total: int) -> Ints:
    """Whole shares of `total` in proportion to each row of weights, by largest remainder, as `points.apportion`."""
    whole = weights.sum(axis=1, keepdims=True)
    found = total * weights // whole
    rank = np.argsort(np.argsort(-(total * weights % whole), axis=1, kind="stable"), axis=1, kind="stable")
    return found + (rank < total - found.sum(axis=1, keepdims=True))


def scattered(columns: Ints, values: Ints, width: int) -> Any:
    found = np.zeros((len(columns), width), dtype=np.float32)
    np.put_along_axis(found, columns, values.astype(np.float32), axis=1)
    return found


def generate(rows: int, cols: int, variant: str, *, several: bool, seed: int = 1) -> Cohort:
    """A cohort. `several`: mentors have room for 1, 2 or 3 (half, 30 %, 20 %), else for one. Mentees have for one."""
    kind = VARIANTS[variant]
    random = np.random.default_rng([seed, rows, cols, list(VARIANTS).index(variant), several])
    wants = falling(SKILLS, 0.8)
    offers = (wants + random.permutation(wants)) / 2
    mentees = _side(random, kind, rows, (wants, WANTED, 3), kind.mentees)
    mentors = _side(random, kind, cols, (offers, OFFERED, SKILL_STEPS), kind.mentors)
    if several:
        mentors = replace(mentors, capacity=random.choice([1, 2, 3], cols, p=[0.5, 0.3, 0.2]))
    return Cohort(
        mentees,
        mentors,
        above=_reporting_lines(random, mentees, mentors),
        avoided=distinct(np.stack([random.integers(0, size, rows // 2) for size in (rows, cols)], axis=1)),
        wished_by_mentees=_wishes(random, rows, cols, 0.3),
        wished_by_mentors=_wishes(random, cols, rows, 0.2)[:, ::-1],
    )


def falling(count: int, power: float) -> Any:
    """Shares that fall with the rank."""
    shares = 1.0 / np.arange(1, count + 1) ** power
    return shares / shares.sum()


def _side(
    random: Random, kind: Variant, size: int, skills: tuple[Any, int, int], levels: tuple[float, ...]
) -> Side:
    popularity, count, most = skills
    place = random.choice(PLACES, size, p=PLACE_SHARES)
    windows = np.argsort(random.random((size, WINDOWS)), axis=1) < random.integers(2, 6, (size, 1))
    return Side(
        skills=some(random, popularity, count, size),
        steps=random.integers(1, most + 1, (size, count)),
        topics=some(random, np.full(TOPICS, 1 / TOPICS), CHOSEN_TOPICS, size),
        languages=_languages(random, kind, place),
        place=place,
        form=random.choice(len(FORMS), size, p=[0.25, 0.15, 0.6]),
        windows=windows,
        department=random.choice(DEPARTMENTS, size, p=falling(DEPARTMENTS, 0.5)),
        level=random.choice(LEVELS, size, p=levels),
        capacity=np.ones(size, dtype=np.int64),
    )


def some(random: Random, popularity: Any, count: int, size: int) -> Ints:
    """`count` distinct ones per person by popularity, sorted (the Gumbel trick)."""
    drawn = np.log(popularity)[None, :] + random.gumbel(size=(size, len(popularity)))
    return np.sort(np.argpartition(-drawn, count, axis=1)[:, :count], axis=1)


def _languages(random: Random, kind: Variant, place: Ints) -> Ints:
    size = len(place)
    spoken = 1 << np.array(PLACE_LANGUAGES)[place]
    if kind.share > 0.8:
        moved = (spoken == 1) & (random.random(size) < 0.7)
        spoken = np.where(moved, 1 << random.integers(1, LANGUAGES, size), spoken)
    spoken |= random.random(size) < kind.shared
    further = 1 << random.integers(1, LANGUAGES, size)
    return spoken | np.where(random.random(size) < kind.second, further, 0)


def _reporting_lines(random: Random, mentees: Side, mentors: Side) -> Ints:
    """Up to three managers per mentor: mentees of the same department and of a higher level."""
    order = np.argsort(mentees.department, kind="stable")
    starts = np.searchsorted(mentees.department[order], np.arange(DEPARTMENTS + 1))
    first, size = starts[mentors.department], np.diff(starts)[mentors.department]
    drawn = first[:, None] + (random.random((len(mentors), 3)) * size[:, None]).astype(np.int64)
    managers = order[np.minimum(drawn, len(order) - 1)]
    reports = np.repeat(np.arange(len(mentors)), 3)
    pairs = np.stack([managers.ravel(), reports], axis=1)
    fits = (mentees.level[managers] > mentors.level[:, None]) & (size > 0)[:, None]
    return distinct(pairs[fits.ravel()])


def _wishes(random: Random, size: int, others: int, share: float) -> Ints:
    """Up to three wishes of some people, half of them for the favourites that everybody knows."""
    favourites = random.permutation(others)[: max(1, others // 5)]
    who = np.repeat(np.flatnonzero(random.random(size) < share), 3)
    popular = random.random(len(who)) < 0.5
    wished = np.where(popular, random.choice(favourites, len(who)), random.integers(0, others, len(who)))
    return distinct(np.stack([who, wished], axis=1))


def distinct(pairs: Ints) -> Ints:
    return np.unique(pairs, axis=0).reshape(-1, 2)
