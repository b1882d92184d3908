"""A small mail server for answers from calendars and for bounces, behind the mail server of the house.

It listens, and never sends. It says no before the text of a mail for any address that is not one of ours. A mail is
taken when its work is done and committed; until then the server in front keeps it and brings it again, which does no
harm.
"""

import asyncio
import logging
from functools import partial
from typing import cast

from aiosmtpd.lmtp import LMTP
from aiosmtpd.smtp import SMTP, Envelope, Session
from asgiref.sync import sync_to_async
from django.db import OperationalError, close_old_connections

from sessions.calendars import incoming
from sessions.calendars.reply_mails import MOST_BYTES

logger = logging.getLogger(__name__)

TIMEOUT_SECONDS = 60
TAKEN, LATER = "250 2.0.0 Taken", "451 4.3.0 Not now, bring it again"
UNKNOWN, ONE_ONLY = "550 5.1.1 No such address here", "452 4.5.3 One recipient at a time"


class Handler:
    """What aiosmtpd asks at RCPT and DATA, and when something went wrong."""

    async def handle_RCPT(  # noqa: N802 - aiosmtpd calls it so
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if not incoming.is_ours(address):
            return UNKNOWN
        if envelope.rcpt_tos:
            return ONE_ONLY
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        try:
            await sync_to_async(_take)(envelope)
        except OperationalError:
            logger.warning("The database is away; a mail to us has to wait.")
            return LATER
        return TAKEN

    async def handle_exception(self, error: Exception) -> str:
        logger.error("A mail to us could not be taken.", exc_info=error)
        return LATER


async def serve(host: str, port: int, *, lmtp: bool = False) -> None:
    """Take answers and bounces on this address by SMTP, or by LMTP, until the process ends."""
    protocol = LMTP if lmtp else SMTP
    connection = partial(
        protocol, Handler(), data_size_limit=MOST_BYTES, ident="Umento", timeout=TIMEOUT_SECONDS
    )
    server = await asyncio.get_running_loop().create_server(connection, host, port)
    async with server:
        await server.serve_forever()


def _take(envelope: Envelope) -> None:
    close_old_connections()
    try:
        incoming.take(cast(bytes, envelope.content), to=envelope.rcpt_tos)
    finally:
        close_old_connections()
