"""The whole demo as people start it: its own servers and data, on a free port. One stack per module of tests."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlencode

import pytest

from config.embedded import demo, leash

T = TypeVar("T")
START_SECONDS = 240
MAIL_SECONDS = 30


@dataclass(frozen=True)
class Mail:
    """A mail as the demo's inbox gives it."""

    number: int
    subject: str
    text: str
    html: str
    attachments: list[dict[str, str]]

    @property
    def calendar(self) -> str:
        """The calendar object, which is there twice: for the mail program to show, and as a file to save."""
        types = ("text/calendar", "application/ics")
        (found,) = {part["content"] for part in self.attachments if part["type"].startswith(types)}
        return found

    def link(self, part: str) -> str:
        """The address in the text that contains `part`."""
        return next(url for url in re.findall(r"https?://\S+", self.text) if part in url)


class Stack:
    """A running demo at `url`."""

    def __init__(self, url: str) -> None:
        self.url = url

    def ask(self, path: str, data: dict[str, Any] | None = None) -> Any:
        """Send a GET, or a POST of `data`; return the JSON of the answer."""
        body = urlencode(data).encode() if data else None
        request = urllib.request.Request(self.url + path, body, {"Accept": "application/json"})
        with urllib.request.urlopen(request, timeout=60) as answer:
            return json.load(answer)

    def mails(self, to: str, *, after: int = 0) -> list[Mail]:
        """All mails to an address that came after the one with this number, the newest first."""
        rows = self.ask(f"/dev/mail.json?{urlencode({'to': to})}")
        found = [Mail(**{name: row[name] for name in Mail.__dataclass_fields__}) for row in rows]
        return [mail for mail in found if mail.number > after]

    def mail(self, to: str, subject: str, *, after: int = 0, seconds: float = MAIL_SECONDS) -> Mail:
        """Wait for the newest mail to an address with these words in its subject."""

        def newest() -> Mail | None:
            return next((mail for mail in self.mails(to, after=after) if subject in mail.subject), None)

        return eventually(newest, seconds, f"no mail “{subject}” came to {to}")

    def last_number(self, to: str) -> int:
        """The number of the newest mail to an address; 0 without any."""
        return max((mail.number for mail in self.mails(to)), default=0)

    @property
    def now(self) -> datetime:
        return datetime.fromisoformat(self.ask("/dev/clock/")["now"])

    def move_clock(self, hours: int) -> datetime:
        """Move the demo's time forward by full hours; return what it is then."""
        return datetime.fromisoformat(self.ask("/dev/clock/", {"hours": hours})["now"])

    def move_clock_to(self, moment: datetime) -> datetime:
        """Move the time to the last full hour from now before `moment`."""
        hours = int((moment - self.now).total_seconds() // 3600)
        return self.move_clock(hours) if hours else self.now


def eventually(look: Callable[[], T | None], seconds: float, complaint: str) -> T:
    """What `look` finds, as soon as it finds something."""
    until = time.monotonic() + seconds
    while True:
        found = look()
        if found:
            return found
        assert time.monotonic() < until, complaint
        time.sleep(0.3)


def start(folder: Path, port: int) -> subprocess.Popen[bytes]:
    """Start the demo; it ends with this process at the latest."""
    command = [sys.executable, "-m", "config.embedded.demo", "--port", str(port), "--data", folder / "data"]
    with (folder / "demo.log").open("wb") as log:
        return leash.start(command, last_signal=signal.SIGTERM, cwd=demo.ROOT, output=log, env=_environment())


def _environment() -> dict[str, str]:
    """Ours without what the tests run by: the demo sets up everything itself."""
    ours = ("DATABASE_", "REDIS_", "TEST_", "UMENTO_", "DJANGO_", "PYTEST_")
    return {name: value for name, value in os.environ.items() if not name.startswith(ours)}


@pytest.fixture(scope="module")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """A demo for the tests of one module, which share its data and its clock."""
    folder = tmp_path_factory.mktemp("stack")
    for part in (folder, *folder.parents[:2]):
        part.chmod(0o755)  # as root, PostgreSQL runs as nobody
    port = demo.free_port()
    process = start(folder, port)

    def ready() -> bool:
        assert process.poll() is None, (folder / "demo.log").read_text()
        return demo.answers(port)

    try:
        eventually(ready, START_SECONDS, "the demo did not start")
        yield Stack(f"http://localhost:{port}")
    finally:
        leash.stop(process, patience=30)
        shutil.rmtree(folder)
