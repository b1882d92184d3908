from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from sessions.times.ranking import Past, Reason, Why, Wish, suggest

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2027, 1, 22, 9, tzinfo=UTC)


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"2027-{text}").replace(tzinfo=BERLIN).astimezone(UTC)


# Session 4 was on a Thursday at 10:30; the rhythm is three weeks: 11 February.
AFTER_FOUR = Wish(
    BERLIN,
    21,
    [Past(number, at("01-21T10:30") - timedelta(days=21 * (4 - number))) for number in range(1, 5)],
)


def best(times, wish=AFTER_FOUR):
    return [(found.starts_at, found.reason) for found in suggest(sorted(times), wish, now=NOW)]


def test_the_rhythm_comes_first_then_near_days_each_with_its_own_reason():
    thursday, wednesday, friday = at("02-11T10:30"), at("02-10T09:00"), at("02-12T14:00")
    assert best([at("01-26T09:00"), wednesday, at("02-10T16:00"), thursday, friday]) == [
        (thursday, Reason(Why.RHYTHM, 4, 21)),
        (wednesday, Reason(Why.MORNING, 4)),
        (friday, Reason(Why.NEAR_RHYTHM, 4, 22)),
    ]


def test_a_day_off_the_rhythm_loses_against_the_usual_weekday_and_time():
    assert best([at("02-10T15:00"), at("02-18T10:30"), at("02-11T15:00")])[0][0] == at("02-11T15:00")
    assert best([at("02-08T15:00"), at("02-12T15:00"), at("02-11T10:30")])[0][0] == at("02-11T10:30")


def test_the_usual_time_in_another_week_is_said_so():
    far = at("01-25T09:00")
    assert best([far, at("02-18T10:30")])[0] == (at("02-18T10:30"), Reason(Why.SAME_TIME, 4))
    assert best([far, at("02-18T15:30")])[0] == (at("02-18T15:30"), Reason(Why.SAME_WEEKDAY, 4))


def test_the_first_session_is_near_the_start_of_the_program():
    wish = Wish(BERLIN, 21, starts_on=date(2027, 3, 1))
    times = [at("02-01T09:00"), at("03-02T09:00"), at("03-04T09:00"), at("03-20T09:00")]
    assert best(times, wish) == [
        (at("03-02T09:00"), Reason(Why.START)),
        (at("03-04T09:00"), Reason(Why.START)),
        (at("03-20T09:00"), Reason(Why.FREE)),
    ]


def test_when_the_time_is_overdue_the_soonest_is_best():
    wish = Wish(BERLIN, 21, [Past(1, at("01-01T10:00"))])
    times = [at("01-25T15:00"), at("01-26T15:00"), at("02-15T15:00")]
    assert best(times, wish)[0] == (at("01-25T15:00"), Reason(Why.SOONEST))


def test_a_session_to_be_moved_stays_near_its_old_time():
    wish = Wish(BERLIN, 21, AFTER_FOUR.earlier, instead_of=at("02-03T10:30"))
    assert best([at("02-02T09:00"), at("02-04T09:00"), at("02-11T10:30")], wish)[0][0] == at("02-04T09:00")


def test_days_repeat_only_when_there_are_too_few():
    times = [at("02-11T10:30"), at("02-11T11:00"), at("02-11T11:30"), at("02-12T10:30")]
    assert {start.day for start, _ in best(times)[:2]} == {11, 12}
    assert len(best(times)) == 3


def test_the_usual_half_of_the_day_needs_all_earlier_sessions():
    mixed = Wish(BERLIN, 21, [Past(1, at("01-04T09:00")), Past(2, at("01-20T15:00"))])
    assert best([at("02-01T16:00"), at("02-15T16:00")], mixed)[0] == (at("02-15T16:00"), Reason(Why.FREE))


def test_without_times_there_are_no_suggestions():
    assert best([]) == []


days = st.integers(0, 60).flatmap(
    lambda day: st.integers(14, 34).map(
        lambda half: NOW.replace(hour=0) + timedelta(days=day, minutes=30 * half)
    )
)


@given(st.sets(days), st.booleans(), st.integers(1, 8))
def test_suggestions_are_some_of_the_times_on_as_many_days_as_possible(times, has_history, weeks):
    wish = Wish(BERLIN, 7 * weeks, AFTER_FOUR.earlier if has_history else ())
    found = [start for start, _ in best(times, wish)]
    assert len(found) == len(set(found)) == min(3, len(times)) and set(found) <= times
    assert len({start.astimezone(BERLIN).date() for start in found}) == min(
        3, len({t.astimezone(BERLIN).date() for t in times})
    )
