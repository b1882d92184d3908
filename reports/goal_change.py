"""How far the goal's own statements held at the start and at the end, per side: means over groups, never a person."""

from dataclasses import dataclass
from datetime import datetime
from itertools import product

from feedback.models import GoalAnswer, Moment, SurveyRequest
from programs import goals
from programs.models import Program, Side
from reports.periods import Reply, Respondent, publish
from sessions.models import SessionState


@dataclass(frozen=True, slots=True)
class Change:
    """One side's statement with its means from 1 to 5; None while too few people stand behind a mean."""

    side: str
    item: str
    before: float | None
    after: float | None


def of_program(program: Program, *, smallest: int, now: datetime) -> list[Change]:
    """Return a line per side. Each mean covers only months that are over, joined until ``smallest`` people answered."""
    means = {group: _mean(program, *group, smallest, now) for group in product(Side, Moment)}
    items = goals.template_of(program.goals.first()).items
    return [
        Change(
            str(side.label),
            str(items[side]),
            means[side, Moment.START],
            means[side, Moment.CLOSING],
        )
        for side in Side
    ]


def _mean(program: Program, side: Side, moment: Moment, smallest: int, now: datetime) -> float | None:
    rows = GoalAnswer.objects.filter(program=program, side=side, moment=moment)
    replies = [Reply(month, side, agrees) for month, agrees in rows.values_list("month", "agrees")]
    periods = publish(
        _asked(program, side, moment),
        replies,
        sides=[],
        smallest=smallest,
        before=now.date().replace(day=1),
    )
    values = [reply.helpful for period in periods for reply in period.replies]
    return sum(values) / len(values) if values else None


def _asked(program: Program, side: Side, moment: Moment) -> list[Respondent]:
    """Who answered on the session after which this was asked."""
    number = 1 if moment == Moment.START else program.session_count
    requests = SurveyRequest.objects.filter(
        session__tandem__program=program,
        session__state=SessionState.HELD,
        session__number=number,
        side=side,
        answered_on__isnull=False,
    )
    return [
        Respondent(day.replace(day=1), side, person)
        for day, person in requests.values_list("answered_on", "membership")
        if day
    ]
