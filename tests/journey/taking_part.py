"""Invitations, and what people make of them."""

import re

from playwright.sync_api import Page, expect

from tests.journey.story import (
    MENTEES,
    MENTORS,
    OWNER,
    PASSWORD,
    PROGRAM,
    RELUCTANT,
    SILENT,
    Story,
    email_of,
    figure,
    follow,
    has_heading,
    press,
    says,
)

TIMES = ["Dienstag, 9–12 Uhr", "Mittwoch, 9–12 Uhr", "Donnerstag, 13–16 Uhr"]


def hr_invites_everybody(story: Story) -> None:
    page = story.window_of(OWNER)
    follow(page, "Einladungen prüfen")
    press(page, "247 Personen einladen")
    has_heading(page, "Teilnehmende")
    says(page, "247 Einladungen sind unterwegs.")


def mentors_and_mentees_join_by_their_mails(story: Story) -> None:
    for person in MENTORS:
        _join(story, person, "Was kannst du zeigen?")
    for person in MENTEES:
        _join(story, person, "Was möchtest du lernen?")


def _join(story: Story, person: str, question: str) -> None:
    page = story.follow_mail(email_of(person), f"Einladung zum Programm „{PROGRAM}“", "/i/")
    page.get_by_label("Passwort aussuchen").fill(PASSWORD)
    press(page, "Mitmachen")
    has_heading(page, "Was HR sieht und was nicht")
    follow(page, "Zur ersten Frage")
    has_heading(page, question)
    press(page, "Weiter")
    has_heading(page, "In welchen Sprachen geht ein Gespräch gut?")
    press(page, "Weiter")
    has_heading(page, "Wie sollen die Treffen stattfinden?")
    page.get_by_role("radio", name=re.compile("^Per Video")).check()
    press(page, "Weiter")
    _give_times(page)
    if person in MENTORS:
        press(page, "Weiter")
        has_heading(page, "Für wie viele Tandems ist gleichzeitig Platz?")
    press(page, "Speichern und fertig")
    says(page, "Alles da, danke. Jetzt entsteht dein Tandem.")


def _give_times(page: Page) -> None:
    has_heading(page, "Wann passt es meistens?")
    for time in TIMES:
        page.get_by_role("checkbox", name=time, exact=True).check()


def one_would_rather_not(story: Story) -> None:
    page = story.follow_mail(email_of(RELUCTANT), "Einladung", "/i/")
    press(page, "Lieber nicht")
    has_heading(page, "Alles klar, es kommt keine weitere Nachricht")


def hr_cannot_tell_a_no_from_silence(story: Story) -> None:
    page = story.window_of(OWNER)
    page.goto(story.program)
    expect(figure(page, "machen mit")).to_have_text("7 von 247")
    expect(figure(page, "noch ohne Antwort")).to_have_text("240")
    assert _standing(story, RELUCTANT) == _standing(story, SILENT)


def _standing(story: Story, person: str) -> list[str]:
    """What the list of people says about one of them besides who they are."""
    page = story.window_of(OWNER)
    page.goto(f"{story.program}people/?status=invited")
    row = page.get_by_role("row", name=person)
    while not row.count():
        follow(page, "Nächste Seite")
    return row.get_by_role("cell").all_inner_texts()[-2:]
