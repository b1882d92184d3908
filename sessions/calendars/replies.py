"""Answers from calendars: a yes is shown, a no cancels the session, who asks for another time gets a link.

An answer counts only when it comes to the address that was given to one of the two, for their own session, in their own
name, and to its latest revision. Everything else is dropped with a line in the log that holds nothing of the mail:
there is nobody to complain to, since whoever could be answered may not have sent it.
"""

import logging
import re
from collections.abc import Sequence

from accounts import tokens
from accounts.emails import normalise
from accounts.models import Membership
from sessions import booking, letters
from sessions.calendars import reply_addresses, reply_mails
from sessions.calendars.reply_mails import NotAReply, Reply
from sessions.errors import BookingError
from sessions.models import Answer, Session, SessionReply
from tenancy import clock, scope

logger = logging.getLogger(__name__)

UID = re.compile(r"session-([a-z0-9]{1,20})@umento")


class Ignored(Exception):
    """The answer changes nothing. The text says why in a few words, without personal data."""


def take(raw: bytes, *, to: Sequence[str] = ()) -> None:
    """Do what a mail says when it is a valid answer; else drop it. Doing it twice is as good as once.

    ``to`` are the recipients by the envelope; without them those in the mail count. Raises nothing but the database's
    OperationalError, after which the mail should be brought again.
    """
    try:
        reply = reply_mails.read(raw)
        _take(reply, reply_addresses.token_in(to or reply.recipients))
    except (Ignored, NotAReply, BookingError) as reason:
        known = reason if isinstance(reason, Ignored | NotAReply) else "the session does not allow it"
        logger.info("An answer from a calendar was dropped: %s", known)


def _take(reply: Reply, token: str) -> None:
    organisation = tokens.organisation_id(token)
    if organisation is None:
        raise Ignored("not to an address of ours")
    with scope.scope(organisation):
        session = _session(reply)
        person = _person(reply, token, session)
        _refuse_late(reply, session)
        if reply.method == "COUNTER":
            letters.countered(session, person)
        else:
            _answer(reply, session, person)


def _session(reply: Reply) -> Session:
    named = UID.fullmatch(reply.uid)
    session = named and Session.objects.with_people().filter(public_id=named[1]).first()
    if not session:
        raise Ignored("unknown session")
    return session


def _person(reply: Reply, token: str, session: Session) -> Membership:
    """Return who answers: the holder of the token, in their own name. Who got the mail forwarded is nobody's deputy."""
    person = reply_addresses.holder(token, session)
    if person is None:
        raise Ignored("wrong token")
    if normalise(reply.attendee) != person.email_norm:
        raise Ignored("somebody else's answer")
    if not person.is_active:
        raise Ignored("no longer here")
    return person


def _refuse_late(reply: Reply, session: Session) -> None:
    if reply.sequence < session.revision:
        raise Ignored("to an earlier state")
    if not session.can_change(clock.now()):
        raise Ignored("the session is over or cancelled")


def _answer(reply: Reply, session: Session, person: Membership) -> None:
    answer = reply.partstat.lower()
    if answer not in Answer.values:
        raise Ignored("neither yes nor no")
    given = {"answer": answer, "revision": session.revision, "starts_at": session.starts_at}
    if SessionReply.objects.filter(session=session, person=person, **given).exists():
        raise Ignored("known already")
    SessionReply.objects.update_or_create(
        session=session, person=person, defaults={**given, "at": clock.now()}
    )
    if answer == Answer.DECLINED:
        booking.cancel(session, by=person, revision=session.revision, from_calendar=True)
