"""Absences, rules and calendars as forms."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts import room_links, states
from accounts.models import Membership
from sessions.calendars import feed_out, feed_states, fetching
from sessions.calendars.fetching import FetchError
from sessions.models import MeetingRules
from ui.forms import DateInput, TimeInput

#: So far ahead an absence may end.
FAR = timedelta(days=3 * 366)
BREATHERS = (0, 5, 10, 15, 30, 45, 60)
NOTICES = range(6)
PER_DAY = range(1, 5)


class AbsenceForm(forms.Form):
    """Cleans to ``begins`` and ``ends``: naive wall times, the second without itself."""

    first = forms.DateField(
        label=gettext_lazy("Erster Tag"),
        widget=DateInput,
        error_messages={"required": gettext_lazy("Bitte einen Tag angeben.")},
    )
    last = forms.DateField(label=gettext_lazy("Letzter Tag"), widget=DateInput, required=False)
    starts = forms.TimeField(label=gettext_lazy("Ab Uhrzeit"), widget=TimeInput, required=False)
    ends = forms.TimeField(label=gettext_lazy("Bis Uhrzeit"), widget=TimeInput, required=False)

    def __init__(self, data: Any = None, *, today: date) -> None:
        super().__init__(data)
        self.today = today

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if self.errors:
            return values
        first = values["first"]
        last = values["last"] or first
        if max(first, last) > self.today + FAR:
            self.add_error("last", _("So weit voraus lässt sich nichts eintragen."))
            return values
        values["begins"] = datetime.combine(first, values["starts"] or time())
        values["ends"] = datetime.combine(last, values["ends"]) if values["ends"] else _midnight_after(last)
        if problem := self._problem(values["begins"], values["ends"]):
            self.add_error(*problem)
        return values

    @property
    def absence(self) -> dict[str, datetime]:
        """The arguments of ``absences.add``."""
        return {name: self.cleaned_data[name] for name in ("begins", "ends")}

    def _problem(self, begins: datetime, ends: datetime) -> tuple[str, str] | None:
        if begins >= ends:
            same_day = begins.date() == ends.date()
            return ("ends" if same_day else "last"), _("Das Ende liegt vor dem Beginn.")
        if ends.date() < self.today:
            return "first", _("Diese Zeit ist schon vorbei.")
        return None


class RulesForm(forms.Form):
    """What a person asks of every session."""

    state = forms.ChoiceField(label=gettext_lazy("Feiertage"), required=False)
    notice = forms.TypedChoiceField(
        label=gettext_lazy("Vorlauf"),
        help_text=gettext_lazy("So weit im Voraus schlagen wir vor. Wochenenden und Feiertage zählen nicht."),
        coerce=int,
    )
    before = forms.TypedChoiceField(label=gettext_lazy("Puffer vor einer Sitzung"), coerce=int)
    after = forms.TypedChoiceField(label=gettext_lazy("Puffer nach einer Sitzung"), coerce=int)
    per_day = forms.TypedChoiceField(
        label=gettext_lazy("Höchstens an einem Tag"), coerce=int, empty_value=None, required=False
    )
    room = forms.CharField(
        label=gettext_lazy("Mein Videoraum"),
        help_text=gettext_lazy("Ein Link, der mit https:// beginnt. Er gilt für neue Sitzungen per Video."),
        max_length=room_links.MOST,
        required=False,
        validators=[room_links.validate],
        widget=forms.URLInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    def __init__(self, data: Any = None, *, person: Membership, rules: MeetingRules) -> None:
        super().__init__(data, initial={name: getattr(rules, name) for name in self.base_fields})
        house = dict(states.CHOICES)[person.organisation.state]
        usual = _("wie im Haus: {state}").format(state=house)
        choices: dict[str, list[tuple[Any, Any]]] = {
            "state": [("", usual), *states.CHOICES],
            "notice": [(days, notice_in_words(days)) for days in NOTICES],
            "before": [(minutes, minutes_in_words(minutes)) for minutes in BREATHERS],
            "after": [(minutes, minutes_in_words(minutes)) for minutes in BREATHERS],
            "per_day": [
                ("", per_day_in_words(None)),
                *((count, per_day_in_words(count)) for count in PER_DAY),
            ],
        }
        for name, values in choices.items():
            self.fields[name].choices = values  # type: ignore[attr-defined]


class FeedForm(forms.Form):
    """The address of a calendar to read."""

    url = forms.CharField(
        label=gettext_lazy("Adresse des Kalenders"),
        help_text=gettext_lazy("Sie beginnt mit https:// oder webcal:// und endet oft auf .ics."),
        max_length=2000,
        widget=forms.URLInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    def clean_url(self) -> str:
        url = self.cleaned_data["url"]
        scheme, separator, rest = url.partition("://")
        if separator and scheme.lower() in {"webcal", "webcals"}:
            url = f"https://{rest}"
        try:
            fetching.checked(url)
        except FetchError as error:
            raise forms.ValidationError(str(feed_states.PROBLEMS[error.problem])) from None
        if feed_out.is_own(url):
            raise forms.ValidationError(
                _(
                    "Das ist eine Adresse von Umento. Ihre Sitzungen kennen wir schon, hier geht es um andere Kalender."
                )
            )
        return url


def notice_in_words(days: int) -> str:
    if not days:
        return _("auch am selben Tag")
    return ngettext("ein Werktag", "{days} Werktage", days).format(days=days)


def minutes_in_words(minutes: int) -> str:
    return _("{minutes} Minuten").format(minutes=minutes) if minutes else _("keiner")


def per_day_in_words(count: int | None) -> str:
    if count is None:
        return _("beliebig viele")
    return ngettext("eine Sitzung", "{count} Sitzungen", count).format(count=count)


def _midnight_after(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), time())
