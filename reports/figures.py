"""What a report knows of a program: counts and means over groups, never a person.

``of_program`` is the one door to the figures: overview, report, print page and export all come through it.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import product
from zoneinfo import ZoneInfo

from feedback.models import Answer, GoalAnswer, Moment, Outcome, SurveyRequest
from programs import endings
from programs.models import GoalKind, Participant, Program, Side, Tandem, TandemState
from reports.periods import Due, Period, Reply, Respondent, publish, publish_sessions
from reports.values import Change, FeedbackPeriod, Figures, Mean, SessionPeriod, from_json
from sessions.models import Session, SessionState

FORMED = [TandemState.ACTIVE, TandemState.PAUSED, TandemState.ENDED]


def of_program(program: Program, *, smallest: int, now: datetime) -> Figures:
    """Return the figures of a program as they may be shown at ``now``, with groups of at least ``smallest`` people.

    ``now`` is aware, in the organisation's zone. When the people are forgotten, these are the figures of that day.
    """
    kept = endings.kept(program)
    if kept is not None:
        return from_json(kept.report)
    sides = Counter(Participant.objects.filter(program=program).joined().values_list("side", flat=True))
    states = list(
        Tandem.objects.filter(program=program, state__in=FORMED).values_list("state", "mentor", "mentee")
    )
    in_tandems = len({key for _, *pair in states for key in pair})
    answered = _answered(program)
    by_side = min(sides[Side.MENTOR], sides[Side.MENTEE]) >= smallest
    return Figures(
        smallest=smallest,
        until=now.date().replace(day=1) - timedelta(days=1),
        people=sides.total(),
        mentors=sides[Side.MENTOR],
        mentees=sides[Side.MENTEE],
        formed=len(states),
        active=sum(state == TandemState.ACTIVE for state, *_ in states),
        in_tandems=in_tandems,
        by_side=by_side,
        sessions=_sessions(program, smallest, now) if in_tandems >= smallest else (),
        periods=_feedback(program, answered, smallest, by_side, now),
        changes=_changes(program, answered, smallest, now),
    )


def _sessions(program: Program, smallest: int, now: datetime) -> tuple[SessionPeriod, ...]:
    rows = Session.objects.filter(tandem__program=program, ends_at__lte=now)
    values = rows.exclude(state=SessionState.CANCELLED).values_list(
        "starts_at", "zone", "state", "tandem__mentor", "tandem__mentee"
    )
    due = [
        Due(
            starts_at.astimezone(ZoneInfo(zone)).date().replace(day=1),
            state == SessionState.HELD,
            tuple(pair),
        )
        for starts_at, zone, state, *pair in values
    ]
    published = publish_sessions(due, smallest=smallest, before=now.date().replace(day=1))
    return tuple(
        SessionPeriod(
            first=min(one.month for one in period),
            last=max(one.month for one in period),
            due=len(period),
            held=sum(one.held for one in period),
        )
        for period in published
    )


@dataclass(frozen=True, slots=True)
class _Answered:
    """Somebody answered on a session: on which, by number, on which side, and whether it took place for them."""

    respondent: Respondent
    number: int
    outcome: str


def _answered(program: Program) -> list[_Answered]:
    rows = SurveyRequest.objects.filter(
        session__tandem__program=program, session__state=SessionState.HELD, answered_on__isnull=False
    ).values_list("answered_on", "side", "membership", "session__number", "outcome")
    return [
        _Answered(Respondent(day.replace(day=1), side, person), number, outcome)
        for day, side, person, number, outcome in rows
        if day
    ]


def _feedback(
    program: Program, answered: Sequence[_Answered], smallest: int, by_side: bool, now: datetime
) -> tuple[FeedbackPeriod, ...]:
    # Who says it fell through was asked nothing more.
    asked = [one.respondent for one in answered if one.outcome not in {Outcome.MOVED, Outcome.MISSED}]
    answers = Answer.objects.filter(program=program, helpful__isnull=False)
    rows = answers.values_list("month", "side", "helpful", "fit")
    sides = [Side.MENTOR, Side.MENTEE] if by_side else []
    periods = publish(
        asked,
        [Reply(month, side, helpful, fit) for month, side, helpful, fit in rows if helpful],
        sides=sides,
        smallest=smallest,
        before=now.date().replace(day=1),
    )
    return tuple(
        FeedbackPeriod(
            first=period.first,
            last=period.last,
            people=period.people,
            whole=_mean(period),
            sides={side.value: _mean(period, side) for side in sides},
        )
        for period in periods
    )


def _mean(period: Period, side: Side | None = None) -> Mean:
    return Mean(period.helpful(side), period.count(side))


def _changes(
    program: Program, answered: Sequence[_Answered], smallest: int, now: datetime
) -> tuple[Change, ...]:
    """A line per side. Each mean covers only months that are over, joined until ``smallest`` people answered."""
    goal = program.goals.first()
    kind = str(goal.kind if goal else GoalKind.OWN)
    # Who answered on the session after which this was asked.
    numbers = {Moment.START: 1, Moment.CLOSING: program.session_count}
    asked = {
        (side, moment): [
            one.respondent for one in answered if (one.respondent.side, one.number) == (side, numbers[moment])
        ]
        for side, moment in product(Side, Moment)
    }
    replies: dict[tuple[str, str], list[Reply]] = {group: [] for group in asked}
    rows = GoalAnswer.objects.filter(program=program).values_list("side", "moment", "month", "agrees")
    for side, moment, month, agrees in rows:
        replies[side, moment].append(Reply(month, side, agrees))
    before = now.date().replace(day=1)
    means = {
        group: _mean_of_all(publish(asked[group], replies[group], sides=[], smallest=smallest, before=before))
        for group in asked
    }
    return tuple(
        Change(side.value, kind, means[side, Moment.START], means[side, Moment.CLOSING]) for side in Side
    )


def _mean_of_all(periods: Sequence[Period]) -> Mean | None:
    values = [reply.helpful for period in periods for reply in period.replies]
    return Mean(sum(values) / len(values), len(values)) if values else None


def week(programs: list[Program], now: datetime, smallest: int) -> list[int] | None:
    """Return the number of sessions per day, Monday to Friday, of the week of ``now`` (an aware local time).

    None when fewer than ``smallest`` people are in the tandems of these programs.
    """
    tandems = Tandem.objects.filter(program__in=programs).active().values_list("mentor", "mentee")
    if len({key for pair in tandems for key in pair}) < smallest:
        return None
    monday = (now - timedelta(days=now.weekday())).replace(hour=0, minute=0, second=0, microsecond=0)
    starts = Session.objects.filter(
        tandem__program__in=programs,
        state__in=[SessionState.BOOKED, SessionState.HELD],
        starts_at__gte=monday,
        starts_at__lt=monday + timedelta(days=7),
    ).values_list("starts_at", flat=True)
    days = Counter(start.astimezone(now.tzinfo).weekday() for start in starts)
    return [days[day] for day in range(5)]
