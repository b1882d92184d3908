"""Prices that prove an optimum, and an independent check of them.

For any prices that are not negative, no choice of pairs within the capacities is worth more than

    sum of capacity × price over all people + sum over all pairs of max(0, weight − price of mentee − price of
    mentor)

(weak duality of the transportation problem with pairs formed at most once). A choice that reaches the bound
is optimal.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from matching.engine.result import Prices

Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]


def bonus(top: int, row_cap: Ints, col_cap: Ints) -> int:
    """A weight per pair that outranks all points (0 to `top` per pair): one more pair always wins."""
    return top * (int(min(row_cap.sum(), col_cap.sum())) + 1) + 1


def bound(weights: Ints, prices: Prices, row_cap: Ints, col_cap: Ints) -> int:
    """The most that any choice of pairs can be worth, by these prices; a weight of 0 is no pair.

    Whoever has no room forms no pair and is left out of the second sum.
    """
    row, col = np.array(prices.mentees, dtype=np.int64), np.array(prices.mentors, dtype=np.int64)
    if (row < 0).any() or (col < 0).any():
        raise ValueError("A price is negative.")
    excess = np.maximum(weights - row[:, None] - col[None, :], 0)[np.ix_(row_cap > 0, col_cap > 0)]
    return int(row @ row_cap + col @ col_cap + excess.sum())


def tight_prices(weights: Ints, chosen: Flags, row_cap: Ints, col_cap: Ints) -> Prices:
    """Prices whose bound is exactly the weight of `chosen`, a heaviest choice.

    Highest mentor prices that leave nobody with a reason to change: start above everything and lower them
    until no mentee has a better offer (Bellman-Ford on the residual graph; at most one round per person).
    """
    ceiling = int(weights.max(initial=0))
    offers = np.where(chosen, -1, np.where(weights > 0, weights, -1))
    row, col = np.nonzero(chosen)
    full = chosen.sum(axis=0) >= col_cap
    price = np.where(full & (col_cap > 0), ceiling, 0)
    for _ in range(sum(weights.shape) + 1):
        row_price = np.maximum(offers - price[None, :], 0).max(axis=1, initial=0)
        lowered = price.copy()
        np.minimum.at(lowered, col, weights[row, col] - row_price[row])
        if (lowered == price).all():
            return Prices(tuple(row_price.tolist()), tuple(price.tolist()))
        price = lowered
    raise ValueError("The choice is not a heaviest one.")
