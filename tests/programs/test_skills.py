import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from programs import skills, vocabulary
from programs.models import Skill
from tenancy.scope import scope
from tests import factories


@given(st.text(max_size=60))
def test_normalising_twice_is_normalising_once(name):
    assert skills.normalise(skills.normalise(name)) == skills.normalise(name)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Power BI", " power  bi "),
        ("Ｅxcel", "excel"),
        ("STRASSE", "straße"),
        ("Führung", "FUEHRUNG"),
        ("Fu\u0308hrung", "Führung"),
    ],
)
def test_spellings_of_one_skill_are_the_same(one, other):
    assert skills.normalise(one) == skills.normalise(other)


@given(st.text(min_size=100, max_size=120))
def test_a_normalised_name_fits_its_column(name):
    assert len(skills.normalise(name)) <= 160


def test_skills_that_differ_by_a_sign_stay_apart():
    assert len({skills.normalise(name) for name in ("C", "C#", "C++")}) == 3


def test_missing_skills_are_created_once_and_known_ones_kept(organisation):
    with scope(organisation):
        known = skills.ensure(["Excel"])["excel"]
        found = skills.ensure(["EXCEL", "Word", " word ", ""])
        assert found["excel"] == known
        assert set(found) == {"excel", "word"}
        assert Skill.objects.count() == 2


def test_what_somebody_types_is_new_for_hr(organisation):
    with scope(organisation):
        assert skills.ensure(["Podcasts"])["podcasts"].is_new


def test_finding_skills_takes_as_many_queries_for_many_names(organisation, django_assert_num_queries):
    with scope(organisation):
        factories.synonym("XLS", of=factories.skill("Excel"))
        for names in (["Excel"], ["xls", *(f"Thema {number}" for number in range(50))]):
            with django_assert_num_queries(2):
                skills.find(names)
            with django_assert_num_queries(3 if names == ["Excel"] else 6):
                skills.ensure(names)


def test_a_house_finds_only_its_own(organisation, other_organisation):
    with scope(other_organisation):
        factories.synonym("Tabellen", of=factories.skill("Excel"))
    with scope(organisation):
        assert skills.find(["Excel", "Tabellen"]) == {}
        assert skills.offered("e") == []


def offered(typed: str) -> list[tuple[str, str]]:
    return [(option.label, option.word) for option in skills.offered(typed)]


def test_letters_find_names_in_both_languages_and_synonyms(organisation):
    with scope(organisation):
        names = {"name": "Tabellen", "name_norm": "tabellen", "name_en": "Sheets", "name_en_norm": "sheets"}
        skill = Skill.objects.create(**names)
        factories.synonym("XLS", of=skill)
        assert offered("abe") == [("Tabellen", "")]
        assert offered("SHEE") == [("Tabellen", "Sheets")]
        assert offered("xl") == [("Tabellen", "XLS")]
        with translation.override("en"):
            assert offered("tab") == [("Sheets", "Tabellen")]
        assert offered("%") == []


def test_at_most_eight_are_offered_those_that_begin_so_first(organisation):
    with scope(organisation):
        for number in range(9):
            factories.skill(f"Alles mit Video {number}")
        factories.skill("Video schneiden")
        labels = [option.label for option in skills.offered("video")]
        assert (len(labels), labels[0]) == (8, "Video schneiden")


def test_facts_are_told_with_today_s_names_in_the_reader_s_language(organisation, owner):
    with scope(organisation):
        skill = factories.skill("Exel")
        vocabulary.rename(skill, name="Excel", name_en="Spreadsheets", by=owner)
        met = {"code": "skills_met", "params": {"met": [{"skill": "Exel", "level": 3}], "unmet": ["Fort"]}}
        other = {"code": "form_online", "params": {}}
        told = {"met": [{"skill": "Excel", "level": 3}], "unmet": ["Fort"]}
        assert skills.for_reader([met, other]) == [met | {"params": told}, other]
        with translation.override("en"):
            assert skills.for_reader([met])[0]["params"]["met"][0]["skill"] == "Spreadsheets"
        assert met["params"]["met"][0]["skill"] == "Exel"
