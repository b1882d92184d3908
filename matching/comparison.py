"""What changed between two runs, and why, from their frozen inputs and their pairs alone. Pure: no database, no words.

Facts are codes with parameters, as the engine's; ``matching.difference`` words them. Wishes, and whom somebody wants to
avoid, are nobody's business and never named.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from matching.engine import Fact, Pair

Json = Mapping[str, Any]
Someone = tuple[str, str]
SIDES = ("mentor", "mentee")

#: What HR sees of a person, by the name it is told under. Everything else stays between the person and the engine.
ANSWERS: Mapping[str, tuple[str, ...]] = {
    "skills": ("skills",),
    "topics": ("topics",),
    "time": ("times",),
    "distance": ("level", "years"),
    "department": ("department",),
    "reporting_line": ("line",),
    "language": ("languages",),
    "place": ("place", "form"),
    "capacity": ("capacity",),
}
UNSEEN_RULES = frozenset({"excluded", "declined"})


@dataclass(frozen=True)
class Outcome:
    """A run: its frozen inputs, and its pairs (mentor key, mentee key) with their shown fit.

    ``topics``: what topics are known by now, by the names they had then; names that are not here stand for themselves.
    """

    inputs: Json
    fits: Mapping[Pair, int]
    topics: Mapping[str, Hashable] = field(default_factory=dict)

    @cached_property
    def people(self) -> Mapping[Someone, Json]:
        return {(person["side"], person["key"]): person for person in self.inputs["people"]}

    def answer(self, someone: Someone, name: str) -> Any:
        """What a person told, comparable with what they told in another run: a topic keeps its key, not its name."""
        told = self.people[someone][name]
        if name != "skills":
            return told
        weights: dict[Hashable, int] = {}
        for topic, weight in told.items():
            key = self.topics.get(topic, topic)
            weights[key] = max(weight, weights.get(key, weight))
        return weights

    @cached_property
    def partners(self) -> Mapping[Someone, set[str]]:
        found: dict[Someone, set[str]] = defaultdict(set)
        for mentor, mentee in self.fits:
            found["mentor", mentor].add(mentee)
            found["mentee", mentee].add(mentor)
        return found

    @cached_property
    def excluded(self) -> set[Pair]:
        return _pairs(self.inputs["rules"]["excluded"])

    @cached_property
    def declined(self) -> set[Pair]:
        return _pairs(self.inputs["rules"]["declined"])

    @cached_property
    def locked(self) -> set[Pair]:
        return _pairs(self.inputs["locked"])

    @property
    def mean(self) -> float | None:
        """Mean fit of the pairs, None without any."""
        return sum(self.fits.values()) / len(self.fits) if self.fits else None


@dataclass(frozen=True)
class Difference:
    """A pair that is new or gone, with its fit and the reasons, the most direct ones first."""

    kind: str
    pair: Pair
    fit: int
    reasons: tuple[Fact, ...]


@dataclass(frozen=True)
class Comparison:
    """Pairs that are in both runs, and those in one of them. ``general``: what changed for everybody."""

    before: Outcome
    after: Outcome
    kept: tuple[Pair, ...]
    differences: tuple[Difference, ...]
    general: tuple[Fact, ...] = field(default=())

    def of_kind(self, kind: str) -> list[Difference]:
        return [one for one in self.differences if one.kind == kind]


def compare(before: Outcome, after: Outcome) -> Comparison:
    """Return what is new and gone in ``after``, each with its reasons, new pairs first, by falling fit."""
    teller = _Teller(before, after)
    new = [Difference("new", pair, fit, teller.why_new(pair)) for pair, fit in _only(after, before)]
    gone = [Difference("gone", pair, fit, teller.why_gone(pair)) for pair, fit in _only(before, after)]
    return Comparison(
        before,
        after,
        kept=tuple(sorted(before.fits.keys() & after.fits.keys())),
        differences=(*new, *gone),
        general=teller.general,
    )


def _only(one: Outcome, other: Outcome) -> list[tuple[Pair, int]]:
    pairs = [(pair, fit) for pair, fit in one.fits.items() if pair not in other.fits]
    return sorted(pairs, key=lambda entry: (-entry[1], entry[0]))


def _pairs(listed: list[list[str]]) -> set[Pair]:
    return {(mentor, mentee) for mentor, mentee in listed}


class _Teller:
    """Finds reasons. Direct ones are decisions about the pair and changes of its people; then what freed them or took
    them; and when nothing of that is there, what changed for everybody, or that the whole is better so."""

    def __init__(self, before: Outcome, after: Outcome) -> None:
        self.before, self.after = before, after
        self.general = tuple(_general(before.inputs, after.inputs))

    def why_gone(self, pair: Pair) -> tuple[Fact, ...]:
        return tuple(self._decided_against(pair)) or self._about(pair) or self._elsewhere(pair)

    def why_new(self, pair: Pair) -> tuple[Fact, ...]:
        return tuple(self._decided_for(pair)) or self._about(pair) or self._freed(pair)

    def _decided_against(self, pair: Pair) -> Iterator[Fact]:
        if pair in self.after.excluded - self.before.excluded:
            yield Fact("excluded")
        if pair in self.after.declined - self.before.declined:
            yield Fact("tried")
        if pair in self.before.locked - self.after.locked:
            yield Fact("unlocked")

    def _decided_for(self, pair: Pair) -> Iterator[Fact]:
        if pair in self.after.locked - self.before.locked:
            yield Fact("locked")
        if pair in self.before.excluded - self.after.excluded:
            yield Fact("readmitted")

    def _about(self, pair: Pair) -> tuple[Fact, ...]:
        """What changed about the two themselves."""
        return tuple(fact for someone in zip(SIDES, pair, strict=True) for fact in self._changed(someone))

    def _changed(self, someone: Someone) -> Iterator[Fact]:
        before, after = self.before, self.after
        if someone not in after.people:
            yield Fact("gone", {"key": someone[1]})
        elif someone not in before.people:
            yield Fact("joined", {"key": someone[1]})
        else:
            changed = [
                name
                for name, fields in ANSWERS.items()
                if any(before.answer(someone, f) != after.answer(someone, f) for f in fields)
            ]
            if changed:
                yield Fact("answers", {"key": someone[1], "fields": changed})

    def _elsewhere(self, pair: Pair) -> tuple[Fact, ...]:
        """Who of the two is with somebody whom HR fixed them to, or who is new; else the common reasons."""
        found = []
        for someone in zip(SIDES, pair, strict=True):
            for other in sorted(self._partners(self.after, someone) - self._partners(self.before, someone)):
                formed = _pair(someone, other)
                if formed in self.after.locked - self.before.locked:
                    found.append(Fact("locked_elsewhere", {"key": someone[1], "with": other}))
                elif _other(someone, other) not in self.before.people:
                    found.append(Fact("newcomer", {"key": someone[1], "with": other}))
        return tuple(found) or self._common()

    def _freed(self, pair: Pair) -> tuple[Fact, ...]:
        """Who of the two lost the former partner for a reason of its own; else the common reasons."""
        found = []
        for someone in zip(SIDES, pair, strict=True):
            for other in sorted(self._partners(self.before, someone) - self._partners(self.after, someone)):
                former = _pair(someone, other)
                if any(self._decided_against(former)) or self._about(former):
                    found.append(Fact("freed", {"key": someone[1], "from": other}))
        return tuple(found) or self._common()

    def _partners(self, outcome: Outcome, someone: Someone) -> set[str]:
        return outcome.partners.get(someone, set())

    def _common(self) -> tuple[Fact, ...]:
        return self.general or (Fact("better_whole"),)


def _pair(someone: Someone, other: str) -> Pair:
    side, key = someone
    return (key, other) if side == "mentor" else (other, key)


def _other(someone: Someone, key: str) -> Someone:
    return ("mentee" if someone[0] == "mentor" else "mentor", key)


def _general(before: Json, after: Json) -> Iterator[Fact]:
    rules = [
        name
        for name in sorted(after["rules"].keys() - UNSEEN_RULES)
        if before["rules"].get(name) != after["rules"][name]
    ]
    if rules:
        yield Fact("rules", {"rules": rules})
    weights = [name for name in after["weights"] if before["weights"].get(name) != after["weights"][name]]
    if weights:
        yield Fact("weights", {"criteria": weights})
    if before["objective"] != after["objective"]:
        yield Fact("objective")
