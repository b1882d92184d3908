"""The demo in one process tree: `python -m config.embedded.demo [--port 8000] [--data DIR]`, or bin/demo."""

import argparse
import fcntl
import hashlib
import http.client
import os
import secrets
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from config import bootstrap, translations
from config.embedded import Trouble, postgres, processes, valkey

ROOT = Path(__file__).resolve().parent.parent.parent
DATABASE = "umento"
SPACE_NEEDED = 300_000_000
PASSWORD = "umento-demo"  # noqa: S105 - printed for everybody
LOG_INS = [
    ("hr@weserwerk.example", "leads the programs of Weserwerk"),
    ("mentor@weserwerk.example", "is a mentor there"),
    ("mentee@weserwerk.example", "is a mentee there"),
    ("hr@nordlicht.example", "leads the program of Nordlicht"),
    ("mentor@nordlicht.example", "is a mentor there"),
    ("mentee@nordlicht.example", "is a mentee there"),
    ("staff@umento.example", "works in our own back office"),
]


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="bin/demo", description="Start Umento with demo data.")
    parser.add_argument("--port", type=port_number, default=8000, help="the port of the web pages (8000)")
    parser.add_argument(
        "--data", type=Path, default=ROOT / "var" / "demo", help="where the data live (var/demo)"
    )
    options = parser.parse_args(arguments)
    try:
        Demo(options.port, options.data.expanduser().absolute()).run()
    except Trouble as trouble:
        print(trouble, file=sys.stderr, flush=True)
        return 1
    return 0


def port_number(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 65535:
        raise argparse.ArgumentTypeError(f"{text!r} is no port: take a number from 1024 to 65535.")
    return int(text)


class Demo:
    """The demo on `port` with its data in `folder`."""

    def __init__(self, port: int, folder: Path) -> None:
        self.port, self.folder = port, folder
        self.logs = folder / "logs"
        self.started = time.monotonic()
        self.runner = processes.Runner(self.say)

    def say(self, line: str) -> None:
        print(f"{time.monotonic() - self.started:6.1f} s  {line}", flush=True)

    def run(self) -> None:
        """Start everything, say where it is, and stop everything at Ctrl-C or SIGTERM."""
        processes.stop_at_signals()
        try:
            self._check()
            with only_one(self.folder):
                self._start()
                self._announce()
                while True:
                    time.sleep(0.5)
                    self.runner.keep_alive()
        except KeyboardInterrupt:
            self.say("Stopping")
        finally:
            self.runner.stop(last=2)

    def _check(self) -> None:
        check_port(self.port)
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            self.logs.mkdir(exist_ok=True)
        except OSError as error:
            raise Trouble(
                f"The folder {self.folder} cannot be made ({error.strerror}): choose another with --data."
            ) from error
        free = shutil.disk_usage(self.folder).free
        if free < SPACE_NEEDED:
            raise Trouble(
                f"The demo needs {SPACE_NEEDED // 1_000_000} MB in {self.folder}, {free // 1_000_000} MB are free: "
                "make room or choose another folder with --data."
            )

    def _start(self) -> None:
        for log in self.logs.glob("*.log"):
            log.unlink()
        self.say("Starting PostgreSQL and Valkey")
        database, cache = self._start_servers()
        if translations.compile_changed():
            self.say("Translations compiled")
        env = self._environment(database, cache)
        self._prepare(database, env)
        self.say("Starting web, worker and beat")
        programs = self._programs(env)
        self.runner.start(programs["web"], programs["mail"], programs["worker"])
        self._wait_for_web(programs["web"])
        self.runner.start(programs["beat"])  # later, because people wait for the web pages alone

    def _start_servers(self) -> tuple[postgres.Postgres, valkey.Valkey]:
        database = postgres.locate(self.folder)
        cache = valkey.Valkey(self.folder, database.socket_folder)
        self.runner.start(
            processes.Program("PostgreSQL", database.log, database.start, postgres.STOP),
            processes.Program("Valkey", cache.log, cache.start),
        )
        database.wait()
        cache.wait()
        return database, cache

    def _environment(self, database: postgres.Postgres, cache: valkey.Valkey) -> dict[str, str]:
        return {
            "UMENTO_MODE": "demo",
            "UMENTO_DATA": str(self.folder),
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "PYTHONPATH": str(ROOT),
            "SECRET_KEY": kept_secret(self.folder / "secret-key"),
            "SEALING_KEYS": kept_secret(self.folder / "sealing-key"),
            "PUBLIC_BASE_URL": f"http://localhost:{self.port}",
            "BIND": f"127.0.0.1:{self.port}",
            "REDIS_URL": cache.url(),
            "EMAIL_URL": f"smtp://127.0.0.1:{free_port()}",
            **database.urls(DATABASE),
        }

    def _prepare(self, database: postgres.Postgres, env: Mapping[str, str]) -> None:
        """Roles, tables and, once, the demo data. Skipped when nothing has changed since the last start."""
        stamp, state = self.folder / "prepared", fingerprint()
        if stamp.exists() and stamp.read_text() == state:
            return
        self.say("Preparing the database")
        urls = database.urls(DATABASE)
        bootstrap.bootstrap(
            database.admin_url,
            owner_url=urls["DATABASE_OWNER_URL"],
            web_url=urls["DATABASE_URL"],
            worker_url=urls["DATABASE_WORKER_URL"],
        )
        log = self.logs / "prepare.log"
        with log.open("ab") as output:
            result = subprocess.run(
                [sys.executable, "manage.py", "prepare_demo"],
                check=False,
                cwd=ROOT,
                env={**os.environ, **env, "UMENTO_ROLE": "owner"},
                stdout=output,
                stderr=subprocess.STDOUT,
            )
        if result.returncode:
            raise Trouble(f"The database could not be prepared; the messages are in {log}.")
        stamp.write_text(state)

    def _programs(self, env: Mapping[str, str]) -> dict[str, processes.Program]:
        mail_port = env["EMAIL_URL"].rpartition(":")[2]
        celery = ["-m", "celery", "-A", "config.celery", "--workdir", str(ROOT), "-q"]
        worker = [
            "worker",
            "--concurrency",
            "1",
            "--loglevel",
            "INFO",
            "--without-gossip",
            "--without-mingle",
        ]
        beat = ["beat", "--schedule", str(self.folder / "beat"), "--pidfile=", "--loglevel", "INFO"]
        commands = {
            "web": (["-m", "gunicorn", "-c", "python:config.gunicorn"], "web"),
            "worker": ([*celery, *worker], "worker"),
            "beat": ([*celery, *beat], "worker"),
            "mail": (["-m", "config.embedded.smtp_sink", mail_port, str(self.folder / "mail")], "web"),
        }
        return {
            name: processes.python(
                name, command, env={**env, "UMENTO_ROLE": role}, log=self.logs / f"{name}.log", cwd=ROOT
            )
            for name, (command, role) in commands.items()
        }

    def _wait_for_web(self, web: processes.Program, seconds: float = 90) -> None:
        until = time.monotonic() + seconds
        while time.monotonic() < until and not web.has_died:
            if answers(self.port):
                return
            time.sleep(0.1)
        raise Trouble(f"The web server did not start; its messages are in {web.log}.")

    def _announce(self) -> None:
        address = f"http://localhost:{self.port}"
        self.say("Ready")
        print(f"\n  Umento   {address}/\n  Sign in  {address}/login/   password: {PASSWORD}")
        for email, what in LOG_INS:
            print(f"           {email:26} {what}")
        print(f"  Mail     {address}/dev/mail/\n  Clock    {address}/dev/clock/")
        print(f"\n  The data stay in {self.folder}. Ctrl-C stops everything.\n", flush=True)


def check_port(port: int, patience: float = 2) -> None:
    """Raise Trouble when `port` stays taken; a demo that was just stopped gets a moment to leave it."""
    until = time.monotonic() + patience
    while True:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
                return
            except PermissionError:
                raise Trouble(
                    f"Port {port} is reserved: start with --port 8001 or another above 1023."
                ) from None
            except OSError:
                if time.monotonic() >= until:
                    raise Trouble(
                        f"Port {port} is taken: start with --port {next_port(port)} or another free one."
                    ) from None
        time.sleep(0.1)


def next_port(port: int) -> int:
    return port + 1 if port < 65535 else 8001


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def answers(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()


@contextmanager
def only_one(folder: Path) -> Iterator[None]:
    """Hold the folder's lock, which ends with this process. Raises Trouble when another demo holds it."""
    with (folder / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise Trouble(
                f"Another demo already uses {folder}: stop it or choose another folder with --data."
            ) from None
        yield


def kept_secret(file: Path) -> str:
    """The secret in `file`, made at the first start: after a restart people are still signed in, notes still open."""
    if not file.exists():
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT, 0o600), "w") as target:
            target.write(secrets.token_urlsafe(50))
    return file.read_text()


def fingerprint() -> str:
    """Changes when a migration or a locked package does."""
    files = [*sorted(ROOT.glob("*/migrations/*.py")), ROOT / "requirements-demo.txt"]
    digest = hashlib.sha256()
    for file in files:
        digest.update(file.name.encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()


if __name__ == "__main__":
    sys.exit(main())
