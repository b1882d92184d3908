"""Passes over all pairs of some rows that keep only the pairs worth listing.

What a pair leaves to its row is its points less the column's price. A pass finds the most that any pair leaves to each
row and lists the pairs that come close to it, in one walk over tiles that stay in the cache.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from numba import njit

from matching.engine.scoring.blocks import Buffers, over_blocks
from matching.engine.scoring.scores import Floats, Scores

Ints = npt.NDArray[np.int64]
Ids = npt.NDArray[np.int32]
Progress = Callable[[int], None]

#: What is left to a row without any allowed pair: below everything, and far from the end of int64.
NOBODY = -(1 << 60)
#: Whole numbers up to here have exact differences in float32.
SMALL = 1 << 22
#: What is left where nothing is allowed; a number, because compiled comparisons may not meet infinities.
LOW = -1e30
#: Columns whose best is noted together: most stretches hold nothing worth listing and are not walked again.
STRETCH = 64
#: Rows of a tile.
HEIGHT = 128


@dataclass(frozen=True)
class Sifted:
    """Listed pairs by row (numbers of the market) and column, and each row's reference.

    No pair that is not listed leaves more to its row than the reference less the margin.
    """

    row: Ints
    col: Ints
    points: Ints
    reference: Ints
    overflow: bool


def sift(
    scores: Scores,
    rows: Ints,
    price: Ints,
    margin: int,
    limit: int,
    reference: Ints | None = None,
    progress: Progress | None = None,
    threads: int | None = None,
) -> Sifted:
    """List the pairs of `rows` that leave more than the reference less the margin, at most `limit` per row.

    Without references they are the most that any pair leaves, and pairs exactly at the margin are listed too. Where a
    row has more than `limit` such pairs the best are listed, equal ones in an order that differs from row to row, and
    the reference rises to the best that was passed over plus the margin.
    """
    wide = scores.shape[1]
    limit = min(limit, wide)
    tiles = Buffers((min(len(rows), HEIGHT), wide), scores.dtype)
    kind = exact_kind(scores, price, margin, reference)
    prices = price.astype(kind)
    position = np.full(scores.shape[0], -1)
    position[rows] = np.arange(len(rows))

    def work(block: Ints) -> Sifted:
        tile = tiles.borrow()
        bars = np.zeros(len(block)) if reference is None else reference[position[block]].astype(np.float64)
        taken, cols, points = (
            np.zeros(len(block), dtype=np.int64),
            np.empty((len(block), limit), dtype=np.int32),
            np.empty((len(block), limit), dtype=np.int64),
        )
        overflow = sift_tile(
            scores.tile(block, out=tile[: len(block)]),
            (prices, kind(LOW), scores.dtype.type(scores.forbidden / 2)),
            block,
            (bars, float(margin), reference is None),
            (taken, cols, points),
        )
        tiles.give_back(tile)
        listed = np.arange(limit)[None, :] < taken[:, None]
        found = np.where(bars > NOBODY, bars, NOBODY).astype(np.int64)
        return Sifted(np.repeat(block, taken), cols[listed].astype(np.int64), points[listed], found, overflow)

    done = None if progress is None else (lambda count: progress(count * wide))
    return joined(list(over_blocks(rows, work, threads=threads, size=HEIGHT, done=done)))


def joined(parts: list[Sifted]) -> Sifted:
    nothing = np.zeros(0, dtype=np.int64)

    def all_of(name: str) -> Ints:
        return np.concatenate([nothing, *(getattr(part, name) for part in parts)])

    return Sifted(
        all_of("row"),
        all_of("col"),
        all_of("points"),
        all_of("reference"),
        any(part.overflow for part in parts),
    )


def exact_kind(scores: Scores, price: Ints, margin: int, reference: Ints | None) -> Any:
    """float32 where all differences are exact in it, else float64."""
    largest = max(
        margin,
        int(np.abs(price).max(initial=0)),
        0 if reference is None else int(np.abs(reference).max(initial=0)),
    )
    return np.float32 if scores.dtype == np.float32 and largest < SMALL else np.float64


@njit(cache=True, nogil=True, fastmath=True)
def best_of_row(points: Floats, price: Floats, low: Any, half: Any, peaks: Floats) -> Any:
    """The most that any pair leaves to the row; `peaks` takes the most of each stretch."""
    best = low
    for k in range(len(peaks)):
        peak = low
        for j in range(k * STRETCH, min((k + 1) * STRETCH, len(points))):
            left = points[j] - price[j]
            left = left if points[j] > half else low
            peak = max(peak, left)
        peaks[k] = peak
        best = max(best, peak)
    return best


@njit(cache=True, nogil=True)
def collect(points: Floats, price: Floats, half: Any, peaks: Floats, bar: Any, found: Ids) -> int:
    """Columns of all pairs that leave at least `bar`; returns their number. `found` has one place to spare."""
    count = 0
    for k in range(len(peaks)):
        if peaks[k] < bar:
            continue
        for j in range(k * STRETCH, min((k + 1) * STRETCH, len(points))):
            found[count] = j
            count += (points[j] - price[j] >= bar) & (points[j] > half)
    return count


@njit(cache=True, nogil=True)
def shuffle(row: int, col: int) -> float:
    """A fraction below 1 that looks random and is always the same for a pair."""
    x = np.uint64(row) * np.uint64(0x9E3779B97F4A7C15) + np.uint64(col) * np.uint64(0xC2B2AE3D27D4EB4F)
    x ^= x >> np.uint64(29)
    x *= np.uint64(0xBF58476D1CE4E5B9)
    x ^= x >> np.uint64(32)
    return float(x & np.uint64(0x3FF)) / 1024


@njit(cache=True, nogil=True)
def keep_best(row: int, points: Floats, price: Floats, limit: int, count: int, found: Ids) -> float:
    """Move the `limit` best of `count` pairs to the front, by column; returns the best that is passed over."""
    order = np.empty(count)
    for at in range(count):
        order[at] = np.float64(points[found[at]] - price[found[at]]) + shuffle(row, found[at])
    bar = np.partition(order, count - limit)[count - limit]
    kept, ties, passed = 0, limit - np.sum(order > bar), -np.inf
    for at in range(count):
        tie = order[at] == bar and ties > 0
        if tie or order[at] > bar:
            ties -= tie
            found[kept] = found[at]
            kept += 1
        else:
            passed = max(passed, np.floor(order[at]))
    return passed


@njit(cache=True, nogil=True)
def sift_tile(
    tile: Floats,
    market: tuple[Floats, Any, Any],
    rows: Ints,
    marks: tuple[Floats, float, bool],
    listed: tuple[Ints, Ids, Ints],
) -> bool:
    """Sift each row of a tile; `marks`: references (replaced by the new ones), margin, whether to find references."""
    price, low, half = market
    bars, margin, find = marks
    taken, cols, points = listed
    wide, limit = tile.shape[1], cols.shape[1]
    peaks = np.empty((wide + STRETCH - 1) // STRETCH, dtype=price.dtype)
    found = np.empty(wide + 1, dtype=np.int32)
    overflow = False
    for i in range(len(rows)):
        best = best_of_row(tile[i], price, low, half, peaks)
        if find:
            bars[i] = best
        if best == low:
            continue
        bar = peaks.dtype.type(bars[i] - margin + (0 if find else 1))
        count = collect(tile[i], price, half, peaks, bar, found)
        if count > limit:
            bars[i] = keep_best(rows[i], tile[i], price, limit, count, found) + margin
            count, overflow = limit, True
        taken[i] = count
        for at in range(count):
            cols[i, at] = found[at]
            points[i, at] = np.int64(tile[i, found[at]])
    return overflow
