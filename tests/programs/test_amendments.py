from datetime import date

import pytest
from django.db import ProgrammingError, transaction

from accounts.models import AuditEvent
from programs import amendments, setup
from programs.errors import ProgramError
from programs.models import GoalAmendment, GoalKind, Program
from tenancy.scope import scope
from tests.programs.drafts import CONTRACT, opened


@pytest.fixture
def draft(organisation, owner) -> Program:
    with scope(organisation):
        yield setup.create_program(name="KI 2027", kind=GoalKind.DIGITAL, contract=CONTRACT, by=owner)


def frame(program: Program, **changes) -> dict:
    return {name: getattr(program, name) for name in setup.FRAME} | changes


def test_an_amendment_is_written_down_with_old_and_new(draft, owner):
    opened(draft, owner)
    amendments.amend_goal(draft, contract=CONTRACT | {"target": "9 von 10"}, reason="Vorstand", by=owner)
    assert setup.goal_of(draft).target == "9 von 10"
    detail = AuditEvent.objects.get(verb="program.goal_amended").detail
    assert detail == {"changed": {"target": [CONTRACT["target"], "9 von 10"]}, "reason": "Vorstand"}
    kept = amendments.of(draft)[0]
    assert (kept.by, kept.reason) == (owner.name, "Vorstand")
    assert kept.changed == [("Stand am Ende", CONTRACT["target"], "9 von 10")]


def test_amendments_stand_there_the_newest_first_and_cannot_be_rewritten(draft, owner):
    opened(draft, owner)
    for target in ("8 von 10", "9 von 10"):
        amendments.amend_goal(draft, contract=CONTRACT | {"target": target}, reason=target, by=owner)
    assert [kept.reason for kept in amendments.of(draft)] == ["9 von 10", "8 von 10"]
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        GoalAmendment.objects.update(reason="anders")


@pytest.mark.parametrize(
    ("changes", "words"), [({}, "nichts geändert"), ({"sponsor": ""}, "braucht alle fünf Angaben")]
)
def test_an_amendment_without_change_or_with_a_gap_is_refused(draft, owner, changes, words):
    opened(draft, owner)
    with pytest.raises(ProgramError, match=words):
        amendments.amend_goal(draft, contract=CONTRACT | changes, reason="Vorstand", by=owner)


def test_a_draft_has_no_amendments(draft, owner):
    with pytest.raises(ProgramError, match="In dieser Phase"):
        amendments.amend_goal(draft, contract=CONTRACT | {"target": "9"}, reason="Vorstand", by=owner)


def test_a_draft_may_end_on_another_day_without_a_word(draft, owner):
    setup.set_frame(draft, frame=frame(draft, months=9), by=owner)
    assert not amendments.of(draft)


def test_another_end_date_of_an_open_program_amends_its_goal(draft, owner):
    setup.set_frame(draft, frame=frame(draft, starts_on=date(2027, 3, 1), months=6), by=owner)
    opened(draft, owner)
    setup.set_frame(draft, frame=frame(draft, months=9), reason="Die Messe fällt aus.", by=owner)
    [kept] = amendments.of(draft)
    assert (kept.reason, kept.changed) == (
        "Die Messe fällt aus.",
        [("Enddatum", "31. August 2027", "30. November 2027")],
    )


def test_another_end_date_without_a_reason_is_refused_and_nothing_is_kept(draft, owner):
    opened(draft, owner)
    with pytest.raises(ProgramError, match="Das Enddatum gehört zum Ziel"):
        setup.set_frame(draft, frame=frame(draft, months=9), by=owner)
    draft.refresh_from_db()
    assert draft.months == 6


def test_other_parts_of_the_frame_need_no_reason(draft, owner):
    opened(draft, owner)
    setup.set_frame(draft, frame=frame(draft, session_count=8), by=owner)
    assert (draft.session_count, amendments.of(draft)) == (8, [])
