"""A mail server on loopback that misbehaves when told to, and remembers every mail that it stored."""

from __future__ import annotations

import asyncio
from collections import Counter
from dataclasses import dataclass
from email import message_from_bytes, policy
from enum import StrEnum
from hashlib import sha256
from typing import Any

from aiosmtpd.controller import Controller

SLOW = 2.0
LATER = "451 4.7.1 Please try again later"
TAKEN = "250 OK"


class Mode(StrEnum):
    OK = "answers"
    REFUSE = "refuses connections"
    LATER = "says 451"
    SLOW = "answers after 2 s"
    DROP_BEFORE = "hangs up before the text"
    DROP_AFTER = "stores and hangs up"
    STALL = "stores and answers too late"


@dataclass(frozen=True)
class Stored:
    """A mail as it arrived; `text` is a digest of subject and plain text, which all copies share."""

    message_id: str
    recipient: str
    text: str
    answered: bool


class MailServer:
    """Call from one thread; the mails are taken in another. `stall` is the seconds of the slowest mode."""

    def __init__(self, port: int, *, stall: float) -> None:
        self.port, self.stall, self.mode = port, stall, Mode.OK
        self.stored: list[Stored] = []
        self.phases: Counter[Mode] = Counter()
        self._listening: Controller | None = None

    def start(self) -> None:
        self._listening = Controller(self, hostname="127.0.0.1", port=self.port)
        self._listening.start()

    def stop(self) -> None:
        if self._listening:
            self._listening.stop()
            self._listening = None

    def turn(self, mode: Mode) -> None:
        """Behave like this from now on."""
        if mode == self.mode:
            return
        if mode == Mode.REFUSE:
            self.stop()
        elif not self._listening:
            self.start()
        self.mode = mode
        self.phases[mode] += 1

    async def handle_RCPT(  # noqa: N802 - the library's name
        self, server: Any, session: Any, envelope: Any, address: str, options: Any
    ) -> str:
        if self.mode == Mode.DROP_BEFORE:
            server.transport.abort()
        if self.mode == Mode.SLOW:
            await asyncio.sleep(SLOW)
        if self.mode == Mode.LATER and len(self.stored) % 2:
            return LATER
        envelope.rcpt_tos.append(address)
        return TAKEN

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        mode = self.mode
        if mode == Mode.LATER:
            return LATER
        self.stored.append(_stored(envelope, answered=mode not in {Mode.DROP_AFTER, Mode.STALL}))
        if mode == Mode.DROP_AFTER:
            server.transport.abort()
        if mode == Mode.STALL:
            await asyncio.sleep(self.stall)
        return TAKEN


def _stored(envelope: Any, *, answered: bool) -> Stored:
    mail = message_from_bytes(envelope.content, policy=policy.default)
    text = mail.get_body(("plain",))
    digest = sha256(f"{mail['Subject']}\n{text.get_content() if text else ''}".encode()).hexdigest()
    return Stored(str(mail["Message-ID"]), ", ".join(envelope.rcpt_tos), digest, answered)
