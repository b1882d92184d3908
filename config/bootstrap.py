"""The three database roles and the database itself, made by a superuser. Safe to repeat.

`umento_owner` owns the tables and runs migrations; `umento_web` and `umento_worker` own nothing and are
bound by row-level security. What they may do with each table is granted by the migrations.
"""

from dataclasses import dataclass
from typing import Any, Self

import dj_database_url
import psycopg
from psycopg.sql import SQL, Composed, Identifier, Literal

OWNER, WEB, WORKER = "umento_owner", "umento_web", "umento_worker"


@dataclass(frozen=True)
class Login:
    role: str
    password: str
    database: str

    @classmethod
    def from_url(cls, url: str) -> Self:
        parsed = dj_database_url.parse(url)
        return cls(parsed["USER"], parsed["PASSWORD"], parsed["NAME"])


def connect(url: str, **overrides: Any) -> psycopg.Connection:
    """An autocommit connection for one of our database URLs, where a socket's folder may stand for the host."""
    parsed = dj_database_url.parse(url)
    settings = {
        "host": parsed["HOST"] or None,
        "port": parsed["PORT"] or None,
        "user": parsed["USER"] or None,
        "password": parsed["PASSWORD"] or None,
        "dbname": parsed["NAME"] or "postgres",
    }
    return psycopg.connect(**settings | overrides, autocommit=True)


def bootstrap(admin_url: str, *, owner_url: str, web_url: str, worker_url: str) -> None:
    """Create or correct the roles, then the database that `owner_url` names, then who may enter it.

    Raises ValueError when the three URLs do not fit together.
    """
    logins = [Login.from_url(url) for url in (owner_url, web_url, worker_url)]
    if [login.role for login in logins] != [OWNER, WEB, WORKER]:
        raise ValueError(f"The three addresses must sign in as {OWNER}, {WEB} and {WORKER}.")
    if len({login.database for login in logins}) != 1:
        raise ValueError("The three addresses must name the same database.")
    with connect(admin_url) as admin:
        for login in logins:
            ensure_role(admin, login)
        ensure_database(admin, logins[0].database)
    with connect(admin_url, dbname=logins[0].database) as admin:
        admin.execute("REVOKE ALL ON SCHEMA public FROM PUBLIC")
        admin.execute(SQL("ALTER SCHEMA public OWNER TO {}").format(Identifier(OWNER)))
        admin.execute(
            SQL("GRANT USAGE ON SCHEMA public TO {}, {}").format(Identifier(WEB), Identifier(WORKER))
        )


def ensure_role(admin: psycopg.Connection, login: Login) -> None:
    if not admin.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [login.role]).fetchone():
        admin.execute(SQL("CREATE ROLE {}").format(Identifier(login.role)))
    admin.execute(
        SQL("ALTER ROLE {} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION {}").format(
            Identifier(login.role), SQL("BYPASSRLS" if login.role == OWNER else "NOBYPASSRLS")
        )
    )
    if login.password:
        admin.execute(
            SQL("ALTER ROLE {} PASSWORD {}").format(Identifier(login.role), Literal(login.password))
        )


def ensure_database(admin: psycopg.Connection, name: str, *, template: str | None = None) -> None:
    """The database in UTF-8 with code-point order, the same on every server; or a copy of `template`."""
    if not database_exists(admin, name):
        source = SQL("TEMPLATE {}").format(Identifier(template)) if template else _fresh(admin)
        admin.execute(
            SQL("CREATE DATABASE {} OWNER {} {}").format(Identifier(name), Identifier(OWNER), source)
        )
    admin.execute(SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(Identifier(name)))
    admin.execute(
        SQL("GRANT CONNECT ON DATABASE {} TO {}, {}").format(
            Identifier(name), Identifier(WEB), Identifier(WORKER)
        )
    )


def _fresh(admin: psycopg.Connection) -> Composed:
    if admin.info.server_version >= 17_00_00:
        locale = "LOCALE_PROVIDER builtin BUILTIN_LOCALE 'C.UTF-8' LOCALE 'C.UTF-8'"
    else:
        locale = "LOCALE_PROVIDER libc LOCALE 'C.UTF-8'"
    return Composed([SQL("TEMPLATE template0 ENCODING 'UTF8' "), SQL(locale)])


def database_exists(admin: psycopg.Connection, name: str) -> bool:
    return admin.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone() is not None


def drop_databases(admin: psycopg.Connection, *, prefix: str) -> None:
    """Drop every database whose name begins with `prefix`, with whoever is connected."""
    rows = admin.execute(
        "SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [prefix]
    ).fetchall()
    for (name,) in rows:
        admin.execute(SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(Identifier(name)))
