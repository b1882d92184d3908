from dataclasses import replace

from matching.engine import Problem, solve
from matching.engine.earlier import remembered
from matching.engine.scoring.appraisal import appraise
from matching.engine.solver import open_market
from tests.matching.engine.cohorts import mentee, mentor, problem


def market_of(case):
    appraisal = appraise(case)
    return appraisal, open_market(appraisal, *appraisal.located(case.locked))


def cohort():
    people = mentor("ada"), mentor("tim", skills={"ai": 2}), mentee("rainer"), mentee("ute", skills={"ai": 1})
    return problem(*people)


def test_the_same_people_find_their_tandems_and_prices_again():
    case = cohort()
    result = solve(case)
    appraisal, market = market_of(case)
    before = remembered(result, appraisal, market)
    assert appraisal.pairs_at(before.rows, before.cols) == [x.pair for x in result.pairs]
    assert before.points.tolist() == [x.points for x in result.pairs]
    assert (before.certificate, before.level) == (result.certificate, result.worst)


def test_whoever_has_come_or_gone_does_not_shift_the_others():
    case = cohort()
    result = solve(case)
    stayed = [p for p in case.people if p.key != "ada"]
    appraisal, market = market_of(Problem((*stayed, mentor("zoe"), mentor("abe"))))
    before = remembered(result, appraisal, market)
    of_tim = result.certificate.total.mentors[1]
    assert before.certificate.total.mentors == (0, of_tim, 0)
    assert before.certificate.total.mentees == result.certificate.total.mentees
    assert [pair[0] for pair in appraisal.pairs_at(before.rows, before.cols)] == ["tim"]


def test_a_tandem_that_is_no_longer_allowed_or_now_locked_is_not_taken_over():
    case = cohort()
    result = solve(case)
    first, second = (x.pair for x in result.pairs)
    forbidden = replace(case, rules=replace(case.rules, excluded=frozenset({first})), locked=(second,))
    assert remembered(result, *market_of(forbidden)).rows.tolist() == []
