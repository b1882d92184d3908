from dataclasses import replace
from itertools import combinations, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.engine import Problem, ProblemError, solve, verify
from matching.engine.explaining.explain import explain
from matching.engine.points import UNIT
from tests.matching.engine.cohorts import mentee, mentor, problem, problems, relaxed


def allowed_pairs(case):
    """Exact points of every allowed pair, by explaining one after the other."""
    pairs = product(case.on("mentor"), case.on("mentee"))
    explained = [explain(case, junior.key, senior.key) for junior, senior in pairs]
    return {x.pair: x.points for x in explained if x.allowed}


def within_capacity(case, choice):
    keys = [("mentor", pair[0]) for pair in choice] + [("mentee", pair[1]) for pair in choice]
    return all(keys.count((p.side, p.key)) <= p.capacity for p in case.people)


def worth(case, points, choice):
    free = [points[pair] for pair in choice if pair not in case.locked]
    worst = min(free, default=0) if case.objective == "fair" else 0
    return len(choice), worst, sum(points[pair] for pair in choice)


def best_by_trying(case, points):
    choices = (c for size in range(len(points) + 1) for c in combinations(points, size))
    fitting = (c for c in choices if set(case.locked) <= set(c) and within_capacity(case, c))
    return max(worth(case, points, choice) for choice in fitting)


@relaxed
@given(problems(most=3))
def test_the_result_is_as_good_as_trying_everything(case):
    points, result = allowed_pairs(case), solve(case)
    assert worth(case, points, [x.pair for x in result.pairs]) == best_by_trying(case, points)


@relaxed
@given(problems(most=3), st.data())
def test_locked_pairs_stay_and_the_rest_is_the_best_around_them(case, data):
    points = allowed_pairs(case)
    if not points:
        return
    lock = data.draw(st.sampled_from(sorted(points)))
    if not within_capacity(case, [lock]):
        return
    locked = replace(case, locked=(lock,))
    result = solve(locked)
    assert [x.pair for x in result.pairs if x.locked] == [lock]
    assert worth(locked, points, [x.pair for x in result.pairs]) == best_by_trying(locked, points)
    assert verify(locked, result) == ()


@relaxed
@given(problems(), st.randoms())
def test_the_order_of_people_does_not_change_the_result(case, random):
    shuffled = Problem(
        tuple(random.sample(case.people, len(case.people))), rules=case.rules, objective=case.objective
    )
    assert solve(shuffled) == solve(case)


@relaxed
@given(problems(), problems())
def test_an_earlier_result_changes_nothing_but_perhaps_the_proof(case, other):
    cold, warm = solve(case), solve(case, start=solve(other))
    assert replace(warm, certificate=cold.certificate) == cold
    assert verify(case, warm) == ()


@relaxed
@given(problems())
def test_every_result_is_proven(case):
    assert verify(case, solve(case)) == ()


@relaxed
@given(problems())
def test_the_shown_points_add_up_and_the_total_is_the_sum_of_the_pairs(case):
    result = solve(case)
    for pair in result.pairs:
        assert sum(line.shown for line in pair.lines) == pair.fit
        assert sum(line.points for line in pair.lines) == pair.points
        assert sum(factor.shown for factor in pair.factors) == pair.fit
        assert {line.criterion: line.maximum for line in pair.lines} == result.maxima
        assert abs(pair.points - pair.fit * UNIT) <= UNIT // 2
    assert sum(pair.points for pair in result.pairs) == result.total


def test_a_locked_pair_may_be_under_the_floor_but_break_no_other_rule():
    junior, senior = mentor(skills={"sql": 1}, times=frozenset()), mentee()
    low = problem(junior, senior, locked=[("sophie", "rainer")], floor=90)
    (pair,) = solve(low).pairs
    assert (pair.locked, pair.allowed, pair.fit < 90) == (True, True, True)
    with pytest.raises(
        ProblemError, match="sophie and rainer are locked but not allowed: mentor_not_junior"
    ) as caught:
        solve(problem(mentor(level=6), senior, locked=[("sophie", "rainer")]))
    assert caught.value.code == "lock_forbidden"
    assert caught.value.params == {"mentor": "sophie", "mentee": "rainer", "reasons": ["mentor_not_junior"]}


def test_the_worst_pair_is_the_worst_that_is_not_locked():
    people = mentor(), mentor("tim", skills={"sql": 1}), mentee(), mentee("ute")
    result = solve(problem(*people, locked=[("tim", "ute")]))
    assert result.worst == next(x.points for x in result.pairs if not x.locked)
    assert solve(problem(mentor(), mentee(), locked=[("sophie", "rainer")])).worst is None


def test_a_mentor_with_room_for_two_gets_two():
    result = solve(problem(mentor(capacity=2), mentee(), mentee("ute")))
    assert [x.pair for x in result.pairs] == [("sophie", "rainer"), ("sophie", "ute")]


def test_nobody_gets_the_same_partner_twice():
    result = solve(problem(mentor(capacity=2), mentee(capacity=2)))
    assert [x.pair for x in result.pairs] == [("sophie", "rainer")]


@pytest.mark.parametrize(
    "people", [(), (mentor(),), (mentee(),), (mentor(opted_in=False), mentee(capacity=0))]
)
def test_without_two_sides_there_are_no_tandems(people):
    case = problem(*people)
    result = solve(case)
    assert (result.pairs, result.total, result.worst, result.mean_fit) == ((), 0, None, None)
    assert len(result.left_over) == len(people)
    assert verify(case, result) == ()


def test_names_early_in_the_alphabet_have_no_advantage():
    winners = set()
    for number in range(20):
        result = solve(problem(mentor(f"a{number}"), mentor(f"b{number}"), mentee()))
        winners.add(result.pairs[0].mentor[0])
    assert winners == {"a", "b"}


def test_progress_is_told_and_can_stop_the_calculation():
    told = []
    solve(cohort_of_four(), progress=lambda *news: told.append(news))
    assert told[-1][0] == "explaining"
    assert sorted(done for _, done, _ in told) == [done for _, done, _ in told]

    def stop(phase, done, total):
        raise InterruptedError(phase)

    with pytest.raises(InterruptedError):
        solve(cohort_of_four(), progress=stop)


def cohort_of_four():
    return problem(mentor(), mentor("tim", skills={"ai": 2}), mentee(), mentee("ute", skills={"ai": 1}))


def forged(result, **changes):
    return replace(result, **changes)


def test_a_result_of_another_problem_is_not_accepted():
    assert verify(problem(mentor(), mentee()), solve(cohort_of_four())) == ("wrong_problem",)


def test_a_missing_tandem_is_noticed():
    result = solve(cohort_of_four())
    fewer = forged(result, pairs=result.pairs[:1], total=result.pairs[0].points)
    assert "more_tandems_possible" in verify(cohort_of_four(), fewer)


def test_a_worse_choice_is_noticed():
    case = cohort_of_four()
    result = solve(case)
    crossed = tuple(
        explain(case, x.mentor, y.mentee) for x, y in zip(result.pairs, result.pairs[::-1], strict=True)
    )
    worse = forged(result, pairs=crossed, total=sum(x.points for x in crossed))
    assert verify(case, worse)[-1] in ("better_worst_possible", "higher_total_possible")


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"points": 1}, "wrong_points"),
        ({"mentee": "nobody"}, "unknown_pair"),
        ({"locked": True}, "lock_missing"),
    ],
)
def test_a_forged_pair_is_noticed(changes, code):
    result = solve(cohort_of_four())
    pairs = (replace(result.pairs[0], **changes), *result.pairs[1:])
    assert code in verify(cohort_of_four(), forged(result, pairs=pairs))


def test_a_repeated_pair_is_noticed():
    result = solve(cohort_of_four())
    assert "repeated_pair" in verify(cohort_of_four(), forged(result, pairs=result.pairs + result.pairs[:1]))


def test_a_full_or_forbidden_partner_is_noticed():
    case = problem(mentor(), mentee(), mentee("ute", level=2))
    result = solve(case)
    more = forged(result, pairs=(*result.pairs, explain(case, "sophie", "ute")))
    assert {"not_allowed", "over_capacity"} <= set(verify(case, more))
