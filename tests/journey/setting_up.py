"""A new organisation, and its first program."""

import re

from playwright.sync_api import expect

from tests.journey.story import (
    OWNER,
    PASSWORD,
    PROGRAM,
    ROSTER,
    STAFF,
    Story,
    figure,
    follow,
    has_heading,
    press,
    says,
)


def staff_creates_an_organisation_and_invites_its_owner(story: Story) -> None:
    page = story.sign_in(STAFF, "umento-demo")
    follow(page, "Organisationen")
    follow(page, "Neue Organisation")
    page.get_by_label("Name der Organisation").fill("Hafenwerk GmbH")
    page.get_by_label("Adresse").fill("hafenwerk")
    page.get_by_label("Name der ersten Person").fill("Claudia Meier")
    page.get_by_label("E-Mail der ersten Person").fill(OWNER)
    press(page, "Anlegen und einladen")
    says(page, f"Hafenwerk GmbH ist angelegt. Die Einladung an {OWNER} ist unterwegs.")


def the_owner_comes_in_by_the_link_in_the_mail(story: Story) -> None:
    page = story.follow_mail(OWNER, "Zugang zu Hafenwerk GmbH", "/join/")
    has_heading(page, "Guten Tag, Claudia")
    page.get_by_label("Passwort").fill(PASSWORD)
    press(page, "Einladung annehmen")
    has_heading(page, "Guten Tag, Claudia Meier")
    follow(page, "Erstes Programm anlegen")


def she_chooses_a_goal(story: Story) -> None:
    page = story.window_of(OWNER)
    has_heading(page, "Was soll das Programm erreichen?")
    page.get_by_role("radio", name="KI und digitale Werkzeuge sicher nutzen").check()
    page.get_by_label("Name des Programms").fill(PROGRAM)
    page.get_by_label("Wer im Haus dafür einsteht").locator("visible=true").fill("Dr. Jan Petersen, Vorstand")
    press(page, "Weiter zum Rahmen")


def she_sets_the_frame_and_says_du(story: Story) -> None:
    page = story.window_of(OWNER)
    has_heading(page, "In welchem Rahmen?")
    page.get_by_role("radio", name="Du", exact=True).check()
    press(page, "Weiter zu den Teilnehmenden")
    has_heading(page, "Wer kann mitmachen?")


def she_reads_in_a_real_roster(story: Story) -> None:
    page = story.window_of(OWNER)
    page.get_by_label("Tabelle mit Personen").set_input_files(ROSTER)
    press(page, "Datei prüfen")
    has_heading(page, "Vorschau vor dem Übernehmen")
    says(page, "Noch ist nichts gespeichert.")
    says(page, "Altersgruppe“: Alter zählt bei uns nicht")
    press(page, "247 Personen übernehmen")
    has_heading(page, "247 Personen sind da")
    follow(page, "Weiter mit der Einrichtung")
    says(page, "247 Personen stehen auf der Liste")
    press(page, "Weiter zum Matching")


def she_weighs_what_counts(story: Story) -> None:
    page = story.window_of(OWNER)
    has_heading(page, "Wer passt zusammen?")
    page.get_by_role("group", name="Ort und Format").get_by_role("radio", name="wichtig", exact=True).check()
    # The survey says nothing of managers and not always how long somebody has worked.
    for name in ("Führungskraft", "Karrierestufe oder Berufsjahre"):
        page.get_by_role("checkbox", name=name, exact=True).check()
    press(page, "Weiter zum Prüfen")


def she_checks_everything_and_opens_the_program(story: Story) -> None:
    page = story.window_of(OWNER)
    has_heading(page, "Alles auf einen Blick")
    says(page, re.compile("Themen wichtig, Ort und Format wichtig, alles andere normal"))
    for promise in (
        "Niemand wird verpflichtet",
        "Keine Führungskraft entscheidet mit",
        "Was im Tandem gesagt wird",
    ):
        page.get_by_role("checkbox", name=re.compile(promise)).check()
    press(page, "Programm anlegen")
    has_heading(page, PROGRAM)
    says(page, "Programm angelegt. Noch hat niemand eine Nachricht bekommen.")
    expect(figure(page, "machen mit")).to_have_text("0 von 247")
    assert len(story.stack.mails("@example.com")) == 0
    story.program = page.url
