from itertools import chain, combinations

from hypothesis import given
from hypothesis import strategies as st

from matching.engine import solve
from matching.engine.explaining.spread import divided, presentable, spread_of
from matching.engine.result import Group
from tests.matching.engine.cohorts import mentee, mentor, problem, relaxed

sizes = st.integers(1, 12).flatmap(lambda people: st.tuples(st.just(people), st.integers(0, people)))


def groups_of(sizes):
    return [Group((f"g{i}",), people, paired, None, None) for i, (people, paired) in enumerate(sizes)]


def sums(groups):
    """Every union of groups that can be worked out by adding."""
    return chain.from_iterable(combinations(groups, size) for size in range(1, len(groups) + 1))


@relaxed
@given(st.lists(sizes, max_size=6), st.integers(1, 6))
def test_what_is_shown_and_what_is_left_of_the_total_is_never_a_small_group(sizes, minimum):
    groups = groups_of(sizes)
    shown, hidden = divided(groups, minimum)
    assert sorted(shown + hidden, key=lambda g: g.values) == groups
    known = [*sums(shown), *((*rest, *hidden) for rest in ((), *sums(shown)) if hidden)]
    whole_is_shown = presentable(groups, minimum)
    for union in known:
        small = not presentable(union, minimum)
        assert not small or (set(hidden) <= set(union) and not whole_is_shown and not shown)


@relaxed
@given(st.lists(sizes, max_size=6), st.integers(2, 6))
def test_a_hidden_group_never_stands_alone(sizes, minimum):
    shown, hidden = divided(groups_of(sizes), minimum)
    assert len(hidden) != 1 or not shown


def cohort(*places):
    people = [mentor(f"j{i:02}", place=place) for i, place in enumerate(places)]
    return problem(*people, *(mentee(f"s{i:02}") for i in range(len(places))))


def by(case, side, name, **settings):
    found = spread_of(case, solve(case).pairs, **settings).breakdowns
    return next(one for one in found if (one.side, one.by) == (side, name))


def test_people_with_their_tandems_and_fit_are_told_by_place():
    case = cohort(*["bremen"] * 6, *["kiel"] * 5)
    told = by(case, "mentor", "place")
    assert [(g.values, g.people, g.paired, g.share) for g in told.groups] == [
        (("bremen",), 6, 6, 1),
        (("kiel",), 5, 5, 1),
    ]
    fits = {x.mentor: x.fit for x in solve(case).pairs}
    kiel = [fits[f"j{i:02}"] for i in range(6, 11)]
    assert (told.groups[1].mean, told.groups[1].median) == (sum(kiel) / 5, sorted(kiel)[2])
    assert (told.whole.people, told.hidden) == (11, 0)


def test_a_small_group_takes_another_one_with_it():
    told = by(cohort(*["bremen"] * 7, *["kiel"] * 6, *["ulm"] * 2), "mentor", "place")
    assert ([g.values for g in told.groups], told.hidden, told.whole.people) == ([("bremen",)], 2, 15)


def test_a_side_that_is_too_small_is_not_told_at_all():
    told = by(cohort(*["bremen"] * 4), "mentor", "place")
    assert (told.whole, told.groups, told.hidden) == (None, (), 1)


def test_a_mean_over_few_with_a_tandem_is_hidden_even_if_the_group_is_large():
    case = problem(*(mentor(f"j{i}", place="kiel") for i in range(9)), mentee(), mentee("ute"))
    assert by(case, "mentor", "place").whole is None
    assert by(case, "mentor", "place", minimum=2).whole.paired == 2


def test_languages_count_together_and_missing_data_is_a_group_of_its_own():
    case = problem(
        *(mentor(f"j{i}", languages=frozenset({"en", "de"})) for i in range(5)),
        *(mentor(f"k{i}", languages=frozenset()) for i in range(6)),
        *(mentee(f"s{i:02}") for i in range(11)),
    )
    told = by(case, "mentor", "language")
    assert [(g.values, g.people) for g in told.groups] == [((), 6), (("de", "en"), 5)]


def test_who_does_not_take_part_is_not_counted():
    case = problem(*(mentor(f"j{i}", opted_in=i < 5) for i in range(9)), *(mentee(f"s{i}") for i in range(9)))
    assert by(case, "mentor", "form").whole.people == 5
