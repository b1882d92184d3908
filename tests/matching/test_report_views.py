import pytest
from django.utils import translation

from matching import comparison, difference, report, runs
from matching.models import PairPin, Run
from programs import vocabulary
from programs.models import Participant, Skill
from tenancy import clock
from tenancy.scope import scope
from tests.matching.cohorts import person, three_and_three
from tests.matching.test_run_views import address, change, text


@pytest.fixture
def program(organisation, lead):
    with scope(organisation):
        return three_and_three(lead)


@pytest.fixture
def hr(client_for, lead):
    return client_for(lead)


@pytest.fixture
def first(organisation, program, lead) -> Run:
    return computed(organisation, program, lead)


def computed(organisation, program, lead) -> Run:
    with scope(organisation):
        run = runs.start(program, by=lead)
        runs.compute(run)
        return run


def named(name: str) -> Participant:
    return Participant.objects.select_related("membership").get(membership__name=name)


@pytest.fixture
def second(organisation, program, lead, first) -> Run:
    """After HR excluded Mia Krämer and Sabine Hollmann."""
    with scope(organisation):
        PairPin.objects.create(
            program=program,
            mentor=named("Mia Krämer"),
            mentee=named("Sabine Hollmann"),
            pin="excluded",
            by=lead,
            at=clock.now(),
        )
    return computed(organisation, program, lead)


def test_run_compare_says_what_is_gone_and_what_is_new_and_why(hr, program, second):
    response = hr.get(address("run_compare", program, number=2))
    page = text(response)
    rows = {(row.kind, row.names): row.reasons for row in response.context["rows"]}
    assert rows["gone", "Mia Krämer und Sabine Hollmann"] == ["HR hat dieses Paar ausgeschlossen."]
    freed = "Mia Krämer wurde frei: Das Paar mit Sabine Hollmann gibt es nicht mehr."
    assert any(kind == "new" and freed in reasons for (kind, _names), reasons in rows.items())
    assert "Lauf 2 verglichen mit Lauf 1" in page


def test_run_compare_names_no_topic_that_was_only_renamed(organisation, hr, program, lead, first):
    with scope(organisation):
        skill = Skill.objects.get(name="Chats")
        vocabulary.rename(skill, name="Messenger", name_en="", by=lead)
        three = [named(name) for name in ("Mia Krämer", "Emre Yıldız", "Jonas Petersen")]
        for mentor, mentee in zip(
            three, Participant.objects.filter(program=program, side="mentee"), strict=True
        ):
            PairPin.objects.create(
                program=program, mentor=mentor, mentee=mentee, pin="excluded", by=lead, at=clock.now()
            )
    computed(organisation, program, lead)
    page = hr.get(address("run_compare", program, number=2))
    assert page.context["rows"]
    assert not [reason for row in page.context["rows"] for reason in row.reasons if "Themen" in reason]


def test_run_compare_filters_by_kind_and_forgives(hr, program, second):
    gone = hr.get(address("run_compare", program, number=2), {"show": "gone", "with": "1"})
    assert {row.kind for row in gone.context["rows"]} == {"gone"}
    odd = hr.get(address("run_compare", program, number=2), {"show": "x", "with": "99", "page": "7"})
    assert {row.kind for row in odd.context["rows"]} == {"new", "gone"}


def test_run_compare_of_the_first_run_has_nothing_to_compare(hr, program, first):
    assert "Noch nichts zu vergleichen" in text(hr.get(address("run_compare", program, number=1)))


def test_run_compare_of_equal_runs_says_that_all_stayed(organisation, hr, program, lead, first):
    computed(organisation, program, lead)
    assert "Alle Tandems sind geblieben." in text(hr.get(address("run_compare", program, number=2)))


def test_run_compare_asks_the_database_as_often_for_many_pairs_as_for_few(
    organisation, hr, program, lead, first, django_assert_max_num_queries
):
    with scope(organisation):
        for number in range(12):
            person(program, f"M {number}", "mentor", years=1, skills={"Chats": 3})
            person(program, f"W {number}", "mentee", years=25, skills={"Chats": 2})
    computed(organisation, program, lead)
    with django_assert_max_num_queries(27):
        page = hr.get(address("run_compare", program, number=2))
    assert len(page.context["rows"]) >= 12


def test_every_reason_of_a_comparison_has_a_sentence_in_both_languages():
    names = {"a": "Mia", "b": "Sabine"}
    params = {
        "key": "a",
        "with": "b",
        "from": "b",
        "fields": list(comparison.ANSWERS),
        "rules": list(difference.RULES),
        "criteria": ["skills", "time"],
    }
    for language in ("de", "en"):
        with translation.override(language):
            sentences = {code: speak(params, names) for code, speak in difference.SENTENCES.items()}
        assert all(sentences.values())
        assert len(set(sentences.values())) == len(sentences)


def test_run_report_shows_the_proof_over_all_pairs(hr, program, first):
    page = text(hr.get(address("run_report", program, number=1)))
    assert "Bewiesen: geprüft gegen alle 9 möglichen Paare." in page
    assert "Stabil: Es gibt keine zwei Personen" in page
    assert "Für eine Aufteilung nach Gruppen sind es zu wenige Personen." in page
    assert "Nicht prüfbar, weil Angaben fehlen: Berichtslinie, " in page


def test_run_report_shows_groups_that_are_large_enough_and_says_what_it_hides(
    organisation, hr, program, lead
):
    with scope(organisation):
        for number in range(8):
            place = "Köln" if number < 4 else "Bremen"
            person(program, f"M {number}", "mentor", years=1, skills={"Chats": 3}, place=place)
            person(program, f"W {number}", "mentee", years=25, skills={"Chats": 2}, place="Bremen")
    computed(organisation, program, lead)
    shown = hr.get(address("run_report", program, number=1)).context["report"]
    tables = {table.title: table for table in shown.tables}
    assert [(line.people, line.paired) for line in shown.sides] == [(11, 11), (11, 11)]
    assert [(line.name, line.people) for line in tables["Mentee nach Standort"].lines] == [("Bremen", 11)]
    assert "Köln" not in {line.name for line in tables["Mentor*in nach Standort"].lines}
    assert "nicht gezeigt" in tables["Mentor*in nach Standort"].hidden


def test_run_report_does_not_claim_a_proof_that_failed(organisation, hr, program, first):
    for findings, words in (
        (["higher_total_possible"], "Nicht bewiesen ist, dass die Passung zusammen nicht höher sein kann."),
        (["over_capacity"], "ist nicht aufgegangen"),
    ):
        change(organisation, first, report=first.report | {"findings": findings})
        response = hr.get(address("run_report", program, number=1))
        assert words in text(response)
        assert not response.context["report"].proven


def test_run_report_of_a_run_without_result_is_404(organisation, hr, program, lead):
    with scope(organisation):
        runs.start(program, by=lead)
    assert hr.get(address("run_report", program, number=1)).status_code == 404


def test_every_finding_about_the_best_whole_has_words():
    assert set(report.FINDINGS) == {"more_tandems_possible", "better_worst_possible", "higher_total_possible"}
