"""The database role a test runs as. Tests sign in as `umento_web`, as the web processes do.

`@pytest.mark.role("worker")` (or "owner") lets a whole test sign in as that role, its transaction included.
`with as_role("worker"):` changes it for a while; the test must be `django_db(transaction=True)`, because
another log-in cannot see what this one has not committed.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection


@contextmanager
def as_role(role: str) -> Iterator[None]:
    """Sign in as `umento_<role>` until the block ends. Works for other threads' new connections too."""
    if connection.in_atomic_block:
        raise RuntimeError("as_role() needs @pytest.mark.django_db(transaction=True), or use mark.role().")
    before = connection.settings_dict["USER"]
    connection.close()
    connection.settings_dict["USER"] = f"umento_{role}"
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["USER"] = before
