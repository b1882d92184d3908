"""Checks each page's declared policy and opens the organisation's scope around the view."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any
from urllib.parse import urlsplit

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.http import url_has_allowed_host_and_scheme
from django_htmx.http import HttpResponseClientRedirect
from django_htmx.middleware import HtmxDetails

from accounts import languages, tokens
from accounts.access import Policy, declared
from accounts.models import Membership, Organisation
from accounts.organisations import get_or_404, house
from tenancy.scope import scope

ROLE_TEST: dict[Policy, Callable[[Membership], bool]] = {
    Policy.MEMBER: lambda membership: True,
    Policy.LEAD: lambda membership: membership.may_lead,
    Policy.OWNER: lambda membership: membership.is_owner,
}


class ScopeMiddleware:
    """Runs last. The view runs inside one transaction, rolled back when it raises."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        request.organisation = request.membership = None  # type: ignore[attr-defined]
        response = self.get_response(request)
        if request.user.is_authenticated or request.organisation:  # type: ignore[attr-defined]
            response.headers.setdefault("Cache-Control", "private, no-store")
            patch_vary_headers(response, ["Cookie"])
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: Any, kwargs: dict[str, Any]
    ) -> HttpResponseBase | None:
        policy = declared(view)
        if policy is None:
            raise ImproperlyConfigured(f"{request.resolver_match} declares no access policy.")
        if policy is Policy.PUBLIC:
            return None
        if policy is Policy.TOKEN:
            with _token_scope(request, kwargs["token"]):
                return view(request, *args, **kwargs)
        if not request.user.is_authenticated:
            return _to_login(request)
        if policy is Policy.SIGNED_IN:
            return None
        if policy is Policy.STAFF:
            return _as_staff(request, view, kwargs)
        return _as_member(request, policy, view, kwargs)


def _to_login(request: HttpRequest) -> HttpResponse:
    """Send to the sign-in and afterwards back to the page that was open; a POST's own address shows none."""
    htmx: HtmxDetails = request.htmx  # type: ignore[attr-defined]
    if htmx:
        return HttpResponseClientRedirect(redirect_to_login(htmx.current_url_abs_path or "/").url)
    if request.method in {"GET", "HEAD"}:
        return redirect_to_login(request.get_full_path())
    came_from = request.headers.get("Referer", "")
    same_host = url_has_allowed_host_and_scheme(came_from, {request.get_host()}, request.is_secure())
    return redirect_to_login(urlsplit(came_from).path if same_host else reverse("accounts:after_login"))


def _token_scope(request: HttpRequest, token: str) -> AbstractContextManager[None]:
    key = tokens.organisation_id(token)
    organisation = Organisation.objects.filter(pk=key).first() if key else None
    if organisation is None:
        raise Http404
    request.organisation = organisation  # type: ignore[attr-defined]
    return scope(organisation)


def _as_staff(
    request: HttpRequest, view: Callable[..., HttpResponse], kwargs: dict[str, Any]
) -> HttpResponse:
    if not request.user.is_staff:
        raise Http404
    organisation = house()
    with scope(organisation):
        membership = _membership(request)
        if membership is None:
            raise Http404
        request.organisation = organisation  # type: ignore[attr-defined]
        request.membership = membership  # type: ignore[attr-defined]
        return view(request, **kwargs)


def _as_member(
    request: HttpRequest, policy: Policy, view: Callable[..., HttpResponse], kwargs: dict[str, Any]
) -> HttpResponse:
    organisation = get_or_404(kwargs.pop("organisation"))
    with scope(organisation):
        membership = _membership(request)
        if membership is None:
            raise Http404
        if not ROLE_TEST[policy](membership):
            raise PermissionDenied
        request.organisation = organisation  # type: ignore[attr-defined]
        request.membership = membership  # type: ignore[attr-defined]
        _speak(request, policy, organisation)
        return view(request, **kwargs)


def _membership(request: HttpRequest) -> Membership | None:
    assert request.user.is_authenticated  # noqa: S101 - for the type checker
    return Membership.objects.active().filter(user=request.user).first()


def _speak(request: HttpRequest, policy: Policy, organisation: Organisation) -> None:
    language = request.user.language or translation.get_language() or "de"  # type: ignore[union-attr]
    if policy is Policy.MEMBER:
        language = languages.for_participant(language, organisation)
    translation.activate(language)
    request.LANGUAGE_CODE = language
