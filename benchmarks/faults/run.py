"""One run under fire. Imported when Django is set up; everything here happens in the main thread."""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import timedelta
from random import Random

import redis
from django.core.cache import cache
from django.db import DatabaseError, InterfaceError, connection

from benchmarks.faults import invariants, kills, world
from benchmarks.faults.health import Watch
from benchmarks.faults.invariants import Window
from benchmarks.faults.kills import Blow
from benchmarks.faults.letters import Writer
from benchmarks.faults.load import Crowd
from benchmarks.faults.smtp import MailServer, Mode
from benchmarks.faults.stack import Stack
from config import demo_clock, health
from config.embedded import Trouble
from mail.models import Message, State
from tenancy import clock
from tenancy.scope import scope

#: What comes back by itself must be back by then, or the run ends.
PATIENCE = 120.0
#: After healing a connection that waits may still fail.
GRACE = 10.0
TICK = 0.1
THREADS = 6
#: What it takes to send a reminder.
SENDERS = ("worker, all processes", "beat", "Valkey, and emptied")


class Run:
    """`go()` once; then `table()`."""

    def __init__(self, stack: Stack, options: argparse.Namespace) -> None:
        self.stack, self.options, self.random = stack, options, Random(options.seed)
        self.began = time.monotonic()
        self.mail = MailServer(stack.mail_port, stall=options.stall)
        self.modes: list[Mode] = []
        self.watch = Watch(stack.port)
        demo_clock.move_forward(world.next_monday(clock.now() + timedelta(days=1)) - clock.now())
        self.world = world.build()
        self.crowd = Crowd(
            stack.port, self.world.couples, threads=THREADS, seed=options.seed, rate=options.rate
        )
        self.writer = Writer(self.world, count=options.mails, pause=1 / options.letters)
        self.blows: list[Blow] = []
        self.next_tick = self.next_phase = time.monotonic()
        self.quiet_after, self.reminders = 0.0, 0
        self.under_fire = False
        self.figures: invariants.Mails | None = None

    def go(self) -> list[str]:
        """Return what broke. Raises Trouble when something does not come back."""
        self.mail.start()
        try:
            self.stack.start_programs()
            self.watch.start()
            self._until(lambda: self.watch.is_well_since(0), "the first start")
            self.say("Everything runs")
            self.crowd.start()
            self.writer.start()
            self.under_fire = True
            self._strike_all()
            self._until(self._enough_mails, "the last mails", self.options.minutes * 60)
            self.under_fire = False
            self._calm()
            with scope(self.world.organisation):
                return list(self._broken())
        finally:
            self.crowd.ended.set()
            self.writer.ended.set()
            self.watch.ended.set()
            self.mail.stop()

    def _strike_all(self) -> None:
        plan = kills.plan(self.options.kills, self.random)
        volleys = [plan[at : at + self.options.volley] for at in range(0, len(plan), self.options.volley)]
        # Twice the time of reminders passes while nobody is there to send them.
        reminders = {len(volleys) // 3: timedelta(hours=23), len(volleys) * 2 // 3: timedelta(minutes=58)}
        for number, volley in enumerate(volleys):
            if before := reminders.get(number):
                self._strike([*(kind for kind in volley if kind not in SENDERS), *SENDERS], before)
            else:
                self._strike(volley)
            self._wait(self.random.uniform(0.5, 3))

    def _strike(self, volley: list[str], before: timedelta | None = None) -> None:
        """Kill, and wait until everything has given a sign of life since.

        With `before`, the clock moves to so long before the sessions that are reminded of while all is dead.
        """
        blows: list[Blow] = []
        for kind in volley:
            self._until_struck(kind, blows)
        if before:
            demo_clock.move_forward(max(self.world.start - before - clock.now(), timedelta()))
        struck = time.monotonic()
        self._until(lambda: self.watch.is_well_since(struck), f"after {', '.join(volley)}")
        for blow in blows:
            blow.well = time.monotonic()
        self.blows += blows
        if before:
            self.reminders += len(self.world.reminded) * 2
            self._until(self._all_reminded, "the reminders")
        self.say(f"{len(self.blows)} kills; all well {blows[0].seconds:.1f} s after: {', '.join(volley)}")

    def _until_struck(self, kind: str, blows: list[Blow]) -> None:
        def strike() -> bool:
            blow = kills.strike(kind, self.stack, self.random)
            if blow:
                blows.append(blow)
                self._forget_signs()
            return bool(blow)

        self._until(strike, kind)
        self._wait(self.random.uniform(0.0, 0.5))

    def _forget_signs(self) -> None:
        """Signs of life count for 90 seconds; here only those count that come after the kill."""
        try:
            cache.delete_many([health.WORKER, health.BEAT])
        except redis.RedisError:
            return

    def _calm(self) -> None:
        """End the load, heal the mail server and wait until no mail waits."""
        self.crowd.stop()
        self.writer.stop()
        self.mail.turn(Mode.OK)
        began = time.monotonic()
        self._until(self._nothing_waits, "mails that wait", 300 + self.options.lease)
        self.quiet_after = time.monotonic() - began
        self.say("Quiet")

    def _all_reminded(self) -> bool:
        about = [f"session:{session.public_id}:" for session in self.world.reminded]
        with scope(self.world.organisation):
            kinds = Message.objects.filter(kind="session.reminder")
            return sum(kinds.filter(about__startswith=start).count() for start in about) >= self.reminders

    def _nothing_waits(self) -> bool:
        demo_clock.move_forward(timedelta(minutes=1))
        with scope(self.world.organisation):
            return not Message.objects.filter(state=State.WAITING).exists()

    def _enough_mails(self) -> bool:
        with scope(self.world.organisation):
            return Message.objects.count() >= self.options.mails

    def _until(self, condition: Callable[[], bool], what: str, seconds: float = PATIENCE) -> None:
        end = time.monotonic() + seconds
        while not self._tried(condition):
            if time.monotonic() > end:
                raise Trouble(f"Not in time: {what}; {dict(self.watch.parts)}")
            self._wait(TICK)

    def _tried(self, condition: Callable[[], bool]) -> bool:
        try:
            return condition()
        except (DatabaseError, InterfaceError):  # our own connection was killed too
            connection.close()
            return False

    def _wait(self, seconds: float) -> None:
        """Let time pass: start again what has ended, move the clock, let the mail server change its mind."""
        end = time.monotonic() + seconds
        while True:
            self.stack.keep_alive()
            now = time.monotonic()
            if now >= self.next_tick:
                demo_clock.move_forward(timedelta(seconds=self.options.speed - 1))
                self.next_tick = now + 1
            if self.under_fire and now >= self.next_phase:
                self.mail.turn(self._next_mode())
                self.next_phase = now + self.options.phase * self.random.uniform(0.5, 1.0)
            if now >= end:
                return
            time.sleep(min(TICK, end - now))

    def _next_mode(self) -> Mode:
        """Every other phase is good; the others come in a random order, each as often as any other."""
        if self.mail.mode != Mode.OK:
            return Mode.OK
        if not self.modes:
            self.modes = [mode for mode in Mode if mode != Mode.OK]
            self.random.shuffle(self.modes)
        return self.modes.pop()

    def _broken(self) -> Iterator[str]:
        yield from invariants.broken_bookings(self.crowd)
        yield from invariants.broken_times()
        yield from invariants.broken_causes(self.world, self.writer.written)
        self.figures, broken = invariants.mails(self.mail.stored)
        yield from broken
        yield from invariants.broken_answers(self.crowd.answers, self._windows())
        for blow in self.blows:
            if blow.seconds > self.options.well:
                yield f"{blow.seconds:.1f} s until all was well: {blow.kind}"

    def say(self, line: str) -> None:
        print(f"{time.monotonic() - self.began:6.1f} s  {line}", file=sys.stderr, flush=True)

    def _windows(self) -> list[Window]:
        """When web may fail, and when it may not answer."""
        return [
            Window(blow.at, blow.well + GRACE, frozenset({0} if blow.kind in kills.ANSWERLESS else {0, 500}))
            for blow in self.blows
            if blow.kind in kills.ANSWERLESS | kills.FAILING
        ]

    def table(self) -> str:
        figures = self.figures
        assert figures
        done, statuses = self.crowd.done, Counter(answer.status for answer in self.crowd.answers)
        failed = sum(times for status, times in statuses.items() if status >= 500)
        rows = [
            ("Acknowledged by web", f"{done.total():,}: " + _listed(done)),
            ("Refused in a sentence", f"{statuses[409] + statuses[200]:,}"),
            ("Not answered, or 5xx, while web or PostgreSQL was away", f"{statuses[0]}, {failed}"),
            ("Mails in the outbox", f"{sum(figures.states.values()):,}: " + _listed(figures.states)),
            ("Stored by the mail server", f"{len(self.mail.stored):,}"),
            ("Mails lost", f"{figures.lost}"),
            ("Most copies of a mail", f"{figures.most}"),
            ("Mails with two copies", f"{figures.copied:,}"),
            ("of these though the server had answered", f"{figures.copied_though_answered}"),
            ("Failed as handed over twice without an answer, and arrived", f"{figures.unconfirmed}"),
            ("Kills (-9)", f"{len(self.blows)}"),
            *(self._row(kind) for kind in kills.KINDS),
            ("Phases of the mail server", _listed(self.mail.phases)),
            ("Until the last mail was sent, all healed", f"{self.quiet_after:.0f} s"),
            ("Time in all", f"{(time.monotonic() - self.began) / 60:.1f} min"),
            ("Lease of a mail, speed of the clock", f"{self.options.lease} s, {self.options.speed}"),
        ]
        return "\n".join(["| | |", "| --- | --- |", *(f"| {name} | {value} |" for name, value in rows)])

    def _row(self, kind: str) -> tuple[str, str]:
        seconds = [blow.seconds for blow in self.blows if blow.kind == kind]
        worst = f", all well after {max(seconds):.1f} s at worst" if seconds else ""
        return f"- {kind}", f"{len(seconds)}{worst}"


def _listed(counts: Counter[str]) -> str:
    return ", ".join(f"{times:,} {name}" for name, times in counts.most_common() if name != Mode.OK)
