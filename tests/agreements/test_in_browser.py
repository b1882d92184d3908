"""Agreement and notes on a phone, without script, in both roles; and no finding of axe on any of the pages."""

import pytest

from agreements import settling
from sessions import notes
from tenancy.scope import scope
from tests import factories
from tests.accessibility import faults

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def phone(two, live_server, client_for, browser):
    """Opens the tandem's pages for one of the two, on a phone without script."""

    def of(person):
        context = browser.new_context(
            viewport={"width": 390, "height": 844}, java_script_enabled=False, locale="de-DE"
        )
        cookie = client_for(person).cookies["sessionid"].value
        context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
        page = context.new_page()
        page.goto(f"{live_server.url}/o/weserwerk/t/{two.tandem.public_id}/")
        return page

    return of


def fill(page, address: str, takeaway: str) -> None:
    page.get_by_role("link", name="Ausfüllen, fünf Minuten").click()
    page.get_by_role("link", name="Ausfüllen", exact=True).click()
    for labels in (["Nichts"], ["Bis zum Vortag", "In zwei Arbeitstagen"], [address, "Abwechselnd"]):
        for label in labels:
            page.locator("label", has_text=label).first.click()
        page.get_by_role("button", name="Speichern und weiter").click()
    page.get_by_label("Was möchten Sie aus diesem Tandem mitnehmen?").fill(takeaway)
    page.get_by_role("button", name="Speichern und weiter").click()
    page.get_by_role("button", name="Fertig, so ist es von mir").click()


def test_the_two_agree_and_take_notes_without_script(two, phone):
    lea, thomas = phone(two.lea), phone(two.thomas)
    fill(lea, "Du", "Mutiger fragen.")
    assert "Ihr Teil ist fertig" in lea.inner_text("main")
    fill(thomas, "Sie", "KI ausprobieren.")
    assert "Nur in einem Punkt" in thomas.inner_text("main")
    thomas.get_by_role("button", name="Wie Lea").click()
    thomas.get_by_role("button", name="Vereinbarung bestätigen").click()
    lea.reload()
    lea.get_by_role("button", name="Vereinbarung bestätigen").click()
    told = lea.inner_text("main")
    assert "Wir sagen Du." in told and "Mutiger fragen." in told and "KI ausprobieren." in told
    lea.get_by_role("link", name="Zum Tandem").click()
    lea.get_by_role("link", name="Notiz schreiben").click()
    lea.get_by_label("Notizen").fill("Abgemacht: zwei Wochen lang.")
    lea.get_by_role("button", name="Speichern").click()
    thomas.get_by_role("link", name="Zum Tandem").click()
    assert "Abgemacht: zwei Wochen lang." in thomas.inner_text("main")


def test_every_page_is_accessible_and_fits(two, live_server, client_for, page):
    base = f"{live_server.url}/o/weserwerk/t/{two.tandem.public_id}"
    cookie = client_for(two.lea).cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
    complaints = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)

    def check(*paths: str) -> None:
        for path in paths:
            page.goto(base + path)
            page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
            assert faults(page) == [], path

    check("/", "/agreement/", *(f"/agreement/{step}/" for step in range(1, 5)), "/notes/edit/")
    with scope(two.organisation):
        two.finish(two.lea, address="du", off_limits="Gehälter")
        check("/agreement/")
        two.finish(two.thomas, address="sie", off_limits="")
        settling.propose(two.fresh(), by=two.thomas, clause="off_limits", answer="Noten", revision=1)
    check("/", "/agreement/", "/agreement/settle/off_limits/")
    with scope(two.organisation):
        for revision, clause in ((2, "off_limits"), (3, "address")):
            settling.accept(two.fresh(), by=two.lea, clause=clause, revision=revision)
    check("/agreement/")
    with scope(two.organisation):
        for person in (two.thomas, two.lea):
            settling.confirm(two.fresh(), by=person, revision=4)
        factories.session(two.tandem)
        for number, person in ((0, two.lea), (1, two.thomas)):
            notes.write(
                two.fresh(), by=person, text="Abgemacht: zwei Wochen lang.", revision=0, number=number
            )
    check("/", "/agreement/", "/agreement/change/", "/agreement/versions/1/", "/notes/")
    check("/sessions/1/", "/sessions/1/note/")
    assert complaints == []
