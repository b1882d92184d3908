import pytest
from hypothesis import given
from hypothesis import strategies as st

from programs import skills
from programs.models import Skill
from tenancy.scope import scope


@given(st.text(max_size=60))
def test_normalising_twice_is_normalising_once(name):
    assert skills.normalise(skills.normalise(name)) == skills.normalise(name)


@pytest.mark.parametrize(
    ("one", "other"), [("Power BI", " power  bi "), ("Ｅxcel", "excel"), ("STRASSE", "straße")]
)
def test_spellings_of_one_skill_are_the_same(one, other):
    assert skills.normalise(one) == skills.normalise(other)


def test_skills_that_differ_by_a_sign_stay_apart():
    assert len({skills.normalise(name) for name in ("C", "C#", "C++")}) == 3


def test_missing_skills_are_created_once_and_known_ones_kept(organisation):
    with scope(organisation):
        known = skills.ensure(["Excel"])["excel"]
        found = skills.ensure(["EXCEL", "Word", " word ", ""])
        assert found["excel"] == known
        assert set(found) == {"excel", "word"}
        assert Skill.objects.count() == 2
