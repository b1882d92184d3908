"""For forms that anybody may send, signed in or not: a trap for machines, and names that are names."""

import re
import secrets
from typing import Any

from django import forms
from django.core import signing
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tenancy import clock

#: Nobody fills in a form faster, and after a day what it shows is old.
FASTEST, LONGEST = 3, 24 * 3600
SALT = "umento.form"
#: What no name contains and a greeting in a mail must not: addresses, markup, lines.
NO_NAME = re.compile(r"[:/@<>\r\n]|\bwww\.")


class NameField(forms.CharField):
    """The name of a person, fit to stand in a mail."""

    def __init__(self, **kwargs: Any) -> None:
        usual = {
            "label": gettext_lazy("Name"),
            "max_length": 120,
            "widget": forms.TextInput({"autocomplete": "name"}),
        }
        super().__init__(**{**usual, **kwargs})

    def clean(self, value: Any) -> str:
        name: str = super().clean(value)
        if NO_NAME.search(name):
            raise forms.ValidationError(_("Bitte nur den Namen angeben, ohne Adressen und Sonderzeichen."))
        return name


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


def _stamp() -> str:
    """Return the present, signed; no two are the same."""
    return signing.dumps([clock.now().timestamp(), secrets.token_urlsafe(9)], salt=SALT)


def _seconds_since(stamp: str) -> float | None:
    try:
        moment, _nonce = signing.loads(stamp, salt=SALT)
        return float(clock.now().timestamp() - moment)
    except signing.BadSignature:
        return None
