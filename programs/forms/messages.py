"""HR's forms for the words of a mail and for messages of its own."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.models import Language
from programs import message_log, placeholders
from programs.messages import PURPOSES
from programs.models import BODY_LENGTH, SUBJECT_LENGTH, Group, Program
from programs.own_messages import Draft
from programs.wording import EDITABLE, Text
from ui.forms import Card, ChoiceCards, DateInput, LongText, Segments, TimeInput

NOW, LATER = "now", "later"


class LogFilter(forms.Form):
    """Which kind of mail the log shows. What is none of them counts as not given."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Art der Mail"),
        required=False,
        choices=[
            ("", gettext_lazy("alle Mails")),
            *((kind, PURPOSES[kind].name) for kind in message_log.LOGGED),
        ],
    )

    @property
    def wanted(self) -> str:
        return self.cleaned_data["kind"] if self.is_valid() else ""


def _subject(**kwargs: Any) -> forms.CharField:
    return forms.CharField(label=gettext_lazy("Betreff"), max_length=SUBJECT_LENGTH, **kwargs)


def _body(**kwargs: Any) -> LongText:
    return LongText(label=gettext_lazy("Text"), max_length=BODY_LENGTH, rows=12, **kwargs)


def checked(text: str, keys: tuple[str, ...], language: str) -> str:
    """Return the text; raise ValidationError with a sentence for each placeholder that does not exist."""
    found = list(placeholders.problems(text, keys, language))
    if found:
        raise ValidationError(found)
    return text


def _people(number: int) -> str:
    return ngettext("{number} Person", "{number} Personen", number).format(number=number)


def one_line(text: str) -> str:
    return " ".join(text.split())


class MessageTextForm(forms.Form):
    """The words of one mail in one form. ``seen`` says which text the person had before their eyes."""

    subject = _subject()
    body = _body(help_text=gettext_lazy("Eine leere Zeile beginnt einen neuen Absatz."))
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, kind: str, language: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.keys, self.language = EDITABLE[kind], language

    def clean_subject(self) -> str:
        return checked(one_line(self.cleaned_data["subject"]), self.keys, self.language)

    def clean_body(self) -> str:
        return checked(self.cleaned_data["body"], self.keys, self.language)

    @property
    def text(self) -> Text:
        return Text(self.cleaned_data["subject"], self.cleaned_data["body"])


class OwnMessageForm(forms.Form):
    """A message to a group: in the house's language always, in the other one if HR likes."""

    group = forms.ChoiceField(label=gettext_lazy("An wen?"), choices=Group, widget=ChoiceCards)
    subject_de = _subject(required=False)
    body_de = _body(required=False)
    subject_en = _subject(required=False)
    body_en = _body(required=False)
    when = forms.ChoiceField(
        label=gettext_lazy("Wann?"),
        choices=[(NOW, gettext_lazy("sofort")), (LATER, gettext_lazy("zu einer Zeit"))],
        widget=Segments,
        initial=NOW,
    )
    day = forms.DateField(label=gettext_lazy("Tag"), required=False, widget=DateInput)
    time = forms.TimeField(label=gettext_lazy("Uhrzeit"), required=False, widget=TimeInput)

    def __init__(self, program: Program, sizes: dict[Group, int], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.house = program.organisation
        choices = [(group.value, Card(group.label, _people(number))) for group, number in sizes.items()]
        self.fields["group"].choices = choices  # type: ignore[attr-defined]
        for part in ("subject", "body"):
            self.fields[f"{part}_{self.house.language}"].required = True
        self.fields["time"].help_text = _("Zeit in {zone}").format(zone=self.house.zone)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        for language in Language.values:
            self._check(language)
        if data.get("when") == LATER:
            for name in ("day", "time"):
                if not data.get(name) and name not in self.errors:
                    self.add_error(name, _("Bitte ausfüllen oder „sofort“ wählen."))
        return data

    @property
    def languages(self) -> list[tuple[str, bool, Any, Any]]:
        """Return each language with whether it is the house's, its subject and its text; the house's first."""
        codes = sorted(Language.values, key=lambda code: code != self.house.language)
        return [
            (code, code == self.house.language, self[f"subject_{code}"], self[f"body_{code}"])
            for code in codes
        ]

    def draft(self) -> Draft:
        """Return what was typed. Call it on a valid form."""
        data = self.cleaned_data
        german, english = (Text(data[f"subject_{code}"], data[f"body_{code}"]) for code in ("de", "en"))
        return Draft(Group(data["group"]), german, english, self._send_at())

    def _send_at(self) -> datetime | None:
        data = self.cleaned_data
        if data["when"] == NOW:
            return None
        return datetime.combine(data["day"], data["time"], tzinfo=ZoneInfo(self.house.zone))

    def _check(self, language: str) -> None:
        """Look for placeholders; want both parts or none."""
        names = (f"subject_{language}", f"body_{language}")
        typed = {name: self.cleaned_data.get(name, "") for name in names}
        typed[names[0]] = self.cleaned_data[names[0]] = one_line(typed[names[0]])
        for name, text in typed.items():
            if any(typed.values()) and not text and name not in self.errors:
                self.add_error(name, _("Bitte ausfüllen."))
            try:
                checked(text, placeholders.COMMON, language)
            except ValidationError as error:
                self.add_error(name, error)
