"""Asking both sides after a session, and taking the answers apart from the names."""

from datetime import datetime, timedelta
from enum import StrEnum

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import tokens
from accounts.models import Membership
from feedback import letters
from feedback.errors import FeedbackError
from feedback.models import Answer, Fit, SurveyRequest
from programs.models import Side
from sessions import outcomes
from sessions.models import Session
from tenancy import clock, scope

ASK_AFTER = timedelta(minutes=60)
REMIND_AFTER = timedelta(days=3)
#: Nobody remembers an hour of a month ago: later than this is not asked at all.
FORGET_AFTER = timedelta(days=21)


class Outcome(StrEnum):
    """What became of a session, in the words of one of the two."""

    HELD = "held"
    MOVED = "moved"
    MISSED = "missed"


def ask_due(now: datetime) -> int:
    """Ask for feedback on every session that ended an hour ago, in all organisations; return how many people.

    Needs the worker's database role. Doing it twice asks once.
    """
    with scope.system():
        over = Session.objects.over(now - ASK_AFTER).filter(
            ends_at__gt=now - FORGET_AFTER, survey_requests=None
        )
        found = list(over.order_by("ends_at").values_list("organisation_id", "pk"))
    asked = 0
    for organisation_id, key in found:
        with scope.scope(organisation_id):
            asked += ask(Session.objects.with_people().select_related("organisation").get(pk=key), now)
    return asked


def ask(session: Session, now: datetime) -> int:
    """Ask both people of a session once; return how many were asked."""
    tandem = session.tandem
    pairs = [(tandem.mentor.membership, Side.MENTOR), (tandem.mentee.membership, Side.MENTEE)]
    return sum(_ask_one(session, membership, side, now) for membership, side in pairs)


def _ask_one(session: Session, membership: Membership, side: Side, now: datetime) -> int:
    request, is_new = SurveyRequest.objects.get_or_create(
        session=session,
        membership=membership,
        defaults={"side": side, "digest": link_token(session, membership)[1], "asked_at": now},
    )
    if is_new and membership.is_active:
        letters.survey(request, link_token(session, membership)[0], now)
    return int(is_new)


def remind_due(now: datetime) -> int:
    """Remind everybody once who was asked three days ago and has not answered, in all organisations."""
    with scope.system():
        silent = SurveyRequest.objects.filter(
            answered_on=None,
            reminded_at=None,
            asked_at__lte=now - REMIND_AFTER,
            asked_at__gt=now - FORGET_AFTER,
        )
        found = list(silent.order_by("asked_at").values_list("organisation_id", "pk"))
    for organisation_id, key in found:
        with scope.scope(organisation_id):
            _remind(SurveyRequest.objects.select_for_update(no_key=True, of=["self"]).get(pk=key), now)
    return len(found)


def _remind(request: SurveyRequest, now: datetime) -> None:
    if request.answered_on or request.reminded_at or not request.membership.is_active:
        return
    request.reminded_at = now
    request.save(update_fields=["reminded_at"])
    letters.survey_reminder(request, link_token(request.session, request.membership)[0], now)


def link_token(session: Session, membership: Membership) -> tuple[str, str]:
    """Return the token of a person's survey link and its digest."""
    return tokens.derive("survey", f"{session.public_id}:{membership.public_id}")


def find(token: str) -> SurveyRequest | None:
    """Return the request a link belongs to, or None."""
    requests = SurveyRequest.objects.filter(digest=tokens.digest(token))
    return requests.select_related("membership", "session__tandem__program__contact").first()


def open_for(membership: Membership, now: datetime) -> list[SurveyRequest]:
    """Return a person's unanswered requests, newest first."""
    rows = SurveyRequest.objects.filter(
        membership=membership, answered_on=None, asked_at__gt=now - FORGET_AFTER
    )
    return list(rows.select_related("session__tandem").order_by("-asked_at"))


@transaction.atomic
def answer(
    request: SurveyRequest, *, outcome: Outcome, helpful: int | None = None, fit: Fit | str = ""
) -> None:
    """Take one person's answers, once. Raise FeedbackError when they are there already.

    What became of the session goes to the session. How it was goes to the anonymous store, with side and month only.
    """
    locked = SurveyRequest.objects.select_for_update(no_key=True).get(pk=request.pk)
    if locked.answered_on:
        raise FeedbackError(_("Diese Rückmeldung ist schon da. Vielen Dank."))
    session = request.session
    today = clock.now().astimezone(session.tzinfo).date()
    locked.answered_on = today
    locked.save(update_fields=["answered_on"])
    if outcome is not Outcome.HELD:
        outcomes.mark_missed(session)
        return
    outcomes.mark_held(session)
    Answer.objects.create(
        program=session.tandem.program,
        side=request.side,
        month=today.replace(day=1),
        helpful=helpful,
        fit=fit,
    )
