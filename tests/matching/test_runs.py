import pytest

from mail.models import Message
from matching import pins, publishing, runs
from matching.errors import MatchingError
from matching.models import Proposal, Run, RunState
from programs.models import Participant, Tandem, TandemState
from tenancy.scope import scope
from tests.matching.cohorts import person, three_and_three
from tests.roles import as_role


@pytest.fixture
def program(organisation, lead):
    with scope(organisation):
        yield three_and_three(lead)


@pytest.fixture
def run(program, lead) -> Run:
    started = runs.start(program, by=lead)
    runs.compute(started)
    return started


def pairs(run: Run) -> set[tuple[str, str]]:
    rows = run.proposals.select_related("mentor__membership", "mentee__membership")
    return {(row.mentor.membership.name, row.mentee.membership.name) for row in rows}


def proposal(run: Run, mentor: str) -> Proposal:
    return run.proposals.select_related("run__program").get(mentor__membership__name=mentor)


def test_a_run_pairs_each_with_the_one_who_can_show_it(run):
    assert run.state == RunState.DRAFT
    assert pairs(run) == {
        ("Mia Krämer", "Sabine Hollmann"),
        ("Emre Yıldız", "Henrike Vogt"),
        ("Jonas Petersen", "Ulrich Behrens"),
    }


def test_starting_brings_the_program_into_matching(program, run):
    program.refresh_from_db()
    assert program.phase == "matching"


def test_the_same_inputs_give_the_same_digest_and_the_same_pairs(program, lead, run):
    again = runs.start(program, by=lead)
    runs.compute(again)
    assert (again.number, again.digest, pairs(again)) == (2, run.digest, pairs(run))
    assert not again.proposals.filter(is_new=True).exists()


def test_a_new_run_replaces_the_draft_before(program, lead, run):
    runs.compute(runs.start(program, by=lead))
    run.refresh_from_db()
    assert run.state == RunState.REPLACED


def test_inputs_stay_frozen_when_people_change_afterwards(program, lead):
    started = runs.start(program, by=lead)
    Participant.objects.filter(membership__name="Mia Krämer").update(standing="left")
    runs.compute(started)
    assert ("Mia Krämer", "Sabine Hollmann") in pairs(started)


def test_two_runs_at_once_are_refused(program, lead):
    runs.start(program, by=lead)
    with pytest.raises(MatchingError, match="läuft schon eine Berechnung"):
        runs.start(program, by=lead)


def test_fewer_than_three_on_a_side_are_refused(program, lead):
    Participant.objects.filter(membership__name="Mia Krämer").update(standing="paused")
    with pytest.raises(MatchingError, match="mindestens 3 Personen"):
        runs.start(program, by=lead)
    assert not Run.objects.exists()


def test_who_finds_nobody_is_listed_with_the_reason(program, lead):
    person(program, "Ganz Neu", "mentor", years=1, skills={"Chats": 1})
    run = runs.start(program, by=lead)
    runs.compute(run)
    [left] = run.leftovers.select_related("participant__membership")
    assert (left.participant.membership.name, left.reason) == ("Ganz Neu", "no_place_left")


def test_a_locked_pair_stays_although_another_would_fit_better(program, lead, run):
    pins.exclude(proposal(run, "Mia Krämer"), by=lead)
    second = runs.start(program, by=lead)
    runs.compute(second)
    assert ("Mia Krämer", "Sabine Hollmann") not in pairs(second)
    pins.lock(proposal(second, "Mia Krämer"), by=lead)
    kept = next(pair for pair in pairs(second) if pair[0] == "Mia Krämer")
    third = runs.start(program, by=lead)
    runs.compute(third)
    assert kept in pairs(third)


def test_a_decision_can_be_taken_back(program, lead, run):
    pins.exclude(proposal(run, "Mia Krämer"), by=lead)
    pins.release(proposal(run, "Mia Krämer"), by=lead)
    second = runs.start(program, by=lead)
    runs.compute(second)
    assert pairs(second) == pairs(run)


def test_a_lock_that_the_rules_forbid_by_now_fails_the_run_and_leaves_the_draft(program, lead, run):
    pins.lock(proposal(run, "Mia Krämer"), by=lead)
    member = Participant.objects.get(membership__name="Sabine Hollmann").membership
    member.experience_years = 1
    member.save()
    second = runs.start(program, by=lead)
    runs.compute(second)
    run.refresh_from_db()
    assert (second.state, run.state) == (RunState.FAILED, RunState.DRAFT)
    assert "fixiertes Paar" in second.failure


def test_locking_all_very_good_ones_counts_only_new_locks(run, lead):
    very_good = run.proposals.filter(fit__gte=85).count()
    first = run.proposals.order_by("-fit")[0]
    pins.lock(proposal(run, first.mentor.membership.name), by=lead)
    expected = max(0, very_good - 1) if first.fit >= 85 else very_good
    assert pins.lock_very_good(run, by=lead) == expected
    assert pins.lock_very_good(run, by=lead) == 0


def test_nothing_goes_out_before_publishing(run):
    assert not Tandem.objects.exists()
    assert not Message.objects.exists()


def test_publishing_asks_the_mentors_and_nobody_else(run, lead):
    assert publishing.publish(run, by=lead).count == 3
    assert set(Tandem.objects.values_list("state", flat=True)) == {TandemState.ASKED_MENTOR}
    mentors = set(Participant.objects.on("mentor").values_list("membership__email", flat=True))
    assert set(Message.objects.values_list("recipient", flat=True)) == mentors


def test_an_excluded_pair_is_not_published(run, lead):
    pins.exclude(proposal(run, "Mia Krämer"), by=lead)
    assert publishing.publish(run, by=lead).count == 2


def test_who_left_since_the_run_is_reported_and_the_others_go_out(run, lead):
    Participant.objects.filter(membership__name="Mia Krämer").update(standing="left")
    published = publishing.publish(run, by=lead)
    assert published.count == 2
    assert published.refused == [("Mia Krämer und Sabine Hollmann", "Mia Krämer nimmt gerade nicht teil.")]


def test_a_run_is_published_once(run, lead):
    publishing.publish(run, by=lead)
    with pytest.raises(MatchingError, match="schon veröffentlicht"):
        publishing.publish(run, by=lead)
    with pytest.raises(MatchingError, match="kein Entwurf mehr"):
        pins.lock(proposal(run, "Mia Krämer"), by=lead)


def test_tandems_carry_facts_for_people_and_no_points(run, lead):
    publishing.publish(run, by=lead)
    reasons = Tandem.objects.get(mentor__membership__name="Mia Krämer").reasons
    assert {"code", "params"} == set(reasons[0])
    assert "skills_met" in {reason["code"] for reason in reasons}


@pytest.mark.django_db(transaction=True)
def test_a_worker_computes_what_waits_and_a_second_sweep_finds_nothing(organisation, lead):
    with scope(organisation):
        started = runs.start(three_and_three(lead), by=lead)
    with as_role("worker"):
        assert runs.compute_waiting() == 1
        assert runs.compute_waiting() == 0
    with scope(organisation):
        started.refresh_from_db()
        assert started.state == RunState.DRAFT
