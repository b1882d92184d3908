"""More mails than people's clicks cause, written to the outbox like any other. Imported when Django is set up."""

from __future__ import annotations

import threading
from itertools import count

from django.db import DatabaseError, InterfaceError, connection

from benchmarks.faults.world import World
from sessions import letters
from tenancy.scope import scope


class Writer(threading.Thread):
    """Writes reminders of one distant session, each with a meaning of its own; notes those that were committed."""

    def __init__(self, world: World, *, count: int, pause: float) -> None:
        super().__init__(daemon=True)
        self.world, self.wanted, self.pause, self.ended = world, count, pause, threading.Event()
        self.written: list[str] = []

    def run(self) -> None:
        for number in count(1):
            if len(self.written) >= self.wanted or self.ended.wait(self.pause):
                break
            self._write(f"letter-{number}")
        connection.close()

    def stop(self) -> None:
        self.ended.set()
        self.join()

    def _write(self, which: str) -> None:
        session = self.world.distant
        try:
            with scope(self.world.organisation):
                letters.reminder(session, session.tandem.mentor.membership, which=which)
        except (DatabaseError, InterfaceError):  # PostgreSQL was killed
            connection.close()
        else:
            self.written.append(f"session:{session.public_id}:{which}")
