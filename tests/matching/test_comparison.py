from hypothesis import given, settings
from hypothesis import strategies as st

from matching.comparison import Difference, Outcome, compare
from matching.engine import Fact, Person, Problem, Rules, Weights


def someone(side: str, key: str, **fields) -> Person:
    return Person(key=key, side=side, **fields)


EVERYBODY = (
    someone("mentor", "mia", years=1),
    someone("mentor", "emre", years=2),
    someone("mentee", "sabine", years=20),
    someone("mentee", "henrike", years=25),
)
STRAIGHT = {("mia", "sabine"): 90, ("emre", "henrike"): 80}
CROSSED = {("mia", "henrike"): 70, ("emre", "sabine"): 60}


def outcome(fits: dict, people=EVERYBODY, **fields) -> Outcome:
    return Outcome(Problem(people=tuple(people), **fields).to_json(), fits)


def why(comparison, kind: str, pair: tuple[str, str]) -> tuple[Fact, ...]:
    (found,) = [one.reasons for one in comparison.of_kind(kind) if one.pair == pair]
    return found


def replaced(key: str, **fields) -> tuple[Person, ...]:
    return tuple(
        someone(p.side, p.key, **{"years": p.years} | fields) if p.key == key else p for p in EVERYBODY
    )


def test_the_same_pairs_are_kept_and_nothing_is_told():
    comparison = compare(outcome(STRAIGHT), outcome(STRAIGHT))
    assert comparison.kept == (("emre", "henrike"), ("mia", "sabine"))
    assert comparison.differences == comparison.general == ()


def test_new_pairs_come_first_and_the_best_ones_first():
    comparison = compare(outcome(STRAIGHT), outcome(CROSSED))
    assert [(one.kind, one.pair, one.fit) for one in comparison.differences] == [
        ("new", ("mia", "henrike"), 70),
        ("new", ("emre", "sabine"), 60),
        ("gone", ("mia", "sabine"), 90),
        ("gone", ("emre", "henrike"), 80),
    ]


def test_without_any_change_the_whole_is_better_so():
    comparison = compare(outcome(STRAIGHT), outcome(CROSSED))
    assert [one.reasons for one in comparison.differences] == [(Fact("better_whole"),)] * 4


def test_a_topic_that_was_only_renamed_is_no_change_of_answers():
    before, after = (
        outcome(fits, replaced("mia", skills={name: 4}))
        for fits, name in ((STRAIGHT, "Chats"), (CROSSED, "Messenger"))
    )
    assert Fact("answers", {"key": "mia", "fields": ["skills"]}) in why(
        compare(before, after), "gone", ("mia", "sabine")
    )
    topics = {"Chats": 1, "Messenger": 1}
    known = [Outcome(one.inputs, one.fits, topics) for one in (before, after)]
    assert why(compare(*known), "gone", ("mia", "sabine")) == (Fact("better_whole"),)


def test_topics_that_have_become_one_count_as_the_stronger_of_them():
    both, one = ({"Chats": 2, "Messenger": 4}, {"Messenger": 4})
    for skills, told in ((one, "better_whole"), ({"Messenger": 2}, "answers")):
        before = Outcome(
            outcome({}, replaced("mia", skills=both)).inputs, STRAIGHT, {"Chats": 1, "Messenger": 1}
        )
        after = Outcome(outcome({}, replaced("mia", skills=skills)).inputs, CROSSED, {"Messenger": 1})
        assert [fact.code for fact in why(compare(before, after), "gone", ("mia", "sabine"))] == [told]


def test_an_exclusion_ends_its_pair_and_frees_both_for_the_new_ones():
    after = outcome(CROSSED, rules=Rules(excluded=frozenset({("mia", "sabine")})))
    comparison = compare(outcome(STRAIGHT), after)
    assert why(comparison, "gone", ("mia", "sabine")) == (Fact("excluded"),)
    assert why(comparison, "new", ("mia", "henrike")) == (Fact("freed", {"key": "mia", "from": "sabine"}),)
    assert why(comparison, "new", ("emre", "sabine")) == (Fact("freed", {"key": "sabine", "from": "mia"}),)


def test_an_exclusion_that_was_taken_back_is_told():
    before = outcome(CROSSED, rules=Rules(excluded=frozenset({("mia", "sabine")})))
    assert why(compare(before, outcome(STRAIGHT)), "new", ("mia", "sabine")) == (Fact("readmitted"),)


def test_a_pair_that_did_not_come_about_is_told_without_who_said_what():
    after = outcome(CROSSED, rules=Rules(declined=frozenset({("mia", "sabine")})))
    assert why(compare(outcome(STRAIGHT), after), "gone", ("mia", "sabine")) == (Fact("tried"),)


def test_a_lock_makes_its_pair_and_ends_those_of_both():
    after = outcome(CROSSED, locked=(("mia", "henrike"),))
    comparison = compare(outcome(STRAIGHT), after)
    assert why(comparison, "new", ("mia", "henrike")) == (Fact("locked"),)
    assert why(comparison, "gone", ("mia", "sabine")) == (
        Fact("locked_elsewhere", {"key": "mia", "with": "henrike"}),
    )
    assert why(comparison, "gone", ("emre", "henrike")) == (
        Fact("locked_elsewhere", {"key": "henrike", "with": "mia"}),
    )


def test_a_lock_that_was_released_is_told():
    before = outcome(STRAIGHT, locked=(("mia", "sabine"),))
    assert why(compare(before, outcome(CROSSED)), "gone", ("mia", "sabine")) == (Fact("unlocked"),)


def test_who_is_gone_is_named_and_the_partner_was_freed():
    after = outcome({("emre", "sabine"): 60}, people=[p for p in EVERYBODY if p.key != "mia"])
    comparison = compare(outcome(STRAIGHT), after)
    assert why(comparison, "gone", ("mia", "sabine")) == (Fact("gone", {"key": "mia"}),)
    assert why(comparison, "new", ("emre", "sabine")) == (Fact("freed", {"key": "sabine", "from": "mia"}),)


def test_who_joined_is_named_and_who_went_to_them():
    jonas = someone("mentor", "jonas", years=1)
    after = outcome({("jonas", "sabine"): 95, ("emre", "henrike"): 80}, people=(*EVERYBODY, jonas))
    comparison = compare(outcome(STRAIGHT), after)
    assert why(comparison, "new", ("jonas", "sabine")) == (Fact("joined", {"key": "jonas"}),)
    assert why(comparison, "gone", ("mia", "sabine")) == (
        Fact("newcomer", {"key": "sabine", "with": "jonas"}),
    )


def test_changed_answers_are_told_by_their_names():
    people = replaced("mia", times=frozenset({1, 2}), place="Bremen", department="IT")
    comparison = compare(outcome(STRAIGHT), outcome(CROSSED, people=people))
    expected = (Fact("answers", {"key": "mia", "fields": ["time", "department", "place"]}),)
    assert why(comparison, "gone", ("mia", "sabine")) == expected
    assert why(comparison, "new", ("mia", "henrike")) == expected


def test_wishes_and_whom_somebody_avoids_are_never_told():
    people = replaced("mia", wishes=frozenset({"henrike"}), avoid=frozenset({"sabine"}))
    comparison = compare(outcome(STRAIGHT), outcome(CROSSED, people=people))
    assert [one.reasons for one in comparison.differences] == [(Fact("better_whole"),)] * 4


def test_changed_rules_and_weights_stand_for_what_nothing_else_explains():
    after = outcome(CROSSED, rules=Rules(reporting_depth=5, min_distance=2), weights=Weights(time=9))
    comparison = compare(outcome(STRAIGHT), after)
    assert comparison.general == (
        Fact("rules", {"rules": ["min_distance", "reporting_depth"]}),
        Fact("weights", {"criteria": ["time"]}),
    )
    assert why(comparison, "new", ("mia", "henrike")) == comparison.general


def test_the_means_are_those_of_the_two_runs():
    comparison = compare(outcome(STRAIGHT), outcome({}))
    assert (comparison.before.mean, comparison.after.mean) == (85, None)


pairs = st.sets(
    st.tuples(st.sampled_from(["mia", "emre"]), st.sampled_from(["sabine", "henrike"])), max_size=4
)


@settings(deadline=None)
@given(pairs, pairs, pairs, pairs)
def test_every_difference_has_a_reason_and_nothing_is_lost(old, new, excluded_before, excluded_after):
    before = outcome(dict.fromkeys(old, 50), rules=Rules(excluded=frozenset(excluded_before)))
    after = outcome(dict.fromkeys(new, 50), rules=Rules(excluded=frozenset(excluded_after)))
    comparison = compare(before, after)
    assert set(comparison.kept) == old & new
    assert {one.pair for one in comparison.of_kind("new")} == new - old
    assert {one.pair for one in comparison.of_kind("gone")} == old - new
    assert all(isinstance(one, Difference) and one.reasons for one in comparison.differences)
