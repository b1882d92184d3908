"""The way in after signing in or with an invitation."""

from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from accounts import invitations, memberships
from accounts.access import MemberRequest, Policy, access
from accounts.errors import AccountError
from accounts.forms import JoinForm
from accounts.models import Invitation, Membership


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
