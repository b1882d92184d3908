"""What the review shows of pairs: a row each for a page of them, and everything about the opened one."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from accounts.models import Membership
from accounts.name_order import letters
from matching import sentences, swapping
from matching.engine import Explanation
from matching.figures import Figures
from matching.models import Pin, Proposal, Run
from matching.querysets import ProposalQuerySet
from matching.swapping import Swap
from programs import skills
from programs.models import Participant, WeeklyTime
from ui.charts import signed

REASONS_SHOWN = 3
TIMES = {"few_times", "time_unknown"}


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody on the screen: name, function, place."""

    name: str
    line: str
    line2: str
    key: str

    @classmethod
    def of(cls, participant: Participant) -> "Person":
        who = participant.membership
        return cls(who.name, who.job_title or who.department, who.place, who.public_id)


@dataclass(frozen=True, slots=True)
class Row:
    """A pair in the list."""

    proposal: Proposal
    mentor: Person
    mentee: Person
    pin: str
    flags: list[str]
    plus: list[str]
    minus: list[str]
    word: str

    @classmethod
    def of(cls, proposal: Proposal, pin: str = "") -> "Row":
        told = Explanation.from_json(proposal.detail)
        spoken = [(line, sentences.short(line.fact.code, line.fact.params)) for line in told.lines]
        plus = [text for line, text in spoken if line.tone == "for" and text]
        minus = [text for line, text in spoken if line.tone == "against" and text and line.maximum]
        kept = plus[: REASONS_SHOWN - min(1, len(minus))]
        return cls(
            proposal=proposal,
            mentor=Person.of(proposal.mentor),
            mentee=Person.of(proposal.mentee),
            pin=pin,
            flags=[sentences.flag(flag.code, flag.params) for flag in told.flags],
            plus=kept,
            minus=minus[: REASONS_SHOWN - len(kept)],
            word=str(sentences.GRADES[told.grade]),
        )

    @property
    def key(self) -> str:
        return self.proposal.name

    @property
    def fit(self) -> int:
        return self.proposal.fit

    @property
    def locked(self) -> bool:
        return self.pin == Pin.LOCKED

    @property
    def excluded(self) -> bool:
        return self.pin == Pin.EXCLUDED

    @property
    def doubtful(self) -> bool:
        return bool(self.proposal.flags) and not self.pin

    @property
    def kind(self) -> str:
        """The kind of its dot, see ``figures.Group``."""
        return "lock" if self.locked else "attn" if self.doubtful else ""

    @property
    def names(self) -> str:
        return self.proposal.names


@dataclass(frozen=True, slots=True)
class Factor:
    """One of the factors of the opened pair: points, maximum, and the fact behind them."""

    name: str
    shown: int
    maximum: int
    facts: list[str]

    @property
    def low(self) -> bool:
        return self.shown * 3 <= self.maximum

    @property
    def percent(self) -> int:
        return round(100 * self.shown / self.maximum)


@dataclass(frozen=True, slots=True)
class Option:
    """Somebody else for one side of the opened pair, and what it does to the others and to the whole."""

    number: int
    side: str
    name: str
    instead_of: str
    fit: int
    fit_before: int
    delta: str
    consequences: list[str]


@dataclass(frozen=True, slots=True)
class MoreTimes:
    """Whom to ask for more times, how many windows they gave, and when they were asked in this run (or None)."""

    participant: Participant
    given: int
    inquiry: object | None


@dataclass(frozen=True, slots=True)
class Opened:
    """The opened pair: its row, points with facts, and what HR can do about it."""

    row: Row
    factors: list[Factor]
    lead: str
    options: list[Option]
    more_times: MoreTimes | None


def rows(proposals: ProposalQuerySet) -> list[Row]:
    """Return the rows of proposals, in their order.

    Only the keys go through filter and order: everything else is read for these few alone.
    """
    keys = list(proposals.values_list("pk", flat=True))
    found = Proposal.objects.filter(pk__in=keys).with_pins().with_people().defer("options").in_bulk()
    for_reader(found.values())
    return [Row.of(found[key], found[key].pin) for key in keys]


def for_reader(proposals: Iterable[Proposal]) -> None:
    """Let proposals that are only shown, never saved, name topics as the reader calls them. Two queries in all."""
    lines = [line for proposal in proposals for line in proposal.detail["lines"]]
    flags = [flag for proposal in proposals for flag in proposal.detail["flags"]]
    told = skills.for_reader([*(line["fact"] for line in lines), *flags])
    for line, fact in zip(lines, told, strict=False):
        line["fact"] = fact
    for flag, fact in zip(flags, told[len(lines) :], strict=True):
        flag.update(fact)


def find(run: Run, name: str) -> Proposal | None:
    """Return the run's proposal of this name, or None."""
    mentor, _dot, mentee = name.partition(".")
    people = run.proposals.filter(
        mentor__membership__in=Membership.objects.filter(public_id=mentor),
        mentee__membership__in=Membership.objects.filter(public_id=mentee),
    )
    found = people.with_pins().with_people().first()
    if found:
        found.run = run
    return found


def opened(proposal: Proposal, figures: Figures, *, changeable: bool) -> Opened:
    """Return all about one pair. A pair that cannot be changed (any more) has nothing to do about it."""
    for_reader([proposal])
    row = Row.of(proposal, proposal.pin)
    shown = factors(proposal)
    free = changeable and not row.pin
    return Opened(
        row=row,
        factors=shown,
        lead=lead(shown),
        options=[_option(swap, figures) for swap in swapping.offered(proposal)] if free else [],
        more_times=_more_times(proposal) if free and TIMES & set(proposal.flags) else None,
    )


def factors(proposal: Proposal) -> list[Factor]:
    """Return the factors of a pair; their points add up to the fit."""
    told = Explanation.from_json(proposal.detail)
    return [
        Factor(
            name=str(sentences.FACTORS[factor.name]),
            shown=factor.shown,
            maximum=factor.maximum,
            facts=[sentences.fact(line.fact.code, line.fact.params) for line in factor.lines if line.maximum],
        )
        for factor in told.factors
        if factor.maximum
    ]


def lead(shown: list[Factor]) -> str:
    """Return a pair in one paragraph: what carries it and what is scarce."""
    strong = [factor.name for factor in shown if factor.shown * 5 >= factor.maximum * 3]
    weak = [factor.name for factor in shown if factor.low]
    parts = []
    if strong:
        parts.append(_("Dafür sprechen: {factors}.").format(factors=", ".join(strong)))
    if weak:
        parts.append(_("Knapp sind: {factors}.").format(factors=", ".join(weak)))
    return " ".join(parts)


def _option(swap: Swap, figures: Figures) -> Option:
    new, before = swap.added[0], figures.fits / figures.tandems
    return Option(
        number=swap.number,
        side=swap.newcomer.side,
        name=swap.newcomer.membership.name,
        instead_of=swap.instead_of.membership.name,
        fit=new.fit,
        fit_before=swap.opened.fit,
        delta=signed((swap.mean_after(figures) or 0) - before),
        consequences=consequences(swap),
    )


def consequences(swap: Swap) -> list[str]:
    """Return what else a swap does: to other pairs and to the waiting list."""
    others = [
        _("{mentor} dann mit {mentee}, {fit}.").format(mentor=pair.mentor, mentee=pair.mentee, fit=pair.fit)
        for pair in swap.added[1:]
    ]
    return others + [_("{name} kommt auf die Warteliste.").format(name=person) for person in swap.left]


def _more_times(proposal: Proposal) -> MoreTimes:
    """Return whichever of the two gave fewer times."""
    both = (proposal.mentor, proposal.mentee)
    windows = WeeklyTime.objects.filter(membership__in=[person.membership_id for person in both])
    given = list(windows.values_list("membership", flat=True))
    fewest = min(both, key=lambda person: given.count(person.membership_id))
    inquiry = proposal.run.inquiries.filter(participant=fewest).first()
    return MoreTimes(fewest, given.count(fewest.membership_id), inquiry)


def departments(run: Run) -> list[str]:
    """Return the departments of the program's people, for the filter."""
    people = Participant.objects.filter(program=run.program_id)
    # Sorting thousands of names only to drop most of them is what the database would do.
    named = filter(None, people.order_by().values_list("membership__department", flat=True).distinct())
    return sorted(named, key=letters)
