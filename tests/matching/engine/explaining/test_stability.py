from hypothesis import given

from matching.engine import Result, solve
from matching.engine.explaining.explain import explain
from tests.matching.engine.cohorts import mentee, mentor, problem
from tests.matching.engine.trying import allowed_pairs, few, locked_problems


def bar(case, result, side, key):
    """What this person must be offered to leave somebody; None if nothing will do."""
    own = result.of(side, key)
    if len(own) < case.person(side, key).capacity and case.person(side, key).opted_in:
        return -1
    return min((x.points for x in own if not x.locked), default=None)


def gains(case, result):
    """What both gain at least, for every pair that would rather have each other."""
    found = {}
    taken = {x.pair for x in result.pairs}
    for pair, points in allowed_pairs(case).items():
        bars = [bar(case, result, side, key) for side, key in zip(("mentor", "mentee"), pair, strict=True)]
        if pair not in taken and None not in bars and points > max(bars):
            found[pair] = points - max(bars)
    return found


@few
@given(locked_problems())
def test_pairs_who_would_both_rather_have_each_other_are_counted(case):
    result = solve(case)
    expected = gains(case, result)
    assert result.stability.count == len(expected)
    named = {(x.mentor, x.mentee): x.gain for x in result.stability.worst}
    assert named.items() <= expected.items()
    assert sorted(named.values(), reverse=True) == sorted(expected.values(), reverse=True)[:5]


def envious(locked=()):
    """One mentee for whom everybody competes, and a mentor whom only the other mentee has left."""
    return problem(
        mentor("sophie", skills={"ai": 5}),
        mentor("tim", skills={"ai": 3}, languages=frozenset({"de", "en"})),
        mentee("rainer", skills={"ai": 3}),
        mentee("claire", skills={"ai": 3}, times=frozenset(), level=3),
        min_distance=1,
        objective="total",
        locked=locked,
    )


def test_a_blocking_pair_is_told_with_what_both_gain():
    case = envious(locked=[("tim", "rainer")])
    assert solve(case).stability.count == 0
    forced = problem(
        *case.people,
        mentee("otto", skills={"sql": 1}, level=3),
        excluded=frozenset({("tim", "claire"), ("tim", "otto")}),
    )
    result = solve(forced)
    (pair,) = result.stability.worst
    assert (pair.mentor, pair.mentee) == ("sophie", "rainer")
    assert pair.gain == explain(forced, "sophie", "rainer").points - max(
        x.points for x in result.pairs if "sophie" in x.pair or "rainer" in x.pair
    )


def test_nobody_is_expected_to_leave_a_locked_tandem():
    people = (
        mentor("sophie", skills={"ai": 5}),
        mentor("tim", skills={"ai": 1}),
        mentee("rainer"),
        mentee("ute"),
    )
    result = solve(problem(*people, locked=[("tim", "rainer"), ("sophie", "ute")]))
    assert result.stability.count == 0


def test_stability_and_spread_survive_json():
    result = solve(problem(*(mentor(f"j{i}") for i in range(6)), *(mentee(f"s{i}") for i in range(6))))
    assert Result.from_json(result.to_json()) == result
