"""What a report knows of a program: counts and means over groups, never a person."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from feedback.models import Answer, Outcome, SurveyRequest
from programs.models import Participant, Program, Side, Tandem, TandemState
from reports.periods import Period, Reply, Respondent, publish
from sessions.models import Session, SessionState

FORMED = [TandemState.ACTIVE, TandemState.PAUSED, TandemState.ENDED]


@dataclass(frozen=True, slots=True)
class Month:
    """Sessions of one month: how many were due and how many took place."""

    first: date
    due: int
    held: int


@dataclass(frozen=True, slots=True)
class Figures:
    """All a report shows. ``months`` and ``periods`` are empty while too few people stand behind them."""

    smallest: int
    people: int
    mentors: int
    mentees: int
    formed: int
    active: int
    in_tandems: int
    months: list[Month]
    periods: list[Period]
    by_side: bool

    @property
    def shows_sessions(self) -> bool:
        """Whether enough people are in tandems for sessions to be counted."""
        return self.in_tandems >= self.smallest

    @property
    def due(self) -> int:
        return sum(month.due for month in self.months)

    @property
    def held(self) -> int:
        return sum(month.held for month in self.months)

    @property
    def answers(self) -> int:
        return sum(len(period.replies) for period in self.periods)

    @property
    def helpful(self) -> float | None:
        """The mean over all published periods, from 1 to 5, or None while nothing is published."""
        values = [reply.helpful for period in self.periods for reply in period.replies]
        return sum(values) / len(values) if values else None


def of_program(program: Program, *, smallest: int, now: datetime) -> Figures:
    """Return the figures of a program as they may be shown at ``now``, with groups of at least ``smallest`` people."""
    sides = Counter(Participant.objects.filter(program=program).joined().values_list("side", flat=True))
    states = list(
        Tandem.objects.filter(program=program, state__in=FORMED).values_list("state", "mentor", "mentee")
    )
    in_tandems = len({key for _, *pair in states for key in pair})
    by_side = min(sides[Side.MENTOR], sides[Side.MENTEE]) >= smallest
    return Figures(
        smallest=smallest,
        people=sides.total(),
        mentors=sides[Side.MENTOR],
        mentees=sides[Side.MENTEE],
        formed=len(states),
        active=sum(state == TandemState.ACTIVE for state, *_ in states),
        in_tandems=in_tandems,
        months=_months(program, now) if in_tandems >= smallest else [],
        periods=_periods(program, smallest, by_side, now),
        by_side=by_side,
    )


def _months(program: Program, now: datetime) -> list[Month]:
    rows = Session.objects.filter(tandem__program=program, ends_at__lte=now)
    due: Counter[date] = Counter()
    held: Counter[date] = Counter()
    for starts_at, zone, state in rows.exclude(state=SessionState.CANCELLED).values_list(
        "starts_at", "zone", "state"
    ):
        month = starts_at.astimezone(ZoneInfo(zone)).date().replace(day=1)
        due[month] += 1
        held[month] += state == SessionState.HELD
    return [Month(month, due[month], held[month]) for month in sorted(due)]


def _periods(program: Program, smallest: int, by_side: bool, now: datetime) -> list[Period]:
    requests = SurveyRequest.objects.filter(
        session__tandem__program=program, session__state=SessionState.HELD, answered_on__isnull=False
    ).exclude(outcome__in=[Outcome.MOVED, Outcome.MISSED])  # who says it fell through was asked nothing more
    respondents = [
        Respondent(month=day.replace(day=1), side=side, person=person)
        for day, side, person in requests.values_list("answered_on", "side", "membership")
        if day
    ]
    answers = Answer.objects.filter(program=program, helpful__isnull=False)
    rows = answers.values_list("month", "side", "helpful", "fit")
    replies = [Reply(month, side, helpful, fit) for month, side, helpful, fit in rows if helpful]
    return publish(
        respondents,
        replies,
        sides=[Side.MENTOR, Side.MENTEE] if by_side else [],
        smallest=smallest,
        before=now.date().replace(day=1),
    )


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
