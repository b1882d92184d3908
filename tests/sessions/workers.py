"""Celery's worker and beat, their broker and a mail server as real processes on the database of the test.

They run in demo mode: its sweeps come every few seconds, and its clock can be moved.
"""

import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from django.conf import settings

from config.embedded import processes, valkey
from config.embedded.demo import free_port

CELERY = ["-m", "celery", "-A", "config.celery", "-q"]
LOUD = ["--loglevel", "INFO"]
WORKER = [*CELERY, "worker", *LOUD, "--concurrency", "1", "--without-gossip", "--without-mingle"]


class Stack:
    """The running processes by name; mails arrive as files in ``mail``."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.mail = folder, folder / "mail"
        self.broker = valkey.Valkey(folder, folder)
        port = free_port()
        self.env = {
            "UMENTO_MODE": "demo",
            "UMENTO_ROLE": "worker",
            "UMENTO_DATA": str(folder),
            "REDIS_URL": self.broker.url(),
            "EMAIL_URL": f"smtp://127.0.0.1:{port}",
            "DJANGO_SETTINGS_MODULE": "config.settings",
        }
        self.programs = {
            "broker": processes.Program("broker", self.broker.log, self.broker.start),
            "mail": self._python("mail", ["-m", "config.embedded.smtp_sink", str(port), str(self.mail)]),
            "worker": self._python("worker", WORKER),
            "beat": self._python(
                "beat", [*CELERY, "beat", *LOUD, "--schedule", str(folder / "beat"), "--pidfile="]
            ),
        }

    def _python(self, name: str, arguments: list[str]) -> processes.Program:
        log = self.folder / f"{name}.log"
        return processes.python(name, arguments, cwd=settings.BASE_DIR, env=self.env, log=log)

    def start(self, *names: str) -> None:
        for name in names:
            self.programs[name].start()
            if name == "broker":
                self.broker.wait()

    def kill(self, *names: str) -> None:
        """End processes as a crash would: SIGKILL. The broker comes back empty."""
        for name in names:
            process = self.programs[name].process
            process.kill()
            process.wait()
        if "broker" in names:
            for file in self.folder.glob("valkey.rdb*"):
                file.unlink()

    def set_clock(self, ahead: timedelta) -> None:
        (self.folder / "clock").write_text(str(int(ahead.total_seconds())))

    def mails(self) -> list[EmailMessage]:
        files = sorted(self.mail.glob("[0-9]*.eml")) if self.mail.exists() else []
        return [message_from_bytes(file.read_bytes(), policy=policy.default) for file in files]

    def subjects(self) -> Counter:
        return Counter((mail["X-Envelope-To"], str(mail["Subject"])) for mail in self.mails())

    def until(self, condition: Callable[[], bool], seconds: float = 200) -> None:
        end = time.monotonic() + seconds
        while not condition():
            assert time.monotonic() < end, self.told()
            self.keep_alive()
            time.sleep(0.2)

    def keep_alive(self) -> None:
        """Start again what has died, as every process manager does.

        Celery's worker gives up when the broker dies under a task.
        """
        for program in self.programs.values():
            if program.has_died:
                program.start()

    def told(self) -> str:
        return "\n".join(
            f"--- {log.name}\n{log.read_text()[-3000:]}" for log in sorted(self.folder.glob("*.log"))
        )

    def stop(self) -> None:
        for name in reversed(self.programs):
            self.programs[name].stop()


@contextmanager
def celery_stack(folder: Path) -> Iterator[Stack]:
    stack = Stack(folder)
    stack.set_clock(timedelta())
    try:
        stack.start(*stack.programs)
        yield stack
    finally:
        stack.stop()
