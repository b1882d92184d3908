import pytest
from icalendar import Calendar

from sessions import alarms, reminder_choices
from sessions.calendars import feed_out, ics
from tests.sessions.conftest import at

pytestmark = pytest.mark.django_db


def signs(text: str | bytes) -> list[tuple[str, str]]:
    """Return the alarms of a calendar file: what they show, and when."""
    found = Calendar.from_ical(text).walk("VALARM")
    return [(str(alarm["DESCRIPTION"]), alarm["TRIGGER"].to_ical().decode()) for alarm in found]


def test_without_a_choice_no_calendar_entry_has_an_alarm(pair, inside):
    session = pair.session(at("02-11T10:30"))
    assert alarms.of(pair.lea) == []
    assert signs(ics.file(session, person=pair.lea)) == []


def test_who_chose_it_finds_alarms_in_mail_file_and_subscription_and_the_other_one_does_not(pair, inside):
    session = pair.session(at("02-11T10:30"))
    reminder_choices.save(pair.lea, day_before="calendar", hour_before="calendar")
    expected = [("Sitzung 1 mit Dr. Thomas Reuter", "-P1D"), ("Sitzung 1 mit Dr. Thomas Reuter", "-PT1H")]
    assert signs(ics.file(session, person=pair.lea)) == expected
    assert signs(ics.invitation(session, person=pair.lea, method="REQUEST")) == expected
    assert signs(ics.invitation(session, person=pair.lea, method="CANCEL")) == []
    assert signs(ics.file(session, person=pair.thomas)) == []
    for person, found in ((pair.lea, expected), (pair.thomas, [])):
        feed_out.switch_on(person)
        assert signs(feed_out.file(feed_out.of(person)).content) == found


def test_one_of_the_two_alone(pair, inside):
    reminder_choices.save(pair.lea, hour_before="calendar")
    session = pair.session(at("02-11T10:30"))
    assert [when for _what, when in signs(ics.file(session, person=pair.lea))] == ["-PT1H"]
