"""The form for our own working hours: one line a day, as one would write it down."""

import re
from itertools import pairwise
from typing import Any

from django import forms
from django.core.validators import URLValidator
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from website import times
from website.hours import Week

Windows = list[tuple[int, int]]

WINDOW = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?\s*(?:-|–|bis|to)\s*(\d{1,2})(?:[:.](\d{2}))?")
END_OF_DAY = 24 * 60


class WindowsField(forms.CharField):
    """Hours of a day, "9:00–12:00, 13:00–17:00"; cleans to minutes after midnight. Empty means none."""

    def clean(self, value: Any) -> Windows:
        parts = [part.strip() for part in re.split(r"[,;]", self.to_python(value) or "")]
        windows = sorted(_window(part) for part in parts if part)
        if any(before[1] > after[0] for before, after in pairwise(windows)):
            raise forms.ValidationError(_("Diese Zeiten überschneiden sich."))
        return windows

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, list):
            return ", ".join(f"{_clock(starts)}–{_clock(ends)}" for starts, ends in value)
        return value


class HoursForm(forms.Form):
    use_required_attribute = False

    room = forms.URLField(
        label=gettext_lazy("Ihr Videoraum"),
        help_text=gettext_lazy(
            "Dieser Link steht in der Bestätigung. Ohne ihn schicken Sie den Link selbst."
        ),
        required=False,
        max_length=300,
        assume_scheme="https",
        validators=[URLValidator(schemes=["https"])],
    )

    def __init__(self, data: Any = None, *, week: Week, room: str) -> None:
        super().__init__(data, initial={"room": room})
        for weekday, name in WEEKDAYS.items():
            self.fields[f"day_{weekday}"] = WindowsField(label=name, initial=list(week.get(weekday, [])))

    @property
    def days(self) -> list[forms.BoundField]:
        return [self[f"day_{weekday}"] for weekday in WEEKDAYS]

    @property
    def week(self) -> Week:
        return {weekday: self.cleaned_data[f"day_{weekday}"] for weekday in WEEKDAYS}


def _window(text: str) -> tuple[int, int]:
    found = WINDOW.fullmatch(text)
    if not found:
        raise forms.ValidationError(_("Bitte so schreiben: 9:00–12:00, 13:00–17:00."))
    hour, minute, last_hour, last_minute = (int(part or 0) for part in found.groups())
    starts, ends = hour * 60 + minute, last_hour * 60 + last_minute
    if max(minute, last_minute) > 59 or ends > END_OF_DAY:
        raise forms.ValidationError(_("Eine dieser Uhrzeiten gibt es nicht."))
    if ends < starts:
        raise forms.ValidationError(_("Das Ende liegt vor dem Beginn."))
    if ends - starts < times.MINUTES:
        raise forms.ValidationError(
            _("Eine Demo dauert 30 Minuten. So lange sollte jede Zeit mindestens sein.")
        )
    return starts, ends


def _clock(minutes: int) -> str:
    return f"{minutes // 60}:{minutes % 60:02}"
