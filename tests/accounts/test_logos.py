"""Logos: what is taken, what of it remains, and the odd files that are not."""

import struct
import zlib
from io import BytesIO

import pytest
from django.http import Http404
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, PngImagePlugin

from accounts import logos
from accounts.errors import AccountError
from accounts.models import AuditEvent, Logo, Organisation
from tenancy.scope import scope
from tests.samples import picture

NO_PICTURE, BROKEN, TOO_LARGE = "kein Bild, das wir lesen", "beschädigt", "zu groß"
SCRIPT = b"<html><script>alert(1)</script></html>"


def chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def bomb(width: int, height: int) -> bytes:
    """A PNG that says it is huge, in a hundred bytes."""
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", zlib.compress(b"\0" * 100)) + chunk(b"IEND", b"")


def moving() -> bytes:
    written = BytesIO()
    frames = [Image.new("RGB", (20, 20), colour) for colour in ("red", "blue")]
    frames[0].save(written, "WEBP", save_all=True, append_images=frames[1:])
    return written.getvalue()


ODD_FILES = {
    "nothing": (b"", NO_PICTURE),
    "html called png": (SCRIPT, NO_PICTURE),
    "svg": (b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', NO_PICTURE),
    "gif": (picture("GIF"), NO_PICTURE),
    "bmp": (picture("BMP"), NO_PICTURE),
    "tiff": (picture("TIFF"), NO_PICTURE),
    "icon": (picture("ICO"), NO_PICTURE),
    "pdf": (b"%PDF-1.7\n" + picture("JPEG"), NO_PICTURE),
    "archive": (b"PK\x03\x04" + bytes(40), NO_PICTURE),
    "script before a picture": (SCRIPT + picture(), NO_PICTURE),
    "only a signature": (b"\x89PNG\r\n\x1a\n", BROKEN),
    "signature before html": (b"\x89PNG\r\n\x1a\n" + SCRIPT, BROKEN),
    "jpeg beginning before html": (b"\xff\xd8\xff" + SCRIPT, BROKEN),
    "sound": (b"RIFF\x24\0\0\0WAVEfmt " + bytes(30), BROKEN),
    "cut off": (picture(size=(300, 300), form="JPEG")[:700], BROKEN),
    "too wide": (picture(size=(4097, 1)), TOO_LARGE),
    "bomb": (bomb(60000, 60000), TOO_LARGE),
    "small bomb": (bomb(20000, 5000), TOO_LARGE),
    "without end": (bomb(4000, 4000), BROKEN),
    "heavy": (picture() + bytes(logos.MOST_BYTES), TOO_LARGE),
    "moving": (moving(), "bewegt sich"),
}


@pytest.mark.parametrize("name", ODD_FILES)
def test_an_odd_file_is_refused_with_a_sentence(name):
    content, sentence = ODD_FILES[name]
    with pytest.raises(AccountError, match=sentence):
        logos.rewritten(content)


@pytest.mark.parametrize("form", ["PNG", "JPEG", "WEBP"])
def test_a_picture_becomes_a_png_with_the_same_pixels(form):
    with Image.open(BytesIO(logos.rewritten(picture(form)))) as written:
        assert (written.format, written.size) == ("PNG", (40, 30))
        assert written.convert("RGB").getpixel((20, 15)) == pytest.approx((10, 90, 97), abs=4)


def test_a_large_picture_is_made_small_in_proportion():
    with Image.open(BytesIO(logos.rewritten(picture(size=(2048, 1024))))) as written:
        assert written.size == (512, 256)


def test_nothing_but_pixels_remains():
    info, exif = PngImagePlugin.PngInfo(), Image.Exif()
    info.add_text("Comment", "<script>geheim</script>")
    exif[0x010F] = "geheim"
    content = picture(pnginfo=info, exif=exif) + SCRIPT
    written = logos.rewritten(content)
    assert b"geheim" in content
    assert b"geheim" not in written
    assert b"script" not in written
    with Image.open(BytesIO(written)) as image:
        assert (dict(image.getexif()), image.info) == ({}, {})


def test_a_turned_photo_stands_upright():
    exif = Image.Exif()
    exif[0x0112] = 6
    with Image.open(BytesIO(logos.rewritten(picture("JPEG", exif=exif)))) as written:
        assert written.size == (30, 40)


def test_writing_anew_twice_is_writing_anew_once():
    once = logos.rewritten(picture("JPEG", (600, 200)))
    assert logos.rewritten(once) == once


@settings(max_examples=150, deadline=None)
@given(st.sampled_from([picture("PNG"), picture("JPEG"), picture("WEBP")]), st.data())
def test_a_damaged_picture_is_a_picture_or_a_sentence(whole, data):
    damaged = bytearray(whole)
    for place in data.draw(st.lists(st.integers(0, len(whole) - 1), min_size=1, max_size=8)):
        damaged[place] = data.draw(st.integers(0, 255))
    end = data.draw(st.integers(1, len(whole)))
    try:
        outcome = logos.rewritten(bytes(damaged[:end]))
    except AccountError as error:
        outcome = str(error).encode()
    assert outcome.startswith(b"\x89PNG") or any(
        sentence.encode() in outcome for sentence in (NO_PICTURE, BROKEN, TOO_LARGE, "bewegt sich")
    )


# Kept by the organisation


@pytest.mark.django_db
def test_a_logo_is_kept_with_its_digest_and_written_down(organisation, owner):
    with scope(organisation):
        logos.put(organisation, picture(), by=owner)
        kept = Logo.objects.get()
        assert Organisation.objects.get(pk=organisation.pk).logo_digest == kept.digest
        assert logos.get_or_404(kept.digest) == logos.rewritten(picture())
        assert AuditEvent.objects.get().verb == "organisation.logo_set"


@pytest.mark.django_db
def test_another_logo_takes_the_place_of_the_first(organisation, owner):
    with scope(organisation):
        logos.put(organisation, picture(), by=owner)
        first = organisation.logo_digest
        logos.put(organisation, picture(size=(10, 10)), by=owner)
        assert Logo.objects.get().digest == organisation.logo_digest != first
        with pytest.raises(Http404):
            logos.get_or_404(first)


@pytest.mark.django_db
def test_the_same_logo_again_changes_nothing(organisation, owner):
    with scope(organisation):
        for _ in range(2):
            logos.put(organisation, picture(), by=owner)
        assert AuditEvent.objects.count() == 1


@pytest.mark.django_db
def test_a_removed_logo_is_gone_and_removing_again_does_nothing(organisation, owner):
    with scope(organisation):
        logos.put(organisation, picture(), by=owner)
        for _ in range(2):
            logos.remove(organisation, by=owner)
        assert not Logo.objects.exists()
        assert Organisation.objects.get(pk=organisation.pk).logo_digest == ""
        assert [event.verb for event in AuditEvent.objects.all()] == [
            "organisation.logo_removed",
            "organisation.logo_set",
        ]


@pytest.mark.django_db
def test_the_logo_of_another_organisation_does_not_exist(organisation, owner, other_organisation):
    with scope(organisation):
        logos.put(organisation, picture(), by=owner)
    with scope(other_organisation), pytest.raises(Http404):
        logos.get_or_404(organisation.logo_digest)
