import os
import signal
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.db.models.functions import Now

from accounts.models import AuditEvent
from config.embedded import pytest_plugin as servers
from mail.models import Message
from matching import calculation, pins, publishing, runs
from matching.errors import MatchingError
from matching.models import PairPin, Proposal, Run, RunState
from programs.models import Participant, Tandem, TandemState
from tenancy import clock
from tenancy.scope import scope
from tests.config.processes import eventually
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


def silent(phase: str, done: int, total: int) -> None:
    """Nobody looks on."""


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
    assert (left.participant.membership.name, left.reason) == ("Ganz Neu", "too_few_places")


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
    assert second.failure == "lock_forbidden"


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


def test_who_was_erased_while_it_was_computed_is_skipped(program, lead):
    started = runs.start(program, by=lead)
    Participant.objects.filter(membership__name="Mia Krämer").delete()
    runs.compute(started)
    assert len(pairs(started)) == 2


def test_a_lock_beyond_the_places_is_refused_with_a_sentence(program, lead, run):
    pins.lock(proposal(run, "Mia Krämer"), by=lead)
    mentor = Participant.objects.get(membership__name="Mia Krämer")
    for mentee in Participant.objects.on("mentee").exclude(membership__name="Sabine Hollmann"):
        PairPin.objects.create(
            program=program, mentor=mentor, mentee=mentee, pin="locked", by=lead, at=clock.now()
        )
    with pytest.raises(MatchingError, match="mehr Tandems fixiert, als Platz da ist"):
        runs.start(program, by=lead)


def test_a_result_carries_its_proof_over_all_pairs(run):
    assert (run.report["pairs_in_all"], run.report["findings"]) == (9, [])


def test_the_spread_hides_groups_as_the_house_wants_it(program, lead, organisation):
    organisation.smallest_group = 11
    organisation.save()
    started = runs.start(program, by=lead)
    runs.compute(started)
    assert started.report["spread"]["minimum"] == 11


# Cancelling


def test_a_run_that_no_worker_has_is_cancelled_at_once_and_the_draft_stays(program, lead, run):
    second = runs.start(program, by=lead)
    runs.cancel(second, by=lead)
    runs.compute(second)
    run.refresh_from_db()
    assert (second.state, run.state) == (RunState.CANCELLED, RunState.DRAFT)
    assert not second.proposals.exists()


def test_a_run_that_a_worker_has_is_cancelled_at_its_next_sign(program, lead):
    started = runs.start(program, by=lead)
    claim = runs._claim(started.organisation_id, started.pk)
    runs.cancel(started, by=lead)
    assert state(started) == RunState.COMPUTING
    runs._carry_out(claim)
    assert state(started) == RunState.CANCELLED
    assert runs.start(program, by=lead).number == 2


def test_a_result_that_comes_after_the_cancel_is_dropped(program, lead):
    started = runs.start(program, by=lead)
    claim = runs._claim(started.organisation_id, started.pk)
    solution = calculation.solution_of(started.inputs, silent, smallest_group=5)
    runs.cancel(started, by=lead)
    with pytest.raises(runs.Stopped):
        runs._finish(claim, solution)


def test_a_cancelled_run_whose_worker_died_is_closed_by_the_next_sweep(program, lead):
    started = runs.start(program, by=lead)
    runs._claim(started.organisation_id, started.pk)
    runs.cancel(started, by=lead)
    expire(started)
    runs._close_abandoned()
    assert state(started) == RunState.CANCELLED


def test_a_finished_run_cannot_be_cancelled(run, lead):
    with pytest.raises(MatchingError, match="rechnet nicht mehr"):
        runs.cancel(run, by=lead)


def test_cancelling_twice_is_said_once(program, lead):
    started = runs.start(program, by=lead)
    runs._claim(started.organisation_id, started.pk)
    runs.cancel(started, by=lead)
    with pytest.raises(MatchingError):
        runs.cancel(started, by=lead)
    assert AuditEvent.objects.filter(verb="matching.cancelled").count() == 1


# Leases


def state(run: Run) -> str:
    return Run.objects.values_list("state", flat=True).get(pk=run.pk)


def expire(run: Run) -> None:
    Run.objects.filter(pk=run.pk).update(lease_until=Now() - timedelta(seconds=1))


def test_a_run_is_claimed_once(program, lead):
    started = runs.start(program, by=lead)
    assert runs._claim(started.organisation_id, started.pk)
    assert runs._claim(started.organisation_id, started.pk) is None


def test_a_worker_that_lost_its_lease_stops_and_its_result_is_dropped(program, lead):
    started = runs.start(program, by=lead)
    late = runs._claim(started.organisation_id, started.pk)
    solution = calculation.solution_of(started.inputs, silent, smallest_group=5)
    expire(started)
    runs.compute(started)
    with pytest.raises(runs.Stopped):
        runs._finish(late, solution)
    with pytest.raises(runs.Stopped):
        runs.Beat(late)("solving", 1, 9)
    assert (started.attempts, started.state, len(pairs(started))) == (2, RunState.DRAFT, 3)


def test_a_sign_of_progress_extends_the_lease_and_comes_once_a_second_at_most(program, lead):
    started = runs.start(program, by=lead)
    beat = runs.Beat(runs._claim(started.organisation_id, started.pk))
    expire(started)
    beat("solving", 3, 9)
    beat("solving", 4, 9)
    assert Run.objects.filter(pk=started.pk, lease_until__gt=Now() + timedelta(seconds=50)).exists()
    assert Run.objects.values_list("phase", "pairs_looked_at").get(pk=started.pk) == ("solving", 3)


def test_a_large_run_is_leased_for_longer(program, lead):
    started = runs.start(program, by=lead)
    Run.objects.filter(pk=started.pk).update(pairs_in_all=100_000_000)
    assert runs._claim(started.organisation_id, started.pk).lease == timedelta(seconds=260)


def test_a_run_that_breaks_off_three_times_has_failed_and_the_draft_stays(program, lead, run):
    second = runs.start(program, by=lead)
    Run.objects.filter(pk=second.pk).update(inputs={})
    for _attempt in range(4):
        runs.compute(second)
    assert (second.state, second.attempts) == (RunState.COMPUTING, 3)
    runs._close_abandoned()
    run.refresh_from_db()
    assert (state(second), run.state) == (RunState.FAILED, RunState.DRAFT)


def test_whoever_waited_long_gets_a_mail(program, lead):
    started = runs.start(program, by=lead)
    Run.objects.filter(pk=started.pk).update(started_at=clock.now() - timedelta(seconds=31))
    runs.compute(started)
    mail = Message.objects.get()
    assert (mail.recipient, mail.subject) == (lead.email, "Matching fertig: KI auf Augenhöhe")
    assert "3 Tandems sind vorgeschlagen" in mail.text
    assert f"/matching/runs/{started.number}/" in mail.text


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


def waiting_run(organisation, lead) -> Run:
    with scope(organisation):
        return runs.start(three_and_three(lead), by=lead)


@pytest.mark.django_db(transaction=True)
def test_two_sweeps_at_once_compute_a_run_once(organisation, lead):
    started = waiting_run(organisation, lead)
    gate = threading.Barrier(2)

    def sweep() -> int:
        gate.wait()
        try:
            return runs.compute_waiting()
        finally:
            connection.close()

    with as_role("worker"), ThreadPoolExecutor(2) as pool:
        found = [sweep.result() for sweep in [pool.submit(sweep), pool.submit(sweep)]]
    with scope(organisation):
        started.refresh_from_db()
        assert (sum(found), started.attempts, started.proposals.count()) == (1, 1, 3)


@pytest.mark.django_db(transaction=True)
def test_a_run_whose_worker_is_killed_is_finished_once_by_the_next_sweep(organisation, lead):
    started = waiting_run(organisation, lead)
    with scope(organisation):
        ring_of_death(lambda: Run.objects.filter(lease_token__gt="").exists())
        started.refresh_from_db()
        assert (started.state, started.attempts) == (RunState.COMPUTING, 1)
        expire(started)
    with as_role("worker"):
        assert runs.compute_waiting() == 1
    with scope(organisation):
        started.refresh_from_db()
        assert (started.state, started.attempts, started.proposals.count()) == (RunState.DRAFT, 2, 3)


def ring_of_death(is_taken) -> None:
    """Let a worker's process sweep, and kill it as soon as it has taken a run."""
    code = "import django; django.setup(); from matching.tasks import compute; compute()"
    urls = servers.database_urls(settings.DATABASES["default"]["NAME"])
    environment = os.environ | {"UMENTO_ROLE": "worker", "DATABASE_WORKER_URL": urls["worker_url"]}
    with subprocess.Popen([sys.executable, "-c", code], cwd=settings.BASE_DIR, env=environment) as worker:
        assert eventually(is_taken)
        worker.kill()
    assert worker.returncode == -signal.SIGKILL
