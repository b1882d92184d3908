"""Filling it in, each for oneself. Nothing of it reaches the other before both are done."""

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Membership
from agreements import settling, versions
from agreements.clauses import first_missing
from agreements.errors import AgreementChanged, AgreementError
from agreements.models import Agreement, Voice
from programs.models import Tandem
from tenancy import clock


def save(tandem: Tandem, *, by: Membership, answers: Mapping[str, str], revision: int) -> None:
    """Keep some of a person's answers. ``revision`` is that of the draft they saw.

    Raises AgreementChanged when they wrote in another window meanwhile, AgreementError when drafting is over.
    """
    with transaction.atomic():
        voice = _own(tandem, by)
        if voice.revision != revision:
            raise AgreementChanged(
                _("In einem anderen Fenster wurde inzwischen weitergeschrieben. Nichts ist verloren.")
            )
        voice.position = voice.position.drafted(answers)
        voice.revision += 1
        voice.save()


def finish(tandem: Tandem, *, by: Membership) -> None:
    """Say that one is done. When both are, the differences show, or with none the text to confirm.

    Raises AgreementError while answers are missing.
    """
    with transaction.atomic():
        voice = _own(tandem, by)
        if first_missing(voice.position.answers):
            raise AgreementError(_("Einige Fragen haben noch keine Antwort."))
        voice.done_at = clock.now()
        voice.save()
        if versions.is_met(voice.agreement):
            settling.meet(voice.agreement, by=by)


def _own(tandem: Tandem, by: Membership) -> Voice:
    """Return this person's draft, locked, and begun where there is none."""
    versions.lock(tandem)
    agreement = versions.pending(tandem)
    if agreement is None:
        if versions.valid(tandem):
            raise AgreementError(
                _("Die Vereinbarung gilt schon. Wer etwas ändern möchte, beginnt eine neue Fassung.")
            )
        agreement = Agreement.objects.create(tandem=tandem)
    if versions.is_met(agreement):
        raise AgreementError(_("Beide sind fertig. Ab jetzt geht es um die Unterschiede."))
    agreement.tandem = tandem
    return versions.own_and_other(agreement, by)[0]
