"""The exceptions of the app. Their texts are sentences for people, in their language."""


class DemoError(Exception):
    """A demo cannot be booked, moved or cancelled like this."""


class SlotGone(DemoError):
    """This time cannot be had, or no longer; others may."""


class DemoChanged(DemoError):
    """The demo was moved or cancelled after this person had looked at it."""


class TooMany(DemoError):
    """This visitor or this address has tried too often."""
