"""Runs the programs of the demo as children: starts them, starts again what dies, stops all in order."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from config.embedded import leash

RESTART_PAUSE = 2.0


@dataclass
class Program:
    """One child. `name` is what people read; `launch` starts it anew; `log` holds its messages."""

    name: str
    log: Path
    launch: Callable[[], subprocess.Popen[bytes]]
    stop_signal: signal.Signals = signal.SIGTERM
    process: subprocess.Popen[bytes] | None = field(default=None, init=False)
    due: float = field(default=0, init=False)

    def start(self) -> None:
        self.process = self.launch()

    @property
    def has_died(self) -> bool:
        return self.process is not None and self.process.poll() is not None

    def ask_to_stop(self) -> None:
        if self.process and self.process.poll() is None:
            self.process.send_signal(self.stop_signal)

    def stop(self) -> None:
        if self.process:
            leash.stop(self.process, self.stop_signal)


def python(name: str, arguments: list[str], *, env: Mapping[str, str], log: Path, cwd: Path) -> Program:
    """A program of ours: `python <arguments>` with `env` on top of the environment."""

    def launch() -> subprocess.Popen[bytes]:
        with log.open("ab") as output:
            return leash.start(
                [sys.executable, *arguments], env={**os.environ, **env}, cwd=cwd, output=output
            )

    return Program(name, log, launch)


class Runner:
    """Holds the programs in the order of their start and stops them in the reverse one."""

    def __init__(self, say: Callable[[str], None]) -> None:
        self.say = say
        self.programs: list[Program] = []

    def start(self, *programs: Program) -> None:
        for program in programs:
            self.programs.append(program)
            program.start()

    def keep_alive(self) -> None:
        """Start again what has died, after a pause. To be called every now and then."""
        for program in self.programs:
            if not program.has_died:
                continue
            if not program.due:
                self.say(f"{program.name} ended and is started again; its messages: {program.log}")
                program.due = time.monotonic() + RESTART_PAUSE
            elif time.monotonic() >= program.due:
                program.due = 0
                program.start()

    def stop(self, *, last: int) -> None:
        """Stop all: together, but the `last` first-started ones (the servers) after the others."""
        for programs in (self.programs[last:], self.programs[:last]):
            for program in programs:
                program.ask_to_stop()
            for program in programs:
                program.stop()


def stop_at_signals() -> None:
    """From now on the first SIGINT, SIGTERM or SIGHUP raises KeyboardInterrupt; further ones are ignored."""
    received: list[int] = []

    def interrupt(number: int, frame: object) -> None:
        received.append(number)
        if len(received) == 1:
            raise KeyboardInterrupt

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, interrupt)
