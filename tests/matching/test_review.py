import subprocess
import sys

import pytest

from accounts.name_order import letters
from matching import pins, review, waiting
from matching.figures import Figures
from tenancy.scope import scope
from tests.matching.drafts import computed, four_and_three, pair


@pytest.fixture
def run(organisation, lead):
    with scope(organisation):
        yield computed(four_and_three(lead), lead)


def test_no_page_loads_the_engine_s_slow_parts():
    code = (
        "import django; django.setup(); import config.urls, sys;"
        "print({'numpy', 'scipy', 'numba'} & set(sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=120
    )
    assert done.stdout.strip() == "set()"


def test_the_facts_of_an_opened_pair_add_up(run):
    opened = review.opened(pair(run, "Mia Krämer"), Figures.of(run), changeable=True)
    assert sum(factor.shown for factor in opened.factors) == opened.row.fit
    assert all(factor.facts for factor in opened.factors)
    assert opened.lead.startswith("Dafür sprechen: ")


def test_a_pair_is_found_by_its_name_and_nothing_else(run):
    wanted = pair(run, "Mia Krämer")
    assert review.find(run, wanted.name) == wanted
    for name in ("", "x", "x.y", wanted.name[:-1], ".".join(reversed(wanted.name.split(".")))):
        assert review.find(run, name) is None


def test_the_price_of_an_option_is_what_the_whole_loses(run):
    figures = Figures.of(run)
    opened = review.opened(pair(run, "Mia Krämer"), figures, changeable=True)
    assert all(option.delta.startswith("−") for option in opened.options)
    assert all(option.fit_before == opened.row.fit for option in opened.options)


def test_who_is_nearest_is_not_shown_in_an_excluded_pair(run, lead):
    [one] = waiting.page(run, None).object_list
    assert one.pair
    pins.exclude(review.find(run, one.pair), by=lead)
    assert waiting.page(run, None).object_list[0].pair == ""


def test_departments_are_named_once_and_in_order(run):
    names = review.departments(run)
    assert names == sorted(set(names), key=letters)
    assert "Bereich Mia Krämer" in names
