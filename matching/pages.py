"""What all pages of matching share: the tab they stand in, and their addresses."""

from typing import Any

from django.urls import reverse

from accounts.access import MemberRequest
from programs.models import Program


def tab(program: Program) -> dict[str, Any]:
    """Return the context of the program's matching tab."""
    return {"nav": "programs", "tab": "matching", "program": program}


def url(request: MemberRequest, name: str, program: Program, **more: Any) -> str:
    """Return the address of a page of matching."""
    kwargs = {"organisation": request.organisation.slug, "program": program.public_id, **more}
    return reverse(f"matching:{name}", kwargs=kwargs)
