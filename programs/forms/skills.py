"""HR's forms about topics, and how a field offers topics while somebody types."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.models import Organisation
from programs.models import Skill
from programs.skills import normalise
from ui.forms import Card, ChoiceCards

LENGTH = 120
#: The list that topic fields of a page share; a field's letters fill it anew.
OPTIONS = "topics"


class SkillName(forms.CharField):
    """What a topic is called, with single spaces."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=LENGTH, **options)

    def clean(self, value: Any) -> str:
        name = " ".join(super().clean(value).split())
        if name and not normalise(name):
            raise forms.ValidationError(_("Das lässt sich nicht lesen. Bitte schreiben Sie ein Wort."))
        return name


class SkillForm(forms.Form):
    """The names of a topic in both languages."""

    name = SkillName(label=gettext_lazy("Auf Deutsch"))
    name_en = SkillName(
        label=gettext_lazy("Auf Englisch"),
        required=False,
        help_text=gettext_lazy("Ohne englischen Namen lesen alle den deutschen."),
    )

    def __init__(self, skill: Skill, data: Any = None) -> None:
        super().__init__(data, initial={"name": skill.name, "name_en": skill.name_en})


class SynonymForm(forms.Form):
    """Another word for a topic."""

    name = SkillName(label=gettext_lazy("Weitere Schreibweise"))


class MergeForm(forms.Form):
    """Which of several topics stays; the one that most people have is proposed."""

    target = forms.TypedChoiceField(
        label=gettext_lazy("Welches Thema bleibt?"), coerce=int, widget=ChoiceCards
    )

    def __init__(self, rows: Sequence[Skill], people: Mapping[int, int], data: Any = None) -> None:
        most = max(rows, key=lambda skill: people.get(skill.pk, 0))
        super().__init__(data, initial={"target": most.pk})
        self.fields["target"].choices = [  # type: ignore[attr-defined]
            (skill.pk, Card(skill.label, _people(people.get(skill.pk, 0)))) for skill in rows
        ]


def offering(organisation: Organisation) -> dict[str, str]:
    """Return the attributes of a text field that offers the house's topics while somebody types.

    Its page includes ``programs/_skill_options.html``: without script, what that list began with is what there is.
    """
    return {
        "list": OPTIONS,
        "autocomplete": "off",
        "hx-get": reverse("programs:skill_options", kwargs={"organisation": organisation.slug}),
        "hx-trigger": "input changed delay:250ms",
        "hx-target": f"#{OPTIONS}",
        "hx-sync": "this:replace",
    }


def offering_several(organisation: Organisation) -> dict[str, str]:
    """As ``offering``, for a field that holds a list of topics with commas between them."""
    attributes = offering(organisation)
    return {**attributes, "hx-get": f"{attributes['hx-get']}?several=1"}


def _people(number: int) -> str:
    return ngettext("{number} Person", "{number} Personen", number).format(number=number)
