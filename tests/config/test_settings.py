import os
import runpy
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

SAFE = {
    "SECRET_KEY": "s" * 60,
    "SEALING_KEYS": "k" * 60,
    "PUBLIC_BASE_URL": "https://umento.example",
    "DATABASE_URL": "postgresql://umento_web:secret@db.example/umento",
    "DATABASE_WORKER_URL": "postgresql://umento_worker:secret@db.example/umento",
    "DATABASE_OWNER_URL": "postgresql://umento_owner:secret@db.example/umento",
    "REDIS_URL": "redis://cache.example",
    "EMAIL_URL": "smtp+tls://u:p%40ss@mail.example",
    "MAIL_FROM": "Umento <post@umento.example>",
}
UNSAFE = [
    ({"DEBUG": "yes"}, "DEBUG: must be off in production."),
    ({"DEBUG": "1"}, "DEBUG: must be one of yes, no, not '1'."),
    ({"SECRET_KEY": ""}, "SECRET_KEY: is missing"),
    ({"SECRET_KEY": "short"}, "SECRET_KEY: is too short"),
    ({"SEALING_KEYS": ""}, "SEALING_KEYS: is missing"),
    ({"SEALING_KEYS": "short"}, "SEALING_KEYS: is too short"),
    ({"SEALING_KEYS": "k" * 60 + ",short"}, "SEALING_KEYS: is too short"),
    ({"SEALING_KEYS": "s" * 60}, "SEALING_KEYS: must not be SECRET_KEY"),
    ({"PUBLIC_BASE_URL": ""}, "PUBLIC_BASE_URL: is missing"),
    ({"PUBLIC_BASE_URL": "http://umento.example"}, "PUBLIC_BASE_URL: must begin with https://"),
    ({"PUBLIC_BASE_URL": "https://"}, "PUBLIC_BASE_URL: must begin with https:// and name a host"),
    ({"ALLOWED_HOSTS": "*"}, "ALLOWED_HOSTS: must name the hosts"),
    ({"DATABASE_URL": ""}, "DATABASE_URL: is missing"),
    ({"DATABASE_URL": "sqlite:///umento"}, "DATABASE_URL: must look like postgresql://"),
    ({"DATABASE_URL": "nonsense"}, "DATABASE_URL: must look like postgresql://"),
    ({"DATABASE_URL": "postgresql://postgres@db/umento"}, "must sign in as umento_web, not as postgres"),
    (
        {"DATABASE_URL": "postgresql://umento_owner@db/umento"},
        "must sign in as umento_web, not as umento_owner",
    ),
    ({"DATABASE_WORKER_URL": "", "UMENTO_ROLE": "worker"}, "DATABASE_WORKER_URL: is missing"),
    ({"DATABASE_OWNER_URL": "", "UMENTO_ROLE": "owner"}, "DATABASE_OWNER_URL: is missing"),
    ({"UMENTO_ROLE": "boss"}, "UMENTO_ROLE: must be one of web, worker, owner"),
    ({"UMENTO_MODE": "debug"}, "UMENTO_MODE: must be one of production, demo, test"),
    ({"JITSI_URL": "http://meet.example"}, "JITSI_URL: must look like https://"),
    ({"JITSI_URL": "https://me@meet.example"}, "JITSI_URL: must look like https://"),
    ({"JITSI_URL": "https://meet.example/?a=b"}, "JITSI_URL: must look like https://"),
    ({"REDIS_URL": ""}, "REDIS_URL: is missing"),
    ({"REDIS_URL": "cache.example:6379"}, "REDIS_URL: must begin with redis://"),
    ({"EMAIL_URL": ""}, "EMAIL_URL: is missing"),
    ({"EMAIL_URL": "mail.example"}, "EMAIL_URL: must look like smtp+tls://"),
    ({"MAIL_FROM": ""}, "MAIL_FROM: is missing"),
    ({"MAIL_REPLY_ADDRESS": "umento.example"}, "MAIL_REPLY_ADDRESS: must look like reply@umento.example"),
    ({"MAIL_REPLY_ADDRESS": "calendar-answers@umento.example"}, "at most 14 characters before the @"),
    ({"MAIL_REPLY_ADDRESS": "a+b@umento.example"}, "MAIL_REPLY_ADDRESS: must look like"),
]


@pytest.fixture
def load(monkeypatch):
    """Read the settings file afresh, in an environment that holds nothing but what is given."""

    def load(**environment: str) -> dict:
        for name in [
            *SAFE,
            "DEBUG",
            "MAIL_REPLY_ADDRESS",
            "ALLOWED_HOSTS",
            "UMENTO_ROLE",
            "UMENTO_MODE",
            "UMENTO_DATA",
        ]:
            monkeypatch.delenv(name, raising=False)
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        return runpy.run_path(str(settings.BASE_DIR / "config" / "settings.py"))

    return load


@pytest.mark.parametrize(("change", "sentence"), UNSAFE)
def test_production_refuses_an_unsafe_setting_and_names_it(load, change, sentence):
    with pytest.raises(ImproperlyConfigured) as refusal:
        load(**SAFE | change)
    assert sentence in str(refusal.value)


def test_a_process_without_settings_does_not_start():
    environment = {name: value for name, value in os.environ.items() if name not in (*SAFE, "UMENTO_MODE")}
    run = subprocess.run(
        [sys.executable, "-c", "import config.wsgi"],
        check=False,
        cwd=settings.BASE_DIR,
        env=environment,
        capture_output=True,
        text=True,
    )
    assert run.returncode == 1
    assert run.stderr.splitlines()[-1].endswith("SECRET_KEY: is missing; set it in the environment.")


def test_production_is_the_default_and_safe(load):
    found = load(**SAFE)
    assert found["MODE"] == "production"
    assert not found["DEBUG"]
    assert found["ALLOWED_HOSTS"] == ["umento.example"]
    assert found["SESSION_COOKIE_SECURE"] and found["CSRF_COOKIE_SECURE"] and found["SECURE_SSL_REDIRECT"]
    assert found["SESSION_COOKIE_NAME"] == "__Host-sessionid"
    assert found["SECURE_HSTS_SECONDS"] == 31_536_000
    assert found["CLOCK"] == "tenancy.clock.system_now"


def test_each_role_signs_in_with_its_own_address(load):
    for role in ("web", "worker", "owner"):
        assert load(**SAFE, UMENTO_ROLE=role)["DATABASES"]["default"]["USER"] == f"umento_{role}"


def test_the_mail_address_is_taken_apart(load):
    found = load(**SAFE)
    assert (found["EMAIL_HOST"], found["EMAIL_PORT"]) == ("mail.example", 587)
    assert (found["EMAIL_HOST_USER"], found["EMAIL_HOST_PASSWORD"]) == ("u", "p@ss")
    assert (found["EMAIL_USE_TLS"], found["EMAIL_USE_SSL"]) == (True, False)


def test_a_server_for_video_rooms_may_be_named(load):
    assert load(**SAFE)["JITSI_URL"] == ""
    assert load(**SAFE | {"JITSI_URL": "https://meet.example/"})["JITSI_URL"] == "https://meet.example"


def test_celery_reaches_a_redis_behind_a_socket(load):
    found = load(**SAFE | {"REDIS_URL": "unix:///run/redis.sock?db=3"})
    assert found["CELERY_BROKER_URL"] == "redis+socket:///run/redis.sock?virtual_host=3"


def test_the_demo_needs_no_setting_and_has_a_clock_of_its_own(load, tmp_path: Path):
    found = load(UMENTO_MODE="demo", UMENTO_DATA=str(tmp_path))
    assert found["CLOCK"] == "config.demo_clock.now"
    assert found["DEMO_FOLDER"] == tmp_path
