"""What a house calls mentors, mentees, tandems and sessions."""

import pytest
from django.utils import translation

from accounts import words
from accounts.models import Organisation

OWN = {"de": {"mentor": "Patin", "mentors": "Patinnen", "tandem": "Patenschaft", "tandems": "Patenschaften"}}


@pytest.mark.parametrize(
    ("form", "one", "many"),
    [
        ("mixed", "Mentor*in", "Mentorinnen und Mentoren"),
        ("pair", "Mentorin oder Mentor", "Mentorinnen und Mentoren"),
        ("star", "Mentor*in", "Mentor*innen"),
        ("colon", "Mentor:in", "Mentor:innen"),
        ("slash", "Mentor/-in", "Mentor/-innen"),
    ],
)
def test_mentors_are_written_as_the_house_does(form, one, many):
    found = words.of(Organisation(gender_form=form))
    assert (found.mentor, found.mentors) == (one, many)


def test_english_has_no_form_of_gender():
    with translation.override("en"):
        found = words.of(Organisation(gender_form="star"))
    assert (found.mentor, found.mentors, found.sessions) == ("Mentor", "Mentors", "Sessions")


def test_own_words_take_the_place_of_ours_and_leave_the_rest():
    found = words.of(Organisation(words=OWN))
    assert (found.mentor, found.tandems, found.mentees) == ("Patin", "Patenschaften", "Mentees")


def test_own_words_hold_in_their_language_only():
    with translation.override("en"):
        assert words.of(Organisation(words=OWN)).tandem == "Tandem"
    with translation.override("de-du"):
        assert words.of(Organisation(words=OWN)).tandem == "Patenschaft"


def test_an_own_word_stands_alone_where_ours_has_a_possessive():
    assert words.of(Organisation()).my_tandem == "Mein Tandem"
    assert words.of(Organisation()).your_tandem == "Ihr Tandem"
    assert words.of(Organisation()).my_sessions == "Termine"
    own = OWN["de"] | {"session": "Treffen", "sessions": "Treffen"}
    found = words.of(Organisation(words={"de": own}))
    assert (found.my_tandem, found.your_tandem, found.my_sessions) == (
        "Patenschaft",
        "Patenschaft",
        "Treffen",
    )
