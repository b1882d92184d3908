"""Celery's part in programs: the daily closing of proposals nobody said yes to, and forgetting uploads."""

import logging
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from celery import shared_task

from accounts.models import Organisation
from programs import tandems
from programs.models import Tandem
from programs.roster import retention
from tenancy import clock
from tenancy.scope import scope, system

logger = logging.getLogger(__name__)

#: When the neutral mails go out, in each organisation's own zone.
BATCH_AT = time(7, 0)


@shared_task(name="programs.tasks.close_unanswered")
def close_unanswered() -> None:
    """Close what is due, in each organisation by itself. May run as often as one likes."""
    now = clock.now()
    with system():
        due = set(Tandem.objects.to_close(now).values_list("organisation_id", flat=True))
    for organisation in Organisation.objects.filter(pk__in=due):
        try:
            with scope(organisation):
                tandems.close_unanswered(latest_batch(now, ZoneInfo(organisation.zone)))
        except Exception:
            logger.exception("Proposals of organisation %s could not be closed.", organisation.pk)


@shared_task(name="programs.tasks.forget_rosters")
def forget_rosters() -> None:
    """Delete uploaded files that are no longer needed."""
    retention.forget(clock.now())


def latest_batch(now: datetime, zone: ZoneInfo) -> datetime:
    """Return the last seven o'clock in this zone that is not after ``now``."""
    today = datetime.combine(now.astimezone(zone).date(), BATCH_AT, tzinfo=zone)
    return today if today <= now else today - timedelta(days=1)
