import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sessions.models import Busy
from tenancy import scope as tenancy_scope
from tests import factories
from tests.website.conftest import at
from website import demos
from website.errors import DemoChanged, DemoError, SlotGone
from website.models import DemoBooking

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("inside")]

WEDNESDAY = at("01-20T10:30")


class TestBook:
    def test_occupies_the_host_for_half_an_hour(self, house):
        demo = house.book("01-20T10:30")
        [busy] = Busy.objects.all()
        assert (demo.host, demo.starts_at, demo.ends_at) == (house.ada, WEDNESDAY, at("01-20T11:00"))
        assert (busy.person, busy.starts_at, busy.ends_at) == (house.ada, demo.starts_at, demo.ends_at)
        assert demo.busy == busy and demo.is_booked and demo.revision == 0

    def test_keeps_only_the_digest_of_the_link(self, house):
        demo = house.book("01-20T10:30")
        stored = str(DemoBooking.objects.values().get())
        assert demo.token not in stored and demo.token.partition("-")[2] not in stored

    def test_gives_a_time_to_one_only(self, house):
        house.book("01-20T10:30")
        with pytest.raises(SlotGone, match="gerade vergeben"):
            house.book("01-20T10:30", "olga@kunde.example")
        assert len(house.demos()) == Busy.objects.count() == 1

    def test_refuses_what_overlaps(self, house):
        house.book("01-20T10:30")
        house.host("Jonas Rother", (8, 9))
        with pytest.raises(SlotGone):
            house.book("01-20T10:15", "olga@kunde.example")

    @pytest.mark.parametrize(
        ("when", "sentence"),
        [
            ("01-18T09:30", "schon vorbei"),
            ("01-18T13:30", "vier Arbeitsstunden"),
            ("03-02T10:00", "sechs Wochen"),
            ("01-20T12:30", "gerade vergeben"),
            ("01-24T10:00", "gerade vergeben"),
        ],
    )
    def test_says_why_a_time_cannot_be_had(self, house, when, sentence):
        with pytest.raises(SlotGone, match=sentence):
            house.book(when)
        assert house.demos() == [] and house.mails() == []

    def test_takes_the_first_time_after_the_notice(self, house):
        assert house.book("01-18T14:00").host == house.ada

    def test_goes_to_whoever_has_fewest_that_day_then_fewest_at_all(self, house):
        jonas = house.host("Jonas Rother")
        hosts = [
            house.book(when, f"{number}@kunde.example").host
            for number, when in enumerate(
                ["01-20T09:00", "01-20T09:30", "01-20T10:00", "01-21T09:00", "01-22T09:00"]
            )
        ]
        assert hosts == [house.ada, jonas, house.ada, jonas, house.ada]

    def test_goes_to_whoever_is_free(self, house):
        jonas = house.host("Jonas Rother")
        factories.busy(house.ada, at("01-20T10:45"), at("01-20T11:15"))
        assert house.book("01-20T10:30").host == jonas

    def test_refuses_a_third_open_demo_of_an_address_however_it_is_written(self, house):
        house.book("01-20T10:00")
        house.book("01-20T11:00", "Rita@Kunde.example")
        with pytest.raises(DemoError, match="schon zwei Demos"):
            house.book("01-21T10:00", " RITA@kunde.example")
        assert len(house.demos()) == 2

    def test_what_is_over_or_cancelled_is_not_open(self, house, clock):
        demos.cancel(house.book("01-20T10:00"))
        house.book("01-20T11:00")
        clock.set("01-20T12:00")
        house.book("01-25T10:00")
        assert house.book("01-25T11:00").is_booked

    def test_refuses_a_second_demo_at_the_same_time(self, house):
        house.host("Jonas Rother")
        house.book("01-20T10:30")
        with pytest.raises(DemoError, match="Für diese Zeit"):
            house.book("01-20T10:30")

    def test_the_same_page_sent_twice_books_once(self, house):
        house.host("Jonas Rother")
        first = house.book("01-20T10:30", key="a" * 14)
        second = house.book("01-20T10:30", key="a" * 14)
        assert second == first and len(house.demos()) == 1 and len(house.mails("demo.booked")) == 1

    def test_the_key_of_a_page_opens_nobody_elses_demo(self, house):
        house.host("Jonas Rother")
        first = house.book("01-20T10:30", key="a" * 14)
        other = house.book("01-20T10:30", "olga@kunde.example", key="a" * 14)
        later = house.book("01-21T10:30", key="a" * 14)
        assert len({first.token, other.token, later.token}) == 3


class TestMove:
    def test_keeps_the_host_and_frees_the_old_time(self, house):
        house.host("Jonas Rother")
        demo = house.book("01-20T10:30")
        moved = demos.move(demo, starts_at=at("01-21T09:00"))
        assert (moved.host, moved.starts_at, moved.revision) == (demo.host, at("01-21T09:00"), 1)
        assert [row.starts_at for row in Busy.objects.all()] == [at("01-21T09:00")]
        assert moved.token == demo.token and moved.uid == demo.uid

    def test_may_overlap_the_old_time(self, house):
        demo = house.book("01-20T10:30")
        with pytest.raises(SlotGone):
            demos.move(demo, starts_at=at("01-20T10:30"))
        assert demos.move(demo, starts_at=at("01-20T11:00")).starts_at == at("01-20T11:00")

    def test_goes_to_another_host_where_the_first_is_taken(self, house):
        demo = house.book("01-20T10:30")
        jonas = house.host("Jonas Rother")
        factories.busy(house.ada, at("01-21T09:00"), at("01-21T12:00"))
        assert demos.move(demo, starts_at=at("01-21T09:00")).host == jonas

    def test_a_lost_time_leaves_the_old_one(self, house):
        house.book("01-21T09:00", "olga@kunde.example")
        demo = house.book("01-20T10:30")
        with pytest.raises(SlotGone):
            demos.move(demo, starts_at=at("01-21T09:00"))
        demo.refresh_from_db()
        assert (demo.starts_at, demo.revision) == (WEDNESDAY, 0) and demo.busy.starts_at == WEDNESDAY

    def test_refuses_what_was_changed_meanwhile(self, house):
        demo = house.book("01-20T10:30")
        demos.move(demo, starts_at=at("01-21T09:00"))
        with pytest.raises(DemoChanged, match="inzwischen"):
            demos.move(demo, starts_at=at("01-22T09:00"), revision=0)

    def test_refuses_a_cancelled_demo(self, house):
        demo = demos.cancel(house.book("01-20T10:30"))
        with pytest.raises(DemoError, match="nicht mehr gebucht"):
            demos.move(demo, starts_at=at("01-21T09:00"))

    def test_refuses_a_demo_that_has_begun(self, house, clock):
        demo = house.book("01-20T10:30")
        clock.set("01-20T10:30")
        with pytest.raises(DemoError, match="schon begonnen"):
            demos.move(demo, starts_at=at("01-21T13:00"))


class TestCancel:
    def test_frees_the_time_at_once(self, house):
        demo = demos.cancel(house.book("01-20T10:30"))
        assert (demo.state, demo.revision, demo.busy) == ("cancelled", 1, None)
        assert Busy.objects.count() == 0
        assert house.book("01-20T10:30", "olga@kunde.example").is_booked

    def test_twice_is_as_good_as_once(self, house):
        demo = house.book("01-20T10:30")
        demos.cancel(demo)
        assert demos.cancel(demo).revision == 1
        assert len(house.mails("demo.cancelled")) == 1

    def test_refuses_what_was_moved_meanwhile(self, house):
        demo = house.book("01-20T10:30")
        demos.move(demo, starts_at=at("01-21T09:00"))
        with pytest.raises(DemoChanged):
            demos.cancel(demo, revision=0)

    def test_refuses_a_demo_that_has_begun(self, house, clock):
        demo = house.book("01-20T10:30")
        clock.set("01-20T10:31")
        with pytest.raises(DemoError, match="schon begonnen"):
            demos.cancel(demo)


class TestMark:
    @pytest.mark.parametrize(("verb", "state"), [(demos.hold, "held"), (demos.miss, "no_show")])
    def test_notes_what_became_of_it(self, house, clock, verb, state):
        demo = house.book("01-20T10:30")
        clock.set("01-20T11:00")
        verb(demo)
        assert house.demos()[0].state == state

    def test_a_mark_can_be_corrected(self, house, clock):
        demo = house.book("01-20T10:30")
        clock.set("01-20T11:00")
        demos.miss(demo)
        demos.hold(demo)
        assert house.demos()[0].state == "held"

    def test_refuses_before_the_start(self, house):
        with pytest.raises(DemoError, match="noch nicht begonnen"):
            demos.hold(house.book("01-20T10:30"))

    def test_refuses_a_cancelled_one(self, house, clock):
        demo = demos.cancel(house.book("01-20T10:30"))
        clock.set("01-20T11:00")
        with pytest.raises(DemoError, match="abgesagt"):
            demos.miss(demo)


def test_demos_belong_to_our_house_alone(house, other_organisation):
    house.book("01-20T10:30")
    with tenancy_scope.scope(other_organisation):
        assert DemoBooking.objects.count() == 0


def test_more_demos_need_no_more_queries(house):
    with CaptureQueriesContext(
        connection,
    ) as one:
        house.book("01-20T09:00", "1@kunde.example")
    for number, when in enumerate(["01-20T09:30", "01-20T10:00", "01-20T10:30"]):
        house.book(when, f"x{number}@kunde.example")
    with CaptureQueriesContext(connection) as many:
        house.book("01-20T11:00", "9@kunde.example")
    assert len(many) == len(one)
