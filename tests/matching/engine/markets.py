"""Small markets by hand and at random, and exact methods that share nothing with the engine."""

from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np
from hypothesis import settings
from hypothesis import strategies as st
from scipy.optimize import LinearConstraint, linear_sum_assignment, milp
from scipy.sparse import csr_array
from scipy.sparse.csgraph import maximum_flow

from matching.engine.scoring.scores import dense
from matching.engine.solving.optimum import Market


def examples(count):
    """So many random cases; time limits per case fail on a busy machine and say nothing about the engine."""
    return settings(max_examples=count, deadline=None)


@dataclass(frozen=True)
class Table:
    """A market as matrices: points and possible pairs (rows × columns), places, a hash per person, and a floor."""

    points: np.ndarray
    possible: np.ndarray
    row_cap: np.ndarray
    col_cap: np.ndarray
    row_hash: np.ndarray
    col_hash: np.ndarray
    floor: int = 0

    @property
    def scores(self):
        return dense(self.points, self.possible).at_least(self.floor)

    @property
    def market(self):
        return Market(self.scores, self.row_cap, self.col_cap, self.row_hash, self.col_hash)

    @property
    def allowed(self):
        return self.possible & (self.points >= self.floor)

    def turned(self, rows, cols):
        """The same people in another order."""
        both = np.ix_(rows, cols)
        return Table(
            self.points[both],
            self.possible[both],
            self.row_cap[rows],
            self.col_cap[cols],
            self.row_hash[rows],
            self.col_hash[cols],
            self.floor,
        )

    def at_least(self, level):
        return replace(self, floor=max(level, self.floor))

    def value(self, choice, fair):
        """What a choice is worth: number of pairs, worst pair (if fair), total."""
        worth = [int(self.points[cell]) for cell in choice]
        return len(worth), min(worth, default=0) if fair else 0, sum(worth)


def table(points, possible=None, row_cap=None, col_cap=None, seed=7, floor=0):
    points = np.array(points, dtype=np.int64)
    rows, cols = points.shape
    random = np.random.default_rng(seed)
    return Table(
        points,
        np.ones(points.shape, dtype=bool) if possible is None else np.array(possible, dtype=bool),
        np.ones(rows, dtype=np.int64) if row_cap is None else np.array(row_cap, dtype=np.int64),
        np.ones(cols, dtype=np.int64) if col_cap is None else np.array(col_cap, dtype=np.int64),
        random.integers(0, 2**64, rows, dtype=np.uint64),
        random.integers(0, 2**64, cols, dtype=np.uint64),
        floor,
    )


@st.composite
def tables(draw, most, row_places, col_places, least=0):
    """Up to `most` people a side with up to so many places; often few different points, so that ties abound."""
    rows, cols = draw(st.integers(least, most)), draw(st.integers(least, most))
    high = draw(st.sampled_from((0, 2, 100, 100_000)))
    share = draw(st.sampled_from((0.0, 0.3, 0.6, 1.0)))
    floor = draw(st.sampled_from((0, 0, high // 3)))
    random = np.random.default_rng(draw(st.integers(0, 2**32)))
    return table(
        random.integers(0, high + 1, (rows, cols)),
        random.random((rows, cols)) < share,
        random.integers(0, row_places + 1, rows),
        random.integers(0, col_places + 1, cols),
        seed=int(random.integers(2**32)),
        floor=floor,
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


def best_by_programming(case, fair):
    """By integer programming (HiGHS): most pairs, the highest level that still has them, the highest total."""
    return _best_by(_most_by_programming, case, fair)


def best_by_assignment(case, fair):
    """By SciPy's assignment, with columns repeated; rows have one place at most."""
    return _best_by(_most_by_assignment, case, fair)


def _best_by(method, case, fair):
    count, total = method(case)
    if not fair or not count:
        return count, 0, total
    levels = np.unique(case.points[case.allowed]).tolist()
    low, high = 0, len(levels) - 1
    while low < high:
        middle = (low + high + 1) // 2
        enough = method(case.at_least(levels[middle]))[0] == count
        low, high = (middle, high) if enough else (low, middle - 1)
    return count, levels[low], method(case.at_least(levels[low]))[1]


def _outranking(case):
    """A weight that outranks the points of all pairs together."""
    return int(case.points.max(initial=0)) * min(case.row_cap.sum(), case.col_cap.sum()) + 1


def _most_by_programming(case):
    """Most pairs and their highest total."""
    row, col = np.nonzero(case.allowed)
    if not len(row):
        return 0, 0
    places = np.zeros((sum(case.points.shape), len(row)))
    places[row, np.arange(len(row))] = 1
    places[case.points.shape[0] + col, np.arange(len(row))] = 1
    room = LinearConstraint(places, ub=np.concatenate([case.row_cap, case.col_cap]))
    worth = case.points[row, col] + _outranking(case)
    exact = {"mip_rel_gap": 0}
    found = milp(-worth, constraints=room, integrality=np.ones(len(row)), bounds=(0, 1), options=exact)
    chosen = found.x > 0.5
    return int(chosen.sum()), int(case.points[row, col][chosen].sum())


def _most_by_assignment(case):
    """Most pairs and their highest total."""
    rows, cols = np.flatnonzero(case.row_cap), np.repeat(np.arange(len(case.col_cap)), case.col_cap)
    both = np.ix_(rows, cols)
    weights = np.where(case.allowed, case.points + _outranking(case), 0)[both]
    at = linear_sum_assignment(weights, maximize=True)
    formed = case.allowed[both][at]
    return int(formed.sum()), int(case.points[both][at][formed].sum())


def most_by_flow(case):
    """How many pairs a maximum flow from rows to columns forms."""
    rows, cols = case.points.shape
    row, col = np.nonzero(case.allowed)
    source, sink = rows + cols, rows + cols + 1
    tails = np.concatenate([np.full(rows, source), row, rows + np.arange(cols)])
    heads = np.concatenate([np.arange(rows), rows + col, np.full(cols, sink)])
    room = np.concatenate([case.row_cap, np.ones(len(row), dtype=np.int64), case.col_cap])
    graph = csr_array((room.astype(np.int32), (tails, heads)), shape=(sink + 1, sink + 1))
    return int(maximum_flow(graph, source, sink).flow_value)
