"""HR's forms about the people of a program."""

from copy import copy
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Language, Membership, Organisation
from programs.models import Side
from programs.participants import MOST_TANDEMS
from programs.people_edit import FACTS, further_addresses, manager_address
from programs.roster import cells
from ui.forms import Segments

#: Three addresses as long as they may be, with what stands between them.
LONGEST_LIST = 800


class CapacityForm(forms.Form):
    """How many tandems somebody may have at once."""

    number = forms.TypedChoiceField(
        label=gettext_lazy("Tandems zur selben Zeit"),
        help_text=gettext_lazy("Bitte nur nach Absprache mehr als eins. Gilt ab der nächsten Berechnung."),
        choices=[(number, str(number)) for number in range(1, MOST_TANDEMS + 1)],
        coerce=int,
        widget=Segments,
    )


class FactsForm(forms.ModelForm):
    """What the house's roster says of a person; of the manager the address."""

    manager_email = forms.EmailField(
        label=gettext_lazy("Führungskraft, E-Mail-Adresse"),
        help_text=gettext_lazy("Leer lassen, wenn niemand über der Person steht."),
        required=False,
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )

    further = forms.CharField(
        label=gettext_lazy("Weitere Führungskräfte, E-Mail-Adressen"),
        help_text=gettext_lazy("Höchstens drei, durch Komma getrennt. Sonst leer lassen."),
        required=False,
        max_length=LONGEST_LIST,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    class Meta:
        model = Membership
        fields = FACTS

    def __init__(self, person: Membership, data: Any = None) -> None:
        initial: dict[str, Any] = {
            "manager_email": manager_address(person),
            "further": ", ".join(further_addresses(person)),
        }
        if person.experience_years is not None:
            initial["experience_years"] = f"{person.experience_years:f}".removesuffix(".0")
        # Of a copy: what is refused must not show on the page as if it were written.
        super().__init__(data, instance=copy(person), initial=initial)
        self.fields["level"].help_text = _("Eine höhere Zahl steht für eine höhere Stufe.")

    def clean_further(self) -> tuple[str, ...]:
        """Read what was typed like the column of a list."""
        try:
            return cells.managers(self.cleaned_data["further"])
        except cells.CellError as problem:
            raise forms.ValidationError(_("{problem}.").format(problem=problem)) from None

    @property
    def facts(self) -> dict[str, Any]:
        """What was typed, as ``people_edit.correct`` takes it."""
        given = dict(self.cleaned_data)
        return {"manager": given.pop("manager_email"), **given}


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
