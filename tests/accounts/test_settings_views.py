"""The pages of the settings, the logo and the house's stylesheet."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts import logos
from accounts.models import AuditEvent, Organisation
from tenancy.scope import scope
from tests import factories
from tests.samples import picture

pytestmark = pytest.mark.django_db

BASE = "/o/weserwerk/settings/"
VALID = {
    "appearance": {"name": "Weserwerk AG", "swatch": "", "colour": ""},
    "language": {"address": "du", "language": "de", "gender_form": "colon"},
    "calendar": {"zone": "Europe/Vienna", "state": "DE-NI", "rooms": "none"},
    "privacy": {
        "smallest_group": 9,
        "upload_days": 7,
        "mail_days": 30,
        "audit_months": 12,
        "program_months": 3,
    },
}


@pytest.fixture
def hr(client_for, owner):
    return client_for(owner)


def kept() -> Organisation:
    return Organisation.objects.get(slug="weserwerk")


def save(client, group: str, **changes):
    return client.post(f"{BASE}{group}/", VALID[group] | changes)


def file(content: bytes, name: str = "logo.png") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="image/png")


def test_settings_lead_to_the_first_group(hr):
    assert hr.get(BASE).url == f"{BASE}appearance/"


@pytest.mark.parametrize("group", VALID)
def test_each_group_is_saved_and_comes_back(hr, group):
    assert save(hr, group).url == f"{BASE}{group}/"
    for name in VALID[group].keys() - {"swatch"}:
        assert getattr(kept(), name) == VALID[group][name]


@pytest.mark.parametrize("group", VALID)
def test_a_group_changes_nothing_of_the_others(hr, group):
    follows = {"_state", "program_months_since"}  # the second one comes with its period
    before = {
        name: value for name, value in vars(kept()).items() if name not in VALID[group].keys() | follows
    }
    save(hr, group)
    after = vars(kept())
    assert {name: after[name] for name in before} == before


@pytest.mark.parametrize("group", VALID)
def test_saving_what_holds_leaves_no_line(hr, organisation, group):
    for _ in range(2):
        save(hr, group)
    with scope(organisation):
        assert AuditEvent.objects.count() == 1


# Name, logo, colour


def test_a_logo_is_taken_shown_and_served(hr):
    save(hr, "appearance", logo=file(picture("JPEG")))
    address = f"/o/weserwerk/logo-{kept().logo_digest}.png"
    assert f'src="{address}"' in hr.get(BASE, follow=True).content.decode()
    answer = hr.get(address)
    assert answer.content == logos.rewritten(picture("JPEG"))
    assert answer.headers["Content-Type"] == "image/png"
    assert answer.headers["Cache-Control"] == "private, max-age=31536000, immutable"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_a_logo_that_is_no_picture_changes_nothing_and_keeps_what_was_typed(hr):
    answer = save(hr, "appearance", name="Neuer Name", logo=file(b"<html>"))
    assert "kein Bild, das wir lesen" in answer.content.decode()
    assert "Neuer Name" in answer.content.decode()
    assert (kept().name, kept().logo_digest) == ("Weserwerk", "")


def test_a_good_logo_beside_a_wrong_colour_is_asked_for_again(hr):
    answer = save(hr, "appearance", swatch="own", colour="#808080", logo=file(picture()))
    assert "Bitte die Datei danach noch einmal wählen." in answer.content.decode()
    assert kept().logo_digest == ""


def test_a_logo_can_be_removed_again(hr):
    save(hr, "appearance", logo=file(picture()))
    save(hr, "appearance", without_logo="on")
    assert kept().logo_digest == ""
    assert "org__logo" not in hr.get(BASE, follow=True).content.decode()


def test_participants_see_the_logo_and_strangers_do_not(
    hr, client_for, participant_member, other_organisation
):
    save(hr, "appearance", logo=file(picture()))
    address = f"/o/weserwerk/logo-{kept().logo_digest}.png"
    assert client_for(participant_member).get(address).status_code == 200
    with scope(other_organisation):
        stranger = factories.membership(role="owner")
    assert client_for(stranger).get(address).status_code == 404
    assert client_for(stranger).get(address.replace("weserwerk", "nordlicht")).status_code == 404


@pytest.mark.parametrize(
    ("chosen", "colour"),
    [
        ({"swatch": "#ffb23e"}, "#ffb23e"),
        ({"swatch": "own", "colour": "#123456"}, "#123456"),
        ({"swatch": "own", "colour": " 12AB56 "}, "#12ab56"),
        ({"swatch": "", "colour": "#123456"}, ""),
    ],
)
def test_a_colour_is_kept(hr, chosen, colour):
    assert save(hr, "appearance", **chosen).status_code == 302
    assert kept().colour == colour


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "Bitte die eigene Farbe angeben."),
        ("rot", "Das ist keine Farbe"),
        ("#fff", "Das ist keine Farbe"),
        ("}*{}#a", "Das ist keine Farbe"),
        ("#808080", "Die nächste Farbe, bei der das geht, ist #848484."),
    ],
)
def test_a_colour_that_will_not_do_is_refused(hr, typed, sentence):
    assert sentence in save(hr, "appearance", swatch="own", colour=typed).content.decode()
    assert kept().colour == ""


def test_the_nearest_colour_is_offered_and_can_be_taken(hr):
    page = save(hr, "appearance", swatch="own", colour="#808080").content.decode()
    assert 'value="#848484"' in page
    assert save(hr, "appearance", swatch="#848484", colour="#808080").status_code == 302
    assert kept().colour == "#848484"


@pytest.mark.parametrize("swatch", ["#808080", "url(x)", "#0A5A61"])
def test_no_colour_comes_in_beside_the_choices(hr, swatch):
    assert save(hr, "appearance", swatch=swatch).status_code == 200
    assert kept().colour == ""


def test_the_stylesheet_holds_the_colour_and_is_linked(hr):
    save(hr, "appearance", swatch="#ffb23e")
    assert 'href="/o/weserwerk/look-ffb23e.css"' in hr.get(BASE, follow=True).content.decode()
    answer = hr.get("/o/weserwerk/look-ffb23e.css")
    assert "--house: #ffb23e;" in answer.content.decode()
    assert answer.headers["Content-Type"] == "text/css; charset=utf-8"
    assert hr.get("/o/weserwerk/look-123456.css").status_code == 404


def test_without_a_colour_there_is_no_stylesheet(hr):
    assert "look-" not in hr.get(BASE, follow=True).content.decode()
    assert hr.get("/o/weserwerk/look-.css").status_code == 404


# Words


def test_own_words_are_kept_by_language(hr):
    save(hr, "language", de_mentor="Patin", de_mentors="Paten", en_session="Meet-up", en_sessions="Meet-ups")
    assert kept().words == {
        "de": {"mentor": "Patin", "mentors": "Paten"},
        "en": {"session": "Meet-up", "sessions": "Meet-ups"},
    }


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"de_mentor": "Patin"}, "Bitte Einzahl und Mehrzahl angeben"),
        ({"de_mentors": "Paten"}, "Bitte Einzahl und Mehrzahl angeben"),
        ({"de_mentor": "<b>Patin", "de_mentors": "Paten"}, "Ein Wort aus Buchstaben"),
        ({"de_mentor": "P" * 31, "de_mentors": "Paten"}, "30"),
        ({"de_mentor": "4711", "de_mentors": "Paten"}, "Ein Wort aus Buchstaben"),
    ],
)
def test_a_word_that_will_not_do_is_refused_and_kept_to_correct(hr, typed, sentence):
    page = save(hr, "language", **typed)
    assert sentence in page.content.decode()
    assert kept().words == {}


def test_an_emptied_word_is_ours_again(hr):
    save(hr, "language", de_mentor="Patin", de_mentors="Paten")
    save(hr, "language", de_mentor="", de_mentors="")
    assert kept().words == {}


def test_a_word_that_fits_is_shown_in_sentences_as_people_will_read_them(hr):
    save(hr, "language", de_tandem="Duo", de_tandems="Duos", en_session="Meeting", en_sessions="Meetings")
    page = hr.get(f"{BASE}language/").content.decode()
    assert (
        "„Duo“ steht überall" in page
        and "<li>Das Duo ist beendet. Beide bekommen eine Nachricht.</li>" in page
    )
    assert "<li>Please tick at least one meeting.</li>" in page


def test_a_word_of_another_gender_is_said_to_stand_alone(hr):
    save(hr, "language", de_tandem="Patenschaft", de_tandems="Patenschaften")
    page = " ".join(hr.get(f"{BASE}language/").content.decode().split())
    assert "„Patenschaft“ steht nur in Rollen, Menüs und Überschriften. In Sätzen bleibt „Tandem“" in page


# Calendar


def test_the_calendar_keeps_the_link_of_the_houses_video_room(hr):
    link = "https://meet.example/weserwerk"
    save(hr, "calendar", rooms="link", room_link=link)
    assert (kept().rooms, kept().room_link) == ("link", link)


@pytest.mark.parametrize(
    ("link", "sentence"),
    [
        ("", "Bitte den Link angeben"),
        ("http://meet.example", "Der Link muss mit https:// beginnen"),
        ("https://ich@meet.example", "Der Link muss mit https:// beginnen"),
        ("javascript:alert(1)", "Der Link muss mit https:// beginnen"),
    ],
)
def test_the_calendar_refuses_a_video_room_that_leads_nowhere_good(hr, link, sentence):
    assert sentence in save(hr, "calendar", rooms="link", room_link=link).content.decode()
    assert kept().rooms == "none"


def test_rooms_of_their_own_are_offered_only_where_there_is_a_server(hr, settings):
    settings.JITSI_URL = ""
    assert 'value="jitsi"' not in hr.get(f"{BASE}calendar/").content.decode()
    assert save(hr, "calendar", rooms="jitsi").status_code == 200
    settings.JITSI_URL = "https://jitsi.example"
    assert save(hr, "calendar", rooms="jitsi").status_code == 302
    assert kept().rooms == "jitsi"


# What makes no sense


def test_a_smaller_group_is_refused_and_keeps_what_was_typed(hr):
    page = save(hr, "privacy", smallest_group=5, mail_days=365).content.decode()
    assert "mindestens 7 Personen" in page
    assert '<option value="365" selected>' in page
    assert (kept().smallest_group, kept().mail_days) == (7, 90)


@pytest.mark.parametrize(
    ("group", "wrong"),
    [
        ("appearance", {"name": ""}),
        ("language", {"address": ""}),
        ("language", {"gender_form": "x"}),
        ("calendar", {"zone": "Mars/Olympus"}),
        ("privacy", {"smallest_group": "x"}),
        ("privacy", {"mail_days": 1}),
        ("privacy", {"audit_months": 0}),
        ("privacy", {"upload_days": "immer"}),
    ],
)
def test_what_makes_no_sense_is_refused(hr, group, wrong):
    before = vars(kept())
    assert save(hr, group, **wrong).status_code == 200
    assert vars(kept()) | {"_state": None} == before | {"_state": None}
