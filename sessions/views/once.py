"""Answering a form that may be sent twice."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect

from accounts.access import MemberRequest
from sessions import keys
from sessions.errors import KeyReused
from sessions.keys import Done


def once(
    request: MemberRequest,
    *,
    write: Callable[[], Done | HttpResponse],
    reused: Callable[[str], HttpResponse],
) -> HttpResponse:
    """Answer a form with what ``write`` returns, or returned before: on with what is done, or a page that refuses.

    The key comes with the form (``{% once_key %}``) or as the header Idempotency-Key. ``reused`` makes the page for a
    key that came with other values before, from a sentence.
    """
    key = request.headers.get("Idempotency-Key") or request.POST.get("key", "")
    digest = keys.digest(request.path, request.POST.lists())
    try:
        answer = keys.once(by=request.membership, key=key, digest=digest, write=write)
    except KeyReused as error:
        return reused(str(error))
    return answer if isinstance(answer, HttpResponse) else on(request, answer)


def on(request: MemberRequest, done: Done) -> HttpResponse:
    """Say what is done, and go on from there."""
    messages.success(request, done.sentence)
    return HttpResponseRedirect(done.location)
