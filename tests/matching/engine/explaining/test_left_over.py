from collections import Counter
from itertools import combinations

from hypothesis import given

from matching.engine import solve
from matching.engine.explaining.explain import explain
from matching.engine.scoring.rules import REASONS
from tests.matching.engine.cohorts import mentee, mentor, problem, problems, relaxed
from tests.matching.engine.trying import allowed_pairs, locked_problems

CODES = {
    *REASONS,
    "no_capacity",
    "nobody_there",
    "no_allowed_partner",
    "too_few_places",
    "served_elsewhere",
}
WAITING = {"too_few_places", "served_elsewhere"}


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
        if person.reason.code in WAITING:
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
    assert (person.key, person.reason.code) == ("tim", "too_few_places")
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


def allowed_partners(case, side):
    """Partners on the other side that the rules allow each person, of those who take part."""
    position = ("mentor", "mentee").index(side)
    partners = {p.key: set() for p in case.on(side)}
    for pair in allowed_pairs(case):
        if all(case.person(*each).takes_part for each in zip(("mentor", "mentee"), pair, strict=True)):
            partners[pair[position]].add(pair[1 - position])
    return partners


def places(case, side):
    """Places on the other side that locked tandems do not take."""
    other = 1 - ("mentor", "mentee").index(side)
    taken = Counter(pair[other] for pair in case.locked)
    return {p.key: p.capacity - taken[p.key] for p in case.on(("mentor", "mentee")[other])}


def too_many(case, side, people):
    """Whether these people have more members than places with all their allowed partners."""
    partners, room = allowed_partners(case, side), places(case, side)
    return len(people) > sum(room[key] for key in set().union(*(partners[key] for key in people)))


def settled(case, result, side):
    """Who has a tandem, none of it locked."""
    locked = {getattr(x, side) for x in result.pairs if x.locked}
    return sorted({getattr(x, side) for x in result.pairs} - locked)


@relaxed
@given(locked_problems())
def test_too_few_places_is_said_exactly_where_nobody_could_be_added_to_those_who_have_a_tandem(case):
    result = solve(case)
    for person in result.left_over:
        if person.reason.code in WAITING:
            others = settled(case, result, person.side)
            crowds = (c for size in range(len(others) + 1) for c in combinations(others, size))
            crowded = any(too_many(case, person.side, (person.key, *crowd)) for crowd in crowds)
            assert (person.reason.code == "too_few_places") == crowded


@relaxed
@given(locked_problems())
def test_those_who_compete_are_more_than_the_places_with_all_their_allowed_partners(case):
    for person in solve(case).left_over:
        if person.reason.code == "too_few_places":
            told = person.reason.params
            partners, room = allowed_partners(case, person.side), places(case, person.side)
            assert person.key in told["competing"]
            assert set(told["partners"]) == set().union(*(partners[key] for key in told["competing"]))
            assert told["places"] == sum(room[key] for key in told["partners"])
            assert told["people"] == len(told["competing"]) > told["places"]
            assert told["possible"] == len(partners[person.key])


def test_who_competes_for_how_many_places_is_told_by_name():
    people = left(mentor(), mentor("tim", skills={"ai": 1}), mentee(), mentee("ute", level=1))
    assert reason(people["tim"]) == (
        "too_few_places",
        {"possible": 1, "people": 2, "places": 1, "competing": ["sophie", "tim"], "partners": ["rainer"]},
    )


def test_a_contest_leaves_out_whoever_has_another_partner():
    people = left(
        *(mentor(key, languages=frozenset({"de"})) for key in ("ada", "eva")),
        mentor("sophie", languages=frozenset({"de", "fr"})),
        mentee("rainer", languages=frozenset({"de"})),
        mentee("claire", languages=frozenset({"fr"})),
    )
    (person,) = people.values()
    assert person.reason.params["competing"] == ["ada", "eva"]
    assert person.reason.params["partners"] == ["rainer"]


def test_a_contest_of_many_is_told_in_numbers_and_apart_from_others():
    german, french = frozenset({"de"}), frozenset({"fr"})
    people = left(
        *(mentor(f"j{i:02}", languages=german) for i in range(25)),
        *(mentor(f"k{i}", languages=french) for i in range(3)),
        *(mentee(f"s{i:02}", languages=german) for i in range(23)),
        *(mentee(f"t{i}", languages=french) for i in range(2)),
    )
    told = Counter(
        (key[0], person.reason.params["people"], person.reason.params["places"])
        for key, person in people.items()
    )
    assert told == {("j", 25, 23): 2, ("k", 3, 2): 1}
    assert all(bool(person.reason.params["competing"]) == (key[0] == "k") for key, person in people.items())


def test_who_could_take_over_a_second_tandem_is_served_elsewhere_at_a_price():
    case = problem(mentor(capacity=2), mentor("tim", skills={"ai": 1}), mentee(), mentee("ute"))
    (person,) = solve(case).left_over
    loss = explain(case, "sophie", "ute").points - explain(case, "tim", "ute").points
    assert reason(person) == ("served_elsewhere", {"possible": 2, "price": loss})
