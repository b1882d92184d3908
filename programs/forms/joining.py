"""Forms about the ways into a program beside HR's list."""

import re
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.guarded_forms import GuardedForm, NameField
from programs.models import Side, Sides, WaysIn
from ui.forms import Segments

DOMAIN = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]")
MOST_DOMAINS = 20
#: Anybody can have an address there, so a link that is limited to them is limited to nobody.
FREE_MAIL = frozenset(
    {
        "gmail.com",
        "googlemail.com",
        "gmx.de",
        "gmx.net",
        "gmx.at",
        "gmx.ch",
        "web.de",
        "outlook.com",
        "outlook.de",
        "hotmail.com",
        "live.com",
        "icloud.com",
        "yahoo.com",
        "yahoo.de",
        "t-online.de",
        "freenet.de",
        "posteo.de",
        "mailbox.org",
        "proton.me",
        "protonmail.com",
        "aol.com",
    }
)


class WaysForm(forms.Form):
    """Which ways are open, and for whom."""

    domains = forms.CharField(
        label=gettext_lazy("Mail-Domains des Hauses"),
        help_text=gettext_lazy(
            "Zum Beispiel weserwerk.de, mehrere mit Komma getrennt. Nur solche Adressen kommen über den Link und "
            "über Vorschläge herein."
        ),
        required=False,
        max_length=600,
        widget=forms.TextInput({"autocapitalize": "none", "spellcheck": "false"}),
    )
    sides = forms.ChoiceField(label=gettext_lazy("Welche Seite ist offen?"), choices=Sides, widget=Segments)
    open_to_house = forms.BooleanField(
        label=gettext_lazy("Offen für das ganze Haus"),
        help_text=gettext_lazy(
            "Wer sich anmeldet, sieht das Programm auf der Startseite und kann dort mitmachen."
        ),
        required=False,
    )
    nominating = forms.BooleanField(
        label=gettext_lazy("Vorschläge aus dem Kreis der Teilnehmenden"),
        help_text=gettext_lazy(
            "Wer dabei ist, kann Kolleginnen und Kollegen vorschlagen. Wer vorschlägt, erfährt nie, was daraus wird."
        ),
        required=False,
    )

    def __init__(self, ways: WaysIn, data: Any = None) -> None:
        initial = {name: getattr(ways, name) for name in ("sides", "open_to_house", "nominating")}
        super().__init__(data, initial=initial | {"domains": ", ".join(ways.domains)})

    def clean_domains(self) -> list[str]:
        typed = re.split(r"[\s,;]+", self.cleaned_data["domains"].casefold())
        found = list(dict.fromkeys(part.rpartition("@")[2].strip(".") for part in typed if part))
        for domain in found:
            if not DOMAIN.fullmatch(domain):
                raise forms.ValidationError(_("{domain} ist keine Mail-Domain.").format(domain=domain))
            if domain in FREE_MAIL:
                raise forms.ValidationError(
                    _("Bei {domain} kann jeder eine Adresse haben. Bitte nur Domains des Hauses.").format(
                        domain=domain
                    )
                )
        if len(found) > MOST_DOMAINS:
            raise forms.ValidationError(
                _("Mehr als {most} Domains sind nicht möglich.").format(most=MOST_DOMAINS)
            )
        return found

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("nominating") and cleaned.get("domains") == []:
            self.add_error("domains", _("Vorschläge brauchen mindestens eine Mail-Domain des Hauses."))
        return cleaned


class SideField(forms.TypedChoiceField):
    """Which side a person comes for: only those that are open."""

    def __init__(self, sides: Iterable[Side], **kwargs: Any) -> None:
        choices = [(side.value, side.label) for side in sides]
        initial = choices[0][0] if len(choices) == 1 else None
        super().__init__(choices=choices, coerce=Side, initial=initial, widget=Segments, **kwargs)


class AskForm(GuardedForm):
    """Who stands behind the link of a program: anybody may send it."""

    field_order = ("name", "email", "side")

    name = NameField()
    email = forms.EmailField(
        label=gettext_lazy("Dienstliche E-Mail"),
        max_length=254,
        widget=forms.EmailInput({"autocomplete": "email", "inputmode": "email"}),
    )

    def __init__(self, ways: WaysIn, data: Any = None) -> None:
        super().__init__(data)
        self.fields["side"] = SideField(ways.open_sides, label=_("Als was möchten Sie mitmachen?"))
        self.order_fields(self.field_order)

    @property
    def person(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.field_order}


class EnterForm(forms.Form):
    """On which side somebody of the house comes in."""

    def __init__(self, ways: WaysIn, data: Any = None) -> None:
        super().__init__(data)
        self.fields["side"] = SideField(ways.open_sides, label=_("Als was möchten Sie mitmachen?"))


class NominationForm(forms.Form):
    """Whom to suggest, and what to say to them."""

    name = NameField(widget=forms.TextInput({"autocomplete": "off"}))
    email = forms.EmailField(
        label=gettext_lazy("Dienstliche E-Mail"),
        max_length=254,
        widget=forms.EmailInput({"autocomplete": "off", "inputmode": "email"}),
    )
    line = forms.CharField(
        label=gettext_lazy("Ein Satz dazu"),
        help_text=gettext_lazy("Ihn liest nur, wer vorgeschlagen wird. Er wird nicht aufgehoben."),
        required=False,
        max_length=300,
        widget=forms.Textarea({"rows": 2}),
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        self.fields["side"] = SideField(Side, label=_("Als was?"))
        self.order_fields(("name", "email", "side", "line"))
