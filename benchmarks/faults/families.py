"""Which processes belong to one that we started (Linux)."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterable
from pathlib import Path

PROCESSES = Path("/proc")


def children(pid: int) -> list[int]:
    found: list[int] = []
    for file in PROCESSES.glob(f"{pid}/task/*/children"):
        try:
            found += map(int, file.read_text().split())
        except OSError:  # it ended meanwhile
            continue
    return found


def family(pid: int) -> list[int]:
    """A process, its children and theirs; parents first."""
    return [pid, *(member for child in children(pid) for member in family(child))]


def command(pid: int) -> str:
    try:
        return (PROCESSES / str(pid) / "cmdline").read_bytes().replace(b"\0", b" ").decode()
    except OSError:
        return ""


def alive(pids: Iterable[int]) -> list[int]:
    """Those that still run; one that ended and was not waited for does not."""
    return [pid for pid in pids if command(pid)]


def kill(pids: Iterable[int]) -> None:
    """SIGKILL, as a crash of the machine or the kernel's lack of memory would."""
    for pid in pids:
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            continue
