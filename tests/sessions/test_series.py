from datetime import timedelta

import pytest

from mail.models import Message
from sessions import booking, series
from sessions.errors import BookingError, SeriesLost
from sessions.models import Busy, Session
from tenancy.scope import scope
from tests import factories
from tests.sessions.conftest import at
from tests.sessions.together import together

TIMES = {1: at("02-11T10:30"), 2: at("03-04T10:30"), 3: at("03-25T10:30")}


def numbers() -> list[tuple]:
    return list(Session.objects.standing().order_by("number").values_list("number", "starts_at"))


@pytest.mark.django_db
@pytest.mark.usefixtures("inside")
class TestBookAll:
    def test_books_each_number_at_its_time_and_occupies_both(self, pair):
        made = series.book_all(pair.tandem, times=TIMES, by=pair.lea, form="onsite", place="A3")
        assert numbers() == list(TIMES.items()) and Busy.objects.count() == 6
        assert {(row.form, row.place, row.booked_by) for row in made} == {("onsite", "A3", pair.lea)}

    def test_a_number_that_is_left_out_stays_open(self, pair):
        series.book_all(pair.tandem, times={1: TIMES[1], 3: TIMES[3]}, by=pair.lea)
        assert [number for number, _start in numbers()] == [1, 3]
        assert booking.book(pair.tandem, starts_at=TIMES[2], by=pair.lea).number == 2

    def test_tells_both_of_each_with_its_calendar_file_and_of_all_in_one_more_mail(self, pair):
        series.book_all(pair.tandem, times=TIMES, by=pair.lea)
        mails = Message.objects.filter(recipient=pair.thomas.email).order_by("pk")
        assert [mail.kind for mail in mails] == ["session.booked"] * 3 + ["session.series"]
        assert [bool(mail.calendar) for mail in mails] == [True] * 3 + [False]
        text = mails.last().text
        assert mails.last().subject == "3 Sitzungen mit Lea Brandt sind verabredet"
        assert "Lea Brandt hat 3 Sitzungen verabredet" in text
        assert "Sitzung 2: Donnerstag, 4. März 2027, 10:30 bis 11:15" in text
        assert "nach der Uhr in Berlin" in text and "MEZ" not in text
        assert Message.objects.filter(kind="session.series").count() == 2

    def test_one_alone_needs_no_further_mail(self, pair):
        series.book_all(pair.tandem, times={1: TIMES[1]}, by=pair.lea)
        assert not Message.objects.filter(kind="session.series").exists()

    def test_when_one_time_is_lost_nothing_is_booked_and_nobody_told(self, pair):
        factories.busy(pair.thomas, TIMES[2], TIMES[2] + timedelta(minutes=45))
        with pytest.raises(SeriesLost) as refused:
            series.book_all(pair.tandem, times=TIMES, by=pair.lea)
        assert refused.value.lost == {2: "Diese Zeit ist bei Thomas gerade vergeben worden."}
        assert not Session.objects.exists() and not Message.objects.exists() and Busy.objects.count() == 1

    def test_all_that_is_lost_is_named_at_once(self, pair):
        pair.session(at("02-01T09:00"), number=1)
        factories.busy(pair.lea, TIMES[3], TIMES[3] + timedelta(minutes=45))
        with pytest.raises(SeriesLost) as refused:
            series.book_all(pair.tandem, times=TIMES, by=pair.lea)
        assert refused.value.lost == {
            1: "Sitzung 1 ist inzwischen verabredet.",
            3: "Zu dieser Zeit ist schon etwas anderes verabredet.",
        }

    def test_times_that_overlap_each_other_are_lost(self, pair):
        with pytest.raises(SeriesLost):
            series.book_all(pair.tandem, times={1: TIMES[1], 2: TIMES[1]}, by=pair.lea)
        assert not Session.objects.exists()

    @pytest.mark.parametrize(
        ("times", "sentence"),
        [
            ({}, "sieht 6 Sitzungen vor"),
            ({0: TIMES[1]}, "sieht 6 Sitzungen vor"),
            ({7: TIMES[1]}, "sieht 6 Sitzungen vor"),
            ({1: TIMES[2], 2: TIMES[1]}, "in der Reihenfolge ihrer Nummern"),
            ({1: at("01-11T10:30"), 2: TIMES[2]}, "schon vorbei"),
            ({1: TIMES[1], 2: at("12-11T10:30")}, "Das Programm geht vom"),
        ],
    )
    def test_what_cannot_be_is_refused_with_a_sentence(self, pair, times, sentence):
        with pytest.raises(BookingError, match=sentence):
            series.book_all(pair.tandem, times=times, by=pair.lea)
        assert not Session.objects.exists() and not Busy.objects.exists()

    def test_a_paused_tandem_books_nothing(self, pair):
        pair.tandem.state = "paused"
        pair.tandem.save()
        with pytest.raises(BookingError, match="pausiert"):
            series.book_all(pair.tandem, times=TIMES, by=pair.lea)


@pytest.mark.django_db(transaction=True)
class TestConnections:
    def test_of_two_series_that_cross_one_is_booked_whole_and_the_other_not_at_all(self, pair):
        """The rivals want the same hour in different places of their series."""
        with scope(pair.organisation):
            rival = factories.tandem(pair.program, mentor=pair.tandem.mentor)
        other = {1: at("02-04T10:30"), 2: at("02-25T10:30"), 3: TIMES[3]}

        def step(tandem, times):
            def book():
                with scope(pair.organisation):
                    return series.book_all(tandem, times=times, by=pair.lea)

            return book

        for _round in range(5):
            results = together(step(pair.tandem, TIMES), step(rival, other))
            assert sorted(type(result).__name__ for result in results) == ["SeriesLost", "list"]
            with scope(pair.organisation):
                assert Session.objects.count() == 3 and Busy.objects.count() == 6
                Busy.objects.all().delete()
                Session.objects.all().delete()

    def test_a_single_booking_and_a_series_never_end_in_half_a_series(self, pair):
        def single():
            with scope(pair.organisation):
                return booking.book(pair.tandem, starts_at=TIMES[2], by=pair.thomas, number=1)

        def whole():
            with scope(pair.organisation):
                return series.book_all(pair.tandem, times=TIMES, by=pair.lea)

        results = together(single, whole)
        with scope(pair.organisation):
            assert Session.objects.count() in {1, 3}
        assert sum(isinstance(result, BookingError) for result in results) == 1
