"""The brand pattern: a grid of tandems, two half discs each, turned in quarters, some slid apart.

The same seed gives the same picture, so every article has its own cover without a designer or a photo.
"""

from random import Random

TILE = 40
#: Ground of a tile (none: the dark ground of the whole) and the colours its two halves may have.
GROUNDS = (
    ("", (("p1", "p3"), ("p1", "p3"), ("p1", "p2"), ("p4", "p3"))),
    ("p5", (("p1", "p3"), ("p1", "p3"), ("p1", "p2"), ("p4", "p3"))),
    ("p1", (("p0", "p2"), ("p0", "p4"), ("p0", "p5"))),
    ("p2", (("p1", "p0"), ("p4", "p3"), ("p4", "p0"))),
)
GROUND_WEIGHTS = (9, 11, 3, 2)


def tiles(seed: str, columns: int, rows: int) -> str:
    """Return the inside of an <svg> with a view box of `columns` × `rows` tiles of 40 units."""
    dice = Random(seed)  # noqa: S311 - a picture, no secret
    drawn = [tile(dice, x * TILE, y * TILE) for y in range(rows) for x in range(columns)]
    return f'<rect class="p0" width="{columns * TILE}" height="{rows * TILE}"/>' + "".join(drawn)


def tile(dice: Random, x: int, y: int) -> str:
    ground, palettes = dice.choices(GROUNDS, GROUND_WEIGHTS)[0]
    upper, lower = dice.choice(palettes)
    turn = dice.choice((0, 90, 180, 270))
    halves = discs(dice, x, y + TILE // 2, upper, lower)
    # A hair of overlap keeps the seams between tiles invisible at every zoom.
    square = (
        f'<rect class="{ground}" x="{x - 0.2:.1f}" y="{y - 0.2:.1f}" width="40.4" height="40.4"/>'
        if ground
        else ""
    )
    return f'{square}<g transform="rotate({turn} {x + TILE // 2} {y + TILE // 2})">{halves}</g>'


def discs(dice: Random, x: int, middle: int, upper: str, lower: str) -> str:
    """Both halves of a disc: whole, slid apart, or only one of the two."""
    slid = dice.random() < 0.55
    radius, shift = (15, 10) if slid else (20, 0)
    parts = [
        f'<path class="{upper}" d="M{x} {middle}a{radius} {radius} 0 0 1 {2 * radius} 0z"/>',
        f'<path class="{lower}" d="M{x + shift} {middle}a{radius} {radius} 0 0 0 {2 * radius} 0z"/>',
    ]
    return parts[dice.randrange(2)] if dice.random() < 0.22 else "".join(parts)
