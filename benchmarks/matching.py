"""How fast the engine is, beside SciPy's assignment on the whole matrix: `python -m benchmarks.matching --help`.

Every figure is a ratio or a median of one run on one machine. Every optimum is compared with SciPy's and proven over
all pairs on the way; the run ends with an exception where they differ.
"""

from __future__ import annotations

import sys
from pathlib import Path

if not __package__:  # called by its path: the folder of this file must not stand for the package `matching`
    sys.path[0] = str(Path(__file__).resolve().parents[1])

import argparse
import json
import os
import platform
from collections.abc import Iterable, Sequence

from benchmarks import processes, report
from benchmarks.instances import VARIANTS
from benchmarks.report import LARGE, Goal
from benchmarks.swaps import what_if_seconds
from benchmarks.trial import Trial, run
from matching.engine.scoring.blocks import settings

SIZES = (1000, 2000, 5000, 10000)
QUICK = (1000, 2000)
USUAL = ("loose", "tight", "scarce")


def main(argv: Sequence[str] | None = None) -> None:
    options = _options(argv)
    settings.threads = options.threads
    run(600, "tight", several=True, repeats=1, dense=True)
    trials = list(_trials(options))
    found = [*report.goals_of(trials), *([] if options.quick else _others())]
    text = _text(trials, found)
    print(text)
    if options.json:
        figures = {
            "trials": [t.to_json() for t in trials],
            "goals": [vars(g) | {"met": g.met} for g in found],
        }
        options.json.write_text(json.dumps(figures, indent=1) + "\n")
    if options.into:
        report.put(text, "benchmark", options.into)


def _options(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Measure the matching engine.")
    parser.add_argument("--sizes", type=int, nargs="+", metavar="N", help="people per side")
    parser.add_argument(
        "--variants", choices=VARIANTS, nargs="+", default=USUAL, help="how hard the rules are"
    )
    parser.add_argument("--repeats", type=int, default=5, help="runs before and again after SciPy")
    parser.add_argument(
        "--threads", type=int, default=2, help="of the engine, and of building SciPy's matrix"
    )
    parser.add_argument("--quick", action="store_true", help="small sizes only, no fresh processes")
    parser.add_argument(
        "--dense-20k", action="store_true", help="SciPy at 20,000 × 20,000 too: 12 GB, 5 minutes"
    )
    parser.add_argument("--json", type=Path, metavar="FILE", help="write all figures")
    parser.add_argument("--into", type=Path, metavar="FILE", help="replace the tables in docs/matching.md")
    options = parser.parse_args(argv)
    options.sizes = options.sizes or (QUICK if options.quick else SIZES)
    return options


def _trials(options: argparse.Namespace) -> Iterable[Trial]:
    cases = [(n, v, several) for n in options.sizes for v in options.variants for several in (False, True)]
    for size, variant, several in cases:
        dense = size <= LARGE
        yield _told(run(size, variant, several=several, repeats=options.repeats, dense=dense))
    if options.dense_20k:
        yield _told(run(20_000, "tighter", several=False, repeats=options.repeats, dense=True))


def _told(trial: Trial) -> Trial:
    print(report.name(trial), f"done, load {trial.load:.1f}", file=sys.stderr)
    return trial


def _others() -> Iterable[Goal]:
    """What takes processes of their own, and people instead of arrays."""
    for several, room in ((False, "1"), (True, "1 to 3")):
        engine, dense = (
            processes.memory(LARGE, "tight", method, several=several) for method in ("engine", "dense")
        )
        share = 100 * engine / dense
        yield Goal(f"Memory at 10,000 × 10,000 of SciPy's, room for {room}", share, " %", most=5)
    double = processes.memory(2 * LARGE, "tight", "engine")
    yield Goal("Memory from 10,000 to 20,000", double / engine, "×", most=2.5)
    alone, both = processes.side_by_side()
    yield Goal("Two busy processes, each against alone", both / alone, "×", most=1.5)
    cold, cached = processes.compiling()
    yield Goal("Compiling, once per installation", cold, " s", most=60)
    yield Goal("Compiling, once per process, cached", cached, " s", most=2)
    for what, seconds in what_if_seconds(1000).items():
        yield Goal(f"{what}, 1,000 × 1,000", seconds, " s", most=1)


def _command(arguments: Sequence[str]) -> str:
    """How to measure this again; where the figures went does not matter."""
    told, rest = ["python -m benchmarks.matching"], iter(arguments)
    for word in rest:
        if word in ("--json", "--into"):
            next(rest)
        else:
            told.append(word)
    return " ".join(told)


def _text(trials: Sequence[Trial], found: Sequence[Goal]) -> str:
    loads = [trial.load for trial in trials]
    machine = (
        f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}; "
        f"load {min(loads):.1f} to {max(loads):.1f}; {settings.threads} threads."
    )
    command = f"`{_command(sys.argv[1:])}`"
    parts = [command, machine, report.speed(trials), report.afterwards(trials), report.goals(found)]
    return "\n\n".join(parts) + "\n"


if __name__ == "__main__":
    main()
