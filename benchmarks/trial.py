"""One cohort, measured: the engine before and after the yardstick, and what else the engine can do with it."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import asdict, dataclass
from statistics import median
from time import perf_counter
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

from benchmarks.baseline import solve_densely
from benchmarks.instances import generate
from matching.engine.scoring.blocks import ROWS, Buffers, over_blocks
from matching.engine.scoring.scores import Scores
from matching.engine.solving import implicit
from matching.engine.solving.certificate import unproven
from matching.engine.solving.optimum import Market, Optimum, optimise

Ints = npt.NDArray[np.int64]
Answer = TypeVar("Answer")
PEOPLE_CHANGED = 5


@dataclass(frozen=True)
class Trial:
    """Figures of one cohort; times in seconds, medians of several runs.

    `engine`, `dense`: most pairs, then the highest total, both from the encoded people on; `dense` is None if it was
    not run. `one_pass`: the points of every pair computed once, with the best of each row, by the engine's short sums;
    `product_pass`: the same by the plain product of the factor matrices alone, without rules for single pairs.
    `looked_at`: points of pairs that the engine computed, in passes; `again`: with the last prices; `changed`: after
    one changed person. `fair`: the same with the best possible worst pair; `lost`: what that costs of the total;
    `worst`, `fair_worst`: worst pairs.
    """

    rows: int
    variant: str
    several: bool
    forbidden: float
    card: int
    total: int
    engine: float
    dense: float | None
    dense_solve: float | None
    one_pass: float
    product_pass: float
    looked_at: float
    proof: float
    again: float
    changed: float
    fair: float
    lost: float
    worst: int
    fair_worst: int
    load: float

    @property
    def ratio(self) -> float | None:
        return None if self.dense is None else self.dense / self.engine

    def to_json(self) -> dict[str, Any]:
        return {**asdict(self), "ratio": self.ratio}


class Different(AssertionError):
    """Two ways that must agree did not."""


def run(size: int, variant: str, *, several: bool, repeats: int, dense: bool, seed: int = 1) -> Trial:
    """Measure a cohort of `size` mentees and `size` mentors. Raises Different if an optimum is not confirmed."""
    cohort = generate(size, size, variant, several=several, seed=seed)
    market = cohort.market
    load = os.getloadavg()[0]
    look_once(market.scores)
    one_pass, _ = repeated(lambda: look_once(market.scores), repeats)
    product_pass, _ = repeated(lambda: multiply_once(market.scores), repeats)
    before, best = timed(lambda: optimise(market, fair=False), repeats)
    yardstick = solve_densely(market) if dense else None
    after, _ = timed(lambda: optimise(market, fair=False), repeats)
    if yardstick is not None:
        agree("SciPy", (yardstick.card, yardstick.total), worth(best))
    proof, doubts = repeated(lambda: doubts_about(market, best, fair=False), 1)
    agree("the proof", (), doubts)
    fair, fairest = repeated(lambda: optimise(market, fair=True), repeats)
    agree("the proof of the fair choice", (), doubts_about(market, fairest, fair=True))
    again, repeated_best = repeated(lambda: optimise(market, fair=False, start=best), repeats)
    agree("the run from the last prices", worth(best), worth(repeated_best))
    return Trial(
        rows=size,
        variant=variant,
        several=several,
        forbidden=forbidden_share(market.scores),
        card=len(best.rows),
        total=int(best.points.sum()),
        engine=median(before + after),
        dense=yardstick.seconds if yardstick else None,
        dense_solve=yardstick.solve if yardstick else None,
        one_pass=one_pass,
        product_pass=product_pass,
        looked_at=best.looked_at / (size * size),
        proof=proof,
        again=again,
        changed=after_changes(market),
        fair=fair,
        lost=1 - int(fairest.points.sum()) / max(1, int(best.points.sum())),
        worst=int(best.points.min(initial=market.scores.top)),
        fair_worst=int(fairest.points.min(initial=market.scores.top)),
        load=load,
    )


def timed(work: Callable[[], Answer], repeats: int) -> tuple[list[float], Answer]:
    """Seconds of each run, and the answer of the last."""
    seconds = []
    for _ in range(repeats):
        begun = perf_counter()
        answer = work()
        seconds.append(perf_counter() - begun)
    return seconds, answer


def repeated(work: Callable[[], Answer], repeats: int) -> tuple[float, Answer]:
    """Median of the seconds, and the answer of the last run."""
    seconds, answer = timed(work, repeats)
    return median(seconds), answer


def look_once(scores: Scores) -> None:
    """Compute the points of every pair and the best of each row."""
    best_of_rows(scores, scores.tile)


def multiply_once(scores: Scores) -> None:
    """Multiply the factor matrices and find the best of each row: nothing but a matrix product."""
    best_of_rows(scores, lambda rows, out: np.matmul(scores.left[rows], scores.right.T, out=out))


def best_of_rows(scores: Scores, tile: Callable[[Ints, Any], Any]) -> None:
    """Fill tiles block by block and find the best of each of their rows."""
    buffers = Buffers((ROWS, scores.shape[1]), scores.dtype)

    def look(block: Ints) -> None:
        buffer = buffers.borrow()
        tile(block, buffer[: len(block)]).max(axis=1)
        buffers.give_back(buffer)

    for _ in over_blocks(np.arange(scores.shape[0]), look):
        pass


def forbidden_share(scores: Scores) -> float:
    def count(block: Ints) -> int:
        return int((scores.tile(block) <= scores.forbidden / 2).sum())

    return sum(over_blocks(np.arange(scores.shape[0]), count)) / (scores.shape[0] * scores.shape[1])


def after_changes(market: Market) -> float:
    """Seconds to have the best whole again after one mentee, or one mentor, turned into somebody else.

    The slower of the two medians.
    """
    room, nobody = (market.row_cap, market.col_cap), np.zeros(0, dtype=np.int64)
    people = [np.arange(size) for size in market.scores.shape]
    total, random, medians = implicit.solve(market.scores, *room), np.random.default_rng(0), []
    for side, everybody in enumerate(people):
        seconds = []
        for person in random.permutation(len(everybody))[:PEOPLE_CHANGED]:
            everybody[person] = everybody[person - 1]
            scores = market.scores.take(*people)
            changed = [nobody, nobody]
            changed[side] = np.array([person])
            begun = perf_counter()
            total = implicit.resolve(total, scores, *room, rows=changed[0], cols=changed[1])
            seconds.append(perf_counter() - begun)
        medians.append(median(seconds))
    anew = implicit.solve(scores, *room)
    agree("a run from the start", worth(anew), worth(total))
    return max(medians)


def worth(best: Optimum | implicit.Total) -> tuple[int, int]:
    return len(best.rows), int(best.points.sum())


def doubts_about(market: Market, best: Optimum, *, fair: bool) -> tuple[str, ...]:
    """What the certificate does not prove, over all pairs."""
    room = market.row_cap, market.col_cap
    return unproven(market.scores, *room, best.rows, best.cols, best.certificate, fair=fair)


def agree(who: str, expected: object, found: object) -> None:
    if expected != found:
        raise Different(f"{who} says {expected}, the engine {found}.")
