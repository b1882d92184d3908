"""HR's form for the page that goes to the board."""

from django import forms
from django.utils.translation import gettext_lazy

from programs.models import HEADLINE_LENGTH


class HeadlineForm(forms.Form):
    """The finding in HR's own words."""

    headline = forms.CharField(
        label=gettext_lazy("Überschrift in eigenen Worten"),
        max_length=HEADLINE_LENGTH,
        required=False,
        help_text=gettext_lazy(
            "Sie steht auf dieser Seite, mit dem Vermerk „bearbeitet“. Bleibt das Feld leer, gilt wieder unser Satz. "
            "Bitte sagen Sie, was gezählt wurde, nicht, was wirkt: Das zeigen diese Zahlen nicht."
        ),
    )
