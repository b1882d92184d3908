"""HR's filter over tandems, and asking for help."""

from django import forms
from django.utils.translation import gettext_lazy

from programs.forms.participants import CountedFilter
from programs.models import HelpTopic
from programs.turns import PUBLIC_NAMES
from ui.forms import Card, ChoiceCards

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


class StateFilter(CountedFilter):
    """The public state to show."""

    names = PUBLIC_NAMES


class HelpForm(forms.Form):
    """What help is asked for, with a line of one's own."""

    topic = forms.ChoiceField(
        label=gettext_lazy("Worum geht es?"),
        choices=TOPICS,
        widget=ChoiceCards,
        error_messages={"required": gettext_lazy("Bitte auswählen, worum es ungefähr geht.")},
    )
    text = forms.CharField(label=gettext_lazy("Eine Zeile dazu"), required=False, max_length=300, strip=True)
