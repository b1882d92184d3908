"""The versions of a tandem's agreement: the valid one, the one in the making, and beginning anew."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Membership
from agreements import letters
from agreements.errors import AgreementError
from agreements.models import Agreement, Voice
from agreements.positions import Position
from programs.models import Side, Tandem, TandemState


class PublicState(StrEnum):
    """All that HR may know. A draft is none yet: that one of the two has begun shall show nowhere."""

    NONE = "none"
    MAKING = "making"
    AGREED = "agreed"


@dataclass(frozen=True, slots=True)
class Public:
    state: PublicState
    since: datetime | None = None


def public(tandem: Tandem) -> Public:
    """Return what HR sees of a tandem's agreement."""
    agreed, drafted = valid(tandem), pending(tandem)
    if agreed:
        return Public(PublicState.AGREED, agreed.agreed_at)
    return Public(PublicState.MAKING if drafted and is_met(drafted) else PublicState.NONE)


def valid(tandem: Tandem) -> Agreement | None:
    """Return the version that both confirmed last."""
    return next(iter(agreed(tandem)), None)


def agreed(tandem: Tandem) -> list[Agreement]:
    """Return all versions that both confirmed, the valid one first."""
    return list(tandem.agreements.filter(agreed_at__isnull=False).order_by("-version"))


def pending(tandem: Tandem) -> Agreement | None:
    """Return the version in the making."""
    return tandem.agreements.filter(agreed_at=None).first()


def voices(agreement: Agreement) -> dict[Side, Voice]:
    """Return what is there of the two sides."""
    return {Side(voice.side): voice for voice in agreement.voices.all()}


def own_and_other(agreement: Agreement, person: Membership) -> tuple[Voice, Voice]:
    """Return the voice of this person and that of the other; what is not there yet is new and unsaved."""
    found = voices(agreement)
    mentor, mentee = (found.get(side) or Voice(agreement=agreement, side=side) for side in Side)
    return (mentor, mentee) if agreement.tandem.side_of(person) == Side.MENTOR else (mentee, mentor)


def is_met(agreement: Agreement) -> bool:
    """Return whether both are done with their drafts."""
    return agreement.voices.filter(done_at__isnull=False).count() == len(Side)


def change(tandem: Tandem, *, by: Membership) -> None:
    """Begin a new version with the words of the valid one, and ask both again. The valid one stays so meanwhile.

    Raises AgreementError when there is none to change, or a change is under way.
    """
    with transaction.atomic():
        lock(tandem)
        old = valid(tandem)
        if old is None or pending(tandem):
            raise AgreementError(
                _("Eine neue Fassung ist schon in Arbeit.") if old else _("Es gibt noch keine Vereinbarung.")
            )
        new = Agreement.objects.create(tandem=tandem, version=old.version + 1)
        for side, voice in voices(old).items():
            fresh = Voice(agreement=new, side=side)
            fresh.position = Position(voice.position.answers)
            fresh.save()
        letters.change(new, to=tandem.partner_of(by))


def lock(tandem: Tandem) -> None:
    """Let one writer at a time work on this tandem's agreement; raise AgreementError when the tandem is over."""
    row = Tandem.objects.select_for_update(no_key=True).get(pk=tandem.pk)
    if row.state not in {TandemState.ACTIVE, TandemState.PAUSED}:
        raise AgreementError(_("Dieses Tandem ist zu Ende. Die Vereinbarung lässt sich nur noch lesen."))
