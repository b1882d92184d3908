import pytest

from accounts.models import AuditEvent
from programs import goals, phases, readiness, setup
from programs.errors import ProgramError
from programs.models import Goal, GoalKind, Program, Promise
from tenancy.scope import scope
from tests.programs.drafts import CONTRACT, PROMISES, opened


@pytest.fixture
def draft(organisation, owner) -> Program:
    with scope(organisation):
        yield setup.create_program(name="KI 2027", kind=GoalKind.DIGITAL, contract=CONTRACT, by=owner)


def part(program: Program, key: str) -> readiness.Statement:
    return readiness.statements(program)[list(readiness.PARTS).index(key)]


def test_there_are_six_statements_and_all_are_met_when_a_program_opens(draft, owner):
    assert len(readiness.statements(draft)) == 6
    opened(draft, owner)
    assert all(statement.is_met for statement in readiness.statements(draft))


def test_promises_alone_do_not_do(draft, owner):
    readiness.promise(draft, PROMISES, by=owner)
    assert readiness.missing(draft) == ["Die Anrede im Haus, Du oder Sie, fehlt."]


@pytest.mark.parametrize("field", goals.CONTRACT)
def test_every_field_of_the_goal_is_asked_for_by_its_name(draft, owner, field):
    Goal.objects.update(**{field: " "})
    name = Goal._meta.get_field(field).verbose_name
    gaps = part(draft, readiness.PART_OF[field]).gaps
    assert gaps[0].sentence == f"In der Zielvereinbarung fehlt „{name}“."
    with pytest.raises(ProgramError, match=str(name)):
        opened(draft, owner)


@pytest.mark.parametrize(
    ("field", "key", "sentence"),
    [
        ("starts_on", "period", "Der Beginn fehlt, und damit das Enddatum."),
        ("enrolment_until", "period", "Das Ende der Anmeldung fehlt."),
        ("contact", "clear", "Eine Ansprechperson fehlt."),
        ("reporting_depth", "independent", "Eine Führungskraft könnte mit den eigenen Leuten"),
    ],
)
def test_what_is_missing_stands_at_its_statement(draft, owner, field, key, sentence):
    setattr(draft, field, 0 if field == "reporting_depth" else None)
    draft.save()
    assert any(gap.sentence.startswith(sentence) for gap in part(draft, key).gaps)
    assert not part(draft, key).is_met
    with pytest.raises(ProgramError, match=sentence):
        opened(draft, owner)


@pytest.mark.parametrize("promise", PROMISES)
def test_opening_names_the_promise_that_nobody_gave(draft, owner, promise):
    readiness.promise(draft, set(PROMISES) - {promise}, by=owner)
    with pytest.raises(ProgramError) as caught:
        phases.open_program(draft, by=owner)
    assert f"Noch nicht bestätigt: „{promise.label}“" in str(caught.value)


def test_the_council_may_be_told_later(draft):
    assert not any(str(Promise.COUNCIL.label) in sentence for sentence in readiness.missing(draft))


def test_a_promise_keeps_who_gave_it_first(draft, owner, lead):
    readiness.promise(draft, [Promise.VOLUNTARY], by=owner)
    readiness.promise(draft, [Promise.VOLUNTARY, Promise.COUNCIL], by=lead)
    given = {row.promise: row.by for row in draft.promises.all()}
    assert given == {"voluntary": owner, "council": lead}
    details = AuditEvent.objects.filter(verb="program.promised").order_by("at", "id")
    assert [row.detail["promises"] for row in details] == [["voluntary"], ["council"]]


def test_a_promise_can_be_taken_back_in_a_draft_only(draft, owner):
    readiness.promise(draft, PROMISES, by=owner)
    readiness.promise(draft, [], by=owner)
    assert not draft.promises.exists()
    opened(draft, owner)
    with pytest.raises(ProgramError, match="stehen seit dem Öffnen der Anmeldung fest"):
        readiness.promise(draft, [], by=owner)
    assert draft.promises.count() == 3
