"""The audit trail: read with a filter that has an address, and taken along as a file."""

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from accounts import trail
from accounts.access import MemberRequest, Policy, access
from accounts.errors import AccountError
from accounts.sentences import sentence
from tenancy import clock
from ui.forms import DateInput

PAGE = 50


class TrailForm(forms.Form):
    """Who, what and when. Nothing has to be filled in."""

    person = forms.ChoiceField(label=_("Person"), required=False)
    kind = forms.ChoiceField(
        label=_("Art"), required=False, choices=[("", _("Alle")), *trail.KIND_NAMES.items()]
    )
    since = forms.DateField(label=_("Von"), required=False, widget=DateInput)
    until = forms.DateField(label=_("Bis"), required=False, widget=DateInput)

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        self.fields["person"].choices = [("", _("Alle")), *trail.people()]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and until < since:
            self.add_error("until", gettext("Das Ende liegt vor dem Anfang."))
        return cleaned

    @property
    def filters(self) -> dict[str, Any]:
        """What was filled in and makes sense; the rest filters nothing."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    @property
    def query(self) -> str:
        """The same as the end of an address."""
        return urlencode(self.filters)


@access(Policy.OWNER)
@require_GET
def audit_list(request: MemberRequest) -> HttpResponse:
    form = TrailForm(request.GET)
    page = Paginator(trail.found(request.organisation, **form.filters), PAGE).get_page(
        request.GET.get("page")
    )
    context = {
        "form": form,
        "entries": [(event.at, sentence(event)) for event in page],
        "page": page,
        "query": f"&{form.query}" if form.query else "",
        "nav": "audit",
        "group": "audit",
    }
    return render(request, "accounts/audit_list.html", context)


@access(Policy.OWNER)
@require_POST
def audit_export(request: MemberRequest) -> HttpResponse:
    form = TrailForm(request.POST)
    try:
        content = trail.export(request.organisation, by=request.membership, **form.filters)
    except AccountError as error:
        messages.error(request, str(error))
        page = reverse("accounts:audit_list", kwargs={"organisation": request.organisation.slug})
        return redirect(f"{page}?{form.query}")
    name = slugify(f"{gettext('Protokoll')} {request.organisation.slug} {clock.now():%Y-%m-%d}")
    headers = {"Content-Disposition": f'attachment; filename="{name}.csv"'}
    return HttpResponse(content, content_type="text/csv; charset=utf-8", headers=headers)
