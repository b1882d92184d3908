"""The best whole of a real roster beside simpler ways to pair the same people: `python -m benchmarks.roster [FILE]`."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import mean

import numpy as np
import numpy.typing as npt

from benchmarks.report import put, table
from matching.engine import Problem, Rules, solve, verify
from matching.engine.command.roster import people_of
from matching.engine.command.tables import read_table
from matching.engine.points import UNIT
from matching.engine.scoring.appraisal import Appraisal, appraise

Ints = npt.NDArray[np.int64]

SURVEY = Path(__file__).resolve().parents[1] / "tests" / "data" / "roster-survey-2023.csv"
SEEDS = 100
FLOOR = 50


@dataclass(frozen=True)
class Way:
    """What a way of pairing comes to; means where it was tried several times. Points are shown points."""

    name: str
    tandems: float
    total: float
    worst: float
    mentees_left: float
    mentors_left: float


def main(argv: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description="Compare the engine with simpler ways to pair people.")
    parser.add_argument("roster", type=Path, nargs="?", default=SURVEY, metavar="FILE.csv")
    parser.add_argument("--into", type=Path, metavar="FILE", help="replace the table in docs/matching.md")
    options = parser.parse_args(argv)
    text = "\n\n".join(
        [
            "Every pair that the rules allow:",
            comparison(compare(read_problem(options.roster))),
            f"No tandem with a fit under {FLOOR}:",
            comparison(compare(read_problem(options.roster, floor=FLOOR))),
        ]
    )
    print(text)
    if options.into:
        put(text, "roster", options.into)


def read_problem(path: Path, floor: int | None = None) -> Problem:
    """Everybody in a roster, by years of experience, with the least fit of a tandem."""
    roster = people_of([(read_table(path), None)])
    return Problem(roster.people, rules=Rules(measure="experience", floor=floor))


def compare(problem: Problem) -> list[Way]:
    """The engine's two objectives, the greedy way, and random pairs, under the same rules and points."""
    appraisal = appraise(problem)
    every = np.arange(len(appraisal.mentees))
    tile = appraisal.scores.tile(every)
    rows, cols = np.nonzero(tile > appraisal.scores.forbidden / 2)
    points = tile[rows, cols].astype(np.int64)

    def walked(order: Ints) -> Ints:
        return order[walk(appraisal, rows[order], cols[order])]

    def measured(name: str, *choices: Ints) -> Way:
        return _way(name, appraisal, [(rows[at], cols[at], points[at]) for at in choices])

    random = (np.random.default_rng(seed).permutation(len(points)) for seed in range(SEEDS))
    return [
        _solved("Best whole, fair", problem),
        _solved("Best whole, highest total", replace(problem, objective="total")),
        measured("Greedy: best pair first", walked(np.argsort(-points, kind="stable"))),
        measured(f"Random allowed pairs, mean of {SEEDS}", *map(walked, random)),
    ]


def walk(appraisal: Appraisal, rows: Ints, cols: Ints) -> Ints:
    """Take the pairs in their order wherever both still have room; positions of those taken."""
    row_room, col_room, taken = appraisal.row_cap.copy(), appraisal.col_cap.copy(), []
    for at, (row, col) in enumerate(zip(rows.tolist(), cols.tolist(), strict=True)):
        if row_room[row] and col_room[col]:
            row_room[row] -= 1
            col_room[col] -= 1
            taken.append(at)
    return np.array(taken, dtype=np.int64)


def _solved(name: str, problem: Problem) -> Way:
    result = solve(problem)
    findings = verify(problem, result)
    if findings:
        raise AssertionError(f"Not proven: {findings}")
    appraisal = appraise(problem)
    rows, cols = appraisal.located([x.pair for x in result.pairs])
    return _way(name, appraisal, [(rows, cols, np.array([x.points for x in result.pairs], dtype=np.int64))])


def _way(name: str, appraisal: Appraisal, choices: Sequence[tuple[Ints, Ints, Ints]]) -> Way:
    def average(figure: Callable[[Ints, Ints, Ints], float]) -> float:
        return mean(figure(*choice) for choice in choices)

    return Way(
        name,
        tandems=average(lambda rows, cols, points: len(points)),
        total=average(lambda rows, cols, points: int(points.sum()) / UNIT),
        worst=average(lambda rows, cols, points: int(points.min(initial=appraisal.scores.top)) / UNIT),
        mentees_left=average(lambda rows, cols, points: len(appraisal.mentees) - len(set(rows.tolist()))),
        mentors_left=average(lambda rows, cols, points: len(appraisal.mentors) - len(set(cols.tolist()))),
    )


def comparison(ways: Sequence[Way]) -> str:
    headers = ["Way", "tandems", "points in all", "per tandem", "worst pair", "mentees left", "mentors left"]
    rows = (
        [
            way.name,
            f"{way.tandems:.1f}",
            f"{way.total:,.1f}",
            f"{way.total / way.tandems if way.tandems else 0:.1f}",
            f"{way.worst:.1f}",
            f"{way.mentees_left:.1f}",
            f"{way.mentors_left:.1f}",
        ]
        for way in ways
    )
    return table(headers, rows)


if __name__ == "__main__":
    main()
