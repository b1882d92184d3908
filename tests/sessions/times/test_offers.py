from datetime import datetime, timedelta

import pytest

from sessions.models import Feed
from sessions.times import absences, objections, offers
from tenancy.scope import scope
from tests import factories
from tests.sessions.conftest import at

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_scope(pair):
    with scope(pair.organisation):
        yield


def shown(pair, clock) -> list[str]:
    """The offered times of the first weeks, by Berlin's clocks."""
    found = offers.find(pair.tandem, viewer=pair.lea, now=clock.now).times
    return [f"{start.astimezone(pair.lea.tzinfo):%m-%d %H:%M}" for start in found]


def objection(pair, clock, text: str, viewer) -> str:
    return objections.find(pair.tandem, at(text), viewer=viewer, now=clock.now)


def read_calendar(person, begin: datetime) -> Feed:
    """A calendar that says an hour is busy."""
    feed = factories.feed(person)
    factories.busy(person, begin, begin + timedelta(hours=1), feed=feed)
    return feed


def test_a_working_day_ahead_is_the_first_time_on_a_friday_it_is_monday(pair, clock):
    assert shown(pair, clock)[0] == "01-19 10:00"
    clock.set("01-22T10:00")
    assert shown(pair, clock)[0] == "01-25 10:00"


def test_whoever_needs_more_notice_is_given_it(pair, clock):
    absences.set_rules(pair.thomas, notice=3)
    assert shown(pair, clock)[0] == "01-21 10:00"
    assert objection(pair, clock, "01-20T10:00", pair.lea) == "So kurzfristig geht es bei Thomas nicht."
    assert objection(pair, clock, "01-20T10:00", pair.thomas) == (
        "So kurzfristig möchten Sie laut Ihren Regeln keine Sitzung."
    )


def test_nobody_is_offered_a_time_in_a_few_minutes(pair, clock):
    for person in (pair.lea, pair.thomas):
        absences.set_rules(person, notice=0)
    assert shown(pair, clock)[0] == "01-18 13:00"


def test_an_absence_of_either_leaves_the_week_out_and_the_other_is_not_told_why(pair, clock):
    absences.add(pair.thomas, begins=datetime(2027, 1, 25), ends=datetime(2027, 1, 30))
    assert not [time for time in shown(pair, clock) if "01-25" <= time[:5] < "01-30"]
    assert objection(pair, clock, "01-26T10:00", pair.thomas) == (
        "Für den 26. Januar haben Sie eine Abwesenheit eingetragen."
    )
    assert objection(pair, clock, "01-26T10:00", pair.lea) == "Diese Zeit passt bei Thomas nicht."


def test_an_absence_is_by_the_clocks_of_the_person(pair, clock):
    pair.lea.zone = "America/New_York"
    pair.lea.save()
    pair.tandem.refresh_from_db()
    absences.add(pair.lea, begins=datetime(2027, 1, 26, 9), ends=datetime(2027, 1, 26, 10))
    [lea, _thomas] = offers.calendars([pair.lea, pair.thomas], clock.now, at("02-01T00:00")).values()
    assert next(start for start, _ in lea.free(at("01-26T00:00"), at("01-27T00:00"))) == at("01-26T16:00")


def test_holidays_are_those_of_the_house_unless_a_person_works_elsewhere(pair, clock):
    clock.set("05-20T10:00")
    pair.program.starts_on = clock.now.date()
    pair.program.save()
    assert [time for time in shown(pair, clock) if time.startswith("05-27")]
    pair.organisation.state = "DE-BY"
    pair.organisation.save()
    for person in (pair.lea, pair.thomas):
        person.refresh_from_db()
    assert not [time for time in shown(pair, clock) if time.startswith("05-27")]
    for person in (pair.lea, pair.thomas):
        absences.set_rules(person, state="DE-BE")
    assert [time for time in shown(pair, clock) if time.startswith("05-27")]


def test_a_holiday_is_named(pair, clock):
    absences.set_rules(pair.thomas, state="DE-BY")
    clock.set("05-20T10:00")
    for viewer in (pair.lea, pair.thomas):
        assert objection(pair, clock, "05-27T10:00", viewer) == "Am 27. Mai ist Feiertag: Fronleichnam."


def test_what_a_calendar_calls_busy_is_not_offered_with_a_breather_around_it(pair, clock):
    read_calendar(pair.thomas, at("01-20T10:00"))
    assert [time for time in shown(pair, clock) if time.startswith("01-20")][:3] == [
        "01-20 09:00",
        "01-20 11:15",
        "01-20 13:00",
    ]
    absences.set_rules(pair.thomas, before=0, after=0)
    assert [time for time in shown(pair, clock) if time.startswith("01-20")][:3] == [
        "01-20 09:00",
        "01-20 11:00",
        "01-20 13:00",
    ]


def test_a_day_takes_as_many_sessions_as_a_person_wants(pair, clock):
    absences.set_rules(pair.thomas, per_day=1)
    pair.session(at("01-20T09:00"))
    found = [time for time in shown(pair, clock) if time.startswith("01-20")]
    assert found == []
    assert objection(pair, clock, "01-20T15:00", pair.thomas) == (
        "Am 20. Januar sind schon so viele Sitzungen, wie Sie an einem Tag möchten."
    )


def test_a_session_may_be_moved_within_its_own_full_day(pair, clock):
    absences.set_rules(pair.thomas, per_day=1)
    session = pair.session(at("01-20T09:00"))
    found = offers.find(pair.tandem, viewer=pair.lea, now=clock.now, moving=session).times
    assert at("01-20T10:00") in found


def test_nothing_is_said_about_a_time_that_suits_both(pair, clock):
    assert objection(pair, clock, "01-20T10:00", pair.lea) == ""


def test_an_absence_is_told_in_days_or_hours():
    told = {
        ("2027-12-24T00:00", "2028-01-03T00:00"): "24. Dezember 2027 bis 2. Januar 2028",
        ("2027-12-24T00:00", "2027-12-25T00:00"): "24. Dezember 2027",
        ("2027-12-24T09:00", "2027-12-24T12:30"): "24. Dezember 2027, 09:00 bis 12:30 Uhr",
        (
            "2027-12-24T12:00",
            "2027-12-27T00:00",
        ): "24. Dezember 2027, 12:00 Uhr bis 27. Dezember 2027, 00:00 Uhr",
    }
    for (begins, ends), words in told.items():
        assert absences.in_words(factories.Absence(begins=begins, ends=ends)) == words


def test_the_time_a_session_has_is_none_to_move_it_to(pair, clock):
    session = pair.session(at("01-20T10:30"))
    found = offers.find(pair.tandem, viewer=pair.lea, now=clock.now, moving=session).times
    assert at("01-20T10:30") not in found and at("01-20T11:00") in found
