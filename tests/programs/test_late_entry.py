from datetime import timedelta

import pytest

from programs import enrolment
from programs.errors import ProgramError
from programs.models import Participant, Program
from tenancy import clock
from tenancy.scope import scope
from tests import factories


@pytest.fixture
def program(organisation, lead) -> Program:
    with scope(organisation):
        yield factories.program(lead=lead, phase="running", late_until=clock.now().date())


@pytest.fixture
def invited(program) -> Participant:
    return factories.participant(program, standing="invited", joined_at=None, answered_at=None)


def close_the_door(program: Program) -> None:
    program.late_until -= timedelta(days=1)
    program.save()


def test_on_the_last_day_people_still_join_a_running_program(invited):
    enrolment.join(invited)
    assert invited.standing == "joined"


def test_after_the_last_day_nobody_joins(program, invited):
    close_the_door(program)
    with pytest.raises(ProgramError, match="nimmt niemanden mehr auf"):
        enrolment.join(invited)
    invited.refresh_from_db()
    assert invited.standing == "invited"


def test_after_the_last_day_nobody_is_invited(program, lead):
    close_the_door(program)
    person = factories.participant(program, standing="imported")
    with pytest.raises(ProgramError, match="nimmt niemanden mehr auf"):
        enrolment.invite([person], by=lead)


def test_before_the_program_runs_the_last_day_for_late_comers_means_nothing(program, invited):
    close_the_door(program)
    Program.objects.update(phase="matching")
    enrolment.join(invited)
    assert invited.standing == "joined"
