"""A house's own words in our sentences: pure, over single texts and over all that our catalogues hold."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

from accounts import word_classes
from accounts.own_words import say, voice
from ui import catalogues

DUO = {"tandem": "Duo", "tandems": "Duos", "session": "Begegnung", "sessions": "Begegnungen"}
PEOPLE = {"mentor": "Pate", "mentors": "Paten", "mentee": "Führungskraft", "mentees": "Führungskräfte"}
ENGLISH = {
    "tandem": "Alliance",
    "tandems": "Alliances",
    "session": "Meeting",
    "sessions": "Meetings",
    "mentor": "Expert",
    "mentors": "Experts",
    "mentee": "Learning leader",
    "mentees": "Learning leaders",
}


def said(text: str, own: dict[str, str] | None = None, *, language: str = "de", form: str = "mixed") -> str:
    spoken = voice(language, form, tuple((own or {}).items()))
    return say(text, spoken) if spoken else text


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("Das Tandem ist beendet.", "Das Duo ist beendet."),
        ("wegen ihres Tandems, in anderen Tandems", "wegen ihres Duos, in anderen Duos"),
        ("Alle fälligen Sitzungen: Sitzung 3", "Alle fälligen Begegnungen: Begegnung 3"),
        ("Die Tandemseite und die Tandem-Seite", "Die Duo-Seite und die Duo-Seite"),
        ("Sitzungsnotizen und Sitzungs-Orte", "Begegnungs-Notizen und Begegnungs-Orte"),
        ("Ein Lerntandem hält Kundensitzungen", "Ein Lern-Duo hält Kunden-Begegnungen"),
        ("{tandem} von %(tandem)s, {{Tandem}}", "{tandem} von %(tandem)s, {{Tandem}}"),
        ('<a href="/Tandem/" title="Tandem">Tandem</a>', '<a href="/Tandem/" title="Tandem">Duo</a>'),
        ("https://example.org/Tandem Tandem@example.org", "https://example.org/Tandem Tandem@example.org"),
        ("sitzung-{number}.ics", "sitzung-{number}.ics"),
    ],
)
def test_german_words_take_the_place_of_ours(ours, theirs):
    assert said(ours, DUO) == theirs


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("5 von 10 Mentees nennen sie", "5 von 10 Führungskräften nennen sie"),
        ("Anteil der Mentees", "Anteil der Führungskräfte"),
        ("Mentorinnen, Mentoren und Mentees", "Paten und Führungskräfte"),
        (
            "Vorschlag an die Mentor-Seite, die Mentee-Seite",
            "Vorschlag an die Paten-Seite, die Führungskraft-Seite",
        ),
        ("Mentor*in oder Mentoring", "Pate oder Mentoring"),
        ("Mentorin, Mentor oder Mentoring-Person", "Mentorin, Mentor oder Mentoring-Person"),
    ],
)
def test_people_are_called_what_the_house_calls_them(ours, theirs):
    assert said(ours, PEOPLE) == theirs


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("In a tandem you learn.", "In an alliance you learn."),
        ("Tandems and sessions", "Alliances and meetings"),
        ("A mentee, the tandem’s page", "A learning leader, the alliance’s page"),
        ("session-{number}.ics", "session-{number}.ics"),
    ],
)
def test_english_words_keep_article_number_and_case(ours, theirs):
    assert said(ours, ENGLISH, language="en") == theirs


@pytest.mark.parametrize(
    ("one", "theirs"),
    [("HR pair", "an HR pair"), ("University team", "a university team"), ("TechDuo", "a TechDuo")],
)
def test_an_english_article_follows_the_sound(one, theirs):
    assert said("a tandem", {"tandem": one, "tandems": f"{one}s"}, language="en") == theirs


@pytest.mark.parametrize(
    ("form", "theirs"),
    [
        ("mixed", "Vorgesetzte, Kolleginnen und Kollegen; Mentor*innen"),
        ("pair", "Vorgesetzte, Kolleginnen und Kollegen; Mentorinnen und Mentoren"),
        ("star", "Vorgesetzte und Kolleg*innen; Mentor*innen"),
        ("colon", "Vorgesetzte und Kolleg:innen; Mentor:innen"),
        ("slash", "Vorgesetzte und Kolleg/-innen; Mentor/-innen"),
    ],
)
def test_sentences_keep_to_the_form_of_gender(form, theirs):
    assert said("Vorgesetzte, Kolleginnen und Kollegen; Mentor*innen", form=form) == theirs


@pytest.mark.parametrize(
    ("name", "one", "many"),
    [
        ("tandem", "Lern-Team", "Lern-Teams"),
        ("tandem", "Digitaltandem", "Digitaltandems"),
        ("session", "Gesprächsrunde", "Gesprächsrunden"),
        ("session", "Session", "Sessions"),
        ("mentor", "Digital-Mentor*in", "Digital-Mentor*innen"),
        ("mentee", "Führungskraft", "Führungskräfte"),
    ],
)
def test_a_word_of_the_same_gender_and_endings_fits_into_sentences(name, one, many):
    assert word_classes.fits(name, one, many)


@pytest.mark.parametrize(
    ("name", "one", "many"),
    [
        ("tandem", "Patenschaft", "Patenschaften"),
        ("tandem", "Paar", "Paare"),
        ("tandem", "Duo", "Duette"),
        ("session", "Treffen", "Treffen"),
        ("session", "Sprung", "Sprünge"),
        ("mentee", "Lernende", "Lernende"),
        ("mentor", "Patin oder Pate", "Patinnen und Paten"),
        ("tandem", "<b>Duo", "<b>Duos"),
    ],
)
def test_any_other_word_leaves_our_sentences_as_they_are(name, one, many):
    text = "Ein Tandem, eine Sitzung, Mentor, Mentees"
    assert said(text, {name: one, f"{name}s": many}) == text


@pytest.mark.parametrize("trap", ["<i>Duo", "%(x)s Duo", "{x} Duo", "Duo & Team"])
def test_what_a_page_could_read_never_becomes_part_of_a_text(trap):
    assert said("Tandem", {"tandem": trap, "tandems": f"{trap}s"}, language="en") == "Tandem"


# All texts

LEFT = re.compile(r"tandem|sitzung|mentee|mentor(?!ing)|session", re.IGNORECASE)
NO_WORDS = re.compile(
    r"%\(\w+\)s|\{[^{}]*\}|<[^<>]*>|\S+\.ics|Mentorin, Mentor (?:oder|or) Mentoring|\bn?jemande?[mn]\b|\b\w*jemand"
)
MARKS = re.compile(r"%\(\w+\)[sd]|\{[^{}]*\}|<[^<>]*>")


def texts(language: str) -> Iterator[str]:
    """Every text in German with Sie ("de"), with Du ("de_DU") or in English ("en")."""
    if language == "de":
        found: list = [message.id for message in catalogues.messages(Path(settings.BASE_DIR))]
    else:
        path = Path(settings.BASE_DIR) / "locale" / language / "LC_MESSAGES" / "django.po"
        found = [message.string for message in catalogues.load(path) if message.id]
    for text in found:
        yield from [text] if isinstance(text, str) else text


@pytest.mark.parametrize(
    ("language", "own"), [("de", DUO | PEOPLE), ("de_DU", DUO | PEOPLE), ("en", ENGLISH)]
)
def test_no_text_of_ours_keeps_our_words(language, own):
    spoken = voice(language[:2], "star", tuple(own.items()))
    results = [(text, say(text, spoken)) for text in set(texts(language))]
    assert [new for _old, new in results if LEFT.search(NO_WORDS.sub("", new))] == []
    assert [old for old, new in results if MARKS.findall(old) != MARKS.findall(new)] == []
    assert [new for _old, new in results if say(new, spoken) != new] == []
    assert sum(old != new for old, new in results) > 20


@pytest.mark.parametrize("language", ["de", "de_DU"])
def test_no_german_text_keeps_another_form_of_gender(language):
    for form, other in (("colon", r"innen (?:und|oder) [A-ZÄÖÜ]\w+en\b|\w\*in"), ("pair", r"\w\*in")):
        spoken = voice("de", form, ())
        kept = [new for text in set(texts(language)) if re.search(other, new := say(text, spoken))]
        assert kept == []


@pytest.mark.parametrize("language", ["de", "de_DU"])
def test_words_for_people_stand_without_an_article_in_the_singular(language):
    """Else a house's own word could have the wrong one before it; compounds have their own gender."""
    determined = re.compile(
        r"\b(?:der|die|das|dem|den|des|ein\w*|kein\w*|jede\w*|diese\w*|Ihr\w*|dein\w*|sein\w*) "
        r"(?:\w+ )?(?:Mentee|Mentor|Mentorin|Mentor\*in)\b(?!-)"
    )
    assert [text for text in texts(language) if determined.search(text)] == []
