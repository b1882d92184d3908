"""The survey after a session: about a minute."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
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


AGREES = [
    (1, pgettext_lazy("agrees", "gar nicht")),
    (2, pgettext_lazy("agrees", "eher nicht")),
    (3, pgettext_lazy("agrees", "teils")),
    (4, pgettext_lazy("agrees", "eher ja")),
    (5, pgettext_lazy("agrees", "voll")),
]


class SurveyForm(forms.Form):
    """How it was; with an ``item``, also how far it holds."""

    helpful = forms.TypedChoiceField(
        label=gettext_lazy("Wie hilfreich war das Gespräch für Sie?"), coerce=int, widget=Scale
    )
    fit = forms.ChoiceField(label=gettext_lazy("Passen Sie zusammen?"), choices=Fit.choices, widget=Segments)

    def __init__(self, data: Any = None, *, item: str = "") -> None:
        super().__init__(data)
        self.fields["helpful"].choices = _cards(HELPFUL)  # type: ignore[attr-defined]
        if item:
            self.fields["agrees"] = forms.TypedChoiceField(
                label=_("Wie weit trifft das heute zu? „{item}“").format(item=item),
                choices=_cards(AGREES),
                coerce=int,
                empty_value=None,
                required=False,
                widget=Scale,
            )


def _cards(words: list[tuple[int, Any]]) -> list[tuple[int, Card]]:
    return [(value, Card(str(value), str(word))) for value, word in words]
