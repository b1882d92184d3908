"""Choosing a time: one of those offered, or one's own."""

from datetime import UTC, date, datetime, time
from functools import cached_property
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sessions.models import Session, Way
from sessions.times import objections
from sessions.times.pickers import Picker
from sessions.times.slots import instants
from ui import dates
from ui.forms import DateInput, Segments, SlotRadio, TimeInput
from ui.templatetags.icons import icon

ICONS = {Way.ONLINE: "video", Way.ONSITE: "map-pin", Way.PHONE: "phone"}


class SlotField(forms.ChoiceField):
    """Takes any instant: a time that is no longer offered is not a mistake, booking says that it is taken.

    Cleans to an aware datetime in UTC, or to None.
    """

    widget = SlotRadio

    def to_python(self, value: Any) -> Any:
        try:
            start = datetime.fromisoformat(value or "")
        except ValueError:
            return None
        return start.astimezone(UTC) if start.tzinfo and _is_near(start) else None

    def validate(self, value: Any) -> None:
        """Nothing is required here: the form asks for one of its two ways."""


class TimeForm(forms.Form):
    """A time. Cleans to ``starts_at``, an instant."""

    slot = SlotField(label=gettext_lazy("Zeit"), required=False)
    own_date = forms.DateField(
        label=gettext_lazy("Tag"),
        widget=DateInput,
        error_messages={"required": gettext_lazy("Bitte einen Tag angeben.")},
    )
    own_time = forms.TimeField(
        label=gettext_lazy("Uhrzeit"),
        widget=TimeInput,
        error_messages={"required": gettext_lazy("Bitte eine Uhrzeit angeben.")},
    )

    def __init__(self, data: Any = None, *, picker: Picker, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.picker = picker
        # Drawn by hand, for speed; the field knows the values so that an error can point at the first of them.
        cast(SlotField, self.fields["slot"]).choices = lambda: [
            (time.value, time.clock) for time in picker.all
        ]
        for name in ("own_date", "own_time"):
            self.fields[name].required = self.is_own or not self.is_bound

    @cached_property
    def chosen(self) -> str:
        """The value of the radio to be checked: the one that was sent or followed here, else the first."""
        sent = str(self.data.get("slot") or self.initial.get("slot", ""))
        values = [time.value for time in self.picker.all]
        return sent if sent in values else next(iter(values), "")

    @property
    def is_own(self) -> bool:
        """Whether the button beside one's own time was pressed."""
        return "own" in self.data

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if self.errors:
            return values
        values["starts_at"] = (
            self._own(values["own_date"], values["own_time"]) if self.is_own else values["slot"]
        )
        if not values["starts_at"] and not self.errors:
            self.add_error("slot", _("Bitte eine Zeit aussuchen."))
        if values["starts_at"] and (objection := self._objection(values["starts_at"])):
            self.add_error(
                "own_time" if self.is_own else "slot", ValidationError(objection, code="objection")
            )
        return values

    @property
    def lost(self) -> str:
        """Why a time that was offered does not suit any more, or ""."""
        errors = self.errors.get("slot")
        found = errors.as_data() if errors else []
        return next((str(error.message) for error in found if error.code == "objection"), "")

    def _objection(self, starts_at: datetime) -> str:
        """Return why this time does not suit, or "". A time of their own the two have talked about before."""
        picker, counting = self.picker, objections.FIRM if self.is_own else objections.OFFERED
        if starts_at <= picker.now:
            return ""  # booking says so
        return objections.find(
            picker.tandem,
            starts_at,
            viewer=picker.viewer,
            now=picker.now,
            counting=counting,
            moving=picker.moving,
        )

    def _own(self, day: date, clock: time) -> datetime | None:
        """Return the instant at which clocks here show this; add an error when there is none, or two."""
        if not _is_near(day):
            self.add_error("own_date", _("Bitte einen Tag angeben, der im Programm liegt."))
            return None
        found = instants(datetime.combine(day, clock), self.picker.zone)
        if len(found) == 1:
            return found[0]
        sentence = (
            _(
                "Diese Uhrzeit gibt es am {day} zweimal, weil die Uhren umgestellt werden. Bitte eine andere angeben."
            )
            if found
            else _(
                "Diese Uhrzeit gibt es am {day} nicht, weil die Uhren umgestellt werden. Bitte eine andere angeben."
            )
        )
        self.add_error("own_time", sentence.format(day=dates.words(day, "day")))
        return None


class BookForm(TimeForm):
    """A time for the next session, and how the two meet."""

    number = forms.IntegerField(widget=forms.HiddenInput, required=False)
    form = forms.ChoiceField(choices=Way.choices, widget=Segments, required=False)
    place = forms.CharField(
        label=gettext_lazy("Raum, Nummer oder Link"),
        max_length=Session._meta.get_field("place").max_length,
        required=False,
    )
    note = forms.CharField(
        label=gettext_lazy("Kurze Nachricht"),
        max_length=Session._meta.get_field("note").max_length,
        required=False,
        widget=forms.Textarea({"rows": 2}),
    )

    def __init__(
        self, data: Any = None, *, picker: Picker, partner: str, before: Session | None, **kwargs: Any
    ) -> None:
        super().__init__(data, picker=picker, **kwargs)
        self.before = before
        self.fields["form"].label = _("Wie findet das Treffen statt?")
        self.fields["form"].choices = segments()  # type: ignore[attr-defined]
        self.fields["form"].initial = before.form if before else Way.ONLINE
        self.fields["place"].initial = before.place if before else ""
        self.fields["number"].initial = lambda: picker.offers.number
        self.fields["note"].label = _("Nachricht an {name}").format(name=partner)

    def clean_form(self) -> str:
        """What was not asked (on the tandem's page) is as it was last time."""
        return self.cleaned_data["form"] or str(self.fields["form"].initial)

    def clean_place(self) -> str:
        asked = "place" in self.data
        return self.cleaned_data["place"] if asked else str(self.fields["place"].initial)

    @property
    def booking(self) -> dict[str, Any]:
        """The arguments of ``booking.book``."""
        return {name: self.cleaned_data[name] for name in ("starts_at", "form", "place", "note", "number")}


class PlaceForm(forms.Form):
    """Where and how a session is held."""

    form = forms.ChoiceField(label=gettext_lazy("Wie findet das Treffen statt?"), widget=Segments)
    place = forms.CharField(
        label=gettext_lazy("Raum, Nummer oder Link"),
        max_length=Session._meta.get_field("place").max_length,
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["form"].choices = segments()  # type: ignore[attr-defined]


class MoveForm(TimeForm):
    """A new time for a session. ``revision`` is the one that was looked at."""

    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)


class CancelForm(forms.Form):
    """Cancel, and either look for a new time at once or let the session drop."""

    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)
    then = forms.ChoiceField(choices=[("plan", "plan"), ("drop", "drop")], required=False)


def _is_near(day: date) -> bool:
    """Return whether a day is of our time; the calendar's ends overflow."""
    return 2000 <= day.year < 2200


def segments() -> list[tuple[str, SafeString]]:
    """Return the ways to meet as choices with an icon each."""
    words = {Way.ONLINE: _("Video"), Way.ONSITE: _("Vor Ort"), Way.PHONE: _("Telefon")}
    return [(way.value, format_html("{}{}", icon(ICONS[way]), words[way])) for way in Way]
