"""The ladder for silent tandems, and the one number HR sees of them."""

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse

from accounts.models import AuditEvent
from mail.models import Message
from programs import tandems
from programs.models import Nudge, Tandem
from sessions import booking, silence
from sessions.tasks import nudge as nudge_task
from tenancy.scope import scope
from tests import factories

pytestmark = pytest.mark.django_db

BERLIN = ZoneInfo("Europe/Berlin")
#: A Monday. The rhythm of the program below is four weeks.
START = datetime(2027, 1, 4, 7, tzinfo=BERLIN)
DAY = timedelta(days=1)


@pytest.fixture
def at(monkeypatch):
    def move_to(moment: datetime) -> datetime:
        monkeypatch.setattr("tenancy.clock.system_now", lambda: moment)
        return moment

    move_to(START)
    return move_to


@pytest.fixture
def program(organisation, lead, at):
    with scope(organisation):
        return factories.program(lead=lead, starts_on=START.date(), months=6, session_count=6)


@pytest.fixture
def tandem(organisation, program) -> Tandem:
    with scope(organisation):
        return factories.tandem(program)


def sent() -> list[tuple[str, int]]:
    rows = Message.objects.filter(kind__in=["tandem.nudge", "tandem.help_offer"]).order_by("pk")
    return list(rows.values_list("kind", "recipient"))


def run(at, day: int) -> None:
    silence.nudge(at(START + day * DAY))


def test_two_nudges_then_help_then_nothing_each_to_both(organisation, tandem, at):
    with scope(organisation):
        for day in range(100):
            run(at, day)
        both = [person.email for person in tandem.members]
        assert sent() == [
            (kind, email) for kind in ("tandem.nudge", "tandem.nudge", "tandem.help_offer") for email in both
        ]
        days = [(nudge.sent_at - START).days for nudge in Nudge.objects.order_by("step")]
        assert days == [28, 35, 42]


def test_the_sweep_may_run_as_often_as_it_likes(organisation, tandem, at):
    with scope(organisation):
        for _time in range(3):
            run(at, 28)
            run(at, 34)
    with scope(organisation):
        assert Nudge.objects.count() == 1
        assert len(sent()) == 2


def test_after_a_standstill_of_the_worker_the_steps_are_still_a_week_apart(organisation, tandem, at):
    with scope(organisation):
        for day in (70, 71, 74, 77):
            run(at, day)
        assert [(nudge.sent_at - START).days for nudge in Nudge.objects.order_by("step")] == [70, 77]


def test_nobody_is_nudged_at_the_weekend(organisation, tandem, at):
    with scope(organisation):
        run(at, 33)
        assert sent() == []


def test_nobody_is_nudged_on_a_holiday_of_the_house(organisation, tandem, at):
    organisation.state = "DE-BY"
    organisation.save(update_fields=["state"])
    with scope(organisation):
        run(at, 143)  # Corpus Christi, a Thursday
        assert sent() == []
        run(at, 144)
        assert len(sent()) == 2


def test_a_booking_stops_the_ladder_and_a_new_silence_begins_at_the_bottom(organisation, tandem, at):
    with scope(organisation):
        run(at, 28)
        moment = at(START + 30 * DAY)
        booking.book(tandem, starts_at=moment + 2 * DAY, by=tandem.mentee.membership)
        run(at, 37)
        assert len(sent()) == 2
        run(at, 32 + 28)
        run(at, 32 + 28 + 3)
        assert [kind for kind, _ in sent()] == ["tandem.nudge"] * 4


@pytest.mark.parametrize("verb", ["pause", "end"])
def test_who_rests_is_left_in_peace(verb, organisation, tandem, lead, at):
    with scope(organisation):
        getattr(tandems, verb)(tandem, by=lead)
        run(at, 60)
        assert sent() == []


def test_a_pause_does_not_count_as_silence(organisation, tandem, lead, at):
    with scope(organisation):
        tandems.pause(tandem, by=lead)
        at(START + 60 * DAY)
        tandems.resume(tandem, by=lead)
        run(at, 63)
        assert sent() == []


@pytest.mark.parametrize(
    "change", [{"phase": "closing"}, {"starts_on": START.date() - 200 * DAY}, {"session_count": 1}]
)
def test_where_nothing_is_left_to_plan_nobody_is_nudged(change, organisation, program, tandem, at):
    with scope(organisation):
        factories.session(tandem, starts_at=START - 20 * DAY, booked_at=START - 30 * DAY, state="held")
        for name, value in change.items():
            setattr(program, name, value)
        program.save()
        run(at, 63)
        assert sent() == []


def test_who_wants_no_mail_gets_none(organisation, tandem, at):
    with scope(organisation):
        tandem.mentor.quiet = True
        tandem.mentor.save()
        run(at, 28)
        assert sent() == [("tandem.nudge", tandem.mentee.membership.email)]


@pytest.mark.role("worker")
def test_one_task_serves_all_houses_each_with_its_own(organisation, other_organisation, tandem, at):
    with scope(other_organisation):
        elsewhere = factories.tandem(factories.program(starts_on=START.date()))
    at(START + 28 * DAY)
    nudge_task()
    nudge_task()
    for house, own in ((organisation, tandem), (other_organisation, elsewhere)):
        with scope(house):
            assert [email for _, email in sent()] == [person.email for person in own.members]


def test_the_beat_knows_the_task(settings):
    assert settings.CELERY_BEAT_SCHEDULE["tandems-nudge"]["task"] == nudge_task.name


@pytest.mark.parametrize(
    ("quiet", "met", "shown"), [(7, 7, 7), (6, 12, None), (12, 6, None), (9, 8, 9), (0, 9, None)]
)
def test_hr_sees_a_number_only_when_it_points_at_nobody(quiet, met, shown, organisation, program, at):
    with scope(organisation):
        made = [factories.tandem(program) for _each in range(quiet + met)]
        now = at(START + 35 * DAY)
        for tandem in made[quiet:]:
            factories.session(tandem, starts_at=now - 3 * DAY, booked_at=now - 5 * DAY, state="held")
        assert silence.figure(program, smallest=7, now=now) == shown


def test_the_number_does_not_change_within_a_week(organisation, program, at):
    with scope(organisation):
        made = [factories.tandem(program) for _each in range(16)]
        now = at(START + 35 * DAY)
        for tandem in made[:8]:
            factories.session(tandem, starts_at=now - 3 * DAY, booked_at=now - 5 * DAY, state="held")
        assert silence.figure(program, smallest=7, now=now) == 8
        at(now + DAY)
        booking.book(made[-1], starts_at=now + 3 * DAY, by=made[-1].mentor.membership)
        assert silence.figure(program, smallest=7, now=now + 6 * DAY) == 8
        assert silence.figure(program, smallest=7, now=now + 7 * DAY) == 7


def test_no_page_of_hr_differs_between_a_silent_tandem_and_another(
    organisation, program, tandem, lead, client_for, at
):
    where = {"organisation": "weserwerk", "program": program.public_id}
    urls = [reverse(f"programs:{name}", kwargs=where) for name in ("program_detail", "tandem_list")]
    urls.append(reverse("programs:hr_tandem_detail", kwargs=where | {"tandem": tandem.public_id}))
    client = client_for(lead)

    def seen() -> list[str]:
        pages = [client.get(url).content.decode() for url in urls]
        return [re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page) for page in pages]

    at(START + 35 * DAY)
    before = seen()
    with scope(organisation):
        assert silence.nudge(START + 35 * DAY) == 1
        assert not AuditEvent.objects.exists()
    assert seen() == before
