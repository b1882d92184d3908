from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.db.models import F

from accounts.models import Organisation
from mail import delivery
from mail.models import Message, State
from mail.outbox import Letter, enqueue, render
from tenancy.scope import scope, system
from tests.mail.smtp import free_port, mail_server
from tests.roles import as_role

NOW = datetime(2027, 1, 18, 9, 0, tzinfo=UTC)
CALENDAR = "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nX-NAME:Ümläut\r\nEND:VCALENDAR\r\n"
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
    [row] = all_rows()
    return row


def all_rows() -> list[Message]:
    with as_role("worker"), system():
        return list(Message.objects.order_by("pk"))


def end_lease(message: Message) -> None:
    """Let two minutes pass for one mail."""
    with system():
        Message.objects.filter(pk=message.pk).update(lease_until=message.lease_until - timedelta(minutes=3))


def end_lease_of_all(house: Organisation) -> None:
    """The same in a thread of the mail server, which has no scope of its own."""
    try:
        with scope(house):
            Message.objects.update(lease_until=F("lease_until") - timedelta(minutes=3))
    finally:
        connection.close()


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
    write(house, calendar=CALENDAR, calendar_method="REQUEST")
    with mail_server() as (server, connect):
        sweep(connect)
    [mail] = server.stored
    body, file = mail.iter_parts()
    text, html, calendar = body.iter_parts()
    assert (mail.get_content_type(), body.get_content_type()) == ("multipart/mixed", "multipart/alternative")
    assert [text.get_content_type(), html.get_content_type()] == ["text/plain", "text/html"]
    assert calendar.get_content_type() == "text/calendar"
    assert (calendar["Content-Type"].params["method"], calendar.get_content_charset()) == ("REQUEST", "utf-8")
    assert (file.get_content_type(), file.get_filename()) == ("application/ics", "invite.ics")
    assert file.get_payload(decode=True) == calendar.get_payload(decode=True) == CALENDAR.encode()


def test_a_request_comes_from_its_organizer_and_bounces_go_to_the_house(house):
    write(house, sender_name="Weserwerk AG über Umento", sender="reply+1@umento.example")
    with mail_server() as (server, connect):
        sweep(connect)
    assert server.stored[0]["From"] == "Weserwerk AG über Umento <reply+1@umento.example>"
    assert server.senders == ["umento@localhost"]


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


def test_a_server_that_is_away_is_no_fault_of_the_mail(house):
    write(house)
    with mail_server() as (_server, connect):
        away = connect
    for _ in range(len(delivery.PAUSES) + 2):
        assert sweep(away) == 0
    waiting = only()
    assert (waiting.state, waiting.due_at, waiting.attempts) == (State.WAITING, NOW, 0)
    assert "refused" in waiting.last_error
    with mail_server() as (_server, connect):
        assert sweep(connect) == 1


def test_a_server_that_says_later_is_tried_again_after_growing_pauses_and_then_given_up(house):
    write(house)
    with mail_server() as (server, connect):
        server.recipient_answer = "451 later"
        for pause in delivery.PAUSES:
            before = only().due_at
            sweep(connect, before)
            assert (only().due_at, only().state) == (before + pause, State.WAITING)
        sweep(connect, only().due_at)
    assert only().state == State.FAILED


def test_a_server_that_hangs_up_before_the_text_never_has_the_last_word(house):
    write(house)
    with mail_server() as (server, connect):
        server.drop_before_text = True
        for _ in range(len(delivery.PAUSES) + 3):
            assert sweep(connect, only().due_at) == 0
        assert (only().state, only().handovers) == (State.WAITING, 0)
        server.drop_before_text = False
        assert sweep(connect, only().due_at) == 1
    assert len(server.stored) == 1


def test_a_server_that_goes_away_in_a_sweep_leaves_the_rest_as_it_was(house):
    """What was never handed over must not count as perhaps sent."""
    for number in range(3):
        write(house, about=f"thing:{number}")
    with mail_server() as (server, connect):
        server.drop_before_text = True

        def connect_once():
            once = connect()
            once.open()
            once.port = free_port()
            return once

        assert sweep(connect_once) == 0
    rows = all_rows()
    assert [(row.state, row.handovers) for row in rows] == [(State.WAITING, 0)] * 3
    assert sorted(row.attempts for row in rows) == [0, 0, 1]


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


def test_a_no_after_the_text_is_no_copy(house):
    write(house)
    with mail_server() as (server, connect):
        server.answers = ["451 later", "451 later", "451 later"]
        for _ in range(4):
            sweep(connect, only().due_at)
    assert (len(server.stored), only().state) == (1, State.SENT)


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
        claimed = delivery._claim(NOW)
        assert delivery._claim(NOW) is None
        end_lease(claimed)
    with mail_server() as (_server, connect):
        assert sweep(connect) == 1


def test_workers_killed_with_the_text_on_its_way_send_two_copies_at_most(house):
    write(house)
    with mail_server() as (server, connect):
        for _ in range(4):
            with as_role("worker"):
                if claimed := delivery._claim(NOW):
                    delivery._note_handover(claimed)  # the text leaves, and the worker dies
                    end_lease(claimed)
        assert sweep(connect) == 0
    assert server.stored == []
    assert (only().handovers, only().state) == (delivery.MOST_COPIES, State.FAILED)


def test_a_mail_that_left_once_before_a_kill_is_sent_once_more(house):
    write(house)
    with as_role("worker"):
        claimed = delivery._claim(NOW)
        delivery._note_handover(claimed)
        end_lease(claimed)
    with mail_server() as (_server, connect):
        assert sweep(connect) == 1
    assert only().state == State.SENT


def test_a_lease_that_ran_out_while_the_server_was_slow_sends_nothing(house):
    write(house)
    with mail_server() as (server, connect):
        server.meanwhile = lambda: end_lease_of_all(house)
        assert sweep(connect) == 0
        assert (server.stored, only().handovers) == ([], 0)


def test_a_lease_that_another_worker_took_over_sends_nothing(house):
    """Both were slow; the copy is the other's to send."""
    write(house)
    with as_role("worker"):
        first = delivery._claim(NOW)
        end_lease(first)
        second = delivery._claim(NOW)
        with pytest.raises(delivery.LeaseOver):
            delivery._note_handover(first)
        delivery._record(first, {"state": State.FAILED})
        delivery._note_handover(second)
    assert (only().state, only().handovers) == (State.WAITING, 1)


def test_a_copy_that_arrived_late_spares_the_second(house):
    write(house)
    with as_role("worker"):
        first = delivery._claim(NOW)
        delivery._note_handover(first)
        end_lease(first)
        second = delivery._claim(NOW)
        delivery._record_sent(first, NOW)
        with pytest.raises(delivery.LeaseOver):
            delivery._note_handover(second)
    assert only().state == State.SENT


def test_a_sweep_ends_after_its_time_and_rings_for_the_rest(house, monkeypatch):
    rings = []
    monkeypatch.setattr(delivery, "ring", lambda: rings.append("ring"))
    for number in range(3):
        write(house, about=f"thing:{number}")
    with mail_server() as (_server, connect), as_role("worker"):
        assert delivery.deliver_due(NOW, connect=connect, seconds=0) == 1
        assert rings == ["ring"]
        assert delivery.deliver_due(NOW, connect=connect) == 2
    assert rings == ["ring"]


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
