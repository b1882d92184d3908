from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import transaction

from accounts.models import Organisation
from mail import delivery
from mail.models import Message, State
from mail.outbox import Letter, enqueue, render
from tenancy.scope import scope, system
from tests.mail.smtp import mail_server
from tests.roles import as_role

NOW = datetime(2027, 1, 18, 9, 0, tzinfo=UTC)
TEMPLATES = Path(__file__).parent / "templates"

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _world(settings, monkeypatch):
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [*settings.TEMPLATES[0]["DIRS"], TEMPLATES]}]
    monkeypatch.setattr("tenancy.clock.system_now", lambda: NOW)


@pytest.fixture
def house():
    return Organisation.objects.create(slug="weserwerk", name="Weserwerk AG")


def note(**changes) -> Letter:
    values = {
        "kind": "test.note",
        "about": "thing:1",
        "recipient": "lea@weserwerk.example",
        "language": "de",
        "context": {"what": "Sitzung", "who": "Lea Ümläut"},
    }
    return Letter(**(values | changes))


def write(house, **changes) -> None:
    with scope(house):
        enqueue(note(**changes))


def sweep(connect, now=NOW) -> int:
    with as_role("worker"):
        return delivery.deliver_due(now, connect=connect)


def only() -> Message:
    with as_role("worker"), system():
        return Message.objects.get()


def test_a_mail_arrives_with_its_text_its_html_and_its_message_id(house):
    write(house, sender_name="Weserwerk AG über Umento", reply_to="hr@weserwerk.example")
    with mail_server() as (server, connect):
        assert sweep(connect) == 1
    [arrived] = server.stored
    assert arrived["Subject"] == "Sitzung für Lea Ümläut"
    assert arrived["From"] == "Weserwerk AG über Umento <umento@localhost>"
    assert arrived["Reply-To"] == "hr@weserwerk.example"
    assert "Guten Tag Lea Ümläut" in arrived.get_body(("plain",)).get_content()
    assert "Öffnen</a>" in arrived.get_body(("html",)).get_content()
    assert arrived["Message-ID"] == only().message_id
    assert only().state == State.SENT


def test_a_calendar_object_goes_as_alternative_and_as_file(house):
    write(house, calendar="BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nEND:VCALENDAR\r\n", calendar_method="REQUEST")
    with mail_server() as (server, connect):
        sweep(connect)
    parts = [part for part in server.stored[0].walk() if part.get_content_type() == "text/calendar"]
    assert [part.get_param("method") for part in parts] == ["REQUEST", "REQUEST"]
    assert [part.get_filename() for part in parts] == [None, "umento.ics"]


def test_the_same_meaning_is_written_once_and_another_revision_again(house):
    write(house)
    write(house, recipient="LEA@weserwerk.example")
    write(house, revision=1)
    with mail_server() as (_server, connect):
        assert sweep(connect) == 2
        assert sweep(connect) == 0


def test_a_mail_of_a_rolled_back_cause_never_existed(house):
    with scope(house):
        enqueue(note())
        transaction.set_rollback(True)
    with mail_server() as (_server, connect):
        assert sweep(connect) == 0


def test_a_mail_waits_until_it_is_due(house):
    write(house, due_at=NOW + timedelta(hours=1))
    with mail_server() as (_server, connect):
        assert sweep(connect) == 0
        assert sweep(connect, NOW + timedelta(hours=1)) == 1


def test_a_mail_too_late_to_make_sense_expires(house):
    write(house, not_after=NOW + timedelta(minutes=5))
    with mail_server() as (_server, connect):
        assert sweep(connect, NOW + timedelta(minutes=5)) == 0
    assert only().state == State.EXPIRED


def test_a_server_that_is_away_is_tried_again_after_a_growing_pause(house):
    write(house)
    with mail_server() as (_server, connect):
        away = connect
    for pause in delivery.PAUSES[:2]:
        before = only().due_at
        sweep(away, before)
        assert only().due_at == before + pause
    assert only().state == State.WAITING


def test_a_refusal_for_good_fails_at_once(house):
    write(house)
    with mail_server() as (server, connect):
        server.answers = ["554 no"]
        sweep(connect)
    assert only().state == State.FAILED


def test_an_unknown_mailbox_fails_at_once(house):
    write(house)
    with mail_server() as (server, connect):
        server.recipient_answer = "550 unknown"
        sweep(connect)
    assert only().state == State.FAILED


def test_a_greylisting_server_gets_the_mail_later(house):
    write(house)
    with mail_server() as (server, connect):
        server.answers = ["451 later"]
        assert sweep(connect) == 0
        assert sweep(connect, NOW + delivery.PAUSES[0]) == 1


def test_an_ambiguous_failure_sends_one_more_copy_after_fifteen_minutes_and_no_third(house):
    write(house)
    with mail_server() as (server, connect):
        server.drop_after_storing = True
        assert sweep(connect) == 0
        assert sweep(connect, NOW + timedelta(minutes=14)) == 0
        assert sweep(connect, NOW + timedelta(minutes=15)) == 0
        assert sweep(connect, NOW + timedelta(days=1)) == 0
    assert len(server.stored) == 2
    assert len({copy["Message-ID"] for copy in server.stored}) == 1
    assert only().state == State.FAILED


def test_one_bad_mail_does_not_hold_up_the_next(house):
    write(house, about="thing:bad")
    write(house, about="thing:good")
    with mail_server() as (server, connect):
        server.answers = ["554 no"]
        assert sweep(connect) == 1


def test_a_name_with_a_line_break_sends_nothing_and_fails(house):
    write(house, sender_name="Weserwerk\nBcc: all@example.com")
    with mail_server() as (server, connect):
        assert sweep(connect) == 0
    assert only().state == State.FAILED
    assert server.stored == []


def test_a_worker_killed_after_claiming_loses_nothing(house):
    write(house)
    with as_role("worker"):
        [claimed] = delivery._claim(NOW)
        assert delivery._claim(NOW) == []
        with system():
            Message.objects.filter(pk=claimed.pk).update(lease_until=NOW - timedelta(days=3650))
    with mail_server() as (_server, connect):
        assert sweep(connect) == 1


def test_a_body_with_a_token_is_wiped_once_it_is_sent(house):
    write(house, sensitive=True)
    with mail_server() as (server, connect):
        sweep(connect)
    assert "Guten Tag" in server.stored[0].get_body(("plain",)).get_content()
    assert (only().text, only().html) == ("", "")


def test_the_web_role_cannot_sweep_across_organisations(house):
    write(house)
    with mail_server() as (_server, connect):
        assert delivery.deliver_due(NOW, connect=connect) == 0


def test_a_mail_loads_nothing_from_elsewhere(house):
    with transaction.atomic():
        html = render(note())[2]
    assert "<img" not in html
    assert "<link" not in html
    assert "style=" in html
