import pytest
from django.core.cache import cache

from config import health
from tests.roles import as_role

WELL = {"status": "ok", "database": "ok", "cache": "ok", "worker": "ok", "beat": "ok"}


@pytest.fixture(autouse=True)
def nothing_seen_yet():
    cache.clear()


@pytest.fixture
def long_running(monkeypatch):
    monkeypatch.setattr(health, "STARTED", health.STARTED - 1000)


@pytest.mark.django_db
def test_healthz_is_well_when_worker_and_beat_gave_a_sign(client, long_running):
    health.worker_is_alive()
    health.beat_is_alive()
    response = client.get("/healthz")
    assert response.status_code == 200
    assert response.json() == WELL
    assert response["Cache-Control"] == "no-store"


@pytest.mark.django_db
def test_healthz_waits_for_worker_and_beat_after_the_start(client):
    response = client.get("/healthz")
    assert response.status_code == 200
    assert response.json() == WELL | {"worker": "starting", "beat": "starting"}


@pytest.mark.django_db
def test_healthz_names_a_silent_worker(client, long_running):
    health.beat_is_alive()
    response = client.get("/healthz")
    assert response.status_code == 503
    assert response.json() == WELL | {"status": "failing", "worker": "silent"}


@pytest.mark.django_db
def test_healthz_names_a_cache_that_is_down(client, settings):
    settings.CACHES = {"default": {**settings.CACHES["default"], "LOCATION": "unix:///nowhere.sock"}}
    response = client.get("/healthz")
    assert response.status_code == 503
    assert response.json() == WELL | {
        "status": "failing",
        "cache": "down",
        "worker": "unknown",
        "beat": "unknown",
    }


@pytest.mark.django_db(transaction=True)
def test_healthz_names_a_database_that_is_down(client):
    with as_role("nobody"):
        response = client.get("/healthz")
    assert response.status_code == 503
    assert response.json()["database"] == "down"
