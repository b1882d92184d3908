"""Which of several equal wholes is taken: the one with the highest sum of pair hashes."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Hashes = npt.NDArray[np.uint64]


def pair_hashes(row_hash: Hashes, col_hash: Hashes) -> Hashes:
    """A random-looking number per pair, made from the hashes of its two people alone."""
    return mix(row_hash ^ mix(col_hash))


def mix(numbers: Hashes) -> Hashes:
    """Scatter 64-bit numbers one to one: the finaliser of SplitMix64 (Steele, Lea and Flood 2014)."""
    numbers = (numbers ^ (numbers >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    numbers = (numbers ^ (numbers >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return numbers ^ (numbers >> np.uint64(31))
