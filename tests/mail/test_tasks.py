import pytest
from django.core.cache import cache
from kombu.exceptions import OperationalError
from redis import ConnectionError as Away

from mail import tasks


@pytest.fixture
def rings(monkeypatch) -> list[dict]:
    cache.delete(tasks.RUNG)
    found: list[dict] = []
    monkeypatch.setattr(tasks.sweep, "apply_async", lambda **how: found.append(how))
    return found


def test_many_mails_at_once_ring_once(rings):
    for _ in range(3):
        tasks.ring()
    assert rings == [{"retry": False, "expires": tasks.RINGS_FOR}]


@pytest.mark.django_db(transaction=True)
@pytest.mark.role("worker")
def test_what_is_written_once_a_sweep_has_begun_rings_again(rings):
    tasks.ring()
    tasks.sweep()
    tasks.ring()
    assert len(rings) == 2


@pytest.mark.parametrize("error", [OperationalError("away"), Away("away")])
def test_without_a_broker_a_request_goes_on(rings, monkeypatch, error):
    def fail(**how):
        raise error

    monkeypatch.setattr(tasks.sweep, "apply_async", fail)
    tasks.ring()


def test_without_a_cache_a_request_goes_on(rings, monkeypatch):
    def fail(*arguments):
        raise Away("away")

    monkeypatch.setattr(cache, "add", fail)
    tasks.ring()
    assert rings == []
