"""Small markets by hand and at random, and two exact methods that share nothing with the engine."""

from dataclasses import dataclass
from itertools import combinations

import numpy as np
from hypothesis import strategies as st

from matching.engine.optimum import Market
from matching.engine.scores import dense


@dataclass(frozen=True)
class Table:
    """A market as matrices: points and allowed pairs (rows × columns), places, and a hash per person."""

    points: np.ndarray
    allowed: np.ndarray
    row_cap: np.ndarray
    col_cap: np.ndarray
    row_hash: np.ndarray
    col_hash: np.ndarray

    @property
    def market(self):
        scores = dense(self.points, self.allowed)
        return Market(scores, self.row_cap, self.col_cap, self.row_hash, self.col_hash)

    def turned(self, rows, cols):
        """The same people in another order."""
        both = np.ix_(rows, cols)
        return Table(
            self.points[both],
            self.allowed[both],
            self.row_cap[rows],
            self.col_cap[cols],
            self.row_hash[rows],
            self.col_hash[cols],
        )

    def value(self, choice, fair):
        """What a choice is worth: number of pairs, worst pair (if fair), total."""
        worth = [int(self.points[cell]) for cell in choice]
        return len(worth), min(worth, default=0) if fair else 0, sum(worth)


def table(points, allowed=None, row_cap=None, col_cap=None, seed=7):
    points = np.array(points, dtype=np.int64)
    rows, cols = points.shape
    random = np.random.default_rng(seed)
    return Table(
        points,
        np.ones(points.shape, dtype=bool) if allowed is None else np.array(allowed, dtype=bool),
        np.ones(rows, dtype=np.int64) if row_cap is None else np.array(row_cap, dtype=np.int64),
        np.ones(cols, dtype=np.int64) if col_cap is None else np.array(col_cap, dtype=np.int64),
        random.integers(0, 2**64, rows, dtype=np.uint64),
        random.integers(0, 2**64, cols, dtype=np.uint64),
    )


@st.composite
def tables(draw, most, capacity):
    """Up to `most` people a side with up to `capacity` places; few levels of points, so that ties abound."""
    rows, cols = draw(st.integers(0, most)), draw(st.integers(0, most))
    high = draw(st.sampled_from((0, 2, 100_000)))
    random = np.random.default_rng(draw(st.integers(0, 2**32)))
    return table(
        random.integers(0, high + 1, (rows, cols)),
        random.random((rows, cols)) < draw(st.sampled_from((0.0, 0.4, 0.7, 1.0))),
        random.integers(0, capacity + 1, rows),
        random.integers(0, capacity + 1, cols),
        seed=int(random.integers(2**32)),
    )


def orders(random, case):
    """The rows and the columns in a random order."""
    return tuple(np.array(random.sample(range(n), n), dtype=np.int64) for n in case.points.shape)


def every_choice(case):
    """All choices of pairs within the places, each pair at most once, as tuples of cells."""
    yield from _choices(case.allowed, case.row_cap.tolist(), case.col_cap.tolist(), 0)


def _choices(allowed, row_cap, col_cap, row):
    if row == len(row_cap):
        yield ()
        return
    open_cols = [col for col in np.flatnonzero(allowed[row]).tolist() if col_cap[col] > 0]
    for size in range(min(row_cap[row], len(open_cols)) + 1):
        for cols in combinations(open_cols, size):
            room = [cap - (col in cols) for col, cap in enumerate(col_cap)]
            for rest in _choices(allowed, row_cap, room, row + 1):
                yield (*((row, col) for col in cols), *rest)


def best_by_trying(case, fair):
    return max(case.value(choice, fair) for choice in every_choice(case))
