"""Addresses that take no mail: whom HR is told of, and putting another one in their place."""

from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import Exists, Max, OuterRef, Q
from django.utils.translation import gettext as _

from accounts import audit
from accounts.emails import normalise
from accounts.models import Invitation, Membership
from mail.models import Message, State, Suppression
from mail.tasks import ring
from programs import enrolment
from programs.errors import ProgramError
from programs.models import Participant, Program, Standing, Tandem, TandemState
from programs.querysets import ParticipantQuerySet
from tenancy import clock

#: What was kept back for longer than this is no longer news to anybody.
STILL_NEWS = timedelta(days=3)
#: As the column has it.
LONGEST = 254
INVITATION = "program.invitation"
UNSENT = [State.WAITING, State.BLOCKED, State.HELD]


def unreachable(program: Program) -> ParticipantQuerySet:
    """Return the people of a program whose address takes no mail, as far as HR may know.

    HR may know of it from a mail that it set off itself, or of somebody in a running tandem, who gets mails of many
    kinds. A bounce of anything else would tell that the mail went out, and so who did not say no.
    """
    dead = Suppression.objects.filter(address_norm=OuterRef("membership__email_norm"))
    mine = Q(mentor=OuterRef("pk")) | Q(mentee=OuterRef("pk"))
    running = Tandem.objects.filter(mine, state__in=[TandemState.ACTIVE, TandemState.PAUSED])
    told = Exists(dead.filter(told=True)) | (Exists(dead) & Exists(running))
    return program.participants.exclude(standing=Standing.LEFT).filter(told)


def since(participant: Participant) -> datetime | None:
    """Return since when this person's address takes no mail, or None as long as HR may not know, or it does."""
    if not unreachable(participant.program).filter(pk=participant.pk).exists():
        return None
    found = Suppression.objects.filter(address_norm=participant.membership.email_norm)
    return found.values_list("since", flat=True).first()


def correct(participant: Participant, email: str, *, by: Membership) -> None:
    """Put another address in the place of a wrong one and send the invitation there that did not arrive.

    Links that went to the old address stop working. The same address once more means that it takes mail again. Raises
    ProgramError for no address, somebody else's, and somebody who signs in with theirs.
    """
    address = _checked(email)
    with transaction.atomic():
        person = Membership.objects.select_for_update(of=("self",)).get(pk=participant.membership_id)
        before, lost = person.email_norm, _lost_invitations(person)
        _refuse_account(person)
        _refuse_taken(person, address)
        is_new = normalise(address) != before
        if not (is_new or since(participant)):
            raise ProgramError(_("Das ist die Adresse, die schon da steht."))
        if is_new:
            _end_old_mail(person)
        person.email, person.email_norm = address, normalise(address)
        person.save(update_fields=["email", "email_norm"])
        _lift(before, person.email_norm)
        for row in person.participations.filter(standing=Standing.INVITED).for_letters():
            if is_new or row.public_id in lost:
                _invite_again(row, by=by, told=row.public_id in lost)
        audit.record("address.corrected", by=by, about=participant.program.name, name=person.name)


def retry(participant: Participant, *, by: Membership) -> None:
    """Write to an address again that took no mail, and send what was kept back in the last days.

    Raises ProgramError when nothing is known against the address.
    """
    with transaction.atomic():
        if since(participant) is None:
            raise ProgramError(_("Diese Adresse nimmt Mails an."))
        address = participant.membership.email_norm
        _lift(address)
        kept = Message.objects.filter(recipient_norm=address, state=State.BLOCKED, sensitive=False)
        kept.filter(created_at__gte=clock.now() - STILL_NEWS).update(state=State.WAITING, due_at=clock.now())
        transaction.on_commit(ring)
        audit.record(
            "address.retried", by=by, about=participant.program.name, name=participant.membership.name
        )


def _checked(email: str) -> str:
    address = email.strip()
    try:
        validate_email(address)
    except ValidationError:
        raise ProgramError(_("Das ist keine Mailadresse. Bitte prüfen Sie die Schreibweise.")) from None
    if len(address) > LONGEST:
        raise ProgramError(_("Diese Adresse ist zu lang."))
    return address


def _refuse_account(person: Membership) -> None:
    if person.user_id is not None:
        raise ProgramError(
            _(
                "{name} meldet sich mit dieser Adresse an. Deshalb lässt sie sich hier nicht ändern: Wer die Adresse "
                "hat, hat auch den Zugang. Bitte lassen Sie das Postfach prüfen und versuchen es danach noch einmal. "
                "Gibt es die Adresse nicht mehr, nehmen Sie die Person mit der neuen Adresse neu auf."
            ).format(name=person.name)
        )


def _refuse_taken(person: Membership, address: str) -> None:
    if Membership.objects.filter(email_norm=normalise(address)).exclude(pk=person.pk).exists():
        raise ProgramError(_("Diese Adresse gehört in Ihrem Haus schon zu einer anderen Person."))


def _lost_invitations(person: Membership) -> set[str]:
    """Return the public ids of participants whose invitation came back or never left, as HR knows."""
    known = Message.objects.filter(kind=INVITATION, recipient_norm=person.email_norm, told=True)
    lost = known.filter(Q(bounced_at__isnull=False) | Q(state__in=UNSENT))
    abouts = lost.values_list("about", flat=True)
    return {about.removeprefix("participant:") for about in abouts}


def _end_old_mail(person: Membership) -> None:
    """Whoever has the old address gets nothing more, and cannot use what they got."""
    now = clock.now()
    waiting = Message.objects.filter(recipient_norm=person.email_norm, lease_until=None)
    waiting.filter(state__in=UNSENT).update(
        state=State.EXPIRED, text="", html="", last_error="The address was corrected."
    )
    Invitation.objects.filter(membership=person, used_at=None, expires_at__gt=now).update(expires_at=now)


def _lift(*addresses: str) -> None:
    Suppression.objects.filter(address_norm__in=addresses).delete()


def _invite_again(participant: Participant, *, by: Membership, told: bool) -> None:
    """Nothing is due after a no. HR can tell this from silence by nothing: of such a mail it learns no fate."""
    if participant.quiet or not participant.program.takes_people(clock.now().date()):
        return
    known = Message.objects.filter(kind=INVITATION, about=f"participant:{participant.public_id}")
    revision = (known.aggregate(last=Max("revision"))["last"] or 0) + 1
    enrolment.invite_again(participant, by=by, revision=revision, told=told)
