"""One mail in the morning for whoever wants that: what comes until the next working day is over, and what is open.

It stands in for two kinds of mail, the reminder a day before and the reminder of feedback, and lists open requests for
a time once more. All else goes at once. It is written here because this app sees everything that goes into it.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from accounts.models import Membership
from feedback import letters, surveys
from feedback.models import SurveyRequest
from mail.models import Message
from sessions import reminder_choices
from sessions.models import ReminderChoice, Session, TimeRequest
from sessions.reminder_choices import Plan
from sessions.reminder_times import FARTHEST
from tenancy.scope import scope, system


@dataclass
class Bundle:
    """What one person is told in the morning of ``moment``'s day."""

    person: Membership
    plan: Plan
    moment: datetime
    sessions: list[Session] = field(default_factory=list)
    requests: list[TimeRequest] = field(default_factory=list)
    #: With the tokens of their links.
    feedback: list[tuple[SurveyRequest, str]] = field(default_factory=list)

    @property
    def about(self) -> str:
        return f"day:{self.plan.today(self.moment)}"

    @property
    def meaning(self) -> tuple[str, str]:
        return self.about, self.person.email.strip().casefold()

    @property
    def is_empty(self) -> bool:
        return not (self.sessions or self.requests or self.feedback)

    def reaches(self, session: Session) -> bool:
        """Whether a session lies before the end of the next working day. Who booked it later has just had a mail."""
        last = self.plan.habits.next_on(self.plan.today(self.moment))
        return session.changed_at <= self.moment and self.plan.today(session.starts_at) <= last


def send_due(now: datetime) -> int:
    """Write all bundles that are due at ``now``, in all organisations; return how many. Needs the worker's role.

    Doing it twice writes each once.
    """
    with system():
        wanted = ReminderChoice.objects.filter(bundle=True).order_by("organisation_id")
        organisations = list(wanted.values_list("organisation_id", flat=True).distinct())
    count = 0
    for organisation in organisations:
        with scope(organisation):
            count += _send(now)
    return count


def _send(now: datetime) -> int:
    bundles = _waiting(now)
    if not bundles:
        return 0
    _add_sessions(bundles, now)
    _add_requests(bundles, now)
    _add_feedback(bundles, now)
    full = [bundle for bundle in bundles.values() if not bundle.is_empty]
    for bundle in full:
        letters.bundle(bundle)
    told = [request.pk for bundle in full for request, _token in bundle.feedback]
    SurveyRequest.objects.filter(pk__in=told).update(reminded_at=now)
    return len(full)


def _waiting(now: datetime) -> dict[int, Bundle]:
    """Return, by the keys of their people, the bundles of today whose hour has come and that are not yet written."""
    choices = ReminderChoice.objects.filter(bundle=True, person__is_active=True)
    people = [row.person for row in choices.select_related("person__organisation")]
    plans = reminder_choices.plans(people)
    due = {
        person.pk: Bundle(person, plans[person.pk], moment)
        for person in people
        if (moment := plans[person.pk].morning(now))
    }
    known = Message.objects.filter(kind=letters.BUNDLE, about__in={one.about for one in due.values()})
    written = set(known.values_list("about", "recipient_norm"))
    return {key: one for key, one in due.items() if one.meaning not in written}


def _add_sessions(bundles: dict[int, Bundle], now: datetime) -> None:
    ahead = Session.objects.starting(now, now + FARTHEST).with_people().order_by("starts_at")
    for session in ahead:
        for bundle in _of(session.tandem.members, bundles):
            if bundle.reaches(session):
                bundle.sessions.append(session)


def _add_requests(bundles: dict[int, Bundle], now: datetime) -> None:
    for request in TimeRequest.objects.open().filter(answer_until__gt=now).with_people():
        for bundle in _of([request.asked], bundles):
            if request.asked_at <= bundle.moment:
                bundle.requests.append(request)


def _add_feedback(bundles: dict[int, Bundle], now: datetime) -> None:
    silent = surveys.to_remind(now).filter(membership__in=bundles.keys())
    for request in silent.select_related(*letters.PEOPLE).order_by("asked_at"):
        bundle = bundles[request.membership_id]
        if request.asked_at <= bundle.moment - surveys.REMIND_AFTER:
            token, _digest = surveys.link_token(request.session, bundle.person)
            bundle.feedback.append((request, token))


def _of(people: Iterable[Membership], bundles: dict[int, Bundle]) -> list[Bundle]:
    return [bundles[person.pk] for person in people if person.pk in bundles]
