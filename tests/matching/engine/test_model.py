import json

import pytest
from hypothesis import given

from matching.engine import Person, Problem, ProblemError, Result, Rules, Weights, reporting_line, solve
from matching.engine.lines import UNKNOWN_ABOVE
from tests.matching.engine.cohorts import mentee, mentor, problem, problems, relaxed


def refusal(make, *args, **kwargs):
    with pytest.raises(ProblemError) as caught:
        make(*args, **kwargs)
    return caught.value


@relaxed
@given(problems())
def test_a_problem_survives_json_with_its_digest(case):
    again = Problem.from_json(json.loads(json.dumps(case.to_json())))
    assert (again, again.digest()) == (case, case.digest())


@relaxed
@given(problems())
def test_a_result_survives_json(case):
    result = solve(case)
    assert Result.from_json(json.loads(json.dumps(result.to_json()))) == result


def test_the_digest_does_not_depend_on_the_order_of_people_pairs_or_keys():
    one = problem(mentor(), mentee(), mentee("ute"), excluded=frozenset({("a", "b"), ("c", "d")}))
    other = problem(
        mentee("ute"),
        mentee(skills={"video": 1, "ai": 3}),
        mentor(),
        excluded=frozenset({("c", "d"), ("a", "b")}),
    )
    assert one.digest() == other.digest()


@pytest.mark.parametrize(
    "change",
    [
        {"years": 4},
        {"age_band": 4},
        {"times": frozenset()},
        {"line": None},
        {"line": ()},
        {"wishes": frozenset({"rainer"})},
    ],
)
def test_any_change_of_a_person_changes_the_digest(change):
    assert problem(mentor(), mentee()).digest() != problem(mentor(**change), mentee()).digest()


def test_years_given_as_a_whole_number_are_the_same_years():
    assert problem(mentor(years=3)).digest() == problem(mentor(years=3.0)).digest()


def test_nobody_is_listed_twice_on_one_side():
    error = refusal(problem, mentor(), mentor())
    assert (error.code, error.params) == ("duplicate_person", {"side": "mentor", "key": "sophie"})


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("key", ""),
        ("capacity", -1),
        ("years", -1),
        ("skills", {"ai": 6}),
        ("times", frozenset({672})),
        ("form", "x"),
    ],
)
def test_a_person_out_of_range_is_refused_by_field(field, value):
    error = refusal(Person, **{"key": "a", "side": "mentor", field: value})
    assert (error.code, error.params["field"]) == ("bad_person", field)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("measure", "age"),
        ("min_distance", -1),
        ("reporting_depth", -1),
        ("shared_depth", -1),
        ("strict", frozenset({"age"})),
        ("floor", 101),
        ("session_minutes", 0),
    ],
)
def test_a_rule_out_of_range_is_refused_by_field(field, value):
    error = refusal(Rules, **{field: value})
    assert (error.code, error.params) == ("bad_rule", {"field": field})


def test_weights_are_refused_when_negative_or_all_zero():
    assert refusal(Weights, time=-1).code == "bad_weight"
    nothing = dict.fromkeys(
        ("skills", "topics", "time", "distance", "department", "place", "language", "wishes"), 0
    )
    assert refusal(Weights, **nothing).code == "no_weight"


def test_an_unknown_objective_is_refused():
    assert refusal(problem, objective="random").code == "bad_objective"


def test_a_lock_needs_two_known_people():
    error = refusal(problem, mentor(), mentee(), locked=[("sophie", "nobody")])
    assert (error.code, error.params) == ("unknown_person", {"side": "mentee", "key": "nobody"})


def test_people_are_found_by_side_and_key():
    case = problem(mentor("kim"), mentee("kim"), mentee("ada"))
    assert case.person("mentee", "kim").side == "mentee"
    assert [person.key for person in case.on("mentee")] == ["ada", "kim"]


def test_a_pair_is_locked_only_once():
    assert refusal(problem, mentor(), mentee(), locked=[("sophie", "rainer")] * 2).code == "lock_repeated"


def test_locks_stay_within_the_capacity():
    locks = [("sophie", "rainer"), ("sophie", "ute")]
    error = refusal(problem, mentor(), mentee(), mentee("ute"), locked=locks)
    assert (error.code, error.params) == (
        "lock_over_capacity",
        {"side": "mentor", "key": "sophie", "capacity": 1},
    )


def test_a_reporting_line_leads_upwards():
    assert reporting_line("a", {"a": "b", "b": "c", "c": None}) == ("b", "c")
    assert reporting_line("a", {}) == ()


def test_nobody_knows_who_stands_above_a_circle():
    assert reporting_line("a", {"a": "b", "b": "c", "c": "b"}) == ("b", (UNKNOWN_ABOVE, "c"))
    assert reporting_line("a", {"a": "b", "b": "a"}) == ((UNKNOWN_ABOVE, "b"),)


def test_whoever_is_their_own_manager_stands_on_top():
    assert reporting_line("a", {"a": "a", "b": None}) == ()
    assert reporting_line("b", {"a": "a", "b": "a"}) == ("a",)


def test_with_several_managers_everybody_stands_on_the_least_step():
    managers_of = {"a": ("c", "b"), "b": ("d", "c"), "c": "e", "d": "e", "e": None}
    assert reporting_line("a", managers_of) == (("b", "c"), ("d", "e"))
    assert reporting_line("b", managers_of) == (("c", "d"), "e")


def test_with_several_managers_the_nearest_unknown_one_counts():
    managers_of = {"a": ("b", "c"), "b": "d", "c": "gone", "d": "f", "f": "b"}
    assert reporting_line("a", managers_of) == (("b", "c"), (UNKNOWN_ABOVE, "d", "gone"), "f")


def test_a_line_has_one_spelling():
    assert mentor(line=["b", ["d", "c"], ["e"]]).line == ("b", ("c", "d"), "e")


def test_inputs_from_before_there_were_several_managers_are_read_and_written_as_they_were():
    before = {**mentor().to_json(), "line": ["lead", "head", UNKNOWN_ABOVE]}
    assert Person.from_json(before).to_json() == before
    assert Person.from_json(before).line == ("lead", "head", UNKNOWN_ABOVE)


def test_a_reporting_line_says_where_it_is_not_known_further():
    assert reporting_line("a", {"a": "b", "b": "c"}) == ("b", "c", UNKNOWN_ABOVE)
    assert reporting_line("a", {"a": "b", "b": None}) == ("b",)
