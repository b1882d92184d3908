"""The engine from the command line: a matrix of points, or rosters of people. Nothing else is needed, no web app.

Exit code 0 and the answer on standard output, or 2 and one sentence on standard error.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from matching.engine.command import report
from matching.engine.command.matrix import solve_matrix
from matching.engine.command.matrix_file import read
from matching.engine.command.roster import Roster, people_of
from matching.engine.command.tables import read_table
from matching.engine.errors import ProblemError, demand
from matching.engine.model import CRITERIA, MEASURES, OBJECTIVES, Problem, Rules, Weights
from matching.engine.solver import solve, verify

REFUSED = 2


class _Parser(argparse.ArgumentParser):
    """Tells wrong arguments as everything else: in one sentence."""

    def error(self, message: str) -> NoReturn:
        raise ProblemError("bad_arguments", f"{message[:1].upper()}{message[1:]}.")


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command; the arguments are those of the process unless given."""
    try:
        options = _parser().parse_args(argv)
        options.run(options)
    except ProblemError as error:
        print(error, file=sys.stderr)
        return REFUSED
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="python -m matching.engine", description="The best whole, with its proof.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    matrix = commands.add_parser("solve", help="the best choice for a matrix of points")
    matrix.add_argument("file", type=Path, metavar="FILE.json")
    matrix.set_defaults(run=_solve)
    match = commands.add_parser("match", help="tandems for people in CSV files")
    match.add_argument(
        "roster", type=Path, nargs="?", metavar="ROSTER.csv", help="everybody, with a role column"
    )
    for side in ("mentors", "mentees"):
        match.add_argument(
            f"--{side}", type=Path, metavar="FILE.csv", help=f"only {side}, instead of a roster"
        )
    match.add_argument("--measure", choices=MEASURES, help="what makes a mentor junior (the level, if known)")
    match.add_argument(
        "--min-distance", type=float, default=1.0, metavar="N", help="levels or years in between"
    )
    match.add_argument("--floor", type=int, metavar="N", help="least fit of a tandem, 0 to 100")
    match.add_argument("--objective", choices=OBJECTIVES, default="fair")
    match.add_argument("--weights", default="", metavar="skills=3,time=0", help=f"of {', '.join(CRITERIA)}")
    match.add_argument("--format", choices=("json", "csv"), default="json")
    match.set_defaults(run=_match)
    return parser


def _solve(options: argparse.Namespace) -> None:
    print(json.dumps(solve_matrix(read(options.file)).to_json()))


def _match(options: argparse.Namespace) -> None:
    roster = _roster(options)
    problem = _problem(roster, options)
    result = solve(problem)
    findings = verify(problem, result)
    if roster.ignored:
        print(f"Ignored columns: {', '.join(roster.ignored)}.", file=sys.stderr)
    if options.format == "json":
        print(json.dumps(report.as_json(result, roster.names, findings), ensure_ascii=False, indent=1))
        return
    print(report.as_csv(result, roster.names), end="")
    print(f"Proof verified over all pairs: {'no' if findings else 'yes'}.", file=sys.stderr)


def _roster(options: argparse.Namespace) -> Roster:
    """The people of one roster, or of one file per side."""
    given = [options.roster is not None, options.mentors is not None, options.mentees is not None]
    sentence = "Name either one roster, or --mentors and --mentees."
    demand(given in ([True, False, False], [False, True, True]), "bad_arguments", sentence)
    if options.roster:
        return people_of([(read_table(options.roster), None)])
    return people_of([(read_table(options.mentors), "mentor"), (read_table(options.mentees), "mentee")])


def _problem(roster: Roster, options: argparse.Namespace) -> Problem:
    levels = any(person.level is not None for person in roster.people)
    return Problem(
        people=roster.people,
        rules=Rules(
            measure=options.measure or ("level" if levels else "experience"),
            min_distance=options.min_distance,
            floor=options.floor,
        ),
        weights=_weights(options.weights),
        objective=options.objective,
    )


def _weights(text: str) -> Weights:
    """The usual weights, except for those that are named."""
    changed = {}
    for part in filter(None, text.split(",")):
        name, _, number = part.partition("=")
        fine = name.strip() in CRITERIA and number.strip().isdecimal()
        demand(fine, "bad_weight", f"{part.strip()!r} is no weight such as skills=3.")
        changed[name.strip()] = int(number)
    return Weights(**changed)
