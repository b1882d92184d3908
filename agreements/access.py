"""The only way in which a view comes to an agreement: unknown, foreign and too early are the same Http404."""

from django.http import Http404

from accounts.access import MemberRequest
from agreements.clauses import GROUPS, SHARED, Clause, Group
from agreements.models import Agreement
from programs.access import get_own_tandem
from programs.models import Tandem


def get_tandem(request: MemberRequest, public_id: str) -> Tandem:
    """Return a tandem of this person that has come about."""
    tandem = get_own_tandem(request, public_id)
    if tandem.started_at is None:
        raise Http404
    return tandem


def get_version(request: MemberRequest, tandem: str, version: int) -> Agreement:
    """Return a version that both confirmed."""
    own = get_tandem(request, tandem)
    found = own.agreements.filter(version=version, agreed_at__isnull=False).first()
    if found is None:
        raise Http404
    found.tandem = own
    return found


def get_group(number: int) -> Group:
    """Return the page of questions with this number, from 1."""
    if not 1 <= number <= len(GROUPS):
        raise Http404
    return GROUPS[number - 1]


def get_clause(name: str) -> Clause:
    """Return a clause on which the two must agree."""
    if name not in SHARED:
        raise Http404
    return SHARED[name]
