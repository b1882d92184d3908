"""Asking the program lead for help, and answering. Of all that goes wrong HR learns only what somebody tells here."""

from collections.abc import Iterable
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _

from accounts import audit
from accounts.models import Membership, Organisation, Role
from programs import letters, workdays
from programs.errors import ProgramError
from programs.models import HelpRequest, Program, Tandem, TandemState
from tenancy import clock

#: So many working days after the question an answer is promised.
ANSWER_DAYS = 2
#: A mean of fewer answers would tell of single ones.
FEWEST_ANSWERED = 5
OPEN_TO = frozenset({TandemState.ACTIVE, TandemState.PAUSED})


def readers(tandem: Tandem) -> list[Membership]:
    """Return who may read a request, by name: whoever leads the program and the owners, never one of the two."""
    runs = Q(role=Role.OWNER) | Q(role=Role.LEAD, led_programs__program=tandem.program)
    others = Membership.objects.filter(runs, is_active=True).exclude(
        pk__in=[one.pk for one in tandem.members]
    )
    return list(others.distinct().by_name())


def read(tandem: Tandem, *, by: Membership) -> list[HelpRequest]:
    """Return the requests of a tandem for one of its readers, the newest first; nothing for anybody else."""
    if by not in readers(tandem):
        return []
    return list(tandem.help_requests.select_related("asked_by", "tandem__program__organisation"))


def answer_until(asked: HelpRequest) -> date:
    """Return the day until which an answer is promised, in the organisation's zone."""
    house = asked.tandem.program.organisation
    return workdays.after(asked.asked_at.astimezone(ZoneInfo(house.zone)).date(), ANSWER_DAYS, house.state)


def open_of(tandem: Tandem, *, by: Membership) -> HelpRequest | None:
    """Return what this person asked for in this tandem and nobody has answered yet."""
    return tandem.help_requests.filter(asked_by=by, answered_at=None).first()


def ask(tandem: Tandem, *, topic: str, text: str, by: Membership) -> HelpRequest:
    """Ask for help in a tandem that has come about and is not over; whoever leads the program gets a mail.

    Raises ProgramError for others, and while an earlier request of this person is open.
    """
    with transaction.atomic():
        row = Tandem.objects.select_for_update(no_key=True).get(pk=tandem.pk)
        if tandem.side_of(by) is None or row.state not in OPEN_TO:
            raise ProgramError(_("Um Hilfe bitten können die beiden, solange das Tandem besteht."))
        if open_of(tandem, by=by):
            raise ProgramError(_("Ihre Bitte ist schon da. Die Programmleitung meldet sich."))
        asked = HelpRequest(tandem=tandem, asked_by=by, topic=topic, asked_at=clock.now())
        asked.text = text
        asked.save()
        for person in _called(tandem):
            letters.help_asked(asked, to=person, until=answer_until(asked))
        # Without the name: the trail is read by more people than the request.
        audit.record("help.asked", by=None, about=tandem.program.name)
    return asked


def answer(asked: HelpRequest, *, by: Membership) -> None:
    """Note that one of its readers has answered. Raises ProgramError for others; twice is once."""
    with transaction.atomic():
        if by not in readers(asked.tandem):
            raise ProgramError(_("Das entscheidet, wer das Programm leitet."))
        row = HelpRequest.objects.select_for_update(no_key=True).get(pk=asked.pk)
        if row.answered_at is None:
            row.answered_at = asked.answered_at = clock.now()
            row.save(update_fields=["answered_at"])
            audit.record("help.answered", by=by, about=asked.tandem.program.name)


def waiting(program: Program) -> int:
    """Return how many requests of a program wait for an answer."""
    return HelpRequest.objects.filter(tandem__program=program, answered_at=None).count()


def open_in(programs: Iterable[Program], *, by: Membership) -> list[HelpRequest]:
    """Return what waits for an answer in programs that this person leads, the oldest first, with all that a line needs.

    Whoever is one of the two of a tandem does not read what is asked there.
    """
    rows = HelpRequest.objects.filter(tandem__program__in=programs, answered_at=None)
    rows = rows.exclude(tandem__mentor__membership=by).exclude(tandem__mentee__membership=by)
    return list(rows.select_related("asked_by", "tandem__program__organisation").order_by("asked_at", "pk"))


def listed(program: Program, *, by: Membership) -> QuerySet[HelpRequest]:
    """Return all requests of a program, those of one's own tandems left out, with all that a line needs.

    Open ones come first, the oldest on top, so that those whose day is over lead; answered ones are behind, the latest
    on top.
    """
    rows = HelpRequest.objects.filter(tandem__program=program)
    rows = rows.exclude(tandem__mentor__membership=by).exclude(tandem__mentee__membership=by)
    people = rows.select_related(
        "asked_by",
        "tandem__program__organisation",
        "tandem__mentor__membership",
        "tandem__mentee__membership",
    )
    return people.order_by(F("answered_at").desc(nulls_first=True), "asked_at", "pk")


def usual_days(programs: Iterable[Program], *, smallest: int) -> float | None:
    """Return after how many working days help was answered on average; None for fewer than ``smallest`` askers."""
    rows = HelpRequest.objects.filter(tandem__program__in=programs, answered_at__isnull=False)
    found = list(rows.values_list("asked_by", "asked_at", "answered_at"))
    if len({person for person, *_when in found}) < max(smallest, FEWEST_ANSWERED):
        return None
    house = next(iter(programs)).organisation
    days = [_working_days(asked, answered, house) for _person, asked, answered in found]
    return sum(days) / len(days)


def waiting_in(tandems: Iterable[Tandem], *, by: Membership) -> set[int]:
    """Return the keys of those of these tandems, one's own left out, in which somebody waits for an answer."""
    others = [tandem for tandem in tandems if tandem.side_of(by) is None]
    rows = HelpRequest.objects.filter(tandem__in=others, answered_at=None)
    return set(rows.values_list("tandem", flat=True))


def _working_days(start: datetime, end: datetime, house: Organisation) -> int:
    zone = ZoneInfo(house.zone)
    return workdays.between(start.astimezone(zone).date(), end.astimezone(zone).date(), house.state)


def _called(tandem: Tandem) -> list[Membership]:
    """Return who gets the mail: the leads of the program, or the owners where it has none."""
    found = readers(tandem)
    leads = set(tandem.program.leads.values_list("membership", flat=True))
    return [person for person in found if person.pk in leads] or found
