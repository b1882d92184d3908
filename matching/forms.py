"""The filters of the review screen."""

from django import forms
from django.utils.translation import gettext_lazy as _

from matching.review import Row
from ui.forms import Segments

SORTS = [("check", _("Auffällige zuerst")), ("fit", _("Höchste Passung")), ("name", _("Name"))]


class FilterForm(forms.Form):
    """Which pairs to show, and in which order. Whatever is wrong in it counts as not given."""

    show = forms.ChoiceField(label=_("Status"), required=False, widget=Segments)
    q = forms.CharField(label=_("Name suchen"), required=False, max_length=80)
    sort = forms.ChoiceField(label=_("Sortierung"), required=False, choices=SORTS)

    def set_counts(self, rows: list[Row]) -> None:
        """Put the number of pairs behind each state."""
        counts = {name: sum(test(row) for row in rows) for name, test in TESTS.items()}
        self.fields["show"].choices = [  # type: ignore[attr-defined]
            (name, f"{label} {counts[name]}") for name, label in LABELS.items()
        ]

    def apply(self, rows: list[Row]) -> list[Row]:
        """Return the pairs that match, in the wanted order."""
        values = self.cleaned_data if self.is_valid() else {}
        test = TESTS[values.get("show") or "all"]
        name = values.get("q", "").casefold()
        found = [row for row in rows if test(row) and name in row.names.casefold()]
        if values.get("sort") == "fit":
            return sorted(found, key=lambda row: -row.fit)
        if values.get("sort") == "name":
            return sorted(found, key=lambda row: row.names)
        return found


LABELS = {"all": _("Alle"), "check": _("Zu prüfen"), "locked": _("Fixiert"), "new": _("Neu")}
TESTS = {
    "all": lambda row: True,
    "check": lambda row: row.doubtful,
    "locked": lambda row: row.locked,
    "new": lambda row: row.proposal.is_new,
}
