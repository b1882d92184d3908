from datetime import timedelta

import pytest
from django.db import ProgrammingError, transaction

from accounts.models import AuditEvent
from mail.models import Message
from programs import phases, setup
from programs.errors import ProgramError
from programs.models import GoalKind, Phase, PhaseChange, Program, Skill
from programs.signals import tandem_moved
from tenancy import clock
from tenancy.scope import scope
from tests import factories
from tests.programs.drafts import CONTRACT, opened


@pytest.fixture
def inside(organisation):
    with scope(organisation):
        yield


@pytest.fixture
def draft(inside, owner) -> Program:
    return setup.create_program(name="KI auf Augenhöhe", kind=GoalKind.DIGITAL, contract=CONTRACT, by=owner)


def verbs() -> list[str]:
    return list(AuditEvent.objects.order_by("at", "id").values_list("verb", flat=True))


def test_opening_refuses_while_anything_is_missing(draft, owner):
    with pytest.raises(ProgramError, match=r"Du oder Sie, fehlt\. Noch nicht bestätigt"):
        phases.open_program(draft, by=owner)
    draft.refresh_from_db()
    assert (draft.phase, draft.opened_at) == ("draft", None)


def test_an_opened_program_is_in_enrolment_offers_its_topics_and_mails_nobody(draft, owner):
    opened(draft, owner)
    again = Program.objects.get()
    assert (again.phase, again.setup_step, bool(again.opened_at)) == ("enrolment", "done", True)
    assert Skill.objects.filter(name="KI-Assistenten im Alltag").exists()
    assert not Message.objects.exists()
    assert verbs()[-1] == "program.opened"


def test_opening_twice_is_refused(draft, owner):
    opened(draft, owner)
    with pytest.raises(ProgramError, match="Das geht in der Phase „Anmeldung“ nicht"):
        phases.open_program(draft, by=owner)


def test_matching_starts_after_enrolment_and_again_does_nothing(draft, owner):
    opened(draft, owner)
    phases.start_matching(draft, by=owner)
    phases.start_matching(draft, by=owner)
    assert draft.phase == "matching"
    assert verbs().count("program.matching_started") == 1


def test_a_draft_cannot_be_matched(draft, owner):
    with pytest.raises(ProgramError, match="Das geht in der Phase „Entwurf“ nicht"):
        phases.start_matching(draft, by=owner)


@pytest.mark.parametrize(("state", "phase"), [("active", Phase.RUNNING), ("asked_mentee", Phase.MATCHING)])
def test_the_first_active_tandem_lets_the_program_run(inside, state, phase):
    program = factories.program(phase="matching")
    tandem = factories.tandem(program, state=state)
    tandem_moved.send(type(tandem), tandem=tandem, before="asked_mentor", after=state, at=clock.now())
    program.refresh_from_db()
    assert program.phase == phase


def test_a_closed_program_does_not_run_again(inside):
    program = factories.program(phase="closing")
    phases.note_first_tandem(program)
    assert program.phase == "closing"


def test_a_program_is_closed_and_then_archived(inside, owner):
    program = factories.program(phase="running")
    phases.close_program(program, by=owner)
    assert program.phase == "closing"
    phases.archive_program(program, by=owner)
    assert program.phase == "archived"
    assert verbs() == ["program.closed", "program.archived"]


def test_a_draft_can_be_put_away_and_a_running_program_cannot(draft, owner):
    phases.archive_program(draft, by=owner)
    with pytest.raises(ProgramError, match="Das geht in der Phase"):
        phases.archive_program(factories.program(phase="running"), by=owner)


MOVES = [phases.open_program, phases.start_matching, phases.close_program, phases.archive_program]


@pytest.mark.parametrize("move", MOVES)
def test_an_archived_program_moves_no_more(inside, owner, move):
    program = factories.program(phase="archived")
    with pytest.raises(ProgramError, match="Das geht in der Phase „Archiv“ nicht"):
        move(program, by=owner)
    assert not phases.history(program)


def test_the_history_tells_every_move_with_who_made_it(draft, owner):
    opened(draft, owner)
    phases.start_matching(draft, by=owner)
    phases.note_first_tandem(draft)
    phases.close_program(draft, by=owner)
    phases.archive_program(draft, by=owner)
    told = [(move.before, move.after, move.by) for move in phases.history(draft)]
    assert told == [
        ("", "draft", owner),
        ("draft", "enrolment", owner),
        ("enrolment", "matching", owner),
        ("matching", "running", None),
        ("running", "closing", owner),
        ("closing", "archived", owner),
    ]


def test_history_cannot_be_rewritten(draft):
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        PhaseChange.objects.update(after="archived")


@pytest.mark.parametrize(
    ("phase", "late", "taken"),
    [
        ("draft", 1, False),
        ("enrolment", -1, True),
        ("matching", -1, True),
        ("running", 0, True),
        ("running", -1, False),
        ("running", None, True),
        ("closing", 1, False),
    ],
)
def test_late_comers_are_taken_until_the_day_that_was_set(inside, phase, late, taken):
    today = clock.now().date()
    late_until = None if late is None else today + timedelta(days=late)
    assert Program(phase=phase, late_until=late_until).takes_people(today) is taken
