"""What became of a session. Said by the two in their feedback; both verbs may be repeated."""

from sessions.models import Session, SessionState
from tenancy import clock


def mark_held(session: Session) -> None:
    """Note that it took place. Counts even when the other person said it did not: somebody was there."""
    _mark(session, SessionState.HELD, {SessionState.BOOKED, SessionState.MISSED})


def mark_missed(session: Session) -> None:
    """Note that it did not take place, unless somebody has said that it did."""
    _mark(session, SessionState.MISSED, {SessionState.BOOKED})


def _mark(session: Session, state: SessionState, before: set[SessionState]) -> None:
    """Change the state in one statement; what has not begun, or was cancelled, stays as it is."""
    begun = Session.objects.filter(pk=session.pk, state__in=before, starts_at__lte=clock.now())
    if begun.update(state=state):
        session.state = state
