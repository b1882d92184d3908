"""The guard from HR's rules to the run: who is matched, who is not and reads why, and what a lock may not do."""

import pytest

from accounts.models import Membership
from matching import adapter, computing, pins, publishing, report, runs, sentences, swapping
from matching.engine.scoring.appraisal import appraise
from matching.errors import Conflict, MatchingError
from matching.models import PairPin, Run
from programs import guard
from programs.models import AbsentManager
from tenancy.scope import scope
from tests.matching.cohorts import person, three_and_three
from tests.matching.drafts import computed, named, pair, pairs, waiting

MENTORS = ("Mia Krämer", "Emre Yıldız", "Jonas Petersen")
MENTEES = ("Sabine Hollmann", "Henrike Vogt", "Ulrich Behrens")


@pytest.fixture
def program(organisation, lead):
    """Everybody stands on the chart: each under somebody else, all under Ada Lindt."""
    with scope(organisation):
        made = three_and_three(lead)
        made.allow_unchecked = []
        made.save()
        top = person(made, "Ada Lindt", "mentee", years=30, skills={"Chats": 1}).membership
        for name in (*MENTORS, *MENTEES):
            head = person(made, f"Leitung {name}", "mentee", years=1, skills={}, manager=top).membership
            set_manager(name, head)
        yield made


def set_manager(name, manager):
    member = named(name).membership
    member.manager = manager
    member.save()


def test_on_a_chart_without_gaps_everybody_is_matched(program, lead):
    assert {mentor for mentor, _ in pairs(computed(program, lead))} == set(MENTORS)


def test_whoever_has_no_manager_is_not_matched_and_hr_reads_why(program, lead):
    set_manager("Mia Krämer", None)
    run = computed(program, lead)
    assert "Mia Krämer" in waiting(run)
    left = run.leftovers.get(participant=named("Mia Krämer"))
    told = sentences.left_over(left.reason, left.detail["reason"])
    assert told.startswith("Es fehlt: die Führungskraft")
    assert "1 Person ist nicht zugeordnet, weil sich eine Regel nicht prüfen lässt." in " ".join(
        report.of(Run.objects.get(pk=run.pk)).missing
    )


def test_what_hr_lets_pass_is_matched_flagged_and_told(program, lead):
    set_manager("Mia Krämer", None)
    program.allow_unchecked = ["manager"]
    program.save()
    run = computed(program, lead)
    assert "Mia Krämer" not in waiting(run)
    assert "cannot_check" in pair(run, "Mia Krämer").flags
    missing = " ".join(report.of(Run.objects.get(pk=run.pk)).missing)
    assert "Ohne Angabe zugelassen, von HR so gewählt: Berichtslinie" in missing
    assert any("trotzdem zugeordnet: Führungskraft" in rule for rule in computing.rules(program))


def test_an_absent_manager_far_up_keeps_a_mentor_out_whom_it_might_concern(program, lead):
    AbsentManager.objects.create(membership=named("Ada Lindt").membership, email_norm="chef@example.org")
    run = computed(program, lead)
    assert set(MENTORS) <= waiting(run)


def test_a_mentor_is_never_paired_with_somebody_above(program, lead):
    set_manager("Leitung Mia Krämer", named("Sabine Hollmann").membership)
    assert ("Mia Krämer", "Sabine Hollmann") not in pairs(computed(program, lead))


def test_a_locked_pair_that_breaks_a_rule_since_stops_the_run_and_is_named(program, lead):
    run = computed(program, lead)
    pins.lock(pair(run, "Mia Krämer"), by=lead)
    mentee = pair(run, "Mia Krämer").mentee.membership
    set_manager("Leitung Mia Krämer", mentee)
    after = runs.start(program, by=lead)
    runs.compute(after)
    assert (after.state, after.failure) == ("failed", "lock_forbidden")


def reorganised(run):
    """Mia Krämer now stands two steps below whomever she is to show."""
    proposal = pair(run, "Mia Krämer")
    set_manager("Leitung Mia Krämer", proposal.mentee.membership)
    return pair(run, "Mia Krämer")


def test_a_pair_that_breaks_a_rule_by_now_cannot_be_locked(program, lead):
    proposal = reorganised(computed(program, lead))
    with pytest.raises(MatchingError, match=r"passen nicht mehr zu den Regeln\. Ihr Fixieren wurde nicht"):
        pins.lock(proposal, by=lead)
    assert not PairPin.objects.exists()


def test_locking_all_very_good_ones_passes_over_it(program, lead):
    run = computed(program, lead)
    run.proposals.update(fit=90)
    reorganised(run)
    assert pins.lock_very_good(run, by=lead) == 2
    assert pair(run, "Mia Krämer").pin == ""


def test_it_is_not_published_and_the_others_are(program, lead):
    run = computed(program, lead)
    reorganised(run)
    published = publishing.publish(run, by=lead)
    assert published.count == 2
    ((names, why),) = published.refused
    assert names.startswith("Mia Krämer") and "passen nicht mehr zu den Regeln" in why


def test_what_cannot_be_checked_by_now_is_not_published_either(program, lead):
    run = computed(program, lead)
    set_manager("Mia Krämer", None)
    ((_names, why),) = publishing.publish(run, by=lead).refused
    assert "lässt sich eine Regel nicht mehr prüfen" in why


def test_a_swap_that_would_bring_it_about_is_refused(program, lead):
    run = computed(program, lead)
    found = [
        (proposal, swap) for proposal in run.proposals.with_people() for swap in swapping.offered(proposal)
    ]
    assert found
    for proposal, swap in found:
        new = swap.added[0]
        boss = Membership.objects.get(name=f"Leitung {new.mentor}")
        before = boss.manager
        boss.manager = new.mentee.membership
        boss.save()
        proposal.run = run
        with pytest.raises(Conflict, match="passen nicht mehr zu den Regeln"):
            swapping.swap(proposal, swap.number, by=lead)
        boss.manager = before
        boss.save()


def test_the_guard_and_the_engine_agree_about_every_pair(program):
    set_manager("Leitung Mia Krämer", named("Sabine Hollmann").membership)
    set_manager("Emre Yıldız", named("Henrike Vogt").membership)
    set_manager("Ulrich Behrens", named("Jonas Petersen").membership)
    set_manager("Sabine Hollmann", named("Leitung Jonas Petersen").membership)
    for depth in (1, 3):
        program.reporting_depth = program.shared_depth = depth
        found = adapter.problem_of(program)
        appraisal, house = appraise(found), guard.chart_of_house()
        people = adapter.by_key(program)
        for mentor in found.on("mentor"):
            for mentee in found.on("mentee"):
                rows, cols = appraisal.located([(mentor.key, mentee.key)])
                codes = {code for code, flags in appraisal.broken_at(rows, cols).items() if flags[0]}
                if "mentor_below" in codes and mentor.key not in (mentee.line or ()):
                    codes.discard("same_reporting_line")
                two = [people["mentor", mentor.key].membership, people["mentee", mentee.key].membership]
                assert codes - {"cannot_check"} == set(guard.broken(program, *two, house))
