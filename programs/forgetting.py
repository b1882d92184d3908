"""Forgetting the people of programs that are over. For the worker.

Each app above knows what it keeps about them and registers how it goes when it starts; ``reports`` registers what stays
of the report. A program goes whole, in a transaction of its own: killed in between, nothing has happened, and the next
sweep begins anew. ``tests/programs/test_forgetting.py`` knows every table.
"""

import logging
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db import connection
from django.utils import translation

from accounts import audit, departures
from accounts.models import Invitation, Language, Membership, Role
from mail import retention as mails
from programs import endings, phases
from programs.models import (
    AbsentManager,
    EndedProgram,
    HelpRequest,
    JoiningLink,
    JoiningRequest,
    Nudge,
    OwnMessage,
    Participant,
    Phase,
    Program,
    ProgramLead,
    RosterImport,
    Round,
    SecondLine,
    Skill,
    Tandem,
    WaysIn,
    WeeklyTime,
)
from tenancy.scope import scope, system

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Part:
    """What an app forgets. All are called in scope, in one transaction, before the tandems and people go.

    ``of_program`` forgets what belongs to the program; ``of_people`` what belongs to members who are in no other
    program; ``waits`` says that something is still ahead, so that it is too early.
    """

    of_program: Callable[[Program], None]
    of_people: Callable[[Collection[int]], None] = lambda people: None
    waits: Callable[[Program, datetime], bool] = lambda program, now: False


_parts: list[Part] = []
_reports: list[Callable[[Program, datetime], dict[str, Any]]] = []


def register(part: Part) -> None:
    """Let an app forget its part."""
    if part not in _parts:
        _parts.append(part)


def register_report(figures: Callable[[Program, datetime], dict[str, Any]]) -> None:
    """Say what stays of a program's report; ``figures`` takes the program and the time in the house's zone."""
    _reports[:] = [figures]


def forget_ended(now: datetime) -> None:
    """Forget the people of each program whose time is over. May run as often as one likes.

    What fails in one program waits for the next sweep and stops no other.
    """
    with system():
        rows = Program.objects.filter(phase__in=endings.OVER).exclude(endings__forgotten_at__isnull=False)
        found = list(rows.order_by("pk").values_list("organisation", "pk"))
    for house, key in found:
        try:
            with scope(house):
                forget_if_due(Program.objects.select_related("organisation").get(pk=key), now)
        except Exception:
            logger.exception("Forgetting program %s of organisation %s failed.", key, house)


def forget_if_due(program: Program, now: datetime) -> None:
    """Forget the people of one program in scope if its time is over and nothing is ahead."""
    phases.lock(program)
    ending = endings.of(program)
    here = now.astimezone(ZoneInfo(program.organisation.zone))
    if ending is None or not ending.is_due(here.date()) or any(part.waits(program, now) for part in _parts):
        return
    if program.phase != Phase.ARCHIVED:
        phases.archive_program(program, by=None)
    report = {name: value for figures in _reports for name, value in figures(program, here).items()}
    number = _forget(program)
    EndedProgram.objects.update_or_create(program=program, defaults={"forgotten_at": now, "report": report})
    audit.record("program.forgotten", by=None, about=program.name, number=number)


def _forget(program: Program) -> int:
    people = set(Participant.objects.filter(program=program).values_list("membership", flat=True))
    free = people - set(
        Participant.objects.filter(membership__in=people)
        .exclude(program=program)
        .values_list("membership", flat=True)
    )
    topics = set(
        Skill.objects.filter(uses__participant__program=program, is_new=True).values_list("pk", flat=True)
    )
    pairs = _pairs(program)
    for part in _parts:
        part.of_program(program)
        part.of_people(free)
    _forget_program(program)
    WeeklyTime.objects.filter(membership__in=free).delete()
    Skill.objects.filter(pk__in=topics, uses=None, merged=None).delete()
    departures.forget_names(pairs, departures.NOTHING)
    _forget_members(free)
    return len(people)


def _pairs(program: Program) -> set[str]:
    """The names of its tandems as lines of the trail have them, in each language."""
    tandems = list(Tandem.objects.with_people().filter(program=program))
    found: set[str] = set()
    for language in Language.values:
        with translation.override(language):
            found |= {str(tandem) for tandem in tandems}
    return found


def _forget_program(program: Program) -> None:
    tandems = Tandem.objects.filter(program=program)
    _forget_mails(program)
    with connection.cursor() as cursor:
        cursor.execute("SELECT forget_tandem_events(%s)", [program.pk])
    Nudge.objects.filter(tandem__program=program).delete()
    HelpRequest.objects.filter(tandem__program=program).delete()
    tandems.delete()
    invitations = Invitation.objects.filter(pk__in=_invitations(program))
    keys = set(invitations.values_list("pk", flat=True))
    mails.forget({f"invitation:{key}" for key in keys})
    for model in (Round, Participant, RosterImport, OwnMessage, JoiningRequest, JoiningLink, WaysIn):
        model.objects.filter(program=program).delete()
    Invitation.objects.filter(pk__in=keys).delete()


def _invitations(program: Program) -> set[int]:
    rows = Participant.objects.filter(program=program, invitations__isnull=False)
    return set(rows.values_list("invitations__invitation", flat=True))


def _forget_mails(program: Program) -> None:
    """Mails name what they are about: everything here whose row goes, and the program itself."""
    abouts = {f"run:{program.public_id}", f"program:{program.public_id}", f"joining:{program.public_id}"}
    for name, rows in (
        ("participant", Participant.objects.filter(program=program)),
        ("tandem", Tandem.objects.filter(program=program)),
        ("agreement", Tandem.objects.filter(program=program)),
        ("help", HelpRequest.objects.filter(tandem__program=program)),
        ("message", OwnMessage.objects.filter(program=program)),
        ("round", Round.objects.filter(program=program)),
        ("joining", JoiningRequest.objects.filter(program=program)),
    ):
        abouts |= {f"{name}:{key}" for key in rows.values_list("public_id", flat=True)}
    mails.forget(abouts)


def _forget_members(free: Collection[int]) -> None:
    """Let go those who are here for this program alone: no role, no program to run, none to answer for."""
    rows = Membership.objects.filter(pk__in=free, role=Role.PARTICIPANT)
    leads = ProgramLead.objects.filter(membership__in=free).values("membership")
    contacts = Program.objects.filter(contact__in=free).values("contact")
    gone = set(rows.exclude(pk__in=leads).exclude(pk__in=contacts).values_list("pk", flat=True))
    for model in (AbsentManager, SecondLine):
        model.objects.filter(membership__in=gone).delete()
    departures.forget(gone)
