"""A mail server on loopback that can be told to misbehave: the only thing these tests fake."""

import asyncio
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from functools import partial
from typing import Any

from aiosmtpd.controller import Controller

from mail.server import MailServer


class Server:
    def __init__(self) -> None:
        self.stored: list[EmailMessage] = []
        self.senders: list[str] = []
        self.answers: list[str] = []
        self.drop_before_text = False
        self.drop_after_storing = False
        self.meanwhile: Callable[[], None] = lambda: None
        self.recipient_answer = "250 OK"

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        await asyncio.to_thread(self.meanwhile)
        if self.drop_before_text:
            server.transport.abort()
        if self.recipient_answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.recipient_answer

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        answer = self.answers.pop(0) if self.answers else "250 OK"
        if answer.startswith("250"):
            self.stored.append(message_from_bytes(envelope.content, policy=policy.default))
            self.senders.append(envelope.mail_from)
        if self.drop_after_storing:
            server.transport.abort()
        return answer


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def mail_server() -> Iterator[tuple[Server, Callable[[], MailServer]]]:
    handler = Server()
    port = free_port()
    controller = Controller(handler, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield (
            handler,
            partial(
                MailServer, host="127.0.0.1", port=port, use_tls=False, username="", password="", timeout=5
            ),
        )
    finally:
        controller.stop()
