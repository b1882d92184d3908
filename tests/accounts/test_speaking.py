"""Whose words hold: those of the house in scope, and of nobody else."""

import threading

import pytest
from django.template import Context, Template
from django.utils.translation import (
    gettext,
    gettext_lazy,
    ngettext,
    npgettext,
    override,
    pgettext,
    trans_real,
)

from accounts.models import Language
from accounts.organisations import house
from feedback import surveys
from mail.models import Message
from programs import letters, wording
from programs.models import RoleWord, Side, TextForm
from sessions.models import SessionState
from tenancy.clock import now
from tenancy.scope import scope
from tests import factories
from ui.texts import SpokenTranslation

DUO = {"tandem": "Duo", "tandems": "Duos", "session": "Begegnung", "sessions": "Begegnungen"}
PAIR = {"tandem": "Pair", "tandems": "Pairs", "session": "Meeting", "sessions": "Meetings"}
LAZY = gettext_lazy("Noch keine Tandems")


@pytest.fixture
def duo(db):
    """A house that says Duo and Begegnung, pair and meeting."""
    return factories.organisation("duo", words={"de": DUO, "en": PAIR})


@pytest.mark.parametrize("language", ["de", "de-du", "en"])
def test_every_catalogue_asks_for_the_words_of_the_house(language):
    assert isinstance(trans_real.translation(language), SpokenTranslation)


def test_every_way_to_a_text_says_what_the_house_says(duo):
    template = Template(
        "{% load i18n %}{% translate 'Noch keine Tandems' %}|"
        "{% blocktranslate %}Ein Tandem mit {{ name }}{% endblocktranslate %}"
    )
    with scope(duo):
        assert gettext("Noch keine Tandems") == str(LAZY) == "Noch keine Duos"
        assert ngettext("Ein Tandem", "{n} Tandems", 2) == "{n} Duos"
        assert pgettext("Kopf", "Tandem ohne Sitzung") == "Duo ohne Begegnung"
        assert npgettext("Kopf", "Ein Tandem", "Tandems", 2) == "Duos"
        assert template.render(Context({"name": "Tandem"})) == "Noch keine Duos|Ein Duo mit Tandem"
    with scope(duo), override("en"):
        assert gettext("Das Tandem ist beendet. Beide bekommen eine Nachricht.").startswith(
            "The pair has ended."
        )
    with scope(duo), override("de-du"):
        assert gettext("Ihr Tandem") == "Euer Duo"


def test_two_houses_one_after_another_never_hear_each_other(duo, organisation):
    text = "Noch keine Tandems"
    team = factories.organisation("team", words={"de": {"tandem": "Team", "tandems": "Teams"}})
    heard = []
    for _ in range(2):
        for spoken in (duo, organisation, team):
            with scope(spoken):
                heard.append(gettext(text))
        heard.append(gettext(text))
    assert heard == ["Noch keine Duos", text, "Noch keine Teams", text] * 2
    with scope(duo), scope(organisation):
        assert gettext(text) == text


def test_another_thread_hears_nothing(duo):
    heard = []
    with scope(duo):
        thread = threading.Thread(target=lambda: heard.append(gettext("Noch keine Tandems")))
        thread.start()
        thread.join()
    assert heard == ["Noch keine Tandems"]


def test_our_own_house_keeps_our_words(db):
    ours = house()
    ours.words = {"de": DUO}
    with scope(ours):
        assert gettext("Noch keine Tandems") == "Noch keine Tandems"


def test_a_scope_opened_by_key_speaks_as_its_house(duo, django_assert_num_queries):
    with scope(duo.pk), django_assert_num_queries(1):
        assert [gettext("Noch keine Tandems") for _ in range(3)] == ["Noch keine Duos"] * 3


def test_what_somebody_chose_for_themselves_stays(organisation):
    organisation.words = {"de": {"mentor": "Pate", "mentors": "Paten"}}
    with scope(organisation):
        assert [str(word) for word in RoleWord.labels] == ["Mentorin", "Mentor", "Mentoring-Person"]
        assert str(Side.MENTOR.label) == "Pate"


def test_mails_and_what_we_propose_to_hr_are_in_the_words_of_the_house(duo):
    with scope(duo):
        tandem = factories.tandem(mentor=factories.participant(), state="active")
        english = tandem.mentor.membership
        english.language = Language.EN
        english.save()
        letters.ended(tandem)
        mails = {mail.language[:2]: mail.subject + mail.text + mail.html for mail in Message.objects.all()}
        assert "Duo" in mails["de"] and "Tandem" not in mails["de"]
        assert "pair" in mails["en"] and "andem" not in mails["en"]
        proposed = wording.proposed("tandem.ended", TextForm.SIE)
        assert "Duo" in proposed.body and "Tandem" not in proposed.subject + proposed.body


def test_the_worker_asks_in_the_words_of_the_house(duo):
    with scope(duo.pk):
        session = factories.session(state=SessionState.BOOKED)
        surveys.ask(session, now())
        mail = Message.objects.filter(kind="feedback.survey").first()
        assert mail is not None
        assert "Begegnung" in mail.text and "Sitzung" not in mail.subject + mail.text + mail.html


def test_pages_speak_as_the_house_does_and_as_we_do_elsewhere(duo, owner, client_for):
    with scope(duo):
        lead = factories.membership("Ina Land", role="owner")
        program = factories.program(lead=lead)
    page = client_for(lead).get(f"/o/duo/p/{program.public_id}/tandems/").content.decode()
    assert "Duo" in page and "Tandem" not in page
    with scope(owner.organisation):
        other = factories.program(lead=owner)
    page = client_for(owner).get(f"/o/weserwerk/p/{other.public_id}/tandems/").content.decode()
    assert "Tandem" in page and "Duo" not in page
