"""How forms look: the renderer behind `{{ form }}` and the widgets that are more than a plain input."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from django import forms
from django.forms.renderers import TemplatesSetting
from django.utils.translation import gettext_lazy

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


class Renderer(TemplatesSetting):
    """`{{ form }}` is the error summary and all fields, `{{ form.name.as_field_group }}` one field."""

    form_template_name = "components/form.html"
    field_template_name = "components/field.html"


@dataclass(frozen=True)
class Card:
    """A choice with more than a word: use it where Django expects the label of a choice."""

    heading: "str | _StrPromise"
    text: "str | _StrPromise" = ""
    icon: str = ""

    def __str__(self) -> str:
        return str(self.heading)


@dataclass(frozen=True)
class Slot:
    """A time to choose. `label` "10:30" stands on the button, `summary` is the chosen time in full
    ("Donnerstag, 11. Februar 2027, 10:30 bis 11:15 Uhr"), `reason` says why it is among the best."""

    label: str
    summary: str
    reason: str = ""

    def __str__(self) -> str:
        return self.summary


class NumberedOptions:
    """Numbers the options from 1, so that CSS can show what belongs to the chosen one. One such group per form."""

    def optgroups(self, name: str, value: Any, attrs: Any = None) -> list[Any]:
        groups = super().optgroups(name, value, attrs)  # type: ignore[misc]
        for number, option in enumerate((option for _, options, _ in groups for option in options), start=1):
            option["attrs"]["data-n"] = option["number"] = number
        return groups


class ChoiceCards(NumberedOptions, forms.RadioSelect):
    """Radios as cards; labels may be `Card`s."""

    template_name = "components/widgets/choice_cards.html"


class CheckCards(forms.CheckboxSelectMultiple):
    """Check boxes as cards; labels may be `Card`s."""

    template_name = "components/widgets/choice_cards.html"


class Segments(forms.RadioSelect):
    """Two to five short options side by side."""

    template_name = "components/widgets/segments.html"


class Scale(forms.RadioSelect):
    """A scale of up to five buttons; `Card("4", "gut")` puts the word under the number."""

    template_name = "components/widgets/scale.html"


class SlotRadio(NumberedOptions, forms.RadioSelect):
    """Times as radios. Choices are groups: `(date, [(value, Slot)])` for a day, an empty list for a day without
    times, and optionally first `("best", [(value, Slot)])`. `{{ form.slot }}` draws both;
    `{% slot_cards form.slot %}`, `{% slot_days form.slot %}` and `{% chosen_slot form.slot %}` draw the parts.
    """

    template_name = "components/widgets/slots.html"

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        groups = context["widget"]["optgroups"]
        context["best"] = [option for label, options, _ in groups if label == "best" for option in options]
        context["days"] = [(label, options) for label, options, _ in groups if label != "best"]
        return context


class DateInput(forms.DateInput):
    """The browser's own date picker, whatever the language of the page."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class TimeInput(forms.TimeInput):
    """The browser's own time picker, in steps of a quarter of an hour."""

    input_type = "time"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"step": 900, **(attrs or {})}, format="%H:%M")


class LongText(forms.CharField):
    """A text of several lines, of at most ``max_length`` signs.

    The browser lets more be typed: what is too long is answered with a sentence instead of being cut off unseen.
    """

    default_error_messages = {
        "max_length": gettext_lazy("Das sind %(show_value)d Zeichen. Möglich sind %(limit_value)d.")
    }

    def __init__(self, *, rows: int = 4, **kwargs: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": rows}), **kwargs)

    def to_python(self, value: Any) -> str:
        return str(super().to_python(value)).replace("\r\n", "\n").replace("\r", "\n")

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {name: value for name, value in super().widget_attrs(widget).items() if name != "maxlength"}


class Problem(NamedTuple):
    """One error: the same words as at the field, the field's label and the id a link may jump to."""

    message: str
    label: str = ""
    target: str = ""


def problems(*subjects: Any) -> Iterator[Problem]:
    """Every error in forms and formsets, in the order they are shown."""
    for subject in subjects:
        if hasattr(subject, "management_form"):
            yield from (Problem(str(error)) for error in subject.non_form_errors())
            yield from problems(*subject.forms)
            continue
        yield from (Problem(str(error)) for error in subject.non_field_errors())
        for field in subject:
            yield from (Problem(str(error), str(field.label), control_id(field)) for error in field.errors)


def control_id(field: forms.BoundField) -> str:
    """The id a link in the summary may jump to: for radios and check boxes the first of them."""
    if field.is_hidden:
        return ""
    if isinstance(field.field.widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
        return next((option.id_for_label or "" for option in field.subwidgets), "")
    return field.id_for_label
