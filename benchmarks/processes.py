"""What only fresh processes can tell: peak memory, two busy ones side by side, and the cost of compiling.

`python -m benchmarks.processes …` is such a process; it prints one JSON object.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from time import perf_counter
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
MIB = 1024
STATUS, RESET = Path("/proc/self/status"), Path("/proc/self/clear_refs")
BUSY_SIZE = 2000
COMPILE_SIZE = 1000


def memory(size: int, variant: str, method: str, *, several: bool = True) -> float:
    """Peak memory in MiB beyond what imports, compiled code and the generated people need."""
    kind = "several" if several else "one"
    return float(_fresh("memory", method, str(size), variant, kind)["mib"])


def side_by_side() -> tuple[float, float]:
    """Seconds per run of a process alone, and the mean of two at the same time, one thread each."""
    command = [sys.executable, "-m", "benchmarks.processes", "busy"]
    alone = _fresh("busy", MATCHING_THREADS="1")["seconds"]
    both = [
        subprocess.Popen(command, cwd=ROOT, env=_environment(MATCHING_THREADS="1"), stdout=subprocess.PIPE)
        for _ in range(2)
    ]
    told = [json.loads(process.communicate()[0])["seconds"] for process in both]
    return alone, sum(told) / 2


def compiling() -> tuple[float, float]:
    """Seconds that the first run of a process takes longer than the second: nothing cached yet, and all of it."""
    with tempfile.TemporaryDirectory() as folder:
        cold, cached = (_fresh("compile", NUMBA_CACHE_DIR=folder)["seconds"] for _ in range(2))
    return cold, cached


def _fresh(*arguments: str, **changes: str) -> dict[str, Any]:
    command = [sys.executable, "-m", "benchmarks.processes", *arguments]
    done = subprocess.run(
        command, cwd=ROOT, env=_environment(**changes), stdout=subprocess.PIPE, check=True, text=True
    )
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def _environment(**changes: str) -> Mapping[str, str]:
    return {**os.environ, "MATCHING_THREADS": "2", **changes}


def measure_memory(method: str, size: int, variant: str, kind: str) -> dict[str, float]:
    from benchmarks.baseline import solve_densely
    from benchmarks.instances import generate
    from matching.engine.solving.optimum import Market, optimise

    def engine(market: Market) -> None:
        optimise(market, fair=False)

    solve = solve_densely if method == "dense" else engine
    solve(generate(COMPILE_SIZE, COMPILE_SIZE, variant, several=True).market)
    cohort = generate(size, size, variant, several=kind == "several")
    RESET.write_text("5")  # Linux: forget the peak so far
    before = _resident("VmRSS")
    solve(cohort.market)
    return {"mib": _resident("VmHWM") - before}


def _resident(line: str) -> float:
    """A line of this process's status in MiB. `ru_maxrss` would begin with the parent's peak."""
    text = next(entry for entry in STATUS.read_text().splitlines() if entry.startswith(line))
    return int(text.split()[1]) / MIB


def measure_busy() -> dict[str, float]:
    from benchmarks.instances import generate
    from benchmarks.trial import repeated
    from matching.engine.solving.optimum import optimise

    market = generate(BUSY_SIZE, BUSY_SIZE, "tight", several=True).market
    optimise(market, fair=False)
    seconds, _ = repeated(lambda: optimise(market, fair=False), 20)
    return {"seconds": seconds}


def measure_compile() -> dict[str, float]:
    from benchmarks.instances import generate
    from matching.engine.solving.optimum import optimise

    markets = [generate(n, n, "tight", several=True).market for n in (COMPILE_SIZE, COMPILE_SIZE)]
    seconds = []
    for market in markets:
        begun = perf_counter()
        optimise(market, fair=True)
        seconds.append(perf_counter() - begun)
    return {"seconds": seconds[0] - seconds[1]}


WORK: Mapping[str, Callable[..., dict[str, float]]] = {
    "memory": measure_memory,
    "busy": measure_busy,
    "compile": measure_compile,
}


def main() -> None:
    parser = argparse.ArgumentParser()
    commands = parser.add_subparsers(dest="command", required=True)
    of_memory = commands.add_parser("memory")
    of_memory.add_argument("method", choices=("engine", "dense"))
    of_memory.add_argument("size", type=int)
    of_memory.add_argument("variant")
    of_memory.add_argument("kind", choices=("several", "one"))
    commands.add_parser("busy")
    commands.add_parser("compile")
    given = vars(parser.parse_args())
    print(json.dumps(WORK[given.pop("command")](**given)))


if __name__ == "__main__":
    main()
