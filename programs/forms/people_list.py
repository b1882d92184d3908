"""HR's filter over the people of a program. All of it stands in the address, so that a list can be passed on."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.utils.datastructures import MultiValueDict
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from programs.models import Side
from programs.participants import STATUSES
from programs.people_list import Wanted
from ui.forms import Segments

SORTS = [("name", gettext_lazy("nach Name")), ("status", gettext_lazy("nach Stand"))]
TIMES = [
    ("", gettext_lazy("Zeiten: alle")),
    ("yes", gettext_lazy("mit Zeiten")),
    ("no", gettext_lazy("ohne Zeiten")),
]
MAIL = [("", gettext_lazy("Adressen: alle")), ("no", gettext_lazy("nicht erreichbar"))]


class PeopleFilter(forms.Form):
    """Which people to show, and in which order. Whatever is wrong in it counts as not given."""

    status = forms.ChoiceField(
        label=gettext_lazy("Stand"), required=False, widget=Segments, choices=[("", ""), *STATUSES.items()]
    )
    q = forms.CharField(
        label=gettext_lazy("Name oder E-Mail suchen"),
        required=False,
        max_length=80,
        widget=forms.TextInput(attrs={"type": "search", "placeholder": gettext_lazy("Name oder E-Mail")}),
    )
    side = forms.ChoiceField(
        label=gettext_lazy("Seite"),
        required=False,
        choices=[("", gettext_lazy("Beide Seiten")), *Side.choices],
    )
    times = forms.ChoiceField(label=gettext_lazy("Zeiten"), required=False, choices=TIMES)
    mail = forms.ChoiceField(label=gettext_lazy("Adressen"), required=False, choices=MAIL)
    department = forms.ChoiceField(label=gettext_lazy("Bereich"), required=False)
    place = forms.ChoiceField(label=gettext_lazy("Standort"), required=False)
    sort = forms.ChoiceField(label=gettext_lazy("Reihenfolge"), required=False, choices=SORTS)

    def __init__(
        self, data: MultiValueDict[str, str], *, departments: list[str], places: list[str], **kwargs: Any
    ) -> None:
        super().__init__(data, **kwargs)
        self._offer("department", _("Alle Bereiche"), departments)
        self._offer("place", _("Alle Standorte"), places)
        self.full_clean()

    def count(self, counts: Mapping[str, int]) -> None:
        """Put the numbers behind the statuses; those with nobody are left out, unless one is chosen."""
        rows: list[tuple[str, Any, int]] = [("", _("Alle"), sum(counts.values()))]
        rows += [
            (key, name, counts[key])
            for key, name in STATUSES.items()
            if counts[key] or key == self.wanted.status
        ]
        choices = [(key, format_html("{} <b>{}</b>", name, number)) for key, name, number in rows]
        self.fields["status"].choices = choices  # type: ignore[attr-defined]

    @property
    def wanted(self) -> Wanted:
        given = self.given
        return Wanted(words=given.pop("q", ""), **given)

    @property
    def given(self) -> dict[str, str]:
        """What is filtered by, name by name."""
        return {name: value for name, value in self.cleaned_data.items() if value}

    @property
    def query(self) -> str:
        """What is filtered by, as the part of an address behind the question mark; "" for nothing."""
        return urlencode(self.given)

    def _offer(self, name: str, everything: str, values: list[str]) -> None:
        choices = [("", everything), *((value, value) for value in values)]
        self.fields[name].choices = choices  # type: ignore[attr-defined]
