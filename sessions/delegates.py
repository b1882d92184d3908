"""Delegates of mentees: they see when a session is and may move it, by a private link, and nothing else.

The link is good as long as the row is there and the mentee has access; only its digest is kept.
"""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import tokens
from accounts.emails import normalise
from accounts.models import Membership
from programs.models import Participant, Side, Standing, TandemState
from sessions import letters
from sessions.errors import TimesError
from sessions.models import Delegate, Session
from sessions.querysets import SessionQuerySet
from tenancy import clock
from tenancy.models import new_public_id

MOST = 2


def may_have(person: Membership) -> bool:
    """Return whether this person takes part as a mentee somewhere; nobody else needs a delegate."""
    return Participant.objects.filter(membership=person, side=Side.MENTEE, standing=Standing.JOINED).exists()


def add(person: Membership, *, name: str, email: str) -> Delegate:
    """Let somebody move the dates of a mentee, and mail them the link. Raises TimesError."""
    norm = normalise(email)
    with transaction.atomic():
        Membership.objects.select_for_update(no_key=True).get(pk=person.pk)
        if norm == person.email_norm:
            raise TimesError(_("Das ist Ihre eigene Adresse."))
        known = Delegate.objects.filter(person=person)
        if known.filter(email_norm=norm).exists():
            raise TimesError(_("Diese Vertretung ist schon eingetragen."))
        if known.count() >= MOST:
            raise TimesError(_("Mehr als {count} Vertretungen gibt es nicht.").format(count=MOST))
        public_id = new_public_id()
        token, digest = tokens.derive("delegate", public_id)
        delegate = Delegate.objects.create(
            public_id=public_id,
            person=person,
            name=name,
            email=email,
            email_norm=norm,
            digest=digest,
            added_at=clock.now(),
        )
        letters.delegated(delegate, token=token)
    return delegate


def end_all(person: Membership) -> None:
    """End all links to this person's dates: their access ends."""
    Delegate.objects.filter(person=person).delete()


def used(delegate: Delegate) -> None:
    """Note that the delegate has just moved a session."""
    delegate.last_used_at = clock.now()
    delegate.save(update_fields=["last_used_at"])


def sessions(delegate: Delegate) -> SessionQuerySet:
    """Return the coming sessions of the mentee, in tandems that run."""
    rows = Session.objects.with_people().coming(clock.now())
    return rows.filter(tandem__mentee__membership=delegate.person_id, tandem__state=TandemState.ACTIVE)
