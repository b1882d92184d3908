"""Which of several equal wholes is taken: the one with the highest sum of pair hashes.

By complementary slackness a choice is optimal if and only if it keeps every pair worth more than its two prices,
otherwise takes only pairs worth exactly their prices (tied pairs), and fills everybody whose price is positive.
Whatever the prices, that describes the same choices, so that neither the order of people nor the way to the optimum
decides.

Where people have very many tied pairs, only those with their highest hashes count (see `tight`). A heaviest choice
among random weights is made of such pairs (their rank grows with the logarithm of the number of people), so that this
changes nothing in practice.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from matching.engine.scoring.hashes import Hashes, pair_hashes
from matching.engine.scoring.scores import Scores
from matching.engine.solving.implicit import Total
from matching.engine.solving.sparse import heaviest
from matching.engine.solving.tight import tight_pairs

Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

Done = Callable[[int], None] | None

#: Tied pairs per person that are enough; of thousands of equals hardly anybody gets one beyond the twelfth.
OFFERED = 32
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

    def hash_of(rows: Ints, cols: Ints) -> Hashes:
        return pair_hashes(row_hash[rows], col_hash[cols])

    kept = total.points + total.bonus > total.row_price[total.rows] + total.col_price[total.cols]
    rows, cols = total.rows[kept], total.cols[kept]
    row_room = row_cap - np.bincount(rows, minlength=len(total.row_price))
    col_room = col_cap - np.bincount(cols, minlength=len(total.col_price))
    tied = tight_pairs(total, scores, hash_of, limit=OFFERED, progress=done)
    room = np.minimum(row_room, len(col_cap)), np.minimum(col_room, len(row_cap))
    ties = Ties(*tied, *room, total.row_price > 0, total.col_price > 0)
    taken = favoured(ties, hash_of(*tied))
    rows, cols = np.concatenate([rows, ties.rows[taken]]), np.concatenate([cols, ties.cols[taken]])
    order = np.lexsort((cols, rows))
    return rows[order], cols[order]


def favoured(ties: Ties, hashes: Hashes) -> Flags:
    """Which of the tied pairs are taken: filling one more place that has to be filled outweighs all hashes together."""
    size = max(1, int(min(ties.row_room.sum(), ties.col_room.sum())))
    bits = min(TASTE_BITS, WEIGHT_BITS - 1 - size.bit_length())
    taste = (hashes >> np.uint64(64 - bits)).astype(np.int64)
    fills = ties.row_full[ties.rows].astype(np.int64) + ties.col_full[ties.cols]
    weights = fills * (size << bits) + taste
    return heaviest(ties.rows, ties.cols, weights, ties.row_room, ties.col_room)
