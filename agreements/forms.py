"""The questions of an agreement as forms."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from agreements.clauses import TAKEAWAY, Clause, Names
from ui.forms import Card, ChoiceCards, LongText, Segments

#: So many signs fit side by side on a phone.
SIDE_BY_SIDE = 24


class ClausesForm(forms.Form):
    """Some clauses; cleans to ``answers`` by name. ``revision`` comes back as it went out."""

    revision = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(
        self, data: Any = None, *, clauses: tuple[Clause, ...], names: Names, initial: dict[str, Any]
    ) -> None:
        super().__init__(data, initial=initial)
        self.clauses = clauses
        for clause in clauses:
            self.fields[clause.name] = _field(clause, names)

    @property
    def answers(self) -> dict[str, str]:
        return {clause.name: self.cleaned_data[clause.name] for clause in self.clauses}


def _field(clause: Clause, names: Names) -> forms.Field:
    shared: dict[str, Any] = {
        "label": clause.question,
        "help_text": clause.hint,
        "required": not clause.is_optional,
    }
    if clause.options:
        return forms.ChoiceField(
            choices=[(option.code, Card(names.fill(option.label), option.hint)) for option in clause.options],
            widget=_widget(clause, names),
            error_messages={"required": gettext_lazy("Bitte eine Antwort auswählen.")},
            **shared,
        )
    return LongText(
        rows=2 if clause.name == TAKEAWAY else 4,
        max_length=clause.limit,
        error_messages={"required": gettext_lazy("Bitte einen Satz aufschreiben.")},
        **shared,
    )


def _widget(clause: Clause, names: Names) -> type[forms.RadioSelect]:
    fits = sum(len(names.fill(option.label)) for option in clause.options) <= SIDE_BY_SIDE
    return Segments if fits and not any(option.hint for option in clause.options) else ChoiceCards
