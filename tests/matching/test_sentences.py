"""Every code of the engine has a sentence in both languages, and the sentences of a fixed cohort stay as they are.

After a change on purpose: ``WRITE_GOLDEN=1 python -m pytest tests/matching/test_sentences.py``.
"""

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils import translation
from hypothesis import given

from matching import sentences, swapping
from matching.engine import Explanation, Problem, Result, solve
from matching.engine.explaining.explain import explain
from matching.engine.explaining.facts import TELLERS
from matching.engine.scoring.rules import REASONS
from tests.matching.engine.cohorts import hours, mentee, mentor, problem, problems, relaxed

GOLDEN = Path(__file__).parent / "golden"
LANGUAGES = ("de", "en")
WITHOUT_A_RULE = {"nobody_there", "no_capacity", "not_opted_in"}


def told(pair: Explanation) -> Iterator[str]:
    """Everything the review says about a pair."""
    yield f"{pair.mentor} + {pair.mentee}: {pair.fit}, {sentences.GRADES[pair.grade]}"
    for flag in pair.flags:
        yield f"  ! {sentences.flag(flag.code, flag.params)}"
    for factor in pair.factors:
        yield f"  {sentences.FACTORS[factor.name]}: {factor.shown} / {factor.maximum}"
        for line in factor.lines:
            short = sentences.short(line.fact.code, line.fact.params)
            yield f"    {sentences.fact(line.fact.code, line.fact.params)}" + (f" [{short}]" if short else "")


def report(result: Result) -> Iterator[str]:
    for pair in result.pairs:
        yield from told(pair)
        yield ""
    for one in result.left_over:
        yield f"{one.key}: {sentences.left_over(one.reason.code, one.reason.params)}"
        for name in one.missing:
            yield f"  – {sentences.CRITERIA[name]}"


@relaxed
@given(problems())
def test_whatever_the_engine_says_has_words(given_problem):
    result = solve(given_problem)
    for language in LANGUAGES:
        with translation.override(language):
            lines = list(report(result))
            for one in given_problem.on("mentor")[:1]:
                for other in given_problem.on("mentee")[:1]:
                    lines += told(explain(given_problem, one.key, other.key))
    assert [line for line in lines if re.search(r"\bNone\b(?! of the)|[{}]", line)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_reason_has_words(language):
    with translation.override(language):
        for code in (*REASONS, *WITHOUT_A_RULE, swapping.SWAPPED):
            assert sentences.left_over(code, {"people": 3})
        for code in REASONS:
            counts = {
                "people": 2,
                "rules": {code: {"stops": 2, "alone": 1}, "excluded": {"stops": 1, "alone": 0}},
            }
            assert str(sentences.HURDLES[code]) in sentences.left_over("no_allowed_partner", counts)
        for places in (1, 2):
            proof = {"possible": 1, "people": 3, "places": places, "competing": [], "partners": []}
            assert f" {places} " in sentences.left_over("too_few_places", proof)
            assert f"{places} " in sentences.left_over(
                "served_elsewhere", {"possible": places, "price": None}
            )


def test_a_reason_that_nobody_has_words_for_is_an_error():
    with pytest.raises(KeyError):
        sentences.left_over("made_up", {})


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_criterion_that_could_not_be_checked_has_words(language):
    with translation.override(language):
        for criterion in TELLERS:
            assert sentences.fact(f"{criterion}_unknown", {"missing": ["mentor"]})
            assert str(sentences.CRITERIA[criterion]) in sentences.short(f"{criterion}_unknown", {})


def test_a_pair_that_came_to_nothing_before_is_told_without_anybody_s_answer():
    for language in LANGUAGES:
        with translation.override(language):
            words = sentences.left_over("declined", {"people": 1}).lower()
            assert not any(answer in words for answer in ("abgelehnt", "nein", "declin", "refus", " no "))


def cohort() -> Problem:
    """Somebody for nearly every sentence, with names that read well."""
    return problem(
        mentor("Mia", skills={"KI": 5, "Video": 4}, place="Bremen", department="IT"),
        mentor("Emre", skills={"Daten": 4}, times=hours(32, 1), place="Oldenburg", form="onsite"),
        mentor(
            "Jonas", skills={"Chats": 2}, languages=frozenset({"de"}), times=frozenset(), wishes={"Petra"}
        ),
        mentor("Hanna", skills={"KI": 2}, years=24, place="Kiel"),
        mentor("Finn", skills={"KI": 3}, languages=frozenset({"fr"}), years=None, place=None),
        mentee("Sabine", skills={"KI": 3, "Video": 2}, place="Bremen", department="Einkauf"),
        mentee("Rainer", skills={"Daten": 3, "KI": 1}, times=hours(32, 2), place="Bremen", form="online"),
        mentee("Petra", skills={"Chats": 3, "Daten": 2}, languages=frozenset({"de"}), department="law"),
        mentee("Klaus", skills={"Steuern": 3}, languages=frozenset({"pl"}), line=("board",)),
        mentee("Ute", skills={"KI": 3}, years=4, department=None),
        mentee("Vera", skills={"KI": 2}, capacity=0),
        measure="experience",
        min_distance=3,
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_words_of_a_fixed_cohort_stay(language):
    with translation.override(language):
        text = "\n".join(report(solve(cohort()))) + "\n"
    file = GOLDEN / f"cohort.{language}.txt"
    if "WRITE_GOLDEN" in os.environ:
        file.write_text(text)
    assert text == file.read_text()


def test_the_fixed_cohort_speaks_of_pairs_flags_and_people_left_over():
    result = solve(cohort())
    assert len(result.pairs) >= 3
    assert any(pair.flags for pair in result.pairs)
    assert len({one.reason.code for one in result.left_over}) >= 3
