"""Effects against solving the changed problem from scratch."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.engine import ProblemError, solve
from matching.engine.explaining.effects import Effect, Standing, effect
from tests.matching.engine.cohorts import mentee, mentor, problem
from tests.matching.engine.trying import allowed_pairs, few, locked_problems, within_capacity


def pairs(tandems):
    return {x.pair for x in tandems}


def assert_tells(found, before, after):
    """The effect says what two results, each solved from scratch, say."""
    assert (found.before, found.after) == (Standing.of(before), Standing.of(after))
    assert pairs(found.gone) == pairs(before.pairs) - pairs(after.pairs)
    assert pairs(found.come) == pairs(after.pairs) - pairs(before.pairs)
    assert all(x in after.pairs for x in found.come)
    assert Effect.from_json(found.to_json()) == found


@few
@given(locked_problems(), st.data())
def test_locking_a_pair_has_the_effect_of_solving_with_it(case, data):
    allowed = sorted(set(allowed_pairs(case)) - set(case.locked))
    if not allowed:
        return
    pair = data.draw(st.sampled_from(allowed))
    locked = (*case.locked, pair)
    if within_capacity(case, locked):
        assert_tells(effect(case, solve(case), lock=[pair]), solve(case), solve(replace(case, locked=locked)))
    else:
        with pytest.raises(ProblemError, match="has room for"):
            effect(case, solve(case), lock=[pair])


@few
@given(locked_problems(), st.data())
def test_excluding_a_tandem_has_the_effect_of_solving_without_it(case, data):
    result = solve(case)
    if not result.pairs:
        return
    pair = data.draw(st.sampled_from([x.pair for x in result.pairs]))
    rules = replace(case.rules, excluded=frozenset({pair}))
    kept = tuple(lock for lock in case.locked if lock != pair)
    assert_tells(effect(case, result, exclude=[pair]), result, solve(replace(case, rules=rules, locked=kept)))


@few
@given(locked_problems(), st.data())
def test_removing_somebody_has_the_effect_of_solving_without_them(case, data):
    if not case.people:
        return
    gone = data.draw(st.sampled_from(case.people))
    people = tuple(person for person in case.people if person != gone)
    kept = tuple(pair for pair in case.locked if pair[gone.side == "mentee"] != gone.key)
    found = effect(case, solve(case), remove=[(gone.side, gone.key)])
    assert_tells(found, solve(case), solve(replace(case, people=people, locked=kept)))


def test_a_lock_takes_the_place_of_an_exclusion_and_the_other_way_round():
    apart = frozenset({("sophie", "rainer")})
    case = problem(mentor(), mentee(), excluded=apart)
    locked = effect(case, solve(case), lock=[("sophie", "rainer")])
    assert (locked.tandems, pairs(locked.come)) == (1, apart)
    case = problem(mentor(), mentee(), locked=apart)
    assert pairs(effect(case, solve(case), exclude=apart).gone) == apart


def test_a_lock_that_a_rule_forbids_has_no_effect_but_an_error():
    case = problem(mentor(level=7), mentee())
    with pytest.raises(ProblemError, match="mentor_not_junior"):
        effect(case, solve(case), lock=[("sophie", "rainer")])


@pytest.mark.parametrize("decision", [{"remove": [("mentor", "paul")]}, {"exclude": [("paul", "rainer")]}])
def test_people_who_are_not_there_cannot_be_decided_about(decision):
    case = problem(mentor(), mentee())
    with pytest.raises(ProblemError, match="There is no mentor paul"):
        effect(case, solve(case), **decision)
