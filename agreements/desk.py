"""What the agreement's pages show one of the two, and what stays hidden until both are done."""

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from accounts.models import Membership
from agreements import text, versions
from agreements.clauses import GROUPS, SHARED, Clause, Group, Names, first_missing
from agreements.models import Agreement, Voice
from agreements.positions import Position, differences
from agreements.text import Line
from programs.models import Side, Tandem, TandemState

#: What the tandem's page shows of it.
IN_SHORT = ("confidentiality", "cancelling", "address")


class Stage(StrEnum):
    """Where this person stands with the version in the making; AGREED when there is none beside the valid one."""

    DRAFTING = "drafting"
    WAITING = "waiting"
    SETTLING = "settling"
    CONFIRMING = "confirming"
    CONFIRMED = "confirmed"
    AGREED = "agreed"


@dataclass(frozen=True, slots=True)
class Difference:
    """A clause on which the two differ, in words; ``was`` is what was said before a change, or ""."""

    clause: Clause
    mine: str
    mine_was: str
    theirs: str
    theirs_was: str


@dataclass(frozen=True, slots=True)
class Answer:
    """One question of a draft with its answer in words, "" for none."""

    clause: Clause
    words: str


@dataclass
class Desk:
    """A tandem's agreement as one of the two sees it."""

    tandem: Tandem
    viewer: Membership

    @cached_property
    def valid(self) -> Agreement | None:
        return next(iter(self.versions), None)

    @cached_property
    def versions(self) -> list[Agreement]:
        """All versions that both confirmed, the valid one first."""
        return versions.agreed(self.tandem)

    @cached_property
    def pending(self) -> Agreement | None:
        found = versions.pending(self.tandem)
        if found:
            found.tandem = self.tandem
        return found

    @property
    def is_over(self) -> bool:
        return self.tandem.state not in {TandemState.ACTIVE, TandemState.PAUSED}

    @cached_property
    def stage(self) -> Stage:
        if self.pending is None:
            return Stage.AGREED if self.valid else Stage.DRAFTING
        if not versions.is_met(self.pending):
            return Stage.WAITING if self.own.done_at else Stage.DRAFTING
        if not self.lines:
            return Stage.SETTLING
        return Stage.CONFIRMED if self.own.confirmed_at else Stage.CONFIRMING

    @property
    def is_private(self) -> bool:
        """Whether what this person writes is still hidden from the other."""
        return self.stage in {Stage.DRAFTING, Stage.WAITING}

    @cached_property
    def own(self) -> Voice:
        return self._voices[0]

    @property
    def revision(self) -> int:
        """What a form must bring back: of the draft while it is private, of the shared version afterwards."""
        if self.pending is None:
            return 0
        return self.own.revision if self.is_private else self.pending.revision

    @property
    def answers(self) -> dict[str, str]:
        return dict(self.own.position.answers)

    @property
    def groups(self) -> list[tuple[int, Group, list[Answer]]]:
        """The own draft in words, page by page."""
        given, names = self.answers, self.first_names
        return [
            (
                number,
                group,
                [
                    Answer(clause, clause.sentence(given.get(clause.name, ""), names))
                    for clause in group.clauses
                ],
            )
            for number, group in enumerate(GROUPS, start=1)
        ]

    @property
    def has_begun(self) -> bool:
        return bool(self.answers)

    @property
    def missing(self) -> int | None:
        """The number of the first page on which an answer is missing."""
        return first_missing(self.answers)

    @property
    def differences(self) -> list[Difference]:
        """What is to be settled; nothing before both are done."""
        if self.stage != Stage.SETTLING:
            return []
        mine, theirs = self.own.position, self._voices[1].position
        return [self._difference(name, mine, theirs) for name in differences(mine, theirs, SHARED)]

    def difference(self, name: str) -> Difference:
        """Return how the two stand on one clause, once both are done."""
        return self._difference(name, self.own.position, self._voices[1].position)

    @cached_property
    def lines(self) -> list[Line]:
        """The text to confirm; empty while the two differ."""
        return self.pending.lines if self.pending else []

    @property
    def digest(self) -> str:
        return text.digest(self.lines)

    @property
    def in_short(self) -> list[tuple[str, str]]:
        """A few lines of the valid text, each with its icon."""
        lines = self.valid.lines if self.valid else []
        return [(SHARED[line.name].icon, line.words) for line in lines if line.name in IN_SHORT]

    @cached_property
    def first_names(self) -> Names:
        return Names(*(person.first_name for person in self.tandem.members))

    @cached_property
    def _voices(self) -> tuple[Voice, Voice]:
        if self.pending is None:
            return Voice(side=Side.MENTOR), Voice(side=Side.MENTEE)
        return versions.own_and_other(self.pending, self.viewer)

    def _difference(self, name: str, mine: Position, theirs: Position) -> Difference:
        clause = SHARED[name]

        def words(position: Position) -> str:
            return clause.sentence(position.answers.get(name, ""), self.first_names)

        def was(position: Position) -> str:
            return clause.sentence(position.before[name], self.first_names) if name in position.before else ""

        return Difference(clause, words(mine), was(mine), words(theirs), was(theirs))
