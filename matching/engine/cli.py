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

from matching.engine.errors import ProblemError
from matching.engine.matrix import solve_matrix
from matching.engine.matrix_file import read

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
    solve = commands.add_parser("solve", help="the best choice for a matrix of points")
    solve.add_argument("file", type=Path, metavar="FILE.json")
    solve.set_defaults(run=_solve)
    return parser


def _solve(options: argparse.Namespace) -> None:
    print(json.dumps(solve_matrix(read(options.file)).to_json()))
