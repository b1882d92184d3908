"""The way in after signing in or with an invitation, and an organisation's settings and audit trail."""

from django.contrib import messages
from django.contrib.auth import login
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts import invitations, memberships, organisations
from accounts.access import MemberRequest, Policy, access
from accounts.errors import AccountError
from accounts.forms import JoinForm, SettingsForm
from accounts.models import AuditEvent, Invitation, Membership
from accounts.sentences import sentence

AUDIT_PAGE = 50


@access(Policy.SIGNED_IN)
def after_login(request: MemberRequest) -> HttpResponse:
    """Send people to where their day begins; with several organisations, let them choose."""
    if request.user.is_staff:
        return redirect("website:staff_demo_list")
    own = memberships.of_user(request.user)
    if len(own) == 1:
        return _to_start(own[0])
    return render(request, "accounts/after_login.html", {"own": own})


def _to_start(membership: Membership) -> HttpResponse:
    start = "reports:overview" if membership.may_lead else "programs:home"
    return redirect(start, organisation=membership.organisation.slug)


@access(Policy.TOKEN)
def join(request: HttpRequest, token: str) -> HttpResponse:
    """Show an invitation; on POST accept it."""
    try:
        invitation = invitations.open(token)
        form = JoinForm(request.POST or None, membership=invitation.membership)
        if request.method == "POST":
            response = _accept(request, invitation, form)
            if response:
                return response
    except AccountError as error:
        return render(request, "410.html", {"text": str(error)}, status=410)
    context = {"invitation": invitation, "form": form, "door": invitations.door(invitation, request.user)}
    return render(request, "accounts/join.html", context)


def _accept(request: HttpRequest, invitation: Invitation, form: JoinForm) -> HttpResponse | None:
    """Take the invitation; None when the password needs another look or somebody must sign in first."""
    found = invitations.door(invitation, request.user)
    if found is invitations.Door.NEW and not form.is_valid():
        return None
    if found in {invitations.Door.STRANGER, invitations.Door.SIGN_IN}:
        return None
    password = form.cleaned_data["password"] if found is invitations.Door.NEW else ""
    person = invitations.accept(invitation, user=request.user, password=password)
    if not request.user.is_authenticated:
        login(request, person)
    return _to_start(invitation.membership)


@access(Policy.OWNER)
def settings(request: MemberRequest) -> HttpResponse:
    form = SettingsForm(request.POST or None, organisation=request.organisation)
    if request.method == "POST" and form.is_valid():
        try:
            organisations.change(request.organisation, by=request.membership, **form.cleaned_data)
        except AccountError as error:
            form.add_error("smallest_group", str(error))
        else:
            messages.success(request, _("Die Einstellungen sind gespeichert."))
            return redirect("accounts:settings", organisation=request.organisation.slug)
    return render(request, "accounts/settings.html", {"form": form, "nav": "settings"})


@access(Policy.OWNER)
def audit_list(request: MemberRequest) -> HttpResponse:
    page = Paginator(AuditEvent.objects.all(), AUDIT_PAGE).get_page(request.GET.get("page"))
    entries = [(event.at, sentence(event)) for event in page]
    return render(request, "accounts/audit_list.html", {"entries": entries, "page": page, "nav": "audit"})
