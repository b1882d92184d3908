"""Looks at the processes of this machine from outside."""

import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Process:
    pid: int
    parent: int
    command: str


def processes() -> list[Process]:
    """All processes but those that have ended and wait to be noticed."""
    command = ["ps", "-axww", "-o", "pid=,ppid=,stat=,args="]
    listing = subprocess.run(command, capture_output=True, text=True, check=True)
    rows = [line.split(maxsplit=3) for line in listing.stdout.splitlines()]
    return [Process(int(row[0]), int(row[1]), row[3]) for row in rows if row[2][0] != "Z" and len(row) == 4]


def running(part: str) -> list[Process]:
    """The processes whose command line contains `part`."""
    return [process for process in processes() if part in process.command]


def descendants(pid: int) -> set[Process]:
    """The children of a process, their children and so on."""
    everybody, found, parents = processes(), set(), {pid}
    while parents:
        children = {process for process in everybody if process.parent in parents}
        found |= children
        parents = {child.pid for child in children}
    return found


def alive(some: set[Process]) -> list[Process]:
    """Who of them still runs, whoever their parent is by now."""
    wanted = {(process.pid, process.command) for process in some}
    return [process for process in processes() if (process.pid, process.command) in wanted]


def eventually(condition: Callable[[], object], seconds: float = 15) -> bool:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if condition():
            return True
        time.sleep(0.05)
    return False
