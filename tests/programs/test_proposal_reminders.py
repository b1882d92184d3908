from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from mail.models import Message
from programs import enrolment, tandems, tasks
from programs.models import Tandem
from tenancy.scope import scope
from tests import factories

pytestmark = pytest.mark.django_db

BERLIN = ZoneInfo("Europe/Berlin")
#: A Monday. The mentor has until Saturday, the mentee until Thursday of the week after.
START = datetime(2027, 1, 4, 9, tzinfo=BERLIN)
DAY = timedelta(days=1)


@pytest.fixture
def at(monkeypatch):
    def move_to(moment: datetime) -> datetime:
        monkeypatch.setattr("tenancy.clock.system_now", lambda: moment)
        return moment

    move_to(START)
    return move_to


@pytest.fixture
def tandem(organisation, lead, at) -> Tandem:
    with scope(organisation):
        program = factories.program(lead=lead)
        mentor, mentee = factories.participant(program), factories.participant(program, side="mentee")
        return tandems.propose(program, mentor=mentor, mentee=mentee, reasons=[], by=lead)


def batch(at, day: float) -> None:
    at(START + day * DAY)
    tasks.run_batch()


def reminded(organisation) -> list[str]:
    with scope(organisation):
        rows = Message.objects.filter(kind="tandem.proposal_reminder").order_by("pk")
        return list(rows.values_list("recipient", flat=True))


def act(tandem: Tandem, at, day: float, verb: str, by) -> None:
    at(START + day * DAY)
    with scope(tandem.organisation):
        getattr(tandems, verb)(Tandem.objects.with_people().get(pk=tandem.pk), by=by)


@pytest.mark.role("worker")
def test_who_is_silent_is_reminded_once_after_three_working_days(organisation, tandem, at):
    at(START.replace(hour=6) + 3 * DAY)
    tasks.run_batch()
    assert reminded(organisation) == []
    for day in (3, 3.1, 4, 5):
        batch(at, day)
    assert reminded(organisation) == [tandem.mentor.membership.email]


@pytest.mark.role("worker")
def test_the_mentees_three_days_begin_with_the_mentors_yes(organisation, tandem, at):
    act(tandem, at, 1, "accept", tandem.mentor.membership)
    batch(at, 3)
    assert reminded(organisation) == []
    batch(at, 4)
    assert reminded(organisation) == [tandem.mentee.membership.email]


@pytest.mark.role("worker")
@pytest.mark.parametrize("verb", ["accept", "decline"])
def test_whoever_has_answered_is_never_reminded(verb, organisation, tandem, at):
    act(tandem, at, 1, verb, tandem.mentor.membership)
    for day in range(2, 12):
        batch(at, day)
    assert tandem.mentor.membership.email not in reminded(organisation)


@pytest.mark.role("worker")
def test_a_weekend_does_not_count(organisation, tandem, at):
    act(tandem, at, 3, "accept", tandem.mentor.membership)
    batch(at, 7)
    assert reminded(organisation) == []
    batch(at, 8)
    assert reminded(organisation) == [tandem.mentee.membership.email]


@pytest.mark.role("worker")
def test_a_holiday_of_the_house_does_not_count(organisation, tandem, at):
    organisation.state = "DE-BY"  # Epiphany lies between
    organisation.save(update_fields=["state"])
    batch(at, 3)
    assert reminded(organisation) == []
    batch(at, 4)
    assert reminded(organisation) == [tandem.mentor.membership.email]


@pytest.mark.role("worker")
def test_after_the_time_to_answer_nobody_is_reminded(organisation, tandem, at):
    batch(at, 6)
    assert reminded(organisation) == []


@pytest.mark.role("worker")
def test_who_left_or_wants_no_mail_is_not_reminded(organisation, tandem, at):
    with scope(organisation):
        enrolment.leave(tandem.mentor, by=tandem.mentor.membership)
    batch(at, 3)
    assert reminded(organisation) == []


@pytest.mark.role("worker")
def test_the_reminder_goes_no_later_than_the_question_holds(organisation, tandem, at):
    batch(at, 3)
    with scope(organisation):
        mail = Message.objects.get(kind="tandem.proposal_reminder")
        assert mail.not_after == tandems.deadline(tandem, "mentor")
        assert "Danach erinnern wir nicht noch einmal" in mail.text


@pytest.mark.role("worker")
def test_the_mentee_is_reminded_also_after_the_mentor_took_the_yes_back(organisation, tandem, at):
    """Otherwise the missing mail would tell."""
    act(tandem, at, 1, "accept", tandem.mentor.membership)
    act(tandem, at, 2, "decline", tandem.mentor.membership)
    batch(at, 4)
    assert reminded(organisation) == [tandem.mentee.membership.email]
