"""Choosing a time: one of those offered, or one's own."""

import re
from datetime import UTC, date, datetime, time
from functools import cached_property
from typing import Any, cast

from django import forms
from django.utils.functional import lazy
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import room_links
from sessions import refusals
from sessions.calendars import rooms
from sessions.errors import BookingError, SlotTaken
from sessions.models import Session, Way
from sessions.times import objections
from sessions.times.pickers import Picker
from sessions.times.slots import instants
from ui import dates
from ui.forms import DateInput, Segments, SlotRadio, TimeInput
from ui.templatetags.icons import icon

#: What is meant as a link, good or bad.
LINK = re.compile(r"[a-z][a-z0-9+.-]*://|(javascript|data|vbscript):", re.IGNORECASE)
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
    """A time. Cleans to ``starts_at``, an instant. One's own is not for booking but for asking the other one.

    ``replaces`` is the name of the open request that was on the page.
    """

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
    replaces = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, *, picker: Picker, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.picker = picker
        #: Set by validation when somebody was faster, or when a time that was offered does not suit any more.
        self.taken: SlotTaken | None = None
        # Drawn by hand, for speed; the field knows the values so that an error can point at the first of them.
        cast(SlotField, self.fields["slot"]).choices = lambda: [
            (time.value, time.clock) for time in picker.all
        ]
        for name in ("own_date", "own_time"):
            self.fields[name].required = self.is_own or not self.is_bound
        self.fields["replaces"].initial = lambda: picker.replaced.public_id if picker.replaced else ""

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
        if values["starts_at"] and not self.is_own:
            self._refuse(values["starts_at"])
        return values

    def _refuse(self, starts_at: datetime) -> None:
        """Say what stands against a time that was offered. Whether it is taken costs one query and is asked first."""
        picker = self.picker
        try:
            refusals.refuse_time(picker.tandem, starts_at, picker.viewer, besides=picker.moving)
        except SlotTaken as taken:
            self._lose(taken)
        except BookingError as error:
            self.add_error(None, str(error))
        else:
            objection = objections.find(
                picker.tandem, starts_at, viewer=picker.viewer, now=picker.now, moving=picker.moving
            )
            if objection:
                self._lose(SlotTaken(objection))

    def _lose(self, taken: SlotTaken) -> None:
        self.taken = taken
        self.add_error("slot", str(taken))

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


class PlaceField(forms.CharField):
    """A room, a number, or a link, which has to be a good one."""

    def __init__(self, **kwargs: Any) -> None:
        place = Session._meta.get_field("place")
        label = gettext_lazy("Raum, Nummer oder Link")
        super().__init__(label=label, max_length=place.max_length, required=False, **kwargs)

    def validate(self, value: Any) -> None:
        super().validate(value)
        if LINK.match(value):
            room_links.validate(value)


class BookForm(TimeForm):
    """A time for the next session, and how the two meet."""

    number = forms.IntegerField(widget=forms.HiddenInput, required=False)
    form = forms.ChoiceField(choices=Way.choices, widget=Segments, required=False)
    place = PlaceField()
    note = forms.CharField(
        label=gettext_lazy("Kurze Nachricht"),
        max_length=Session._meta.get_field("note").max_length,
        required=False,
        widget=forms.Textarea({"rows": 2}),
    )

    def __init__(self, data: Any = None, *, picker: Picker, partner: str, **kwargs: Any) -> None:
        super().__init__(data, picker=picker, **kwargs)
        self.fields["form"].label = _("Wie findet das Treffen statt?")
        self.fields["form"].choices = segments()  # type: ignore[attr-defined]
        self.fields["form"].initial = lambda: self.before.form if self.before else Way.ONLINE
        self.fields["place"].help_text = lazy(lambda: escape(self._room), str)()
        self.fields["place"].initial = lambda: rooms.as_last_time(self.before, self._room)
        self.fields["number"].initial = lambda: picker.offers.number
        self.fields["note"].label = _("Nachricht an {name}").format(name=partner)

    # The three below are only read where they are shown or needed: many forms end in a refusal.

    @property
    def before(self) -> Session | None:
        """The tandem's last session, whose place the next one may share."""
        return self.picker.sessions[-1] if self.picker.sessions else None

    @cached_property
    def _room(self) -> str:
        return rooms.in_words(self.picker.tandem, by=self.picker.viewer)

    def _proposed(self, name: str) -> str:
        return str(self.get_initial_for_field(self.fields[name], name))

    def clean_form(self) -> str:
        """What was not asked (on the tandem's page) is as it was last time."""
        return self.cleaned_data["form"] or self._proposed("form")

    def clean_place(self) -> str:
        asked = "place" in self.data
        return self.cleaned_data["place"] if asked else self._proposed("place")

    @property
    def booking(self) -> dict[str, Any]:
        """The arguments of ``booking.book``."""
        return {name: self.cleaned_data[name] for name in ("starts_at", "form", "place", "note", "number")}

    @property
    def asking(self) -> dict[str, Any]:
        """The arguments of ``requests.ask``."""
        return {**self.booking, "replaces": self.cleaned_data["replaces"]}


class PlaceForm(forms.Form):
    """Where and how a session is held."""

    form = forms.ChoiceField(label=gettext_lazy("Wie findet das Treffen statt?"), widget=Segments)
    place = PlaceField()

    def __init__(self, data: Any = None, *, room: str, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields["place"].help_text = escape(room)
        self.fields["form"].choices = segments()  # type: ignore[attr-defined]


class MoveForm(TimeForm):
    """A new time for a session. ``revision`` is the one that was looked at."""

    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)

    @property
    def asking(self) -> dict[str, Any]:
        """The arguments of ``requests.ask``."""
        values = {name: self.cleaned_data[name] for name in ("starts_at", "revision", "replaces")}
        return {**values, "session": self.picker.moving}


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
