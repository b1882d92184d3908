"""The only way in which a view comes to a session: unknown, foreign and too early are the same Http404."""

from django.http import Http404

from accounts.access import MemberRequest
from programs.access import get_own_tandem
from programs.models import Tandem
from sessions.models import Session, SessionState


def get_tandem(request: MemberRequest, public_id: str) -> Tandem:
    """Return a tandem of this person that has come about."""
    tandem = get_own_tandem(request, public_id)
    if tandem.started_at is None:
        raise Http404
    return tandem


def get_session(request: MemberRequest, tandem: str, number: int) -> Session:
    """Return a session of a tandem of this person by its number: the standing one, else the last that was cancelled."""
    rows = Session.objects.with_people().filter(tandem=get_tandem(request, tandem), number=number)
    found = sorted(rows, key=lambda row: (row.state == SessionState.CANCELLED, -row.changed_at.timestamp()))
    if not found:
        raise Http404
    return found[0]
