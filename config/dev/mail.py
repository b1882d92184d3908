"""The demo's mail, as pages and as JSON."""

from pathlib import Path

from csp.constants import SELF
from csp.decorators import csp_replace
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.access import Policy, access
from config.dev import inbox


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
    return JsonResponse([mail.as_json() for mail in inbox.read_all(_folder())], safe=False)


@access(Policy.PUBLIC)
@require_safe
def mail_detail(request: HttpRequest, number: int) -> HttpResponse:
    return render(request, "dev/mail_detail.html", {"mail": _get_or_404(number)})


# A mail carries its styles inline, so that this page has a policy of its own: no script, no form, no frame.
@access(Policy.PUBLIC)
@require_safe
@csp_replace({"style-src": ["'unsafe-inline'"], "img-src": [SELF, "data:"], "script-src": None, "sandbox": [""]})
def mail_html(request: HttpRequest, number: int) -> HttpResponse:
    return HttpResponse(_get_or_404(number).html)


@access(Policy.PUBLIC)
@require_safe
def mail_attachment(request: HttpRequest, number: int, part: int) -> HttpResponse:
    attachments = _get_or_404(number).attachments
    if part >= len(attachments):
        raise Http404
    found = attachments[part]
    response = HttpResponse(found.payload, content_type=found.type.replace("\n", " "))
    response["Content-Disposition"] = f'attachment; filename="{found.name}"'
    return response
