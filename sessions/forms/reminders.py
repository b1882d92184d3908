"""How somebody wants to be reminded, as a form."""

from datetime import time
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sessions.models import Channel, ReminderChoice
from sessions.reminder_times import AWAKE, awake, is_quiet
from ui.forms import Segments, TimeInput

BUNDLE_HOURS = range(5, 13)


class ReminderForm(forms.Form):
    """Cleans to the fields of a ``ReminderChoice``."""

    day_before = forms.ChoiceField(
        label=gettext_lazy("Einen Tag vorher"), choices=Channel.choices, widget=Segments
    )
    hour_before = forms.ChoiceField(
        label=gettext_lazy("Eine Stunde vorher"), choices=Channel.choices, widget=Segments
    )
    quiet_from = forms.TimeField(label=gettext_lazy("Ruhe ab"), widget=TimeInput)
    quiet_until = forms.TimeField(label=gettext_lazy("Ruhe bis"), widget=TimeInput)
    workdays_only = forms.BooleanField(
        label=gettext_lazy("Nur an Arbeitstagen"),
        help_text=gettext_lazy(
            "Was auf ein Wochenende oder einen Feiertag fällt, kommt am letzten Arbeitstag davor."
        ),
        required=False,
    )
    bundle = forms.BooleanField(
        label=gettext_lazy("Eine Mail am Morgen statt einzelner Mails"),
        help_text=gettext_lazy(
            "Sie nennt die Sitzungen bis zum Ende des nächsten Arbeitstags und Rückmeldungen, die noch offen sind. "
            "Erinnerungen einen Tag vorher kommen dann nicht mehr einzeln."
        ),
        required=False,
    )
    bundle_hour = forms.TypedChoiceField(label=gettext_lazy("Uhrzeit dieser Mail"), coerce=int)

    def __init__(self, data: Any = None, *, choice: ReminderChoice) -> None:
        super().__init__(data, initial={name: getattr(choice, name) for name in self.base_fields})
        hours = sorted({*BUNDLE_HOURS, choice.bundle_hour})
        self.fields["bundle_hour"].choices = [(hour, f"{hour}:00") for hour in hours]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if self.errors:
            return values
        quiet = values["quiet_from"], values["quiet_until"]
        if awake(*quiet) < AWAKE:
            self.add_error(
                "quiet_until",
                _("Die Ruhezeit ist zu lang. Wenigstens vier Stunden am Tag müssen frei bleiben."),
            )
        elif values["bundle"] and is_quiet(time(values["bundle_hour"]), *quiet):
            self.add_error("bundle_hour", _("Diese Uhrzeit liegt in der Ruhezeit. Bitte eine andere wählen."))
        return values
