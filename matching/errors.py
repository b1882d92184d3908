"""The one exception of the app."""


class MatchingError(Exception):
    """A step is not possible. Its text is a sentence for people, in their language."""


class Conflict(MatchingError):
    """Somebody else changed the same meanwhile. Nothing was overwritten; the text says who did what."""
