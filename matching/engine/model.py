"""What the engine is told: people, rules, weights and locks, as plain frozen data.

A pair is always written (mentor key, mentee key). Keys are opaque text; one key on both sides is one human
being. Everything here is plain data: `to_json` and `from_json` lose nothing, and an empty set or None means
"not known".
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, fields
from functools import cached_property
from typing import Any

from matching.engine.errors import ProblemError, demand
from matching.engine.lines import Line, canonical

Pair = tuple[str, str]
Json = dict[str, Any]

SIDES = ("mentor", "mentee")
MEASURES = ("level", "experience", "age_band")
FORMS = ("online", "onsite", "both")
OBJECTIVES = ("fair", "total")

SLOT_MINUTES = 15
SLOTS_PER_WEEK = 7 * 24 * 60 // SLOT_MINUTES
SKILL_STEPS = 5
HIGHEST_WEIGHT = 100
MONTHS = 12
SETS = ("languages", "topics", "times", "wishes", "avoid")
# Rules that go by data people may not have given.
CHECKED = (
    "common_language",
    "mentor_junior",
    "reporting_line",
    "mentor_below",
    "shared_manager",
    "other_department",
    "other_place",
)


@dataclass(frozen=True)
class Person:
    """One participant in one role.

    `level`: career level, higher is more senior. `years`: professional experience. `age_band`: position of the age
    band, higher is older; only given by people who opted in to share it.
    `line`: keys of the managers from the direct ones upwards, as `matching.engine.lines` has them; () is nobody above,
    None is unknown.
    `skills`: skill key → level offered, 1 to 5 (mentor; 5 where no level is asked), or priority, 1 to 3
    (mentee).
    `topics`: goal topics wanted (mentee) or covered (mentor).
    `times`: free quarter hours of a canonical week in UTC, 0 to 671, 0 is Monday 00:00 to 00:15.
    `form`: online, onsite, or both if either will do.
    `wishes`, `avoid`: keys of people on the other side; an avoided pair is treated exactly as a declined one.
    """

    key: str
    side: str
    capacity: int = 1
    opted_in: bool = True
    level: int | None = None
    years: float | None = None
    age_band: int | None = None
    department: str | None = None
    line: Line | None = None
    languages: frozenset[str] = frozenset()
    skills: Mapping[str, int] = field(default_factory=dict)
    topics: frozenset[str] = frozenset()
    times: frozenset[int] = frozenset()
    place: str | None = None
    form: str | None = None
    wishes: frozenset[str] = frozenset()
    avoid: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        if self.years is not None:
            object.__setattr__(self, "years", float(self.years))
        if self.line is not None:
            object.__setattr__(self, "line", canonical(self.line))
        wrong = next((name for name, fine in self._checks().items() if not fine), None)
        demand(
            wrong is None, "bad_person", f"{self.key}: {wrong} is out of range.", key=self.key, field=wrong
        )

    def _checks(self) -> dict[str, bool]:
        return {
            "key": bool(self.key),
            "side": self.side in SIDES,
            "capacity": self.capacity >= 0,
            "years": self.years is None or 0 <= self.years < 100,
            "skills": all(1 <= step <= SKILL_STEPS for step in self.skills.values()),
            "times": all(0 <= slot < SLOTS_PER_WEEK for slot in self.times),
            "form": self.form is None or self.form in FORMS,
        }

    @property
    def takes_part(self) -> bool:
        return self.opted_in and self.capacity > 0

    def measured(self, measure: str) -> int | None:
        """Seniority as a whole number: the career level, the experience in months, or the age band."""
        if measure == "experience":
            return None if self.years is None else round(self.years * MONTHS)
        return self.level if measure == "level" else self.age_band

    def to_json(self) -> Json:
        """JSON-ready data in canonical order."""
        sets = {name: sorted(getattr(self, name)) for name in SETS}
        line = None if self.line is None else plain(self.line)
        skills = {name: self.skills[name] for name in sorted(self.skills)}
        return {**self.__dict__, **sets, "line": line, "skills": skills}

    @classmethod
    def from_json(cls, data: Json) -> Person:
        sets = {name: frozenset(data[name]) for name in SETS}
        return cls(**{**data, **sets})


@dataclass(frozen=True)
class Rules:
    """Hard rules: a pair that breaks one is never formed.

    `measure`: what makes a mentor junior to a mentee; `min_distance` levels, years or age bands at least lie
    between them.
    `reporting_depth`: steps up the line within which neither may stand above the other; 0 switches the rule
    off, None means the whole line. `mentor_below`: the mentor stands nowhere below the mentee, however far down.
    `shared_depth`: steps up within which nobody stands above both; 0 switches the rule off. `other_department`,
    `other_place`: the two are not of the same one.
    `strict`: rules, by their names in CHECKED, that nobody may pass unchecked: whoever lacks the data is not matched.
    `floor`: least fit, 0 to 100 as shown. `session_minutes`: length of a session.
    """

    common_language: bool = True
    measure: str = "level"
    min_distance: float = 1.0
    reporting_depth: int | None = 2
    mentor_below: bool = False
    shared_depth: int = 0
    other_department: bool = False
    other_place: bool = False
    strict: frozenset[str] = frozenset()
    floor: int | None = None
    session_minutes: int = 60
    excluded: frozenset[Pair] = frozenset()
    declined: frozenset[Pair] = frozenset()

    def __post_init__(self) -> None:
        object.__setattr__(self, "min_distance", float(self.min_distance))
        wrong = next((name for name, fine in self._checks().items() if not fine), None)
        demand(wrong is None, "bad_rule", f"The rule {wrong} is out of range.", field=wrong)

    def _checks(self) -> dict[str, bool]:
        return {
            "measure": self.measure in MEASURES,
            "min_distance": 0 <= self.min_distance < 100,
            "reporting_depth": self.reporting_depth is None or self.reporting_depth >= 0,
            "shared_depth": self.shared_depth >= 0,
            "strict": self.strict <= set(CHECKED),
            "floor": self.floor is None or 0 <= self.floor <= 100,
            "session_minutes": 0 < self.session_minutes <= 24 * 60,
        }

    @property
    def min_gap(self) -> int:
        """Least distance in the unit of `Person.measured`, never below one: junior is junior."""
        return max(1, round(self.min_distance * (MONTHS if self.measure == "experience" else 1)))

    @classmethod
    def from_json(cls, data: Json) -> Rules:
        pairs = {name: pairs_of(data[name]) for name in ("excluded", "declined")}
        return cls(**{**data, **pairs, "strict": frozenset(data.get("strict", ()))})


@dataclass(frozen=True)
class Weights:
    """How much each criterion counts beside the others; 0 leaves it out."""

    skills: int = 3
    topics: int = 1
    time: int = 2
    distance: int = 1
    department: int = 1
    place: int = 1
    language: int = 1
    wishes: int = 1

    def __post_init__(self) -> None:
        wrong = next((name for name, value in asdict(self).items() if not 0 <= value <= HIGHEST_WEIGHT), None)
        demand(wrong is None, "bad_weight", f"The weight of {wrong} is out of range.", criterion=wrong)
        demand(any(asdict(self).values()), "no_weight", "At least one criterion must count.")

    @classmethod
    def from_factors(cls, emphasis: Mapping[str, int]) -> Weights:
        """Weights from the five factors of the set-up page: 0 egal, 1 normal (also if unnamed), 2 wichtig."""
        for factor in emphasis:
            demand(factor in FACTORS, "unknown_factor", f"There is no factor {factor}.", factor=factor)
        usual = asdict(cls())
        return cls(
            **{name: usual[name] * emphasis.get(factor, 1) for factor in FACTORS for name in FACTORS[factor]}
        )


CRITERIA = tuple(f.name for f in fields(Weights))
FACTORS: Mapping[str, tuple[str, ...]] = {
    "topics": ("skills", "topics"),
    "time": ("time",),
    "distance": ("distance", "department"),
    "place": ("place",),
    "style": ("language", "wishes"),
}


@dataclass(frozen=True)
class Problem:
    """Everything a run depends on. People are sorted on the way in, so the order of rows cannot matter.

    `objective`: "fair" (most tandems, best possible worst pair, highest total) or "total" (without the middle
    step). Raises ProblemError if the data contradicts itself.
    """

    people: tuple[Person, ...]
    rules: Rules = Rules()
    weights: Weights = Weights()
    locked: tuple[Pair, ...] = ()
    objective: str = "fair"

    def __post_init__(self) -> None:
        object.__setattr__(self, "people", tuple(sorted(self.people, key=lambda p: (p.side, p.key))))
        object.__setattr__(self, "locked", tuple(sorted((mentor, mentee) for mentor, mentee in self.locked)))
        sentence = f"There is no objective {self.objective}."
        demand(self.objective in OBJECTIVES, "bad_objective", sentence, objective=self.objective)
        self._check_people()
        self._check_locks()

    def _check_people(self) -> None:
        for (side, key), times in Counter((p.side, p.key) for p in self.people).items():
            demand(times == 1, "duplicate_person", f"The {side} {key} is listed twice.", side=side, key=key)

    def _check_locks(self) -> None:
        for pair, times in Counter(self.locked).items():
            demand(times == 1, "lock_repeated", f"{pair[0]} and {pair[1]} are locked twice.", pair=list(pair))
        for position, side in enumerate(SIDES):
            for key, count in Counter(pair[position] for pair in self.locked).items():
                capacity = self.person(side, key).capacity
                sentence = f"The {side} {key} is locked into {count} tandems but has room for {capacity}."
                demand(
                    count <= capacity, "lock_over_capacity", sentence, side=side, key=key, capacity=capacity
                )

    @cached_property
    def _by_key(self) -> Mapping[tuple[str, str], Person]:
        return {(person.side, person.key): person for person in self.people}

    @cached_property
    def _by_side(self) -> Mapping[str, tuple[Person, ...]]:
        return {side: tuple(p for p in self.people if p.side == side) for side in SIDES}

    def on(self, side: str) -> tuple[Person, ...]:
        """Everybody on one side, sorted by key."""
        return self._by_side[side]

    def person(self, side: str, key: str) -> Person:
        found = self._by_key.get((side, key))
        if found is None:
            raise ProblemError("unknown_person", f"There is no {side} {key}.", side=side, key=key)
        return found

    def to_json(self) -> Json:
        """JSON-ready data in canonical order."""
        return {
            "people": [person.to_json() for person in self.people],
            "rules": plain(self.rules),
            "weights": plain(self.weights),
            "locked": plain(self.locked),
            "objective": self.objective,
        }

    @classmethod
    def from_json(cls, data: Json) -> Problem:
        return cls(
            people=tuple(Person.from_json(person) for person in data["people"]),
            rules=Rules.from_json(data["rules"]),
            weights=Weights(**data["weights"]),
            locked=tuple((mentor, mentee) for mentor, mentee in data["locked"]),
            objective=data["objective"],
        )

    def digest(self) -> str:
        """SHA-256 of the canonical JSON: problems with equal digests have equal results."""
        return self._digest

    @cached_property
    def _digest(self) -> str:
        text = json.dumps(self.to_json(), sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()


def plain(value: Any) -> Any:
    """The same value in lists, dicts and scalars, with sets and keys sorted."""
    if value is None or isinstance(value, (str, int, float)):
        return value
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    if isinstance(value, Mapping):
        return {key: plain(value[key]) for key in sorted(value)}
    if isinstance(value, (set, frozenset)):
        return [plain(item) for item in sorted(value)]
    return {f.name: plain(getattr(value, f.name)) for f in fields(value)}


def pairs_of(pairs: Iterable[Iterable[str]]) -> frozenset[Pair]:
    return frozenset((mentor, mentee) for mentor, mentee in pairs)
