"""Whether a program may open: six statements that make it fair, what shows each, and what is still missing.

Some are facts of what was set up, some only a person of the house can stand for: those are promises, kept with name
and time.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import audit
from accounts.models import Membership
from programs import goals, guard_words
from programs.errors import ProgramError
from programs.models import Goal, Phase, Program, Promise, PromiseGiven
from tenancy import clock
from ui import dates

#: The six statements: what each is called, and the promises that belong to it.
PARTS: dict[str, tuple[Any, tuple[Promise, ...]]] = {
    "voluntary": (gettext_lazy("Freiwillig"), (Promise.VOLUNTARY,)),
    "independent": (gettext_lazy("Unabhängig"), (Promise.INDEPENDENT,)),
    "period": (gettext_lazy("Fester Zeitraum"), ()),
    "clear": (gettext_lazy("Ziel und Rollen sind klar"), ()),
    "confidential": (gettext_lazy("Vertraulich"), (Promise.CONFIDENTIAL, Promise.COUNCIL)),
    "evaluation": (gettext_lazy("Auswertung steht fest"), ()),
}
#: Good to have, but no house is kept from opening without.
OPTIONAL = frozenset({Promise.COUNCIL})
#: To which statement each field of the goal contract belongs.
PART_OF = {
    "statement": "clear",
    "sponsor": "clear",
    "indicator": "evaluation",
    "baseline": "evaluation",
    "target": "evaluation",
}


@dataclass(frozen=True, slots=True)
class Gap:
    """What is missing before a program can open, the step where it is filled in, and the statement it belongs to."""

    step: str
    sentence: str
    part: str


@dataclass(frozen=True, slots=True)
class Vow:
    """A promise, and who gave it, if anybody did."""

    promise: Promise
    given: PromiseGiven | None
    is_optional: bool


@dataclass(frozen=True, slots=True)
class Statement:
    """One of the six: ``facts`` stand behind it, ``gaps`` against it, ``vows`` are for people."""

    title: str
    facts: list[str]
    gaps: list[Gap]
    vows: list[Vow]

    @property
    def is_met(self) -> bool:
        return not self.gaps and all(vow.given or vow.is_optional for vow in self.vows)


def statements(program: Program) -> list[Statement]:
    """Return the six statements about a program as it stands."""
    facts, found = _facts(program), gaps(program)
    given = {row.promise: row for row in program.promises.select_related("by")}
    return [
        Statement(
            str(title),
            facts[part],
            [gap for gap in found if gap.part == part],
            [Vow(promise, given.get(promise), promise in OPTIONAL) for promise in promises],
        )
        for part, (title, promises) in PARTS.items()
    ]


def gaps(program: Program) -> list[Gap]:
    """Return what is missing in goal, frame and rules before enrolment can open, one sentence each."""
    goal = Goal.objects.get(program=program)
    fields: list[Any] = [Goal._meta.get_field(name) for name in goals.CONTRACT]
    found = [
        Gap(
            "goal",
            _("In der Zielvereinbarung fehlt „{field}“.").format(field=field.verbose_name),
            PART_OF[field.name],
        )
        for field in fields
        if not getattr(goal, field.name).strip()
    ]
    frame = [
        (program.starts_on is None, "period", _("Der Beginn fehlt, und damit das Enddatum.")),
        (program.enrolment_until is None, "period", _("Das Ende der Anmeldung fehlt.")),
        (program.contact_id is None, "clear", _("Eine Ansprechperson fehlt.")),
        (not program.organisation.address, "clear", _("Die Anrede im Haus, Du oder Sie, fehlt.")),
    ]
    found += [Gap("frame", sentence, part) for missing, part, sentence in frame if missing]
    if not program.reporting_depth:
        sentence = _("Eine Führungskraft könnte mit den eigenen Leuten ein Tandem bilden.")
        found.append(Gap("matching", sentence, "independent"))
    return found


def missing(program: Program) -> list[str]:
    """Return a sentence for each gap, and for each promise that nobody has given yet."""
    given = set(program.promises.values_list("promise", flat=True))
    open_promises = [promise for promise in Promise if promise not in OPTIONAL | given]
    return [gap.sentence for gap in gaps(program)] + [
        _("Noch nicht bestätigt: „{promise}“").format(promise=promise.label) for promise in open_promises
    ]


def promise(program: Program, promises: Iterable[Promise], *, by: Membership) -> None:
    """Note exactly these promises for a draft; one given before keeps its name and time.

    Raises ProgramError once the program is open.
    """
    with transaction.atomic():
        row = Program.objects.select_for_update(of=("self",)).get(pk=program.pk)
        if row.phase != Phase.DRAFT:
            raise ProgramError(_("Die Zusicherungen stehen seit dem Öffnen der Anmeldung fest."))
        wanted = set(promises)
        program.promises.exclude(promise__in=wanted).delete()
        new = wanted - set(program.promises.values_list("promise", flat=True))
        now = clock.now()
        PromiseGiven.objects.bulk_create(
            PromiseGiven(program=program, promise=one, at=now, by=by) for one in sorted(new)
        )
        if new:
            audit.record("program.promised", by=by, about=program.name, promises=sorted(new))


def _facts(program: Program) -> dict[str, list[str]]:
    goal = Goal.objects.get(program=program)
    smallest = program.organisation.smallest_group
    return {
        "voluntary": [
            _("Ein Nein sieht für Sie aus wie keine Antwort. Aussteigen geht jederzeit, ohne Grund."),
        ],
        "independent": guard_words.rules(program),
        "period": _period(program),
        "clear": _contact(program, goal),
        "confidential": [
            _("Absprachen und Notizen lesen nur die beiden. Zahlen erscheinen ab {number} Antworten.").format(
                number=smallest
            ),
        ],
        "evaluation": [goal.indicator] if goal.indicator else [],
    }


def _period(program: Program) -> list[str]:
    if program.starts_on is None or program.ends_on is None:
        return []
    first, last = (dates.words(day, "day_year") for day in (program.starts_on, program.ends_on))
    return [
        _("{first} bis {last}, {number} Sitzungen").format(
            first=first, last=last, number=program.session_count
        )
    ]


def _contact(program: Program, goal: Goal) -> list[str]:
    sponsor = [_("Dafür steht ein: {name}").format(name=goal.sponsor)] if goal.sponsor else []
    contact = [_("Ansprechperson: {name}").format(name=program.contact)] if program.contact else []
    return sponsor + contact
