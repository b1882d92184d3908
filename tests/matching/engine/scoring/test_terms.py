import tracemalloc
from dataclasses import replace

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from matching.engine import Problem
from matching.engine.scoring.appraisal import appraise
from matching.engine.scoring.terms import Terms, counted, listed, product, tabled
from tests.matching.engine.cohorts import mentee, mentor, relaxed

names = st.dictionaries(st.sampled_from("abcd"), st.integers(1, 9), max_size=3)
values = st.lists(st.integers(0, 5), max_size=7)


def everything(terms):
    scores = terms.scores()
    return scores.tile(np.arange(scores.shape[0]))


def matrix(left, right, worth):
    return np.array([[worth(a, b) for b in right] for a in left]).reshape(len(left), len(right))


@relaxed
@given(st.lists(names, max_size=5), st.lists(names, max_size=5))
def test_a_product_sums_over_the_names_both_sides_have(left, right):
    expected = matrix(left, right, lambda a, b: sum(a[name] * b[name] for name in a if name in b))
    assert (everything(product(left, right)) == expected).all()


@relaxed
@given(values, values, st.lists(st.integers(-3, 9), min_size=36, max_size=36))
def test_a_table_gives_every_pair_of_values_what_it_is_worth(left, right, table):
    def worth(one, other):
        return table[6 * one + other]

    found = tabled("kind", left, right, worth)
    assert (everything(found) == matrix(left, right, worth)).all()
    assert found.scores().left.shape[1] <= min(len(set(left)), len(set(right)))


@relaxed
@given(values, values)
def test_tables_over_the_same_values_share_their_columns(left, right):
    terms = [tabled("kind", left, right, worth) for worth in (int.__mul__, max)]
    both = terms[0] + terms[1]
    assert (everything(both) == matrix(left, right, lambda a, b: a * b + max(a, b))).all()
    assert both.scores().left.shape[1] <= min(len(set(left)), len(set(right)))


@relaxed
@given(
    st.lists(st.tuples(names, st.integers(0, 3)), max_size=5),
    st.lists(st.tuples(names, st.integers(0, 3)), max_size=5),
)
def test_terms_say_the_same_themselves_and_compiled_from_either_side(left, right):
    shape = len(left), len(right)
    cells = [(i, i) for i in range(min(shape))]
    grids = (
        np.array([[level > step for step in range(3)] for _, level in side]).reshape(-1, 3)
        for side in (left, right)
    )
    terms = (
        product([skills for skills, _ in left], [skills for skills, _ in right])
        + tabled("kind", [level for _, level in left], [level for _, level in right], int.__mul__)
        + counted(*grids, [0, 5, 6])
        + listed(shape, cells, 7)
    )
    expected = terms.scores().tile(np.arange(shape[0]))
    rows, cols = (index.ravel() for index in np.indices(shape))
    assert (terms.tile(np.arange(shape[0])) == expected).all()
    assert (terms.at(rows, cols) == expected.ravel()).all()
    assert (terms.flipped().tile(np.arange(shape[1])) == expected.T).all()
    assert (terms.flipped().scores().tile(np.arange(shape[1])) == expected.T).all()


def test_values_that_nobody_on_the_other_side_tells_apart_share_a_column():
    left, right = ["a", "b", "c", "d"], ["a", "x", "y", "z"]
    different = tabled("kind", left, right, lambda one, other: one != other)
    assert different.scores().left.shape[1] == 2


def test_a_count_is_looked_up_and_capped():
    left, right = np.array([[1, 1, 1, 0], [0, 0, 0, 1]]), np.array([[1, 1, 1, 0], [1, 0, 0, 0]])
    found = counted(left, right, [0, 10, 15])
    assert everything(found).tolist() == [[15, 10], [0, 0]]
    assert found.counts[0].left.shape[1] == 3


def test_lists_of_pairs_add_up_and_a_broken_rule_counts_once():
    terms = [listed((2, 2), [(0, 0), (0, 1), (0, 0)], 5), listed((2, 2), [(0, 0), (1, 1)], 7)]
    rules = [listed((2, 2), [(1, 1)], -100)] * 2
    assert everything(sum(terms + rules, start=Terms((2, 2)))).tolist() == [[12, 5], [0, -100]]


def test_sums_too_large_for_single_precision_are_kept_in_double():
    terms = product([{"a": 2**23, "b": 2**23 + 1}], [{"a": 1, "b": 1}])
    assert terms.scores().dtype == np.float64
    assert everything(terms).tolist() == [[2**24 + 1]]
    assert product([{"a": 1}], [{"a": 2**24 - 1}]).scores().dtype == np.float32


def test_a_cohort_is_compiled_without_ever_holding_all_pairs():
    size = 3000
    people = [replace(make(f"{i:05}"), wishes=frozenset()) for make in (mentor, mentee) for i in range(size)]
    case = Problem(tuple(people))
    tracemalloc.start()
    appraise(case)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < size * size
