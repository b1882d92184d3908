from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.engine import Weights
from matching.engine.scoring.appraisal import appraise
from matching.engine.scoring.blocks import over_blocks
from tests.matching.engine.cohorts import every_pair, mentee, mentor, problem, problems, relaxed
from tests.matching.engine.formula import points, reasons


@st.composite
def cases(draw):
    """Problems with any weights, pairs kept apart, and one pair locked."""
    case = draw(problems(most=5))
    weights = draw(st.tuples(*[st.integers(0, 9)] * 8).filter(any))
    pairs = [(junior.key, senior.key) for junior in case.on("mentor") for senior in case.on("mentee")]
    some = st.frozensets(st.sampled_from(pairs), max_size=2) if pairs else st.just(frozenset())
    rules = replace(case.rules, excluded=draw(some), declined=draw(some))
    return replace(case, weights=Weights(*weights), rules=rules)


def expected(case, maxima, junior, senior):
    """Points by criterion and codes of broken rules by the formula."""
    parts = {name: points(name, junior, senior, case.rules, most * 1000) for name, most in maxima.items()}
    broken = reasons(junior, senior, case.rules)
    if case.rules.floor and sum(parts.values()) + 500 < case.rules.floor * 1000:
        broken.add("below_floor")
    return parts, broken


@relaxed
@given(cases())
def test_every_pair_gets_the_points_and_rules_of_the_written_formula(case):
    appraisal = appraise(case)
    rows, cols = every_pair(appraisal)
    found, broken = appraisal.points_at(rows, cols), appraisal.broken_at(rows, cols)
    whole, scores = appraisal.total_of(np.arange(len(appraisal.mentees))), appraisal.scores.at(rows, cols)
    for i, (row, col) in enumerate(zip(rows, cols, strict=True)):
        parts, codes = expected(case, appraisal.maxima, appraisal.mentors[col], appraisal.mentees[row])
        assert {name: values[i] for name, values in found.items()} == parts
        assert {code for code, flags in broken.items() if flags[i]} == codes
        assert whole[row, col] == sum(parts.values())
        assert scores[i] == sum(parts.values()) if not codes else scores[i] <= appraisal.scores.forbidden / 2


@relaxed
@given(cases(), st.integers(1, 3))
def test_tiles_do_not_depend_on_their_size_or_on_threads(case, size):
    appraisal = appraise(case)
    rows = np.arange(len(appraisal.mentees))
    whole = appraisal.scores.tile(rows)
    assert (whole.ravel() == appraisal.scores.at(*every_pair(appraisal))).all()
    for threads in (1, 2):
        parts = list(over_blocks(rows, appraisal.scores.tile, threads=threads, size=size))
        assert (np.vstack([whole[:0], *parts]) == whole).all()


@relaxed
@given(cases())
def test_whole_rows_say_the_same_as_single_pairs_from_either_side(case):
    for appraisal in (appraise(case), appraise(case).of_mentors()):
        rows, cols = every_pair(appraisal)
        everyone = np.arange(len(appraisal.people))
        single = appraisal.broken_at(rows, cols)
        for code, flags in appraisal.broken_of(everyone).items():
            assert (flags.ravel() == single[code]).all()
        assert (appraisal.total_of(everyone).ravel() == appraisal.total_at(rows, cols)).all()
        assert appraisal.located(appraisal.pairs_at(rows, cols))[1].tolist() == cols.tolist()


def test_the_mentors_side_is_the_same_cohort_turned_round():
    case = problem(mentor(), mentor("tim", capacity=2), mentee(), mentee("ute", opted_in=False))
    appraisal = appraise(case)
    turned = appraisal.of_mentors()
    assert (turned.people, turned.mentors, turned.mentees) == (
        case.on("mentor"),
        case.on("mentor"),
        case.on("mentee"),
    )
    assert (turned.row_cap.tolist(), turned.col_cap.tolist()) == ([1, 2], [1, 0])
    assert (turned.at(("tim", "rainer")), appraisal.at(("tim", "rainer"))) == ((1, 0), (0, 1))
    assert (turned.of_mentors().scores.tile(np.arange(2)) == appraisal.scores.tile(np.arange(2))).all()


def test_the_floor_spares_locked_pairs_in_what_is_said_of_them():
    low = problem(mentor(skills={"sql": 1}), mentee(), mentee("ute"), locked=[("sophie", "ute")], floor=100)
    appraisal = appraise(low)
    rows, cols = appraisal.located([("sophie", "rainer"), ("sophie", "ute")])
    assert appraisal.broken_at(rows, cols)["below_floor"].tolist() == [True, False]
    assert (appraisal.scores.at(rows, cols) < 0).all()


def test_nobody_is_located_by_an_unknown_key():
    with pytest.raises(KeyError):
        appraise(problem(mentor(), mentee())).located([("sophie", "nobody")])


def test_pairs_that_break_every_rule_keep_whole_points_in_single_precision():
    junior = mentor("kim", level=9, languages=frozenset({"fr"}), opted_in=False, line=("kim",))
    case = problem(junior, mentor(), mentee("kim"), mentee())
    scores = appraise(case).scores
    assert scores.dtype == np.float32
    assert (
        scores.tile(np.arange(2))[0, 0]
        == scores.at(np.zeros(1, int), np.zeros(1, int))[0]
        < 3 * scores.forbidden
    )
