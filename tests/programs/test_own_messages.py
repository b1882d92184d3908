from datetime import timedelta

import pytest

from accounts.models import AuditEvent
from mail.models import Message
from programs import own_messages, rounds, tasks
from programs.errors import ProgramError
from programs.models import Group, OwnMessage
from programs.own_messages import Draft
from programs.wording import Text
from tenancy import clock
from tenancy.scope import scope
from tests import factories

pytestmark = pytest.mark.django_db

TEXT = Text("Hallo {{vorname}}", "Wir treffen uns im {{programm}}.")


@pytest.fixture(autouse=True)
def _scope(organisation):
    with scope(organisation):
        yield


@pytest.fixture
def program(lead):
    return factories.program("Lernen", lead=lead)


def join(program, name: str, **fields):
    member = {key: fields.pop(key) for key in ("language", "is_active") if key in fields}
    person = factories.membership(name, email=f"{name.split(maxsplit=1)[0].lower()}@x.example", **member)
    return factories.participant(program, membership=person, **fields)


def written(program, lead, group=Group.ALL, **fields) -> OwnMessage:
    return own_messages.write(program, Draft(group, TEXT, **fields), by=lead)


def readers() -> list[str]:
    return sorted(mail.recipient.split("@")[0] for mail in Message.objects.filter(kind="program.message"))


@pytest.fixture
def people(program):
    """One person in every standing and state."""
    join(program, "imported", standing="imported")
    join(program, "invited", standing="invited", answered_at=None)
    join(program, "declined", standing="invited", answered_at=None, quiet=True)
    join(program, "questions", answered_at=None)
    join(program, "ready")
    join(program, "paused", standing="paused")
    join(program, "left", standing="left", quiet=True)
    join(program, "gone", is_active=False)
    for state in ("active", "paused", "asked_mentor", "asked_mentee", "declined", "not_formed", "ended"):
        mentor, mentee = join(program, f"mr-{state}"), join(program, f"me-{state}", side="mentee")
        factories.tandem(program, mentor=mentor, mentee=mentee, state=state)


IN_TANDEM = {"mr-active", "me-active", "mr-paused", "me-paused"}
WITHOUT = {"ready"} | {
    f"{side}-{state}"
    for side in ("mr", "me")
    for state in ("asked_mentor", "asked_mentee", "declined", "not_formed", "ended")
}


@pytest.mark.parametrize(
    ("group", "expected"),
    [
        (Group.ALL, IN_TANDEM | WITHOUT | {"questions", "paused"}),
        (Group.INVITED, {"invited"}),
        (Group.READY, IN_TANDEM | WITHOUT),
        (Group.TANDEM, IN_TANDEM),
        (Group.WITHOUT, WITHOUT),
    ],
)
def test_each_group_gets_it_once_and_nobody_else(group, expected, program, people, lead):
    written(program, lead, group)
    for _turn in range(2):
        rounds.send_due(clock.now())
    assert readers() == sorted(expected)


def test_the_size_of_a_group_does_not_tell_a_no(program, people):
    assert own_messages.sizes(program)[Group.INVITED] == 2


def test_each_reads_it_in_their_language_with_their_name(program, lead):
    join(program, "Jana Vogt")
    join(program, "Tom Nowak", language="en")
    own_messages.write(program, Draft(Group.ALL, TEXT, Text("Hi {{first_name}}", "See you")), by=lead)
    rounds.send_due(clock.now())
    mails = {mail.recipient: mail for mail in Message.objects.all()}
    assert mails["jana@x.example"].subject == "Hallo Jana"
    assert "Wir treffen uns im Lernen." in mails["jana@x.example"].text
    assert mails["tom@x.example"].subject == "Hi Tom"
    assert mails["tom@x.example"].reply_to == lead.email


def test_who_reads_the_other_language_gets_the_one_there_is(program, lead):
    join(program, "Tom Nowak", language="en")
    written(program, lead)
    rounds.send_due(clock.now())
    assert Message.objects.get().subject == "Hallo Tom"


def test_somebody_called_like_a_placeholder_stays_called_so(program, lead):
    join(program, "{{programm}} Vogt")
    written(program, lead)
    rounds.send_due(clock.now())
    assert Message.objects.get().subject == "Hallo {{programm}}"


def test_nothing_leaves_before_its_time(program, lead):
    join(program, "Jana Vogt")
    at = clock.now() + timedelta(hours=2)
    written(program, lead, send_at=at)
    rounds.send_due(at - timedelta(seconds=1))
    assert readers() == []
    rounds.send_due(at)
    assert readers() == ["jana"]


def test_who_comes_later_is_among_them_and_who_leaves_is_not(program, lead):
    leaving = join(program, "Jana Vogt")
    at = clock.now() + timedelta(hours=2)
    written(program, lead, send_at=at)
    join(program, "Tom Nowak")
    leaving.standing = "left"
    leaving.save()
    rounds.send_due(at)
    assert readers() == ["tom"]


def test_a_message_is_taken_back_until_it_leaves(program, lead):
    join(program, "Jana Vogt")
    message = written(program, lead)
    for _turn in range(2):
        own_messages.withdraw(message, by=lead)
    rounds.send_due(clock.now())
    assert readers() == []
    assert list(AuditEvent.objects.order_by("pk").values_list("verb", flat=True)) == [
        "message.written",
        "message.withdrawn",
    ]


def test_what_has_left_is_not_taken_back(program, lead):
    message = written(program, lead)
    rounds.send_due(clock.now())
    with pytest.raises(ProgramError, match="schon unterwegs"):
        own_messages.withdraw(message, by=lead)


def test_a_time_that_is_over_is_refused(program, lead):
    with pytest.raises(ProgramError, match="schon vorbei"):
        written(program, lead, send_at=clock.now() - timedelta(minutes=1))


@pytest.mark.parametrize("phase", ["draft", "archived"])
def test_a_program_that_is_not_open_writes_to_nobody(phase, program, lead):
    program.phase = phase
    with pytest.raises(ProgramError, match="keine Nachrichten"):
        written(program, lead)


@pytest.mark.parametrize(
    ("language", "draft"), [("de", Draft(Group.ALL, english=TEXT)), ("en", Draft(Group.ALL, TEXT))]
)
def test_the_language_of_the_house_is_needed(language, draft, organisation, program, lead):
    program.organisation.language = language
    with pytest.raises(ProgramError, match="Sprache der Organisation"):
        own_messages.write(program, draft, by=lead)


def test_the_trail_says_to_whom_and_not_what(program, lead):
    written(program, lead, Group.INVITED)
    event = AuditEvent.objects.get()
    assert event.detail == {"group": "eingeladen, noch nicht dabei"}


@pytest.mark.django_db(transaction=True)
@pytest.mark.role("worker")
def test_the_sweep_sends_in_each_house_by_itself(organisation, other_organisation):
    names = {organisation: "jana", other_organisation: "tom"}
    for house, name in names.items():
        with scope(house):
            program = factories.program()
            join(program, name)
            factories.own_message(program, send_at=clock.now())
    tasks.send_messages()
    for house, name in names.items():
        with scope(house):
            assert readers() == [name]
