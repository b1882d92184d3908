from itertools import pairwise

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
    assert all(a.weekday < b.weekday or a.ends < b.starts for a, b in pairwise(merged))


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


TIMES = "/o/weserwerk/me/times/"


def hours(*rows: tuple[str, str, str]) -> dict[str, str]:
    data = {"hours-TOTAL_FORMS": str(len(rows)), "hours-INITIAL_FORMS": "0"}
    for number, row in enumerate(rows):
        data |= {
            f"hours-{number}-{name}": value
            for name, value in zip(("weekday", "starts", "ends"), row, strict=True)
        }
    return data


@pytest.mark.django_db
def test_times_takes_blocks_and_hours_together(organisation, participant_member, client_for):
    data = hours(("1", "12:00", "13:00"), ("", "", "")) | {"blocks": ["1-9", "1-13"]}
    response = client_for(participant_member).post(TIMES, data)
    assert response.url == "/o/weserwerk/me/profile/"
    with scope(organisation):
        assert times.of(participant_member) == [Window(TUESDAY, 540, 960)]


@pytest.mark.django_db
def test_times_shows_what_is_stored_as_blocks_and_hours(organisation, participant_member, client_for):
    with scope(organisation):
        times.replace(participant_member, [Window(MONDAY, 420, 720), Window(TUESDAY, 600, 690)])
    form = client_for(participant_member).get(TIMES).context["form"]
    assert form.week["blocks"].initial == ["0-7", "0-9"]
    assert form.hours.forms[0].initial == {"weekday": TUESDAY, "starts": "10:00", "ends": "11:30"}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (("1", "12:00", ""), "Bitte Tag, Beginn und Ende"),
        (("", "12:00", "13:00"), "Bitte Tag, Beginn und Ende"),
        (("1", "13:00", "12:00"), "vor dem Beginn"),
        (("1", "12:10", "13:00"), "volle Viertelstunden"),
        (("1", "25:00", "26:00"), "gültige Uhrzeit"),
        (("9", "12:00", "13:00"), "weekday"),
    ],
)
def test_times_names_a_wrong_row_and_keeps_the_old_times(
    row, sentence, organisation, participant_member, client_for
):
    with scope(organisation):
        times.replace(participant_member, [Window(MONDAY, 420, 720)])
    response = client_for(participant_member).post(TIMES, hours(row) | {"blocks": ["2-9", "3-9"]})
    assert response.status_code == 200
    assert sentence in response.content.decode()
    with scope(organisation):
        assert times.of(participant_member) == [Window(MONDAY, 420, 720)]


def test_times_in_words_have_a_line_per_day():
    found = times.in_words([Window(MONDAY, 420, 720), Window(MONDAY, 960, 1140), Window(TUESDAY, 585, 600)])
    assert found == ["Montag: 7:00 bis 12:00, 16:00 bis 19:00", "Dienstag: 9:45 bis 10:00"]
