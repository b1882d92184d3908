"""The guard over random charts with circles, gaps and second lines: what is proposed is held against the bare chart.

The oracle below walks from manager to manager, along every way there is, and shares nothing with the engine's lines.
"""

from hypothesis import given
from hypothesis import strategies as st

from matching.engine import effect, options, reporting_line, solve, verify
from tests.matching.engine.cohorts import mentee, mentor, problem, relaxed

ALL = frozenset({"mentor_junior", "reporting_line", "mentor_below", "shared_manager", "other_department"})


def ways(way, managers_of):
    """Every way up from the end of this one that meets nobody twice, this one among them."""
    yield way
    for manager in managers_of.get(way[-1], ()):
        if manager not in way:
            yield from ways([*way, manager], managers_of)


def climb(key, managers_of):
    """Everybody above somebody with the least number of steps; None for where the first unknown one may stand."""
    met = {}
    for way in ways([key], managers_of):
        met[way[-1]] = min(len(way) - 1, met.get(way[-1], 99))
    unknown = [steps + 1 for one, steps in met.items() if one not in managers_of or circled(one, managers_of)]
    above = {one: steps for one, steps in met.items() if one != key}
    return above | ({None: min(unknown)} if unknown else {})


def circled(key, managers_of):
    """Whether some way up comes back."""
    return any(key in managers_of.get(way[-1], ()) for way in ways([key], managers_of))


def within(met, steps):
    return {key for key, at in met.items() if at <= steps and key is not None}


def violated(junior, senior, managers_of, rules):
    """Whether this pair breaks a rule, or lacks what it takes to say so."""
    up, across = climb(junior.key, managers_of), climb(senior.key, managers_of)
    depth, shared = rules["reporting_depth"], rules["shared_depth"]
    return (
        None in (junior.level, senior.level, junior.department, senior.department)
        or senior.level - junior.level < rules["min_distance"]
        or junior.department == senior.department
        or None in up
        or across.get(None, 99) <= max(depth, shared)
        or senior.key in up
        or junior.key in within(across, depth)
        or bool(within(up, shared) & within(across, shared))
    )


@st.composite
def charts(draw):
    """Five mentors and five mentees under seven managers, some of them with a second or third line.

    Some managers are in nobody's file, some stand in circles.
    """
    juniors, seniors = [f"j{i}" for i in range(5)], [f"s{i}" for i in range(5)]
    heads = [f"h{i}" for i in range(7)]
    everyone = [*juniors, *seniors, *heads]
    first = {key: draw(st.sampled_from([*everyone, None, None, "gone"])) for key in heads}
    first |= {key: draw(st.sampled_from([*heads, *heads, *everyone])) for key in [*juniors, *seniors]}
    further = st.lists(st.sampled_from([*heads, *heads, *everyone, "gone"]), max_size=2)
    managers_of = {key: [one, *draw(st.one_of(st.just([]), further))] for key, one in first.items()}
    return (
        juniors,
        seniors,
        {
            key: tuple(set(managers) - {None, key})
            for key, managers in managers_of.items()
            if first[key] != key
        },
    )


def person(draw, make, key, managers_of, levels):
    return make(
        key,
        level=draw(st.none() | st.sampled_from(levels)),
        department=draw(st.none() | st.sampled_from("abcdefgh")),
        line=reporting_line(key, managers_of) if key in managers_of else None,
    )


@relaxed
@given(st.data())
def test_over_random_charts_with_circles_no_violating_pair_is_ever_proposed(data):
    juniors, seniors, managers_of = data.draw(charts())
    rules = {
        "min_distance": data.draw(st.integers(1, 2)),
        "reporting_depth": data.draw(st.integers(1, 3)),
        "shared_depth": data.draw(st.integers(1, 3)),
    }
    people = [person(data.draw, mentor, key, managers_of, (1, 2, 3)) for key in juniors]
    people += [person(data.draw, mentee, key, managers_of, (4, 5, 6)) for key in seniors]
    case = problem(*people, **rules, mentor_below=True, other_department=True, strict=ALL)
    by_key = {one.key: one for one in people}

    def bad(pair):
        return violated(by_key[pair[0]], by_key[pair[1]], managers_of, rules)

    result = solve(case)
    assert verify(case, result) == ()
    assert not [x.pair for x in result.pairs if bad(x.pair)]
    for swaps in options(case, result).values():
        assert not [x.pair for swap in swaps if not swap.refused for x in swap.added if bad(x.pair)]
    for x in result.pairs[:1]:
        assert not [y.pair for y in effect(case, result, exclude=[x.pair]).come if bad(y.pair)]


@relaxed
@given(st.data())
def test_over_random_charts_every_pair_that_is_fine_is_allowed(data):
    juniors, seniors, managers_of = data.draw(charts())
    junior = person(data.draw, mentor, juniors[0], managers_of, (1, 2))
    senior = person(data.draw, mentee, seniors[0], managers_of, (5, 6))
    rules = {"min_distance": 1, "reporting_depth": 2, "shared_depth": 2}
    case = problem(junior, senior, **rules, mentor_below=True, other_department=True, strict=ALL)
    assert bool(solve(case).pairs) is not violated(junior, senior, managers_of, rules)
