"""The people of a program, as HR adds and lists them."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import audit
from accounts.emails import normalise
from accounts.models import Membership, Organisation
from programs.errors import ProgramError
from programs.models import Participant, Program, Side, Standing, Tandem
from programs.querysets import ParticipantQuerySet

#: More tandems at once than this, and none of them gets the time it needs.
MOST_TANDEMS = 3
#: What HR filters by, in the order of a program's life.
STATUSES = {
    Standing.IMPORTED: Standing.IMPORTED.label,
    Standing.INVITED: Standing.INVITED.label,
    "questions": gettext_lazy("Fragen offen"),
    "ready": gettext_lazy("bereit"),
    Standing.PAUSED: Standing.PAUSED.label,
    Standing.LEFT: Standing.LEFT.label,
}


def counts(program: Program, among: ParticipantQuerySet | None = None) -> dict[str, int]:
    """Return the number of people per status, of all or of those ``among`` its people, in one query."""
    joined, answered = Q(standing=Standing.JOINED), Q(answered_at__isnull=False)
    special = {"questions": joined & ~answered, "ready": joined & answered}
    rows = program.participants.all() if among is None else among
    return rows.aggregate(
        **{key: Count("pk", filter=special.get(key) or Q(standing=key)) for key in STATUSES}
    )


def waiting(program: Program) -> ParticipantQuerySet:
    """Return who joined, answered and is in no tandem that may still meet: the waiting list of a running program.

    A proposal counts until the daily batch closes it, so that nobody's no shows here.
    """
    free = program.participants.joined().filter(answered_at__isnull=False)
    for tandems in ("tandems_as_mentor", "tandems_as_mentee"):
        free = free.exclude(**{f"{tandems}__in": Tandem.objects.open().filter(program=program)})
    return free


def add(program: Program, *, by: Membership, name: str, email: str, side: Side, **facts: Any) -> Participant:
    """Add one person, known in the organisation or not; nobody is written to.

    ``facts`` are columns of Membership; empty ones leave what is known. Raises ProgramError when they are in already.
    """
    with transaction.atomic():
        facts = {key: value for key, value in facts.items() if value not in ("", None)}
        person = _person(program.organisation, name, email, facts)
        if program.participants.filter(membership=person).exists():
            raise ProgramError(_("{name} ist in diesem Programm schon dabei.").format(name=person))
        participant = Participant.objects.create(program=program, membership=person, side=side)
        audit.record("participant.added", by=by, about=program.name, name=person.name)
    return participant


def remove(participant: Participant, *, by: Membership) -> None:
    """Take somebody off the list who was never invited; raises ProgramError for anybody else."""
    with transaction.atomic():
        row = Participant.objects.select_for_update(of=("self",)).get(pk=participant.pk)
        if row.standing != Standing.IMPORTED:
            raise ProgramError(_("Wer eingeladen ist, entscheidet selbst und bleibt auf der Liste."))
        row.delete()
        audit.record("participant.removed", by=by, about=participant.program.name, name=str(participant))


def remove_all(people: Iterable[Participant], *, by: Membership) -> int:
    """Take those off the list who were never invited, leave the others, and return the number; all of one program."""
    with transaction.atomic():
        keys = [participant.pk for participant in people]
        rows = Participant.objects.filter(pk__in=keys, standing=Standing.IMPORTED).order_by("pk")
        chosen = list(rows.select_for_update(of=("self",)).select_related("program"))
        if chosen:
            Participant.objects.filter(pk__in=[row.pk for row in chosen]).delete()
            audit.record("participants.removed", by=by, about=chosen[0].program.name, number=len(chosen))
    return len(chosen)


def set_capacity(participant: Participant, *, number: int, by: Membership) -> None:
    """Say how many tandems somebody may have at once, from 1 to MOST_TANDEMS. Tandems there are stay as they are.

    Raises ProgramError for any other number.
    """
    if not 1 <= number <= MOST_TANDEMS:
        raise ProgramError(_("Möglich sind 1 bis {most} Tandems.").format(most=MOST_TANDEMS))
    with transaction.atomic():
        row = Participant.objects.select_for_update(of=("self",)).get(pk=participant.pk)
        if row.capacity == number:
            return
        row.capacity = number
        row.save(update_fields=["capacity"])
        about = participant.program.name
        audit.record("participant.capacity_set", by=by, about=about, name=str(participant), number=number)


def _person(house: Organisation, name: str, email: str, facts: dict[str, Any]) -> Membership:
    norm = normalise(email)
    person = Membership.objects.select_for_update().filter(email_norm=norm).first()
    if person is None:
        usual = {"zone": house.zone, "language": house.language}
        return Membership.objects.create(**{**usual, **facts}, name=name, email=email, email_norm=norm)
    if person.user_id is None:  # whoever signs in writes their own name
        facts["name"] = name
    for key, value in facts.items():
        setattr(person, key, value)
    person.save(update_fields=facts)
    return person
