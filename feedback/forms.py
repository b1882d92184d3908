"""The survey after a session: about a minute."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy, pgettext_lazy

from feedback.models import Fit
from feedback.surveys import Outcome
from ui.forms import Card, Scale, Segments

OUTCOMES = [
    (Outcome.HELD, gettext_lazy("fand statt")),
    (Outcome.MOVED, gettext_lazy("verschoben")),
    (Outcome.MISSED, gettext_lazy("fiel aus")),
]
HELPFUL = [
    (1, gettext_lazy("gar nicht")),
    (2, gettext_lazy("wenig")),
    (3, gettext_lazy("geht so")),
    (4, pgettext_lazy("helpful", "gut")),
    (5, gettext_lazy("sehr")),
]


class SurveyForm(forms.Form):
    """What became of the session; how it was, only when it took place."""

    outcome = forms.ChoiceField(
        label=gettext_lazy("Was wurde aus der Sitzung?"), choices=OUTCOMES, widget=Segments
    )
    helpful = forms.TypedChoiceField(
        label=gettext_lazy("Wie hilfreich war das Gespräch für Sie?"),
        coerce=int,
        empty_value=None,
        widget=Scale,
    )
    fit = forms.ChoiceField(label=gettext_lazy("Passen Sie zusammen?"), choices=Fit.choices, widget=Segments)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["helpful"].choices = [(value, Card(str(value), str(word))) for value, word in HELPFUL]  # type: ignore[attr-defined]
        # The last two are asked only when it took place, which the browser cannot know.
        self.use_required_attribute = False
        if self.is_bound and self.data.get(self.add_prefix("outcome")) in {Outcome.MOVED, Outcome.MISSED}:
            self.fields["helpful"].required = self.fields["fit"].required = False
