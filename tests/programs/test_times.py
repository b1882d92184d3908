import pytest
from hypothesis import given
from hypothesis import strategies as st

from programs import times
from programs.models import WeeklyTime
from programs.times import Window
from tenancy.scope import scope
from tests import factories

MONDAY, TUESDAY = 0, 1


@st.composite
def windows(draw) -> Window:
    starts = draw(st.integers(0, 95))
    return Window(draw(st.integers(0, 6)), starts * 15, draw(st.integers(starts + 1, 96)) * 15)


def minutes(found) -> set[tuple[int, int]]:
    return {(window.weekday, minute) for window in found for minute in range(window.starts, window.ends, 15)}


def test_neighbours_and_overlaps_become_one_window():
    found = times.merged([Window(MONDAY, 540, 720), Window(MONDAY, 420, 540), Window(MONDAY, 700, 735)])
    assert found == [Window(MONDAY, 420, 735)]


def test_different_days_stay_apart():
    evening, morning = Window(MONDAY, 1200, 1440), Window(TUESDAY, 0, 60)
    assert times.merged([morning, evening]) == [evening, morning]


def test_whole_parts_of_a_day_are_ticked_and_the_rest_is_hours():
    morning, odd = Window(MONDAY, 420, 720), Window(TUESDAY, 480, 720)
    blocks, hours = times.taken_apart([morning, odd])
    assert blocks == [Window(MONDAY, 420, 540), Window(MONDAY, 540, 720)]
    assert hours == [odd]


@given(st.lists(windows(), max_size=12))
def test_merging_keeps_every_minute_and_leaves_gaps(found):
    merged = times.merged(found)
    assert minutes(merged) == minutes(found)
    assert all(a.weekday < b.weekday or a.ends < b.starts for a, b in zip(merged, merged[1:], strict=False))


@given(st.lists(windows(), max_size=12))
def test_what_is_taken_apart_for_the_form_comes_back_whole(found):
    merged = times.merged(found)
    blocks, hours = times.taken_apart(merged)
    assert times.merged(blocks + hours) == merged


@pytest.mark.django_db
def test_replace_writes_the_new_times_in_place_of_the_old(organisation):
    with scope(organisation):
        person, other = factories.membership(), factories.membership()
        times.replace(other, [Window(MONDAY, 420, 540)])
        times.replace(person, [Window(MONDAY, 420, 540)])
        times.replace(person, [Window(TUESDAY, 780, 960), Window(TUESDAY, 960, 1140)])
        assert times.of(person) == [Window(TUESDAY, 780, 1140)]
        assert WeeklyTime.objects.count() == 2
