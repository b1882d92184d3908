import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.engine import CRITERIA, FACTORS, ProblemError, Weights, grade
from matching.engine.points import UNIT, apportion, fit, least_points, maxima, shown
from tests.matching.engine.cohorts import relaxed


@relaxed
@given(st.integers(0, 10_000), st.lists(st.integers(0, 50), min_size=1))
def test_shares_add_up_and_stay_within_one_of_the_exact_share(total, weights):
    shares = apportion(total, weights)
    whole = sum(weights)
    assert sum(shares) == (total if whole else 0)
    assert all(
        abs(share * whole - total * weight) < whole
        for share, weight in zip(shares, weights, strict=True)
        if whole
    )


def test_the_usual_weights_give_the_points_of_the_review_screen():
    usual = maxima({**dict.fromkeys(CRITERIA, 1), "skills": 3, "time": 2, "wishes": 0})
    assert {factor: sum(usual[name] for name in names) for factor, names in FACTORS.items()} == {
        "topics": 40,
        "time": 20,
        "distance": 20,
        "place": 10,
        "style": 10,
    }


def test_weights_of_three_equal_criteria_still_make_one_hundred():
    equal = maxima({**dict.fromkeys(CRITERIA, 0), "skills": 1, "time": 1, "place": 1})
    assert (equal["skills"], equal["time"], equal["place"]) == (34, 33, 33)


@pytest.mark.parametrize("shown_fit", [0, 1, 50, 99, 100])
def test_a_floor_begins_at_the_fewest_points_that_are_shown_as_it(shown_fit):
    fewest = least_points(shown_fit)
    assert (fit(fewest - 1), fit(fewest)) == (shown_fit - 1, shown_fit)


points_per_criterion = st.fixed_dictionaries(
    {name: st.integers(0, most * UNIT) for name, most in maxima(dict.fromkeys(CRITERIA, 1)).items()}
)


@relaxed
@given(points_per_criterion)
def test_shown_points_add_up_to_the_shown_fit(points):
    assert sum(shown(points).values()) == fit(sum(points.values()))


@relaxed
@given(points_per_criterion)
def test_no_shown_point_appears_from_nothing_or_above_the_maximum(points):
    limits = maxima(dict.fromkeys(CRITERIA, 1))
    for name, part in shown(points).items():
        assert part <= limits[name]
        assert abs(part * UNIT - points[name]) < UNIT
        assert part == 0 or points[name] > 0


def test_halves_are_rounded_up_and_go_to_the_largest_remainder():
    points = {"skills": 30_300, "time": 5_200, "place": 0}
    assert fit(sum(points.values())) == 36
    assert shown(points) == {"skills": 31, "time": 5, "place": 0}


def test_grades_follow_the_words_of_the_screen():
    assert [grade(x) for x in (100, 85, 84, 70, 69, 0)] == ["very_good"] * 2 + ["good"] * 2 + ["workable"] * 2


def test_an_important_factor_counts_double_and_an_indifferent_one_not():
    weights = Weights.from_factors({"time": 2, "style": 0})
    assert (weights.skills, weights.time, weights.language, weights.wishes) == (3, 4, 0, 0)


def test_an_unknown_factor_is_refused():
    with pytest.raises(ProblemError, match="no factor chemistry"):
        Weights.from_factors({"chemistry": 1})
