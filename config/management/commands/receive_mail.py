import asyncio
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from config import rolecheck
from sessions.calendars import reply_server


class Command(BaseCommand):
    help = "Take mails with answers from calendars, and bounces, by SMTP (or LMTP), behind a mail server."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1", help="where to listen (127.0.0.1)")
        parser.add_argument("--port", type=int, default=2525, help="on which port (2525)")
        parser.add_argument("--lmtp", action="store_true", help="speak LMTP instead of SMTP")

    def handle(self, *args: Any, host: str, port: int, lmtp: bool, **options: Any) -> None:
        if not settings.MAIL_REPLY_ADDRESS:
            raise CommandError("MAIL_REPLY_ADDRESS is not set, so neither answers nor bounces come.")
        rolecheck.require_role(settings.ROLE)
        self.stdout.write(f"Taking answers and bounces for {settings.MAIL_REPLY_ADDRESS} on {host}:{port}.")
        asyncio.run(reply_server.serve(host, port, lmtp=lmtp))
