"""A market in a JSON file, read strictly: the first thing that is wrong is told in one sentence."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np

from matching.engine.command.matrix import Cell, Flags, Ints, Matrix
from matching.engine.errors import ProblemError, demand
from matching.engine.model import OBJECTIVES, Json

REQUIRED = ("score", "row_cap", "col_cap")
DEFAULTS: Json = {"locked": [], "floor": None, "objective": "fair"}
#: Whole numbers below are exact in float64.
EXACT = 2**53
#: A weight that puts one more pair above all points has to stay below.
HEAVIEST = 2**49


def read(path: Path) -> Matrix:
    """The market in a file. Raises ProblemError."""
    try:
        data = json.loads(path.read_bytes())
    except OSError as error:
        raise ProblemError("no_file", f"{path} cannot be read: {error.strerror}.") from None
    except (ValueError, RecursionError):
        raise ProblemError("no_json", f"{path} is no JSON.") from None
    return parse(data)


def parse(data: Any) -> Matrix:
    """The market that a JSON document describes. Raises ProblemError."""
    data = _completed(data)
    row_cap, col_cap = (_capacities(data[name], name) for name in ("row_cap", "col_cap"))
    points, allowed = _scores(data["score"], len(row_cap), len(col_cap))
    _check_span(points, min(sum(row_cap), sum(col_cap)))
    floor, objective = data["floor"], data["objective"]
    demand(floor is None or _is_whole(floor), "bad_floor", "floor is neither a whole number nor null.")
    known = isinstance(objective, str) and objective in OBJECTIVES
    demand(known, "bad_objective", 'objective is neither "total" nor "fair".')
    locked = _locks(data["locked"], allowed)
    _check_room(locked, (row_cap, col_cap))
    return Matrix(points, allowed, row_cap, col_cap, locked, floor, objective)


def _completed(data: Any) -> Json:
    demand(isinstance(data, dict), "no_object", "The file holds no JSON object.")
    for name in REQUIRED:
        demand(name in data, "missing_key", f"The key {name} is missing.")
    for name in data:
        demand(name in REQUIRED or name in DEFAULTS, "unknown_key", f"There is no key {name[:40]!r}.")
    return {**DEFAULTS, **data}


def _is_whole(value: Any) -> bool:
    """Whether a JSON value is an integer; true and false are none, though Python counts them as such."""
    return type(value) is int


def _capacities(values: Any, name: str) -> tuple[int, ...]:
    demand(isinstance(values, list), "bad_capacity", f"{name} is no list.")
    for position, value in enumerate(values):
        fine = _is_whole(value) and value >= 0
        demand(fine, "bad_capacity", f"{name}[{position}] is no whole number from 0 upwards.")
    return tuple(values)


def _scores(score: Any, rows: int, cols: int) -> tuple[Ints, Flags]:
    demand(isinstance(score, list), "bad_score", "score is no list of rows.")
    demand(len(score) == rows, "bad_shape", f"score has {len(score)} rows, but row_cap has {rows} entries.")
    for number, row in enumerate(score):
        demand(isinstance(row, list), "bad_score", f"score[{number}] is no list.")
        sentence = f"score[{number}] has {len(row)} entries, but col_cap has {cols}."
        demand(len(row) == cols, "bad_shape", sentence)
        _check_cells(row, number)
    points = np.array([[x or 0 for x in row] for row in score], dtype=np.int64).reshape(rows, cols)
    allowed = np.array([[x is not None for x in row] for row in score], dtype=bool).reshape(rows, cols)
    return points, allowed


def _check_cells(row: list[Any], number: int) -> None:
    for position, value in enumerate(row):
        if value is None or (type(value) is int and -EXACT < value < EXACT):
            continue
        where = f"score[{number}][{position}]"
        demand(_is_whole(value), "bad_score", f"{where} is neither a whole number nor null.")
        raise ProblemError("huge_score", f"{where} is too large to be added up exactly.")


def _check_span(points: Ints, places: int) -> None:
    """One more pair has to outweigh all points, in numbers that can be added up."""
    span = int(points.max(initial=0)) - int(points.min(initial=0)) + 1
    pairs = min(places, points.size + sum(points.shape))
    demand(
        span * (pairs + 2) < HEAVIEST, "huge_score", "The scores are too far apart to be added up exactly."
    )


def _locks(locked: Any, allowed: Flags) -> tuple[Cell, ...]:
    demand(isinstance(locked, list), "bad_lock", "locked is no list of pairs.")
    for number, pair in enumerate(locked):
        fine = isinstance(pair, list) and len(pair) == 2 and all(map(_is_whole, pair))
        demand(fine, "bad_lock", f"locked[{number}] is no pair [row, column] of whole numbers.")
        inside = all(0 <= x < most for x, most in zip(pair, allowed.shape, strict=True))
        demand(inside, "lock_out_of_range", f"locked[{number}] is out of range.")
        demand(bool(allowed[tuple(pair)]), "lock_forbidden", f"locked[{number}] {pair} is not allowed.")
    return tuple(sorted((row, col) for row, col in locked))


def _check_room(locked: tuple[Cell, ...], room: tuple[tuple[int, ...], tuple[int, ...]]) -> None:
    for pair, times in Counter(locked).items():
        demand(times == 1, "lock_repeated", f"The pair {list(pair)} is locked {times} times.")
    for position, side in enumerate(("Row", "Column")):
        for index, count in Counter(pair[position] for pair in locked).items():
            places = room[position][index]
            sentence = f"{side} {index} is locked into {count} pairs but has room for {places}."
            demand(count <= places, "lock_over_capacity", sentence)
