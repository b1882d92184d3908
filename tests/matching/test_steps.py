import random

import pytest

from accounts.models import AuditEvent
from matching import pins, steps, swapping
from matching.errors import Conflict, MatchingError
from matching.models import PairPin, Run, RunState
from tenancy.scope import scope
from tests import factories
from tests.matching.drafts import computed, four_and_three, pair, state


@pytest.fixture
def run(organisation, lead):
    with scope(organisation):
        yield computed(four_and_three(lead), lead)


@pytest.fixture
def other(organisation, run):
    return factories.membership("Katrin Lohmann", role="lead")


def undo(run: Run, by) -> str:
    return steps.undo(run, seen=steps.undoable(run)[0].pk, by=by).kind


def test_steps_are_taken_back_newest_first(run, lead):
    pins.lock(pair(run, "Mia Krämer"), by=lead)
    pins.exclude(pair(run, "Emre Yıldız"), by=lead)
    assert [step.kind for step in steps.undoable(run)] == ["exclude", "lock"]
    assert [undo(run, lead), undo(run, lead)] == ["exclude", "lock"]
    assert not PairPin.objects.exists()
    assert steps.undoable(run) == []


def test_taking_back_a_release_brings_the_lock_back_with_who_set_it(run, lead, other):
    pins.lock(pair(run, "Mia Krämer"), by=other)
    before = state(run)
    pins.release(pair(run, "Mia Krämer"), by=lead)
    undo(run, lead)
    assert state(run) == before
    assert PairPin.objects.get().by == other


def test_taking_back_locking_all_leaves_earlier_locks(run, lead):
    pins.lock(pair(run, "Mia Krämer"), by=lead)
    before = state(run)
    run.proposals.update(fit=90)
    assert pins.lock_very_good(run, by=lead) == 2
    undo(run, lead)
    assert PairPin.objects.count() == len(before[0]) == 1


def test_taking_back_a_swap_restores_pairs_and_waiting_list_to_the_letter(run, lead):
    before = state(run)
    swapping.swap(pair(run, "Mia Krämer"), 0, by=lead)
    assert state(run) != before
    undo(run, lead)
    assert state(run) == before


@pytest.mark.parametrize("seed", range(4))
def test_any_row_of_steps_taken_back_leaves_the_draft_as_it_was(run, lead, seed):
    chance, before = random.Random(seed), state(run)
    for _turn in range(8):
        proposal = chance.choice(list(run.proposals.with_pins().with_people().order_by("mentor")))
        proposal.run = run
        verbs = [pins.lock, pins.exclude, pins.release, _swap_if_possible]
        chance.choice(verbs)(proposal, by=lead)
    while steps.undoable(run):
        undo(run, lead)
    assert state(run) == before


def _swap_if_possible(proposal, *, by):
    if not proposal.pin and (offered := swapping.offered(proposal)):
        swapping.swap(proposal, offered[0].number, by=by)


def test_at_most_ten_steps_are_offered(run, lead):
    for _turn in range(6):
        pins.lock(pair(run, "Mia Krämer"), by=lead)
        pins.release(pair(run, "Mia Krämer"), by=lead)
    assert len(steps.undoable(run)) == steps.UNDOABLE


def test_a_decision_that_changes_nothing_is_no_step(run, lead):
    pins.release(pair(run, "Mia Krämer"), by=lead)
    pins.lock(pair(run, "Mia Krämer"), by=lead)
    pins.lock(pair(run, "Mia Krämer"), by=lead)
    assert len(steps.undoable(run)) == 1


def test_undo_means_the_step_that_was_seen(run, lead, other):
    pins.lock(pair(run, "Mia Krämer"), by=lead)
    [seen] = steps.undoable(run)
    pins.exclude(pair(run, "Emre Yıldız"), by=other)
    with pytest.raises(Conflict, match=r"Katrin Lohmann hat um .* Uhr geändert: Ausgeschlossen, Emre Yıldız"):
        steps.undo(run, seen=seen.pk, by=lead)
    assert PairPin.objects.count() == 2


def test_a_step_that_somebody_else_took_back_is_named(run, lead, other):
    pins.lock(pair(run, "Mia Krämer"), by=lead)
    [seen] = steps.undoable(run)
    undo(run, other)
    with pytest.raises(Conflict, match=r"Katrin Lohmann hat um .* Uhr zurückgenommen: Fixiert, Mia Krämer"):
        steps.undo(run, seen=seen.pk, by=lead)


def test_nothing_to_take_back_is_said(run, lead):
    with pytest.raises(Conflict, match="nichts mehr"):
        steps.undo(run, seen=0, by=lead)


def test_only_a_draft_can_be_changed_back(run, lead):
    pins.lock(pair(run, "Mia Krämer"), by=lead)
    Run.objects.update(state=RunState.REPLACED)
    with pytest.raises(MatchingError, match="kein Entwurf mehr"):
        undo(run, lead)


def test_undoing_is_in_the_audit_trail(run, lead):
    pins.lock(pair(run, "Mia Krämer"), by=lead)
    undo(run, lead)
    assert list(AuditEvent.objects.order_by("-pk").values_list("verb", flat=True)[:2]) == [
        "matching.undone",
        "matching.locked",
    ]
