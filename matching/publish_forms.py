"""HR's form for letting a run's tandems go out."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Organisation
from matching.release_times import MINUTE, RECALL, Hours
from ui import dates
from ui.forms import Card, ChoiceCards, DateInput, TimeInput

NOW, LATER = "now", "later"


class PublishForm(forms.Form):
    """When the mails go out, and whether those without a tandem hear of it."""

    when = forms.ChoiceField(
        label=gettext_lazy("Wann gehen die Mails hinaus?"), widget=ChoiceCards, initial=NOW
    )
    day = forms.DateField(label=gettext_lazy("Tag"), required=False, widget=DateInput)
    time = forms.TimeField(label=gettext_lazy("Uhrzeit"), required=False, widget=TimeInput)
    tell_waiting = forms.BooleanField(
        label=gettext_lazy("Allen schreiben, für die noch kein Tandem feststeht"), required=False
    )

    def __init__(self, house: Organisation, now: datetime, *args: Any, **kwargs: Any) -> None:
        self.hours = Hours.of(house)
        soonest, suggested = self.hours.soonest(now), self.hours.suggested(now)
        chosen = kwargs.pop("initial", {})
        kwargs["initial"] = {"day": suggested.date(), "time": suggested.time()} | chosen
        super().__init__(*args, **kwargs)
        self.fields["when"].choices = [  # type: ignore[attr-defined]
            (NOW, Card(_("So bald wie möglich"), self._soon(soonest, now))),
            (LATER, Card(_("Zu einer Zeit, die ich wähle"), _("Bis dahin lässt sich alles zurückholen."))),
        ]
        self.fields["time"].help_text = _("Zeit in {zone}, an Arbeitstagen zwischen 7 und 20 Uhr").format(
            zone=house.zone
        )
        self.fields["tell_waiting"].help_text = _(
            "Eine freundliche Mail, für alle dieselbe. Warum es noch kein Tandem gibt, steht nicht darin."
        )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("when") == LATER:
            for name in ("day", "time"):
                if not data.get(name) and name not in self.errors:
                    self.add_error(name, _("Bitte ausfüllen oder „So bald wie möglich“ wählen."))
        return data

    @property
    def at(self) -> datetime | None:
        """The time that was chosen, or None for as soon as possible. Ask a valid form."""
        data = self.cleaned_data
        if data["when"] == NOW:
            return None
        return datetime.combine(data["day"], data["time"], tzinfo=self.hours.zone)

    def _soon(self, soonest: datetime, now: datetime) -> str:
        zone: ZoneInfo = self.hours.zone
        if soonest - now < RECALL + MINUTE:
            return _("In zehn Minuten. So lange lässt sich alles zurückholen.")
        return _("Zu Beginn des nächsten Arbeitstags: {day}, {time} Uhr").format(
            day=dates.words(soonest, zone=zone), time=f"{soonest.hour}:{soonest.minute:02}"
        )
