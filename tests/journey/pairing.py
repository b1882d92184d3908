"""Matching, its review, and two times yes."""

import re
from datetime import timedelta

from playwright.sync_api import Locator, Page, expect

from accounts.models import Organisation
from matching.release_times import Hours
from tests.journey.story import MENTEES, OWNER, Story, email_of, figure, has_heading, press, says


def hr_lets_the_worker_compute_pairs(story: Story) -> None:
    page = story.window_of(OWNER)
    page.goto(story.program)
    press(page, "Matching starten")
    has_heading(page, "Matching")
    expect(figure(page, "Mentorinnen und Mentoren")).to_have_text("4")
    expect(figure(page, "Mentees")).to_have_text("3")
    press(page, "Matching starten")
    _see_proposals(page)


def _see_proposals(page: Page) -> None:
    """The page turns by itself when the worker is done."""
    has_heading(page, "Vorschläge prüfen")
    expect(figure(page, "Tandems")).to_have_text("3")


def hr_asks_why_and_locks_a_pair(story: Story) -> None:
    page, pair = story.window_of(OWNER), _pair(story, MENTEES[0])
    story.mentor, story.mentee = pair.get_by_role("heading").inner_text().split(" und ")
    pair.get_by_role("link", name="Warum?").click()
    expect(page.get_by_role("region", name="Warum dieses Paar?")).to_contain_text("Gemeinsame Zeit")
    _adds_up(page)
    _pair(story, MENTEES[0]).get_by_role("button", name="Fixieren").click()
    says(page, f"Fixiert: {story.mentor} und {story.mentee}.")


def _adds_up(page: Page) -> None:
    """The points of all reasons are the fit, and together they could be 100."""
    rows = [re.findall(r"\d+", text) for text in page.locator(".why .factor .num").all_inner_texts()]
    fit = page.locator(".why__head").get_by_text(re.compile("^\\d+$")).first.inner_text()
    assert sum(int(points) for points, _most in rows) == int(fit)
    assert sum(int(most) for _points, most in rows) == 100


def hr_excludes_another_and_computes_again(story: Story) -> None:
    page, pair = story.window_of(OWNER), _pair(story, MENTEES[1])
    names = pair.get_by_role("heading").inner_text()
    pair.get_by_role("button", name="Ausschließen").click()
    says(page, f"Ausgeschlossen: {names}.")
    press(page, "Neu berechnen")
    expect(page).to_have_url(re.compile("/runs/2/"))
    _see_proposals(page)
    expect(page.get_by_role("article", name=names)).to_have_count(0)
    expect(_pair(story, MENTEES[0]).get_by_role("button", name="Fixiert")).to_be_visible()


def _pair(story: Story, mentee: str) -> Locator:
    return story.window_of(OWNER).get_by_role("article", name=re.compile(f" und {mentee}$"))


def hr_publishes_and_only_mentors_hear_of_it(story: Story) -> None:
    page = story.window_of(OWNER)
    page.get_by_role("link", name="Veröffentlichen …").first.click()
    has_heading(page, "3 Tandems veröffentlichen")
    press(page, "3 Tandems veröffentlichen")
    says(page, "3 Tandems sind freigegeben.")
    hours = Hours.of(Organisation(zone="Europe/Berlin"))
    story.stack.move_clock_to(hours.soonest(story.stack.now) + timedelta(hours=1))
    story.stack.mail(email_of(story.mentor), "Vorschlag")
    assert not any("Vorschlag" in mail.subject for mail in story.stack.mails(email_of(story.mentee)))


def first_the_mentor_says_yes_then_the_mentee(story: Story) -> None:
    for person in (story.mentor, story.mentee):
        page = story.follow_mail(email_of(person), "Ein Vorschlag für ein Tandem", "/accept/")
        press(page, "Ich bin dabei")
        says(page, "Gut, dass du dabei bist.")
    has_heading(page, "Euer Tandem")
