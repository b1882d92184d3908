"""Our back office: customers' organisations, by name only. Nothing of what is in them."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts import organisations
from accounts.access import MemberRequest, Policy, access
from accounts.errors import AccountError
from accounts.forms import OrganisationForm
from accounts.models import Organisation
from accounts.name_order import in_order


@access(Policy.STAFF)
def staff_organisation_list(request: MemberRequest) -> HttpResponse:
    rows = Organisation.objects.exclude(slug=organisations.HOUSE).order_by(in_order("name"), "slug")
    context = {"rows": rows, "nav": "organisations"}
    return render(request, "accounts/staff_organisation_list.html", context)


@access(Policy.STAFF)
def staff_organisation_create(request: MemberRequest) -> HttpResponse:
    form = OrganisationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = organisations.create(**form.cleaned_data, by=request.membership)
        except AccountError as error:
            form.add_error("slug", str(error))
        else:
            sentence = _("{name} ist angelegt. Die Einladung an {email} ist unterwegs.")
            email = form.cleaned_data["owner_email"]
            messages.success(request, sentence.format(name=made.name, email=email))
            return redirect("accounts:staff_organisation_list")
    context = {"form": form, "nav": "organisations"}
    return render(request, "accounts/staff_organisation_create.html", context)
