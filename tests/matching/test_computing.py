import subprocess
import sys

import pytest
from django.conf import settings
from django.utils import translation

from matching import adapter, computing
from matching.engine import CRITERIA
from matching.engine.model import FACTORS
from matching.engine.scoring import criteria
from programs.models import Measure
from tenancy.scope import scope
from tests.matching.cohorts import three_and_three

SLOW = ("numpy", "scipy", "numba")


@pytest.fixture
def program(organisation, lead):
    with scope(organisation):
        yield three_and_three(lead)


def test_every_criterion_of_the_engine_has_a_formula_and_an_example(program):
    assert set(computing.TEXTS) == set(CRITERIA)
    for measure in Measure.values:
        program.measure = measure
        for language in ("de", "en"):
            with translation.override(language):
                texts = [speak(40, program) for speak in computing.TEXTS.values()]
            assert all(formula and example for formula, example in texts)


def test_the_constants_in_the_words_are_the_engines():
    assert computing.FULL_TIMES == criteria.FULL_TIMES
    assert computing.FULL_GAP[Measure.LEVEL] == criteria.FULL_GAP["level"]
    assert computing.FULL_GAP[Measure.EXPERIENCE] * 12 == criteria.FULL_GAP["experience"]


def test_what_is_not_asked_is_what_nobody_in_a_cohort_ever_gives(program):
    people = adapter.problem_of(program).people
    assert {name for name in CRITERIA if name in {"topics", "wishes"}} == computing.NOT_ASKED
    assert not any(person.topics or person.wishes for person in people)


@pytest.mark.parametrize(
    "weights", [{}, {"topics": 2}, {"time": 0, "style": 0}, {"distance": 2, "topics": 0}]
)
def test_the_points_add_up_to_100(program, weights):
    program.weights = weights
    found = computing.factors(program)
    assert sum(factor.maximum for factor in found) == 100
    assert all(factor.maximum == sum(one.maximum for one in factor.criteria) for factor in found)


def test_a_factor_without_weight_is_named_as_one_that_does_not_count(program):
    program.weights = {"time": 0}
    assert computing.uncounted(program) == ["Gemeinsame Zeit"]
    assert len(computing.factors(program)) == len(FACTORS) - 1


def test_the_example_of_the_distance_counts_in_the_programs_measure(program):
    _formula, years = computing.TEXTS["distance"](10, program)
    program.measure, program.minimum_distance = Measure.LEVEL, 1
    formula, levels = computing.TEXTS["distance"](9, program)
    assert years == "5 Jahre Abstand: 5 Punkte."
    assert levels == "2 Stufen Abstand: 6 Punkte."
    assert "ab 3 Stufen" in formula


def test_the_pages_of_matching_load_nothing_slow():
    code = (
        "import django; django.setup()\n"
        "import sys, config.urls, matching.views, matching.review_views, matching.report_views\n"
        f"print([name for name in {SLOW} if name in sys.modules])"
    )
    output = subprocess.run(
        [sys.executable, "-c", code], cwd=settings.BASE_DIR, capture_output=True, check=True, text=True
    ).stdout
    assert output.strip() == "[]"
