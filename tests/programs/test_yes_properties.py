"""C4 for random histories: a no, silence and never having been asked cannot be told apart, on any page, in any mail.

A history is what the two do, hour by hour; clock, daily batches, HR's own doing and the hours at which somebody
looks are the same for both histories that are compared.
"""

import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import chain
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts import sentences
from accounts.models import AuditEvent
from mail.models import Message
from programs import proposal_reminders, tandems
from programs.errors import ProgramError
from programs.models import Tandem, WeeklyTime
from programs.tasks import latest_batch
from tenancy.scope import scope
from tests import factories

pytestmark = pytest.mark.django_db

BERLIN = ZoneInfo("Europe/Berlin")
#: Mondays to Sundays, and the night in which the clocks change.
STARTS = [datetime(2027, 1, day, 9, tzinfo=BERLIN) for day in range(4, 11)] + [
    datetime(2027, 3, 25, 9, tzinfo=BERLIN)
]
HOUR = timedelta(hours=1)
HOURS = 13 * 24

moments = st.integers(1, HOURS)
mentors_doings = st.lists(st.tuples(moments, st.sampled_from(["accept", "decline"])), max_size=4)
noes = st.lists(st.tuples(moments, st.just("decline")), max_size=3)


@dataclass(frozen=True)
class Frame:
    """What is the same in both histories; hours after ``start``."""

    start: datetime
    batches: list[int]
    looks: list[int]
    withdrawn: int | None

    def at(self, hour: int) -> datetime:
        return (self.start.astimezone(ZoneInfo("UTC")) + hour * HOUR).astimezone(BERLIN)


frames = st.builds(
    Frame,
    st.sampled_from(STARTS),
    st.lists(moments, max_size=8),
    st.lists(moments, max_size=2),
    st.none() | moments,
)
examples = settings(
    max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@dataclass
class House:
    """A program with two people, one proposal, and somebody who looks."""

    organisation: object
    program: object
    pair: dict
    lead: object
    move_to: Callable[[datetime], None]

    def live(
        self, frame: Frame, doings: dict[str, list], look: Callable[[], object], *, proposed: bool = True
    ):
        """Live through a history, return all that was seen, and leave no trace."""
        steps = chain(
            ((hour, 0, self.batch) for hour in [*frame.batches, *range(24, HOURS + 1, 24)]),
            ((hour, 1, self.act(verb, side)) for side, own in doings.items() for hour, verb in own),
            [(frame.withdrawn, 2, self.withdraw)] if frame.withdrawn else [],
            ((hour, 3, look) for hour in [*frame.looks, HOURS + 1]),
        )
        seen = []
        with scope(self.organisation), transaction.atomic():
            self.move_to(frame.start)
            self.propose(proposed)
            for hour, _order, step in sorted(steps, key=lambda one: one[:2]):
                self.move_to(frame.at(hour))
                seen.append(step())
            transaction.set_rollback(True)
        return seen

    def propose(self, proposed: bool) -> None:
        if proposed:
            tandems.propose(self.program, **self.pair, reasons=[], by=self.lead)
            # The name in addresses is drawn anew each time.
            Tandem.objects.update(public_id="abcdefghjkmnpq")
            Message.objects.update(about="tandem:abcdefghjkmnpq")

    def tandem(self) -> Tandem | None:
        return Tandem.objects.with_people().first()

    def batch(self) -> None:
        from tenancy import clock

        now = clock.now()
        tandems.close_unanswered(latest_batch(now, BERLIN))
        proposal_reminders.remind(latest_batch(now, BERLIN), now)

    def act(self, verb: str, side: str) -> Callable[[], None]:
        def step() -> None:
            tandem = self.tandem()
            if tandem and (side == "mentor" or tandem.mentor_accepted_at):
                with suppress(ProgramError):
                    getattr(tandems, verb)(tandem, by=getattr(tandem, side).membership)

        return step

    def withdraw(self) -> str:
        tandem = self.tandem()
        try:
            if tandem:
                tandems.withdraw(tandem, by=self.lead)
        except ProgramError as refusal:
            return str(refusal)
        return ""


@pytest.fixture
def house(organisation, lead, monkeypatch) -> House:
    def move_to(moment: datetime) -> None:
        monkeypatch.setattr("tenancy.clock.system_now", lambda: moment)

    move_to(STARTS[0])
    with scope(organisation):
        program = factories.program(lead=lead)
        pair = {
            side: factories.participant(program, side=side, membership=factories.membership(name))
            for side, name in (("mentor", "Jana Vogt"), ("mentee", "Dr. Heinz Brenner"))
        }
        for person in pair.values():
            WeeklyTime.objects.create(membership=person.membership, weekday=0, starts=540, ends=720)
            person.skills.create(skill=factories.skill(), weight=3)
    return House(organisation, program, pair, lead, move_to)


def pages(client, urls: list[str]) -> list[tuple[int, str]]:
    answers = [client.get(url) for url in urls]
    return [
        (answer.status_code, re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", answer.content.decode()))
        for answer in answers
    ]


def mails_to(person) -> list[tuple]:
    """All that somebody was sent, but for the names in addresses, which are drawn anew each time."""
    rows = Message.objects.filter(recipient=person.email).order_by("created_at", "kind")
    return [
        (kind, subject, *(re.sub(r"/(t|u)/[\w-]+/", r"/\1/?/", body) for body in (text, html)), *when)
        for kind, subject, text, html, *when in rows.values_list(
            "kind", "subject", "text", "html", "created_at", "due_at", "not_after"
        )
    ]


@pytest.fixture
def hr_sees(house, owner, client_for) -> Callable[[], object]:
    """Every page, file and audit line of HR that says anything about the program, its people and tandems."""
    where = {"organisation": "weserwerk", "program": house.program.public_id}
    names = (
        "programs:program_detail",
        "programs:participant_list",
        "programs:tandem_list",
        "reports:program_report",
        "matching:matching_overview",
    )
    urls = [reverse(name, kwargs=where) for name in names]
    urls += [
        reverse("programs:participant_detail", kwargs=where | {"participant": person.public_id})
        for person in house.pair.values()
    ]
    urls.append(reverse("programs:hr_tandem_detail", kwargs=where | {"tandem": "abcdefghjkmnpq"}))
    urls += [
        reverse(name, kwargs={"organisation": "weserwerk"})
        for name in ("reports:overview", "accounts:audit_list")
    ]
    client = client_for(owner)

    def look() -> object:
        trail = [(event.at, sentences.sentence(event)) for event in AuditEvent.objects.order_by("pk")]
        return pages(client, urls), trail, mails_to(house.lead), mails_to(owner)

    return look


def own_sees(house, person, client_for) -> Callable[[], object]:
    names = ("home", "own_data")
    urls = [reverse(f"programs:{name}", kwargs={"organisation": "weserwerk"}) for name in names]
    where = {"organisation": "weserwerk", "tandem": "abcdefghjkmnpq"}
    urls += [reverse(f"programs:{name}", kwargs=where) for name in ("tandem_accept", "tandem_help")]
    client = client_for(person)
    return lambda: (pages(client, urls), mails_to(person))


@examples
@given(frame=frames, one=st.tuples(mentors_doings, noes), other=st.tuples(mentors_doings, noes))
def test_hr_cannot_tell_any_two_histories_apart_that_form_no_tandem(house, hr_sees, frame, one, other):
    seen = [
        house.live(frame, {"mentor": mentor, "mentee": mentee}, hr_sees) for mentor, mentee in (one, other)
    ]
    assert [look for look in seen[0] if look] == [look for look in seen[1] if look]


@examples
@given(frame=frames, no=noes)
def test_the_mentee_cannot_tell_a_no_from_silence_nor_from_never_being_proposed(house, client_for, frame, no):
    look = own_sees(house, house.pair["mentee"].membership, client_for)
    seen = [
        [
            view
            for view in house.live(frame, {"mentor": doings}, look, proposed=proposed)
            if isinstance(view, tuple)
        ]
        for doings, proposed in ((no, True), ([], True), ([], False))
    ]
    assert seen[0] == seen[1] == seen[2]


@examples
@given(frame=frames, doings=mentors_doings, one=noes, other=noes)
def test_the_mentor_cannot_tell_the_mentees_no_from_silence(house, client_for, frame, doings, one, other):
    look = own_sees(house, house.pair["mentor"].membership, client_for)
    seen = [
        [
            view
            for view in house.live(frame, {"mentor": doings, "mentee": noes}, look)
            if isinstance(view, tuple)
        ]
        for noes in (one, other)
    ]
    assert seen[0] == seen[1]


@examples
@given(frame=frames, said=moments, later=noes, no=noes)
def test_the_mentee_cannot_tell_that_the_mentor_took_a_yes_back(house, client_for, frame, said, later, no):
    look = own_sees(house, house.pair["mentee"].membership, client_for)
    after = [(hour, verb) for hour, verb in later if hour > said]
    seen = [
        [
            view
            for view in house.live(frame, {"mentor": [(said, "accept"), *back], "mentee": no}, look)
            if isinstance(view, tuple)
        ]
        for back in ([], after)
    ]
    assert seen[0] == seen[1]
