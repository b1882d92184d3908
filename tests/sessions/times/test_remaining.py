from datetime import datetime

import pytest

from programs.models import Tandem, WeeklyTime
from sessions.times import absences, deviations
from sessions.times.remaining import Remaining
from tests import factories
from tests.sessions.conftest import at, give_times

#: Sessions, weekly times, busy times, absences, rules.
QUERIES = 5

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("inside")]


@pytest.fixture
def shown(pair, clock):
    """What the page proposes: number, time by the clocks of the viewer, reason."""

    def read(viewer=None) -> list[tuple]:
        pair.tandem.refresh_from_db()
        remaining = Remaining(pair.tandem, viewer or pair.lea, clock.now)
        return [
            (
                turn.number,
                turn.starts_at and f"{turn.starts_at.astimezone(remaining.zone):%m-%d %H:%M}",
                deviations.sentence(turn, remaining),
            )
            for turn in remaining.turns
        ]

    return read


@pytest.fixture(autouse=True)
def _after_one(pair, inside):
    """Five sessions, one every four weeks; the first was on a Thursday at 10:30."""
    pair.program.session_count = pair.program.months = 5
    pair.program.starts_on = at("01-07T00:00").date()
    pair.program.save()
    pair.session(at("01-14T10:30"), number=1, state="held")


def test_follows_the_rhythm_from_the_best_time_on_and_says_why_it_does_not(pair, shown):
    """Clocks change on 28 March, and 6 May is a holiday."""
    assert pair.program.rhythm_days == 28
    assert shown() == [
        (2, "02-11 10:30", ""),
        (3, "03-11 10:30", ""),
        (4, "04-08 10:30", ""),
        (5, "05-05 16:00", "Anderer Tag: Feiertag am 6. Mai (Christi Himmelfahrt)"),
    ]


def test_what_is_in_the_way_is_told_plainly_to_whom_it_concerns(pair, shown):
    factories.busy(pair.thomas, at("03-11T10:00"), at("03-11T11:30"))
    assert shown()[1][1:] == (
        "03-11 09:00",
        "Andere Uhrzeit: am 11. März um 10:30 Uhr passt es bei Thomas nicht",
    )
    assert (
        shown(pair.thomas)[1][2] == "Andere Uhrzeit: am 11. März um 10:30 Uhr haben Sie schon etwas anderes"
    )


def test_an_absence_moves_the_day(pair, shown):
    absences.add(pair.lea, begins=datetime(2027, 3, 11), ends=datetime(2027, 3, 12))
    assert shown()[1][1:] == ("03-10 16:00", "Anderer Tag: am 11. März sind Sie abwesend")
    assert shown(pair.thomas)[1][2] == "Anderer Tag: am 11. März um 10:30 Uhr passt es bei Lea nicht"


def test_turns_without_any_time_are_told(pair, shown):
    absences.add(pair.lea, begins=datetime(2027, 2, 22), ends=datetime(2027, 4, 1))
    assert shown()[1:3] == [
        (3, "04-08 10:30", "Später als im Rhythmus: vorher ist keine gemeinsame Zeit frei"),
        (4, "05-05 16:00", "Anderer Tag: Feiertag am 6. Mai (Christi Himmelfahrt)"),
    ]


def test_when_the_best_time_is_too_late_for_all_they_begin_as_soon_as_possible(pair, shown):
    absences.add(pair.lea, begins=datetime(2027, 2, 15), ends=datetime(2028, 1, 1))
    assert [row[1] for row in shown()] == ["01-19 10:00", "01-26 10:00", "02-02 10:00", "02-09 10:00"]


def test_sessions_that_are_planned_already_stay_and_the_others_keep_their_place(pair, shown):
    pair.session(at("02-25T14:00"), number=3)
    assert [row[:2] for row in shown()] == [(2, "02-11 10:30"), (4, "03-25 14:00"), (5, "04-22 14:00")]


def test_ten_stays_ten_for_the_viewer_wherever_they_are(pair, shown):
    pair.lea.zone = "America/New_York"
    pair.lea.save()
    WeeklyTime.objects.all().delete()
    give_times(pair.lea, (8, 11))
    give_times(pair.thomas, (13, 18))
    assert [row[1] for row in shown()[:3]] == ["02-11 08:00", "03-11 08:00", "04-08 08:00"]


def test_without_common_times_no_session_has_a_proposal(pair, shown):
    WeeklyTime.objects.filter(membership=pair.lea).delete()
    assert shown() == [(number, None, "") for number in (2, 3, 4, 5)]


def test_after_the_program_there_is_nothing_to_propose(pair, shown, clock):
    clock.set("06-07T09:00")
    assert [row[1] for row in shown()] == [None] * 4


def test_the_number_of_queries_does_not_grow_with_the_sessions(pair, shown, django_assert_num_queries, clock):
    for count in (2, 4, 16):
        pair.program.session_count = count
        pair.program.save()
        tandem = Tandem.objects.with_people().get(pk=pair.tandem.pk)
        for row in (tandem.program, *tandem.members):
            row.organisation = pair.organisation
        remaining = Remaining(tandem, pair.lea, clock.now)
        with django_assert_num_queries(QUERIES):
            assert [deviations.sentence(turn, remaining) for turn in remaining.turns]
