"""Swaps against a second way to find them: one after the other, from the explained points of single pairs."""

from collections import Counter

from hypothesis import given

from matching.engine import Change, alternatives, solve
from matching.engine.explaining.what_if import options, what_if
from tests.matching.engine.cohorts import mentee, mentor, problem
from tests.matching.engine.trying import allowed_pairs, few, locked_problems

SIDES = ("mentor", "mentee")


class Board:
    """The tandems of a result, and which other people on `side` could come in."""

    def __init__(self, case, result, side):
        self.case, self.side, self.position = case, side, SIDES.index(side)
        present = {(p.side, p.key) for p in case.people if p.takes_part}
        self.points = {
            pair: points
            for pair, points in allowed_pairs(case).items()
            if set(zip(SIDES, pair, strict=True)) <= present
        }
        self.tandems = {x.pair: x.points for x in result.pairs}
        self.locked = set(case.locked)
        taken = Counter(pair[self.position] for pair in self.tandems)
        self.free = {p.key for p in case.on(side) if p.takes_part and taken[p.key] < p.capacity}

    def pair(self, kept, other):
        return (other, kept) if self.side == "mentor" else (kept, other)

    def new(self, kept, other):
        """Points of a pair that is allowed and no tandem yet, else None."""
        pair = self.pair(kept, other)
        return None if pair in self.tandems else self.points.get(pair)

    def swaps(self, opened):
        """(tandems, delta) of every swap that gives the opened tandem somebody else on this side, by newcomer."""
        kept, leaving = opened[1 - self.position], opened[self.position]
        for newcomer in [p.key for p in self.case.on(self.side)]:
            points = self.new(kept, newcomer)
            if points is None:
                continue
            gain = points - self.tandems[opened]
            if newcomer in self.free:
                yield newcomer, (0, gain)
                continue
            for other in self.tandems:
                if other[self.position] == newcomer and other not in self.locked:
                    yield newcomer, self.displaced(other, leaving, gain)

    def displaced(self, tandem, leaving, gain):
        found = [self.new(tandem[1 - self.position], refuge) for refuge in {leaving, *self.free}]
        fitting = [points for points in found if points is not None]
        if not fitting:
            return -1, gain - self.tandems[tandem]
        return 0, gain - self.tandems[tandem] + max(fitting)


def pairs(tandems):
    return tuple(x.pair for x in tandems)


def best_swaps(case, result, opened, side):
    """Best (tandems, delta) for every newcomer, the best first."""
    if opened in case.locked:
        return []
    best = {}
    for newcomer, worth in Board(case, result, side).swaps(opened):
        best[newcomer] = max(worth, best.get(newcomer, worth))
    return sorted(best.values(), reverse=True)


@few
@given(locked_problems())
def test_alternatives_are_the_best_swaps_of_all_with_every_newcomer_once(case):
    result = solve(case)
    for opened in [x.pair for x in result.pairs]:
        for side in SIDES:
            found = alternatives(case, result, opened, side, count=9)
            assert [(c.tandems, c.delta) for c in found] == best_swaps(case, result, opened, side)
            assert [c.refused for c in found] == [()] * len(found)


@few
@given(locked_problems())
def test_options_are_the_best_of_both_sides_for_every_tandem(case):
    result = solve(case)
    offered = options(case, result)
    assert set(offered) == {x.pair for x in result.pairs}
    for opened, changes in offered.items():
        once = {
            (pairs(c.removed), pairs(c.added)): (c.tandems, c.delta)
            for side in SIDES
            for c in alternatives(case, result, opened, side)
        }
        assert [(c.tandems, c.delta) for c in changes] == sorted(once.values(), reverse=True)[:2]
        assert all(opened in pairs(c.removed) for c in changes)


@few
@given(locked_problems())
def test_an_option_says_the_same_as_the_swap_by_hand_and_survives_json(case):
    result = solve(case)
    for changes in options(case, result).values():
        for change in changes:
            by_hand = what_if(case, result, add=pairs(change.added), remove=pairs(change.removed))
            assert by_hand == change
            assert Change.from_json(change.to_json()) == change


def test_two_tandems_that_exchange_their_partners_are_one_option():
    case = problem(mentor(), mentor("tim", skills={"ai": 2}), mentee(), mentee("ute", skills={"video": 2}))
    offered = options(case, solve(case))
    assert [len(changes) for changes in offered.values()] == [1, 1]


def test_a_newcomer_without_a_free_place_leaves_somebody_who_waits_if_nobody_else_is_allowed():
    case = problem(
        mentor("sophie"),
        mentor("tim", skills={"ai": 1}),
        mentee("rainer"),
        mentee("ute", level=3),
        excluded=frozenset({("sophie", "ute")}),
    )
    result = solve(case)
    assert {x.pair for x in result.pairs} == {("sophie", "rainer"), ("tim", "ute")}
    (change,) = options(case, result)["sophie", "rainer"]
    assert (change.tandems, change.set_free) == (-1, (("mentee", "ute"), ("mentor", "sophie")))


def test_a_locked_tandem_has_no_options_and_nobody_leaves_one():
    people = mentor(), mentor("tim", skills={"ai": 1}), mentee(), mentee("ute")
    case = problem(*people, locked=[("tim", "ute")])
    assert options(case, solve(case)) == {("sophie", "rainer"): (), ("tim", "ute"): ()}
