"""Reads the mails that the demo's mail catcher has stored as files."""

from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.parser import BytesHeaderParser
from email.policy import default
from pathlib import Path
from typing import Any, cast


@dataclass(frozen=True)
class Attachment:
    name: str
    type: str
    payload: bytes

    @property
    def text(self) -> str:
        return self.payload.decode(errors="replace")


@dataclass(frozen=True)
class Mail:
    """One stored mail. `number` is its arrival in microseconds since 1970 and names its page."""

    number: int
    message: EmailMessage

    def header(self, name: str) -> str:
        return str(self.message.get(name, ""))

    @property
    def sender(self) -> str:
        return self.header("From")

    @property
    def to(self) -> str:
        return self.header("To")

    @property
    def subject(self) -> str:
        return self.header("Subject")

    @property
    def arrived(self) -> datetime:
        return datetime.fromtimestamp(self.number / 1_000_000, UTC)

    @property
    def headers(self) -> list[tuple[str, str]]:
        return [(name, str(value)) for name, value in self.message.items()]

    @property
    def text(self) -> str:
        return self._body("plain")

    @property
    def html(self) -> str:
        return self._body("html")

    def _body(self, kind: str) -> str:
        part = self.message.get_body((kind,))
        return str(part.get_content()).replace("\r\n", "\n") if part else ""

    @property
    def attachments(self) -> list[Attachment]:
        """Every leaf part but the two bodies; a calendar part counts as an attachment."""
        bodies = [self.message.get_body((kind,)) for kind in ("plain", "html")]
        leaves = [part for part in self.message.walk() if not part.is_multipart() and part not in bodies]
        return [_attachment(part) for part in leaves]

    def as_json(self) -> dict[str, Any]:
        return {
            "number": self.number,
            "from": self.sender,
            "to": self.to,
            "envelope_to": self.header("X-Envelope-To"),
            "subject": self.subject,
            "date": self.header("Date"),
            "message_id": self.header("Message-ID"),
            "headers": self.headers,
            "text": self.text,
            "html": self.html,
            "attachments": [
                {"name": each.name, "type": each.type, "content": each.text} for each in self.attachments
            ],
        }


def _attachment(part: EmailMessage) -> Attachment:
    payload = part.get_payload(decode=True)
    kind = " ".join(str(part.get("Content-Type", "text/plain")).split())
    return Attachment(part.get_filename() or part.get_content_type(), kind, cast(bytes, payload or b""))


def read_all(folder: Path, *, to: str = "") -> list[Mail]:
    """All mails, or those to addresses that contain `to`; the newest first."""
    files = sorted(folder.glob("[0-9]*.eml"), reverse=True)
    return [_read(file) for file in files if not to or to.casefold() in _receivers(file)]


def _receivers(file: Path) -> str:
    """Without taking the mail apart, which is slow where there are hundreds."""
    with file.open("rb") as content:
        return str(BytesHeaderParser().parse(content)["X-Envelope-To"]).casefold()


def read_one(folder: Path, number: int) -> Mail | None:
    file = folder / f"{number}.eml"
    return _read(file) if file.exists() else None


def _read(file: Path) -> Mail:
    return Mail(int(file.stem), message_from_bytes(file.read_bytes(), policy=default))
