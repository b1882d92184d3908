import pytest
from django.utils import translation

from programs.reasons import OUTSIDE, sentences


def fact(code: str, **params) -> dict:
    return {"code": code, "params": params}


def met(*names: str) -> dict:
    return fact("skills_met", met=[{"skill": name, "priority": 3, "level": 4} for name in names], unmet=[])


@pytest.mark.parametrize(
    ("side", "sentence"),
    [
        ("mentor", "Gesucht wird, was Sie zeigen können: Excel und Python"),
        ("mentee", "Gezeigt wird, was Sie lernen möchten: Excel und Python"),
        (OUTSIDE, "Gesucht und gezeigt: Excel und Python"),
    ],
)
def test_each_side_reads_the_topics_from_its_own_seat(side, sentence):
    assert sentences([met("Excel", "Python")], side) == [sentence]


def test_common_times_are_told_as_weekdays_of_the_readers_zone():
    late_on_monday = fact("time_common", count=1, starts=[23 * 4], minutes=45)
    assert sentences([late_on_monday], "mentor", zone="Europe/Berlin") == ["Gemeinsame Zeit: Dienstag"]
    assert sentences([late_on_monday], "mentor", zone="America/New_York") == ["Gemeinsame Zeit: Montag"]


def test_languages_are_named_in_the_language_of_the_page():
    spoken = fact("language_several", common=["de", "en", "xx"])
    assert sentences([spoken], "mentor") == ["Gemeinsame Sprachen: Deutsch, Englisch und xx"]
    with translation.override("en"):
        assert "German, English" in sentences([spoken], "mentor")[0]


def test_three_sentences_are_enough_and_the_topics_come_first():
    facts = [
        fact("language_several", common=["de", "en"]),
        fact("department_different", mentor="IT", mentee="Vorstand"),
        fact("place_same", mentor="Bremen", mentee="Bremen"),
        fact("time_common", count=1, starts=[40], minutes=45),
        met("Excel"),
    ]
    assert [sentence.split(":")[0] for sentence in sentences(facts, "mentor")] == [
        "Gesucht wird, was Sie zeigen können",
        "Gemeinsame Zeit",
        "Beide am Standort Bremen",
    ]


@pytest.mark.parametrize(
    "code",
    [
        "wish_met",
        "wish_mutual",
        "wish_other",
        "distance_level",
        "distance_years",
        "skills_none",
        "time_none",
        "neu",
    ],
)
def test_what_is_private_speaks_against_or_is_unknown_has_no_sentence(code):
    assert sentences([fact(code, mentor=3, mentee=8, by=["mentor"])], "mentor") == []
