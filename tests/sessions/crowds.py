"""Crowds that want the same hours, for the tests of the race and for `python -m benchmarks.race`.

All of it runs in the scope of one organisation. Nobody has a limit of sessions a day: only other sessions refuse.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise, product
from random import Random

from django.test import Client
from django.urls import reverse

from accounts.models import Membership
from programs.models import Program, Tandem
from sessions.models import Busy, MeetingRules, Session, SessionState
from tenancy.models import new_public_id
from tests import factories
from tests.sessions.conftest import give_times
from tests.sessions.server import Answer, post_at_once

QUARTER = timedelta(minutes=15)
#: Twenty people want to meet within six hours: nobody can have more than eight sessions of 45 minutes there.
QUARTERS = 24
WON, LOST = 302, 409


@dataclass(frozen=True)
class Wish:
    """Somebody's wish to meet at a time."""

    tandem: Tandem
    by: Membership
    starts_at: datetime

    @property
    def address(self) -> str:
        return reverse("sessions:session_book", args=[self.tandem.organisation.slug, self.tandem.public_id])

    @property
    def fields(self) -> dict[str, str]:
        """What the form of the first session sends."""
        blank = {"form": "online", "place": "", "note": "", "number": "1", "key": new_public_id()}
        return {"slot": self.starts_at.strftime("%Y-%m-%dT%H:%MZ"), **blank}

    @property
    def fits(self) -> bool:
        """Whether both are still free."""
        ends_at = self.starts_at + timedelta(minutes=self.tandem.program.session_minutes)
        return not Busy.objects.of(self.tandem.members).between(self.starts_at, ends_at).exists()


def one_slot(count: int, starts_at: datetime) -> list[Wish]:
    """Return the wishes of so many mentees for the same hour of one mentor."""
    program = _program(starts_at)
    mentor = factories.participant(program)
    tandems = [factories.tandem(program, mentor=mentor) for _ in range(count)]
    _always_free([mentor.membership, *(tandem.mentee.membership for tandem in tandems)])
    return [Wish(tandem, tandem.mentee.membership, starts_at) for tandem in tandems]


def twenty_people(when: datetime) -> list[Tandem]:
    """Return 200 tandems of twenty people: each is the mentor of ten in one program and their mentee in the other.

    So crossed pairs want the time of the same two.
    """
    people = [factories.membership() for _ in range(20)]
    _always_free(people)
    one, other = people[:10], people[10:]
    return [*_each_with_each(_program(when), one, other), *_each_with_each(_program(when), other, one)]


def overlapping(tandems: Sequence[Tandem], count: int, first: datetime, *, seed: int) -> list[Wish]:
    """Return wishes of so many tandems for times on a grid of quarters of an hour from ``first`` on."""
    chance = Random(seed)
    return [
        Wish(tandem, chance.choice(tandem.members), first + QUARTER * chance.randrange(QUARTERS))
        for tandem in chance.sample(tandems, count)
    ]


def sign_in(wishes: Sequence[Wish]) -> dict[int, Client]:
    """Return a signed-in browser for each person, by their keys."""
    browsers = {wish.by.pk: Client() for wish in wishes}
    for person in {wish.by for wish in wishes}:
        browsers[person.pk].force_login(person.user)
    return browsers


def send(port: int, wishes: Sequence[Wish], browsers: dict[int, Client]) -> list[Answer]:
    """Send all wishes at the same moment and return the answers in their order."""
    return post_at_once(port, [(browsers[wish.by.pk], wish.address, wish.fields) for wish in wishes])


def unmet(wishes: Sequence[Wish], answers: Sequence[Answer]) -> list[Wish]:
    """Return the refused wishes that would still fit: with none left, what is booked is all that could be had."""
    return [wish for wish, answer in zip(wishes, answers, strict=True) if answer.status == LOST and wish.fits]


def overlaps() -> list[tuple[Busy, Busy]]:
    """Return times of one person that overlap."""
    rows = Busy.objects.order_by("person_id", "starts_at")
    return [
        (one, other)
        for one, other in pairwise(rows)
        if one.person_id == other.person_id and other.starts_at < one.ends_at
    ]


def halves() -> list[Session]:
    """Return sessions that do not occupy exactly their two people for exactly their time."""
    return [session for session in Session.objects.with_people() if _occupied(session) != _due(session)]


def _occupied(session: Session) -> list[tuple]:
    return sorted(session.busy.values_list("person_id", "starts_at", "ends_at"))


def _due(session: Session) -> list[tuple]:
    if session.state != SessionState.BOOKED:
        return []
    return sorted((person.pk, session.starts_at, session.ends_at) for person in session.tandem.members)


def _program(when: datetime) -> Program:
    return factories.program(starts_on=when.date() - timedelta(days=7))


def _each_with_each(
    program: Program, mentors: Sequence[Membership], mentees: Sequence[Membership]
) -> list[Tandem]:
    sides = [
        [factories.participant(program, membership=person, side=side) for person in people]
        for side, people in (("mentor", mentors), ("mentee", mentees))
    ]
    return [factories.tandem(program, mentor=mentor, mentee=mentee) for mentor, mentee in product(*sides)]


def _always_free(people: Sequence[Membership]) -> None:
    MeetingRules.objects.bulk_create(
        MeetingRules(person=person, per_day=None, state="none") for person in people
    )
    for person in people:
        give_times(person, (6, 22), days=range(7))
