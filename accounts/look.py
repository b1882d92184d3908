"""The little that a house may colour: its sign, and the mark of the current page in the navigation."""

from accounts import colours

#: Grounds of the navigation in the light and in the dark theme.
GROUNDS = ("#ffffff", "#121c1d")


def stylesheet(colour: str) -> str:
    """Return the rules for one organisation's pages. ``colour`` is one on which text can be read."""
    light, dark = (colours.visible_on(colour, ground) for ground in GROUNDS)
    return (
        ":root {\n"
        f"  --house: {colour};\n"
        f"  --on-house: {colours.text_on(colour)};\n"
        f"  --house-mark: light-dark({light}, {dark});\n"
        "}\n"
    )
