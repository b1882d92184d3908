"""What the two write down for themselves: one page per tandem, and lines to single sessions. Nobody else reads it."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Membership
from programs.models import Tandem, TandemState
from sessions.errors import NoteChanged, NoteError
from sessions.models import Note
from tenancy import clock
from ui import dates

#: How many signs the page and the lines to one session may have.
PAGE_LIMIT, SESSION_LIMIT = 10_000, 1_000


def of(tandem: Tandem, number: int = Note.PAGE) -> Note | None:
    """Return the page, or the lines to the session with this number; None while nothing was ever written."""
    return tandem.notes.filter(number=number).select_related("written_by").first()


def written(tandem: Tandem) -> list[Note]:
    """Return all that is not empty: the page first, then by session."""
    rows = tandem.notes.select_related("written_by").order_by("number")
    return [note for note in rows if note.text]


def limit(number: int) -> int:
    """Return how many signs fit."""
    return SESSION_LIMIT if number else PAGE_LIMIT


def is_open(tandem: Tandem) -> bool:
    """Return whether the two may still write."""
    return tandem.state in {TandemState.ACTIVE, TandemState.PAUSED}


def write(tandem: Tandem, *, by: Membership, text: str, revision: int, number: int = Note.PAGE) -> Note:
    """Replace the text that ``revision`` showed (0 for none); an empty one clears it.

    Raises NoteChanged, with what stands there, when somebody wrote meanwhile: nothing is overwritten unseen. Raises
    NoteError when the tandem is over or the text too long.
    """
    with transaction.atomic():
        row = Tandem.objects.select_for_update(no_key=True).get(pk=tandem.pk)
        if not is_open(row):
            raise NoteError(_("Dieses Tandem ist zu Ende. Die Notizen lassen sich nur noch lesen."))
        if len(text) > limit(number):
            raise NoteError(
                _("Dieser Text ist zu lang. Möglich sind {limit} Zeichen.").format(limit=limit(number))
            )
        note = of(tandem, number) or Note(tandem=tandem, number=number)
        if note.revision != revision:
            raise NoteChanged(_changed(note, by), note)
        note.text, note.written_by, note.written_at = text, by, clock.now()
        note.revision += 1
        note.save()
    return note


def plain(tandem: Tandem) -> str:
    """Return everything as one text to take along."""
    parts = [
        f"{_heading(note.number)}\n\n{note.text}\n\n{signature(note, tandem)}" for note in written(tandem)
    ]
    return "\n\n\n".join(parts) + "\n" if parts else ""


def signature(note: Note, tandem: Tandem) -> str:
    """Return who wrote last and when, in the house's zone."""
    day = dates.words(note.written_at, "day_year", tandem.program.organisation.zone)
    return _("Zuletzt von {name}, {day}").format(name=note.written_by.name, day=day)


def _heading(number: int) -> str:
    return _("Sitzung {number}").format(number=number) if number else _("Gemeinsame Notizen")


def _changed(note: Note, by: Membership) -> str:
    if note.written_by == by:
        return _("In einem anderen Fenster haben Sie inzwischen weitergeschrieben.")
    return _("{name} hat inzwischen auch geschrieben.").format(name=note.written_by.first_name)
