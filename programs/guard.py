"""The guard: which rules of the chart a pair breaks, what cannot be checked, and tandems that no longer fit.

One pair at a time and from the rows as they are; ``matching.engine`` does the same for all pairs at once.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import audit
from accounts.models import Membership
from programs import chart
from programs.chart import Chart, Line
from programs.errors import ProgramError
from programs.models import (
    AbsentManager,
    GuardFinding,
    Measure,
    Participant,
    Phase,
    Program,
    SecondLine,
    Side,
    Tandem,
    Unchecked,
)
from programs.querysets import TandemQuerySet
from tenancy import clock

MONTHS = 12
NOTE_LENGTH = 300


@dataclass(frozen=True, slots=True)
class Pair:
    """Two people as the rules see them."""

    mentor: Membership
    mentee: Membership
    lines: tuple[Line[str], Line[str]]


def chart_of_house() -> Chart[str]:
    """Return the chart of everybody in the house, by the public ids of memberships. Three queries."""
    pairs = Membership.objects.order_by().values_list("public_id", "manager__public_id")
    absent = set(AbsentManager.objects.values_list("membership__public_id", flat=True))
    lines = SecondLine.objects.order_by("pk").values_list("membership__public_id", "manager__public_id")
    further = [(key, manager) for key, manager in lines if manager]
    absent |= {key for key, manager in lines if not manager}
    return chart.of(pairs, absent, further)


def broken(
    program: Program, mentor: Membership, mentee: Membership, house: Chart[str] | None = None
) -> dict[str, str]:
    """Return the rules that a pair breaks as far as is known, each with the fact it breaks it by."""
    house = house or chart_of_house()
    pair = Pair(mentor, mentee, (house.line(mentor.public_id), house.line(mentee.public_id)))
    found = {
        **_of_lines(program, pair),
        "mentor_not_junior": _not_junior(program, pair),
        "same_department": _same(mentor.department, mentee.department) if program.other_department else "",
        "same_place": _same(mentor.place, mentee.place) if program.other_place else "",
    }
    return {rule: fact[:200] for rule, fact in found.items() if fact}


def _of_lines(program: Program, pair: Pair) -> dict[str, str]:
    up, across = pair.lines
    depth, shared = program.reporting_depth, program.shared_depth
    within = set(across.within(shared))
    common = next((key for key in up.within(shared) if key in within), None)
    below = _above(up, pair.mentee, None) if program.mentor_below else ""
    # What is told as standing below is not told a second time as standing in one line.
    line = _above(across, pair.mentor, depth) or ("" if below else _above(up, pair.mentee, depth))
    return {
        "same_reporting_line": line,
        "mentor_below": below,
        "shared_manager": common or "",
    }


def _above(line: Line[str], person: Membership, depth: int | None) -> str:
    steps = line.steps.get(person.public_id)
    reached = steps is not None and (depth is None or steps <= depth)
    return f"{person.public_id} +{steps}" if reached else ""


def _not_junior(program: Program, pair: Pair) -> str:
    low, high = measured(pair.mentor, program.measure), measured(pair.mentee, program.measure)
    if low is None or high is None:
        return ""
    unit = MONTHS if program.measure == Measure.EXPERIENCE else 1
    return f"{low} {high}" if high - low < max(1, program.minimum_distance * unit) else ""


def measured(person: Membership, measure: str) -> int | None:
    """Return somebody's seniority by the program's measure, in levels or in months; None while it is not known."""
    if measure == Measure.LEVEL:
        return person.level
    return None if person.experience_years is None else round(float(person.experience_years) * MONTHS)


def _same(one: str, other: str) -> str:
    return one if one and one == other else ""


def lacking(program: Program, person: Participant, house: Chart[str]) -> list[Unchecked]:
    """Return the data without which a rule in force cannot be checked for somebody, allowed or not."""
    member = person.membership
    missing = {
        Unchecked.MANAGER: not _line_is_known(program, person, house),
        Unchecked.MEASURE: measured(member, program.measure) is None,
        Unchecked.DEPARTMENT: program.other_department and not member.department,
        Unchecked.PLACE: program.other_place and not member.place,
    }
    return [data for data, lacks in missing.items() if lacks]


def _line_is_known(program: Program, person: Participant, house: Chart[str]) -> bool:
    line = house.line(person.membership.public_id)
    whole = program.mentor_below and person.side == Side.MENTOR
    return line.known_up(None if whole else max(program.reporting_depth, program.shared_depth))


def gaps(program: Program, people: Iterable[Participant]) -> dict[Unchecked, list[Participant]]:
    """Return who of these people lacks what, for the rules of their program. Two queries beside the people's own."""
    house = chart_of_house()
    found: dict[Unchecked, list[Participant]] = defaultdict(list)
    for person in people:
        for data in lacking(program, person, house):
            found[data].append(person)
    return {data: found[data] for data in Unchecked if data in found}


def note_managers(managers: Mapping[int, str]) -> None:
    """Keep the addresses of managers who are no members, by their people's keys; "" forgets what was kept."""
    AbsentManager.objects.filter(membership__in=managers).delete()
    AbsentManager.objects.bulk_create(
        (AbsentManager(membership_id=key, email_norm=email) for key, email in managers.items() if email),
        batch_size=2000,
    )


def sweep_house() -> None:
    """Look through all tandems of the house that may still meet."""
    programs = Program.objects.exclude(phase__in=[Phase.DRAFT, Phase.ARCHIVED])
    open_ones = list(programs.filter(tandems__in=Tandem.objects.open()).distinct())
    house = chart_of_house() if open_ones else None
    for program in open_ones:
        sweep(program, house)


@transaction.atomic
def sweep(program: Program, house: Chart[str] | None = None) -> None:
    """Write down which open tandems of a program break a rule now, and forget what no longer holds.

    May run as often as one likes; what HR decided stays.
    """
    house, now = house or chart_of_house(), clock.now()
    holds = {
        (tandem.pk, rule, fact)
        for tandem in program.tandems.open().with_people()
        for rule, fact in broken(program, tandem.mentor.membership, tandem.mentee.membership, house).items()
    }
    there = {
        (row.tandem_id, row.rule, row.fact): row
        for row in GuardFinding.objects.filter(tandem__program=program)
    }
    over = [row.pk for place, row in there.items() if place not in holds and row.kept_at is None]
    GuardFinding.objects.filter(pk__in=over).delete()
    new = [
        GuardFinding(tandem_id=tandem, rule=rule, fact=fact, found_at=now)
        for tandem, rule, fact in sorted(holds - there.keys())
    ]
    GuardFinding.objects.bulk_create(new, ignore_conflicts=True)


def to_decide(program: Program) -> TandemQuerySet:
    """Return the open tandems of a program that break a rule HR has not decided about."""
    undecided = GuardFinding.objects.filter(kept_at=None, tandem__program=program)
    rows: TandemQuerySet = program.tandems.open().filter(pk__in=undecided.values("tandem"))
    return rows.with_people().order_by("mentor__membership__name_order", "pk")


def waiting(program: Program) -> int:
    """Return how many tandems of a program wait for that decision."""
    return to_decide(program).count()


def undecided(tandems: Iterable[Tandem]) -> list[tuple[Tandem, list[GuardFinding]]]:
    """Return tandems with what is to decide about each. One query beside the tandems' own."""
    rows, found = list(tandems), defaultdict(list)
    for finding in GuardFinding.objects.filter(tandem__in=rows, kept_at=None).order_by("rule", "pk"):
        found[finding.tandem_id].append(finding)
    return [(tandem, found[tandem.pk]) for tandem in rows]


def findings(tandem: Tandem) -> list[GuardFinding]:
    """Return what HR still has to decide about a tandem; nothing once it is over."""
    if not Tandem.objects.open().filter(pk=tandem.pk).exists():
        return []
    return list(tandem.findings.filter(kept_at=None).order_by("rule", "pk"))


def kept(tandem: Tandem) -> list[GuardFinding]:
    """Return for which rules HR has kept a tandem, with note and name."""
    return list(tandem.findings.exclude(kept_at=None).select_related("kept_by").order_by("kept_at", "pk"))


@transaction.atomic
def keep(tandem: Tandem, *, note: str, by: Membership) -> None:
    """Keep a tandem although it breaks rules. It is not brought up again for the same facts.

    Raises ProgramError without a note and when there is nothing to decide.
    """
    if not note.strip():
        raise ProgramError(_("Bitte halten Sie in einem Satz fest, warum das Tandem bleibt."))
    rows = GuardFinding.objects.select_for_update(of=("self",)).filter(tandem=tandem, kept_at=None)
    rules = sorted(rows.values_list("rule", flat=True))
    if not rules:
        raise ProgramError(_("Zu diesem Tandem ist nichts zu entscheiden."))
    rows.update(kept_at=clock.now(), kept_by=by, note=note.strip()[:NOTE_LENGTH])
    audit.record("tandem.kept", by=by, about=str(tandem), rules=rules)
