"""Markets that are hard for a solver with prices: flat, nested, cloned, all wanting the same."""

import numpy as np


def ones(size):
    return np.ones(size, dtype=np.int64)


def everything(rows, cols):
    return np.ones((rows, cols), dtype=bool)


def equal(n, rng):
    return np.full((n, n), 500), everything(n, n), ones(n), ones(n)


def equal_with_room(n, rng):
    return np.full((n, n), 500), everything(n, n), ones(n), rng.integers(1, 4, n)


def binary(n, rng):
    groups = rng.integers(0, 8, (2, n))
    return 500 * (groups[0][:, None] != groups[1][None, :]), everything(n, n), ones(n), ones(n)


def unbalanced_groups(n, rng):
    groups = rng.integers(0, 12, n), np.minimum(rng.integers(0, 12, n), rng.integers(0, 12, n))
    points = rng.integers(0, 1000, (12, 12))[np.ix_(*groups)]
    return points, groups[0][:, None] == groups[1][None, :], ones(n), ones(n)


def clones(n, rng):
    kinds = rng.integers(0, 20, (2, n))
    return rng.integers(0, 100_000, (20, 20))[np.ix_(*kinds)], everything(n, n), ones(n), ones(n)


def same_wishes(n, rng):
    fame = np.sort(rng.integers(0, 100_000, n))
    return np.tile(fame, (n, 1)), everything(n, n), ones(n), rng.integers(1, 3, n)


def nested(n, rng):
    """The higher the rank the more partners are allowed; not everybody can have one."""
    ranks = rng.integers(0, 20, n), rng.integers(2, 22, n)
    return rng.integers(0, 100_000, (n, n)), ranks[0][:, None] > ranks[1][None, :], ones(n), ones(n)


def geometric(n, rng):
    one, other = rng.random((n, 2)), rng.random((n, 2))
    apart = np.linalg.norm(one[:, None] - other[None, :], axis=2)
    return (100_000 * (1.5 - apart)).astype(np.int64), everything(n, n), ones(n), ones(n)


def products(n, rng):
    points = np.multiply.outer(np.sort(rng.integers(0, 316, n)), rng.integers(0, 316, n))
    return points, everything(n, n), ones(n), ones(n)


def few_columns(n, rng):
    shape = n, n // 4
    return rng.integers(0, 100_000, shape), rng.random(shape) < 0.5, ones(n), rng.integers(1, 4, n // 4)


def room_on_both_sides(n, rng):
    allowed = rng.random((n, n)) < 0.5
    return rng.integers(0, 1000, (n, n)), allowed, rng.integers(1, 4, n), rng.integers(1, 4, n)


def nobody_allowed(n, rng):
    return np.full((n, n), 5), np.zeros((n, n), dtype=bool), ones(n), ones(n)


MARKETS = (
    equal,
    equal_with_room,
    binary,
    unbalanced_groups,
    clones,
    same_wishes,
    nested,
    geometric,
    products,
    few_columns,
    room_on_both_sides,
    nobody_allowed,
)
