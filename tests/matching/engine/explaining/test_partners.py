"""Prices against locking one partner after the other and solving from scratch."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.engine import ProblemError, solve
from matching.engine.explaining.effects import Standing
from matching.engine.explaining.partners import Price, prices
from tests.matching.engine.cohorts import mentee, mentor, problem
from tests.matching.engine.trying import allowed_pairs, few, locked_problems, within_capacity


def rank(case, before, after):
    worse = (
        case.objective == "fair" and None not in (before.worst, after.worst) and after.worst < before.worst
    )
    return after.tandems, not worse, after.total


def by_trying(case, result, person):
    """Every other partner with the rank of the whole with this pair locked, the best first."""
    position = ("mentor", "mentee").index(person.side)
    ranks = {}
    for pair in allowed_pairs(case).keys() - {x.pair for x in result.pairs}:
        both = [case.person(*each) for each in zip(("mentor", "mentee"), pair, strict=True)]
        locked = (*case.locked, pair)
        if pair[position] == person.key and all(p.takes_part for p in both) and within_capacity(case, locked):
            after = solve(replace(case, locked=locked))
            ranks[pair[1 - position]] = rank(case, Standing.of(result), Standing.of(after))
    return ranks


@few
@given(locked_problems(), st.data())
def test_the_best_other_partners_are_those_that_cost_the_whole_least(case, data):
    if not case.people:
        return
    person, result = data.draw(st.sampled_from(case.people)), solve(case)
    found, ranks = prices(case, result, person.side, person.key), by_trying(case, result, person)
    assert [ranks[x.partner] for x in found] == sorted(ranks.values(), reverse=True)[:2]
    assert [rank(case, x.effect.before, x.effect.after) for x in found] == [ranks[x.partner] for x in found]
    assert all(x.proven for x in found)
    assert len({x.partner for x in found}) == len(found)


def crowd():
    """Four who differ only in how well they know the one skill."""
    mentors = [mentor(key, skills={"ai": level}) for level, key in enumerate(("ada", "eva", "ida", "ute"), 1)]
    return problem(*mentors, mentee("rainer", skills={"ai": 3}))


def test_the_price_is_what_the_whole_loses_when_the_pair_is_locked():
    case = crowd()
    result = solve(case)
    first, second = prices(case, result, "mentee", "rainer")
    assert (first.partner, second.partner) == ("ida", "eva")
    assert [x.effect.delta for x in (first, second)] == [
        solve(replace(case, locked=((x.partner, "rainer"),))).total - result.total for x in (first, second)
    ]
    assert [x.pair for x in first.effect.come] == [("ida", "rainer")]
    assert Price.from_json(first.to_json()) == first


def test_who_has_no_tandem_learns_what_a_partner_would_cost():
    case = crowd()
    (price,) = prices(case, solve(case), "mentor", "ada")
    assert (price.partner, price.effect.tandems, price.effect.delta < 0) == ("rainer", 0, True)


def test_with_few_tries_the_best_found_is_not_said_to_be_the_best():
    case = crowd()
    (price,) = prices(case, solve(case), "mentee", "rainer", tries=1)
    assert not price.proven


def test_who_is_locked_has_no_other_partner():
    case = replace(crowd(), locked=(("ute", "rainer"),))
    assert prices(case, solve(case), "mentee", "rainer") == ()
    assert prices(case, solve(case), "mentor", "ada") == ()


def test_prices_of_somebody_who_is_not_there_are_refused():
    with pytest.raises(ProblemError, match="There is no mentor paul"):
        prices(crowd(), solve(crowd()), "mentor", "paul")
