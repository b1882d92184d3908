"""Who is in the story, and the browsers they sit at."""

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.utils import translation
from django.utils.translation import gettext, ngettext
from playwright.sync_api import Browser, Locator, Page, expect

from tests.journey import watch
from tests.stack import Stack

ROSTER = Path(__file__).parent.parent / "data" / "roster-survey-2023.csv"
PASSWORD = "drei bunte Fahrräder"
STAFF = "staff@umento.example"
OWNER = "claudia.meier@hafenwerk.example"
PROSPECT = "ines.adler@moorland.example"
PROGRAM = "KI im Hafen"
PATIENCE = 30_000


def email_of(person: str) -> str:
    """The address of "Person R00066": the roster has numbers for names."""
    return f"{person.rsplit(maxsplit=1)[-1].lower()}@example.com"


#: Few years at work, and what the mentees want to learn among their skills.
MENTORS = [f"Person R{number}" for number in ("00038", "00176", "00268", "00290")]
MENTEES = [f"Person R{number}" for number in ("00066", "00204", "00296")]
RELUCTANT, SILENT = "Person R00490", "Person R00492"


@dataclass(frozen=True)
class House:
    """A new customer, and what its first person types."""

    name: str
    slug: str
    language: str
    owner_name: str
    owner: str
    program: str
    sponsor: str


HAFENWERK = House(
    "Hafenwerk GmbH", "hafenwerk", "de", "Claudia Meier", OWNER, PROGRAM, "Dr. Jan Petersen, Vorstand"
)
HARBOUR = House(
    "Harbour Works Ltd",
    "harbour",
    "en",
    "Claire Morris",
    "claire.morris@harbour.example",
    "AI at the harbour",
    "Dr Jane Peters, board member",
)


@dataclass
class Story:
    """One stack, one Chromium, and a window of their own for everybody."""

    stack: Stack
    browser: Browser
    context_args: dict[str, Any]
    house: House = HAFENWERK
    windows: dict[str, Page] = field(default_factory=dict)
    #: What went wrong in any window: broken pages, errors of scripts, refusals of the security policy.
    complaints: list[str] = field(default_factory=list)
    #: The two of the tandem that the story follows, and its program's address.
    mentor: str = ""
    mentee: str = ""
    program: str = ""

    @property
    def pair(self) -> list[str]:
        return [email_of(self.mentor), email_of(self.mentee)]

    def text(self, german: str, plural: str = "", **values: Any) -> str:
        """Return a text of ours in the language of the house, by its German words; ``number`` decides on the plural."""
        with translation.override(self.house.language):
            found = ngettext(german, plural, values["number"]) if plural else gettext(german)
        return found % values if "%(" in found else found.format(**values)

    def window_of(self, email: str) -> Page:
        if email not in self.windows:
            self.windows[email] = self._open()
        return self.windows[email]

    def _complain(self, page: Page, error: str) -> None:
        # A quick next click ends the browser's soft change of pages, which it reports as an error.
        if not error.startswith("Transition was "):
            self.complaints.append(f"{page.url}: {error}")

    def _open(self) -> Page:
        context = self.browser.new_context(base_url=self.stack.url, **self.context_args)
        context.set_default_timeout(PATIENCE)
        watch.over(context)
        page = context.new_page()
        page.on("pageerror", lambda error: self._complain(page, str(error)))
        page.on(
            "console",
            lambda said: said.type == "error" and self.complaints.append(f"{page.url}: {said.text}"),
        )
        page.on(
            "response", lambda got: got.status >= 500 and self.complaints.append(f"{got.url}: {got.status}")
        )
        return page

    def sign_in(self, email: str, password: str = PASSWORD) -> Page:
        page = self.window_of(email)
        page.goto("/login/")
        page.get_by_label(self.text("E-Mail")).fill(email)
        page.get_by_label(self.text("Passwort"), exact=True).fill(password)
        press(page, self.text("Anmelden"))
        expect(page).not_to_have_url(re.compile("/login/"))
        return page

    def follow_mail(self, email: str, subject: str, link: str, *, after: int = 0) -> Page:
        """Wait for a mail with these words in its subject and open the link that contains `link`."""
        page = self.window_of(email)
        page.goto(self.stack.mail(email, subject, after=after).link(link))
        return page

    def close(self) -> None:
        """Close all windows; whoever comes back opens a new one."""
        for page in self.windows.values():
            page.context.close()
        self.windows.clear()


def has_heading(page: Page, text: str | re.Pattern[str]) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(text, timeout=PATIENCE)


def press(page: Page | Locator, name: str | re.Pattern[str]) -> None:
    """Press the one button with exactly this name."""
    page.get_by_role("button", name=name, exact=True).click()


def follow(page: Page | Locator, name: str | re.Pattern[str]) -> None:
    """Follow the one link with exactly this name."""
    page.get_by_role("link", name=name, exact=True).click()


def says(page: Page, text: str | re.Pattern[str]) -> None:
    """The page has this sentence where people see it."""
    expect(page.get_by_role("main").get_by_text(text).locator("visible=true").first).to_be_visible()


def figure(page: Page, label: str) -> Locator:
    """The number that stands with this label."""
    return page.locator(".stat, .kpi").filter(has_text=label).locator("dd")
