"""Which login role may do what. Roles are made once per server by ``manage.py bootstrap_database``."""

from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.db import connections

READ_ONLY = frozenset({"django_migrations", "django_content_type", "auth_permission"})


def login_roles() -> tuple[str, str]:
    """Return the names of the web and the worker role."""
    return settings.DATABASE_ROLE_WEB, settings.DATABASE_ROLE_WORKER


def grant_platform_tables(sender: AppConfig, using: str, **kwargs: Any) -> None:
    """After each migrate: let both roles use the tables that belong to no tenant, and nothing else.

    Tenant tables get their grants from ``tenancy.operations.TenantTable``.
    """
    roles = ", ".join(connections[using].ops.quote_name(role) for role in login_roles())
    with connections[using].cursor() as cursor:
        cursor.execute(f"GRANT USAGE ON SCHEMA public TO {roles}")
        cursor.execute(f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {roles}")
        for table in _platform_tables(cursor):
            rights = "SELECT" if table in READ_ONLY else "SELECT, INSERT, UPDATE, DELETE"
            cursor.execute(f"GRANT {rights} ON {connections[using].ops.quote_name(table)} TO {roles}")


def _platform_tables(cursor: Any) -> list[str]:
    cursor.execute(
        "SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
        " WHERE n.nspname = 'public' AND c.relkind = 'r' AND NOT c.relrowsecurity ORDER BY 1"
    )
    return [row[0] for row in cursor.fetchall()]
