"""When the people of a program that is over are forgotten: what HR and the people themselves are told of it.

It counts from the day on which the program was closed (or put away as a draft), whether or not somebody archived it
later, so that nobody can forget to let it begin. ``programs.forgetting`` does it.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import audit
from accounts.models import Membership
from programs import phases
from programs.errors import ProgramError
from programs.models import EndedProgram, Phase, PhaseChange, Program
from tenancy import clock

#: HR is told so long before, and no shorter period that a house chooses comes into force sooner.
NOTICE = timedelta(days=14)
OVER = (Phase.CLOSING, Phase.ARCHIVED)


@dataclass(frozen=True, slots=True)
class Ending:
    """How it stands: the day from which on people are forgotten, whether at once, and since when they are."""

    due_on: date
    asked_at: datetime | None = None
    forgotten_at: datetime | None = None

    def is_near(self, today: date) -> bool:
        """Return whether it is time to tell HR."""
        return self.forgotten_at is None and self.due_on - NOTICE <= today

    def is_due(self, today: date) -> bool:
        return self.forgotten_at is None and (self.asked_at is not None or self.due_on <= today)


def of(program: Program) -> Ending | None:
    """Return when the people of a program that is over are forgotten, None for one that goes on."""
    if program.phase not in OVER:
        return None
    row = EndedProgram.objects.filter(program=program).first()
    return Ending(_due_on(program), row.asked_at if row else None, row.forgotten_at if row else None)


def kept(program: Program) -> EndedProgram | None:
    """Return what is left of a program whose people are forgotten, None for any other."""
    return EndedProgram.objects.filter(program=program, forgotten_at__isnull=False).first()


def ask(program: Program, *, by: Membership) -> None:
    """Let the people of an archived program be forgotten with the next sweep. Again changes nothing.

    Raises ProgramError for a program that is not in the archive.
    """
    with transaction.atomic():
        phases.lock(program)
        if program.phase != Phase.ARCHIVED:
            raise ProgramError(_("Das geht erst, wenn das Programm im Archiv liegt."))
        row, _made = EndedProgram.objects.get_or_create(program=program)
        if row.asked_at is None and row.forgotten_at is None:
            row.asked_at = clock.now()
            row.save(update_fields=["asked_at"])
            audit.record("program.forgetting_asked", by=by, about=program.name)


def later(day: date, months: int) -> date:
    """Return the same day some months later, or the last one of a shorter month."""
    month = day.month - 1 + months
    year, month = day.year + month // 12, month % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def _due_on(program: Program) -> date:
    house = program.organisation
    zone = ZoneInfo(house.zone)
    chosen = house.program_months_since.astimezone(zone).date() + NOTICE
    return max(later(_ended_on(program, zone), house.program_months), chosen)


def _ended_on(program: Program, zone: ZoneInfo) -> date:
    moves = PhaseChange.objects.filter(program=program, after__in=OVER)
    first = moves.order_by("at", "pk").first()
    return (first.at if first else program.created_at).astimezone(zone).date()
