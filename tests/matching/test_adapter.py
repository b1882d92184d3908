import pytest

from matching import adapter
from matching.engine.lines import UNKNOWN_ABOVE
from matching.models import PairPin
from programs.models import Participant
from tenancy import clock
from tenancy.scope import scope
from tests import factories
from tests.matching.cohorts import person, three_and_three


@pytest.fixture
def program(organisation, lead):
    with scope(organisation):
        yield three_and_three(lead)


def keys(program) -> set[str]:
    return {one.key for one in adapter.problem_of(program).people}


def named(program, name: str) -> Participant:
    return Participant.objects.select_related("membership").get(program=program, membership__name=name)


def test_everybody_who_joined_and_answered_is_in(program):
    problem = adapter.problem_of(program)
    assert len(problem.on("mentor")) == len(problem.on("mentee")) == 3


def test_who_has_not_joined_or_not_answered_is_not_there_at_all(program):
    person(program, "Still", "mentor", years=1, skills={})
    Participant.objects.filter(membership__name="Still").update(standing="invited")
    Participant.objects.filter(membership__name="Mia Krämer").update(answered_at=None)
    assert keys(program) == {one.membership.public_id for one in Participant.objects.with_people()} - {
        named(program, "Still").membership.public_id,
        named(program, "Mia Krämer").membership.public_id,
    }


def test_a_tandem_takes_the_place_of_both(program):
    mentor, mentee = named(program, "Mia Krämer"), named(program, "Sabine Hollmann")
    factories.tandem(program, mentor=mentor, mentee=mentee, state="declined")
    assert {mentor.membership.public_id, mentee.membership.public_id}.isdisjoint(keys(program))


def test_counting_who_is_ready_agrees_with_reading_them(program):
    factories.tandem(program, mentor=named(program, "Mia Krämer"), mentee=named(program, "Sabine Hollmann"))
    person(program, "Zwei Plätze", "mentor", years=1, skills={})
    two = named(program, "Zwei Plätze")
    Participant.objects.filter(pk=two.pk).update(capacity=2)
    factories.tandem(program, mentor=two, mentee=named(program, "Henrike Vogt"), state="ended")
    factories.tandem(program, mentor=two, mentee=named(program, "Ulrich Behrens"))
    people = adapter.problem_of(program).people
    counted = {side: sum(one.side == side for one in people) for side in ("mentor", "mentee")}
    assert adapter.ready(program) == counted == {"mentor": 3, "mentee": 1}


def test_a_pair_that_did_not_come_about_is_not_proposed_again_and_both_are_free(program):
    mentor, mentee = named(program, "Mia Krämer"), named(program, "Sabine Hollmann")
    factories.tandem(program, mentor=mentor, mentee=mentee, state="not_formed")
    problem = adapter.problem_of(program)
    assert problem.rules.declined == {(mentor.membership.public_id, mentee.membership.public_id)}
    assert len(problem.people) == 6


def test_local_times_become_quarter_hours_of_the_week_in_utc(program):
    mentor = named(program, "Mia Krämer").membership
    times = adapter.problem_of(program).person("mentor", mentor.public_id).times
    tuesday_eight = (24 + 8) * 4
    assert min(times) == tuesday_eight
    assert len(times) == 2 * 3 * 4


def test_times_before_utc_monday_wrap_into_the_sunday_before(program):
    member = named(program, "Mia Krämer").membership
    member.weekly_times.all().delete()
    member.weekly_times.create(weekday=0, starts=0, ends=60)
    times = adapter.problem_of(program).person("mentor", member.public_id).times
    assert times == {668, 669, 670, 671}


def test_the_line_leads_upwards_and_survives_a_circle(program):
    one, two = named(program, "Mia Krämer").membership, named(program, "Sabine Hollmann").membership
    one.manager, two.manager = two, one
    one.save()
    two.save()
    assert adapter.problem_of(program).person("mentor", one.public_id).line == (
        (UNKNOWN_ABOVE, two.public_id),
    )


def test_who_stands_in_no_line_is_unknown_not_on_top(program):
    assert {one.line for one in adapter.problem_of(program).people} == {None}


def test_locks_and_exclusions_come_along(program, lead):
    mentor, mentee, other = (
        named(program, name) for name in ("Mia Krämer", "Sabine Hollmann", "Henrike Vogt")
    )
    PairPin.objects.create(
        program=program, mentor=mentor, mentee=mentee, pin="locked", by=lead, at=clock.now()
    )
    PairPin.objects.create(
        program=program, mentor=mentor, mentee=other, pin="excluded", by=lead, at=clock.now()
    )
    problem = adapter.problem_of(program)
    key = mentor.membership.public_id
    assert problem.locked == ((key, mentee.membership.public_id),)
    assert problem.rules.excluded == {(key, other.membership.public_id)}


def test_a_lock_on_somebody_who_left_is_dropped(program, lead):
    mentor, mentee = named(program, "Mia Krämer"), named(program, "Sabine Hollmann")
    PairPin.objects.create(
        program=program, mentor=mentor, mentee=mentee, pin="locked", by=lead, at=clock.now()
    )
    Participant.objects.filter(pk=mentor.pk).update(standing="left")
    assert adapter.problem_of(program).locked == ()


def test_the_number_of_queries_does_not_grow_with_the_people(program, django_assert_num_queries):
    with django_assert_num_queries(9):
        adapter.problem_of(program)
    for number in range(5):
        person(program, f"Neu {number}", "mentor", years=1, skills={"Chats": 3, "Daten": 4})
    with django_assert_num_queries(9):
        adapter.problem_of(program)
