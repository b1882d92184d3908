"""Links to video rooms: what people and houses type, and other people open."""

from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

MOST = 200


def validate(link: str) -> None:
    """Raise ValidationError for what nobody should be sent to: other than https, with a user in front, with blanks."""
    if not is_good(link):
        raise ValidationError(
            _("Der Link muss mit https:// beginnen und darf weder Benutzernamen noch Leerzeichen enthalten.")
        )


def is_good(link: str) -> bool:
    """Return whether a link leads to where it seems to lead, and by https."""
    try:
        parts = urlsplit(link)
        host, _port = parts.hostname, parts.port
    except ValueError:
        return False
    is_plain = link.isprintable() and not {" ", "\\"} & set(link)
    return parts.scheme == "https" and bool(host) and "@" not in parts.netloc and is_plain
