import shutil
from collections.abc import Callable

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import Client, TransactionTestCase

from accounts.models import Membership, Organisation, User
from accounts.organisations import house
from config import bootstrap
from config.embedded import pytest_plugin as servers
from tenancy.scope import scope
from tests import factories
from tests.roles import as_role

pytest_plugins = ["tests.stack"]
#: What migrating fills, and no test empties.
KEPT = ["django_migrations", "django_content_type", "auth_permission"]
USED_TABLES = """
    SELECT string_agg(oid::regclass::text, ', ') FROM pg_class
    WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND pg_relation_size(oid) > 0 AND relname <> ALL(%s)
"""


def _empty_used_tables(case: TransactionTestCase) -> None:
    """Django would empty all tables and fill those of KEPT anew, which takes three times as long."""
    with as_role("owner"), connection.cursor() as cursor:
        cursor.execute(USED_TABLES, [KEPT])
        (tables,) = cursor.fetchone()
        if tables:
            cursor.execute(f"TRUNCATE {tables} CASCADE")


# The web role may not empty tables, and shall not be allowed to for the tests' sake.
TransactionTestCase._fixture_teardown = _empty_used_tables


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker) -> None:
    """A database per process, copied from one that is migrated once per run. The run drops them all."""
    template = f"{servers.database_prefix()}_template"
    with bootstrap.connect(servers.admin_url()) as admin, django_db_blocker.unblock():
        # One process migrates, the others wait; the lock goes with the connection.
        admin.execute("SELECT pg_advisory_lock(7201)")
        if not bootstrap.database_exists(admin, template):
            bootstrap.bootstrap(servers.admin_url(), **servers.database_urls(template))
            _migrate(template)
        bootstrap.ensure_database(admin, settings.DATABASES["default"]["NAME"], template=template)


def _migrate(database: str) -> None:
    name = connection.settings_dict["NAME"]
    connection.settings_dict["NAME"] = database
    try:
        with as_role("owner"):
            call_command("migrate", verbosity=0, interactive=False)
    finally:
        connection.settings_dict["NAME"] = name


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item):
    marker = item.get_closest_marker("role")
    if marker is None:
        return (yield)
    with as_role(marker.args[0]):
        return (yield)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict) -> dict:
    """The Chromium of the machine where there is one; root and small containers need the two switches."""
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    return {
        **browser_type_launch_args,
        "args": ["--no-sandbox", "--disable-dev-shm-usage"],
        "executable_path": next(filter(None, map(shutil.which, names)), None),
    }


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict) -> dict:
    return {**browser_context_args, "locale": "de-DE", "timezone_id": "Europe/Berlin"}


# The same few people in every test: insiders with and without rights, and a house that is not theirs.


@pytest.fixture
def organisation(db) -> Organisation:
    return factories.organisation("weserwerk")


@pytest.fixture
def other_organisation(db) -> Organisation:
    return factories.organisation("nordlicht")


@pytest.fixture
def owner(organisation) -> Membership:
    with scope(organisation):
        return factories.membership("Sabine Reuter", role="owner", email="hr@weserwerk.example")


@pytest.fixture
def lead(organisation) -> Membership:
    with scope(organisation):
        return factories.membership("Leon Hartwig", role="lead", email="leitung@weserwerk.example")


@pytest.fixture
def participant_member(organisation) -> Membership:
    with scope(organisation):
        return factories.membership("Jana Vogt", email="jana@weserwerk.example")


@pytest.fixture
def staff(db) -> User:
    """One of ours, in the back office."""
    person = factories.user("staff@umento.example", name="Ada Falk", is_staff=True)
    with scope(house()):
        factories.membership(person.name, role="owner", user=person)
    return person


@pytest.fixture
def client_for() -> Callable[[User | Membership], Client]:
    """A browser in which this person is signed in."""

    def signed_in(person: User | Membership) -> Client:
        client = Client()
        client.force_login(person.user if isinstance(person, Membership) else person)
        return client

    return signed_in
