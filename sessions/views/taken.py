"""The answer to somebody who was slower: what is taken, the best times that are left, and what they had typed.

Many may get it at the same moment, so it is a short page; the whole list is one button away.
"""

from dataclasses import replace

from django.http import HttpResponse
from django.shortcuts import render

from accounts.access import MemberRequest
from programs.models import Tandem
from sessions.errors import SlotTaken
from sessions.models import Session
from sessions.times.pickers import Picker
from sessions.views.pages import tandem_context

STATUS = 409
KEPT = ("form", "place", "note")


def taken_page(
    request: MemberRequest,
    tandem: Tandem,
    picker: Picker,
    taken: SlotTaken,
    *,
    session: Session | None = None,
) -> HttpResponse:
    """Say what is taken and offer times as they are now, like ``picker``; ``session`` is the one to move."""
    kept = [(name, request.POST[name]) for name in KEPT if name in request.POST]
    # A copy has read nothing yet, least of all before the race was lost.
    fresh = replace(picker)
    context = tandem_context(request, tandem, picker=fresh, taken=taken, session=session, kept=kept)
    return render(request, "sessions/session_taken.html", context, status=STATUS)


def wants_list(request: MemberRequest) -> bool:
    """Return whether the button to the whole list was pressed."""
    return "list" in request.POST
