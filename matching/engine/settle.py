"""Which of several equal wholes is taken: the one with the highest sum of pair hashes.

By complementary slackness a choice is optimal if and only if it keeps every pair worth more than its two prices,
otherwise takes only pairs worth exactly their prices (tied pairs), and fills everybody whose price is positive.
Whatever the prices, that describes the same choices, so that neither the order of people nor the way to the optimum
decides.

Rows with very many tied pairs offer only those with the highest hashes. A heaviest choice among random weights is made
of such pairs (the rank grows with the logarithm of the number of people), so that this changes nothing in practice; it
never depends on the order of people.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from numba import njit

from matching.engine.blocks import ROWS, Buffers, over_blocks
from matching.engine.hashes import Hashes, mix, pair_hashes
from matching.engine.implicit import Total
from matching.engine.scores import Scores
from matching.engine.sparse import heaviest

Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

Done = Callable[[int], None] | None

#: Tied pairs that a row offers per place, at first.
OFFERED = 64
#: Weights have to stay below 2 to this power.
WEIGHT_BITS = 57
TASTE_BITS = 40


@dataclass(frozen=True)
class Ties:
    """What equal optima can differ in: tied pairs, places left by the pairs that all have, and who has to be full."""

    rows: Ints
    cols: Ints
    row_room: Ints
    col_room: Ints
    row_full: Flags
    col_full: Flags

    @property
    def demand(self) -> int:
        """Places that have to be filled."""
        return int(self.row_room[self.row_full].sum() + self.col_room[self.col_full].sum())


def settle(
    total: Total,
    scores: Scores,
    row_cap: Ints,
    col_cap: Ints,
    row_hash: Hashes,
    col_hash: Hashes,
    done: Done = None,
) -> tuple[Ints, Ints]:
    """Rows and columns, sorted, of the optimum with the highest sum of pair hashes.

    `total`: any optimum of `scores`. `row_hash`, `col_hash`: a random-looking number per person. `done` is told the
    pairs looked at and may raise to stop.
    """
    kept = total.points + total.bonus > total.row_price[total.rows] + total.col_price[total.cols]
    rows, cols = total.rows[kept], total.cols[kept]
    row_room = row_cap - np.bincount(rows, minlength=len(total.row_price))
    col_room = col_cap - np.bincount(cols, minlength=len(total.col_price))
    row_room, col_room = np.minimum(row_room, len(col_cap)), np.minimum(col_room, len(row_cap))
    offered = OFFERED
    while True:
        tied = tied_pairs(total, scores, row_hash, mix(col_hash), offered * row_room, done)
        ties = Ties(*tied, row_room, col_room, total.row_price > 0, total.col_price > 0)
        taken, filled = favoured(ties, row_hash, col_hash)
        if filled == ties.demand:
            break
        offered *= 4
    rows, cols = np.concatenate([rows, ties.rows[taken]]), np.concatenate([cols, ties.cols[taken]])
    order = np.lexsort((cols, rows))
    return rows[order], cols[order]


def favoured(ties: Ties, row_hash: Hashes, col_hash: Hashes) -> tuple[Flags, int]:
    """Which of the tied pairs are taken, and how many places of those who have to be full they fill.

    Filling one more such place outweighs all hashes together.
    """
    size = max(1, int(min(ties.row_room.sum(), ties.col_room.sum())))
    bits = min(TASTE_BITS, WEIGHT_BITS - 1 - size.bit_length())
    taste = pair_hashes(row_hash[ties.rows], col_hash[ties.cols]) >> np.uint64(64 - bits)
    fills = ties.row_full[ties.rows].astype(np.int64) + ties.col_full[ties.cols]
    weights = fills * (size << bits) + taste.astype(np.int64)
    taken = heaviest(ties.rows, ties.cols, weights, ties.row_room, ties.col_room)
    return taken, int(fills[taken].sum())


def tied_pairs(
    total: Total, scores: Scores, row_hash: Hashes, mixed: Hashes, limits: Ints, done: Done
) -> tuple[Ints, Ints]:
    """Rows and columns of the pairs worth exactly their prices; of a row with more than its limit the favoured ones."""
    people, partners = scores.shape
    row_price = total.row_price - total.bonus
    buffers = Buffers((ROWS, partners), scores.dtype)

    def look(rows: Ints) -> tuple[int, Ints]:
        buffer = buffers.borrow()
        tile = scores.tile(rows, out=buffer[: len(rows)])
        found = tied_in(tile, row_price[rows], total.col_price, row_hash[rows], mixed, limits[rows])
        buffers.give_back(buffer)
        return len(rows), found + np.array([[rows[0]], [0]])

    parts = [np.zeros((2, 0), dtype=np.int64)]
    for size, found in over_blocks(np.arange(people), look):
        parts.append(found)
        if done is not None:
            done(size * partners)
    rows, cols = np.concatenate(parts, axis=1)
    return rows, cols


@njit(cache=True, nogil=True)
def tied_in(
    tile: npt.NDArray[Any],
    row_price: Ints,
    col_price: Ints,
    row_hash: Hashes,
    mixed: Hashes,
    limits: Ints,
) -> Ints:
    """Rows (of the tile) and columns of its tied pairs; of a row with more than its limit the highest hashes."""
    pairs = np.empty((2, np.sum(np.minimum(limits, tile.shape[1]))), dtype=np.int64)
    tied = np.empty(tile.shape[1], dtype=np.int64)
    end = 0
    for row in range(tile.shape[0]):
        size = 0
        for col in range(tile.shape[1]):
            if tile[row, col] >= 0 and np.int64(tile[row, col]) == row_price[row] + col_price[col]:
                tied[size] = col
                size += 1
        kept = tied[:size]
        if size > limits[row]:
            kept = kept[np.argsort(mix(row_hash[row] ^ mixed[kept]))[size - limits[row] :]]
        pairs[0, end : end + len(kept)] = row
        pairs[1, end : end + len(kept)] = kept
        end += len(kept)
    return pairs[:, :end]
