"""When both are done: settling what differs, then confirming the text."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Membership
from agreements import letters, text, versions
from agreements.clauses import SHARED
from agreements.errors import AgreementChanged, AgreementError
from agreements.models import Agreement, Voice
from agreements.positions import differences
from programs.models import Side, Tandem
from tenancy import clock


def propose(tandem: Tandem, *, by: Membership, clause: str, answer: str, revision: int) -> None:
    """Say something else on one clause. Confirmations given so far were for another text and fall away.

    Raises AgreementChanged when the other wrote meanwhile, AgreementError when there is nothing to settle.
    """
    with transaction.atomic():
        agreement, own, _other = _open(tandem, by, revision)
        if not SHARED[clause].takes(answer):
            raise AgreementError(_("Diese Antwort gibt es nicht."))
        _move(agreement, own, clause, answer, by)


def accept(tandem: Tandem, *, by: Membership, clause: str, revision: int) -> None:
    """Take over the other's words on one clause. Raises as ``propose``."""
    with transaction.atomic():
        agreement, own, other = _open(tandem, by, revision)
        _move(agreement, own, clause, other.position.answers.get(clause, ""), by)


def confirm(tandem: Tandem, *, by: Membership, revision: int) -> None:
    """Confirm the text that ``revision`` showed. It is valid when both have, and stays until a later one is.

    Raises AgreementChanged when it is another text by now, AgreementError while the two differ.
    """
    with transaction.atomic():
        agreement, own, other = _open(tandem, by, revision)
        lines = agreement.lines
        if not lines:
            raise AgreementError(_("Noch sagen nicht beide dasselbe. Erst danach lässt sich bestätigen."))
        if own.confirmed_at is None:
            own.confirmed_at, own.digest = clock.now(), text.digest(lines)
            own.save(update_fields=["confirmed_at", "digest"])
        if other.confirmed_at is None:
            letters.confirm(agreement, to=tandem.partner_of(by))
            return
        agreement.agreed_at = clock.now()
        agreement.save(update_fields=["agreed_at"])
        letters.agreed(agreement)


def meet(agreement: Agreement, *, by: Membership) -> None:
    """Compare the two: fix the text when they say the same, and tell the other what is to be done."""
    said = {side: voice.position for side, voice in versions.voices(agreement).items()}
    differ = differences(said[Side.MENTOR], said[Side.MENTEE], SHARED)
    agreement.lines = [] if differ else text.lines(agreement.tandem, agreement.version, said)
    agreement.revision += 1
    agreement.save()
    tell = letters.settle if differ else letters.confirm
    tell(agreement, to=agreement.tandem.partner_of(by))


def _move(agreement: Agreement, own: Voice, clause: str, answer: str, by: Membership) -> None:
    moved = own.position.moved(clause, answer)
    if moved == own.position:
        return
    own.position = moved
    own.save(update_fields=["sealed"])
    agreement.voices.update(confirmed_at=None, digest="")
    meet(agreement, by=by)


def _open(tandem: Tandem, by: Membership, revision: int) -> tuple[Agreement, Voice, Voice]:
    """Return the version in the making, locked, with one's own voice and the other's."""
    versions.lock(tandem)
    agreement = versions.pending(tandem)
    if agreement is None or not versions.is_met(agreement):
        raise AgreementError(_("Gerade gibt es nichts abzustimmen."))
    if agreement.revision != revision:
        raise AgreementChanged(
            _(
                "{name} hat inzwischen etwas geändert. Hier steht der neue Stand; überschrieben wurde nichts."
            ).format(name=tandem.partner_of(by).first_name)
        )
    agreement.tandem = tandem
    return agreement, *versions.own_and_other(agreement, by)
