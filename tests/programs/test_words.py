"""The house's own words where roles, menus and headings are."""

import pytest

from accounts import words
from accounts.models import Organisation
from programs.models import Participant
from programs.templatetags import words as tags
from tenancy.scope import scope

OWN = {"de": {"mentor": "Patin", "mentors": "Patinnen", "tandem": "Patenschaft", "tandems": "Patenschaften"}}
OURS, THEIRS = words.of(Organisation()), words.of(Organisation(words=OWN))


def test_a_side_is_called_as_the_house_calls_it():
    assert (tags.side(OURS, "mentor"), tags.side(OURS, "mentee")) == ("Mentor*in", "Mentee")
    assert (tags.side(THEIRS, "mentor"), tags.side(THEIRS, "mentee")) == ("Patin", "Mentee")


@pytest.mark.django_db
def test_a_person_is_called_what_they_chose_unless_the_house_has_a_word(organisation):
    with scope(organisation):
        mentor, mentee = Participant(side="mentor", role_word="male"), Participant(side="mentee")
    assert (tags.role(OURS, mentor), tags.role(THEIRS, mentor)) == ("Mentor", "Patin")
    assert (tags.role(OURS, mentee), tags.role(THEIRS, mentee)) == ("Mentee", "Mentee")


@pytest.mark.django_db
def test_own_words_stand_in_menus_and_headings(client_for, participant_member, owner):
    Organisation.objects.update(words=OWN)
    page = client_for(participant_member).get("/o/weserwerk/me/tandem/").content.decode()
    assert "<h1>Patenschaft</h1>" in page
    assert "Mein Tandem" not in page
