import pytest

from programs import lookalikes, skills
from programs.models import Skill
from tenancy.scope import scope
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _inside(organisation):
    with scope(organisation):
        yield


def names() -> list[tuple[str, str]]:
    return [(new.name, known.name) for new, known in lookalikes.pairs()]


@pytest.mark.parametrize(
    ("known", "typed"),
    [("Power BI", "PowerBI"), ("Social Media", "Social-Media"), ("Präsentieren", "Präsentiern")],
)
def test_a_new_topic_that_looks_like_a_known_one_is_named(known, typed):
    factories.skill(known)
    skills.ensure([typed, "Ganz etwas anderes"])
    assert names() == [(typed, known)]


def test_two_new_ones_are_named_once():
    skills.ensure(["Kurze Videos", "Kurze Video"])
    assert names() == [("Kurze Videos", "Kurze Video")]


def test_what_hr_has_looked_at_is_not_named_again():
    skills.ensure(["Kurze Videos", "Kurze Video"])
    Skill.objects.update(is_new=False)
    assert names() == []


def test_signs_tell_short_names_apart():
    factories.skill("C")
    skills.ensure(["C++", "C#"])
    assert names() == []
