"""A session: booked, reminded of, held and answered."""

import re
from datetime import UTC, datetime, timedelta

from playwright.sync_api import Page, expect

from tests.journey.story import OWNER, Story, figure, has_heading, press, says

LENGTH = timedelta(minutes=45)
REMINDER = "Erinnerung: Sitzung 1"


def they_book_a_session_in_three_clicks(story: Story) -> None:
    page = story.follow_mail(story.pair[0], "Beide sind dabei", "/book/")  # one
    page.get_by_role("group", name="Diese Zeiten passen am besten").locator("label").nth(1).click()  # two
    press(page, "Sitzung 1 verabreden")  # three
    says(page, "Sitzung 1 ist verabredet. Beide bekommen eine Mail mit der Kalenderdatei.")


def both_get_a_calendar_file(story: Story) -> None:
    for email in story.pair:
        calendar = story.stack.mail(email, "Sitzung 1 mit").calendar
        assert "METHOD:REQUEST" in calendar and f"mailto:{email}" in calendar
    assert timedelta() < _starts_at(story) - story.stack.now < timedelta(days=60)


def _starts_at(story: Story) -> datetime:
    """When the session begins, as the calendar file says."""
    (mail,) = [mail for mail in story.stack.mails(story.pair[0]) if mail.subject.startswith("Sitzung 1 mit")]
    stamp = re.search(r"DTSTART:(\w+)", mail.calendar)
    return datetime.strptime(stamp[1], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)


def both_want_to_be_reminded_at_any_time(story: Story) -> None:
    """So that it does not matter when this runs."""
    for email in story.pair:
        page = story.window_of(email)
        page.goto(re.sub(r"(/o/[^/]+/).*", r"\1me/notifications/", story.program))
        for label in ("Ruhe ab", "Ruhe bis"):
            page.get_by_label(label).fill("00:00")
        page.get_by_label("Nur an Arbeitstagen").uncheck()
        press(page, "Benachrichtigungen speichern")
        says(page, "Die Benachrichtigungen sind gespeichert.")


def a_day_before_both_are_reminded(story: Story) -> None:
    _move_clock_and_get(story, _starts_at(story) - timedelta(hours=22), REMINDER)


def an_hour_before_both_are_reminded_again(story: Story) -> None:
    _move_clock_and_get(story, _starts_at(story) - timedelta(seconds=45), REMINDER)


def afterwards_both_are_asked_how_it_was(story: Story) -> None:
    _move_clock_and_get(story, _starts_at(story) + LENGTH + timedelta(hours=2), "Fand Sitzung 1")


def _move_clock_and_get(story: Story, moment: datetime, subject: str) -> None:
    before = {email: story.stack.last_number(email) for email in story.pair}
    story.stack.move_clock_to(moment)
    for email, number in before.items():
        # The clock moves by full hours, so that up to a minute may be missing.
        story.stack.mail(email, subject, after=number, seconds=90)


def nobody_was_reminded_twice(story: Story) -> None:
    for email in story.pair:
        reminders = [mail for mail in story.stack.mails(email) if mail.subject.startswith(REMINDER)]
        assert len(reminders) == 2


def both_answer_without_signing_in(story: Story) -> None:
    for email in story.pair:
        story.window_of(email).context.clear_cookies()
        page = story.follow_mail(email, "Fand Sitzung 1", "?outcome=held")
        press(page, "Fand statt")
        _answer(page)
        has_heading(page, "Vielen Dank, deine Rückmeldung ist da")


def _answer(page: Page) -> None:
    for question, answer in (
        ("Wie hilfreich war das Gespräch für dich?", re.compile("^4")),
        ("Passt ihr beiden zusammen?", "Ja"),
    ):
        page.get_by_role("group", name=question).get_by_role("radio", name=answer).check()
    press(page, "Absenden")


def hr_reads_a_report_that_hides_small_numbers(story: Story) -> None:
    page = story.window_of(OWNER)
    page.goto(story.program)
    page.get_by_role("navigation", name="Programm", exact=True).get_by_role("link", name="Bericht").click()
    has_heading(page, "Bericht")
    expect(figure(page, "Tandems aktiv")).to_have_text("1 von 1")
    expect(figure(page, "machen mit")).to_have_text("7")
    expect(figure(page, "Sitzungen fanden statt")).to_have_text("–")
    says(page, "Ausgeblendet: weniger als 7 Personen sind in einem Tandem.")
    says(page, "Es liegen noch keine Rückmeldungen von 7 Personen aus einem abgeschlossenen Monat vor.")
