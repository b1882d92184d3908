"""What most views do: take what was posted, do a step, tell how it went."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, QueryDict

from programs.errors import ProgramError


def posted(request: HttpRequest) -> QueryDict | None:
    """Return the data for a form: an empty post is one too."""
    return request.POST if request.method == "POST" else None


def attempt(request: HttpRequest, step: Callable[[], object], *, done: str) -> bool:
    """Do ``step``; leave ``done``, if any, or the sentence of its ProgramError as a message. Return whether it went."""
    try:
        step()
    except ProgramError as refusal:
        messages.warning(request, str(refusal))
        return False
    if done:
        messages.success(request, done)
    return True
