"""Gives a test run its servers: throw-away PostgreSQL and Valkey, or those that TEST_DATABASE_ADMIN_URL and
TEST_REDIS_URL name. The controller starts them; the processes of pytest-xdist inherit the addresses.

Loaded by `-p config.embedded.pytest_plugin`, before pytest-django reads the settings.
"""

import os
import secrets
import signal
import subprocess
import tempfile
from collections.abc import Generator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pytest

from config import bootstrap
from config.embedded import leash, postgres, valkey

ADMIN_URL = "TEST_DATABASE_ADMIN_URL"
REDIS_URL = "TEST_REDIS_URL"
RUN = "UMENTO_TEST_RUN"


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> Generator[None, None, None]:
    if RUN not in os.environ:
        os.environ[RUN] = secrets.token_hex(4)
        _start_servers(early_config)
        early_config.add_cleanup(_drop_databases)
    _point_at_servers()
    return (yield)


def _start_servers(config: pytest.Config) -> None:
    """Start what is not given, and stop it at the end of the run."""
    if ADMIN_URL in os.environ and REDIS_URL in os.environ:
        return
    folder = Path(tempfile.mkdtemp(prefix="umento-test-"))
    folder.chmod(0o755)  # as root, PostgreSQL runs as nobody
    janitor = leash.remove_at_death(folder)
    config.add_cleanup(lambda: leash.let_go(janitor))
    database = postgres.locate(folder, throwaway=True)
    cache = valkey.Valkey(folder, database.socket_folder)
    if ADMIN_URL not in os.environ:
        _run(config, database.start(), postgres.STOP)
        database.wait()
        os.environ[ADMIN_URL] = database.admin_url
    if REDIS_URL not in os.environ:
        _run(config, cache.start(), signal.SIGTERM)
        cache.wait()
        os.environ[REDIS_URL] = cache.url()


def _run(config: pytest.Config, process: subprocess.Popen[bytes], stop: signal.Signals) -> None:
    config.add_cleanup(lambda: leash.stop(process, stop))


def _point_at_servers() -> None:
    """Settings of this process: a database and a Redis number of its own."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    urls = database_urls(f"{database_prefix()}_{worker}")
    number = int(worker.removeprefix("gw")) + 1 if worker.startswith("gw") else 0
    os.environ |= {
        "UMENTO_MODE": "test",
        "UMENTO_ROLE": "web",
        "DATABASE_OWNER_URL": urls["owner_url"],
        "DATABASE_URL": urls["web_url"],
        "DATABASE_WORKER_URL": urls["worker_url"],
        "REDIS_URL": _redis_url(number),
        # Playwright's event loop runs in the thread of the tests; Django would refuse its database there.
        "DJANGO_ALLOW_ASYNC_UNSAFE": "true",
    }


def admin_url() -> str:
    return os.environ[ADMIN_URL]


def database_prefix() -> str:
    return f"umento_test_{os.environ[RUN]}"


def database_urls(database: str) -> dict[str, str]:
    """The addresses of `database` for our three roles on the server of this run."""
    parts = urlsplit(admin_url())
    host = parts.netloc.rpartition("@")[2]
    return {
        f"{role}_url": f"{parts.scheme}://umento_{role}:{os.environ[RUN]}@{host}/{database}"
        for role in ("owner", "web", "worker")
    }


def _redis_url(number: int) -> str:
    parts = urlsplit(os.environ[REDIS_URL])
    if parts.scheme == "unix":
        return f"unix://{parts.path}?db={number}"
    return urlunsplit((parts.scheme, parts.netloc, f"/{number}", "", ""))


def _drop_databases() -> None:
    with bootstrap.connect(admin_url()) as admin:
        bootstrap.drop_databases(admin, prefix=database_prefix())
