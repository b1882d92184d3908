import logging
import sys
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError

from config import rolecheck
from sessions.calendars import incoming
from sessions.calendars.reply_mails import MOST_BYTES

logger = logging.getLogger(__name__)

#: What a mail server understands as "not now, bring it again".
EX_TEMPFAIL = 75


class Command(BaseCommand):
    help = (
        "Take one mail with a calendar's answer, or a bounce, from standard input, for a mail server's pipe."
    )
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("to", nargs="*", help="the recipients by the envelope; else those in the mail")

    def handle(self, *args: Any, to: list[str], **options: Any) -> None:
        try:
            rolecheck.require_role(settings.ROLE)
            incoming.take(sys.stdin.buffer.read(MOST_BYTES + 1), to=to)
        except OperationalError:
            raise CommandError("The database is away.", returncode=EX_TEMPFAIL) from None
        except Exception:
            # The mail server shows strangers what a command says that fails for good.
            logger.exception("A mail to us could not be taken.")
            raise CommandError("Not now.", returncode=EX_TEMPFAIL) from None
