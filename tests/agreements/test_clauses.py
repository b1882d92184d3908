import pytest

from agreements.clauses import GROUPS, SHARED, TAKEAWAY, Names, first_missing
from tests.factories import ANSWERS

NAMES = Names("Lea", "Thomas")
OPTIONS = [(clause, option) for clause in SHARED.values() for option in clause.options]


def test_all_eight_questions_stand_on_four_pages():
    asked = [clause.name for group in GROUPS for clause in group.clauses]
    assert len(GROUPS) == 4
    assert sorted(asked) == sorted(ANSWERS)
    assert set(asked) - set(SHARED) == {TAKEAWAY}


@pytest.mark.parametrize(("clause", "option"), OPTIONS, ids=lambda part: getattr(part, "code", part))
def test_every_option_is_an_answer_and_becomes_a_whole_sentence(clause, option):
    sentence = clause.sentence(option.code, NAMES)
    assert clause.takes(option.code)
    assert sentence.endswith(".") and "{" not in sentence
    assert "{" not in NAMES.fill(option.label)


def test_the_neutral_room_is_recommended():
    assert "Empfohlen" in str(SHARED["place"].options[0].hint)


def test_names_with_braces_do_no_harm():
    assert "{mentee}" in SHARED["topics"].sentence("mentor", Names("{mentee}", "Thomas"))


@pytest.mark.parametrize("answer", ["", "nonsense", "nothing "])
def test_what_is_no_option_is_no_answer(answer):
    assert not SHARED["confidentiality"].takes(answer)
    assert SHARED["confidentiality"].sentence(answer, NAMES) == ""


def test_forbidden_topics_may_be_empty_and_have_a_limit():
    clause = SHARED["off_limits"]
    assert clause.takes("") and clause.takes("x" * 500) and not clause.takes("x" * 501)
    assert clause.sentence("", NAMES).startswith("Kein Thema ist ausgeschlossen.")


def test_the_first_page_with_a_missing_answer_is_found():
    assert first_missing({}) == 1
    assert first_missing(ANSWERS) is None
    assert first_missing(ANSWERS | {"place": ""}) == 2
    assert first_missing(ANSWERS | {"takeaway": "  "}) == 4
