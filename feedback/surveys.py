"""Asking both sides after a session, and taking the answers apart from the names."""

from datetime import date, datetime, timedelta

from django.db import models, transaction
from django.utils.translation import gettext as _

from accounts import tokens
from accounts.models import Membership
from feedback import goal_items, letters
from feedback.errors import FeedbackError
from feedback.models import Answer, Fit, GoalAnswer, Outcome, SurveyRequest
from programs.models import Side
from sessions import outcomes, reminder_choices, reminder_times
from sessions.models import Session
from sessions.reminder_choices import Plan
from tenancy import clock, scope

ASK_AFTER = timedelta(minutes=60)
REMIND_AFTER = timedelta(days=3)
#: Nobody remembers an hour of a month ago: later than this is not asked at all.
FORGET_AFTER = timedelta(days=21)


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
    """Ask both people of a session once; return how many were asked. In quiet hours the mail waits for their end."""
    tandem = session.tandem
    plans = reminder_choices.plans(tandem.members)
    pairs = [(tandem.mentor.membership, Side.MENTOR), (tandem.mentee.membership, Side.MENTEE)]
    return sum(_ask_one(session, person, side, plans[person.pk], now) for person, side in pairs)


def _ask_one(session: Session, membership: Membership, side: Side, plan: Plan, now: datetime) -> int:
    request, is_new = SurveyRequest.objects.get_or_create(
        session=session,
        membership=membership,
        defaults={"side": side, "digest": link_token(session, membership)[1], "asked_at": now},
    )
    if is_new and membership.is_active:
        due_at = reminder_times.next_friendly(now, plan.habits)
        letters.survey(request, link_token(session, membership)[0], due_at)
    return int(is_new)


def remind_due(now: datetime) -> int:
    """Remind everybody once who was asked three days ago and has not answered, in all organisations."""
    with scope.system():
        found = list(to_remind(now).order_by("asked_at").values_list("organisation_id", "pk"))
    for organisation_id, key in found:
        with scope.scope(organisation_id):
            _remind(SurveyRequest.objects.select_for_update(no_key=True, of=["self"]).get(pk=key), now)
    return len(found)


def to_remind(now: datetime) -> "models.QuerySet[SurveyRequest]":
    """Return the requests whose one reminder is due."""
    return SurveyRequest.objects.filter(
        answered_on=None,
        reminded_at=None,
        asked_at__lte=now - REMIND_AFTER,
        asked_at__gt=now - FORGET_AFTER,
    )


def _remind(request: SurveyRequest, now: datetime) -> None:
    if request.answered_on or request.reminded_at or not request.membership.is_active:
        return
    plan = reminder_choices.plan(request.membership)
    if plan.bundle_hour is not None:
        return  # their mail in the morning reminds them
    request.reminded_at = now
    request.save(update_fields=["reminded_at"])
    token = link_token(request.session, request.membership)[0]
    letters.survey_reminder(request, token, reminder_times.next_friendly(now, plan.habits))


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
def record(request: SurveyRequest, *, outcome: Outcome) -> None:
    """Note what this person says became of the session, once; the same again changes nothing.

    It goes to the session. Raise FeedbackError when they have said something else before.
    """
    locked = _locked(request)
    if locked.outcome == outcome:
        return
    if locked.outcome or locked.answered_on:
        raise FeedbackError(
            _("Das ist schon notiert: {outcome}.").format(outcome=locked.get_outcome_display())
        )
    locked.outcome = outcome
    if outcome != Outcome.HELD:
        locked.answered_on = _today(request)
    locked.save(update_fields=["outcome", "answered_on"])
    mark = outcomes.mark_held if outcome == Outcome.HELD else outcomes.mark_missed
    mark(request.session)


@transaction.atomic
def answer(request: SurveyRequest, *, helpful: int, fit: Fit | str, agrees: int | None = None) -> None:
    """Take one person's answers on a session that took place, once. Raise FeedbackError when they are there already.

    They go to the anonymous stores, with side and month only; ``agrees``, asked on the first and the last session, is
    kept apart from the others.
    """
    locked = _locked(request)
    if locked.answered_on:
        raise FeedbackError(_("Diese Rückmeldung ist schon da. Vielen Dank."))
    if locked.outcome != Outcome.HELD:
        raise FeedbackError(_("Bitte zuerst sagen, ob die Sitzung stattfand."))
    today = _today(request)
    locked.answered_on = today
    locked.save(update_fields=["answered_on"])
    known = {
        "program": request.session.tandem.program,
        "side": request.side,
        "month": today.replace(day=1),
    }
    Answer.objects.create(**known, helpful=helpful, fit=fit)
    moment = goal_items.moment_of(request.session)
    if moment and agrees:
        GoalAnswer.objects.create(**known, moment=moment, agrees=agrees)


def _locked(request: SurveyRequest) -> SurveyRequest:
    return SurveyRequest.objects.select_for_update(no_key=True).get(pk=request.pk)


def _today(request: SurveyRequest) -> date:
    return clock.now().astimezone(request.session.tzinfo).date()
