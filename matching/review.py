"""What the review screen shows of a run: all pairs, problems first, and everything about the opened one."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from accounts.models import Membership
from matching import sentences
from matching.engine import Change, Explanation, Problem, alternatives, solve
from matching.models import Leftover, PairPin, Pin, Proposal, Run
from programs.models import Participant, Side
from ui.charts import Dot, signed

REASONS_SHOWN = 3


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

    @property
    def key(self) -> str:
        return f"{self.mentor.key}.{self.mentee.key}"

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
        return bool(self.flags) and not self.locked

    @property
    def names(self) -> str:
        return _("{mentor} und {mentee}").format(mentor=self.mentor.name, mentee=self.mentee.name)


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

    side: str
    name: str
    instead_of: str
    fit: int
    fit_before: int
    delta: str
    consequences: list[str]


@dataclass(frozen=True, slots=True)
class Waiting:
    """A person without a tandem, and why."""

    person: Person
    side: str
    reason: str
    nearest: str = ""
    missing: list[str] = field(default_factory=list)


def rows(run: Run) -> list[Row]:
    """Return all pairs of a run, problems first, then by falling fit. Four queries, however many pairs."""
    pins = _pins(run)
    proposals = run.proposals.select_related("mentor__membership", "mentee__membership")
    found = [_row(proposal, pins.get((proposal.mentor_id, proposal.mentee_id), "")) for proposal in proposals]
    return sorted(found, key=lambda row: (not row.doubtful, row.fit if row.doubtful else -row.fit, row.names))


def _pins(run: Run) -> dict[tuple[int, int], str]:
    pins = PairPin.objects.filter(program=run.program)
    return {(mentor, mentee): pin for mentor, mentee, pin in pins.values_list("mentor", "mentee", "pin")}


def _row(proposal: Proposal, pin: str) -> Row:
    told = Explanation.from_json(proposal.detail)
    spoken = [(line, sentences.short(line.fact.code, line.fact.params)) for line in told.lines]
    plus = [text for line, text in spoken if line.tone == "for" and text]
    minus = [text for line, text in spoken if line.tone == "against" and text and line.maximum]
    kept = plus[: REASONS_SHOWN - min(1, len(minus))]
    return Row(
        proposal=proposal,
        mentor=Person.of(proposal.mentor),
        mentee=Person.of(proposal.mentee),
        pin=pin,
        flags=[sentences.flag(flag.code, flag.params) for flag in told.flags],
        plus=kept,
        minus=minus[: REASONS_SHOWN - len(kept)],
        word=str(sentences.GRADES[told.grade]),
    )


def dots(shown: Iterable[Row], opened: str) -> list[Dot]:
    """Return one dot per tandem on the scale of fit."""
    return [Dot(row.fit, _dot_kind(row, opened)) for row in shown]


def _dot_kind(row: Row, opened: str) -> str:
    if row.key == opened:
        return "sel"
    if row.locked:
        return "lock"
    return "attn" if row.doubtful else ""


def caption(shown: Sequence[Row]) -> str:
    """Return the distribution of the fit in words."""
    bands = [(0, 70), (70, 80), (80, 90), (90, 101)]
    counts = [sum(low <= row.fit < high for row in shown) for low, high in bands]
    return _(
        "Verteilung der Passung der Tandems: {low} unter 70, {mid} von 70 bis 79, {good} von 80 bis 89, {best} ab 90."
    ).format(low=counts[0], mid=counts[1], good=counts[2], best=counts[3])


def factors(row: Row) -> list[Factor]:
    """Return the factors of a pair; their points add up to the fit."""
    told = Explanation.from_json(row.proposal.detail)
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


def lead(row: Row) -> str:
    """Return the opened pair in one paragraph: what carries it and what is scarce."""
    shown = factors(row)
    strong = [factor.name for factor in shown if factor.shown * 5 >= factor.maximum * 3]
    weak = [factor.name for factor in shown if factor.low]
    parts = []
    if strong:
        parts.append(_("Dafür sprechen: {factors}.").format(factors=", ".join(strong)))
    if weak:
        parts.append(_("Knapp sind: {factors}.").format(factors=", ".join(weak)))
    return " ".join(parts)


def options(run: Run, row: Row) -> list[Option]:
    """Return the two best other people for the mentor's and the mentee's place, the better ones first."""
    if row.locked:
        return []
    problem = Problem.from_json(run.inputs)
    result = solve(problem)
    names = {person.public_id: person.name for person in _people(run)}
    pair = (row.mentor.key, row.mentee.key)
    found: list[tuple[int, int, Option]] = []
    for side in Side.values:
        changes = alternatives(problem, result, pair, side=side, count=2)
        found.extend((change.tandems, change.delta, _option(change, side, row, names)) for change in changes)
    ranked = sorted(found, key=lambda entry: (-entry[0], -entry[1]))
    return [option for _tandems, _delta, option in ranked[:2]]


def _people(run: Run) -> list[Membership]:
    participants = Participant.objects.filter(program=run.program).with_people()
    return [participant.membership for participant in participants]


def _option(change: Change, side: str, row: Row, names: dict[str, str]) -> Option:
    kept, left = (row.mentee, row.mentor) if side == Side.MENTOR else (row.mentor, row.mentee)
    new = next(pair for pair in change.added if kept.key in pair.pair)
    newcomer = new.mentor if side == Side.MENTOR else new.mentee
    return Option(
        side=side,
        name=names[newcomer],
        instead_of=left.name,
        fit=new.fit,
        fit_before=row.fit,
        delta=signed((change.mean_after or 0) - (change.mean_before or 0)),
        consequences=_consequences(change, new, names),
    )


def _consequences(change: Change, new: Explanation, names: dict[str, str]) -> list[str]:
    found = [
        _("{mentor} dann mit {mentee}, {fit}").format(
            mentor=names[pair.mentor], mentee=names[pair.mentee], fit=pair.fit
        )
        for pair in change.added
        if pair is not new
    ]
    return found + [
        _("{name} kommt auf die Warteliste").format(name=names[key]) for _side, key in change.set_free
    ]


def waiting(run: Run) -> list[Waiting]:
    """Return the people without a tandem, mentees first, as there are mostly fewer of them."""
    rows = Leftover.objects.filter(run=run).select_related("participant__membership")
    names = {person.public_id: person.name for person in _people(run)}
    found = [_waiting(row, names) for row in rows]
    return sorted(found, key=lambda one: (one.side != Side.MENTEE, one.person.name))


def _waiting(row: Leftover, names: dict[str, str]) -> Waiting:
    nearest = row.detail.get("nearest") or {}
    return Waiting(
        person=Person.of(row.participant),
        side=row.participant.side,
        reason=sentences.left_over(row.reason, row.detail["reason"]),
        nearest=names.get(nearest.get("partner", ""), ""),
        missing=[
            str(sentences.CRITERIA[name]) for name in row.detail["missing"] if name in sentences.CRITERIA
        ],
    )
