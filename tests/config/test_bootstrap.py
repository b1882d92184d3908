import psycopg
import pytest

from config import bootstrap
from config.embedded import pytest_plugin as servers


@pytest.fixture
def urls():
    return servers.database_urls(f"{servers.database_prefix()}_bootstrap")


@pytest.fixture
def admin():
    with bootstrap.connect(servers.admin_url()) as connection:
        # Roles belong to the whole server: one process at a time may change them. The lock goes with the connection.
        connection.execute("SELECT pg_advisory_lock(7202)")
        yield connection
        bootstrap.drop_databases(connection, prefix=f"{servers.database_prefix()}_bootstrap")


def test_bootstrap_makes_roles_that_row_level_security_binds(admin, urls):
    bootstrap.bootstrap(servers.admin_url(), **urls)
    rows = admin.execute(
        "SELECT rolname, rolsuper, rolbypassrls, rolcreatedb, rolcreaterole, rolcanlogin FROM pg_roles"
        " WHERE rolname LIKE 'umento%%' ORDER BY 1",
    ).fetchall()
    assert rows == [
        ("umento_owner", False, True, False, False, True),
        ("umento_web", False, False, False, False, True),
        ("umento_worker", False, False, False, False, True),
    ]


def test_bootstrap_may_be_repeated(admin, urls):
    bootstrap.bootstrap(servers.admin_url(), **urls)
    with bootstrap.connect(urls["owner_url"]) as owner:
        owner.execute("CREATE TABLE kept ()")
    bootstrap.bootstrap(servers.admin_url(), **urls)
    with bootstrap.connect(urls["owner_url"]) as owner:
        assert owner.execute("SELECT count(*) FROM kept").fetchone() == (0,)


def test_bootstrap_takes_back_rights_that_a_role_should_not_have(admin, urls):
    bootstrap.bootstrap(servers.admin_url(), **urls)
    admin.execute("ALTER ROLE umento_web CREATEROLE")
    bootstrap.bootstrap(servers.admin_url(), **urls)
    row = admin.execute("SELECT rolcreaterole FROM pg_roles WHERE rolname = 'umento_web'").fetchone()
    assert row == (False,)


def test_the_web_role_can_make_nothing_of_its_own(admin, urls):
    bootstrap.bootstrap(servers.admin_url(), **urls)
    with bootstrap.connect(urls["web_url"]) as web, pytest.raises(psycopg.errors.InsufficientPrivilege):
        web.execute("CREATE TABLE mine ()")


def test_the_order_of_letters_does_not_depend_on_the_server(admin, urls):
    bootstrap.bootstrap(servers.admin_url(), **urls)
    with bootstrap.connect(urls["owner_url"]) as owner:
        assert owner.execute("SELECT upper('öß'), 'Z' < 'a', 'z' < 'ä'").fetchone() == ("Öß", True, True)


def test_bootstrap_refuses_other_roles(urls):
    with pytest.raises(ValueError, match="must sign in as umento_owner, umento_web and umento_worker"):
        bootstrap.bootstrap(servers.admin_url(), **urls | {"web_url": urls["owner_url"]})


def test_bootstrap_refuses_two_databases(urls):
    other = servers.database_urls("elsewhere")
    with pytest.raises(ValueError, match="must name the same database"):
        bootstrap.bootstrap(servers.admin_url(), **urls | {"web_url": other["web_url"]})
