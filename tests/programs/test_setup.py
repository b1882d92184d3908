from datetime import date

import pytest

from accounts.models import AuditEvent, Membership
from programs import goals, guard, leads, setup
from programs.errors import ProgramError
from programs.models import GoalKind, MessageText, Phase, Program, ProgramLead
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


def frame(program: Program, **changes) -> dict:
    return {name: getattr(program, name) for name in setup.FRAME} | changes


def rules(program: Program, **changes) -> dict:
    return {name: getattr(program, name) for name in setup.MATCHING} | changes


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


def test_the_goal_of_an_open_program_is_frozen(draft, owner):
    opened(draft, owner)
    with pytest.raises(ProgramError, match="steht seit dem Öffnen der Anmeldung fest"):
        setup.set_goal(draft, name="Neu", kind=GoalKind.OWN, contract=CONTRACT, by=owner)
    assert setup.goal_of(draft).kind == "digital"


@pytest.mark.parametrize("phase", ["closing", "archived"])
def test_nothing_changes_in_a_closed_program(inside, owner, phase):
    program = factories.program(phase=phase)
    with pytest.raises(ProgramError, match="ändert sich nicht mehr"):
        setup.set_frame(program, frame=frame(program), by=owner)
    with pytest.raises(ProgramError, match="ändert sich nicht mehr"):
        setup.set_matching(program, rules=rules(program), by=owner)


def test_tandems_that_other_rules_forbid_stand_in_the_list_at_once(inside, owner):
    program = factories.program(phase="running", other_department=False)
    pair = factories.tandem(program)
    Membership.objects.update(department="Einkauf")
    setup.set_matching(program, rules=rules(program, other_department=True), by=owner)
    assert list(guard.to_decide(program)) == [pair]
    setup.set_matching(program, rules=rules(program, other_department=False), by=owner)
    assert not guard.waiting(program)


def test_a_copy_is_a_draft_with_goal_frame_rules_texts_and_leads_and_without_people(draft, owner, lead):
    setup.set_frame(draft, frame=frame(draft, session_count=9, session_minutes=60), by=owner)
    setup.set_matching(draft, rules=rules(draft, minimum_distance=7), by=owner)
    leads.add(draft, person=lead, by=owner)
    factories.participant(draft)
    text = {"kind": "program.invitation", "form": "de", "subject": "Hallo", "body": "Kommen Sie?"}
    MessageText.objects.create(program=draft, saved_at=clock.now(), saved_by=lead, **text)
    draft.starts_on, draft.phase = date(2020, 1, 6), Phase.ARCHIVED
    draft.save()
    copy = setup.duplicate(draft, by=owner)
    assert (copy.name, copy.phase, copy.setup_step) == ("KI auf Augenhöhe (Kopie)", "draft", "frame")
    assert (copy.session_count, copy.session_minutes, copy.minimum_distance) == (9, 60, 7)
    assert copy.starts_on > clock.now().date()
    assert {name: getattr(setup.goal_of(copy), name) for name in goals.CONTRACT} == CONTRACT
    assert set(leads.of(copy)) == {owner, lead}
    assert copy.message_texts.values(*text).get() == text
    assert not copy.participants.exists() and not copy.promises.exists()


def test_the_name_of_a_copy_fits_beside_the_longest_name(draft, owner):
    draft.name = "x" * 120
    assert len(setup.duplicate(draft, by=owner).name) <= 120


def test_a_new_program_takes_late_comers_for_four_weeks(draft):
    assert (draft.late_until - draft.starts_on).days == 28
