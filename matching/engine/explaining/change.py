"""A swap by hand and its effect: pairs taken out, pairs put in, everything else as it was."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from matching.engine.model import SIDES, Json, Pair, Problem, plain
from matching.engine.result import Explanation, Fact, Result, read_facts


@dataclass(frozen=True)
class Tandem:
    """A pair of the result, in short."""

    mentor: str
    mentee: str
    points: int
    fit: int
    locked: bool

    @classmethod
    def of(cls, pair: Explanation) -> Tandem:
        return cls(pair.mentor, pair.mentee, pair.points, pair.fit, pair.locked)

    @property
    def pair(self) -> Pair:
        return self.mentor, self.mentee


@dataclass(frozen=True)
class Change:
    """Pairs taken out and put in, everything else as it was.

    `delta`: exact points gained by the whole; `tandems`: tandems gained; `mean_before`, `mean_after`: mean
    shown fit;
    `set_free`: (side, key) of people who lose their only tandem; `refused`: why it cannot be done, empty if
    it can.
    """

    removed: tuple[Tandem, ...]
    added: tuple[Explanation, ...]
    delta: int
    mean_before: float | None
    mean_after: float | None
    set_free: tuple[tuple[str, str], ...]
    refused: tuple[Fact, ...] = ()

    @property
    def tandems(self) -> int:
        return len(self.added) - len(self.removed)

    def to_json(self) -> Json:
        data: Json = plain(self)
        return data

    @classmethod
    def from_json(cls, data: Json) -> Change:
        read = {
            "removed": tuple(Tandem(**pair) for pair in data["removed"]),
            "added": tuple(Explanation.from_json(pair) for pair in data["added"]),
            "set_free": tuple((side, key) for side, key in data["set_free"]),
            "refused": read_facts(data["refused"]),
        }
        return cls(**{**data, **read})


class Book:
    """What a result's people have, so that each change is told by looking at the people it touches only."""

    def __init__(self, problem: Problem, result: Result) -> None:
        self.pairs: Mapping[Pair, Explanation] = {x.pair: x for x in result.pairs}
        self._tandems = _places(self.pairs)
        self._room = {(person.side, person.key): person.capacity for person in problem.people}
        self._mean = result.mean_fit
        self._fits = sum(x.fit for x in result.pairs)

    def change(self, added: Sequence[Explanation], removed: Collection[Pair]) -> Change:
        """The change that takes out these pairs of the result and puts in pairs that are new to it."""
        added = tuple(sorted(added, key=lambda x: x.pair))
        out = tuple(Tandem.of(self.pairs[pair]) for pair in sorted(removed))
        count = len(self.pairs) + len(added) - len(out)
        fits = self._fits + sum(x.fit for x in added) - sum(x.fit for x in out)
        after = _places(x.pair for x in added)
        after.subtract(_places(removed))
        return Change(
            removed=out,
            added=added,
            delta=sum(x.points for x in added) - sum(x.points for x in out),
            mean_before=self._mean,
            mean_after=fits / count if count else None,
            set_free=tuple(
                sorted(who for who, more in after.items() if more < 0 and self._tandems[who] + more == 0)
            ),
            refused=(*_forbidden(added), *_locked(out), *self._crowded(after)),
        )

    def _crowded(self, after: Mapping[tuple[str, str], int]) -> Iterator[Fact]:
        for side, key in sorted(after, key=lambda who: (SIDES.index(who[0]), who[1])):
            room = self._room[side, key]
            if self._tandems[side, key] + after[side, key] > room:
                yield Fact("over_capacity", {"side": side, "key": key, "capacity": room})


def _places(pairs: Collection[Pair] | Iterator[Pair]) -> Counter[tuple[str, str]]:
    """How many of the pairs each person (side, key) is in."""
    return Counter((side, key) for pair in pairs for side, key in zip(SIDES, pair, strict=True))


def _forbidden(added: Collection[Explanation]) -> Iterator[Fact]:
    for x in added:
        if not x.allowed:
            yield Fact(
                "not_allowed",
                {"mentor": x.mentor, "mentee": x.mentee, "reasons": [r.code for r in x.reasons]},
            )


def _locked(removed: Collection[Tandem]) -> Iterator[Fact]:
    for x in removed:
        if x.locked:
            yield Fact("locked", {"mentor": x.mentor, "mentee": x.mentee})
