"""The exceptions of the app. Their texts are sentences for people, in their language."""

from sessions.models import Note, Session


class BookingError(Exception):
    """A session cannot be booked, moved or cancelled like this."""


class SlotTaken(BookingError):
    """The time was free a moment ago. ``session`` is set when it is the tandem's own session that took it."""

    def __init__(self, sentence: str, session: Session | None = None) -> None:
        super().__init__(sentence)
        self.session = session


class SessionChanged(BookingError):
    """Somebody moved or cancelled the session after this person had looked at it."""


class SeriesLost(BookingError):
    """Some of several times were free a moment ago. ``lost`` says by session number why they are not any more."""

    def __init__(self, lost: dict[int, str]) -> None:
        super().__init__(" ".join(lost.values()))
        self.lost = lost


class KeyReused(BookingError):
    """A form was sent again with the key of another one."""


class RequestChanged(BookingError):
    """Somebody asked for a time, answered or took it back after this person had looked at it."""


class NoteError(Exception):
    """A note cannot be written like this."""


class NoteChanged(NoteError):
    """Somebody wrote after this person had looked. ``note`` is what stands there now."""

    def __init__(self, sentence: str, note: Note) -> None:
        super().__init__(sentence)
        self.note = note


class TimesError(Exception):
    """An absence, a rule, a calendar or a delegate cannot be kept like this."""
