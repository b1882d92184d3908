"""While PostgreSQL or Redis is away, people read a plain page and programs a plain answer."""

import psycopg
import pytest
import redis
from django.db import IntegrityError, OperationalError, ProgrammingError, connection
from django.template.loader import render_to_string
from django.test import Client

from config import outages
from tests.roles import as_role

LOGIN = {"login": "jana@weserwerk.example", "password": "ein-langes-passwort"}


@pytest.fixture
def web() -> Client:
    """One that reads what web answers, as gunicorn does."""
    return Client(raise_request_exception=False)


@pytest.fixture
def no_database(transactional_db):
    """No connection comes about; the server is what refuses."""
    with as_role("nobody"):
        yield


def test_a_page_that_needs_the_database_says_so_in_both_languages(web, no_database):
    answer = web.get("/join/1-abc/", HTTP_ACCEPT="text/html")
    text = answer.content.decode()
    assert (answer.status_code, answer["Retry-After"], answer["Cache-Control"]) == (503, "30", "no-store")
    assert "Umento ist gerade nicht erreichbar" in text
    assert '<div lang="en">' in text
    assert "Content-Security-Policy" in answer


def test_a_form_that_is_sent_meanwhile_gets_the_same_page(web, no_database):
    assert web.post("/login/", LOGIN).status_code == 503


def test_a_program_gets_json(web, no_database):
    answer = web.get("/join/1-abc/", HTTP_ACCEPT="application/json")
    assert (answer.status_code, answer.json()) == (503, {"status": "unavailable"})


def test_a_server_that_is_not_there_counts_as_away(web, transactional_db):
    before = dict(connection.settings_dict)
    connection.close()
    connection.settings_dict |= {"HOST": "127.0.0.1", "PORT": "1"}
    try:
        assert web.get("/join/1-abc/").status_code == 503
    finally:
        connection.close()
        connection.settings_dict |= {name: before[name] for name in ("HOST", "PORT")}


@pytest.mark.django_db
def test_signing_in_waits_for_the_cache_that_counts_attempts(web, settings):
    settings.CACHES = {"default": {**settings.CACHES["default"], "LOCATION": "unix:///nowhere.sock"}}
    assert web.post("/login/", LOGIN).status_code == 503


@pytest.mark.django_db
def test_who_is_signed_in_goes_on_without_the_cache(owner, client_for, settings):
    settings.CACHES = {"default": {**settings.CACHES["default"], "LOCATION": "unix:///nowhere.sock"}}
    assert client_for(owner).get("/o/weserwerk/").status_code == 200


def test_the_page_needs_no_database():
    assert "Back soon" in render_to_string("503.html")


def caused(kind: type[Exception], cause: Exception) -> Exception:
    error = kind()
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("error", "away"),
    [
        (caused(OperationalError, psycopg.OperationalError("connection refused")), True),
        (caused(OperationalError, psycopg.errors.AdminShutdown()), True),
        (caused(OperationalError, psycopg.errors.TooManyConnections()), True),
        (caused(OperationalError, psycopg.errors.DeadlockDetected()), False),
        (caused(OperationalError, psycopg.errors.DiskFull()), False),
        (caused(ProgrammingError, psycopg.errors.UndefinedTable()), False),
        (caused(IntegrityError, psycopg.errors.UniqueViolation()), False),
        (redis.ConnectionError(), True),
        (redis.ResponseError(), False),
        (ValueError(), False),
    ],
)
def test_only_connections_that_fail_count_as_away(error, away):
    assert outages.is_away(error) is away
