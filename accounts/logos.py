"""An organisation's logo: taken from an upload by decoding it and writing it anew, and found again."""

import hashlib
from io import BytesIO

from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

from accounts import audit
from accounts.errors import AccountError
from accounts.models import Logo, Membership, Organisation

MOST_BYTES = 2 * 1024 * 1024
MOST_PIXELS = 4096
#: As large as the page ever needs it, on the finest display.
SIDE = 512
FORMATS = ("PNG", "JPEG", "WEBP")
BEGINNINGS = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"RIFF")


def put(organisation: Organisation, upload: bytes, *, by: Membership) -> None:
    """Make this file the logo of the organisation in scope. Raises AccountError for what is no picture we take."""
    content = rewritten(upload)
    digest = hashlib.sha256(content).hexdigest()
    if digest == organisation.logo_digest:
        return
    with transaction.atomic():
        Logo.objects.update_or_create(defaults={"content": content, "digest": digest})
        _note(organisation, digest)
        audit.record("organisation.logo_set", by=by, about=organisation.name)


def remove(organisation: Organisation, *, by: Membership) -> None:
    """Go back to the sign with the letter. Without a logo nothing happens."""
    with transaction.atomic():
        count, _by_model = Logo.objects.all().delete()
        if count:
            _note(organisation, "")
            audit.record("organisation.logo_removed", by=by, about=organisation.name)


def get_or_404(digest: str) -> bytes:
    """Return the PNG of the organisation in scope; raise Http404 for any other digest than the current one."""
    content = Logo.objects.filter(digest=digest).values_list("content", flat=True).first()
    if content is None:
        raise Http404
    return bytes(content)


def rewritten(upload: bytes) -> bytes:
    """Return a picture as a PNG of at most ``SIDE`` pixels that holds its pixels and nothing else.

    Whatever else stood in the file (places, names, comments, a page of HTML) is gone. Raises AccountError.
    """
    if len(upload) > MOST_BYTES:
        raise AccountError(_("Die Datei ist zu groß. Möglich sind 2 MB."))
    if not upload.startswith(BEGINNINGS):
        raise AccountError(
            _("Die Datei ist kein Bild, das wir lesen können. Möglich sind PNG, JPEG und WebP.")
        )
    picture = _decoded(upload)
    picture.thumbnail((SIDE, SIDE), Image.Resampling.LANCZOS)
    clean = Image.new("RGBA", picture.size)
    clean.paste(picture)
    written = BytesIO()
    clean.save(written, "PNG", optimize=True)
    return written.getvalue()


def _decoded(upload: bytes) -> Image.Image:
    """Return the pixels, refused by their number before any is decoded."""
    try:
        picture = Image.open(BytesIO(upload), formats=FORMATS)
        _refuse_size(picture)
        return ImageOps.exif_transpose(picture).convert("RGBA")
    except (Image.DecompressionBombWarning, Image.DecompressionBombError):
        raise AccountError(_too_large()) from None
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError, MemoryError):
        raise AccountError(_("Das Bild ist beschädigt und lässt sich nicht lesen.")) from None


def _refuse_size(picture: Image.Image) -> None:
    if max(picture.size) > MOST_PIXELS:
        raise AccountError(_too_large())
    # Phones put a second view behind a JPEG and call that MPO: the first one is the picture.
    if picture.format != "MPO" and getattr(picture, "n_frames", 1) > 1:
        raise AccountError(_("Das Bild bewegt sich. Bitte eines ohne Bewegung wählen."))


def _too_large() -> str:
    return _("Das Bild ist zu groß. Möglich sind {most} × {most} Pixel.").format(most=MOST_PIXELS)


def _note(organisation: Organisation, digest: str) -> None:
    Organisation.objects.filter(pk=organisation.pk).update(logo_digest=digest)
    organisation.logo_digest = digest
