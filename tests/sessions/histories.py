"""Random histories of what people do with their dates: four people in four tandems, each with a zone of their own."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import pairwise
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from accounts.models import Membership
from programs import tandems
from programs.errors import ProgramError
from programs.models import Tandem
from sessions import booking, busy, requests
from sessions.errors import BookingError, SlotTaken
from sessions.models import Busy, Session, TimeRequest
from tests import factories
from tests.sessions.times.test_slots import ZONES

HOUR, QUARTER = timedelta(hours=1), timedelta(minutes=15)
#: Time for histories to begin in, and to book and move before it is too late for that.
AHEAD = timedelta(days=3)
FIRST, LAST = datetime(2026, 1, 5, tzinfo=UTC), datetime(2035, 12, 28, tzinfo=UTC)


@cache
def clock_changes(name: str) -> list[datetime]:
    """Return the instants from 2026 to 2035 at which clocks in a zone are put forward or back."""
    zone = ZoneInfo(name)
    hours = [FIRST + HOUR * number for number in range(0, (LAST - FIRST) // HOUR, 24)]
    return [
        next(hour for hour in _hours(day) if _offset(hour, zone) != _offset(day, zone))
        for day, following in pairwise(hours)
        if _offset(day, zone) != _offset(following, zone)
    ]


def _hours(day: datetime) -> Iterator[datetime]:
    return (day + QUARTER * number for number in range(97))


def _offset(instant: datetime, zone: ZoneInfo) -> timedelta | None:
    return instant.astimezone(zone).utcoffset()


@dataclass(frozen=True)
class Step:
    """Somebody does something. ``side`` is 0 for the mentor; ``quarter`` counts from the middle of the history.

    ``row`` picks one of what there is. ``odd``: with an outdated page, from the calendar, for a session to be moved.
    """

    verb: str
    tandem: int
    side: int
    quarter: int
    row: int
    odd: bool


@dataclass(frozen=True)
class History:
    """``middle``, the instant around which all times lie, is often a clock change of one of the four zones."""

    zones: tuple[str, ...]
    middle: datetime
    steps: list[Step]


VERBS = [
    *(
        "book",
        "book",
        "book",
        "ask",
        "ask",
        "accept",
        "accept",
        "decline",
        "withdraw",
        "move",
        "move",
        "replace",
    ),
    *("cancel", "cancel", "relocate", "pause", "resume", "resume", "call", "wait"),
]
steps = st.builds(
    Step,
    st.sampled_from(VERBS),
    st.integers(0, 3),
    st.integers(0, 1),
    st.one_of(st.integers(-8, 8), st.integers(-250, 400)),
    st.integers(0, 5),
    st.booleans(),
)
moments = st.integers(0, (LAST - FIRST) // QUARTER).map(lambda number: FIRST + QUARTER * number)


@st.composite
def histories(draw) -> History:
    zones = draw(st.tuples(*[st.sampled_from(ZONES)] * 4))
    changes = [change for name in zones for change in clock_changes(name)]
    middle = draw(st.one_of(st.sampled_from(changes), moments) if changes else moments)
    return History(zones, middle, draw(st.lists(steps, min_size=6, max_size=16)))


class House:
    """The four and what each of them does; everybody is a mentor here and a mentee there."""

    def __init__(self) -> None:
        self.people = [factories.membership() for _ in range(4)]
        programs = [factories.program(starts_on=None) for _ in range(4)]
        self.tandems = [
            factories.tandem(
                program,
                mentor=factories.participant(program, membership=self.people[one]),
                mentee=factories.participant(program, membership=self.people[other], side="mentee"),
            )
            for program, (one, other) in zip(programs, [(0, 1), (1, 0), (0, 2), (3, 0)], strict=True)
        ]

    def move_in(self, zones: tuple[str, ...]) -> None:
        for person, zone in zip(self.people, zones, strict=True):
            Membership.objects.filter(pk=person.pk).update(zone=zone)

    def act(self, step: Step, middle: datetime) -> bool:
        """Do what the step says; return whether it was not refused."""
        tandem = Tandem.objects.with_people().get(pk=self.tandems[step.tandem].pk)
        act = Act(step, tandem, tandem.members[step.side], middle + QUARTER * step.quarter)
        verb: Callable[[], object] = getattr(act, step.verb)
        try:
            verb()
        except (BookingError, ProgramError):
            return False
        return True


@dataclass(frozen=True)
class Act:
    """One step in the words of the app. What is not there cannot be changed: then nothing is done."""

    step: Step
    tandem: Tandem
    by: Membership
    at: datetime

    def book(self) -> None:
        booking.book(self.tandem, starts_at=self.at, by=self.by, number=1 if self.step.odd else None)

    def move(self) -> None:
        if session := self._session():
            booking.move(session, starts_at=self.at, by=self.by, revision=self._seen(session))

    def replace(self) -> None:
        if session := self._session():
            booking.replace(session, starts_at=self.at, by=self.by, revision=self._seen(session))

    def cancel(self) -> None:
        if session := self._session():
            booking.cancel(session, by=self.by, from_calendar=self.step.odd)

    def relocate(self) -> None:
        if session := self._session():
            booking.relocate(session, form="onsite", place=f"Raum {self.step.row}", by=self.by)

    def ask(self) -> None:
        session = self._session() if self.step.odd else None
        requests.ask(self.tandem, starts_at=self.at, by=self.by, session=session)

    def accept(self) -> None:
        if request := self._request():
            requests.accept(request, by=request.asked)

    def decline(self) -> None:
        if request := self._request():
            requests.decline(request, by=self.by)

    def withdraw(self) -> None:
        if request := self._request():
            requests.withdraw(request, by=self.by)

    def pause(self) -> None:
        tandems.pause(self.tandem, by=self.by)

    def resume(self) -> None:
        tandems.resume(self.tandem, by=self.by)

    def call(self) -> None:
        """Occupy one person with something else, as a demo call does."""
        ends_at = self.at + HOUR

        def write() -> None:
            busy.lock([self.by])
            if Busy.objects.of([self.by]).between(self.at, ends_at).exists():
                raise SlotTaken("besetzt")
            busy.occupy([self.by], self.at, ends_at, label="demo")

        busy.first_come(write)

    def wait(self) -> None:
        """Time passes between any two steps; here nothing else happens."""

    def _session(self) -> Session | None:
        rows = list(self.tandem.sessions.with_people().order_by("pk"))
        return rows[self.step.row % len(rows)] if rows else None

    def _seen(self, session: Session) -> int | None:
        return session.revision - 1 if self.step.odd and self.step.row == 0 else session.revision

    def _request(self) -> TimeRequest | None:
        return self.tandem.time_requests.with_people().order_by("-pk").first()
