import pytest

from accounts.models import AuditEvent
from mail.models import Message
from matching import pins, steps, swapping
from matching.errors import Conflict
from matching.figures import Figures
from matching.models import PairPin, Run, RunState
from programs.models import Tandem
from tenancy.scope import scope
from tests import factories
from tests.matching.drafts import computed, four_and_three, named, pair, pairs, waiting


@pytest.fixture
def run(organisation, lead):
    with scope(organisation):
        yield computed(four_and_three(lead), lead)


def to_hanna(run: Run) -> swapping.Swap:
    """The swap that takes Mia's place for Hanna, who waits."""
    offered = swapping.offered(pair(run, "Mia Krämer"))
    return next(swap for swap in offered if swap.newcomer.membership.name == "Hanna Okafor")


def test_at_most_two_swaps_are_offered_the_best_first(run):
    offered = swapping.offered(pair(run, "Mia Krämer"))
    assert len(offered) == 2
    assert offered[0].gain >= offered[1].gain


def test_a_swap_tells_what_it_does_to_the_whole(run):
    swap, figures = to_hanna(run), Figures.of(run)
    assert [person.membership.name for person in swap.left] == ["Mia Krämer"]
    assert [person.membership.name for person in swap.found] == ["Hanna Okafor"]
    fits = [pair.fit for pair in run.proposals.all()]
    mean_after = (sum(fits) + swap.gain) / 3
    assert swap.mean_after(figures) == pytest.approx(mean_after)


def test_a_swap_changes_pairs_and_waiting_list_and_tells_nobody(run, lead):
    swap = to_hanna(run)
    done = swapping.swap(pair(run, "Mia Krämer"), swap.number, by=lead)
    assert ("Hanna Okafor", "Sabine Hollmann") in pairs(run)
    assert len(pairs(run)) == 3
    assert waiting(run) == {"Mia Krämer"}
    assert run.leftovers.get().reason == swapping.SWAPPED
    new = pair(run, "Hanna Okafor")
    assert (new.fit, new.detail["mentor"]) == (done.added[0].fit, named("Hanna Okafor").membership.public_id)
    assert not Message.objects.exists()
    assert not Tandem.objects.exists()
    event = AuditEvent.objects.latest("pk")
    assert (event.verb, event.detail["before"]) == ("matching.swapped", "Mia Krämer und Sabine Hollmann")


def test_the_shown_points_of_a_swapped_pair_add_up(run, lead):
    swapping.swap(pair(run, "Mia Krämer"), to_hanna(run).number, by=lead)
    new = pair(run, "Hanna Okafor")
    assert sum(line["shown"] for line in new.detail["lines"]) == new.fit


def test_a_swap_that_touches_a_decided_pair_is_not_offered(run, lead):
    mentors = ("Mia Krämer", "Emre Yıldız", "Jonas Petersen")
    opened, swap = next(found for mentor in mentors if (found := _wide(run, mentor)))
    other = next(p for p in swap.removed if p.pk != opened.pk)
    for verb in (pins.lock, pins.exclude):
        other.run = run
        verb(other, by=lead)
        numbers = [offer.number for offer in swapping.offered(opened)]
        assert swap.number not in numbers
        steps.undo(run, seen=steps.undoable(run)[0].pk, by=lead)
    assert swap.number in [offer.number for offer in swapping.offered(opened)]


def _wide(run, mentor):
    opened = pair(run, mentor)
    found = [swap for swap in swapping.offered(opened) if len(swap.removed) == 2]
    return (opened, found[0]) if found else None


def test_a_swap_with_somebody_who_has_no_room_any_more_is_not_offered(run, lead):
    number = to_hanna(run).number
    factories.tandem(run.program, mentor=named("Hanna Okafor"), state="active")
    assert swapping.find(pair(run, "Mia Krämer"), number) is None


def test_a_swap_with_somebody_who_pauses_is_not_offered(run):
    number, hanna = to_hanna(run).number, named("Hanna Okafor")
    hanna.standing = "paused"
    hanna.save()
    assert swapping.find(pair(run, "Mia Krämer"), number) is None


def test_a_swap_that_would_bring_an_excluded_pair_is_not_offered(run, lead):
    number = to_hanna(run).number
    PairPin.objects.create(
        program=run.program,
        mentor=named("Hanna Okafor"),
        mentee=named("Sabine Hollmann"),
        pin="excluded",
        by=lead,
        at=run.started_at,
    )
    assert swapping.find(pair(run, "Mia Krämer"), number) is None


def test_who_was_taken_by_another_swap_is_not_offered_twice(run, lead):
    other = next(
        swap
        for swap in swapping.offered(pair(run, "Emre Yıldız"))
        if swap.newcomer.membership.name == "Hanna Okafor"
    )
    number = to_hanna(run).number
    swapping.swap(pair(run, "Emre Yıldız"), other.number, by=lead)
    with pytest.raises(Conflict, match="Platz mehr"):
        swapping.swap(pair(run, "Mia Krämer"), number, by=lead)


def test_a_swap_of_a_pair_that_somebody_locked_names_them(run, lead):
    katrin = factories.membership("Katrin Lohmann", role="lead")
    number = to_hanna(run).number
    pins.lock(pair(run, "Mia Krämer"), by=katrin)
    with pytest.raises(
        Conflict, match=r"Katrin Lohmann hat um .* Fixiert.*Ihr Tausch wurde nicht ausgeführt"
    ):
        swapping.swap(pair(run, "Mia Krämer"), number, by=lead)
    assert len(pairs(run)) == 3


def test_a_number_that_there_is_not_is_no_swap(run, lead):
    assert swapping.find(pair(run, "Mia Krämer"), 99) is None


def test_only_a_draft_can_be_swapped(run, lead):
    number = to_hanna(run).number
    Run.objects.update(state=RunState.REPLACED)
    with pytest.raises(Exception, match="kein Entwurf mehr"):
        swapping.swap(pair(run, "Mia Krämer"), number, by=lead)
