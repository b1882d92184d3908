import pytest

from matching import pins, steps, swapping
from matching.errors import Conflict, MatchingError
from matching.models import PairPin, Run, RunState
from tenancy.scope import scope
from tests import factories
from tests.matching.drafts import computed, four_and_three, pair


@pytest.fixture
def run(organisation, lead):
    with scope(organisation):
        yield computed(four_and_three(lead), lead)


@pytest.fixture
def other(organisation, run):
    return factories.membership("Katrin Lohmann", role="lead")


def test_what_somebody_else_decided_meanwhile_is_not_overwritten(run, lead, other):
    proposal = pair(run, "Mia Krämer")
    pins.lock(proposal, by=other, seen="")
    with pytest.raises(Conflict) as refused:
        pins.exclude(proposal, by=lead, seen="")
    assert str(refused.value).startswith("Katrin Lohmann hat um ")
    assert "Fixiert, Mia Krämer und Sabine Hollmann" in str(refused.value)
    assert str(refused.value).endswith("Ihr Ausschließen wurde nicht ausgeführt.")
    assert PairPin.objects.get().pin == "locked"


def test_a_lock_that_somebody_else_took_back_is_not_taken_back_again(run, lead, other):
    proposal = pair(run, "Mia Krämer")
    pins.lock(proposal, by=lead, seen="")
    steps.undo(run, seen=steps.undoable(run)[0].pk, by=other)
    with pytest.raises(Conflict, match=r"Katrin Lohmann hat um .* zurückgenommen"):
        pins.release(proposal, by=lead, seen="locked")


def test_the_same_person_twice_is_no_conflict(run, lead):
    proposal = pair(run, "Mia Krämer")
    pins.lock(proposal, by=lead, seen="")
    pins.exclude(proposal, by=lead, seen="")
    assert PairPin.objects.get().pin == "excluded"


def test_a_pair_that_was_swapped_away_cannot_be_decided_about(run, lead, other):
    proposal = pair(run, "Mia Krämer")
    swapping.swap(pair(run, "Mia Krämer"), 0, by=other)
    with pytest.raises(Conflict, match=r"Katrin Lohmann hat um .* geändert: Getauscht, "):
        pins.lock(proposal, by=lead, seen="")
    assert not PairPin.objects.exists()


def test_only_a_draft_can_be_decided_about(run, lead):
    Run.objects.update(state=RunState.PUBLISHED)
    for verb in (pins.lock, pins.exclude, pins.release):
        with pytest.raises(MatchingError, match="kein Entwurf mehr"):
            verb(pair(run, "Mia Krämer"), by=lead)
    with pytest.raises(MatchingError, match="kein Entwurf mehr"):
        pins.lock_very_good(run, by=lead)


def test_locking_all_leaves_excluded_ones_excluded(run, lead):
    run.proposals.update(fit=85)
    pins.exclude(pair(run, "Mia Krämer"), by=lead)
    assert pins.lock_very_good(run, by=lead) == 2
    assert pair(run, "Mia Krämer").pin == "excluded"
