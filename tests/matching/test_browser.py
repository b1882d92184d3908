"""The review in a real browser: open, filter, lock, swap, take back, exclude, compute anew, publish."""

import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page, expect

from mail.models import Message
from matching import publishing, runs
from matching.models import Run
from programs.models import Tandem
from tenancy import clock
from tenancy.scope import scope
from tests.accessibility import faults
from tests.matching.cohorts import person
from tests.matching.drafts import computed, four_and_three
from tests.roles import as_role

pytestmark = pytest.mark.django_db(transaction=True)

PATIENCE = 10_000
WIDE, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}


@pytest.fixture
def program(organisation, lead):
    with scope(organisation):
        program = four_and_three(lead)
        at_odds = [
            person(program, "Sophie Albrecht", "mentor", years=4, skills={"Recht": 4}, place="Kiel"),
            person(program, "Rainer Sommer", "mentee", years=30, skills={"Recht": 3}),
        ]
        for somebody, form in zip(at_odds, ("onsite", "online"), strict=True):
            somebody.form = form
            somebody.save()
        return program


@pytest.fixture
def run(organisation, program, lead) -> Run:
    with scope(organisation):
        return computed(program, lead)


@pytest.fixture
def complaints(page) -> list[str]:
    found: list[str] = []
    page.on("console", lambda message: found.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: found.append(str(error)))
    return found


@pytest.fixture
def hr(page, live_server, lead, complaints) -> Page:
    """HR's window, signed in."""
    client = Client()
    client.force_login(lead.user)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}]
    )
    page.set_viewport_size(WIDE)
    page.set_default_timeout(PATIENCE)
    return page


@pytest.fixture
def review(live_server, program, run) -> str:
    return f"{live_server.url}/o/weserwerk/p/{program.public_id}/matching/runs/1/"


def pair(page: Page, names: str):
    return page.get_by_role("article", name=names)


def says(page: Page, text: str | re.Pattern[str]) -> None:
    expect(page.get_by_role("main").get_by_text(text).first).to_be_visible()


MIA, HANNA = "Mia Krämer und Sabine Hollmann", "Hanna Okafor und Sabine Hollmann"
EMRE, SOPHIE = "Emre Yıldız und Henrike Vogt", "Sophie Albrecht und Rainer Sommer"


@pytest.mark.parametrize("viewport", [WIDE, PHONE], ids=["wide", "phone"])
def test_a_review_from_opening_to_publishing(hr, review, organisation, program, lead, complaints, viewport):
    hr.set_viewport_size(viewport)
    hr.goto(review)
    expect(hr.locator(".match-grid article").first).to_have_attribute("aria-labelledby", re.compile("n-"))
    says(hr, "Bitte prüfen:")

    hr.get_by_label("Name suchen").fill("krämer")
    hr.get_by_label("Name suchen").press("Enter")
    expect(hr.locator(".match-grid article")).to_have_count(1)
    expect(hr).to_have_url(re.compile("q=kr"))
    pair(hr, MIA).get_by_role("link", name="Warum?").click()
    why = hr.get_by_role("region", name="Warum dieses Paar?")
    expect(why).to_contain_text("Hanna Okafor statt Mia Krämer")
    _adds_up(hr)

    why.get_by_role("listitem").filter(has_text="Hanna Okafor statt").get_by_role("link").click()
    expect(hr.get_by_role("heading", level=1)).to_have_text("Hanna Okafor statt Mia Krämer")
    says(hr, "Mia Krämer kommt dazu.")
    hr.get_by_role("button", name="Tauschen", exact=True).click()
    says(hr, f"Getauscht: {HANNA}.")
    expect(pair(hr, HANNA)).to_be_visible()
    expect(pair(hr, MIA)).to_have_count(0)

    hr.get_by_role("button", name="Rückgängig").click()
    says(hr, re.compile("Zurückgenommen: Getauscht"))
    expect(pair(hr, MIA)).to_be_visible()

    pair(hr, EMRE).get_by_role("button", name="Fixieren").click()
    says(hr, f"Fixiert: {EMRE}. 1 von 4.")
    expect(pair(hr, EMRE).get_by_role("button", name="Fixiert")).to_have_attribute("aria-pressed", "true")
    pair(hr, MIA).get_by_role("button", name="Ausschließen").click()
    says(hr, f"Ausgeschlossen: {MIA}.")
    expect(pair(hr, MIA)).to_have_count(0)

    _compute_again(hr, organisation, program)
    says(hr, "Was sich geändert hat")
    expect(hr.locator(".changes")).to_contain_text(MIA)
    hr.get_by_role("link", name="Nur die neuen zeigen").click()
    expect(pair(hr, EMRE)).to_have_count(0)
    hr.goto(hr.url.split("?")[0])
    expect(pair(hr, EMRE).get_by_role("button", name="Fixiert")).to_be_visible()
    _nobody_was_told(organisation)

    _publish(hr)
    _nobody_was_told(organisation)
    hr.get_by_role("button", name=re.compile("Zurückholen bis")).click()
    says(hr, re.compile("Zurückgeholt"))
    _publish(hr)
    with as_role("worker"):
        publishing.publish_due(clock.now() + timedelta(days=7))
    with scope(organisation):
        assert Message.objects.count() == Tandem.objects.count() == 4
    assert complaints == []


def _publish(page: Page) -> None:
    page.get_by_role("link", name="Veröffentlichen …").locator("visible=true").first.click()
    page.get_by_role("button", name=re.compile("Tandems veröffentlichen")).click()
    says(page, re.compile("Tandems sind freigegeben"))


def _adds_up(page: Page) -> None:
    """The points of all factors are the fit, and together they could be 100."""
    rows = [re.findall(r"\d+", text) for text in page.locator(".why .factor .num").all_inner_texts()]
    fit = page.locator(".why__head .ring__n").inner_text()
    assert sum(int(points) for points, _most in rows) == int(fit)
    assert sum(int(most) for _points, most in rows) == 100


def _compute_again(page: Page, organisation, program) -> None:
    """Press the button, do the worker's part, and look."""
    page.get_by_role("button", name="Neu berechnen").locator("visible=true").first.click()
    expect(page).to_have_url(re.compile("/runs/2/"))
    with scope(organisation):
        runs.compute(Run.objects.get(program=program, number=2))
    page.goto(page.url)


def _nobody_was_told(organisation) -> None:
    with scope(organisation):
        assert not Message.objects.exists()
        assert not Tandem.objects.exists()


def test_a_pair_can_be_opened_locked_and_taken_back_by_keyboard_alone(hr, review):
    hr.goto(review)
    _press(hr, pair(hr, EMRE).get_by_role("link", name="Warum?"))
    expect(hr.get_by_role("region", name="Warum dieses Paar?")).to_be_visible()
    _press(hr, pair(hr, EMRE).get_by_role("button", name="Fixieren"))
    says(hr, f"Fixiert: {EMRE}.")
    _press(hr, hr.get_by_role("button", name="Rückgängig"))
    says(hr, re.compile("Zurückgenommen: Fixiert"))


def _press(page: Page, target) -> None:
    """Go there by Tab as far as it takes, then press Enter."""
    handle = target.element_handle()
    for _step in range(150):
        page.keyboard.press("Tab")
        if handle.evaluate("element => element === document.activeElement"):
            page.keyboard.press("Enter")
            return
    raise AssertionError(f"{target} cannot be reached by the keyboard.")


def test_the_review_is_accessible_and_fits(hr, live_server, review, complaints):
    hr.goto(review)
    pair(hr, SOPHIE).get_by_role("link", name="Warum?").click()
    opened = hr.url.split("#")[0]
    pair(hr, EMRE).get_by_role("button", name="Fixieren").click()
    swap = hr.locator(".alt a").first.get_attribute("href")
    for address in (opened, live_server.url + swap, f"{review}publish/"):
        hr.goto(address)
        assert faults(hr) == [], address
    assert complaints == []
