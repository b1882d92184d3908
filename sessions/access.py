"""The only way in which a view comes to a session: unknown, foreign and too early are the same Http404."""

from typing import TypeVar

from django.db import models
from django.http import Http404

from accounts import tokens
from accounts.access import MemberRequest
from accounts.models import Membership
from programs.access import get_own_tandem
from programs.models import Tandem
from sessions import delegates
from sessions.models import Absence, Delegate, Feed, Session, SessionState, TimeRequest

Row = TypeVar("Row", bound=models.Model)


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


def get_time_request(request: MemberRequest, tandem: str, public_id: str) -> TimeRequest:
    """Return what one of the two of a tandem of this person has asked the other for."""
    found = get_tandem(request, tandem)
    return _one(TimeRequest.objects.with_people().filter(tandem=found, public_id=public_id))


def get_absence(request: MemberRequest, public_id: str) -> Absence:
    """Return an absence of this person."""
    return _one(Absence.objects.filter(person=request.membership, public_id=public_id))


def get_feed(request: MemberRequest, public_id: str) -> Feed:
    """Return a calendar that this person lets us read."""
    return _one(Feed.objects.filter(person=request.membership, public_id=public_id))


def get_mentee(request: MemberRequest) -> Membership:
    """Return this person, if they take part as a mentee."""
    if not delegates.may_have(request.membership):
        raise Http404
    return request.membership


def get_delegate(request: MemberRequest, public_id: str) -> Delegate:
    """Return a delegate of this person."""
    return _one(Delegate.objects.filter(person=request.membership, public_id=public_id))


def get_linked_delegate(token: str) -> Delegate:
    """Return the delegate whose private link holds this token, while the mentee has access."""
    rows = Delegate.objects.select_related("person__organisation").filter(digest=tokens.digest(token))
    delegate = _one(rows)
    if not delegate.person.is_active:
        raise Http404
    return delegate


def get_delegated_session(delegate: Delegate, public_id: str) -> Session:
    """Return a session whose time this delegate may move."""
    return _one(delegates.sessions(delegate).filter(public_id=public_id))


def _one(rows: "models.QuerySet[Row]") -> Row:
    found = rows.first()
    if found is None:
        raise Http404
    return found
