from datetime import UTC, datetime

import pytest

from mail import batches, bounces, stops
from mail.models import Batch, Flow, Message, State
from tenancy import clock
from tenancy.models import new_public_id
from tenancy.scope import scope
from tests import samples

NOW = datetime(2027, 1, 18, 9, 0, tzinfo=UTC)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _scope(organisation):
    with scope(organisation):
        yield


def mails(number: int, name: str = "round:1", state=State.WAITING) -> list[Message]:
    return [
        samples.row(
            Message, batch=name, state=state, recipient_norm=f"{new_public_id()}@example.org", text="Text"
        )
        for _ in range(number)
    ]


def come_back(messages) -> None:
    for message in messages:
        Message.objects.filter(pk=message.pk).update(state=State.FAILED, bounced_at=NOW)
        bounces.suppress(message, "5.1.1", NOW)


def settle() -> None:
    stops.settle(Message.objects.filter(state=State.WAITING))


def states(name: str = "round:1") -> dict[str, int]:
    found = Message.objects.filter(batch=name).values_list("state", flat=True)
    return {state: list(found).count(state) for state in set(found)}


def test_the_rest_of_a_batch_waits_when_one_in_twenty_bounces(organisation):
    batches.open_batch("round:1", size=100)
    rest, others = mails(5), mails(3, "round:2")
    come_back(mails(9))
    assert Batch.objects.get().flow == Flow.OPEN
    come_back(mails(1, "round:1"))
    settle()
    assert states() == {State.FAILED: 10, State.HELD: 5}
    assert (batches.bounced("round:1"), batches.held("round:1")) == (10, 5)
    assert states("round:2") == {State.WAITING: len(others)}
    assert len(rest) == 5


def test_ten_of_many_are_no_storm():
    batches.open_batch("round:1", size=200)
    come_back(mails(10))
    assert Batch.objects.get().flow == Flow.OPEN


def test_what_is_released_goes_out_and_does_not_wait_again():
    batches.open_batch("round:1", size=20)
    mails(5)
    come_back(mails(10))
    settle()
    batches.release("round:1", clock.now())
    come_back(mails(2))
    settle()
    assert states() == {State.FAILED: 12, State.WAITING: 5}


def test_what_is_kept_back_stays_and_can_still_be_released():
    batches.open_batch("round:1", size=20)
    mails(5)
    come_back(mails(10))
    batches.keep("round:1")
    settle()
    assert states()[State.HELD] == 5
    batches.release("round:1", clock.now())
    assert states()[State.WAITING] == 5


def test_a_batch_of_another_house_is_another_one(other_organisation):
    with scope(other_organisation):
        batches.open_batch("round:1", size=10)
    batches.open_batch("round:1", size=10)
    mails(2)
    come_back(mails(10))
    with scope(other_organisation):
        assert Batch.objects.get().flow == Flow.OPEN
