"""Celery's part in programs: the daily batch of proposals, and forgetting uploads."""

import logging
from datetime import datetime, time, timedelta
from time import monotonic
from zoneinfo import ZoneInfo

from celery import shared_task
from django.db import transaction
from kombu.exceptions import OperationalError

from accounts.models import Organisation
from programs import forgetting, guard, joining_requests, proposal_reminders, tandems
from programs.models import OwnMessage, Round, Tandem
from programs.roster import retention
from tenancy import clock
from tenancy.scope import scope, system

logger = logging.getLogger(__name__)

#: When the neutral mails and the reminders go out, in each organisation's own zone.
BATCH_AT = time(7, 0)
#: A sweep that writes mails leaves the worker to other things after so many seconds.
LONGEST_SWEEP = 20


@shared_task(name="programs.tasks.run_batch")
def run_batch() -> None:
    """Close the proposals whose time is over and remind of the others, in each organisation by itself.

    May run as often as one likes.
    """
    now = clock.now()
    with system():
        asked = set(Tandem.objects.asked().values_list("organisation_id", flat=True))
    for organisation in Organisation.objects.filter(pk__in=asked):
        try:
            with scope(organisation):
                batch = latest_batch(now, ZoneInfo(organisation.zone))
                tandems.close_unanswered(batch)
                proposal_reminders.remind(batch, now)
        except Exception:
            logger.exception("The daily batch of organisation %s failed.", organisation.pk)


@shared_task(name="programs.tasks.take_rosters")
def take_rosters() -> None:
    """Take over the rosters that are too large for a request."""
    from programs.roster.taking import take_waiting

    take_waiting()


def ring_rosters() -> None:
    """Ask a worker to take rosters over soon. Without a broker the next beat does it."""
    try:
        take_rosters.apply_async(retry=False)
    except OperationalError:
        logger.warning("The broker is away; the next sweep will take the roster over.")


@shared_task(name="programs.tasks.sweep_guard")
def sweep_guard() -> None:
    """Look in each organisation by itself for tandems that no longer keep to the rules.

    May run as often as one likes.
    """
    with system():
        open_ones = set(Tandem.objects.open().values_list("organisation_id", flat=True))
    for organisation in sorted(open_ones):
        try:
            with scope(organisation):
                guard.sweep_house()
        except Exception:
            logger.exception("The guard's sweep of organisation %s failed.", organisation)


@shared_task(name="programs.tasks.forget_rosters")
def forget_rosters() -> None:
    """Delete uploaded files that are no longer needed."""
    retention.forget(clock.now())


@shared_task(name="programs.tasks.send_messages")
def send_messages() -> None:
    """Set off HR's messages whose time has come, and write the mails of rounds, in each organisation by itself.

    May run as often as one likes. Rings for another sweep when there is more than fits into its time.
    """
    from programs import rounds

    now, end = clock.now(), monotonic() + LONGEST_SWEEP
    with system():
        due = OwnMessage.objects.filter(send_at__lte=now, sent_at=None, withdrawn_at=None)
        houses = set(due.values_list("organisation_id", flat=True))
        houses |= set(Round.objects.filter(finished_at=None).values_list("organisation_id", flat=True))
    for organisation in Organisation.objects.filter(pk__in=houses):
        try:
            with scope(organisation):
                rounds.send_due(now)
            if not _write_rounds(organisation, end):
                _ring_messages()
        except Exception:
            logger.exception("The messages of organisation %s were not sent.", organisation.pk)


def _write_rounds(organisation: Organisation, end: float) -> bool:
    """Write until nothing is left, or it is time for others; return whether nothing is left."""
    from programs import rounds

    more = True
    while more and monotonic() < end:
        with scope(organisation):
            more = rounds.write_next()
    return not more


def ring_messages() -> None:
    """Ask a worker to send messages soon, once this transaction is through. Without a broker the next beat does it."""
    transaction.on_commit(_ring_messages)


def _ring_messages() -> None:
    try:
        send_messages.apply_async(retry=False)
    except OperationalError:
        logger.warning("The broker is away; the next sweep will send the message.")


@shared_task(name="programs.tasks.forget_requests")
def forget_requests() -> None:
    """Delete the addresses that were typed behind a program's link and never confirmed."""
    joining_requests.forget(clock.now())


def latest_batch(now: datetime, zone: ZoneInfo) -> datetime:
    """Return the last seven o'clock in this zone that is not after ``now``."""
    today = datetime.combine(now.astimezone(zone).date(), BATCH_AT, tzinfo=zone)
    return today if today <= now else today - timedelta(days=1)


@shared_task(name="programs.tasks.forget_ended")
def forget_ended() -> None:
    """Forget the people of programs that are over. May run as often as one likes."""
    forgetting.forget_ended(clock.now())


def ring_forgetting() -> None:
    """Ask a worker to forget soon, once this transaction is through. Without a broker the next beat does it."""
    transaction.on_commit(_ring_forgetting)


def _ring_forgetting() -> None:
    try:
        forget_ended.apply_async(retry=False)
    except OperationalError:
        logger.warning("The broker is away; the next sweep will forget the program's people.")
