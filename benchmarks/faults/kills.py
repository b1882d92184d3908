"""Kill -9 of everything there is, and how long it takes until all is well again."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from benchmarks.faults.families import alive, children, command, family, kill
from benchmarks.faults.stack import Stack


@dataclass
class Blow:
    """One kill. `well` is when all parts were well again; seconds of the monotonic clock."""

    kind: str
    at: float
    well: float = 0.0

    @property
    def seconds(self) -> float:
        return self.well - self.at


def worker(stack: Stack, random: Random) -> bool:
    return _all("worker", stack)


def worker_child(stack: Stack, random: Random) -> bool:
    return _child("worker", "celery", stack, random)


def beat(stack: Stack, random: Random) -> bool:
    return _all("beat", stack)


def web(stack: Stack, random: Random) -> bool:
    return _all("web", stack)


def web_child(stack: Stack, random: Random) -> bool:
    return _child("web", "gunicorn", stack, random)


def valkey(stack: Stack, random: Random) -> bool:
    """It comes back empty."""
    return _all("valkey", stack)


def postgres(stack: Stack, random: Random) -> bool:
    """The postmaster and all that it started."""
    pid = stack.pid("postgres")
    stack.leftover = family(pid)[1:] if pid else []
    return _all("postgres", stack)


def backend(stack: Stack, random: Random) -> bool:
    """One connection's process, upon which PostgreSQL ends all others and recovers."""
    return _child("postgres", "umento_w", stack, random)


KINDS: dict[str, Callable[[Stack, Random], bool]] = {
    "worker, all processes": worker,
    "worker, one of its processes": worker_child,
    "beat": beat,
    "web, all processes": web,
    "web, one of its processes": web_child,
    "Valkey, and emptied": valkey,
    "PostgreSQL, all processes": postgres,
    "PostgreSQL, one connection": backend,
}
#: While one of these is away, web cannot answer.
ANSWERLESS = {"web, all processes", "web, one of its processes"}
FAILING = {"PostgreSQL, all processes", "PostgreSQL, one connection"}


def plan(count: int, random: Random) -> list[str]:
    """Kinds of kills in a random order, each as often as any other, give or take one."""
    kinds = [list(KINDS)[number % len(KINDS)] for number in range(count)]
    random.shuffle(kinds)
    return kinds


def strike(kind: str, stack: Stack, random: Random) -> Blow | None:
    """Kill; None when there is nothing to kill at the moment, because it has just been."""
    at = time.monotonic()
    return Blow(kind, at) if KINDS[kind](stack, random) else None


def _all(name: str, stack: Stack) -> bool:
    pid = stack.pid(name)
    if pid:
        members = family(pid)
        kill(members)
        process = stack.programs[name].process
        assert process
        process.wait()
        while alive(members):
            time.sleep(0.01)
    return bool(pid)


def _child(name: str, words: str, stack: Stack, random: Random) -> bool:
    pid = stack.pid(name)
    found = [child for child in children(pid) if words in command(child)] if pid else []
    kill([random.choice(found)] if found else [])
    return bool(found)
