"""Saying yes and booking with nothing but forms and links."""

from tests.journey.story import Story, has_heading, press, says

MENTOR, MENTEE = "mentor@nordlicht.example", "mentee@nordlicht.example"
DEMO_PASSWORD = "umento-demo"


def the_mentor_accepts_a_proposal(story: Story) -> None:
    page = story.sign_in(MENTOR, DEMO_PASSWORD)
    page.goto("/o/nordlicht/me/tandem/")
    press(page, "Ich bin dabei")
    says(page, "Gut, dass Sie dabei sind.")


def the_mentee_accepts_it_too(story: Story) -> None:
    story.sign_in(MENTEE, DEMO_PASSWORD)
    page = story.follow_mail(MENTEE, "Ein Vorschlag für ein Tandem", "/accept/")
    press(page, "Ich bin dabei")
    has_heading(page, "Ihr Tandem")


def they_book_a_session(story: Story) -> None:
    page = story.window_of(MENTEE)
    page.get_by_role("group", name="Vorgeschlagene Zeiten").locator("label").nth(1).click()
    press(page, "Sitzung 1 verabreden")
    says(page, "Sitzung 1 ist verabredet.")
    for email in (MENTOR, MENTEE):
        assert "BEGIN:VEVENT" in story.stack.mail(email, "Sitzung 1").calendar
