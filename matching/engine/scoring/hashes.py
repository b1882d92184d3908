"""Random-looking numbers that depend on nothing but what they are made of."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
from numba import njit

Hashes = npt.NDArray[np.uint64]


def pair_hashes(row_hash: Hashes, col_hash: Hashes) -> Hashes:
    """A random-looking number per pair, made from the hashes of its two people alone."""
    return np.asarray(mix(row_hash ^ mix(col_hash)))


@njit(cache=True, nogil=True)
def mix(numbers: Any) -> Any:
    """Scatter 64-bit numbers one to one: the finaliser of SplitMix64 (Steele, Lea and Flood 2014)."""
    numbers = (numbers ^ (numbers >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    numbers = (numbers ^ (numbers >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return numbers ^ (numbers >> np.uint64(31))
