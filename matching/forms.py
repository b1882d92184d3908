"""The filters of the review screen. They work in the database: only a page of pairs is ever built."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from matching.figures import Figures
from matching.querysets import ProposalQuerySet
from ui.forms import Segments

SORTS = [("check", _("Auffällige zuerst")), ("fit", _("Höchste Passung")), ("name", _("Name"))]
STATES = {
    "all": _("Alle"),
    "check": _("Zu prüfen"),
    "locked": _("Fixiert"),
    "new": _("Neu"),
    "excluded": _("Ausgeschlossen"),
}


class FilterForm(forms.Form):
    """Which pairs to show, and in which order. Whatever is wrong in it counts as not given."""

    show = forms.ChoiceField(label=_("Status"), required=False, widget=Segments)
    q = forms.CharField(
        label=_("Name suchen"),
        required=False,
        max_length=80,
        widget=forms.TextInput(attrs={"type": "search", "placeholder": _("Name suchen")}),
    )
    department = forms.ChoiceField(label=_("Bereich"), required=False)
    sort = forms.ChoiceField(label=_("Sortierung"), required=False, choices=SORTS)

    def __init__(self, data: dict[str, Any], *, figures: Figures, departments: list[str]) -> None:
        super().__init__({"show": "all", "sort": "check", **data})
        counts = figures.shown
        states = [name for name in STATES if counts[name] or name != "excluded"]
        self.fields["show"].choices = [(name, f"{STATES[name]} {counts[name]}") for name in states]  # type: ignore[attr-defined]
        known = [(name, name) for name in departments]
        self.fields["department"].choices = [("", _("Alle Bereiche")), *known]  # type: ignore[attr-defined]
        self.full_clean()

    @property
    def state(self) -> str:
        return self.cleaned_data.get("show") or "all"

    @property
    def narrows(self) -> bool:
        """Whether a name or a department is asked for, so that the figures do not know the number."""
        return bool(self.cleaned_data.get("q") or self.cleaned_data.get("department"))

    def apply(self, pairs: ProposalQuerySet) -> ProposalQuerySet:
        """Return the pairs that match, in the wanted order; ``pairs`` came ``with_pins``."""
        found = _in_state(pairs, self.state)
        if name := self.cleaned_data.get("q"):
            found = found.named(name)
        if department := self.cleaned_data.get("department"):
            found = found.of_department(department)
        return _sorted(found, self.cleaned_data.get("sort", ""))


def _in_state(pairs: ProposalQuerySet, state: str) -> ProposalQuerySet:
    if state in {"locked", "excluded"}:
        return pairs.filter(pin=state)
    kept = pairs.kept()
    if state == "check":
        return kept.doubtful()
    return kept.filter(is_new=True) if state == "new" else kept


def _sorted(pairs: ProposalQuerySet, sort: str) -> ProposalQuerySet:
    if sort == "fit":
        return pairs.order_by("-fit", "mentor_id", "mentee_id")
    if sort == "name":
        return pairs.order_by("mentor__membership__name_order", "mentee__membership__name_order", "pk")
    return pairs.problems_first()
