"""An organisation's settings: each group a page with one button, and what the pages of the house look like."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts import logos, look, organisations
from accounts.access import MemberRequest, Policy, access
from accounts.appearance_forms import AppearanceForm
from accounts.errors import AccountError
from accounts.settings_forms import CalendarForm, LanguageForm, PrivacyForm, SettingsForm

#: The address carries what was asked for, so that an answer never grows old.
FOR_EVER = "private, max-age=31536000, immutable"


@access(Policy.OWNER)
@require_GET
def settings(request: MemberRequest) -> HttpResponse:
    return redirect("accounts:settings_appearance", organisation=request.organisation.slug)


@access(Policy.OWNER)
@require_http_methods(["GET", "POST"])
def settings_appearance(request: MemberRequest) -> HttpResponse:
    return _group(request, "appearance", AppearanceForm, then=_set_logo)


@access(Policy.OWNER)
@require_http_methods(["GET", "POST"])
def settings_language(request: MemberRequest) -> HttpResponse:
    return _group(request, "language", LanguageForm)


@access(Policy.OWNER)
@require_http_methods(["GET", "POST"])
def settings_calendar(request: MemberRequest) -> HttpResponse:
    return _group(request, "calendar", CalendarForm)


@access(Policy.OWNER)
@require_http_methods(["GET", "POST"])
def settings_privacy(request: MemberRequest) -> HttpResponse:
    return _group(request, "privacy", PrivacyForm)


@access(Policy.MEMBER)
@require_GET
def logo(request: MemberRequest, digest: str) -> HttpResponse:
    """The organisation's logo. Only what we wrote ourselves is ever served, as what it is."""
    return HttpResponse(
        logos.get_or_404(digest), content_type="image/png", headers={"Cache-Control": FOR_EVER}
    )


@access(Policy.MEMBER)
@require_GET
def house_style(request: MemberRequest, colour: str) -> HttpResponse:
    """The organisation's colour as a stylesheet. The address names it without its sign."""
    if request.organisation.colour != f"#{colour}":
        raise Http404
    return HttpResponse(
        look.stylesheet(request.organisation.colour),
        content_type="text/css; charset=utf-8",
        headers={"Cache-Control": FOR_EVER},
    )


def _group(
    request: MemberRequest,
    group: str,
    form_class: type[SettingsForm],
    *,
    then: Callable[[MemberRequest, Any], None] = lambda request, form: None,
) -> HttpResponse:
    """Show one group of settings; on POST change it, and ``then`` what is no plain setting."""
    form = form_class(request.POST or None, request.FILES or None, organisation=request.organisation)
    if request.method == "POST" and form.is_valid():
        try:
            organisations.change(request.organisation, by=request.membership, **form.values)
            then(request, form)
        except AccountError as error:
            form.add_error("smallest_group" if "smallest_group" in form.fields else None, str(error))
        else:
            messages.success(request, _("Die Einstellungen sind gespeichert."))
            return redirect(f"accounts:settings_{group}", organisation=request.organisation.slug)
    context = {"form": form, "nav": "settings", "group": group}
    return render(request, f"accounts/settings_{group}.html", context)


def _set_logo(request: MemberRequest, form: AppearanceForm) -> None:
    if form.cleaned_data["logo"]:
        logos.put(request.organisation, form.cleaned_data["logo"], by=request.membership)
    elif form.cleaned_data.get("without_logo"):
        logos.remove(request.organisation, by=request.membership)
