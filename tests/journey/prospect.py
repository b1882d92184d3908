"""Somebody who does not know us yet."""

import re

from playwright.sync_api import Page, expect

from tests.journey.story import PROSPECT, STAFF, Story, follow, has_heading, press, says

READING_TIME = 3_100


def a_prospect_books_a_demo_in_three_clicks(story: Story) -> None:
    page = story.window_of(PROSPECT)
    page.goto("/")
    page.get_by_role("link", name="Demo buchen").locator("visible=true").first.click()  # one
    has_heading(page, "Demo buchen")
    _choose_time(page, 0)  # two
    page.get_by_label("Name").locator("visible=true").fill("Ines Adler")
    page.get_by_label("E-Mail").locator("visible=true").fill(PROSPECT)
    page.wait_for_timeout(READING_TIME)  # nobody is faster, and whoever is is asked again
    press(page, "Verbindlich buchen")  # three
    has_heading(page, "Ihre Demo")


def _choose_time(page: Page, number: int) -> None:
    page.locator(".day .slot").nth(number).click()


def she_gets_a_calendar_file_and_moves_the_demo(story: Story) -> None:
    booked = story.stack.mail(PROSPECT, "Demo")
    assert "METHOD:REQUEST" in booked.calendar
    page = story.follow_mail(PROSPECT, "Demo", "/demo/")
    follow(page, "Verschieben")
    _choose_time(page, 1)
    press(page, "Auf diese Zeit verschieben")
    says(page, "Der Termin ist verschoben.")
    moved = story.stack.mail(PROSPECT, "Demo", after=booked.number)
    assert "SEQUENCE:1" in moved.calendar


def our_staff_sees_the_new_time(story: Story) -> None:
    prospect = story.window_of(PROSPECT)
    time = prospect.locator("main time").first.get_attribute("datetime")
    page = story.window_of(STAFF)
    page.goto("/staff/demos/")
    row = page.get_by_role("main").locator(f"time[datetime='{time}']")
    expect(row.first).to_be_visible()
    says(page, re.compile("Ines Adler"))
