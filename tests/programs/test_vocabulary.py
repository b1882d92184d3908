import pytest
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import AuditEvent
from programs import answers, skills, starter_topics, vocabulary
from programs.errors import ProgramError
from programs.models import GoalKind, Participant, ParticipantSkill, Skill, Synonym
from tenancy.scope import scope
from tests import factories
from tests.addresses import undone

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _inside(organisation, owner):
    with scope(organisation):
        yield


def mentor(**levels: int) -> Participant:
    """Somebody who can show these topics."""
    person = factories.participant()
    known = skills.ensure(levels)
    answers.offer(person, {known[name.casefold()]: level for name, level in levels.items()})
    return person


def shown(person: Participant) -> dict[str, int]:
    return {row.skill.name: row.weight for row in answers.skills_of(person)}


def one(name: str) -> Skill:
    return skills.find([name])[skills.normalise(name)]


def words(skill: Skill) -> list[str]:
    return [synonym.name for synonym in Synonym.objects.filter(skill=skill)]


def events() -> list[str]:
    return list(AuditEvent.objects.order_by("pk").values_list("verb", flat=True))


def test_whoever_has_both_keeps_the_stronger_weight(owner):
    both, only = mentor(Excel=2, Tabellen=4), mentor(Excel=3)
    vocabulary.merge(one("Excel"), [one("Tabellen")], by=owner)
    assert (shown(both), shown(only)) == ({"Excel": 4}, {"Excel": 3})


def test_old_names_lead_to_what_a_topic_became(owner):
    skill = factories.skill("Tabellen")
    vocabulary.rename(skill, name="Tabellen", name_en="Spreadsheets", by=owner)
    vocabulary.add_synonym(skill, "Kalkulation", by=owner)
    vocabulary.merge(factories.skill("Excel"), [skill], by=owner)
    excel = one("Excel")
    names = ("Tabellen", "spreadsheets", "KALKULATION")
    assert set(skills.ensure(names).values()) == {excel}
    assert words(excel) == ["Kalkulation", "Spreadsheets", "Tabellen"]


def test_merging_in_turn_leads_to_the_last(owner):
    first, second, third = (factories.skill(name) for name in ("Eins", "Zwei", "Drei"))
    vocabulary.merge(second, [first], by=owner)
    vocabulary.merge(third, [second], by=owner)
    assert skills.became([first.pk, second.pk]) == {first.pk: third.pk, second.pk: third.pk}


def test_merging_again_changes_nothing(owner):
    target, source = factories.skill("Excel"), factories.skill("Tabellen")
    for _time in (1, 2):
        vocabulary.merge(target, [source], by=owner)
    assert words(target) == ["Tabellen"]
    assert events() == ["skill.merged"]


def test_a_topic_that_is_gone_takes_no_other(owner):
    gone, target, third = (factories.skill(name) for name in ("Eins", "Zwei", "Drei"))
    vocabulary.merge(target, [gone], by=owner)
    with pytest.raises(ProgramError, match="inzwischen mit einem anderen zusammengeführt"):
        vocabulary.merge(gone, [third], by=owner)


NAMES = ["Excel", "Tabellen", "Python", "Video"]


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    people=st.lists(st.dictionaries(st.sampled_from(NAMES), st.integers(1, 5), min_size=1), max_size=5),
    steps=st.lists(
        st.tuples(st.sampled_from(NAMES), st.sets(st.sampled_from(NAMES))), min_size=1, max_size=3
    ),
)
def test_however_topics_are_merged_nobody_loses_one(owner, people, steps):
    with undone():
        skills.ensure(NAMES)
        known = [(mentor(**levels), levels) for levels in people]
        for name, others in steps:
            sources = list(skills.find(others).values())
            before = vocabulary.merger([one(name), *sources])
            vocabulary.merge(one(name), sources, by=owner)
            assert vocabulary.people_of([one(name)]).get(one(name).pk, 0) == before.people
        for person, levels in known:
            expected: dict[str, int] = {}
            for name, level in levels.items():
                expected[one(name).name] = max(level, expected.get(one(name).name, 0))
            assert shown(person) == expected
        assert not ParticipantSkill.objects.exclude(skill__merged_into=None).exists()


def test_what_merging_does_is_told_before():
    mentor(Excel=2, Tabellen=4), mentor(Excel=3), mentor(Python=3)
    factories.synonym("XLS", of=one("Excel"))
    told = vocabulary.merger([one("Excel"), one("Tabellen")])
    assert (told.people, told.with_several, told.words) == (2, 1, ["Excel", "Tabellen", "XLS"])


def test_a_renamed_topic_keeps_its_old_name_as_a_synonym(owner):
    skill = Skill.objects.create(name="Exel", name_norm="exel", is_new=True)
    vocabulary.rename(skill, name="Excel", name_en="", by=owner)
    assert (one("Exel").name, words(skill), skill.is_new) == ("Excel", ["Exel"], False)
    vocabulary.rename(skill, name="Exel", name_en="", by=owner)
    assert words(skill) == ["Excel"]


@pytest.mark.parametrize("taken", ["Tabellen", "spreadsheets", "Kalkulation"])
def test_a_word_of_another_topic_is_refused(owner, taken):
    other = factories.skill("Tabellen")
    vocabulary.rename(other, name="Tabellen", name_en="Spreadsheets", by=owner)
    vocabulary.add_synonym(other, "Kalkulation", by=owner)
    skill = factories.skill("Excel")
    for step in (
        lambda: vocabulary.rename(skill, name=taken, name_en="", by=owner),
        lambda: vocabulary.rename(skill, name="Excel", name_en=taken, by=owner),
        lambda: vocabulary.add_synonym(skill, taken, by=owner),
    ):
        with pytest.raises(ProgramError, match="gehört schon zum Thema „Tabellen“"):
            step()
    skill.refresh_from_db()
    assert (skill.name, skill.name_en, words(skill)) == ("Excel", "", [])


def test_a_synonym_that_is_taken_away_means_nothing_any_more(owner):
    skill = factories.skill("Excel")
    vocabulary.add_synonym(skill, "Tabellen", by=owner)
    vocabulary.add_synonym(skill, " TABELLEN ", by=owner)
    vocabulary.remove_synonym(Synonym.objects.get(), by=owner)
    assert skills.find(["Tabellen"]) == {}
    assert events() == ["skill.synonym_added", "skill.synonym_removed"]


def test_the_reader_s_language_decides_about_the_label(owner):
    skill = factories.skill("Tabellen")
    vocabulary.rename(skill, name="Tabellen", name_en="Spreadsheets", by=owner)
    assert (str(skill), str(factories.skill("Excel"))) == ("Tabellen", "Excel")
    with translation.override("en"):
        assert (str(skill), str(one("Excel"))) == ("Spreadsheets", "Excel")


@pytest.mark.parametrize("kind", [GoalKind.DIGITAL, GoalKind.CULTURE, GoalKind.HIERARCHY])
def test_each_goal_has_fifteen_topics_of_its_own_in_both_languages(kind):
    names = [skills.normalise(name) for pair in starter_topics.STARTERS[kind] for name in pair]
    assert len(starter_topics.STARTERS[kind]) >= 15
    assert len(set(names)) == len(names)
    assert max(map(len, names)) <= 40


def test_starting_again_adds_nothing_and_brings_nothing_back(owner):
    starter_topics.plant(GoalKind.DIGITAL)
    number = Skill.objects.count()
    vocabulary.rename(one("Automatisierung"), name="Abläufe", name_en="", by=owner)
    vocabulary.merge(one("Abläufe"), [one("Datenkompetenz")], by=owner)
    starter_topics.plant(GoalKind.DIGITAL)
    assert Skill.objects.count() == number == len(starter_topics.STARTERS[GoalKind.DIGITAL])
    assert one("Automatisierung").name == "Abläufe"
    assert not Skill.objects.filter(is_new=True).exists()


def test_examples_are_called_what_the_house_calls_them(owner):
    starter_topics.plant(GoalKind.DIGITAL)
    first = starter_topics.labels(GoalKind.DIGITAL)[0]
    vocabulary.rename(one(first), name="KI im Büro", name_en="AI at the office", by=owner)
    assert starter_topics.examples(GoalKind.DIGITAL)[0] == "KI im Büro"
    with translation.override("en"):
        assert starter_topics.examples(GoalKind.DIGITAL)[:2] == [
            "AI at the office",
            "Writing good instructions for AI",
        ]
    assert starter_topics.examples(GoalKind.OWN) == []


def test_topics_are_offered_and_listed_in_german_order():
    skills.ensure(["Zeit", "Öffentlichkeit", "Online", "Ärger", "Arbeit"])
    in_order = ["Arbeit", "Ärger", "Öffentlichkeit", "Online", "Zeit"]
    assert [skill.name for skill in Skill.objects.by_name()] == in_order
    assert [option.label for option in skills.offered("")] == in_order
