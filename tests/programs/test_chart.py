from hypothesis import given, settings
from hypothesis import strategies as st

from programs import chart

relaxed = settings(max_examples=100, deadline=None)
#: Kim leads Lea and Max, Lea leads Nora and Olaf.
HOUSE = {"kim": None, "lea": "kim", "max": "kim", "nora": "lea", "olaf": "lea"}


def of(manager_of, absent=()):
    return chart.of(manager_of.items(), absent)


def test_a_line_leads_up_to_the_top():
    line = of(HOUSE).line("nora")
    assert (line.keys, line.known) == (("lea", "kim"), True)
    assert of(HOUSE).line("kim") == chart.Line((), True)


def test_everybody_below_is_counted():
    house = of(HOUSE)
    assert dict(house.below) == {"kim": 4, "lea": 2, "max": 0, "nora": 0, "olaf": 0}
    assert (house.height["kim"], house.height["lea"], house.height["max"]) == (2, 1, 0)


def test_whoever_neither_has_nor_is_a_manager_is_loose():
    house = of({**HOUSE, "paul": None})
    assert (house.loose, house.tops) == (["paul"], ["kim"])
    assert house.line("paul") == chart.Line((), False)


def test_a_chart_may_have_several_tops():
    assert of({**HOUSE, "rita": None, "sven": "rita"}).tops == ["kim", "rita"]


def test_whoever_is_their_own_manager_stands_on_top():
    house = of({**HOUSE, "kim": "kim"})
    assert (house.tops, house.circles) == (["kim"], [])
    assert house.line("max") == chart.Line(("kim",), True)


def test_above_a_manager_who_is_not_here_nothing_is_known():
    house = of(HOUSE, absent={"kim"})
    assert (house.tops, house.loose) == ([], [])
    assert house.line("nora") == chart.Line(("lea", "kim"), False)


def test_a_circle_is_found_once_and_nobody_knows_who_stands_above_it():
    house = of({"kim": "lea", "lea": "max", "max": "kim", "nora": "max", "rita": None, "sven": "rita"})
    (circle,) = house.circles
    assert set(circle) == {"kim", "lea", "max"}
    assert house.line("nora") == chart.Line(("max", "kim", "lea"), False)
    assert house.line("kim") == chart.Line(("lea", "max"), False)
    assert (house.tops, house.below["max"]) == (["rita"], 1)


def test_a_line_is_known_as_far_as_it_goes():
    open_line = chart.Line(("lea", "kim"), False)
    assert [open_line.known_up(depth) for depth in (0, 2, 3, None)] == [True, True, False, False]
    assert chart.Line((), True).known_up(None)


def test_the_part_around_some_people_holds_whoever_stands_above_them():
    part = of({**HOUSE, "paul": None}).around(["nora", "paul"])
    assert part.manager_of == {"nora": "lea", "lea": "kim", "kim": None, "paul": None}


def test_a_deep_chart_does_no_harm():
    deep = chart.of((i, i - 1 if i else None) for i in range(20_000))
    assert (deep.below[0], deep.height[0], len(deep.line(19_999).keys)) == (19_999, 19_999, 19_999)


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
        assert line.keys == tuple(other for other in met if other != key)
        assert line.known == (not comes_back and (bool(met) or key in house.reports))
        if key not in in_circle:
            assert house.below[key] == sum(key in above for above, _ in ways.values())
