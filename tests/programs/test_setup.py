from datetime import date

import pytest

from accounts.models import AuditEvent
from mail.models import Message
from programs import goals, setup
from programs.errors import ProgramError
from programs.models import Goal, GoalKind, Phase, Program, ProgramLead, Skill
from programs.signals import tandem_moved
from tenancy import clock
from tenancy.scope import scope
from tests import factories

CONTRACT = goals.TEMPLATES[GoalKind.DIGITAL].contract() | {"sponsor": "Dr. Heinz Brenner"}


@pytest.fixture
def inside(organisation):
    with scope(organisation):
        yield


@pytest.fixture
def draft(inside, owner) -> Program:
    return setup.create_program(name="KI auf Augenhöhe", kind=GoalKind.DIGITAL, contract=CONTRACT, by=owner)


def frame(program: Program, **changes) -> dict:
    return {name: getattr(program, name) for name in setup.FRAME} | changes


def rules(program: Program, **changes) -> dict:
    return {name: getattr(program, name) for name in setup.MATCHING} | changes


def opened(program: Program, by) -> Program:
    program.organisation.address = "sie"
    program.organisation.save()
    setup.open_program(program, by=by)
    return program


def verbs() -> list[str]:
    return list(AuditEvent.objects.order_by("at", "id").values_list("verb", flat=True))


def test_a_new_program_is_a_draft_with_goal_lead_dates_and_weights(draft, owner):
    assert (draft.phase, draft.setup_step, draft.contact) == ("draft", "frame", owner)
    assert setup.goal_of(draft).statement == CONTRACT["statement"]
    assert ProgramLead.objects.get(program=draft).membership == owner
    assert draft.weights == goals.TEMPLATES[GoalKind.DIGITAL].weights
    assert verbs() == ["program.created"]


def test_the_proposed_start_is_a_monday_in_five_weeks(draft):
    days = (draft.starts_on - clock.now().date()).days
    assert draft.starts_on.weekday() == 0
    assert 34 <= days <= 42
    assert draft.enrolment_until.weekday() == 4
    assert draft.enrolment_until < draft.starts_on


def test_another_kind_of_goal_brings_its_own_weights(draft, owner):
    setup.set_goal(draft, name="Neu", kind=GoalKind.CULTURE, contract=CONTRACT, by=owner)
    assert (draft.name, draft.weights) == ("Neu", goals.TEMPLATES[GoalKind.CULTURE].weights)
    assert setup.goal_of(draft).kind == "culture"


def test_weights_changed_by_hand_are_kept(draft, owner):
    own = goals.NORMAL | {"place": 2}
    setup.set_matching(draft, rules=rules(draft, weights=own), by=owner)
    setup.set_goal(draft, name="Neu", kind=GoalKind.CULTURE, contract=CONTRACT, by=owner)
    assert draft.weights == own


def test_the_frame_is_kept_and_the_house_learns_its_address_once(draft, owner):
    changed = frame(draft, session_count=8, starts_on=date(2027, 3, 1))
    setup.set_frame(draft, frame=changed, address="du", by=owner)
    setup.set_frame(draft, frame=changed, address="sie", by=owner)
    again = Program.objects.select_related("organisation").get()
    assert (again.session_count, again.starts_on, again.organisation.address) == (8, date(2027, 3, 1), "du")


def test_the_wizard_goes_on_behind_the_furthest_step(draft, owner):
    setup.set_frame(draft, frame=frame(draft), by=owner)
    setup.pass_people(draft)
    assert draft.setup_step == "matching"
    setup.set_goal(draft, name="Neu", kind=GoalKind.OWN, contract=CONTRACT, by=owner)
    assert draft.setup_step == "matching"
    setup.set_matching(draft, rules=rules(draft), by=owner)
    assert draft.setup_step == "check"


def test_going_on_without_a_change_is_not_written_down(draft, owner):
    setup.set_goal(draft, name=draft.name, kind=GoalKind.DIGITAL, contract=CONTRACT, by=owner)
    setup.set_frame(draft, frame=frame(draft), by=owner)
    setup.set_matching(draft, rules=rules(draft), by=owner)
    assert verbs() == ["program.created"]


@pytest.mark.parametrize("field", goals.CONTRACT)
def test_opening_without_a_field_of_the_goal_is_refused_by_its_name(draft, owner, field):
    Goal.objects.update(**{field: " "})
    with pytest.raises(ProgramError, match=str(Goal._meta.get_field(field).verbose_name)):
        opened(draft, owner)
    draft.refresh_from_db()
    assert draft.phase == "draft"


def test_opening_names_every_gap_of_the_frame(draft, owner):
    setup.set_frame(draft, frame=frame(draft, starts_on=None, enrolment_until=None, contact=None), by=owner)
    with pytest.raises(ProgramError) as caught:
        setup.open_program(draft, by=owner)
    assert str(caught.value) == (
        "Der Beginn fehlt. Das Ende der Anmeldung fehlt. Eine Ansprechperson fehlt. "
        "Die Anrede im Haus, Du oder Sie, fehlt."
    )


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
        setup.open_program(draft, by=owner)


def test_the_goal_of_an_open_program_is_frozen(draft, owner):
    opened(draft, owner)
    with pytest.raises(ProgramError, match="steht seit dem Öffnen der Anmeldung fest"):
        setup.set_goal(draft, name="Neu", kind=GoalKind.OWN, contract=CONTRACT, by=owner)
    assert setup.goal_of(draft).kind == "digital"


def test_an_amendment_is_written_down_with_old_and_new(draft, owner):
    opened(draft, owner)
    setup.amend_goal(draft, contract=CONTRACT | {"target": "9 von 10"}, reason="Vorstand", by=owner)
    assert setup.goal_of(draft).target == "9 von 10"
    detail = AuditEvent.objects.get(verb="program.goal_amended").detail
    assert detail == {"changed": {"target": [CONTRACT["target"], "9 von 10"]}, "reason": "Vorstand"}


@pytest.mark.parametrize(
    ("changes", "words"), [({}, "nichts geändert"), ({"sponsor": ""}, "braucht alle fünf Angaben")]
)
def test_an_amendment_without_change_or_with_a_gap_is_refused(draft, owner, changes, words):
    opened(draft, owner)
    with pytest.raises(ProgramError, match=words):
        setup.amend_goal(draft, contract=CONTRACT | changes, reason="Vorstand", by=owner)


def test_a_draft_has_no_amendments(draft, owner):
    with pytest.raises(ProgramError, match="In dieser Phase"):
        setup.amend_goal(draft, contract=CONTRACT | {"target": "9"}, reason="Vorstand", by=owner)


def test_matching_starts_after_enrolment_and_again_does_nothing(draft, owner):
    opened(draft, owner)
    setup.start_matching(draft, by=owner)
    setup.start_matching(draft, by=owner)
    assert draft.phase == "matching"
    assert verbs().count("program.matching_started") == 1


def test_a_draft_cannot_be_matched(draft, owner):
    with pytest.raises(ProgramError, match="Das geht in der Phase „Entwurf“ nicht"):
        setup.start_matching(draft, by=owner)


@pytest.mark.parametrize(("state", "phase"), [("active", Phase.RUNNING), ("asked_mentee", Phase.MATCHING)])
def test_the_first_active_tandem_lets_the_program_run(inside, state, phase):
    program = factories.program(phase="matching")
    tandem = factories.tandem(program, state=state)
    tandem_moved.send(type(tandem), tandem=tandem, before="asked_mentor", after=state, at=clock.now())
    program.refresh_from_db()
    assert program.phase == phase


def test_a_closed_program_does_not_run_again(inside):
    program = factories.program(phase="closing")
    setup.note_first_tandem(program)
    assert program.phase == "closing"


def test_a_program_is_closed_and_then_archived(inside, owner):
    program = factories.program(phase="running")
    setup.close_program(program, by=owner)
    assert program.phase == "closing"
    setup.archive_program(program, by=owner)
    assert program.phase == "archived"
    assert verbs() == ["program.closed", "program.archived"]


def test_a_draft_can_be_put_away_and_a_running_program_cannot(draft, owner):
    setup.archive_program(draft, by=owner)
    with pytest.raises(ProgramError, match="Das geht in der Phase"):
        setup.archive_program(factories.program(phase="running"), by=owner)


@pytest.mark.parametrize("phase", ["closing", "archived"])
def test_nothing_changes_in_a_closed_program(inside, owner, phase):
    program = factories.program(phase=phase)
    with pytest.raises(ProgramError, match="ändert sich nicht mehr"):
        setup.set_frame(program, frame=frame(program), by=owner)
    with pytest.raises(ProgramError, match="ändert sich nicht mehr"):
        setup.set_matching(program, rules=rules(program), by=owner)


def test_a_change_says_how_many_tandems_it_touches(inside):
    program = factories.program()
    assert setup.affected(program) == ""
    factories.tandem(program)
    assert setup.affected(program) == "Betrifft 1 bestehendes Tandem."
