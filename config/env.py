"""Small strict readers of the environment. Each refuses with one sentence that names the variable."""

import os
import re
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import dj_database_url
from django.core.exceptions import ImproperlyConfigured


def refuse(name: str, sentence: str) -> ImproperlyConfigured:
    return ImproperlyConfigured(f"{name}: {sentence}")


def text(name: str, default: str | None = None) -> str:
    """The value of `name`, stripped; `default` when unset or blank; refused when there is neither."""
    value = os.environ.get(name, "").strip() or default
    if value is None:
        raise refuse(name, "is missing; set it in the environment.")
    return value


def choice(name: str, allowed: tuple[str, ...], default: str) -> str:
    value = text(name, default)
    if value not in allowed:
        raise refuse(name, f"must be one of {', '.join(allowed)}, not {value!r}.")
    return value


def flag(name: str, default: bool = False) -> bool:
    return choice(name, ("yes", "no"), "yes" if default else "no") == "yes"


def integer(name: str, default: int) -> int:
    value = text(name, str(default))
    if not value.isdecimal():
        raise refuse(name, f"must be a whole number, not {value!r}.")
    return int(value)


def items(name: str, default: str | None = "") -> list[str]:
    """A comma-separated list without blanks."""
    return [item.strip() for item in text(name, default).split(",") if item.strip()]


def https_base(name: str) -> str:
    """An address that others are put behind, without a slash at its end; "" when unset."""
    value = text(name, "").rstrip("/")
    url = urlsplit(value)
    is_plain = url.scheme == "https" and url.hostname and not url.query and not url.fragment
    if value and (not is_plain or "@" in url.netloc or len(value) > 150):
        raise refuse(name, "must look like https://meet.example.org.")
    return value


def mail_server(name: str, default: str | None = None) -> dict[str, str | int | bool]:
    """Django's EMAIL_* settings from `smtp://`, `smtp+tls://` (STARTTLS) or `smtps://user:password@host:port`."""
    url = urlsplit(text(name, default))
    ports = {"smtp": 25, "smtp+tls": 587, "smtps": 465}
    if url.scheme not in ports or not url.hostname:
        raise refuse(name, "must look like smtp+tls://user:password@host:587 (or smtp://, smtps://).")
    return {
        "EMAIL_HOST": url.hostname,
        "EMAIL_PORT": url.port or ports[url.scheme],
        "EMAIL_HOST_USER": unquote(url.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(url.password or ""),
        "EMAIL_USE_TLS": url.scheme == "smtp+tls",
        "EMAIL_USE_SSL": url.scheme == "smtps",
    }


def reply_address(name: str) -> str:
    """The address that answers are sent to, in small letters; "" when there is none.

    ``+``, the organisation and 40 signs are put behind its local part, which may have 64 in all.
    """
    value = text(name, "").lower()
    if value and not re.fullmatch(r"[a-z0-9._-]{1,14}@[a-z0-9-]+(\.[a-z0-9-]+)+", value):
        raise refuse(name, "must look like reply@umento.example, with at most 14 characters before the @.")
    return value


def database(name: str, default: str | None = None) -> dict[str, Any]:
    """One of Django's DATABASES from `postgresql://role:password@host/name`."""
    sentence = "must look like postgresql://role:password@host:5432/name."
    try:
        found = dj_database_url.parse(text(name, default), conn_max_age=60, conn_health_checks=True)
    except ValueError as error:
        raise refuse(name, sentence) from error
    if found["ENGINE"] != "django.db.backends.postgresql":
        raise refuse(name, sentence)
    return dict(found)


def broker(url: str) -> str:
    """The same Redis as Celery's transport spells it: a Unix socket has another scheme there."""
    if not url.startswith("unix://"):
        return url
    parts = urlsplit(url)
    database = parse_qs(parts.query).get("db", ["0"])[0]
    return f"redis+socket://{parts.path}?virtual_host={database}"
