"""What production refuses to start with. Each refusal names the variable and says what to do."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from config import env


def check(settings: Mapping[str, Any]) -> None:
    """Raise ImproperlyConfigured on the first unsafe setting."""
    if settings["DEBUG"]:
        raise env.refuse("DEBUG", "must be off in production.")
    if len(settings["SECRET_KEY"]) < 50:
        raise env.refuse("SECRET_KEY", "is too short; take 50 random characters or more.")
    _check_sealing(settings)
    base = urlsplit(settings["PUBLIC_BASE_URL"])
    if base.scheme != "https" or not base.hostname:
        raise env.refuse("PUBLIC_BASE_URL", "must begin with https:// and name a host.")
    if any("*" in host for host in settings["ALLOWED_HOSTS"]):
        raise env.refuse("ALLOWED_HOSTS", "must name the hosts; a star is not accepted.")
    _check_database(settings)
    if urlsplit(settings["REDIS_URL"]).scheme not in ("redis", "rediss", "unix"):
        raise env.refuse("REDIS_URL", "must begin with redis://, rediss:// or unix://.")


def _check_sealing(settings: Mapping[str, Any]) -> None:
    keys = settings["SEALING_KEYS"]
    if not keys or any(len(key) < 50 for key in keys):
        raise env.refuse("SEALING_KEYS", "is too short; take 50 random characters or more for each key.")
    if settings["SECRET_KEY"] in keys:
        raise env.refuse("SEALING_KEYS", "must not be SECRET_KEY; take a secret of its own.")


def _check_database(settings: Mapping[str, Any]) -> None:
    database = settings["DATABASES"]["default"]
    variable = settings["DATABASE_VARIABLE"]
    role = settings[f"DATABASE_ROLE_{settings['ROLE'].upper()}"]
    if database["USER"] != role:
        raise env.refuse(variable, f"must sign in as {role}, not as {database['USER'] or 'nobody'}.")
