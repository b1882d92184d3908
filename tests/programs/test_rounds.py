from datetime import timedelta

import pytest

from accounts.models import AuditEvent
from mail import batches, bounces
from mail.models import Batch, Flow, Message, State
from programs import own_messages, rounds
from programs.errors import ProgramError
from programs.models import Participant, Round
from programs.own_messages import Draft
from programs.wording import Text
from tenancy import clock
from tenancy.scope import scope
from tests import factories

pytestmark = pytest.mark.django_db

MANY = rounds.AT_ONCE + 5


@pytest.fixture(autouse=True)
def _scope(organisation):
    with scope(organisation):
        yield


@pytest.fixture
def program(lead):
    return factories.program("Lernen", lead=lead)


def people(program, number: int, **fields) -> list[Participant]:
    return [
        factories.participant(
            program,
            membership=factories.unregistered(f"P {index}", email=f"p{index}@example.org"),
            **({"standing": "imported"} | fields),
        )
        for index in range(number)
    ]


def work() -> None:
    while rounds.write_next():
        pass


def storm(program, lead, number: int = 12) -> Round:
    """A round of invitations of which ten came back."""
    rounds.invite(program, people(program, number), by=lead)
    for message in Message.objects.order_by("pk")[:10]:
        Message.objects.filter(pk=message.pk).update(state=State.FAILED, bounced_at=clock.now())
        bounces.suppress(message, "5.1.1", clock.now())
    return Round.objects.get()


def test_a_few_are_invited_at_once(program, lead):
    rounds.invite(program, people(program, 3), by=lead)
    assert Message.objects.count() == 3
    assert rounds.running(program) == []


def test_many_are_written_a_few_at_a_time_and_each_person_once(program, lead, monkeypatch):
    monkeypatch.setattr(rounds, "PART", 12)
    rounds.invite(program, people(program, MANY), by=lead)
    assert Message.objects.count() == 0
    assert rounds.write_next()
    [row] = rounds.running(program)
    assert (row.done, row.total, Message.objects.count()) == (12, MANY, 12)
    # A worker that died after its mails, before it noted them, left neither.
    Round.objects.update(done=6)
    work()
    assert Message.objects.count() == MANY
    assert rounds.running(program) == [] and Round.objects.get().keys == []
    assert AuditEvent.objects.get(verb="participants.invited").detail["number"] == MANY


def test_many_are_reminded_once_and_nobody_after_a_no(program, lead):
    invited = people(program, MANY, standing="invited", invited_at=clock.now() - timedelta(days=4))
    Participant.objects.filter(pk=invited[0].pk).update(quiet=True)
    assert rounds.remind(program, by=lead) == MANY
    work()
    assert Message.objects.filter(kind="program.reminder").count() == MANY - 1
    assert not program.participants.filter(reminded_at=None).exists()
    [row] = Round.objects.all()
    assert row.done == MANY and not row.may_be_counted
    with pytest.raises(ProgramError):
        rounds.remind(program, by=lead)


def test_a_message_to_many_reaches_everybody_once(program, lead):
    people(program, MANY, standing="joined")
    draft = Draft(group="all", german=Text("Hallo", "Bis bald."))
    own_messages.write(program, draft, by=lead)
    rounds.send_due(clock.now())
    assert Message.objects.count() == 0
    work()
    rounds.send_due(clock.now())
    work()
    assert Message.objects.count() == MANY


def test_a_program_that_closed_meanwhile_ends_its_round(program, lead):
    rounds.invite(program, people(program, MANY), by=lead)
    program.phase = "archived"
    program.save()
    work()
    assert Message.objects.count() == 0 and rounds.running(program) == []


def test_a_round_with_many_dead_addresses_waits_for_hr(program, lead):
    row = storm(program, lead)
    [stopped] = rounds.stopped(program)
    assert (stopped.round, stopped.bounced, stopped.held) == (row, 10, 2)
    rounds.release(row, by=lead)
    assert rounds.stopped(program) == []
    with pytest.raises(ProgramError):
        rounds.keep(row, by=lead)


def test_who_was_kept_back_may_be_invited_anew(program, lead):
    row = storm(program, lead)
    rounds.keep(row, by=lead)
    assert Batch.objects.get().flow == Flow.KEPT
    assert program.participants.filter(standing="imported", invited_at=None).count() == 2
    assert Message.objects.filter(state__in=[State.HELD, State.WAITING]).count() == 0
    again = rounds.invite(program, program.participants.all(), by=lead)
    assert again == Message.objects.filter(state=State.WAITING).count() == 2


def test_another_house_has_other_rounds(program, lead, other_organisation):
    rounds.invite(program, people(program, MANY), by=lead)
    with scope(other_organisation):
        assert not rounds.write_next()
        assert not Batch.objects.exists()
    assert batches.held(Round.objects.get().batch) == 0
