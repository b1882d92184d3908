"""The forms of the public site. They clean and say no; the verbs act."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from django import forms
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.guarded_forms import GuardedForm, NameField
from sessions.forms.booking import SlotField
from website.models import DemoBooking
from website.pickers import Picker

SALT = "website.form"


class PersonForm(GuardedForm):
    """Who asks, and what about."""

    name = NameField()
    email = forms.EmailField(
        label=gettext_lazy("Dienstliche E-Mail"),
        max_length=254,
        widget=forms.EmailInput({"autocomplete": "email", "inputmode": "email"}),
    )
    interest = forms.CharField(
        label=gettext_lazy("Was möchten Sie mit Reverse Mentoring erreichen?"),
        max_length=DemoBooking._meta.get_field("interest").max_length,
        required=False,
        widget=forms.Textarea({"rows": 3}),
    )

    @property
    def person(self) -> dict[str, str]:
        return {key: self.cleaned_data[key] for key in ("name", "email", "interest")}


class SlotForm(forms.Form):
    """A time out of those that ``picker`` shows; cleans to an instant."""

    slot = SlotField(label=gettext_lazy("Zeit"), required=False)

    def __init__(self, data: Any = None, *, picker: Picker, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.picker = picker
        slot = self.fields["slot"]
        assert isinstance(slot, SlotField)  # noqa: S101 - for the type checker
        slot.choices = lambda: picker.choices
        slot.initial = picker.value

    def clean_slot(self) -> datetime:
        start: datetime | None = self.cleaned_data["slot"]
        if start is None:
            raise forms.ValidationError(_("Bitte eine Zeit aussuchen."))
        return start


class DemoForm(SlotForm, PersonForm):
    """A time, and who comes."""

    field_order = ("slot", "name", "email", "interest")

    @property
    def booking(self) -> dict[str, Any]:
        """Arguments of ``demos.book``. The same page sent twice has the same key."""
        key = salted_hmac(SALT, self.cleaned_data["shown"], algorithm="sha256").hexdigest()[:14]
        return {
            "starts_at": self.cleaned_data["slot"],
            **self.person,
            "zone": self.picker.zone.key,
            "key": key,
        }

    def again(self) -> "DemoForm":
        """Return a fresh form without the time that is gone, and with everything else."""
        kept = {name: self.data.get(name, "") for name in ("name", "email", "interest", "shown")}
        return DemoForm(picker=replace(self.picker, wanted=self.cleaned_data["slot"]), initial=kept)


class MoveForm(SlotForm):
    """A new time for a demo. ``revision`` is the one that was looked at."""

    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def again(self) -> "MoveForm":
        """Return a fresh form without the time that is gone."""
        kept = {"revision": self.cleaned_data["revision"]}
        return MoveForm(picker=replace(self.picker, wanted=self.cleaned_data["slot"]), initial=kept)


class CancelForm(forms.Form):
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)
