"""HR's forms about the people of a program."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Language, Membership, Organisation
from programs.models import Side
from programs.participants import MOST_TANDEMS
from ui.forms import Segments


class CapacityForm(forms.Form):
    """How many tandems somebody may have at once."""

    number = forms.TypedChoiceField(
        label=gettext_lazy("Tandems zur selben Zeit"),
        help_text=gettext_lazy("Bitte nur nach Absprache mehr als eins. Gilt ab der nächsten Berechnung."),
        choices=[(number, str(number)) for number in range(1, MOST_TANDEMS + 1)],
        coerce=int,
        widget=Segments,
    )


class CountedFilter(forms.Form):
    """A choice with the number of rows behind each; empty choices are left out."""

    names: ClassVar[Mapping[str, Any]]

    status = forms.ChoiceField(label=gettext_lazy("Stand"), required=False, widget=Segments)

    def __init__(self, counts: Mapping[str, int], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = [("", _("Alle"), sum(counts.values()))]
        rows += [(key, name, counts[key]) for key, name in self.names.items() if counts[key]]
        choices = [(key, format_html("{} <b>{}</b>", name, number)) for key, name, number in rows]
        self.fields["status"].choices = choices  # type: ignore[attr-defined]

    @property
    def chosen(self) -> str:
        """The chosen key, "" for all and for what is no choice."""
        return self.cleaned_data["status"] if self.is_valid() else ""


class ParticipantForm(forms.ModelForm):
    """One person to add."""

    side = forms.ChoiceField(label=gettext_lazy("Seite"), choices=Side, widget=Segments)

    field_order = ("name", "email", "side")

    class Meta:
        model = Membership
        fields = (
            "name",
            "email",
            "job_title",
            "department",
            "place",
            "level",
            "experience_years",
            "language",
        )
        widgets = {"name": forms.TextInput(attrs={"autocomplete": "off"})}

    def __init__(self, organisation: Organisation, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"] = forms.ChoiceField(
            label=_("Sprache der Mails"), choices=Language, initial=organisation.language, widget=Segments
        )
        self.fields["experience_years"].help_text = _(
            "Braucht es, wenn das Programm nach Berufsjahren unterscheidet."
        )
        self.fields["level"].help_text = _("Braucht es, wenn das Programm nach Karrierestufe unterscheidet.")
