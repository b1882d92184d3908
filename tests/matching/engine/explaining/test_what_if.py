import pytest
from hypothesis import given

from matching.engine import ProblemError, alternatives, solve
from matching.engine.explaining.explain import explain
from matching.engine.explaining.what_if import what_if
from tests.matching.engine.cohorts import mentee, mentor, problem, problems, relaxed


def pairs(explanations):
    return [x.pair for x in explanations]


def cohort():
    """Sophie suits Rainer, Paul suits Claudia, Hanna (beginner) is free."""
    return problem(
        mentor("sophie", skills={"ai": 5}),
        mentor("paul", skills={"ai": 4, "video": 5}),
        mentor("hanna", skills={"ai": 2}),
        mentee("rainer", skills={"ai": 3}),
        mentee("claudia", skills={"video": 3, "ai": 1}),
    )


def points(case, *pair):
    return explain(case, *pair).points


def test_somebody_free_takes_over_and_the_old_mentor_waits():
    case = cohort()
    result = solve(case)
    change = next(c for c in alternatives(case, result, ("sophie", "rainer")) if c.added[0].mentor == "hanna")
    assert (pairs(change.removed), pairs(change.added)) == ([("sophie", "rainer")], [("hanna", "rainer")])
    assert change.delta == points(case, "hanna", "rainer") - points(case, "sophie", "rainer")
    assert (change.set_free, change.tandems, change.refused) == ((("mentor", "sophie"),), 0, ())


def test_somebody_taken_swaps_and_the_partner_left_behind_gets_the_best_who_is_free():
    case = cohort()
    result = solve(case)
    change = next(c for c in alternatives(case, result, ("sophie", "rainer")) if len(c.removed) == 2)
    assert pairs(change.removed) == [("paul", "claudia"), ("sophie", "rainer")]
    assert pairs(change.added) == [("paul", "rainer"), ("sophie", "claudia")]
    assert change.mean_after == sum(x.fit for x in change.added) / 2


def test_the_other_side_can_be_exchanged_as_well():
    case = cohort()
    (change,) = alternatives(case, solve(case), ("sophie", "rainer"), side="mentee")
    assert pairs(change.added) == [("hanna", "rainer"), ("sophie", "claudia")] or pairs(change.added) == [
        ("paul", "rainer"),
        ("sophie", "claudia"),
    ]
    assert change.tandems == 0


def test_a_locked_tandem_has_no_alternatives_and_is_never_moved():
    case = cohort()
    locked = problem(*case.people, locked=[("paul", "claudia")])
    result = solve(locked)
    assert alternatives(locked, result, ("paul", "claudia")) == ()
    assert all(
        ("paul", "claudia") not in pairs(c.removed)
        for c in alternatives(locked, result, ("sophie", "rainer"))
    )


def test_alternatives_of_a_pair_that_is_no_tandem_are_refused():
    case = cohort()
    with pytest.raises(ProblemError, match="no tandem"):
        alternatives(case, solve(case), ("hanna", "rainer"))


@relaxed
@given(problems())
def test_every_alternative_can_be_done_and_never_beats_the_best_total(case):
    result = solve(case)
    for pair in pairs(result.pairs):
        for side, position in (("mentor", 0), ("mentee", 1)):
            for change in alternatives(case, result, pair, side=side):
                assert change.refused == ()
                assert pair in pairs(change.removed)
                assert any(new[1 - position] == pair[1 - position] for new in pairs(change.added))
                assert case.objective == "fair" or change.tandems < 0 or change.delta <= 0


def test_a_swap_by_hand_shows_its_effect_on_the_whole():
    case = cohort()
    result = solve(case)
    crossed = [("sophie", "claudia"), ("paul", "rainer")]
    change = what_if(case, result, add=crossed, remove=pairs(result.pairs))
    assert change.delta == sum(points(case, *pair) for pair in crossed) - result.total
    assert (change.mean_before, change.refused, change.set_free) == (result.mean_fit, (), ())


def test_a_swap_that_breaks_a_rule_a_lock_or_a_capacity_says_so():
    case = problem(mentor(), mentor("tim", level=7), mentee(), mentee("ute"), locked=[("sophie", "rainer")])
    result = solve(case)
    change = what_if(case, result, add=[("tim", "rainer"), ("sophie", "ute")])
    assert [(fact.code, dict(fact.params)) for fact in change.refused] == [
        ("not_allowed", {"mentor": "tim", "mentee": "rainer", "reasons": ["mentor_not_junior"]}),
        ("over_capacity", {"side": "mentor", "key": "sophie", "capacity": 1}),
        ("over_capacity", {"side": "mentee", "key": "rainer", "capacity": 1}),
    ]
    locked = what_if(case, result, remove=[("sophie", "rainer")])
    assert [fact.code for fact in locked.refused] == ["locked"]
    assert locked.set_free == (("mentee", "rainer"), ("mentor", "sophie"))


def test_only_tandems_can_be_removed_and_only_new_pairs_added():
    case = cohort()
    result = solve(case)
    with pytest.raises(ProblemError, match="hanna and rainer are no tandem"):
        what_if(case, result, remove=[("hanna", "rainer")])
    with pytest.raises(ProblemError, match="sophie and rainer are a tandem"):
        what_if(case, result, add=[("sophie", "rainer")])
