import pytest

from tenancy.scope import scope
from tests import factories
from tests.factories import BERLIN
from tests.website.conftest import NOW, at
from website import times


def clocks(house, day: str, now=NOW) -> list[str]:
    """The free times of a day in Berlin."""
    with scope(house.organisation):
        starts = [start.astimezone(BERLIN) for start in times.free(now)]
    return [f"{start:%H:%M}" for start in starts if f"{start:%m-%d}" == day]


def test_a_day_offers_every_half_hour_of_the_working_hours(house):
    morning = ["09:00", "09:30", "10:00", "10:30", "11:00", "11:30"]
    afternoon = ["13:00", "13:30", "14:00", "14:30", "15:00", "15:30", "16:00", "16:30"]
    assert clocks(house, "01-20") == morning + afternoon


def test_whatever_occupies_a_host_is_not_offered(house):
    with scope(house.organisation):
        factories.busy(house.ada, at("01-20T09:15"), at("01-20T11:00"))
    assert clocks(house, "01-20")[:3] == ["11:00", "11:30", "13:00"]


def test_a_time_stays_while_one_of_two_hosts_is_free(house):
    house.host("Jonas Rother", (9, 10))
    with scope(house.organisation):
        factories.busy(house.ada, at("01-20T09:00"), at("01-20T17:00"))
    assert clocks(house, "01-20") == ["09:00", "09:30"]


def test_who_has_left_gives_no_demos(house):
    with scope(house.organisation):
        type(house.ada).objects.filter(pk=house.ada.pk).update(is_active=False)
        assert times.free(NOW) == {} and times.hosts() == []


@pytest.mark.parametrize(
    ("now", "earliest"),
    [
        ("01-18T09:00", "01-18T13:00"),
        ("01-18T06:30", "01-18T13:00"),
        ("01-18T14:00", "01-19T10:00"),
        ("01-22T16:00", "01-25T12:00"),
        ("01-23T12:00", "01-25T13:00"),
        ("03-26T15:00", "03-29T11:00"),
    ],
)
def test_four_working_hours_lie_before_the_first_time(now, earliest):
    assert times.earliest(at(now)) == at(earliest)


def test_nothing_is_offered_after_six_weeks(house):
    with scope(house.organisation):
        assert max(times.free(NOW)) == at("03-01T09:30")


def test_hours_are_wall_time_across_the_clock_change(house, clock):
    """Clocks go forward on Sunday, 28 March 2027."""
    now = clock.set("03-24T09:00")
    friday, monday = at("03-26T09:00"), at("03-29T09:00")
    assert (friday.hour, monday.hour) == (8, 7)
    with scope(house.organisation):
        found = times.free(now)
    assert friday in found and monday in found
    assert clocks(house, "03-26", now) == clocks(house, "03-29", now)


def test_the_hour_that_clocks_skip_is_not_offered(house, clock):
    now = clock.set("03-24T09:00")
    with scope(house.organisation):
        from website.models import WorkingHours

        WorkingHours.objects.create(host=house.ada, weekday=6, starts=60, ends=4 * 60)
    assert clocks(house, "03-28", now) == ["01:00", "01:30", "03:00", "03:30"]


def test_hours_are_read_in_the_zone_of_the_host(house):
    house.host("Kim Lee", (9, 10), zone="Asia/Tokyo")
    assert clocks(house, "01-20")[:2] == ["01:00", "01:30"]


def test_the_nearest_times_come_in_order():
    found = [at(f"01-20T{hour:02}:00") for hour in (9, 10, 13, 14, 16)]
    assert times.nearest(found, at("01-20T11:45")) == [at(f"01-20T{hour}:00") for hour in ("10", "13", "14")]
    assert times.nearest(found[:1], at("01-20T11:45")) == found[:1]
