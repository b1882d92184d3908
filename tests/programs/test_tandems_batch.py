from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from mail.models import Message
from programs import tasks
from programs.models import Tandem
from tenancy.scope import scope
from tests import factories

BERLIN, NEW_YORK = ZoneInfo("Europe/Berlin"), ZoneInfo("America/New_York")
LAST_DAY = datetime(2027, 1, 14, 23, 59, tzinfo=BERLIN)


@pytest.fixture
def at(monkeypatch):
    def move_to(moment: datetime) -> None:
        monkeypatch.setattr("tenancy.clock.system_now", lambda: moment)

    return move_to


def due(organisation, **fields) -> Tandem:
    with scope(organisation):
        return factories.tandem(**{"state": "asked_mentor", "answer_until": LAST_DAY} | fields)


def state(tandem: Tandem) -> str:
    with scope(tandem.organisation):
        return Tandem.objects.get(pk=tandem.pk).state


@pytest.mark.parametrize(
    ("now", "zone", "batch"),
    [
        (datetime(2027, 1, 15, 6, 0, tzinfo=UTC), BERLIN, datetime(2027, 1, 15, 7, tzinfo=BERLIN)),
        (datetime(2027, 1, 15, 5, 59, tzinfo=UTC), BERLIN, datetime(2027, 1, 14, 7, tzinfo=BERLIN)),
        (datetime(2027, 1, 15, 3, 0, tzinfo=UTC), NEW_YORK, datetime(2027, 1, 14, 7, tzinfo=NEW_YORK)),
        # The night in which the clocks change has its seven o'clock as well.
        (datetime(2027, 3, 28, 5, 0, tzinfo=UTC), BERLIN, datetime(2027, 3, 28, 7, tzinfo=BERLIN)),
    ],
)
def test_the_latest_batch_is_the_last_seven_o_clock_there(now, zone, batch):
    assert tasks.latest_batch(now, zone) == batch


@pytest.mark.role("worker")
@pytest.mark.django_db
def test_what_is_due_is_closed_at_seven_and_not_before(organisation, at):
    tandem = due(organisation)
    at(datetime(2027, 1, 15, 6, 59, tzinfo=BERLIN))
    tasks.run_batch()
    assert state(tandem) == "asked_mentor"
    at(datetime(2027, 1, 15, 7, 0, tzinfo=BERLIN))
    tasks.run_batch()
    assert state(tandem) == "not_formed"


@pytest.mark.role("worker")
@pytest.mark.django_db
def test_closing_twice_writes_one_mail(organisation, at):
    due(organisation)
    at(LAST_DAY + timedelta(days=1))
    tasks.run_batch()
    tasks.run_batch()
    with scope(organisation):
        assert Message.objects.filter(kind="tandem.not_formed").count() == 1


@pytest.mark.role("worker")
@pytest.mark.django_db
def test_each_organisation_has_its_own_morning(organisation, other_organisation, at):
    other_organisation.zone = "America/New_York"
    other_organisation.save()
    here, there = due(organisation), due(other_organisation)
    at(datetime(2027, 1, 15, 8, 0, tzinfo=BERLIN))
    tasks.run_batch()
    assert (state(here), state(there)) == ("not_formed", "asked_mentor")
    at(datetime(2027, 1, 15, 7, 0, tzinfo=NEW_YORK))
    tasks.run_batch()
    assert state(there) == "not_formed"


@pytest.mark.role("worker")
@pytest.mark.django_db
def test_one_organisation_in_trouble_holds_up_no_other(organisation, other_organisation, at):
    organisation.zone = "Mond/Krater"
    organisation.save()
    tandem = due(other_organisation)
    due(organisation)
    at(LAST_DAY + timedelta(days=1))
    tasks.run_batch()
    assert state(tandem) == "not_formed"


@pytest.mark.role("worker")
@pytest.mark.django_db
@pytest.mark.parametrize("name", ["active", "paused", "ended"])
def test_what_came_about_stays(name, organisation, at):
    tandem = due(organisation, state=name)
    at(LAST_DAY + timedelta(days=1))
    tasks.run_batch()
    assert state(tandem) == name


def test_the_beat_knows_the_task(settings):
    assert settings.CELERY_BEAT_SCHEDULE["proposals-batch"]["task"] == tasks.run_batch.name
