"""The demo's mail, as pages and as JSON."""

from pathlib import Path

from csp.constants import SELF
from csp.decorators import csp_replace
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from accounts.access import Policy, access
from config.dev import inbox

# A mail carries its styles inline; its page allows them, but no script, no form and no frame.
MAIL_POLICY = {
    "style-src": ["'unsafe-inline'"],
    "img-src": [SELF, "data:"],
    "script-src": None,
    "sandbox": [""],
}


def _folder() -> Path:
    folder: Path = settings.DEMO_FOLDER / "mail"
    return folder


def _get_or_404(number: int) -> inbox.Mail:
    mail = inbox.read_one(_folder(), number)
    if mail is None:
        raise Http404
    return mail


@access(Policy.PUBLIC)
@require_safe
def mail_list(request: HttpRequest) -> HttpResponse:
    return render(request, "dev/mail_list.html", {"mails": inbox.read_all(_folder())})


@access(Policy.PUBLIC)
@require_safe
def mail_json(request: HttpRequest) -> HttpResponse:
    """All mails, or with ?to= those to addresses that contain it."""
    found = inbox.read_all(_folder(), to=request.GET.get("to", ""))
    return JsonResponse([mail.as_json() for mail in found], safe=False)


@access(Policy.PUBLIC)
@require_safe
def mail_detail(request: HttpRequest, number: int) -> HttpResponse:
    return render(request, "dev/mail_detail.html", {"mail": _get_or_404(number)})


@access(Policy.PUBLIC)
@require_safe
@csp_replace(MAIL_POLICY)  # type: ignore[arg-type]  # its annotation forgets views with parameters
def mail_html(request: HttpRequest, number: int) -> HttpResponse:
    return HttpResponse(_get_or_404(number).html)


@access(Policy.PUBLIC)
@require_safe
def mail_attachment(request: HttpRequest, number: int, part: int) -> HttpResponse:
    attachments = _get_or_404(number).attachments
    if part >= len(attachments):
        raise Http404
    found = attachments[part]
    response = HttpResponse(found.payload, content_type=found.type)
    response["Content-Disposition"] = content_disposition_header(True, found.name)
    return response
