"""Colours and how well one stands out against another, as WCAG 2.2 measures it. Pure; colours are "#rrggbb"."""

import colorsys
import re
from collections.abc import Iterator

HEX = re.compile(r"#[0-9a-f]{6}\Z")
WHITE, DARK = "#ffffff", "#0f1f1f"
#: The least contrast of text, and of marks that carry meaning.
TEXT, MARK = 4.5, 3.0
STEPS = 255


def is_one(text: str) -> bool:
    return bool(HEX.match(text))


def contrast(first: str, second: str) -> float:
    """Return the contrast of two colours, from 1 (none) to 21 (black on white)."""
    darker, lighter = sorted((_luminance(first), _luminance(second)))
    return (lighter + 0.05) / (darker + 0.05)


def text_on(ground: str) -> str:
    """Return the colour of text that can be read on this ground: white where possible, else dark, else ""."""
    return next((colour for colour in (WHITE, DARK) if contrast(ground, colour) >= TEXT), "")


def nearest_readable(colour: str) -> str:
    """Return the colour itself or the next lighter or darker one on which text can be read."""
    return next(found for found in _around(colour) if text_on(found))


def visible_on(colour: str, ground: str) -> str:
    """Return the colour itself or the next lighter or darker one that stands out from this ground."""
    return next(found for found in _around(colour) if contrast(found, ground) >= MARK)


def _around(colour: str) -> Iterator[str]:
    """Yield the colour and then ever lighter and darker ones of the same hue, to white and to black."""
    hue, lightness, saturation = colorsys.rgb_to_hls(*_parts(colour))
    for step in range(STEPS + 1):
        for moved in (lightness - step / STEPS, lightness + step / STEPS):
            red, green, blue = colorsys.hls_to_rgb(hue, min(max(moved, 0), 1), saturation)
            yield "#" + "".join(f"{round(part * 255):02x}" for part in (red, green, blue))


def _luminance(colour: str) -> float:
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in _parts(colour)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _parts(colour: str) -> tuple[float, float, float]:
    red, green, blue = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    return red, green, blue
