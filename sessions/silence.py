"""Tandems in which nobody meets: found by query, nudged step by step, counted for HR and never named.

Silent is a running tandem with no session ahead whose last sign of life is longer ago than the program's rhythm. Two
friendly mails to both, then an offer of help to both, at least a week apart, and nothing more until they meet again.
"""

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Count, Max, Q

from accounts.models import Organisation
from programs import letters, workdays
from programs.models import Nudge, NudgeStep, Phase, Program, Tandem
from programs.querysets import TandemQuerySet
from programs.tasks import latest_batch
from sessions.models import SessionState
from tenancy import clock
from tenancy.scope import organisation_id, scope, system

logger = logging.getLogger(__name__)

#: However fast the rhythm, nobody is nudged earlier.
SHORTEST = timedelta(days=14)
#: Between two steps of the ladder.
PAUSE_DAYS = 7


@dataclass(frozen=True, slots=True)
class Silence:
    """A tandem without a session ahead, and the last sign of life of the two in it."""

    tandem: Tandem
    since: datetime


def patience(program: Program) -> timedelta:
    """Return how long a tandem of this program may go without a session, held or booked, before it counts as silent."""
    return max(SHORTEST, timedelta(days=program.rhythm_days))


def silent(tandems: TandemQuerySet, at: datetime) -> list[Silence]:
    """Return those of these tandems that were silent at ``at``, as far as sessions tell, the longest silence first.

    What was booked or cancelled after ``at`` counts as if it had not happened, so that a past moment can be asked for.
    """
    booked = Q(sessions__booked_at__lte=at)
    gone = Q(sessions__state__in=[SessionState.CANCELLED, SessionState.MISSED], sessions__changed_at__lte=at)
    rows = (
        tandems.active()
        .filter(program__phase=Phase.RUNNING, started_at__lte=at)
        .annotate(
            last_booked=Max("sessions__booked_at", filter=booked),
            last_end=Max("sessions__ends_at", filter=booked & ~gone),
            taken=Count("sessions", filter=booked & ~gone, distinct=True),
            last_start=Max("events__at", filter=Q(events__after="active", events__at__lte=at)),
        )
    )
    found = (Silence(row, _since(row)) for row in rows.select_related("program"))
    due = (
        one for one in found if _has_more(one.tandem, at) and one.since + patience(one.tandem.program) <= at
    )
    return sorted(due, key=lambda one: (one.since, one.tandem.pk))


def nudge_due(now: datetime) -> None:
    """Nudge in each organisation with its last batch. Needs the worker's role."""
    with system():
        running = set(Tandem.objects.active().values_list("organisation_id", flat=True))
    for organisation in Organisation.objects.filter(pk__in=running):
        try:
            with scope(organisation):
                nudge(latest_batch(now, ZoneInfo(organisation.zone)))
        except Exception:
            logger.exception("Silent tandems of organisation %s could not be nudged.", organisation.pk)


def nudge(batch: datetime) -> int:
    """Send what is due at ``batch``, the morning, in the organisation in scope; return to how many tandems.

    May run as often as one likes: a step is taken once. Nobody is nudged at the weekend or on a holiday of the house.
    """
    house = Organisation.objects.get(pk=organisation_id())
    if not workdays.is_workday(batch.date(), house.state):
        return 0
    return sum(_take_step(one.tandem, batch) for one in silent(Tandem.objects.all(), batch))


def figure(program: Program, *, smallest: int, now: datetime) -> int | None:
    """Return how many tandems of a program were silent when the week began, or None where that would point at some.

    At least ``smallest`` must be silent, and as many not. It changes once a week, not with each booking.
    """
    local = now.astimezone(ZoneInfo(program.organisation.zone))
    monday = (local - timedelta(days=local.weekday())).replace(hour=0, minute=0, second=0, microsecond=0)
    running = Tandem.objects.filter(program=program)
    count = len(silent(running, monday))
    others = running.active().count() - count
    return count if min(count, others) >= smallest else None


def _take_step(tandem: Tandem, batch: datetime) -> bool:
    with transaction.atomic():
        # Booking locks the tandem too: whoever was faster, the other sees it.
        Tandem.objects.select_for_update(no_key=True).get(pk=tandem.pk)
        own = Tandem.objects.filter(pk=tandem.pk).select_related(
            "mentor__membership", "mentee__membership", "program__organisation", "program__contact"
        )
        for one in silent(own, batch):
            step = _next_step(one, batch)
            if step:
                now = clock.now()
                Nudge.objects.create(tandem=one.tandem, step=step, silent_since=one.since, sent_at=now)
                letters.nudge(one.tandem, step=step, since=one.since)
                return True
    return False


def _next_step(one: Silence, batch: datetime) -> NudgeStep | None:
    taken = list(one.tandem.nudges.filter(sent_at__gt=one.since).order_by("step"))
    if len(taken) == len(NudgeStep):
        return None
    if taken and (batch.date() - taken[-1].sent_at.astimezone(batch.tzinfo).date()).days < PAUSE_DAYS:
        return None
    return NudgeStep(len(taken) + 1)


def _since(tandem: Any) -> datetime:
    signs: Iterable[datetime | None] = (
        tandem.started_at,
        tandem.last_start,
        tandem.last_booked,
        tandem.last_end,
    )
    return max(sign for sign in signs if sign)


def _has_more(tandem: Any, at: datetime) -> bool:
    """Whether there is anything left to plan."""
    program = tandem.program
    is_over = program.ends_on is not None and program.ends_on < at.date()
    return not is_over and tandem.taken < program.session_count
