"""Choosing times for all sessions that are left."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from sessions.calendars import rooms
from sessions.forms.booking import PlaceForm, SlotField
from sessions.models import Session, Way
from sessions.times import deviations, objections, zones
from sessions.times.pickers import value_of
from sessions.times.remaining import Remaining
from sessions.times.series import Turn
from sessions.times.slots import Obstacle
from ui import dates


@dataclass(frozen=True)
class Row:
    """A session as the page shows it. ``lost`` says why the time that was chosen cannot be had any more."""

    number: int
    take: forms.BoundField
    slot: forms.BoundField
    reason: str
    lost: str


class SeriesForm(PlaceForm):
    """A time for each session that is left, each of which may be left out, and how the two meet.

    ``lost`` are sentences on sessions whose time was taken meanwhile, by number; ``typed`` is what to keep of that try.
    Cleans to ``times``, the chosen instants by number.
    """

    def __init__(
        self,
        data: Any = None,
        *,
        remaining: Remaining,
        lost: Mapping[int, str] | None = None,
        typed: Any = None,
    ) -> None:
        before = remaining.sessions[-1] if remaining.sessions else None
        room = rooms.in_words(remaining.tandem, by=remaining.viewer)
        super().__init__(data, room=room, initial=_place(before, room, typed))
        self.remaining = remaining
        self.lost, self.typed = dict(lost or {}), typed or {}
        self.turns = [turn for turn in remaining.turns if turn.starts_at]
        for turn in self.turns:
            self._add(turn, typed)

    @property
    def rows(self) -> list[Row]:
        return [
            Row(
                turn.number,
                self[f"take_{turn.number}"],
                self[f"slot_{turn.number}"],
                deviations.sentence(turn, self.remaining),
                self._lost(turn.number),
            )
            for turn in self.turns
        ]

    @property
    def left_over(self) -> list[int]:
        """The numbers for which the rest of the program has no time."""
        return [turn.number for turn in self.remaining.turns if not turn.starts_at]

    @property
    def gone(self) -> list[str]:
        """Why numbers that have no row any more could not be booked."""
        shown = {turn.number for turn in self.turns}
        return [sentence for number, sentence in sorted(self.lost.items()) if number not in shown]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        self._note_booked()
        taken = [turn.number for turn in self.turns if values.get(f"take_{turn.number}")]
        if not taken and not self.lost:
            self.add_error(None, _("Bitte mindestens eine Sitzung ankreuzen."))
        times: dict[int, Any] = {number: values.get(f"slot_{number}") for number in taken}
        for number, start in times.items():
            self._check(number, start)
        if not self.errors and not self.lost:
            self._check_days(times)
        values["times"] = times
        return values

    def _add(self, turn: Turn, typed: Any) -> None:
        number, data = turn.number, self.data if self.is_bound else typed or {}
        sent = SlotField().to_python(data.get(f"slot_{number}"))
        kept = sent if sent and number not in self.lost and self.remaining.fits(number, sent) else None
        times = {turn.starts_at, kept, *turn.others} - {None}
        take, slot = f"take_{number}", f"slot_{number}"
        self.fields[take] = forms.BooleanField(
            label=_("Sitzung {number}").format(number=number),
            required=False,
            initial=take in typed if typed else True,
        )
        self.fields[slot] = SlotField(
            label=_("Zeit für Sitzung {number}").format(number=number),
            choices=[(value_of(start), self._words(start)) for start in sorted(filter(None, times))],
            initial=value_of(kept or turn.starts_at),  # type: ignore[arg-type]  # turns without one have no row
            required=False,
            widget=forms.Select,
        )

    def _lost(self, number: int) -> str:
        """Return which time is lost, and why."""
        if number not in self.lost:
            return ""
        chosen = SlotField().to_python(self.typed.get(f"slot_{number}"))
        return f"{self._words(chosen)}: {self.lost[number]}" if chosen else self.lost[number]

    def _check(self, number: int, start: datetime | None) -> None:
        if start is None:
            self.add_error(f"slot_{number}", _("Bitte eine Zeit aussuchen."))
        elif not self.remaining.fits(number, start):
            remaining, tandem = self.remaining, self.remaining.tandem
            objection = objections.find(
                tandem, start, viewer=remaining.viewer, now=remaining.now, counting=frozenset(Obstacle)
            )
            self.lost[number] = objection or _("Diese Zeit ist nicht mehr frei.")

    def _check_days(self, times: Mapping[int, datetime]) -> None:
        """Sessions are on days of their own: so nobody's limit for a day is passed by the series itself."""
        last = None
        for number, start in times.items():
            day = start.astimezone(self.remaining.zone).date()
            if last and day <= last[1]:
                self.add_error(
                    f"slot_{number}",
                    _("Sitzung {number} soll an einem späteren Tag liegen als Sitzung {before}.").format(
                        number=number, before=last[0]
                    ),
                )
            last = number, day

    def _note_booked(self) -> None:
        """Note what was to be booked here and has a session by now."""
        for session in self.remaining.sessions:
            if f"take_{session.number}" in self.data:
                self.lost[session.number] = _("Sitzung {number} ist inzwischen verabredet.").format(
                    number=session.number
                )

    def _words(self, start: datetime) -> str:
        zone = self.remaining.zone
        span = dates.span(start, start + self.remaining.length, "medium", zone)
        return f"{span} {zones.mark(start, zone)}".strip()


def _place(before: Session | None, room: str, typed: Any) -> dict[str, str]:
    """Return what was typed about how the two meet, else as it was last time."""
    if typed:
        return {name: typed.get(name, "") for name in ("form", "place")}
    return {"form": before.form if before else Way.ONLINE, "place": rooms.as_last_time(before, room)}
