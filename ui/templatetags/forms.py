"""{% load forms %}: {% error_summary form %}, {% field form.name %}, {% control form.name %}, slot pickers."""

from typing import Any

from django import forms as django_forms
from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import ngettext

from ui.forms import problems

register = template.Library()

UNSTYLED = (django_forms.CheckboxInput, django_forms.RadioSelect, django_forms.CheckboxSelectMultiple)


@register.inclusion_tag("components/error_summary.html")
def error_summary(*subjects: Any) -> dict[str, Any]:
    """All errors of the given forms and formsets on top of the page, as links to the controls."""
    found = list(problems(*(subject for subject in subjects if subject and subject.is_bound)))
    heading = ngettext("Bitte eine Angabe prüfen", "Bitte %(number)s Angaben prüfen", len(found))
    return {"problems": found, "heading": heading % {"number": len(found)}}


@register.simple_tag
def control(field: django_forms.BoundField, css: str = "", placeholder: bool = True) -> SafeString:
    """The bare control of a field with our classes; label, hint and error are the caller's."""
    attrs: dict[str, Any] = {} if placeholder else {"placeholder": False}
    if not isinstance(field.field.widget, UNSTYLED):
        attrs["class"] = " ".join(
            name for name in ("input", css, field.field.widget.attrs.get("class", "")) if name
        )
    return field.as_widget(attrs=attrs)


@register.inclusion_tag("components/field.html")
def field(field: django_forms.BoundField, label: str = "", hide_label: bool = False) -> dict[str, Any]:
    """A whole field like `field.as_field_group`; a label that only repeats the heading of the page may be hidden."""
    return {"field": field, "label": label or field.label, "hide_label": hide_label}


@register.filter
def is_checkbox(field: django_forms.BoundField) -> bool:
    return isinstance(field.field.widget, django_forms.CheckboxInput)


@register.filter
def is_optional(field: django_forms.BoundField) -> bool:
    """Worth marking as "(freiwillig)": a check box may always stay empty and needs no mark."""
    boxes = django_forms.CheckboxInput | django_forms.CheckboxSelectMultiple
    return not field.field.required and not isinstance(field.field.widget, boxes)


@register.simple_tag
def slot_cards(field: django_forms.BoundField) -> str:
    return slot_part(field, "components/slot_cards.html")


@register.simple_tag
def slot_days(field: django_forms.BoundField) -> str:
    return slot_part(field, "components/slot_days.html")


@register.simple_tag
def chosen_slot(field: django_forms.BoundField) -> str:
    """The chosen time in words; CSS shows the one that belongs to the checked radio."""
    return slot_part(field, "components/chosen_slot.html")


def slot_part(field: django_forms.BoundField, template_name: str) -> str:
    attrs: dict[str, str | bool] = {"id": field.auto_id} if field.auto_id else {}
    widget = field.field.widget
    context = widget.get_context(field.html_name, field.value(), field.build_widget_attrs(attrs, widget))
    return render_to_string(template_name, context)
