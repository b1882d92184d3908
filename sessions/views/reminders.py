"""How somebody wants to be reminded."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import MemberRequest, Policy, access
from programs import cards
from sessions import reminder_choices as choices
from sessions import reminder_words
from sessions.forms.reminders import ReminderForm
from tenancy import clock


@access(Policy.MEMBER)
@require_http_methods(["GET", "HEAD", "POST"])
def reminder_choices(request: MemberRequest) -> HttpResponse:
    person = request.membership
    data = request.POST if request.method == "POST" else None
    form = ReminderForm(data, choice=choices.of(person))
    if form.is_valid():
        choices.save(person, **form.cleaned_data)
        messages.success(request, _("Die Benachrichtigungen sind gespeichert."))
        return redirect("sessions:reminder_choices", organisation=request.organisation.slug)
    context = {
        "nav": "profile",
        "role": cards.role_of(person),
        "form": form,
        "preview": reminder_words.preview(person, clock.now()),
    }
    return render(request, "sessions/reminder_choices.html", context)
