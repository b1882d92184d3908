"""The questions before matching, one form each."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from programs import answers, skills
from programs.forms.skills import SkillName, offering
from programs.models import Form, Participant, ParticipantSkill, Skill
from programs.reasons import language_name
from ui.forms import Card, CheckCards, ChoiceCards

LEVELS = (
    (1, gettext_lazy("erste Schritte")),
    (2, gettext_lazy("Grundlagen")),
    (3, gettext_lazy("sicher")),
    (4, gettext_lazy("sehr sicher")),
    (5, gettext_lazy("Profi")),
)
USUAL_LEVEL = 3
MORE_ROWS = 3
LANGUAGES = ("de", "en", "fr", "es", "it", "nl", "pl", "pt", "ru", "tr", "uk", "ar")
FORMS = (
    (Form.BOTH, Card(gettext_lazy("Beides geht"), gettext_lazy("mal vor Ort, mal per Video"))),
    (Form.ONLINE, Card(gettext_lazy("Per Video"), gettext_lazy("egal, an welchem Standort"))),
    (Form.ONSITE, Card(gettext_lazy("Vor Ort"), gettext_lazy("dann zählt derselbe Standort"))),
)
ROOM = (
    (1, Card(gettext_lazy("Für eins"), gettext_lazy("das Übliche"))),
    (2, Card(gettext_lazy("Für zwei"), gettext_lazy("doppelt so viele Sitzungen"))),
    (3, Card(gettext_lazy("Für drei"), gettext_lazy("nur mit viel Zeit"))),
)


class OfferForm(forms.Form):
    """What a mentor can show: topics already known are ticked, more can be typed."""

    def __init__(self, participant: Participant, data: Any = None) -> None:
        self.known = answers.skills_of(participant)
        super().__init__(_after_mergers(data, self.known) if data else data)
        for row in self.known:
            name = row.skill.label
            self.fields[f"skill_{row.skill_id}"] = forms.BooleanField(
                label=name, required=False, initial=True
            )
            self.fields[f"level_{row.skill_id}"] = _level(
                _("Wie sicher in {topic}?").format(topic=name), row.weight
            )
        for number in range(1, MORE_ROWS + 1):
            label = _("Weiteres Thema {number}").format(number=number)
            self.fields[f"more_{number}"] = _topic(participant, label)
            self.fields[f"more_level_{number}"] = _level(_("Wie sicher darin?"), USUAL_LEVEL)

    def rows(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """The known topics: check box and level."""
        return [(self[f"skill_{row.skill_id}"], self[f"level_{row.skill_id}"]) for row in self.known]

    def more_rows(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        return [(self[f"more_{number}"], self[f"more_level_{number}"]) for number in range(1, MORE_ROWS + 1)]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        ticked = [row for row in self.known if cleaned.get(f"skill_{row.skill_id}")]
        typed = [cleaned.get(f"more_{number}") for number in range(1, MORE_ROWS + 1)]
        if not ticked and not any(typed):
            raise forms.ValidationError(_("Bitte mindestens ein Thema auswählen oder eintragen."))
        return cleaned

    def levels(self) -> dict[Skill, int]:
        """Return the chosen topics with their levels; new ones are written as skills."""
        data = self.cleaned_data
        found = {
            row.skill: int(data[f"level_{row.skill_id}"])
            for row in self.known
            if data[f"skill_{row.skill_id}"]
        }
        typed = {
            number: data[f"more_{number}"] for number in range(1, MORE_ROWS + 1) if data[f"more_{number}"]
        }
        written = skills.ensure(typed.values())
        for number, name in typed.items():
            found.setdefault(written[skills.normalise(name)], int(data[f"more_level_{number}"]))
        return found


class WishForm(forms.Form):
    """What a mentee wants to learn: up to five topics by rank, chosen while typing or new."""

    def __init__(self, participant: Participant, data: Any = None) -> None:
        super().__init__(data)
        chosen = [row.skill.label for row in answers.skills_of(participant)]
        for number in range(1, len(answers.PRIORITIES) + 1):
            label = _("Am wichtigsten") if number == 1 else _("{number}. Wunsch").format(number=number)
            initial = chosen[number - 1] if number <= len(chosen) else ""
            self.fields[f"wish_{number}"] = _topic(participant, label, initial=initial)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        wishes = {name: skills.normalise(cleaned[name]) for name in self.fields if cleaned.get(name)}
        known = skills.find(wishes.values())
        seen: set[Any] = set()
        for name, norm in wishes.items():
            topic = known.get(norm, norm)
            if topic in seen:
                self.add_error(name, _("Dieses Thema steht schon weiter oben."))
            seen.add(topic)
        if not wishes and not self.errors:
            raise forms.ValidationError(_("Bitte mindestens ein Thema eintragen."))
        return cleaned

    def ranked(self) -> Sequence[Skill]:
        """Return the wishes, the most wanted first; new topics are written as skills."""
        typed = [self.cleaned_data[name] for name in self.fields if self.cleaned_data[name]]
        written = skills.ensure(typed)
        return list(dict.fromkeys(written[skills.normalise(name)] for name in typed))


class LanguagesForm(forms.Form):
    languages = forms.MultipleChoiceField(
        label=gettext_lazy("In welchen Sprachen sind Gespräche möglich?"),
        widget=CheckCards,
        error_messages={"required": gettext_lazy("Bitte mindestens eine Sprache auswählen.")},
    )

    def __init__(self, participant: Participant, data: Any = None) -> None:
        initial = {"languages": participant.languages or [participant.membership.language]}
        super().__init__(data, initial=initial)
        codes = dict.fromkeys([*LANGUAGES, *participant.languages])
        self.fields["languages"].choices = [(code, language_name(code)) for code in codes]  # type: ignore[attr-defined]


class MeetingForm(forms.Form):
    form = forms.ChoiceField(
        label=gettext_lazy("Wie sollen die Treffen stattfinden?"), choices=FORMS, widget=ChoiceCards
    )
    place = forms.CharField(
        label=gettext_lazy("Standort"),
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs={"list": "places", "autocomplete": "off"}),
    )

    def __init__(self, participant: Participant, data: Any = None) -> None:
        initial = {"form": participant.form, "place": participant.membership.place}
        super().__init__(data, initial=initial)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("form") == Form.ONSITE and not cleaned.get("place"):
            self.add_error("place", _("Für Treffen vor Ort braucht es den Standort."))
        return cleaned


class RoomForm(forms.Form):
    """For how many tandems at a time a mentor has room."""

    number = forms.TypedChoiceField(
        label=gettext_lazy("Für wie viele Tandems ist gleichzeitig Platz?"),
        choices=ROOM,
        coerce=int,
        widget=ChoiceCards,
    )

    def __init__(self, participant: Participant, data: Any = None) -> None:
        super().__init__(data, initial={"number": participant.capacity})


def _level(label: str, initial: int) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(label=label, choices=LEVELS, coerce=int, initial=initial)


def _topic(participant: Participant, label: str, initial: str = "") -> SkillName:
    widget = forms.TextInput(attrs=offering(participant.membership.organisation))
    return SkillName(label=label, required=False, widget=widget, initial=initial)


def _after_mergers(data: Any, known: Iterable[ParticipantSkill]) -> Any:
    """Return what was posted with the answers about topics that were merged since under what these became."""
    gone = Skill.objects.filter(merged_into__in=[row.skill_id for row in known])
    posted = data.copy()
    for old, new in gone.values_list("pk", "merged_into"):
        if f"skill_{old}" in data:
            posted.setdefault(f"skill_{new}", "on")
            posted.setdefault(f"level_{new}", data.get(f"level_{old}", USUAL_LEVEL))
    return posted
