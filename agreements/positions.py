"""Where the two stand, without a database: what each says on every clause, and where they differ."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Self


@dataclass(frozen=True, slots=True)
class Position:
    """One person's answers by the name of the clause; ``before`` holds what they said before a change."""

    answers: Mapping[str, str] = field(default_factory=dict)
    before: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def from_json(cls, text: str) -> Self:
        return cls(**json.loads(text))

    def to_json(self) -> str:
        return json.dumps({"answers": dict(self.answers), "before": dict(self.before)}, ensure_ascii=False)

    def drafted(self, answers: Mapping[str, str]) -> "Position":
        """Return it with these answers written over; a draft has no history."""
        return Position({**self.answers, **answers}, self.before)

    def moved(self, name: str, answer: str) -> "Position":
        """Return it with another answer on one clause, keeping the old words beside it."""
        old = self.answers.get(name, "")
        if same(old, answer):
            return self
        return Position({**self.answers, name: answer}, {**self.before, name: old})


def same(one: str, other: str) -> bool:
    """Return whether two answers say the same: line breaks and spaces do not make a difference."""
    return one.split() == other.split()


def differences(one: Position, other: Position, names: Iterable[str]) -> list[str]:
    """Return the names of the clauses on which the two do not say the same, in the order given."""
    return [name for name in names if not same(one.answers.get(name, ""), other.answers.get(name, ""))]
