"""What a tandem's page shows: where the two stand, what comes next, and what is to be done."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

from django.utils.translation import gettext as _

from accounts.models import Membership
from programs.models import Tandem, TandemState
from sessions import guides, notes
from sessions.guides import Guide
from sessions.models import Note, Session, SessionState, TimeRequest
from sessions.times.pickers import Picker

#: So long the page says that the survey comes by mail.
JUST_OVER = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class Mark:
    """One of the row of marks; ``state`` is done, now or empty."""

    number: int
    state: str
    word: str


@dataclass
class Overview:
    """A tandem as one of the two sees it at ``now``."""

    tandem: Tandem
    viewer: Membership
    now: datetime

    @cached_property
    def sessions(self) -> list[Session]:
        return list(self.tandem.sessions.standing().with_people().order_by("starts_at"))

    @cached_property
    def coming(self) -> list[Session]:
        return [session for session in self.sessions if session.is_coming(self.now)]

    @property
    def next(self) -> Session | None:
        return self.coming[0] if self.coming else None

    @property
    def can_change_next(self) -> bool:
        return self.next is not None and self.next.can_change(self.now)

    @property
    def further(self) -> list[Session]:
        return self.coming[1:]

    @property
    def held(self) -> list[Session]:
        return [session for session in self.sessions if session.state == SessionState.HELD]

    @property
    def just_over(self) -> Session | None:
        """The last session, while it is not yet known whether it took place."""
        over = [session for session in self.sessions if session.is_booked and session.ends_at <= self.now]
        return over[-1] if over and over[-1].ends_at > self.now - JUST_OVER else None

    @property
    def is_today(self) -> bool:
        zone = self.picker.zone
        return (
            self.next is not None
            and self.next.starts_at.astimezone(zone).date() == self.now.astimezone(zone).date()
        )

    @property
    def is_soon(self) -> bool:
        return self.next is not None and self.next.is_soon(self.now)

    @property
    def is_active(self) -> bool:
        return self.tandem.state == TandemState.ACTIVE

    @property
    def is_paused(self) -> bool:
        return self.tandem.state == TandemState.PAUSED

    @cached_property
    def picker(self) -> Picker:
        return Picker(self.tandem, self.viewer, self.now)

    @property
    def request(self) -> TimeRequest | None:
        """The time that one of the two has asked for, while the other one has not answered."""
        return self.picker.request

    @property
    def is_planning(self) -> bool:
        """Whether a time is asked for the next session: then no others are offered here."""
        return self.request is not None and not self.request.moves

    @property
    def can_plan(self) -> bool:
        return self.is_active and not (self.picker.is_full or self.picker.is_over or self.is_planning)

    @cached_property
    def guide(self) -> Guide:
        """The guide of the next session, or of the one to plan."""
        return guides.for_session(self.tandem, self.next.number if self.next else self.picker.offers.number)

    @cached_property
    def notes(self) -> list[Note]:
        """What the two wrote down last: the page, and the lines to the latest session that has some."""
        written = notes.written(self.tandem)
        return [*(note for note in written[:1] if note.number == Note.PAGE), *self._latest_lines(written)]

    @property
    def can_write(self) -> bool:
        return notes.is_open(self.tandem)

    @property
    def marks(self) -> list[Mark]:
        by_number = {session.number: session for session in self.sessions}
        count = max([self.tandem.program.session_count, *by_number])
        return [self._mark(number, by_number.get(number)) for number in range(1, count + 1)]

    @staticmethod
    def _latest_lines(written: list[Note]) -> list[Note]:
        return [note for note in written if note.number != Note.PAGE][-1:]

    def _mark(self, number: int, session: Session | None) -> Mark:
        if session is None:
            return Mark(number, "", "")
        if session == self.next:
            return Mark(number, "now", _("steht an"))
        if session.is_booked and session.ends_at <= self.now:
            return Mark(number, "done", _("vorbei"))
        return Mark(number, "done" if session.state == SessionState.HELD else "", session.get_state_display())
