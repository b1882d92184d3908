from hypothesis import given, settings
from hypothesis import strategies as st

from programs import chart

relaxed = settings(max_examples=100, deadline=None)
#: Kim leads Lea and Max, Lea leads Nora and Olaf.
HOUSE = {"kim": None, "lea": "kim", "max": "kim", "nora": "lea", "olaf": "lea"}


def of(manager_of, absent=(), further=()):
    return chart.of(manager_of.items(), absent, further)


def test_a_line_leads_up_to_the_top():
    assert of(HOUSE).line("nora") == chart.Line({"lea": 1, "kim": 2})
    assert of(HOUSE).line("kim") == chart.Line({})


def test_everybody_below_is_counted():
    house = of(HOUSE)
    assert dict(house.below) == {"kim": 4, "lea": 2, "max": 0, "nora": 0, "olaf": 0}
    assert (house.height["kim"], house.height["lea"], house.height["max"]) == (2, 1, 0)


def test_whoever_neither_has_nor_is_a_manager_is_loose():
    house = of({**HOUSE, "paul": None})
    assert (house.loose, house.tops) == (["paul"], ["kim"])
    assert house.line("paul") == chart.Line({}, unknown_from=1)


def test_a_chart_may_have_several_tops():
    assert of({**HOUSE, "rita": None, "sven": "rita"}).tops == ["kim", "rita"]


def test_whoever_is_their_own_manager_stands_on_top():
    house = of({**HOUSE, "kim": "kim"})
    assert (house.tops, house.circles) == (["kim"], [])
    assert house.line("max") == chart.Line({"kim": 1})


def test_above_a_manager_who_is_not_here_nothing_is_known():
    house = of(HOUSE, absent={"kim"})
    assert (house.tops, house.loose) == ([], [])
    assert house.line("nora") == chart.Line({"lea": 1, "kim": 2}, unknown_from=3)


def test_a_circle_is_found_once_and_nobody_knows_who_stands_above_it():
    house = of({"kim": "lea", "lea": "max", "max": "kim", "nora": "max", "rita": None, "sven": "rita"})
    (circle,) = house.circles
    assert set(circle) == {"kim", "lea", "max"}
    assert house.line("nora") == chart.Line({"max": 1, "kim": 2, "lea": 3}, unknown_from=2)
    assert house.line("kim") == chart.Line({"lea": 1, "max": 2}, unknown_from=1)
    assert (house.tops, house.below["max"]) == (["rita"], 1)


def test_a_line_is_known_as_far_as_it_goes():
    open_line = chart.Line({"lea": 1, "kim": 2}, unknown_from=3)
    assert [open_line.known_up(depth) for depth in (0, 2, 3, None)] == [True, True, False, False]
    assert chart.Line({}).known_up(None)


def test_the_part_around_some_people_holds_whoever_stands_above_them():
    part = of({**HOUSE, "paul": None}).around(["nora", "paul"])
    assert part.manager_of == {"nora": "lea", "lea": "kim", "kim": None, "paul": None}


def test_a_deep_chart_does_no_harm():
    deep = chart.of((i, i - 1 if i else None) for i in range(20_000))
    assert (deep.below[0], deep.height[0], len(deep.line(19_999).steps)) == (19_999, 19_999, 19_999)


MATRIX = [("nora", "max"), ("olaf", "max"), ("max", "rita")]


def test_a_second_line_leads_upwards_as_the_first_and_the_least_steps_count():
    house = of({**HOUSE, "rita": None, "sven": "rita"}, further=[*MATRIX, ("nora", "kim")])
    assert house.line("nora") == chart.Line({"kim": 1, "lea": 1, "max": 1, "rita": 2})
    assert house.line("nora").within(1) == ("kim", "lea", "max")
    assert list(house.line("olaf").steps) == ["lea", "max", "kim", "rita"]


def test_naming_the_first_manager_or_oneself_once_more_is_no_second_line():
    assert of(HOUSE, further=[("nora", "lea"), ("nora", "nora")]).further == {}


def test_whoever_has_only_a_second_line_is_not_known_upwards():
    house = of({**HOUSE, "rita": None}, further=[("rita", "kim")])
    assert house.loose == ["rita"]
    assert house.line("rita") == chart.Line({"kim": 1}, unknown_from=1)


def test_above_somebody_who_leads_only_by_second_lines_nobody_is_known():
    house = of({**HOUSE, "rita": None}, further=[("nora", "rita")])
    assert house.line("nora") == chart.Line({"lea": 1, "rita": 1, "kim": 2}, unknown_from=2)


def test_a_circle_over_a_second_line_is_found_and_told_by_a_shortest_way():
    house = of(HOUSE, further=[("kim", "nora"), ("nora", "max")])
    (knot,) = house.knots
    assert knot == house.knotted == {"kim", "lea", "max", "nora"}
    assert set(house.round(knot)) in ({"kim", "lea", "nora"}, {"kim", "max", "nora"})
    assert house.circles == []
    assert house.line("olaf") == chart.Line({"lea": 1, "kim": 2, "nora": 3, "max": 4}, unknown_from=2)


def test_two_lines_that_meet_again_are_no_circle():
    house = of(HOUSE, further=[("nora", "max"), ("nora", "kim")])
    assert (house.knots, house.line("nora").unknown_from) == ([], None)


def test_the_part_around_somebody_holds_both_lines():
    part = of({**HOUSE, "rita": None, "sven": "rita"}, further=MATRIX).around(["olaf"])
    assert (set(part.manager_of), part.further) == (
        {"olaf", "lea", "kim", "max", "rita"},
        {"olaf": ("max",), "max": ("rita",)},
    )


def climbs(key, manager_of):
    """Everybody above somebody, each once, in order; and whether the way comes back to where it was."""
    met = []
    while manager_of[key] is not None:
        key = manager_of[key]
        if key in met:
            return met, True
        met.append(key)
    return met, False


@st.composite
def houses(draw):
    keys = range(draw(st.integers(1, 12)))
    managers = {key: draw(st.none() | st.sampled_from(keys)) for key in keys}
    return {key: None if key == manager else manager for key, manager in managers.items()}


@relaxed
@given(houses())
def test_over_random_charts_lines_circles_and_counts_agree_with_a_walk(manager_of):
    house = of(manager_of)
    ways = {key: climbs(key, manager_of) for key in manager_of}
    in_circle = {key for key, (met, _) in ways.items() if key in met}
    assert {key for circle in house.circles for key in circle} == in_circle
    assert sum(map(len, house.circles)) == len(in_circle)
    for key, (met, comes_back) in ways.items():
        line = house.line(key)
        assert tuple(line.steps) == tuple(other for other in met if other != key)
        assert (line.unknown_from is None) == (not comes_back and (bool(met) or key in house.reports))
        if key not in in_circle:
            assert house.below[key] == sum(key in above for above, _ in ways.values())


def every_way(way, above):
    """Every way up that goes on from here and meets nobody twice."""
    yield way
    for boss in above[way[-1]]:
        if boss not in way:
            yield from every_way([*way, boss], above)


@relaxed
@given(houses(), st.data())
def test_over_random_charts_with_second_lines_everybody_stands_on_the_shortest_way(manager_of, data):
    keys = st.sampled_from(sorted(manager_of))
    further = data.draw(st.lists(st.tuples(keys, keys), max_size=10))
    absent = data.draw(st.frozensets(keys, max_size=1))
    house = of(manager_of, absent, further)
    above = {
        key: {manager_of[key], *(boss for one, boss in further if one == key)} - {None, key}
        for key in manager_of
    }
    ways = {key: list(every_way([key], above)) for key in manager_of}
    circled = {key for key, found in ways.items() if any(key in above[way[-1]] for way in found)}
    leads = set(manager_of.values())
    unsure = absent | circled | {key for key, boss in manager_of.items() if boss is None and key not in leads}
    assert house.knotted == circled
    for knot in house.knots:
        found = house.round(knot)
        assert all(boss in above[one] for one, boss in zip(found, [*found[1:], found[0]], strict=True))
    for key, found in ways.items():
        steps = {
            one: min(len(way) - 1 for way in found if way[-1] == one) for one in {way[-1] for way in found}
        }
        line = house.line(key)
        assert line.steps == {one: number for one, number in steps.items() if one != key}
        assert list(line.steps.values()) == sorted(line.steps.values())
        assert line.unknown_from == min((steps[one] + 1 for one in steps.keys() & unsure), default=None)
