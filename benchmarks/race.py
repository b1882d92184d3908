"""Many clients want the same hours at the same moment, over HTTP: `python -m benchmarks.race`.

Starts a database of its own and the web server as it runs for people (two processes with eight threads each). The
clients share the machine with both.
"""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import chain
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

import django

from config import bootstrap
from config.embedded import leash, postgres, valkey

if TYPE_CHECKING:
    from tests.sessions.crowds import Wish
    from tests.sessions.server import Answer

ROOT = Path(__file__).resolve().parents[1]
DATABASE = "umento_race"
UNDISTURBED = 40


@dataclass
class Tally:
    """What all rounds of a scenario came to."""

    rounds: int = 0
    statuses: Counter[int] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)
    booked: list[int] = field(default_factory=list)
    unmet: int = 0
    overlaps: int = 0
    halves: int = 0

    def after(self, share: float) -> str:
        """The time within which this share of all clients had their answer."""
        found = sorted(self.seconds)
        return f"{found[min(len(found) - 1, int(share * len(found)))]:.2f} s"

    def add(self, answers: list[Answer], wishes: list[Wish]) -> None:
        """Count a round. Runs in the organisation's scope."""
        from tests.sessions import crowds

        self.rounds += 1
        self.statuses.update(answer.status for answer in answers)
        self.seconds += [answer.seconds for answer in answers]
        self.booked.append(sum(answer.status == crowds.WON for answer in answers))
        self.unmet += len(crowds.unmet(wishes, answers))
        self.overlaps += len(crowds.overlaps())
        self.halves += len(crowds.halves())

    @property
    def line(self) -> str:
        fewest, most = min(self.booked), max(self.booked)
        statuses = ", ".join(f"{count} x {status}" for status, count in sorted(self.statuses.items()))
        return (
            f"{self.rounds} rounds: {statuses}; booked {fewest if fewest == most else f'{fewest} to {most}'} a round, "
            f"{self.unmet} refused that would still fit, {self.overlaps} overlaps, {self.halves} half bookings; "
            f"p50 {self.after(0.5)}, p95 {self.after(0.95)}, p99 {self.after(0.99)}, longest {max(self.seconds):.2f} s"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description="Let many clients want the same hours.")
    parser.add_argument("--clients", type=int, default=200, help="at the same moment, 200 at most (200)")
    parser.add_argument("--rounds", type=int, default=20, help="of each scenario (20)")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name, _servers(Path(name)) as admin_url:
        django.setup()
        _race(Path(name), admin_url, clients=given.clients, rounds=given.rounds)
        with bootstrap.connect(admin_url) as admin:
            query = "SELECT deadlocks FROM pg_stat_database WHERE datname = %s"
            print(f"deadlocks counted by the database: {admin.execute(query, [DATABASE]).fetchone()[0]}")


def _race(folder: Path, admin_url: str, *, clients: int, rounds: int) -> None:
    from tenancy.scope import scope
    from tests import factories
    from tests.sessions import crowds
    from tests.sessions.server import web_server

    start = datetime.now(UTC).replace(hour=8, minute=0, second=0, microsecond=0) + timedelta(days=7)
    house = factories.organisation("race")
    with scope(house):
        mentees = crowds.one_slot(clients, start)
        tandems = crowds.twenty_people(start)
        crossed = [crowds.overlapping(tandems, clients, start, seed=number) for number in range(rounds)]
        browsers = crowds.sign_in([*mentees, *chain(*crossed)])
    with bootstrap.connect(admin_url, dbname=DATABASE) as admin:
        admin.execute("ANALYZE")  # a database in use has its statistics; without them joins go astray
    with web_server(folder) as port:
        alone = [crowds.send(port, [wish], browsers)[0].seconds for wish in mentees[: UNDISTURBED + 1]]
        print(f"undisturbed, one refusal after the other: p50 {median(alone[1:]):.3f} s", flush=True)
        for name, wishes_by_round in (("one slot", [mentees] * rounds), ("20 people", crossed)):
            tally = Tally()
            for wishes in wishes_by_round:
                _empty(admin_url)
                answers = crowds.send(port, wishes, browsers)
                with scope(house):
                    tally.add(answers, wishes)
            print(f"{name}, {clients} clients, {tally.line}", flush=True)


def _empty(admin_url: str) -> None:
    """Take back what was booked, and the mails about it."""
    with bootstrap.connect(admin_url, dbname=DATABASE) as admin:
        admin.execute("TRUNCATE mentoring_session, mail_message CASCADE")


@contextmanager
def _servers(folder: Path) -> Iterator[str]:
    """Run a throw-away database with all tables, and Valkey; point Django at them and yield the superuser's address."""
    folder.chmod(0o755)  # as root, PostgreSQL runs as nobody
    database = postgres.locate(folder, throwaway=True)
    cache = valkey.Valkey(folder, database.socket_folder)
    running = [(database.start(), postgres.STOP), (cache.start(), signal.SIGTERM)]
    try:
        database.wait()
        cache.wait()
        urls = database.urls(DATABASE)
        os.environ |= {**urls, "REDIS_URL": cache.url(), "UMENTO_MODE": "test", "UMENTO_ROLE": "web"}
        os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
        bootstrap.bootstrap(
            database.admin_url,
            owner_url=urls["DATABASE_OWNER_URL"],
            web_url=urls["DATABASE_URL"],
            worker_url=urls["DATABASE_WORKER_URL"],
        )
        migrate = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
        subprocess.run(migrate, cwd=ROOT, env=os.environ | {"UMENTO_ROLE": "owner"}, check=True)
        yield database.admin_url
    finally:
        for process, stop in reversed(running):
            leash.stop(process, stop)


if __name__ == "__main__":
    main()
