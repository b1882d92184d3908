from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path

import pytest

from accounts.models import Organisation
from mail import bounces, delivery, return_addresses, statuses, stops
from mail.models import Message, State, Suppression
from mail.outbox import Letter, enqueue
from tenancy.scope import scope
from tests.mail.smtp import mail_server
from tests.roles import as_role

NOW = datetime(2027, 1, 18, 9, 0, tzinfo=UTC)
TEMPLATES = Path(__file__).parent / "templates"

pytestmark = pytest.mark.django_db
#: With a mail server, as the worker.
really = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _world(settings, monkeypatch):
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [*settings.TEMPLATES[0]["DIRS"], TEMPLATES]}]
    settings.MAIL_REPLY_ADDRESS = "antwort@umento.example"
    monkeypatch.setattr("tenancy.clock.system_now", lambda: NOW)


@pytest.fixture
def house():
    return Organisation.objects.create(slug="weserwerk", name="Weserwerk AG")


@pytest.fixture
def other_house():
    return Organisation.objects.create(slug="nordlicht", name="Nordlicht eG")


def write(house, about="thing:1", recipient="lea@weserwerk.example", **changes) -> Message:
    values = {"kind": "test.note", "language": "de", "context": {"what": "Sitzung", "who": "Lea"}}
    with scope(house):
        enqueue(Letter(about=about, recipient=recipient, **(values | changes)))
        return Message.objects.get(about=about, recipient=recipient)


def sweep(connect) -> int:
    with as_role("worker"):
        return delivery.deliver_due(NOW, connect=connect)


def sent(house, **changes) -> Message:
    message = write(house, **changes)
    with scope(house):
        Message.objects.filter(pk=message.pk).update(state=State.SENT, handovers=1)
    return fresh(message)


def settled(house, **changes) -> Message:
    """A mail after the sweep has looked at what is not to be sent."""
    message = write(house, **changes)
    with scope(house):
        stops.settle(Message.objects.filter(state=State.WAITING))
    return fresh(message)


def fresh(message: Message) -> Message:
    with scope(message.organisation_id):
        return Message.objects.get(pk=message.pk)


def suppressed(house) -> list[str]:
    with scope(house):
        return list(Suppression.objects.values_list("address_norm", flat=True))


def notice(to: str, *, status="5.1.1", action="failed", diagnostic="", kind="multipart/report") -> bytes:
    """What a mail server sends back (RFC 3464)."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "MAILER-DAEMON@example.org", to, "Undelivered Mail"
    mail.set_content("I could not deliver your mail.")
    mail.make_mixed()
    fields = f"Action: {action}\nStatus: {status}\n"
    fields += f"Diagnostic-Code: smtp; {diagnostic}\n" if diagnostic else ""
    fields = f"Reporting-MTA: dns; mx.example.org\n\nFinal-Recipient: rfc822; x@example.org\n{fields}"
    text = mail.as_string().replace("multipart/mixed", f'{kind}; report-type="delivery-status"')
    boundary = mail.get_boundary()
    inner = f"--{boundary}\nContent-Type: message/delivery-status\n\n{fields}\n--{boundary}--"
    return text.replace(f"--{boundary}--", inner).encode()


def bounce(message: Message, **fields) -> None:
    address = return_addresses.address(message)
    bounces.take(notice(address, **fields), to=[address])


@really
def test_a_mail_leaves_with_a_return_address_of_its_own(house):
    with mail_server() as (server, connect):
        first, second = write(house), write(house, about="thing:2")
        sweep(connect)
    assert set(server.senders) == {return_addresses.address(fresh(mail)) for mail in (first, second)}
    assert len(set(server.senders)) == 2
    assert all(len(address.partition("@")[0]) <= 64 for address in server.senders)
    assert "umento" in server.stored[0]["From"] and "antwort" not in server.stored[0]["From"]


@really
def test_without_a_reply_address_mail_leaves_from_the_house(house, settings):
    settings.MAIL_REPLY_ADDRESS = ""
    with mail_server() as (server, connect):
        write(house)
        sweep(connect)
    assert "+" not in server.senders[0]


def test_a_bounced_address_gets_no_more_mail(house):
    bounce(sent(house))
    later = settled(house, about="thing:2", sensitive=True)
    assert suppressed(house) == ["lea@weserwerk.example"]
    assert (later.state, later.text, later.handovers) == (State.BLOCKED, "", 0)


def test_codes_to_sign_in_are_sent_all_the_same(house):
    bounce(sent(house))
    code = {"kind": "signin.code", "context": {"code": "123456", "minutes": 5}}
    assert settled(house, about="signin:1", **code).state == State.WAITING


def test_other_houses_still_write_to_the_address(house, other_house):
    bounce(sent(house))
    assert settled(other_house).state == State.WAITING


@pytest.mark.parametrize(
    "fields",
    [
        {"action": "delayed", "status": "4.4.1"},
        {"action": "delivered", "status": "2.0.0"},
        {"kind": "multipart/mixed"},
    ],
)
def test_what_is_no_end_changes_nothing(house, fields):
    message = sent(house)
    bounce(message, **fields)
    assert fresh(message).state == State.SENT
    assert suppressed(house) == []


@pytest.mark.parametrize("status", ["4.2.2", "4.4.7", "5.2.2", "5.3.4", "5.6.1", "5.7.1"])
def test_a_passing_fault_or_a_policy_fails_the_mail_and_not_the_address(house, status):
    message = sent(house)
    bounce(message, status=status)
    assert fresh(message).state == State.FAILED
    assert suppressed(house) == []


def test_where_the_status_says_little_the_other_servers_words_count(house):
    bounce(sent(house), status="5.0.0", diagnostic="550 5.7.1 Rejected as spam")
    assert suppressed(house) == []
    bounce(sent(house, about="thing:2"), status="5.0.0", diagnostic="550 5.1.1 User unknown")
    assert suppressed(house) == ["lea@weserwerk.example"]


def test_a_forged_token_does_nothing(house, other_house):
    message = sent(house)
    address = return_addresses.address(message)
    forged = address[: address.index("@") - 1] + ("0" if address[address.index("@") - 1] != "0" else "1")
    elsewhere = address.replace(f"+b{house.pk}-", f"+b{other_house.pk}-")
    for to in (f"{forged}@umento.example", elsewhere, "antwort@umento.example"):
        bounces.take(notice(to), to=[to])
        bounces.take(notice(to))
    assert fresh(message).state == State.SENT
    assert suppressed(house) == suppressed(other_house) == []


def test_a_replay_after_the_address_was_mended_does_nothing(house):
    message = sent(house)
    bounce(message)
    with scope(house):
        Suppression.objects.all().delete()
    bounce(message)
    assert suppressed(house) == []


def test_a_mail_that_never_left_cannot_bounce(house):
    bounce(write(house))
    assert suppressed(house) == []


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\xff" * 50,
        b"x" * 1_000_001,
        b"Content-Type: multipart/report; boundary=x\n\n",
        b"Content-Type: multipart/report; boundary=x\n\n--x\nContent-Type: message/delivery-status\n\n"
        + b"A: b\n\nAction: failed\nStatus: 5.1.1\n\n" * 50
        + b"\n--x--",
    ],
)
def test_what_strangers_send_is_dropped(house, raw):
    message = sent(house)
    bounces.take(raw, to=[return_addresses.address(message)])
    assert fresh(message).state == State.SENT


@really
def test_a_mailbox_that_is_unknown_at_once_counts_as_a_bounce(house):
    message = write(house, told=True)
    with mail_server() as (server, connect):
        server.recipient_answer = "550 5.1.1 No such user"
        sweep(connect)
    assert (fresh(message).state, fresh(message).bounced_at) == (State.FAILED, NOW)
    with scope(house):
        assert Suppression.objects.get().told


@really
@pytest.mark.parametrize("answer", ["450 4.1.1 Later", "550 5.7.1 Not from you", "550 relay not permitted"])
def test_other_refusals_leave_the_address_alone(house, answer):
    write(house)
    with mail_server() as (server, connect):
        server.recipient_answer = answer
        sweep(connect)
    assert suppressed(house) == []


def test_hr_learns_of_an_address_once_a_mail_it_knows_of_is_kept_back(house):
    bounce(sent(house))
    with scope(house):
        assert not Suppression.objects.get().told
    settled(house, about="thing:2", told=True)
    with scope(house):
        assert Suppression.objects.get().told


@pytest.mark.parametrize(
    ("status", "is_fault"),
    [("5.1.1", True), ("5.0.0", True), ("5.4.4", True), ("5.1.8", False), ("4.1.1", False), ("", False)],
)
def test_which_statuses_are_a_fault_of_the_address(status, is_fault):
    assert statuses.is_fault_of_address(status) is is_fault
