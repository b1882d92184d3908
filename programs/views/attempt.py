"""Doing a step and telling how it went."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest

from programs.errors import ProgramError


def attempt(request: HttpRequest, step: Callable[[], object], *, done: str) -> bool:
    """Do ``step``; leave ``done`` as a message, or the sentence of its ProgramError. Return whether it went."""
    try:
        step()
    except ProgramError as refusal:
        messages.warning(request, str(refusal))
        return False
    messages.success(request, done)
    return True
