"""The forms of the public site. They clean and say no; the verbs act."""

import re
import secrets
from dataclasses import replace
from datetime import datetime
from typing import Any

from django import forms
from django.core import signing
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sessions.forms.booking import SlotField
from tenancy import clock
from website.models import DemoBooking
from website.pickers import Picker

#: Nobody fills in a form faster, and after a day its times are old.
FASTEST, LONGEST = 3, 24 * 3600
SALT = "website.form"
#: What no name contains and a greeting in a mail must not: addresses, markup, lines.
NO_NAME = re.compile(r"[:/@<>\r\n]|\bwww\.")


class GuardedForm(forms.Form):
    """A form that anybody may send: with a field that only machines fill in, and the signed moment it was shown."""

    homepage = forms.CharField(
        label=gettext_lazy("Dieses Feld bitte leer lassen"),
        required=False,
        widget=forms.TextInput({"tabindex": "-1", "autocomplete": "off"}),
    )
    shown = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["shown"].initial = _stamp

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        seconds = _seconds_since(values.get("shown", ""))
        if values.get("homepage"):
            self._ask_again(
                _("Ein verstecktes Feld war ausgefüllt. Bitte noch einmal absenden."), homepage=""
            )
        elif seconds is None or seconds > LONGEST:
            self._ask_again(_("Die Seite war lange offen. Bitte noch einmal absenden."), shown=_stamp())
        elif seconds < FASTEST:
            self._ask_again(_("Das ging sehr schnell. Bitte noch einmal absenden."))
        return values

    def _ask_again(self, sentence: str, **renewed: str) -> None:
        """Refuse once and keep everything; ``renewed`` lets the next try pass."""
        self.add_error(None, sentence)
        self.data = {name: self.data[name] for name in self.data} | renewed


class PersonForm(GuardedForm):
    """Who asks, and what about."""

    name = forms.CharField(
        label=gettext_lazy("Name"), max_length=120, widget=forms.TextInput({"autocomplete": "name"})
    )
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

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        if NO_NAME.search(name):
            raise forms.ValidationError(_("Bitte nur den Namen angeben, ohne Adressen und Sonderzeichen."))
        return name

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


def _stamp() -> str:
    """Return the present, signed; no two are the same."""
    return signing.dumps([clock.now().timestamp(), secrets.token_urlsafe(9)], salt=SALT)


def _seconds_since(stamp: str) -> float | None:
    try:
        moment, _nonce = signing.loads(stamp, salt=SALT)
        return float(clock.now().timestamp() - moment)
    except signing.BadSignature:
        return None
