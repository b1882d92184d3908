"""The swaps a worker stored with a pair: which still hold for the draft, what they do to the whole, and doing one."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from accounts import audit
from accounts.models import Membership
from matching import guarding, steps
from matching.engine import Explanation
from matching.errors import Conflict
from matching.figures import Figures
from matching.models import Leftover, PairPin, Pin, Proposal, Run, StepKind
from programs import guard
from programs.models import Participant, Standing, TandemState

OFFERED = 2
#: The reason of a ``Leftover`` whom a swap left without a tandem; all others are the engine's.
SWAPPED = "swapped"
TRIED = [TandemState.NOT_FORMED, TandemState.ENDED]


@dataclass(frozen=True)
class Swap:
    """A stored swap that holds for the draft as it is.

    ``number`` is its place among the pair's options. ``added`` are proposals that do not exist yet, the first one with
    the newcomer. ``left`` and ``found`` are the people who lose their only tandem and who get their first.
    """

    number: int
    opened: Proposal
    removed: list[Proposal]
    added: list[Proposal]
    left: list[Participant]
    found: list[Participant]

    @property
    def newcomer(self) -> Participant:
        """Who takes the place of ``instead_of`` in the opened pair."""
        new = self.added[0]
        return new.mentor if new.mentee_id == self.opened.mentee_id else new.mentee

    @property
    def instead_of(self) -> Participant:
        kept_mentee = self.added[0].mentee_id == self.opened.mentee_id
        return self.opened.mentor if kept_mentee else self.opened.mentee

    @property
    def gain(self) -> int:
        """Shown points gained by the whole."""
        return sum(pair.fit for pair in self.added) - sum(pair.fit for pair in self.removed)

    def mean_after(self, figures: Figures) -> float | None:
        """Return the mean fit of the whole with this swap done."""
        tandems = figures.tandems + len(self.added) - len(self.removed)
        return (figures.fits + self.gain) / tandems if tandems else None


def offered(proposal: Proposal) -> list[Swap]:
    """Return the swaps of an open pair that can still be done, the best ones first. Four queries, whatever the draft.

    Not offered: swaps with a pair that is no longer in the draft or that HR has decided about, and with people who
    have no room any more.
    """
    changes = [(number, change) for number, change in enumerate(proposal.options) if not change["refused"]]
    if not changes:
        return []
    board = _Board.around(proposal, [change for _number, change in changes])
    found = [board.swap(number, change) for number, change in changes]
    return [swap for swap in found if swap][:OFFERED]


def find(proposal: Proposal, number: int) -> Swap | None:
    """Return the swap of this number, or None when it cannot be done (any more)."""
    if number >= len(proposal.options):
        return None
    change = proposal.options[number]
    return None if change["refused"] else _Board.around(proposal, [change]).swap(number, change)


@transaction.atomic
def swap(proposal: Proposal, number: int, *, by: Membership) -> Swap:
    """Do a stored swap to the draft and return it. Nobody is told before publishing.

    Raises Conflict when it can no longer be done or the rules forbid it by now, MatchingError unless the run is a
    draft.
    """
    run = proposal.run
    steps.hold(run)
    done = find(proposal, number)
    if done is None:
        raise Conflict(refusal(run, proposal, number))
    _refuse_against_rules(run, done)
    before = {
        "proposals": [steps.kept(pair) for pair in done.removed],
        "leftovers": _take(run, done.found),
        "added": [[pair.mentor_id, pair.mentee_id] for pair in done.added],
        "waiting": [person.pk for person in done.left],
    }
    run.proposals.filter(pk__in=[pair.pk for pair in done.removed]).delete()
    Proposal.objects.bulk_create(done.added)
    Leftover.objects.bulk_create(_leftover(run, person) for person in done.left)
    names, about = (
        [pair.name for pair in (*done.removed, *done.added)],
        ", ".join(p.names for p in done.added),
    )
    steps.record(run, StepKind.SWAP, by=by, about=about, pairs=names, before=before)
    audit.record("matching.swapped", by=by, about=about, before=", ".join(p.names for p in done.removed))
    return done


def _refuse_against_rules(run: Run, wanted: Swap) -> None:
    house = guard.chart_of_house()
    for pair in wanted.added:
        found = guarding.objection(run.program, pair.mentor, pair.mentee, house)
        if found:
            raise Conflict(_("{what} Ihr Tausch wurde nicht ausgeführt.").format(what=found))


def _take(run: Run, people: Iterable[Participant]) -> list[dict[str, Any]]:
    """Take people off the waiting list; return their rows."""
    rows = run.leftovers.filter(participant__in=[person.pk for person in people])
    kept = [steps.kept(row) for row in rows]
    rows.delete()
    return kept


def _leftover(run: Run, person: Participant) -> Leftover:
    detail: dict[str, Any] = {"reason": {}, "nearest": None, "missing": []}
    return Leftover(run=run, participant=person, reason=SWAPPED, detail=detail)


def refusal(run: Run, proposal: Proposal, number: int) -> str:
    """Say why a swap cannot be done: who did what to one of its pairs meanwhile."""
    changes = proposal.options[number : number + 1]
    names = {proposal.name, *(_name(pair) for change in changes for pair in change["removed"])}
    touched = [step for name in names if (step := steps.latest_about(run, name))]
    latest = max(touched, key=lambda step: step.undone_at or step.at, default=None)
    what = steps.told(latest) if latest else _("Jemand aus diesem Tausch hat keinen Platz mehr.")
    return _("{what} Ihr Tausch wurde nicht ausgeführt.").format(what=what)


def _name(pair: dict[str, Any]) -> str:
    return f"{pair['mentor']}.{pair['mentee']}"


@dataclass(frozen=True)
class _Board:
    """The people whom some changes touch, by the engine's keys, and the draft's pairs that hold one of them."""

    opened: Proposal
    people: dict[str, Participant]
    pairs: dict[tuple[int, int], Proposal]
    excluded: set[tuple[int, int]]

    @classmethod
    def around(cls, opened: Proposal, changes: list[dict[str, Any]]) -> "_Board":
        people = {person.membership.public_id: person for person in _people(opened.run, changes)}
        keys = [person.pk for person in people.values()]
        near = opened.run.proposals.with_pins().with_people().between(keys, keys)
        pins = PairPin.objects.filter(program=opened.run.program_id, pin=Pin.EXCLUDED, mentor__in=keys)
        return cls(
            opened=opened,
            people=people,
            pairs={(pair.mentor_id, pair.mentee_id): pair for pair in near},
            excluded=set(pins.values_list("mentor", "mentee")),
        )

    @cached_property
    def load(self) -> Counter[int]:
        """How many pairs of the draft each person has."""
        return Counter(key for pair in self.pairs for key in pair)

    def swap(self, number: int, change: dict[str, Any]) -> Swap | None:
        """Return the change as a swap of the draft, or None when it does not hold."""
        told = [Explanation.from_json(pair) for pair in change["added"]]
        if any(key not in self.people for pair in (*told, *change["removed"]) for key in _keys(pair)):
            return None
        removed = [self.pairs.get(self._place(pair)) for pair in change["removed"]]
        added = [self._proposal(pair) for pair in told]
        there = [pair for pair in removed if pair is not None and not pair.pin]
        if len(there) < len(removed) or self._stands(added):
            return None
        return self._with_room(number, there, added)

    def _with_room(self, number: int, removed: list[Proposal], added: list[Proposal]) -> Swap | None:
        after = Counter(self.load)
        after.subtract(key for pair in removed for key in (pair.mentor_id, pair.mentee_id))
        after.update(key for pair in added for key in (pair.mentor_id, pair.mentee_id))
        more = [person for person in self.people.values() if after[person.pk] > self.load[person.pk]]
        if any(after[person.pk] > _room(person) for person in more):
            return None
        left = [p for p in self.people.values() if self.load[p.pk] and not after[p.pk]]
        found = [p for p in more if not self.load[p.pk]]
        return Swap(number, self.opened, removed, self._newcomer_first(added), left, found)

    def _stands(self, added: list[Proposal]) -> bool:
        places = {(pair.mentor_id, pair.mentee_id) for pair in added}
        return bool(places & self.pairs.keys() or places & self.excluded)

    def _newcomer_first(self, added: list[Proposal]) -> list[Proposal]:
        return sorted(
            added,
            key=lambda pair: (
                pair.mentee_id != self.opened.mentee_id,
                pair.mentor_id != self.opened.mentor_id,
            ),
        )

    def _place(self, pair: dict[str, Any]) -> tuple[int, int]:
        mentor, mentee = _keys(pair)
        return self.people[mentor].pk, self.people[mentee].pk

    def _proposal(self, told: Explanation) -> Proposal:
        return Proposal(
            run=self.opened.run,
            mentor=self.people[told.mentor],
            mentee=self.people[told.mentee],
            fit=told.fit,
            points=told.points,
            detail=told.to_json(),
            flags=[flag.code for flag in told.flags],
            is_new=True,
        )


def _keys(pair: Explanation | dict[str, Any]) -> tuple[str, str]:
    return pair.pair if isinstance(pair, Explanation) else (pair["mentor"], pair["mentee"])


def _people(run: Run, changes: list[dict[str, Any]]) -> QuerySet[Any]:
    """Everybody in these changes, with ``taken``: how many places tandems hold already."""
    pairs = [pair for change in changes for pair in (*change["removed"], *change["added"])]
    keys = {key for pair in pairs for key in _keys(pair)}
    members = Membership.objects.filter(public_id__in=keys)
    rows = Participant.objects.filter(program=run.program_id, membership__in=members).with_people()
    return rows.annotate(
        as_mentor=Count("tandems_as_mentor", filter=~Q(tandems_as_mentor__state__in=TRIED), distinct=True),
        as_mentee=Count("tandems_as_mentee", filter=~Q(tandems_as_mentee__state__in=TRIED), distinct=True),
    )


def _room(person: Any) -> int:
    """How many pairs of a draft this person can have."""
    if person.standing != Standing.JOINED:
        return 0
    return int(person.capacity - person.as_mentor - person.as_mentee)
