"""Which of several equal wholes is taken: the one with the highest sum of pair hashes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from matching.engine.sparse import heaviest

Ints = npt.NDArray[np.int64]
Hashes = npt.NDArray[np.uint64]

#: Weights have to stay below this.
ROOM_BITS = 57
TASTE_BITS = 40


@dataclass(frozen=True)
class Ties:
    """All that equal optima can differ in.

    `rows`, `cols`: the pairs worth exactly their two prices, in any order, each once; by complementary slackness
    every optimum consists of pairs `kept` (worth more than their prices) and of some of these. `row_room`, `col_room`:
    the places that `kept` pairs leave. `row_full`, `col_full`: whose price is positive, so that every optimum fills
    their places.
    """

    rows: Ints
    cols: Ints
    row_room: Ints
    col_room: Ints
    row_full: npt.NDArray[np.bool_]
    col_full: npt.NDArray[np.bool_]


def settle(ties: Ties, row_hash: Hashes, col_hash: Hashes) -> npt.NDArray[np.bool_]:
    """Which of the tied pairs are taken: they fill whom they have to, with the highest sum of hashes.

    Filling one more place that has to be filled outweighs all hashes together.
    """
    size = max(1, int(min(ties.row_room.sum(), ties.col_room.sum())))
    bits = min(TASTE_BITS, ROOM_BITS - 1 - size.bit_length())
    taste = pair_hashes(row_hash[ties.rows], col_hash[ties.cols]) >> np.uint64(64 - bits)
    fills = ties.row_full[ties.rows].astype(np.int64) + ties.col_full[ties.cols]
    weights = fills * (size << bits) + taste.astype(np.int64)
    return heaviest(ties.rows, ties.cols, weights, ties.row_room, ties.col_room)


def pair_hashes(row_hash: Hashes, col_hash: Hashes) -> Hashes:
    """A random-looking number per pair, made from the hashes of its two people alone."""
    return mix(row_hash ^ mix(col_hash))


def mix(numbers: Hashes) -> Hashes:
    """Scatter 64-bit numbers one to one: the finaliser of SplitMix64 (Steele, Lea and Flood 2014)."""
    numbers = (numbers ^ (numbers >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    numbers = (numbers ^ (numbers >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return numbers ^ (numbers >> np.uint64(31))
