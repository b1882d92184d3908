import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.engine import Problem, ProblemError, reporting_line, solve
from matching.engine.explaining.explain import explain
from matching.engine.lines import UNKNOWN_ABOVE
from tests.matching.engine.cohorts import mentee, mentor, problem, problems, relaxed


def codes(junior, senior, **rules):
    return [
        reason.code for reason in explain(problem(junior, senior, **rules), junior.key, senior.key).reasons
    ]


def only_reason(junior, senior, **rules):
    (reason,) = explain(problem(junior, senior, **rules), junior.key, senior.key).reasons
    return reason.code, dict(reason.params)


def test_a_pair_that_breaks_no_rule_is_allowed():
    assert codes(mentor(), mentee()) == []


def test_both_must_have_opted_in():
    assert only_reason(mentor(opted_in=False), mentee()) == ("not_opted_in", {"missing": ["mentor"]})
    assert only_reason(mentor(), mentee(opted_in=False)) == ("not_opted_in", {"missing": ["mentee"]})


def test_both_must_share_a_language():
    reason = only_reason(mentor(languages=frozenset({"fr"})), mentee(languages=frozenset({"de"})))
    assert reason == ("no_common_language", {"mentor": ["fr"], "mentee": ["de"]})


def test_the_language_rule_can_be_switched_off():
    junior, senior = mentor(languages=frozenset({"fr"})), mentee(languages=frozenset({"de"}))
    assert codes(junior, senior, common_language=False) == []


@pytest.mark.parametrize(
    ("junior", "senior", "allowed"), [(2, 4, True), (2, 3, False), (4, 4, False), (6, 2, False)]
)
def test_the_mentor_is_junior_by_at_least_the_minimum(junior, senior, allowed):
    assert (codes(mentor(level=junior), mentee(level=senior), min_distance=2) == []) is allowed


def test_equal_levels_are_never_junior_even_without_a_minimum():
    assert codes(mentor(level=4), mentee(level=4), min_distance=0) == ["mentor_not_junior"]


def test_experience_measures_in_years_and_months():
    junior, senior = mentor(level=None, years=2.5), mentee(level=None, years=5)
    assert codes(junior, senior, measure="experience", min_distance=2.5) == []
    assert only_reason(junior, senior, measure="experience", min_distance=3) == (
        "mentor_not_junior",
        {"measure": "experience", "mentor": 2.5, "mentee": 5.0, "min_distance": 3.0},
    )


def test_age_bands_count_for_those_who_shared_them():
    junior, senior = mentor(age_band=3), mentee(age_band=5)
    assert codes(junior, senior, measure="age_band", min_distance=2) == []
    assert only_reason(junior, senior, measure="age_band", min_distance=3) == (
        "mentor_not_junior",
        {"measure": "age_band", "mentor": 3, "mentee": 5, "min_distance": 3.0},
    )
    silent = solve(problem(mentor(age_band=None), senior, measure="age_band"))
    assert (silent.tandems, silent.unchecked, silent.left_out) == (
        1,
        ("mentor_junior",),
        ("distance", "wishes"),
    )


def test_nobody_mentors_the_manager_of_the_manager():
    junior, senior = mentor(line=("lead", "rainer", "board")), mentee(line=("board",))
    assert only_reason(junior, senior) == ("same_reporting_line", {"above": "mentee", "steps": 2})


def test_nobody_mentors_who_their_own_manager_reports_to():
    manager_of = {"sophie": "lead", "lead": "rainer", "rainer": "board"}
    junior = mentor(line=reporting_line("sophie", manager_of))
    assert codes(junior, mentee(line=reporting_line("rainer", manager_of))) == ["same_reporting_line"]


def test_nobody_mentors_the_own_staff():
    assert only_reason(mentor(), mentee(line=("sophie",))) == (
        "same_reporting_line",
        {"above": "mentor", "steps": 1},
    )


@pytest.mark.parametrize(("depth", "allowed"), [(0, True), (1, True), (2, False), (None, False)])
def test_the_line_is_followed_up_to_the_depth(depth, allowed):
    assert (codes(mentor(line=("lead", "rainer")), mentee(), reporting_depth=depth) == []) is allowed


@pytest.mark.parametrize("steps", [1, 2, 7])
def test_a_mentor_stands_nowhere_below_the_mentee(steps):
    line = (*(f"boss{i}" for i in range(steps - 1)), "rainer")
    rules = {"reporting_depth": 0, "mentor_below": True}
    assert only_reason(mentor(line=line), mentee(), **rules) == ("mentor_below", {"steps": steps})
    assert codes(mentor(line=()), mentee(line=("sophie",)), **rules) == []


@pytest.mark.parametrize(
    ("depth", "junior", "senior", "allowed"),
    [
        (1, ("lead",), ("lead",), False),
        (1, ("lead", "board"), ("head", "board"), True),
        (2, ("lead", "board"), ("head", "board"), False),
        (2, ("lead", "head", "board"), ("board",), True),
        (3, ("lead", "head", "board"), ("board",), False),
        (0, ("lead",), ("lead",), True),
        (2, ("lead", UNKNOWN_ABOVE), ("head", UNKNOWN_ABOVE), True),
    ],
)
def test_nobody_stands_above_both_within_the_shared_depth(depth, junior, senior, allowed):
    found = codes(mentor(line=junior), mentee(line=senior), shared_depth=depth)
    assert found == ([] if allowed else ["shared_manager"])


def test_a_shared_manager_is_named():
    reason = only_reason(mentor(line=("lead", "board")), mentee(line=("board",)), shared_depth=2)
    assert reason == ("shared_manager", {"manager": "board"})


@pytest.mark.parametrize(
    ("rule", "changes", "reason"),
    [
        ("other_department", {"department": "law"}, ("same_department", {"department": "law"})),
        ("other_place", {"place": "bremen"}, ("same_place", {"place": "bremen"})),
    ],
)
def test_the_two_can_be_kept_to_different_departments_or_places(rule, changes, reason):
    junior, senior = mentor(**changes), mentee(**changes)
    assert codes(junior, senior) == []
    assert only_reason(junior, senior, **{rule: True}) == reason
    assert codes(junior, mentee(**dict.fromkeys(changes, "elsewhere")), **{rule: True}) == []


@pytest.mark.parametrize(
    ("rule", "missing", "rules"),
    [
        ("common_language", {"languages": frozenset()}, {}),
        ("mentor_junior", {"level": None}, {}),
        ("mentor_junior", {"years": None}, {"measure": "experience"}),
        ("reporting_line", {"line": None}, {}),
        ("reporting_line", {"line": ("lead", UNKNOWN_ABOVE)}, {}),
        ("shared_manager", {"line": None}, {"reporting_depth": 0, "shared_depth": 1}),
        ("other_department", {"department": None}, {"other_department": True}),
        ("other_place", {"place": None}, {"other_place": True}),
    ],
)
def test_whoever_lacks_the_data_for_a_strict_rule_is_not_matched(rule, missing, rules):
    strict = {**rules, "strict": frozenset({rule})}
    expected = {"mentor": [rule], "mentee": []}
    assert only_reason(mentor(**missing), mentee(), **strict) == ("cannot_check", expected)
    expected = {"mentor": [], "mentee": [rule]}
    assert only_reason(mentor(), mentee(**missing), **strict) == ("cannot_check", expected)
    assert codes(mentor(**missing), mentee(), **rules) == []


def test_only_the_line_of_the_mentor_leads_up_to_the_mentee():
    rules = {"reporting_depth": 0, "mentor_below": True, "strict": frozenset({"mentor_below"})}
    assert codes(mentor(), mentee(line=None), **rules) == []
    assert codes(mentor(line=("lead", "board", UNKNOWN_ABOVE)), mentee(), **rules) == ["cannot_check"]


def test_a_strict_rule_that_is_off_keeps_nobody_out():
    junior = mentor(line=None, department=None)
    assert (
        codes(junior, mentee(), reporting_depth=0, strict=frozenset({"reporting_line", "other_place"})) == []
    )


def test_whoever_lacks_data_reads_which_rule_it_is_about():
    case = problem(mentor(), mentor("tim", level=None), mentee(), strict=frozenset({"mentor_junior"}))
    (left,) = [one for one in solve(case).left_over if one.key == "tim"]
    assert (left.reason.code, left.reason.params["own"]) == ("cannot_check", ["mentor_junior"])
    assert left.missing == ("distance",)


def test_a_locked_pair_that_breaks_a_rule_is_refused():
    case = problem(mentor(line=("rainer",)), mentee(), locked=[("sophie", "rainer")], mentor_below=True)
    with pytest.raises(ProblemError) as refused:
        solve(case)
    assert (refused.value.code, refused.value.params["reasons"]) == (
        "lock_forbidden",
        ["same_reporting_line", "mentor_below"],
    )


def test_excluded_and_declined_pairs_stay_apart():
    pair = frozenset({("sophie", "rainer")})
    assert only_reason(mentor(), mentee(), excluded=pair) == ("excluded", {})
    assert only_reason(mentor(), mentee(), declined=pair) == ("declined", {})


@pytest.mark.parametrize(
    "people",
    [(mentor(avoid=frozenset({"rainer"})), mentee()), (mentor(), mentee(avoid=frozenset({"sophie"})))],
)
def test_avoiding_reads_exactly_as_declined_whichever_side_it_was(people):
    assert only_reason(*people) == ("declined", {})


def test_a_pair_of_people_who_are_gone_is_passed_over():
    assert codes(mentor(), mentee(), excluded=frozenset({("sophie", "gone"), ("gone", "rainer")})) == []


def test_the_floor_goes_by_the_shown_fit():
    shown = explain(problem(mentor(), mentee()), "sophie", "rainer").fit
    assert codes(mentor(), mentee(), floor=shown) == []
    assert only_reason(mentor(), mentee(), floor=shown + 1) == (
        "below_floor",
        {"fit": shown, "floor": shown + 1},
    )


def test_nobody_is_paired_with_the_own_other_role():
    assert codes(mentor("kim"), mentee("kim")) == ["same_person"]


def test_several_broken_rules_are_all_named():
    junior, senior = mentor(level=7, languages=frozenset({"fr"}), line=("rainer",)), mentee()
    assert codes(junior, senior) == ["same_reporting_line", "mentor_not_junior", "no_common_language"]


@pytest.mark.parametrize(
    ("change", "rule", "rules"),
    [
        ({"languages": frozenset()}, "common_language", {}),
        ({"level": None}, "mentor_junior", {}),
        ({"years": None}, "mentor_junior", {"measure": "experience"}),
        ({"age_band": None}, "mentor_junior", {"measure": "age_band"}),
        ({"line": None}, "reporting_line", {}),
    ],
)
def test_a_rule_that_one_person_gave_no_data_for_is_flagged(change, rule, rules):
    case = problem(mentor(), mentor("tim", **change), mentee(), **rules)
    flags = [flag for flag in explain(case, "tim", "rainer").flags if flag.code == "cannot_check"]
    assert [dict(flag.params) for flag in flags] == [{"rule": rule, "missing": ["mentor"]}]


def test_a_rule_that_nobody_gave_data_for_is_reported_once_for_all():
    result = solve(problem(mentor(line=None), mentee(level=None)))
    assert result.unchecked == ("mentor_junior", "reporting_line")
    assert [flag.code for pair in result.pairs for flag in pair.flags] == []


def test_a_known_line_counts_even_if_the_other_one_is_not_known():
    assert codes(mentor(line=None), mentee(line=("sophie",))) == ["same_reporting_line"]


@pytest.mark.parametrize(("depth", "checked"), [(1, True), (2, False), (None, False)])
def test_a_line_that_is_not_known_far_enough_up_cannot_be_checked(depth, checked):
    junior = mentor("tim", line=reporting_line("tim", {"tim": "lead"}))
    flags = explain(problem(mentor(), junior, mentee(), reporting_depth=depth), "tim", "rainer").flags
    assert ([flag.params["rule"] for flag in flags] == []) is checked


def in_one_line(one, other, manager_of):
    """Whether `one` reaches `other` in at most two steps up, written without the engine."""
    first = manager_of.get(one)
    second = manager_of.get(first)
    return other in (first, second)


@relaxed
@given(st.data())
def test_over_random_reporting_trees_no_tandem_is_ever_in_one_line_or_upside_down(data):
    juniors, seniors = [f"j{i}" for i in range(4)], [f"s{i}" for i in range(4)]
    everyone = [*juniors, *seniors]
    manager_of = {key: data.draw(st.sampled_from(everyone)) for key in everyone}
    people = [
        make(key, level=data.draw(st.integers(1, 6)), line=reporting_line(key, manager_of))
        for make, keys in ((mentor, juniors), (mentee, seniors))
        for key in keys
    ]
    case = problem(*people)
    for pair in solve(case).pairs:
        junior, senior = case.person("mentor", pair.mentor), case.person("mentee", pair.mentee)
        assert junior.level < senior.level
        assert not in_one_line(junior.key, senior.key, manager_of)
        assert not in_one_line(senior.key, junior.key, manager_of)


@relaxed
@given(problems())
def test_no_tandem_breaks_a_rule_that_can_be_checked(case: Problem):
    for pair in solve(case).pairs:
        junior, senior = case.person("mentor", pair.mentor), case.person("mentee", pair.mentee)
        assert junior.opted_in and senior.opted_in
        assert senior.key not in junior.avoid and junior.key not in senior.avoid
        if case.rules.common_language and junior.languages and senior.languages:
            assert junior.languages & senior.languages
        values = [person.measured(case.rules.measure) for person in (junior, senior)]
        assert None in values or values[1] - values[0] >= case.rules.min_gap
        assert case.rules.floor is None or pair.fit >= case.rules.floor
