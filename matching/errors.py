"""The one exception of the app."""


class MatchingError(Exception):
    """A step is not possible. Its text is a sentence for people, in their language."""
