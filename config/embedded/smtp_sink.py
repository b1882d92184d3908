"""A mail server that delivers nothing: every mail becomes a file.

`python -m config.embedded.smtp_sink PORT FOLDER`
"""

import signal
import sys
import time
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from typing import Any

from aiosmtpd import smtp
from aiosmtpd.controller import Controller

SIZE_LIMIT = 20_000_000


class Store:
    """Writes each mail to `folder`, named by its time of arrival, with the envelope's people in its head."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.last = 0
        folder.mkdir(parents=True, exist_ok=True)

    async def handle_DATA(  # noqa: N802 - the library's name
        self, server: smtp.SMTP, session: smtp.Session, envelope: smtp.Envelope
    ) -> str:
        head = EmailMessage(policy=SMTP)
        head["X-Envelope-From"] = envelope.mail_from
        head["X-Envelope-To"] = ", ".join(envelope.rcpt_tos)
        self.last = max(time.time_ns() // 1000, self.last + 1)
        name = f"{self.last}.eml"
        draft = self.folder / f".{name}"
        draft.write_bytes(head.as_bytes().rstrip(b"\r\n") + b"\r\n" + _content(envelope))
        draft.rename(self.folder / name)
        return "250 OK"


def _content(envelope: smtp.Envelope) -> bytes:
    content: Any = envelope.original_content
    return content if isinstance(content, bytes) else str(content).encode()


def main(port: int, folder: Path) -> None:
    controller = Controller(Store(folder), hostname="127.0.0.1", port=port, data_size_limit=SIZE_LIMIT)
    controller.start()
    signal.sigwait({signal.SIGTERM, signal.SIGINT})
    controller.stop()


if __name__ == "__main__":
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM, signal.SIGINT})
    main(int(sys.argv[1]), Path(sys.argv[2]))
