"""What people say about themselves, apart from the questions."""

from functools import cache
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.utils.translation import gettext_lazy

from accounts.models import Language, Membership
from programs.models import RoleWord
from ui.forms import Segments

CONTINENTS = ("Europe", "Africa", "America", "Asia", "Atlantic", "Australia", "Indian", "Pacific")


class ProfileForm(forms.Form):
    """``role_word`` is asked of mentors only, and where the house has no word of its own for them."""

    name = forms.CharField(
        label=gettext_lazy("Name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    role_word = forms.ChoiceField(
        label=gettext_lazy("Wie soll die Rolle heißen?"), choices=RoleWord, widget=Segments
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Sprache der Seiten und Mails"), choices=Language, widget=Segments
    )
    zone = forms.ChoiceField(
        label=gettext_lazy("Zeitzone"),
        help_text=gettext_lazy("Alle Zeiten stehen in dieser Zone, auch die eigenen Wochenzeiten."),
    )

    def __init__(self, membership: Membership, role_word: str, data: Any = None) -> None:
        initial = {"role_word": role_word} | {
            key: getattr(membership, key) for key in ("name", "language", "zone")
        }
        super().__init__(data, initial=initial)
        self.fields["zone"].choices = zones()  # type: ignore[attr-defined]
        if not role_word:
            del self.fields["role_word"]


@cache
def zones() -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the zones by continent, Europe first, with the city as the label."""
    names = sorted(name for name in available_timezones() if "/" in name)
    return [
        (
            continent,
            [
                (name, name.partition("/")[2].replace("_", " "))
                for name in names
                if name.startswith(f"{continent}/")
            ],
        )
        for continent in CONTINENTS
    ]
