"""Who is to run a program too."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from programs import leads
from programs.models import Program


class LeadForm(forms.Form):
    person: Any = forms.ModelChoiceField(
        queryset=None,  # known in the organisation's scope
        label=gettext_lazy("Wer soll das Programm noch leiten?"),
        help_text=gettext_lazy("Zur Wahl steht, wer im Haus Programme leiten darf."),
        empty_label="–",
        to_field_name="public_id",
        error_messages={"required": gettext_lazy("Bitte eine Person auswählen.")},
    )

    use_required_attribute = False

    def __init__(self, program: Program, data: Any = None) -> None:
        super().__init__(data)
        self.fields["person"].queryset = leads.possible(program)  # type: ignore[attr-defined]
