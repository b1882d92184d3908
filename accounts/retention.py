"""How long a house keeps what is not needed for ever, and the sweep that keeps to it. For the worker."""

import logging
from datetime import datetime, timedelta

from django.db import connection

from accounts.models import Organisation
from mail import retention as mails
from tenancy.scope import scope

logger = logging.getLogger(__name__)

#: A twelfth of the longest year: nothing goes too early.
MONTH = timedelta(days=366) / 12
#: What an owner may choose. The database keeps to the first and the last of each.
UPLOAD_DAYS = (7, 14, 30, 60, 90)
MAIL_DAYS = (30, 60, 90, 180, 365)
AUDIT_MONTHS = (12, 24, 36, 48, 60)
#: After the end of a program.
PROGRAM_MONTHS = (3, 6, 12, 18, 24)


def forget(now: datetime) -> None:
    """Wipe texts of mails and delete lines of the audit trail whose time is over, in each organisation by itself.

    May run as often as one likes. What fails in one house waits for the next night and stops no other.
    """
    for organisation in Organisation.objects.all():
        try:
            with scope(organisation):
                mails.wipe(now - timedelta(days=organisation.mail_days))
                _forget_audit(now - organisation.audit_months * MONTH)
        except Exception:
            logger.exception("Forgetting failed for organisation %s.", organisation.pk)


def _forget_audit(before: datetime) -> None:
    """Delete older lines in scope: by the function of the tables' owner, since no role may delete from the trail."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT forget_audit(%s)", [before])
