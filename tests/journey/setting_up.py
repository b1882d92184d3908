"""A new organisation, and its first program, in the language of the house."""

import re

from playwright.sync_api import expect

from tests.journey import clock, watch
from tests.journey.story import PASSWORD, ROSTER, STAFF, Story, figure, follow, has_heading, press, says
from tests.journey.watch import Visit

FIVE_MINUTES = 300
PEOPLE = 247
PROMISES = (
    "Niemand wird verpflichtet, und ein Nein hat für niemanden Folgen.",
    "Keine Führungskraft entscheidet mit, wer teilnimmt und wer mit wem.",
    "Was im Tandem gesagt wird, fließt in keine Beurteilung ein.",
)


def from_the_mail_to_an_opened_program(story: Story) -> None:
    """All that the new owner does, from the invitation on."""
    the_owner_comes_in_by_the_link_in_the_mail(story)
    she_chooses_a_goal(story)
    she_sets_the_frame_and_says_du(story)
    she_reads_in_a_real_roster(story)
    she_weighs_what_counts(story)
    she_checks_everything_and_opens_the_program(story)


def staff_creates_an_organisation_and_invites_its_owner(story: Story) -> None:
    page, house = story.sign_in(STAFF, "umento-demo"), story.house
    follow(page, story.text("Organisationen"))
    follow(page, story.text("Neue Organisation"))
    page.get_by_label(story.text("Name der Organisation")).fill(house.name)
    page.get_by_label(story.text("Adresse"), exact=True).fill(house.slug)
    language = story.text({"de": "Deutsch", "en": "Englisch"}[house.language])
    page.get_by_role("main").get_by_role("radio", name=language).check()
    page.get_by_label(story.text("Name der ersten Person")).fill(house.owner_name)
    page.get_by_label(story.text("E-Mail der ersten Person")).fill(house.owner)
    press(page, story.text("Anlegen und einladen"))
    sentence = "{name} ist angelegt. Die Einladung an {email} ist unterwegs."
    says(page, story.text(sentence, name=house.name, email=house.owner))


def the_owner_comes_in_by_the_link_in_the_mail(story: Story) -> None:
    house = story.house
    page = story.follow_mail(house.owner, _subject(story), "/join/")
    has_heading(page, story.text("Guten Tag, %(name)s", name=house.owner_name.split()[0]))
    page.get_by_label(story.text("Passwort")).fill(PASSWORD)
    press(page, story.text("Einladung annehmen"))
    has_heading(page, story.text("Guten Tag, %(name)s", name=house.owner_name))
    follow(page, story.text("Erstes Programm anlegen"))


def _subject(story: Story) -> str:
    return story.text("Zugang zu %(organisation)s in Umento", organisation=story.house.name)


def she_chooses_a_goal(story: Story) -> None:
    page = story.window_of(story.house.owner)
    has_heading(page, story.text("Was soll das Programm erreichen?"))
    page.get_by_role("radio", name=story.text("KI und digitale Werkzeuge sicher nutzen")).check()
    page.get_by_label(story.text("Name des Programms")).fill(story.house.program)
    sponsor = page.get_by_label(story.text("Wer im Haus dafür einsteht"))
    sponsor.locator("visible=true").fill(story.house.sponsor)
    press(page, story.text("Weiter zum Rahmen"))


def she_sets_the_frame_and_says_du(story: Story) -> None:
    page = story.window_of(story.house.owner)
    has_heading(page, story.text("In welchem Rahmen?"))
    page.get_by_role("radio", name=story.text("Du"), exact=True).check()
    press(page, story.text("Weiter zu den Teilnehmenden"))
    has_heading(page, story.text("Wer kann mitmachen?"))


def she_reads_in_a_real_roster(story: Story) -> None:
    page = story.window_of(story.house.owner)
    page.get_by_label(story.text("Tabelle mit Personen")).set_input_files(ROSTER)
    press(page, story.text("Datei prüfen"))
    has_heading(page, story.text("Vorschau vor dem Übernehmen"))
    says(page, story.text("Noch ist nichts gespeichert."))
    reason = (
        "Alter zählt bei uns nicht, nur Karrierestufe oder Berufsjahre. Diese Spalte wird nicht gespeichert."
    )
    says(page, story.text(reason))
    press(page, _people(story, "%(number)s Person übernehmen", "%(number)s Personen übernehmen"))
    has_heading(page, _people(story, "{number} Person ist da", "{number} Personen sind da"))
    press(page, story.text("Weiter zum Matching"))


def _people(story: Story, one: str, many: str) -> str:
    return story.text(one, many, number=PEOPLE)


def she_weighs_what_counts(story: Story) -> None:
    page = story.window_of(story.house.owner)
    has_heading(page, story.text("Wer passt zusammen?"))
    place = page.get_by_role("group", name=story.text("Ort und Format"))
    place.get_by_role("radio", name=story.text("wichtig"), exact=True).check()
    # The survey says nothing of managers and not always how long somebody has worked.
    for name in ("Führungskraft", "Karrierestufe oder Berufsjahre"):
        page.get_by_role("checkbox", name=story.text(name), exact=True).check()
    press(page, story.text("Weiter zum Prüfen"))


def she_checks_everything_and_opens_the_program(story: Story) -> None:
    page = story.window_of(story.house.owner)
    has_heading(page, story.text("Alles auf einen Blick"))
    for promise in PROMISES:
        page.get_by_role("checkbox", name=story.text(promise)).check()
    press(page, story.text("Programm anlegen"))
    has_heading(page, story.house.program)
    says(page, story.text("Programm angelegt. Noch hat niemand eine Nachricht bekommen."))
    expect(page.get_by_role("main").locator("[aria-current=step]")).to_contain_text(story.text("Anmeldung"))
    expect(figure(page, story.text("machen mit"))).to_have_text(re.compile(rf"^0 \w+ {PEOPLE}$"))
    assert len(story.stack.mails("@example.com")) == 0
    story.program = page.url


def what_it_took(story: Story) -> list[Visit]:
    """The owner's way, page by page: the mail first, the opened program last, on which nothing is left to do."""
    mail = story.stack.mail(story.house.owner, _subject(story))
    return [clock.of_mail(mail), *watch.visits(story.window_of(story.house.owner))]
