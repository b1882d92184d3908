"""A calendar's answer changes the session of exactly the person who got the request, or nothing."""

import logging
import re

import pytest
from django.urls import reverse

from accounts.access import Policy
from mail.models import Message
from sessions import booking
from sessions.calendars import ics, replies, reply_addresses
from sessions.models import Session, SessionReply, SessionState
from tenancy.scope import scope
from tests import factories
from tests.access_table import PAGES
from tests.addresses import FOUND, part_names
from tests.sessions.calendars.reply_corpus import PROGRAMS, answer
from tests.sessions.conftest import at

pytestmark = pytest.mark.django_db

#: What HR can open of this program and its tandem.
OF_HR = [
    page
    for page in PAGES
    if page.policy in {Policy.LEAD, Policy.OWNER}
    and not page.posts
    and part_names(page) <= {"organisation", "program", "tandem"}
]


@pytest.fixture(autouse=True)
def _address(settings):
    settings.MAIL_REPLY_ADDRESS = "reply@umento.example"


@pytest.fixture
def session(pair, inside) -> Session:
    return booking.book(pair.tandem, starts_at=at("02-11T10:30"), by=pair.lea, place="Raum 1")


def take(raw: bytes, **options) -> None:
    replies.take(raw, **options)


def answers() -> list[tuple[str, str]]:
    return list(SessionReply.objects.order_by("pk").values_list("person__name", "answer"))


def state(session: Session) -> str:
    return Session.objects.values_list("state", flat=True).get(pk=session.pk)


def partstat(session: Session, person) -> str:
    text = ics.invitation(session, person=person, method="REQUEST").replace("\r\n ", "")
    return text.split("PARTSTAT=")[1].split(";")[0]


@pytest.fixture
def dropped(caplog):
    """Take a mail that must change nothing; return why, as the log has it."""
    caplog.set_level(logging.INFO, logger="sessions.calendars.replies")

    def reason(raw: bytes, **options) -> str:
        caplog.clear()
        before = answers(), list(Session.objects.values()), Message.objects.count()
        take(raw, **options)
        assert (answers(), list(Session.objects.values()), Message.objects.count()) == before
        [record] = caplog.records
        return record.getMessage().removeprefix("An answer from a calendar was dropped: ")

    return reason


@pytest.mark.parametrize("program", PROGRAMS)
def test_accepting_in_any_program_is_noted(pair, session, program):
    take(answer(program, session, pair.thomas))
    assert answers() == [("Dr. Thomas Reuter", "accepted")]
    assert state(session) == SessionState.BOOKED


@pytest.mark.parametrize("program", PROGRAMS)
def test_declining_in_any_program_cancels_the_session_and_tells_both(pair, session, program):
    take(answer(program, session, pair.thomas, "DECLINED"))
    assert state(session) == SessionState.CANCELLED
    told = Message.objects.filter(kind="session.cancelled")
    assert {mail.recipient for mail in told} == {pair.lea.email, pair.thomas.email}
    assert all("/book/" in mail.text and "METHOD:CANCEL" in mail.calendar for mail in told)


def test_either_of_the_two_can_decline(pair, session):
    take(answer("outlook", session, pair.lea, "DECLINED"))
    assert state(session) == SessionState.CANCELLED


def test_the_cancellation_shows_who_had_declined(pair, session):
    take(answer("google", session, pair.thomas, "DECLINED"))
    mail = Message.objects.get(kind="session.cancelled", recipient=pair.thomas.email)
    assert "PARTSTAT=DECLINED" in mail.calendar.replace("\r\n ", "")


def test_perhaps_is_noted_and_can_become_a_yes(pair, session):
    take(answer("outlook", session, pair.thomas, "TENTATIVE"))
    take(answer("outlook", session, pair.thomas, "ACCEPTED"))
    assert answers() == [("Dr. Thomas Reuter", "accepted")]


def test_both_answer_for_themselves(pair, session):
    take(answer("apple", session, pair.thomas))
    take(answer("google", session, pair.lea, "TENTATIVE"))
    assert answers() == [("Dr. Thomas Reuter", "accepted"), ("Lea Brandt", "tentative")]


def test_the_same_answer_twice_changes_nothing_more(pair, session, dropped):
    yes = answer("outlook", session, pair.thomas)
    take(yes)
    assert dropped(yes) == "known already"
    no = answer("outlook", session, pair.thomas, "DECLINED")
    take(no)
    assert dropped(no) == "to an earlier state"


def test_a_yes_lasts_while_the_place_changes_and_ends_when_the_time_does(pair, session):
    take(answer("outlook", session, pair.thomas))
    session = booking.relocate(session, form="onsite", place="Raum 2", by=pair.lea)
    assert (partstat(session, pair.thomas), partstat(session, pair.lea)) == ("ACCEPTED", "NEEDS-ACTION")
    session = booking.move(session, starts_at=at("02-12T09:30"), by=pair.lea)
    assert partstat(session, pair.thomas) == "NEEDS-ACTION"
    take(answer("outlook", session, pair.thomas))
    assert partstat(session, pair.thomas) == "ACCEPTED"


@pytest.mark.parametrize("said", ["ACCEPTED", "DECLINED"])
def test_an_answer_to_an_earlier_time_is_dropped(pair, session, dropped, said):
    late = answer("outlook", session, pair.thomas, said)
    booking.move(session, starts_at=at("02-12T09:30"), by=pair.lea)
    assert dropped(late) == "to an earlier state"


def test_a_program_that_counts_further_than_we_do_is_believed(pair, session):
    take(answer("outlook", session, pair.thomas, sequence="7"))
    assert answers() == [("Dr. Thomas Reuter", "accepted")]


def test_a_session_that_has_begun_cannot_be_declined(pair, session, clock, dropped):
    clock.set("02-11T10:31")
    said = answer("outlook", session, pair.thomas, "DECLINED")
    assert dropped(said) == "the session is over or cancelled"


def test_another_time_in_the_calendar_leads_to_the_page_and_moves_nothing(pair, session):
    for _ in range(2):
        take(answer("counter", session, pair.thomas))
    assert state(session) == SessionState.BOOKED
    assert answers() == []
    mail = Message.objects.get(kind="session.countered")
    assert mail.recipient == pair.thomas.email
    assert "/sessions/1/move/" in mail.text and "/sessions/1/move/" in mail.html
    assert mail.calendar == ""


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"partstat": "DELEGATED"}, "neither yes nor no"),
        ({"partstat": "NEEDS-ACTION"}, "neither yes nor no"),
        ({"partstat": "X\\;SENT-BY"}, "neither yes nor no"),
        ({"attendee": "lea@weserwerk.example"}, "somebody else's answer"),
        ({"attendee": "stranger@example.org"}, "somebody else's answer"),
        ({"uid": "session-nosuchsession@umento"}, "unknown session"),
        ({"uid": "demo-abc@umento"}, "unknown session"),
        ({"uid": "session-\N{NULL}@umento"}, "unknown session"),
        ({"address": "reply@umento.example"}, "not to an address of ours"),
        ({"address": "reply+1-00@umento.example"}, "not to an address of ours"),
    ],
)
def test_a_forged_or_foreign_answer_changes_nothing(pair, session, dropped, changes, reason):
    assert dropped(answer("google", session, pair.thomas, **({"partstat": "DECLINED"} | changes))) == reason


def test_a_guessed_token_changes_nothing(pair, session, dropped):
    real = reply_addresses.address(session, pair.thomas)
    guessed = real.replace(real[-25:-15], "0123456789")
    assert dropped(answer("google", session, pair.thomas, "DECLINED", address=guessed)) == "wrong token"


def test_an_address_is_good_for_one_session_and_one_person(pair, session, dropped):
    other = booking.book(pair.tandem, starts_at=at("02-18T10:30"), by=pair.lea)
    for_other = reply_addresses.address(other, pair.thomas)
    assert dropped(answer("apple", session, pair.thomas, "DECLINED", address=for_other)) == "wrong token"
    for_lea = reply_addresses.address(session, pair.lea)
    said = answer("apple", session, pair.thomas, "DECLINED", address=for_lea)
    assert dropped(said) == "somebody else's answer"


def test_a_token_of_another_house_opens_nothing_here(pair, session, dropped, other_organisation):
    with scope(other_organisation):
        foreign = reply_addresses.address(factories.session(), pair.thomas)
    said = answer("google", session, pair.thomas, "DECLINED", address=foreign)
    assert dropped(said) == "unknown session"


def test_who_has_left_answers_no_more(pair, session, dropped):
    pair.thomas.is_active = False
    pair.thomas.save()
    assert dropped(answer("google", session, pair.thomas, "DECLINED")) == "no longer here"


def test_the_envelope_counts_and_not_what_stands_in_the_mail(pair, session, dropped):
    said = answer("google", session, pair.thomas)
    assert dropped(said, to=["reply+1@umento.example"]) == "not to an address of ours"
    take(said, to=[reply_addresses.address(session, pair.thomas).upper()])
    assert answers() == [("Dr. Thomas Reuter", "accepted")]


def test_the_log_holds_nothing_of_the_mail(pair, session, caplog):
    caplog.set_level(logging.DEBUG)
    for changes in ({"attendee": "stranger@example.org"}, {"uid": "session-nosuchsession@umento"}, {}):
        take(answer("google", session, pair.thomas, **changes))
    assert not any(word in caplog.text for word in ("@", "Thomas", "Lea", "nosuch", "reply+"))


def test_without_an_address_nobody_is_asked(pair, session, settings, dropped):
    said = answer("google", session, pair.thomas)
    settings.MAIL_REPLY_ADDRESS = ""
    text = ics.invitation(session, person=pair.thomas, method="REQUEST").replace("\r\n ", "")
    assert "RSVP=FALSE" in text and "reply+" not in text
    assert dropped(said) == "not to an address of ours"


def test_an_address_fits_into_what_mail_servers_take(pair, session, settings):
    settings.MAIL_REPLY_ADDRESS = "umento-replies@reply.umento.example"
    pair.organisation.pk = 123456
    with scope(123456):
        local, domain = reply_addresses.address(session, pair.thomas).split("@")
    assert len(local) <= 64 and domain == "reply.umento.example"


def test_both_read_the_answers_on_the_page_of_the_session(pair, session, lea, thomas, url):
    take(answer("outlook", session, pair.thomas))
    for client in (lea, thomas):
        assert (
            "Dr. Thomas Reuter hat im Kalender zugesagt"
            in client.get(url("session_detail", 1)).content.decode()
        )
    booking.move(session, starts_at=at("02-12T09:30"), by=pair.lea)
    assert "im Kalender" not in lea.get(url("session_detail", 1)).content.decode()


def test_hr_sees_nothing_of_a_yes(pair, session, owner, client_for):
    client = client_for(owner)
    values = {
        "organisation": "weserwerk",
        "program": pair.program.public_id,
        "tandem": pair.tandem.public_id,
    }

    def seen() -> dict[str, str]:
        asked = {page.name: client.get(_page(page.name, values)).content.decode() for page in OF_HR}
        return {name: re.sub(r'csrfmiddlewaretoken" value="\w+"', "", html) for name, html in asked.items()}

    before = seen()
    take(answer("outlook", session, pair.thomas))
    assert answers() != []
    assert seen() == before
    assert "Dr. Thomas Reuter" in before["programs:hr_tandem_detail"]


def _page(name: str, values: dict[str, str]) -> str:
    return reverse(name, kwargs={key: values[key] for key in FOUND[name][0].pattern.regex.groupindex})


def test_mails_say_that_a_no_in_the_calendar_counts(pair, session, settings):
    mail = Message.objects.filter(kind="session.booked").first()
    assert "auch ein Nein im Kalender sagt sie ab" in mail.text
    assert "Auch ein Nein im Kalender sagt sie ab" in mail.html
    settings.MAIL_REPLY_ADDRESS = ""
    booking.move(session, starts_at=at("02-12T09:30"), by=pair.lea)
    mail = Message.objects.filter(kind="session.moved").first()
    assert "ein Nein im Kalender erfährt niemand" in mail.text
