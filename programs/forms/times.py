"""Weekly times: a grid of twenty parts of a working week to tick, and rows for exact hours."""

from typing import Any

from django import forms
from django.forms.formsets import BaseFormSet, formset_factory
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from programs import times
from programs.times import BLOCKS, PARTS, WORKDAYS, Window
from ui.forms import TimeInput


class WeekGrid(forms.CheckboxSelectMultiple):
    """One row a day, one button a part of the day."""

    template_name = "programs/_week_grid.html"

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        options = [option for _group, options, _index in context["widget"]["optgroups"] for option in options]
        rows = [options[day * len(PARTS) : (day + 1) * len(PARTS)] for day in WORKDAYS]
        context["days"] = [(WEEKDAYS[day], row) for day, row in zip(WORKDAYS, rows, strict=True)]
        context["parts"] = [name for name, _starts, _ends in PARTS]
        return context


class WeekForm(forms.Form):
    blocks = forms.MultipleChoiceField(
        label=gettext_lazy("Wann passt es meistens?"), required=False, widget=WeekGrid
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["blocks"].choices = [(key_of(block), _hours(block)) for block in BLOCKS]  # type: ignore[attr-defined]

    def windows(self) -> list[Window]:
        ticked = set(self.cleaned_data["blocks"])
        return [block for block in BLOCKS if key_of(block) in ticked]


class HoursForm(forms.Form):
    """A row for exact hours; an empty one says nothing."""

    weekday = forms.TypedChoiceField(
        label=gettext_lazy("Tag"),
        coerce=int,
        empty_value=None,
        required=False,
        choices=[("", "–"), *WEEKDAYS.items()],
    )
    starts = forms.TimeField(label=gettext_lazy("von"), required=False, widget=TimeInput)
    ends = forms.TimeField(label=gettext_lazy("bis"), required=False, widget=TimeInput)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.errors:
            return cleaned
        weekday, starts, ends = (cleaned[name] for name in ("weekday", "starts", "ends"))
        if (weekday, starts, ends) == (None, None, None):
            return cleaned
        if None in {weekday, starts, ends}:
            raise forms.ValidationError(_("Bitte Tag, Beginn und Ende angeben oder die Zeile leeren."))
        if starts >= ends:
            self.add_error("ends", _("Das Ende liegt vor dem Beginn."))
        if starts.minute % times.QUARTER or ends.minute % times.QUARTER:
            raise forms.ValidationError(_("Bitte volle Viertelstunden angeben, etwa 9:15."))
        return cleaned

    def window(self) -> Window | None:
        data = self.cleaned_data
        if data.get("weekday") is None:
            return None
        starts, ends = (data[name].hour * 60 + data[name].minute for name in ("starts", "ends"))
        return Window(data["weekday"], starts, ends)


HoursFormSet = formset_factory(HoursForm, extra=2, max_num=14, absolute_max=20)


class TimesForm:
    """The grid and the rows as one: ``is_valid`` and ``windows`` like a form."""

    def __init__(self, windows: list[Window], data: Any = None) -> None:
        blocks, hours = times.taken_apart(windows)
        self.week = WeekForm(data, initial={"blocks": [key_of(block) for block in blocks]})
        self.hours: BaseFormSet = HoursFormSet(
            data,
            prefix="hours",
            initial=[_row(window) for window in hours],
            form_kwargs={"use_required_attribute": False},
        )

    @property
    def errors(self) -> bool:
        return bool(self.week.errors) or any(self.hours.errors) or bool(self.hours.non_form_errors())

    def is_valid(self) -> bool:
        """Return whether there are enough times; the sentence stands at the grid otherwise."""
        if not (self.week.is_valid() and self.hours.is_valid()):
            return False
        if len(self.windows()) < times.FEWEST:
            self.week.add_error(
                "blocks", _("Bitte mindestens zwei Zeiten angeben, sonst findet sich kaum ein Tandem.")
            )
            return False
        return True

    def windows(self) -> list[Window]:
        rows = (form.window() for form in self.hours.forms)
        return self.week.windows() + [window for window in rows if window]


def key_of(block: Window) -> str:
    return f"{block.weekday}-{block.starts // 60}"


def _hours(window: Window) -> str:
    return f"{window.starts // 60}–{window.ends // 60}"


def _row(window: Window) -> dict[str, Any]:
    return {"weekday": window.weekday, "starts": _clock(window.starts), "ends": _clock(window.ends)}


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"
