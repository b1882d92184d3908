"""Forms of an organisation's settings, one for each group. They clean and say no; the verbs act."""

from typing import Any, NamedTuple

from django import forms
from django.conf import settings
from django.core.validators import MaxValueValidator
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from accounts import retention, room_links, states, word_classes, words
from accounts.forms import zones
from accounts.models import Address, GenderForm, Language, Organisation, Rooms
from accounts.organisations import SMALLEST_GROUP
from accounts.word_examples import Reach, reach
from ui.forms import Card, ChoiceCards, Segments

LARGEST_GROUP = 50
LONGEST_WORD = 30
ROOM_CARDS = {
    Rooms.NONE: Card(Rooms.NONE.label, _("Wer verabredet, trägt den Ort ein."), "users"),
    Rooms.LINK: Card(
        Rooms.LINK.label, _("Ein fester Raum in Ihrem System, für alle Tandems derselbe."), "link"
    ),
    Rooms.JITSI: Card(
        Rooms.JITSI.label, _("Entsteht beim Verabreden und hat einen geheimen Namen."), "video"
    ),
}


class SettingsForm(forms.Form):
    """One group: begins with what holds, and ``values`` are the settings to change."""

    def __init__(self, data: Any = None, files: Any = None, *, organisation: Organisation) -> None:
        initial = {name: getattr(organisation, name, None) for name in self.base_fields}
        super().__init__(data, files, initial=initial)
        self.organisation = organisation

    @property
    def values(self) -> dict[str, Any]:
        return self.cleaned_data


def _word_field(label: str, initial: str) -> forms.CharField:
    return forms.CharField(
        label=label,
        initial=initial,
        max_length=LONGEST_WORD,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class WordRow(NamedTuple):
    """Our word for a thing, the fields for one and many of the house's own, and how far the saved one reaches."""

    usual: str
    one: forms.BoundField
    many: forms.BoundField
    reach: Reach


class LanguageForm(SettingsForm):
    """How the house speaks: Du or Sie, language, form of gender, and its own words."""

    address = forms.ChoiceField(
        label=_("Wie sprechen Sie sich im Haus an?"),
        help_text=_("So sprechen die Seiten und Mails für Teilnehmende."),
        choices=Address.choices,
        widget=Segments,
    )
    language = forms.ChoiceField(
        label=_("Sprache"),
        help_text=_("Für neue Personen. Jede und jeder kann für sich eine andere wählen."),
        choices=Language.choices,
        widget=Segments,
    )
    gender_form = forms.ChoiceField(
        label=_("Wie schreiben Sie von allen zusammen?"),
        help_text=_(
            "Wer Mentoring gibt, kann für sich selbst Mentorin, Mentor oder Mentoring-Person wählen."
        ),
        choices=GenderForm.choices,
        widget=ChoiceCards,
    )

    def __init__(self, data: Any = None, files: Any = None, *, organisation: Organisation) -> None:
        super().__init__(data, files, organisation=organisation)
        for language in Language.values:
            usual, own = words.usual(organisation, language), organisation.words.get(language, {})
            for one, many in words.PAIRS:
                word = getattr(usual, one)
                for name, label in (
                    (one, gettext("{word}, Einzahl").format(word=word)),
                    (many, gettext("{word}, Mehrzahl").format(word=word)),
                ):
                    self.fields[f"{language}_{name}"] = _word_field(label, own.get(name, ""))

    @property
    def word_groups(self) -> list[tuple[str, str, list[WordRow]]]:
        """For each language its code, its name, and a row for each thing."""
        return [(str(code), str(name), self._rows(str(code))) for code, name in Language.choices]

    def _rows(self, language: str) -> list[WordRow]:
        usual = words.usual(self.organisation, language)
        return [
            WordRow(
                usual=getattr(usual, one),
                one=self[f"{language}_{one}"],
                many=self[f"{language}_{many}"],
                reach=reach(self.organisation, language, one),
            )
            for one, many in words.PAIRS
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for language in Language.values:
            for one, many in words.PAIRS:
                self._check_pair(f"{language}_{one}", f"{language}_{many}")
        return cleaned

    def _check_pair(self, one: str, many: str) -> None:
        for name in (one, many):
            word = self.cleaned_data.get(name, "")
            if word and not word_classes.SAFE.match(word):
                self.add_error(
                    name, gettext("Ein Wort aus Buchstaben, ohne spitze Klammern und Zeichen wie &.")
                )
        filled = {name for name in (one, many) if self.data.get(name, "").strip()}
        if len(filled) == 1:
            missing = many if one in filled else one
            self.add_error(missing, gettext("Bitte Einzahl und Mehrzahl angeben, oder beide leer lassen."))

    @property
    def values(self) -> dict[str, Any]:
        plain = {name: self.cleaned_data[name] for name in ("address", "language", "gender_form")}
        return plain | {
            "words": {language: found for language in Language.values if (found := self._own(language))}
        }

    def _own(self, language: str) -> dict[str, str]:
        typed = {name: self.cleaned_data[f"{language}_{name}"] for name in words.NAMES}
        return {name: word for name, word in typed.items() if word}


class CalendarForm(SettingsForm):
    """Zone, holidays, and where video calls take place."""

    zone = forms.ChoiceField(
        label=_("Zeitzone"),
        help_text=_("Für neue Personen und für Zeiten in Berichten."),
        choices=zones,
    )
    state = forms.ChoiceField(
        label=_("Feiertage"),
        help_text=_("An Feiertagen schlagen wir keine Zeiten vor. Wer anderswo arbeitet, wählt für sich."),
        choices=states.CHOICES,
    )
    rooms = forms.ChoiceField(
        label=_("Videoraum"),
        help_text=_("Für Sitzungen per Video, bei denen die beiden keinen eigenen Raum haben."),
        widget=ChoiceCards,
    )
    room_link = forms.CharField(
        label=_("Link des Videoraums"),
        help_text=_("Nur für „Ein Link des Hauses“. Er beginnt mit https://."),
        max_length=room_links.MOST,
        required=False,
        validators=[room_links.validate],
        widget=forms.URLInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    def __init__(self, data: Any = None, files: Any = None, *, organisation: Organisation) -> None:
        super().__init__(data, files, organisation=organisation)
        choices = [
            (kind, card) for kind, card in ROOM_CARDS.items() if kind != Rooms.JITSI or settings.JITSI_URL
        ]
        self.fields["rooms"].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        has_link = cleaned.get("room_link") or "room_link" in self.errors
        if cleaned.get("rooms") == Rooms.LINK and not has_link:
            self.add_error(
                "room_link", gettext("Bitte den Link angeben, unter dem Ihr Videoraum zu finden ist.")
            )
        return cleaned


def _days(number: int) -> str:
    return ngettext("{number} Tag", "{number} Tage", number).format(number=number)


def _months(number: int) -> str:
    return ngettext("{number} Monat", "{number} Monate", number).format(number=number)


class PrivacyForm(SettingsForm):
    """The smallest group in reports, and how long things are kept."""

    smallest_group = forms.IntegerField(
        label=_("Kleinste Gruppe in Berichten"),
        help_text=_("Zahlen über weniger Personen bleiben verborgen. Der Wert kann höher sein als sieben."),
        validators=[MaxValueValidator(LARGEST_GROUP)],
        widget=forms.NumberInput(attrs={"min": SMALLEST_GROUP, "max": LARGEST_GROUP}),
    )
    upload_days = forms.TypedChoiceField(
        label=_("Zeilen aus Listen, die nicht übernommen wurden"),
        help_text=_("Gezählt ab der Übernahme der Liste."),
        coerce=int,
        choices=lambda: [(number, _days(number)) for number in retention.UPLOAD_DAYS],
    )
    mail_days = forms.TypedChoiceField(
        label=_("Texte von Mails"),
        help_text=_(
            "Danach bleiben Art, Betreff, Empfänger und Zeitpunkt, damit nichts doppelt verschickt wird."
        ),
        coerce=int,
        choices=lambda: [(number, _days(number)) for number in retention.MAIL_DAYS],
    )
    audit_months = forms.TypedChoiceField(
        label=_("Protokoll"),
        help_text=_("Ältere Zeilen werden gelöscht. Vorher lässt sich das Protokoll als Datei sichern."),
        coerce=int,
        choices=lambda: [(number, _months(number)) for number in retention.AUDIT_MONTHS],
    )
    program_months = forms.TypedChoiceField(
        label=_("Persönliche Inhalte beendeter Programme"),
        help_text=_(
            "Gezählt ab dem Abschluss. Zwei Wochen vorher steht es unter „Das steht an“. Ziel, Verlauf und Bericht"
            " bleiben, Namen nicht."
        ),
        coerce=int,
        choices=lambda: [(number, _months(number)) for number in retention.PROGRAM_MONTHS],
    )
