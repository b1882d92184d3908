"""The life of a tandem on two phones, from the first booking to the end: mentor and mentee in turn."""

import re
from datetime import UTC, datetime, timedelta

from playwright.sync_api import Page, expect

from tests.journey.story import Story, follow, has_heading, press, says
from tests.journey.unscripted import DEMO_PASSWORD, MENTEE, MENTOR

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
HOME = "/o/nordlicht/me/tandem/"


def they_take_out_their_phones(story: Story) -> None:
    for email in (MENTOR, MENTEE):
        story.sign_in(email, DEMO_PASSWORD)


def both_fill_in_the_agreement_in_private(story: Story) -> None:
    _fill_in(_home(story, MENTOR), "Du", "Mutiger fragen.")
    _fill_in(_home(story, MENTEE), "Sie", "KI ausprobieren.")


def _fill_in(page: Page, address: str, takeaway: str) -> None:
    follow(page, "Ausfüllen, fünf Minuten")
    follow(page, "Ausfüllen")
    for labels in (["Nichts"], ["Bis zum Vortag", "In zwei Arbeitstagen"], [address, "Abwechselnd"]):
        for label in labels:
            page.locator("label", has_text=label).first.click()
        press(page, "Speichern und weiter")
    page.get_by_label("Was möchten Sie aus diesem Tandem mitnehmen?").fill(takeaway)
    press(page, "Speichern und weiter")
    press(page, "Fertig, so ist es von mir")
    _fits(page)


def they_settle_the_one_difference_and_confirm(story: Story) -> None:
    mentee, mentor = story.window_of(MENTEE), story.window_of(MENTOR)
    says(mentee, "Nur in einem Punkt")
    mentee.get_by_role("button", name=re.compile("^Wie ")).click()
    press(mentee, "Vereinbarung bestätigen")
    mentor.reload()
    press(mentor, "Vereinbarung bestätigen")
    says(mentor, "Wir sagen Du.")
    _fits(mentor)


def the_mentor_plans_all_that_is_left(story: Story) -> None:
    page = _home(story, MENTOR)
    page.get_by_role("link", name=re.compile("Alle übrigen Sitzungen")).first.click()
    _fits(page)
    page.get_by_role("button", name=re.compile("verabreden")).locator("visible=true").first.click()
    says(page, re.compile("verabredet"))
    assert story.stack.mail(MENTEE, "Sitzung 2 mit").calendar.count("BEGIN:VEVENT") == 1


def the_mentee_cancels_and_takes_a_new_time_in_one_step(story: Story) -> None:
    page = _session(story, MENTEE, 2)
    follow(page, "Absagen")
    has_heading(page, "Sitzung 2 absagen und neue Zeit nehmen")
    _fits(page)
    page.get_by_role("group", name="Diese Zeiten passen am besten").locator("label").first.click()
    press(page, "Absagen, neu nehmen")
    says(page, "neue")
    mail = story.stack.mail(MENTOR, "Abgesagt, mit neuer Zeit: Sitzung 2")
    assert "METHOD:REQUEST" in mail.calendar and "SEQUENCE:1" in mail.calendar


def the_mentee_asks_for_a_time_outside_the_list(story: Story) -> None:
    page = _session(story, MENTEE, 3)
    starts_at = _starts_at(story, 3)
    follow(page, "Verschieben")
    page.get_by_text("Nichts dabei?").click()
    page.get_by_role("textbox", name="Tag").fill((starts_at + timedelta(days=1)).strftime("%Y-%m-%d"))
    page.get_by_label("Uhrzeit", exact=True).fill("19:15")
    _fits(page)
    page.get_by_role("button", name=re.compile("anfragen$")).locator("visible=true").first.click()
    says(page, re.compile("Angefragt|angefragt"))


def the_mentor_says_yes_to_it(story: Story) -> None:
    page = story.follow_mail(MENTOR, "möchte Sitzung 3 verschieben", "/request/")
    _fits(page)
    press(page, "Zusagen")
    says(page, re.compile("19:15"))


def they_write_a_note_that_both_read(story: Story) -> None:
    page = _home(story, MENTOR)
    follow(page, "Notiz schreiben")
    page.get_by_label("Notizen").fill("Abgemacht: zwei Wochen lang.")
    press(page, "Speichern")
    says(_home(story, MENTEE), "Abgemacht: zwei Wochen lang.")


def after_the_session_one_press_says_that_it_took_place(story: Story) -> None:
    before = {email: story.stack.last_number(email) for email in (MENTOR, MENTEE)}
    story.stack.move_clock_to(_starts_at(story, 1) + timedelta(hours=3))
    for email, number in before.items():
        link = story.stack.mail(email, "Fand Sitzung 1", after=number, seconds=90).link("?outcome=held")
        page = story.window_of(email)
        page.goto(link)
        press(page, "Fand statt")
        _fits(page)


def the_mentee_ends_it_in_two_clicks(story: Story) -> None:
    page = _home(story, MENTEE)
    follow(page, "Es passt gerade nicht?")
    press(page, "Tandem beenden")
    for email in (MENTOR, MENTEE):
        assert "METHOD:CANCEL" in story.stack.mail(email, "Abgesagt: Sitzung 3").calendar


def _home(story: Story, email: str) -> Page:
    page = story.window_of(email)
    page.goto(HOME)
    _fits(page)
    return page


def _session(story: Story, email: str, number: int) -> Page:
    page = _home(story, email)
    page.goto(f"{page.url}sessions/{number}/")
    _fits(page)
    return page


def _starts_at(story: Story, number: int) -> datetime:
    """When a session begins, as the newest calendar file says."""
    stamp = re.search(r"DTSTART:(\w+)", story.stack.mail(MENTEE, f"Sitzung {number}").calendar)
    assert stamp
    return datetime.strptime(stamp[1], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)


def _fits(page: Page) -> None:
    """Nothing has to be scrolled sideways."""
    expect(page.get_by_role("main")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390, page.url
