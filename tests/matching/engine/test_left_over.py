from hypothesis import given

from matching.engine import solve
from matching.engine.rules import REASONS
from tests.matching.engine.cohorts import mentee, mentor, problem, problems, relaxed

CODES = {*REASONS, "no_capacity", "nobody_there", "no_place_left", "no_allowed_partner"}


def left(*people, **rules):
    return {person.key: person for person in solve(problem(*people, **rules)).left_over}


def reason(person):
    return person.reason.code, dict(person.reason.params)


@relaxed
@given(problems())
def test_everybody_has_a_tandem_or_a_reason(case):
    result = solve(case)
    paired = {("mentor", x.mentor) for x in result.pairs} | {("mentee", x.mentee) for x in result.pairs}
    alone = [(person.side, person.key) for person in result.left_over]
    assert sorted(paired | set(alone)) == sorted((p.side, p.key) for p in case.people)
    assert len(alone) == len(set(alone)) and not paired & set(alone)
    assert {person.reason.code for person in result.left_over} <= CODES


@relaxed
@given(problems())
def test_whoever_has_an_allowed_partner_is_only_left_because_nobody_has_room(case):
    result = solve(case)
    for person in result.left_over:
        if person.reason.code == "no_place_left":
            assert person.nearest.reasons == ()
            assert person.nearest.taken_by


def test_who_did_not_opt_in_is_not_matched():
    people = left(mentor(opted_in=False), mentee())
    assert (reason(people["sophie"]), people["sophie"].nearest) == (("not_opted_in", {}), None)
    assert reason(people["rainer"]) == ("nobody_there", {})


def test_who_has_no_room_is_told_so():
    assert reason(left(mentor(capacity=0), mentee())["sophie"]) == ("no_capacity", {})


def test_one_rule_that_stops_everybody_is_the_reason():
    people = left(mentor(level=7), mentee(), mentee("ute"))
    assert reason(people["sophie"]) == ("mentor_not_junior", {"people": 2})


def test_several_rules_are_counted_with_those_that_stop_alone():
    people = left(
        mentor(line=("rainer",)),
        mentee(),
        mentee("ute", level=1),
        mentee("tim", level=1, languages=frozenset({"fr"})),
    )
    assert reason(people["sophie"]) == (
        "no_allowed_partner",
        {
            "people": 3,
            "rules": {
                "same_reporting_line": {"stops": 1, "alone": 1},
                "mentor_not_junior": {"stops": 2, "alone": 1},
                "no_common_language": {"stops": 1, "alone": 0},
            },
        },
    )


def test_who_was_not_chosen_learns_of_the_nearest_possibility():
    (person,) = left(mentor(), mentor("tim", skills={"ai": 1}), mentee()).values()
    assert (person.key, reason(person)) == ("tim", ("no_place_left", {"possible": 1}))
    assert (person.nearest.partner, person.nearest.reasons, person.nearest.taken_by) == (
        "rainer",
        (),
        ("sophie",),
    )


def test_the_nearest_possibility_breaks_the_fewest_rules():
    people = left(
        mentor(level=7),
        mentee("ute", languages=frozenset({"fr"})),
        mentee("rainer", skills={"sql": 1}),
    )
    near = people["sophie"].nearest
    assert (near.partner, [fact.code for fact in near.reasons]) == ("rainer", ["mentor_not_junior"])


def test_nobody_is_pointed_to_somebody_they_were_kept_apart_from():
    people = left(mentor(), mentee(), declined=frozenset({("sophie", "rainer")}))
    assert (reason(people["sophie"]), people["sophie"].nearest) == (("declined", {"people": 1}), None)


def test_what_somebody_has_not_told_is_listed():
    people = left(mentor(), mentor("tim", times=frozenset(), line=None, level=None), mentee())
    assert people["tim"].missing == ("distance", "reporting_line", "time")
