"""A web or worker process may only run with a database role that row-level security binds."""

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

RIGHTS = """
    SELECT current_user, me.rolsuper, me.rolbypassrls,
           EXISTS (SELECT FROM pg_roles owner
                   WHERE owner.rolname = %s AND pg_has_role(me.oid, owner.oid, 'MEMBER')),
           EXISTS (SELECT FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                   WHERE c.relowner = me.oid AND n.nspname = 'public')
    FROM pg_roles me WHERE me.rolname = current_user
"""


def require_role(role: str) -> None:
    """Raise ImproperlyConfigured unless this process signs in as the plain database role for `role`.

    `role` is "web" or "worker". Leaves no connection open: the web server forks afterwards.
    """
    expected = getattr(settings, f"DATABASE_ROLE_{role.upper()}")
    with connection.cursor() as cursor:
        cursor.execute(RIGHTS, [settings.DATABASE_ROLE_OWNER])
        name, is_super, bypasses, is_owner, owns = cursor.fetchone()
    connection.close()
    faults = {
        f"it is not {expected}": name != expected,
        "it is a superuser": is_super,
        "it bypasses row-level security": bypasses,
        f"it belongs to {settings.DATABASE_ROLE_OWNER}": is_owner,
        "it owns tables": owns,
    }
    found = [fault for fault, present in faults.items() if present]
    if found:
        raise ImproperlyConfigured(
            f"This {role} process refuses to run as the database role {name}: {', '.join(found)}."
        )
