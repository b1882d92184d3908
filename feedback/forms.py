"""The survey after a session: about a minute."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy, pgettext_lazy

from feedback.models import Fit, Outcome
from ui.forms import Card, Scale, Segments

HELPFUL = [
    (1, gettext_lazy("gar nicht")),
    (2, gettext_lazy("wenig")),
    (3, gettext_lazy("geht so")),
    (4, pgettext_lazy("helpful", "gut")),
    (5, gettext_lazy("sehr")),
]


class OutcomeForm(forms.Form):
    """What became of the session: the button that was pressed."""

    outcome = forms.TypedChoiceField(choices=Outcome.choices, coerce=Outcome)


class SurveyForm(forms.Form):
    """How it was."""

    helpful = forms.TypedChoiceField(
        label=gettext_lazy("Wie hilfreich war das Gespräch für Sie?"), coerce=int, widget=Scale
    )
    fit = forms.ChoiceField(label=gettext_lazy("Passen Sie zusammen?"), choices=Fit.choices, widget=Segments)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["helpful"].choices = [(value, Card(str(value), str(word))) for value, word in HELPFUL]  # type: ignore[attr-defined]
