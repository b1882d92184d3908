"""The whole of Umento as children of this process, and what keeps them alive."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

from benchmarks.faults.families import alive
from config import bootstrap
from config.embedded import postgres, processes, valkey
from config.embedded.demo import free_port

ROOT = Path(__file__).resolve().parents[2]
DATABASE = "umento"
CELERY = ["-m", "celery", "-A", "config.celery", "-q"]
WORKER = [
    *CELERY,
    "worker",
    "--loglevel",
    "INFO",
    "--concurrency",
    "2",
    "--without-gossip",
    "--without-mingle",
]
BEAT = [*CELERY, "beat", "--loglevel", "INFO", "--pidfile="]


class Stack:
    """PostgreSQL, Valkey, web, worker and beat by name, with their data in `folder`."""

    def __init__(self, folder: Path, *, lease: int) -> None:
        self.folder = folder
        self.port, self.mail_port = free_port(), free_port()
        self.database = postgres.locate(folder)
        self.cache = valkey.Valkey(folder, self.database.socket_folder)
        self.leftover: list[int] = []
        self.env = {
            "UMENTO_MODE": "demo",
            "UMENTO_ROLE": "web",
            "UMENTO_DATA": str(folder),
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "PYTHONPATH": str(ROOT),
            "PUBLIC_BASE_URL": f"http://localhost:{self.port}",
            "BIND": f"127.0.0.1:{self.port}",
            "REDIS_URL": self.cache.url(),
            "EMAIL_URL": f"smtp://127.0.0.1:{self.mail_port}",
            "MAIL_LEASE_SECONDS": str(lease),
            **self.database.urls(DATABASE),
        }
        self.log = (folder / "runner.log").open("a")
        self.runner = processes.Runner(self._note)
        self.programs = {
            "postgres": processes.Program("postgres", self.database.log, self._start_database, postgres.STOP),
            "valkey": processes.Program("valkey", self.cache.log, self._start_cache),
            "web": self._python("web", ["-m", "gunicorn", "-c", "python:config.gunicorn"]),
            "worker": self._python("worker", WORKER),
            "beat": self._python("beat", [*BEAT, "--schedule", str(folder / "beat")]),
        }

    def start_servers(self) -> None:
        """PostgreSQL with the tables of this version, and Valkey."""
        self.runner.start(self.programs["postgres"], self.programs["valkey"])
        self.database.wait()
        self.cache.wait()
        urls = self.database.urls(DATABASE)
        bootstrap.bootstrap(
            self.database.admin_url,
            owner_url=urls["DATABASE_OWNER_URL"],
            web_url=urls["DATABASE_URL"],
            worker_url=urls["DATABASE_WORKER_URL"],
        )
        subprocess.run(
            [sys.executable, "manage.py", "migrate", "--verbosity", "0"],
            check=True,
            cwd=ROOT,
            env={**os.environ, **self.env, "UMENTO_ROLE": "owner"},
        )

    def start_programs(self) -> None:
        self.runner.start(*(self.programs[name] for name in ("web", "worker", "beat")))

    def pid(self, name: str) -> int:
        """The process of a program; 0 while it is not running."""
        program = self.programs[name]
        return 0 if program.has_died or not program.process else program.process.pid

    def keep_alive(self) -> None:
        """What a process manager does: start again what has ended. To be called from the main thread."""
        self.runner.keep_alive()

    def stop(self) -> None:
        self.runner.stop(last=2)
        self.log.close()

    def _python(self, name: str, arguments: list[str]) -> processes.Program:
        env = {**self.env, "UMENTO_ROLE": "web" if name == "web" else "worker"}
        return processes.python(name, arguments, env=env, log=self.folder / f"{name}.log", cwd=ROOT)

    def _start_database(self) -> subprocess.Popen[bytes]:
        """PostgreSQL does not start while a process of its predecessor lives."""
        while alive(self.leftover):
            time.sleep(0.02)
        return self.database.start()

    def _start_cache(self) -> subprocess.Popen[bytes]:
        """Always empty."""
        for file in self.folder.glob("valkey.rdb*"):
            file.unlink()
        return self.cache.start()

    def _note(self, line: str) -> None:
        self.log.write(f"{time.strftime('%X')} {line}\n")
        self.log.flush()
