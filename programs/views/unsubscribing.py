"""Which mails somebody wants that are not necessary: by the link in a mail, and as a setting of their own."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import MemberRequest, Policy, access
from mail import categories, unsubscribing
from mail.models import Category, Message
from programs.forms.mails import MailChoices


@access(Policy.TOKEN)
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """The page behind the link; a GET changes nothing, since scanners follow links.

    Mail programs post here by themselves (RFC 8058): without a cookie, so without Django's token against forgery. Ours
    in the address does its work.
    """
    message, category = _open(request, token)
    if request.method == "POST":
        for chosen in list(Category) if "everything" in request.POST else [category]:
            unsubscribing.stop(message.recipient_norm, chosen)
    return _page(request, token, message, category)


@access(Policy.TOKEN)
@require_POST
def subscribe_again(request: HttpRequest, token: str) -> HttpResponse:
    message, category = _open(request, token)
    for stopped in _meant(category, unsubscribing.stopped(message.recipient_norm)):
        unsubscribing.resume(message.recipient_norm, stopped)
    return redirect("programs:unsubscribe", token)


@access(Policy.MEMBER)
@require_POST
def mail_choices(request: MemberRequest) -> HttpResponse:
    form = MailChoices(request.POST)
    if form.is_valid():
        unsubscribing.choose(request.membership.email_norm, form.cleaned_data["wanted"])
        messages.success(request, _("Gespeichert. Sofort gültig, auch für Mails, die schon unterwegs wären."))
    return redirect("sessions:reminder_choices", request.organisation.slug)


def _open(request: HttpRequest, token: str) -> tuple[Message, Category]:
    message = unsubscribing.find(token)
    category = categories.of(message.kind) if message else None
    if message is None or category is None:
        raise Http404
    translation.activate(message.language)
    request.LANGUAGE_CODE = message.language  # as LocaleMiddleware does
    return message, category


def _page(request: HttpRequest, token: str, message: Message, category: Category) -> HttpResponse:
    stopped = unsubscribing.stopped(message.recipient_norm)
    context = {
        "token": token,
        "category": "; ".join(str(one.label) for one in _meant(category, stopped)),
        "address": _veiled(message.recipient),
        "is_stopped": category in stopped,
        "is_all_stopped": stopped == set(Category),
    }
    return render(request, "programs/unsubscribe.html", context)


def _meant(category: Category, stopped: set[Category]) -> list[Category]:
    """Return what the page speaks of: the mail's own category, or all where none is wanted any more."""
    return list(Category) if stopped == set(Category) else [category]


def _veiled(address: str) -> str:
    """Return so much of an address that its owner knows it: the mail may have been passed on."""
    local, _at, domain = address.partition("@")
    return f"{local[:2]}…@{domain}"
