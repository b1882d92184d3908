"""What is kept here about a person: that they were asked. What was answered, nobody can join to them again."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from accounts.models import Membership
from feedback.models import SurveyRequest
from programs.own_data import Part


def parts(membership: Membership) -> Iterable[Part]:
    """Yield the requests for feedback."""
    asked = SurveyRequest.objects.filter(membership=membership).order_by("asked_at")
    rows = asked.values("session__number", "asked_at", "reminded_at", "outcome", "answered_on")
    yield Part("feedback_requests", _("Bitten um Rückmeldung"), list(rows))
