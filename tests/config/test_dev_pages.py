import smtplib
from email.message import EmailMessage

import pytest
from aiosmtpd.controller import Controller

from config import demo_clock
from config.embedded.demo import free_port
from config.embedded.smtp_sink import Store
from tenancy.clock import now

pytestmark = pytest.mark.django_db
CALENDAR = "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nEND:VCALENDAR\r\n"


@pytest.fixture
def demo(settings, tmp_path):
    settings.ROOT_URLCONF = "tests.config.demo_urls"
    settings.DEMO_FOLDER = tmp_path
    settings.CLOCK = "config.demo_clock.now"
    return tmp_path


@pytest.fixture
def mail(demo):
    """One mail with two bodies and a calendar file, through the real catcher."""
    message = EmailMessage()
    message["From"] = "Umento <umento@umento.example>"
    message["To"] = "Jürgen Groß <j.gross@weserwerk.example>"
    message["Subject"] = "Ihre Sitzung wird größer"
    message["Message-ID"] = "<1@umento.example>"
    message.set_content("Hallo\nhttps://umento.example/x\n")
    message.add_alternative("<p style='color: red'>Hallo</p>", subtype="html")
    calendar = {"maintype": "text", "subtype": "calendar", "params": {"method": "REQUEST"}}
    message.add_attachment(CALENDAR.encode(), filename="größer.ics", **calendar)
    catcher = Controller(Store(demo / "mail"), hostname="127.0.0.1", port=free_port())
    catcher.start()
    with smtplib.SMTP(catcher.hostname, catcher.port) as client:
        client.send_message(message)
    catcher.stop()
    return message


@pytest.fixture
def number(mail, client):
    return client.get("/dev/mail.json").json()[0]["number"]


@pytest.mark.parametrize("address", ["/dev/mail/", "/dev/mail.json", "/dev/mail/1/", "/dev/clock/"])
def test_nothing_of_it_exists_outside_the_demo(client, address):
    assert client.get(address).status_code == 404


@pytest.mark.parametrize(("to", "count"), [("J.Gross@weserwerk.example", 1), ("nobody@weserwerk.example", 0)])
def test_mail_json_can_be_asked_for_one_address(mail, client, to, count):
    assert len(client.get("/dev/mail.json", {"to": to}).json()) == count


def test_mail_json_tells_everything_about_a_mail(mail, client):
    (found,) = client.get("/dev/mail.json").json()
    assert found["from"] == "Umento <umento@umento.example>"
    assert found["to"] == "Jürgen Groß <j.gross@weserwerk.example>"
    assert found["envelope_to"] == "j.gross@weserwerk.example"
    assert found["subject"] == "Ihre Sitzung wird größer"
    assert found["message_id"] == "<1@umento.example>"
    assert found["text"] == "Hallo\nhttps://umento.example/x\n"
    assert found["html"] == "<p style='color: red'>Hallo</p>\n"
    (attachment,) = found["attachments"]
    assert (attachment["name"], attachment["content"]) == ("größer.ics", CALENDAR)
    assert attachment["type"].startswith("text/calendar") and "REQUEST" in attachment["type"]


def test_mail_list_shows_the_newest_first(demo, client):
    (demo / "mail").mkdir()
    for number, subject in ((1, "Erste"), (2, "Zweite")):
        (demo / "mail" / f"{number}.eml").write_text(f"Subject: {subject}\n\nText")
    page = client.get("/dev/mail/").content.decode()
    assert 0 < page.index("Zweite") < page.index("Erste")


def test_mail_list_says_when_there_is_none(demo, client):
    assert "Noch ist keine E-Mail verschickt." in client.get("/dev/mail/").content.decode()


def test_mail_detail_shows_text_source_and_attachment(client, number):
    page = client.get(f"/dev/mail/{number}/").content.decode()
    assert '<a href="https://umento.example/x"' in page
    assert "BEGIN:VCALENDAR" in page
    assert "&lt;p style=" in page


def test_mail_html_lets_styles_through_and_nothing_else(client, number):
    response = client.get(f"/dev/mail/{number}/html/")
    policy = response["Content-Security-Policy"]
    assert response.content.decode() == "<p style='color: red'>Hallo</p>\n"
    assert "style-src 'unsafe-inline'" in policy and "sandbox" in policy
    assert "script-src" not in policy and "default-src 'none'" in policy


def test_mail_attachment_comes_as_it_was_sent(client, number):
    response = client.get(f"/dev/mail/{number}/0/")
    assert response.content.decode() == CALENDAR
    assert response["Content-Disposition"] == "attachment; filename*=utf-8''gr%C3%B6%C3%9Fer.ics"


def test_unknown_mails_and_parts_are_not_found(client, number):
    for address in ("/dev/mail/1/", "/dev/mail/1/html/", f"/dev/mail/{number}/1/"):
        assert client.get(address).status_code == 404


def test_clock_moves_forward_for_everybody(demo, client):
    before = now()
    response = client.post("/dev/clock/", {"hours": "25"}, headers={"accept": "application/json"})
    assert response.json()["offset_seconds"] == 25 * 3600
    assert 25 * 3600 <= (now() - before).total_seconds() < 25 * 3600 + 60
    client.post("/dev/clock/", {"hours": "1"})
    assert demo_clock.offset().total_seconds() == 26 * 3600


@pytest.mark.parametrize("hours", ["-1", "0", "x", "", "99999999999999999999"])
def test_clock_refuses_what_is_no_number_of_hours_ahead(demo, client, hours):
    response = client.post("/dev/clock/", {"hours": hours}, headers={"accept": "application/json"})
    assert response.status_code == 400
    assert response.json()["errors"] != []
    assert demo_clock.offset().total_seconds() == 0


def test_clock_page_keeps_what_was_typed(demo, client):
    page = client.post("/dev/clock/", {"hours": "gestern"}).content.decode()
    assert 'value="gestern"' in page and "In der Demo ist es" in page
