"""What static/js/app.js adds, and that pages do their work without it."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.urls("tests.ui.urls"), pytest.mark.django_db(transaction=True)]


@pytest.fixture
def sample(page, live_server):
    def visit(name: str):
        page.set_viewport_size({"width": 390, "height": 900})
        page.goto(f"{live_server.url}/samples/{name}/")
        return page

    return visit


@pytest.fixture
def without_script(browser, live_server, browser_context_args):
    context = browser.new_context(**browser_context_args, java_script_enabled=False)
    yield lambda name: visited(context.new_page(), f"{live_server.url}/samples/{name}/")
    context.close()


def visited(page, address: str):
    page.goto(address)
    return page


def test_escape_closes_the_menu_and_gives_the_focus_back(sample):
    page = sample("hr")
    page.get_by_label("Menü").first.click()
    expect(page.get_by_role("link", name="Personen")).to_be_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    expect(page.get_by_role("link", name="Personen")).not_to_be_visible()
    assert page.evaluate("document.activeElement.ariaLabel") == "Menü"


def test_click_outside_closes_the_menu(sample):
    page = sample("hr")
    page.get_by_label("Menü").first.click()
    page.mouse.click(200, 800)
    expect(page.get_by_role("link", name="Personen")).not_to_be_visible()


def test_filters_answer_at_once(sample):
    page = sample("components")
    page.get_by_label("Sortierung").select_option("name")
    expect(page).to_have_url(re.compile("sort=name"))


def test_filters_have_a_button_without_script(without_script):
    page = without_script("components")
    page.get_by_label("Zu prüfen").check()
    page.get_by_role("button", name="Anwenden").click()
    assert "status=open" in page.url


def test_error_summary_takes_the_focus_and_leads_to_the_control(sample):
    page = sample("form_page")
    expect(page.locator(".errors")).to_be_focused()
    page.get_by_role("link", name="Ziel: Bitte auswählen.").click()
    expect(page.get_by_label("KI und digitale Werkzeuge")).to_be_focused()


def test_leaving_a_changed_form_asks_first(sample):
    page = sample("wizard")
    page.get_by_label("Name des Programms").fill("KI")
    questions = []
    page.on("dialog", lambda dialog: (questions.append(dialog.type), dialog.dismiss()))
    page.evaluate("location.href = '/website/imprint/'")
    page.wait_for_timeout(200)
    assert questions == ["beforeunload"]


def test_leaving_an_untouched_form_asks_nothing(sample):
    page = sample("wizard")
    page.on("dialog", lambda dialog: pytest.fail("asked without a reason"))
    page.evaluate("location.href = '/website/imprint/'")
    page.wait_for_url("**/website/imprint/")


def test_chosen_slot_is_repeated_without_script(without_script):
    page = without_script("public")
    page.get_by_label("Di, 19. Januar, 11:30").check(force=True)
    expect(page.get_by_text("Donnerstag, 19. Januar 2027, 11:30 Uhr")).to_be_visible()
    expect(page.get_by_text("Donnerstag, 20. Januar 2027, 10:30 Uhr")).not_to_be_visible()


def test_theme_and_language_change_without_script(without_script):
    page = without_script("plain")
    page.get_by_role("button", name="Dunkel").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.get_by_role("button", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
