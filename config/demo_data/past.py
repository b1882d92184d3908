"""The past of a tandem: its yes, its sessions and the feedback on them, as if it had all happened."""

from datetime import date, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

from accounts.models import Membership
from config.demo_data import between
from feedback.goal_items import moment_of
from feedback.models import Answer, Fit, GoalAnswer, Moment, Outcome, SurveyRequest
from feedback.surveys import link_token
from programs.models import Participant, Program, Side, Tandem, TandemEvent, TandemState
from sessions.models import Busy, Session, SessionState

BERLIN = ZoneInfo("Europe/Berlin")
#: Not every tandem lasts; the report shall show that too.
TANDEM_THAT_ENDED = 5
RESPONSE = 0.85


def live(
    program: Program,
    mentor: Participant,
    mentee: Participant,
    *,
    place: int,
    begun: datetime,
    now: datetime,
    hr: Membership,
    random: Random,
) -> None:
    """Write one tandem from its start until ``now``. ``place`` spreads the tandems over the days; 0 has the log-ins."""
    tandem = _tandem(program, mentor, mentee, begun, hr)
    if place == 0:
        between.write(tandem, agreed_at=begun + timedelta(days=2), session=1)
    number, day = 1, begun.astimezone(BERLIN) + timedelta(days=7 + place % 5)
    while number <= program.session_count and (start := _at(day, place)) < now - timedelta(days=1):
        _past_session(tandem, number, start, random)
        number += 1
        day += timedelta(days=28 if place else 35)
    if place == TANDEM_THAT_ENDED:
        _end(tandem, now - timedelta(days=20), mentee.membership)
    elif number <= program.session_count and place % 3 != 2:
        _coming_session(tandem, number, _next_slot(now, place))


def _tandem(
    program: Program, mentor: Participant, mentee: Participant, begun: datetime, hr: Membership
) -> Tandem:
    asked = begun - timedelta(days=10)
    tandem = Tandem.objects.create(
        program=program,
        mentor=mentor,
        mentee=mentee,
        state=TandemState.ACTIVE,
        reasons=[],
        created_at=asked,
        answer_until=asked + timedelta(days=7),
        mentor_accepted_at=asked + timedelta(days=1),
        mentee_accepted_at=asked + timedelta(days=3),
        started_at=asked + timedelta(days=3),
    )
    steps = [
        ("", TandemState.ASKED_MENTOR, hr, 0),
        (TandemState.ASKED_MENTOR, TandemState.ASKED_MENTEE, mentor.membership, 1),
        (TandemState.ASKED_MENTEE, TandemState.ACTIVE, mentee.membership, 3),
    ]
    for before, after, by, days in steps:
        TandemEvent.objects.create(
            tandem=tandem, at=asked + timedelta(days=days), before=before, after=after, by=by
        )
    return tandem


def _at(day: datetime, place: int) -> datetime:
    """A working hour of that local day; weekends slip to Monday."""
    day = day + timedelta(days=(0, 0, 0, 0, 0, 2, 1)[day.weekday()])
    return day.replace(hour=9 + place % 6, minute=30, second=0, microsecond=0)


def _session(tandem: Tandem, number: int, start: datetime, state: SessionState) -> Session:
    booked = start - timedelta(days=9)
    local = start.astimezone(BERLIN)
    return Session.objects.create(
        tandem=tandem,
        number=number,
        state=state,
        starts_at=start,
        ends_at=start + timedelta(minutes=tandem.program.session_minutes),
        zone="Europe/Berlin",
        local_start=f"{local:%Y-%m-%dT%H:%M}",
        booked_by=tandem.mentor.membership,
        booked_at=booked,
        changed_at=booked,
    )


def _past_session(tandem: Tandem, number: int, start: datetime, random: Random) -> None:
    held = random.random() < 0.93
    session = _session(tandem, number, start, SessionState.HELD if held else SessionState.MISSED)
    for participant in (tandem.mentor, tandem.mentee):
        if random.random() < RESPONSE:
            _answered(session, participant, held, random)


def _answered(session: Session, participant: Participant, held: bool, random: Random) -> None:
    day = (session.ends_at + timedelta(days=1)).date()
    SurveyRequest.objects.create(
        session=session,
        membership=participant.membership,
        side=participant.side,
        digest=link_token(session, participant.membership)[1],
        asked_at=session.ends_at + timedelta(hours=1),
        outcome=Outcome.HELD if held else Outcome.MISSED,
        answered_on=day,
    )
    if held:
        better = session.number / 4 if participant.side == Side.MENTEE else session.number / 5
        Answer.objects.create(
            program=session.tandem.program,
            side=participant.side,
            month=day.replace(day=1),
            helpful=min(5, max(2, round(random.gauss(3.5 + better, 0.6)))),
            fit=random.choices(Fit.values, [8, 3, 0.5])[0],
        )
        _said_of_the_goal(session, participant, day.replace(day=1))


def _said_of_the_goal(session: Session, participant: Participant, month: date) -> None:
    moment = moment_of(session)
    if moment:
        agrees = (2 if moment == Moment.START else 4) + participant.pk % 2
        program, side = session.tandem.program, participant.side
        GoalAnswer.objects.create(program=program, side=side, moment=moment, month=month, agrees=agrees)


def _next_slot(now: datetime, place: int) -> datetime:
    day = now.astimezone(BERLIN) + timedelta(days=3 + place % 5)
    return _at(day, place)


def _coming_session(tandem: Tandem, number: int, start: datetime) -> None:
    session = _session(tandem, number, start, SessionState.BOOKED)
    for participant in (tandem.mentor, tandem.mentee):
        Busy.objects.create(
            person=participant.membership,
            session=session,
            during=(session.starts_at, session.ends_at),
            starts_at=session.starts_at,
            ends_at=session.ends_at,
        )


def _end(tandem: Tandem, at: datetime, by: Membership) -> None:
    TandemEvent.objects.create(tandem=tandem, at=at, before=tandem.state, after=TandemState.ENDED, by=by)
    tandem.state, tandem.ended_at = TandemState.ENDED, at
    tandem.save(update_fields=["state", "ended_at"])
