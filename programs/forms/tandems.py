"""HR's filter over tandems, and asking for help."""

from collections.abc import Mapping

from django import forms
from django.utils.datastructures import MultiValueDict
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from programs.models import HelpTopic
from programs.tandem_list import STATUSES, Wanted
from ui.forms import Card, ChoiceCards, Segments

SORTS = [("name", gettext_lazy("nach Name")), ("new", gettext_lazy("neueste zuerst"))]

TOPICS = [
    (
        HelpTopic.TIME.value,
        Card(HelpTopic.TIME.label, gettext_lazy("Wir finden keinen Termin, oder es wird zu viel.")),
    ),
    (
        HelpTopic.CHEMISTRY.value,
        Card(HelpTopic.CHEMISTRY.label, gettext_lazy("Wir kommen nicht gut ins Gespräch.")),
    ),
    (
        HelpTopic.TOPIC.value,
        Card(HelpTopic.TOPIC.label, gettext_lazy("Wir wissen nicht, worüber, oder es passt nicht zu uns.")),
    ),
    (HelpTopic.OTHER.value, Card(HelpTopic.OTHER.label, gettext_lazy("Was es auch ist."))),
]


class TandemFilter(forms.Form):
    """Which tandems to show, and in which order. Whatever is wrong in it counts as not given."""

    status = forms.ChoiceField(
        label=gettext_lazy("Stand"), required=False, widget=Segments, choices=[("", ""), *STATUSES.items()]
    )
    q = forms.CharField(
        label=gettext_lazy("Name suchen"),
        required=False,
        max_length=80,
        widget=forms.TextInput(attrs={"type": "search", "placeholder": gettext_lazy("Name suchen")}),
    )
    sort = forms.ChoiceField(label=gettext_lazy("Reihenfolge"), required=False, choices=SORTS)

    def __init__(self, data: MultiValueDict[str, str]) -> None:
        super().__init__(data)
        self.full_clean()

    def count(self, counts: Mapping[str, int]) -> None:
        """Put the numbers behind the statuses; those with no tandem are left out, unless one is chosen."""
        names = {"": _("Alle"), **STATUSES}
        shown = [key for key in names if counts[key] or key in {"", self.wanted.status}]
        choices = [(key, format_html("{} <b>{}</b>", names[key], counts[key])) for key in shown]
        self.fields["status"].choices = choices  # type: ignore[attr-defined]

    @property
    def wanted(self) -> Wanted:
        given = {name: value for name, value in self.cleaned_data.items() if value}
        return Wanted(words=given.pop("q", ""), **given)


class HelpForm(forms.Form):
    """What help is asked for, with a line of one's own."""

    topic = forms.ChoiceField(
        label=gettext_lazy("Worum geht es?"),
        choices=TOPICS,
        widget=ChoiceCards,
        error_messages={"required": gettext_lazy("Bitte auswählen, worum es ungefähr geht.")},
    )
    text = forms.CharField(label=gettext_lazy("Eine Zeile dazu"), required=False, max_length=300, strip=True)
