"""What people are asked about the goal itself: after their first session, and after their last."""

from feedback.models import Moment, SurveyRequest
from programs import goals
from programs.models import Side
from sessions.models import Session


def moment_of(session: Session) -> Moment | None:
    """Return whether a session is the first or the last of its program, or None for all between."""
    if session.number == 1:
        return Moment.START
    return Moment.CLOSING if session.number == session.tandem.program.session_count else None


def item_of(request: SurveyRequest) -> str:
    """Return what the goal says of this person's side, in the active language."""
    goal = request.session.tandem.program.goals.first()
    return str(goals.template_of(goal).items[Side(request.side)])
