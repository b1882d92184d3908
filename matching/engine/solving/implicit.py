"""The best whole of a market whose points are computed when needed: most pairs first, then the highest total.

Lists of promising pairs with a proven margin (`lists`) are solved exactly (`sparse`); rows and columns for which the
prices leave the margin are looked at again; when none is left, the prices prove the choice over all pairs. The first
prices come from a sample of people, solved in the same way.

A bonus per pair puts the number of pairs first. It begins small, which keeps prices calm: a choice that fills the
scarcer side has the most pairs in any case. Only if the lists leave people over does it rise above everything.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from matching.engine.scoring.blocks import over_blocks
from matching.engine.scoring.scores import Scores
from matching.engine.solving.certificate import bonus
from matching.engine.solving.lists import Effort, Lists
from matching.engine.solving.refine import Refinement
from matching.engine.solving.sieve import HEIGHT, Ints, Progress
from matching.engine.solving.sparse import Sparse

#: Bonuses up to here leave room for exact differences in float64 and for sums in int64.
LARGEST_BONUS = 1 << 50


#: Prices of rows and columns and the bonus they were made for.
Start = tuple[Ints, Ints, int]


class PointsTooLarge(ValueError):
    """Points so large, or people so many, that a bonus above all totals does not fit into exact numbers."""


@dataclass(frozen=True)
class State:
    """What a solved market needs to be solved again: who has room at all, sides exchanged or not, lists, choice."""

    rows: Ints
    cols: Ints
    flipped: bool
    lists: Lists
    sparse: Sparse


@dataclass(frozen=True)
class Total:
    """The chosen pairs by row and column with their points, and what proves them.

    Prices are whole numbers from 0, per row and column, for pairs worth `bonus` + points: no open pair between two
    people with room is worth more than its two prices, formed pairs are worth at least theirs, and whoever has room
    left has price 0. `bonus` outranks all points. `looked_at`: how many points of pairs were computed.
    """

    rows: Ints
    cols: Ints
    points: Ints
    row_price: Ints
    col_price: Ints
    bonus: int
    looked_at: int
    state: State


def solve(
    scores: Scores,
    row_cap: Ints,
    col_cap: Ints,
    *,
    start: Start | None = None,
    progress: Progress | None = None,
    threads: int | None = None,
    effort: Effort | None = None,
) -> Total:
    """The most pairs within the capacities, and among those the highest total.

    `start`: row prices, column prices and bonus of an earlier `Total` of a market like this one; they save time, and
    never change the worth of what is found. `progress(pairs looked at since the last call)` is called often and may
    raise to stop. Raises PointsTooLarge if `scores.top` times the number of pairs does not fit into exact numbers.
    """
    hard = hard_bonus(scores, row_cap, col_cap)
    effort = replace(effort or Effort(), threads=threads)
    rows, cols = np.flatnonzero(row_cap > 0), np.flatnonzero(col_cap > 0)
    flipped = int(row_cap.sum()) > int(col_cap.sum())
    inner = oriented(scores, rows, cols, flipped)
    room = rooms(row_cap[rows], col_cap[cols], flipped)
    lists = Lists(inner, effort, progress)
    if min(inner.shape) <= effort.small:
        sparse, price = solve_all(lists, room, hard)
    else:
        price = (
            sampled_prices(lists, room)
            if start is None
            else calm(start, rows, cols, flipped, soft_bonus(scores))
        )
        lists.anchor(price)
        sparse = Sparse(*room, soft_bonus(scores))
    Refinement(lists, sparse, hard).run(price)
    return answer(State(rows, cols, flipped, lists, sparse), scores.shape, hard)


def resolve(
    total: Total,
    scores: Scores,
    row_cap: Ints,
    col_cap: Ints,
    *,
    rows: Ints,
    cols: Ints,
    progress: Progress | None = None,
) -> Total:
    """The best whole after a change: `scores` and capacities differ from the earlier ones for some people only.

    `rows`, `cols`: who changed (their points, their rules or their capacity). For everybody the floor of `scores` may
    have risen. The earlier total is used up.
    """
    state, effort = total.state, total.state.lists.effort
    hard = max(total.bonus, hard_bonus(scores, row_cap, col_cap))
    if newcomers(row_cap, state.rows) or newcomers(col_cap, state.cols):
        start = total.row_price, total.col_price, total.bonus
        return solve(
            scores,
            row_cap,
            col_cap,
            start=start,
            progress=progress,
            threads=effort.threads,
            effort=effort,
        )
    changed = [
        np.searchsorted(known, np.intersect1d(some, known))
        for some, known in ((rows, state.rows), (cols, state.cols))
    ]
    if state.flipped:
        changed.reverse()
    lists = state.lists
    lists.progress, lists.looked_at = progress, 0
    lists.renew(oriented(scores, state.rows, state.cols, state.flipped), *changed)
    room = rooms(row_cap[state.rows], col_cap[state.cols], state.flipped)
    sparse = kept(state.sparse, room, scores.floor or 0, *changed)
    if sparse.bonus == total.bonus:
        sparse.raise_bonus(hard)
    Refinement(lists, sparse, hard).run()
    return answer(replace(state, sparse=sparse), scores.shape, hard)


def newcomers(cap: Ints, known: Ints) -> bool:
    """Whether somebody has room who had none before."""
    unknown = np.ones(len(cap), dtype=bool)
    unknown[known] = False
    return bool((cap[unknown] > 0).any())


def hard_bonus(scores: Scores, row_cap: Ints, col_cap: Ints) -> int:
    """A bonus that outranks every difference in points, if it fits."""
    hard = bonus(scores.top, row_cap, col_cap)
    if hard > LARGEST_BONUS:
        raise PointsTooLarge(f"Points up to {scores.top} are too large for so many people.")
    return hard


def soft_bonus(scores: Scores) -> int:
    """A bonus that makes every allowed pair better than none."""
    return scores.top + 1


def oriented(scores: Scores, rows: Ints, cols: Ints, flipped: bool) -> Scores:
    """The scores of the people with room, the side with less room as rows."""
    inside = scores if (len(rows), len(cols)) == scores.shape else scores.take(rows, cols)
    return inside.flipped() if flipped else inside


def rooms(row_cap: Ints, col_cap: Ints, flipped: bool) -> tuple[Ints, Ints]:
    """Room of rows and columns as the market is solved; room for one more than there are is never filled."""
    both = np.minimum(row_cap, len(col_cap) + 1), np.minimum(col_cap, len(row_cap) + 1)
    return both[::-1] if flipped else both


def calm(start: Start, rows: Ints, cols: Ints, flipped: bool, small: int) -> Ints:
    """Prices to begin with, of those who are columns now: with the small bonus instead of the earlier full one, and
    as low as they can be."""
    row_price, col_price, full = start
    price = row_price[rows] if flipped else col_price[cols]
    plain = np.where(2 * price > full, price - (full - small), price)
    return np.maximum(plain - plain.min(), 0)


def solve_all(lists: Lists, room: tuple[Ints, Ints], worth: int) -> tuple[Sparse, Ints]:
    """A small market: all pairs are listed, each worth so much more than its points."""
    lists.list_all()
    return Sparse(*room, worth), np.zeros(len(room[1]), dtype=np.int64)


def sampled_prices(lists: Lists, room: tuple[Ints, Ints], depth: int = 0) -> Ints:
    """Column prices from a sample of both sides, solved in the same way but without proof.

    Each column's price is the most that it could add to a sampled row's share.
    """
    scores, effort = lists.scores, lists.effort
    rng = np.random.default_rng(depth)
    rows, cols = (np.sort(rng.permutation(size)[: max(1, size // effort.share)]) for size in scores.shape)
    strip = scores.take(rows)
    sample = Lists(strip.take(None, cols), effort, lists.progress)
    places = room[0][rows], room[1][cols]
    if min(sample.scores.shape) <= effort.small:
        sparse, start = solve_all(sample, places, soft_bonus(scores))
    else:
        start = sampled_prices(sample, places, depth + 1)
        sample.anchor(start)
        sparse = Sparse(*places, soft_bonus(scores))
    Refinement(sample, sparse, LARGEST_BONUS).run(start, rounds=1)
    price = best_shares(strip, sparse.rows.price - sparse.bonus, lists)
    lists.looked_at += sample.looked_at
    return price - price.min()


def best_shares(scores: Scores, share: Ints, lists: Lists) -> Ints:
    """Per column the most that any row's points exceed the row's share, at least 0."""
    kind = scores.dtype
    every = np.arange(scores.shape[0])

    def work(block: Ints) -> Ints:
        left = scores.tile(block)
        left -= share[block, None].astype(kind)
        return np.asarray(left.max(axis=0, initial=0)).astype(np.int64)

    lists.looked_at += len(every) * scores.shape[1]
    parts = over_blocks(every, work, threads=lists.effort.threads, size=HEIGHT)
    return np.max(np.stack(list(parts)), axis=0)


def kept(sparse: Sparse, room: tuple[Ints, Ints], floor: int, rows: Ints, cols: Ints) -> Sparse:
    """The choice and the prices of before, without the pairs of the given rows and columns, or below the floor."""
    new = Sparse(*room, sparse.bonus)
    row, col, points = sparse.pairs()
    stays = (points >= floor) & ~(np.isin(row, rows) | np.isin(col, cols))
    new.form(row[stays], col[stays], points[stays])
    new.rows.price[:], new.cols.price[:] = sparse.rows.price, sparse.cols.price
    return new


def answer(state: State, shape: tuple[int, int], hard: int) -> Total:
    """The solved market in the caller's order of people and sides."""
    sparse, lists = state.sparse, state.lists
    row, col, points = sparse.pairs()
    inner = lifted(sparse, lists, hard)
    if state.flipped:
        row, col, inner = col, row, inner[::-1]
    row, col = state.rows[row], state.cols[col]
    order = np.lexsort((col, row))
    row_price, col_price = (np.zeros(size, dtype=np.int64) for size in shape)
    row_price[state.rows], col_price[state.cols] = inner
    return Total(row[order], col[order], points[order], row_price, col_price, hard, lists.looked_at, state)


def lifted(sparse: Sparse, lists: Lists, hard: int) -> tuple[Ints, Ints]:
    """Row and column prices for the full bonus: a side that is full bears what it grows by."""
    row_price, col_price = sparse.rows.price.copy(), sparse.cols.price.copy()
    more = hard - sparse.bonus
    if more and int(sparse.rows.taken.sum()) < int(sparse.cols.room.sum()):
        row_price[~lists.alone] += more
    elif more:
        col_price += more
    return row_price, col_price
