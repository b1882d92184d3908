"""Solve lists, look again where the prices leave the margin, until the prices prove the choice over all pairs."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from matching.engine.solving.lists import Flags, Lists
from matching.engine.solving.sieve import NOBODY, Ints
from matching.engine.solving.sparse import Sparse

#: How far prices may fall below their references in the first rounds, in margins; later four times as far per round.
TRUST = 4
NO_LIMIT = 1 << 50
CAREFUL_ROUNDS = 5
MOST_ANCHORS = 12
#: More than this share of all pairs to look at again is worth a new beginning.
TOO_MUCH = 0.6
#: Pairs per row looked for when prices jump by a bonus, twice as many whenever that was too few.
FEW, MOST_MISSES = 16, 6


@dataclass(frozen=True)
class Drift:
    """How far the prices lie below the references: per row and per column."""

    rows: Ints
    cols: Ints

    def within(self, margin: int) -> bool:
        return int(self.rows.max(initial=NOBODY) + self.cols.max(initial=NOBODY)) <= margin


@dataclass(frozen=True)
class Plan:
    """Rows that drift by more than `row_part` and columns by more than `col_part` are looked at again.

    The two parts make up the margin. `typical`: the drift of an ordinary row and column, which the new references
    follow, so that a common shift of all prices costs nothing. `cost`: pairs to look at.
    """

    cost: int
    row_part: int
    col_part: int
    typical: tuple[int, int]


def drift_of(lists: Lists, sparse: Sparse) -> Drift:
    share = sparse.rows.price - sparse.bonus
    rows = np.where(lists.alone, NOBODY, lists.row_ref - share)
    return Drift(rows, lists.col_ref - sparse.cols.price)


class Refinement:
    """The rounds that lead from lists to a proven choice; `bonus` is the one that outranks all points."""

    def __init__(self, lists: Lists, sparse: Sparse, bonus: int) -> None:
        self.lists, self.sparse, self.bonus = lists, sparse, bonus
        self.round = self.anchors = self.misses = self.before = 0
        self.trust = NO_LIMIT if self.hard else TRUST * lists.margin

    @property
    def hard(self) -> bool:
        """Whether the number of pairs comes first already."""
        return self.sparse.bonus == self.bonus

    def run(self, start: Ints | None = None, rounds: int | None = None) -> None:
        """Solve from the column prices `start` (or those of before).

        With a number of `rounds` it ends after these, without a proof and without the bonus that outranks all points.
        """
        if 0 in self.sparse.shape:
            return
        self.choose(start)
        while rounds is None or self.round < rounds:
            drift = drift_of(self.lists, self.sparse)
            if drift.within(self.lists.margin) and not self.pending():
                if self.hard or self.fills() or rounds is not None:
                    return
                self.harden()
            else:
                self.widen(drift)
            self.choose()

    def choose(self, start: Ints | None = None) -> None:
        """The best choice among the listed pairs, as far as the prices are trusted."""
        lists, sparse = self.lists, self.sparse
        sparse.set_edges(*lists.pairs)
        floors: tuple[Ints | None, Ints | None] = (None, None)
        if self.trust < NO_LIMIT:
            floors = lists.row_ref - self.trust + sparse.bonus, lists.col_ref - self.trust
        tell = lists.progress
        sparse.solve(start, *floors, progress=None if tell is None else lambda served: tell(0))

    @property
    def row_share(self) -> Ints:
        """What a row's price is without the bonus."""
        return self.sparse.rows.price - self.sparse.bonus

    def pending(self) -> bool:
        return bool(self.sparse.row_pending.any() or self.sparse.col_pending.any())

    def fills(self) -> bool:
        """Whether there are as many pairs as could be: everybody of one side who has a partner at all is full."""
        return int(self.sparse.rows.taken.sum()) == self.most()

    def most(self) -> int:
        return min(int(self.sparse.rows.room[~self.lists.alone].sum()), int(self.sparse.cols.room.sum()))

    def harden(self) -> None:
        """Let the number of pairs come first: who competes for too few places falls by the whole bonus, they rise."""
        lists, jump = self.lists, self.bonus - self.sparse.bonus
        self.sparse.raise_bonus(self.bonus)
        self.trust = NO_LIMIT
        self.choose()
        fallen = ~lists.alone & (self.row_share < lists.row_ref - jump // 2)
        lists.jump(fallen, self.sparse.cols.price > lists.col_ref + jump // 2, jump)

    def widen(self, drift: Drift) -> None:
        """Look again at what the prices have left behind."""
        plan = cheapest(drift, self.lists.margin)
        if self.hard:
            drift, plan = self.follow_jumps(drift, plan)
        size = len(drift.rows) * len(drift.cols)
        taken = int(self.sparse.rows.taken.sum())
        worse, self.before = taken < self.before, taken
        anew = plan.cost > TOO_MUCH * size and not (self.hard or worse) and self.anchors < MOST_ANCHORS
        if anew:
            self.lists.anchor(self.sparse.cols.price)
            self.anchors += 1
        else:
            self.rescan(drift, plan)
        self.round += 1
        if not self.hard:
            self.trust = self.next_trust(anew)

    def next_trust(self, anew: bool) -> int:
        if anew and self.anchors < MOST_ANCHORS - 4:
            return TRUST * self.lists.margin
        return TRUST * self.trust if self.round < CAREFUL_ROUNDS else NO_LIMIT

    def follow_jumps(self, drift: Drift, plan: Plan) -> tuple[Drift, Plan]:
        """Raise the references of those whose price has jumped by a bonus, unless that means much more to look at.

        Whoever competes for too few places gains or loses about a bonus at once; their lists would overflow if the
        margin had to cover the jump.
        """
        lists, half = self.lists, self.bonus >> 1
        share, price = self.row_share, self.sparse.cols.price
        col_ref = np.where(price > lists.col_ref + half, price, lists.col_ref)
        row_ref = np.where(~lists.alone & (share > lists.row_ref + half), share, lists.row_ref)
        followed = Drift(np.where(lists.alone, NOBODY, row_ref - share), col_ref - price)
        other = cheapest(followed, lists.margin)
        jump = max(abs(plan.typical[0]), abs(plan.col_part)) > self.bonus >> 2
        if other.cost > plan.cost * (8 if jump else 1.5):
            return drift, plan
        lists.row_ref, lists.col_ref = row_ref, col_ref
        return followed, other

    def rescan(self, drift: Drift, plan: Plan) -> None:
        lists, sparse = self.lists, self.sparse
        pending = self.pending()
        wider = lists.margin if pending else 0
        limit = FEW << self.misses if self.hard and self.misses < MOST_MISSES else None
        lists.overflow = False
        rows = drift.rows > plan.row_part
        if pending:
            rows |= sparse.row_pending
        chosen = np.flatnonzero(rows)
        if len(chosen):
            share = self.row_share[chosen]
            aim = share + min(plan.typical[0], plan.row_part)
            lower = np.where(sparse.row_pending[chosen], share - wider, aim)
            lists.rescan_rows(chosen, np.minimum(aim, lower), limit)
        free = sparse.cols.taken < sparse.cols.room
        cols = drift.cols > plan.col_part
        if pending:
            cols |= self.worth_widening(free)
        chosen = np.flatnonzero(cols)
        if len(chosen):
            price = sparse.cols.price[chosen]
            aim = price + min(plan.typical[1], plan.col_part)
            lists.rescan_cols(chosen, np.minimum(aim, np.where(free[chosen], price - wider, aim)), limit)
        if lists.overflow:
            self.make_room()

    def worth_widening(self, free: Flags) -> Flags:
        """Columns that might take those who wait: all with room, unless these are many."""
        few = free.sum() <= 0.2 * len(free)
        return free if few or int(self.sparse.rows.taken.sum()) == self.most() else self.sparse.col_pending

    def make_room(self) -> None:
        if self.hard and self.misses < MOST_MISSES:
            self.misses += 1
        else:
            self.lists.limit *= 2


def cheapest(drift: Drift, margin: int) -> Plan:
    """The split of the margin between rows and columns that leaves the fewest pairs to look at again."""
    rows, cols = np.sort(drift.rows[drift.rows > NOBODY]), np.sort(drift.cols)
    row_middle = int(np.median(rows))
    typical = row_middle, min(-row_middle, int(np.median(cols)))
    tries = {0, margin // 2, margin}
    tries |= {typical[1] + margin * part // 4 for part in (1, 2, 3, 4)}
    tries |= {int(x) for x in np.quantile(cols, [0.5, 0.75, 0.9, 0.95, 0.98, 0.99, 0.995, 1])}

    def cost(col_part: int) -> int:
        many_rows = len(rows) - int(np.searchsorted(rows, margin - col_part, side="right"))
        many_cols = len(cols) - int(np.searchsorted(cols, col_part, side="right"))
        return many_rows * len(cols) + many_cols * len(rows)

    col_part = min(sorted(tries), key=cost)
    return Plan(cost(col_part), margin - col_part, col_part, typical)
