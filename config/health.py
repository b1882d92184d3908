"""Whether the database, the cache, the worker and the beat are alive."""

import time
from typing import Any

import redis
from celery import shared_task
from django.core.cache import cache
from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse

from accounts.access import Policy, access

ALIVE_FOR = 90
BEAT, WORKER = "health-beat", "health-worker"
STARTED = time.monotonic()


@access(Policy.PUBLIC)
def healthz(request: HttpRequest) -> JsonResponse:
    """200 when all parts are "ok" or still "starting", else 503; the body names the state of each."""
    parts = {"database": _database(), **_parts_seen_in_cache()}
    well = all(state in ("ok", "starting") for state in parts.values())
    response = JsonResponse({"status": "ok" if well else "failing", **parts}, status=200 if well else 503)
    response["Cache-Control"] = "no-store"
    return response


def _database() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return "down"
    return "ok"


def _parts_seen_in_cache() -> dict[str, str]:
    try:
        signs = cache.get_many([WORKER, BEAT])
    except redis.RedisError:
        return {"cache": "down", "worker": "unknown", "beat": "unknown"}
    silent = "starting" if time.monotonic() - STARTED < ALIVE_FOR else "silent"
    return {
        "cache": "ok",
        "worker": "ok" if WORKER in signs else silent,
        "beat": "ok" if BEAT in signs else silent,
    }


def beat_is_alive(**kwargs: Any) -> None:
    """Called in the beat process for each task it sends."""
    _sign(BEAT)


@shared_task
def worker_is_alive() -> None:
    """Sent by beat, done by a worker."""
    _sign(WORKER)


def _sign(key: str) -> None:
    cache.set(key, True, ALIVE_FOR)
