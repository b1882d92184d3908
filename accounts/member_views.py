"""The people of an organisation: who they are here, and what they may do."""

from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts import memberships
from accounts.access import MemberRequest, Policy, access
from accounts.errors import AccountError
from accounts.forms import InviteForm, RoleForm
from accounts.models import Membership, Role
from tenancy import clock

PAGE = 50
#: Filters of the list: a word for the address, and the roles it stands for.
FILTERS = {"lead": (Role.OWNER, Role.LEAD), "participants": (Role.PARTICIPANT,)}


def get_member(request: MemberRequest, public_id: str) -> Membership:
    """Return somebody of this organisation; raise Http404 for unknown and foreign alike."""
    member = Membership.objects.with_invitation().filter(public_id=public_id).first()
    if member is None:
        raise Http404
    return member


@access(Policy.LEAD)
def member_list(request: MemberRequest) -> HttpResponse:
    """Show everybody, by role and by words of their name."""
    words, chosen = request.GET.get("q", "").strip()[:100], request.GET.get("role", "")
    everybody = Membership.objects.found(words).exclude(email="")  # whose details are gone
    rows = everybody.filter(role__in=FILTERS[chosen]) if chosen in FILTERS else everybody
    page = Paginator(rows.with_invitation().by_name(), PAGE).get_page(request.GET.get("page"))
    counts = {key: everybody.filter(role__in=roles).count() for key, roles in FILTERS.items()}
    context = {
        "page": page,
        "q": words,
        "chosen": chosen,
        "query": "&" + urlencode({"role": chosen, "q": words}),
        "tabs": _tabs(words, counts),
        "now": clock.now(),
        "nav": "people",
    }
    return render(request, "accounts/member_list.html", context)


def _tabs(words: str, counts: dict[str, int]) -> list[dict[str, object]]:
    labels = {"": _("Alle"), "lead": _("Leitung"), "participants": _("Teilnahme")}
    numbers = {"": sum(counts.values())} | counts
    return [
        {"key": key, "url": "?" + urlencode({"role": key, "q": words}), "label": label, "count": numbers[key]}
        for key, label in labels.items()
    ]


@access(Policy.OWNER)
def member_invite(request: MemberRequest) -> HttpResponse:
    form = InviteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            member = memberships.invite(**form.cleaned_data, by=request.membership)
        except AccountError as error:
            form.add_error("email", str(error))
        else:
            messages.success(request, _("{name} bekommt eine Einladung per Mail.").format(name=member.name))
            return redirect("accounts:member_list", organisation=request.organisation.slug)
    return render(request, "accounts/member_invite.html", {"form": form, "nav": "people"})


@access(Policy.OWNER)
def member_detail(request: MemberRequest, member: str) -> HttpResponse:
    """Show one person; on POST change their role."""
    row = get_member(request, member)
    form = RoleForm(request.POST or None, initial={"role": row.role})
    if request.method == "POST" and form.is_valid():
        try:
            memberships.change_role(row, form.cleaned_data["role"], by=request.membership)
        except AccountError as error:
            form.add_error("role", str(error))
        else:
            messages.success(request, _("Die Rolle von {name} ist geändert.").format(name=row.name))
            return redirect("accounts:member_list", organisation=request.organisation.slug)
    context = {"member": row, "form": form, "now": clock.now(), "nav": "people"}
    return render(request, "accounts/member_detail.html", context)


@access(Policy.OWNER)
@require_POST
def member_remind(request: MemberRequest, member: str) -> HttpResponse:
    row = get_member(request, member)
    try:
        memberships.remind(row, by=request.membership)
    except AccountError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("{name} bekommt eine neue Einladung per Mail.").format(name=row.name))
    return redirect("accounts:member_detail", organisation=request.organisation.slug, member=row.public_id)


@access(Policy.OWNER)
@require_POST
def member_end(request: MemberRequest, member: str) -> HttpResponse:
    row = get_member(request, member)
    try:
        memberships.end(row, by=request.membership)
    except AccountError as error:
        messages.error(request, str(error))
        return redirect(
            "accounts:member_detail", organisation=request.organisation.slug, member=row.public_id
        )
    messages.success(request, _("Der Zugang von {name} ist beendet.").format(name=row.name))
    if row == request.membership:
        return redirect("accounts:after_login")
    return redirect("accounts:member_list", organisation=request.organisation.slug)
