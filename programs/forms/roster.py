"""Uploading a roster, and saying what its columns mean."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Organisation
from programs.forms.skills import offering_several
from programs.models import Side
from programs.roster import columns, limits
from programs.roster.cells import clean
from programs.roster.columns import Columns
from programs.roster.headers import LABELS, Field
from programs.roster.preview import Entry, Plan
from programs.roster.reading import Table

EVERYONE = "everyone"
LONGEST_CELL = 1000
TOPICS = {Field.OFFERED, Field.WANTED}


class UploadForm(forms.Form):
    """A file with people, or the cells of one, pasted."""

    file = forms.FileField(
        label=gettext_lazy("Tabelle mit Personen"),
        help_text=gettext_lazy("XLSX oder CSV, bis 10 MB und 20.000 Personen"),
        widget=forms.FileInput({"accept": ".xlsx,.csv,.txt,.tsv,text/csv"}),
        allow_empty_file=True,
        max_length=255,
        error_messages={
            "required": gettext_lazy("Bitte eine Datei auswählen."),
            "invalid": gettext_lazy("Bitte eine Datei auswählen."),
            "max_length": gettext_lazy("Der Name der Datei ist zu lang. Bitte kürzer benennen."),
        },
    )

    pasted = forms.CharField(
        label=gettext_lazy("Oder Zellen aus der Tabelle hier einfügen, mit den Überschriften"),
        widget=forms.Textarea({"rows": 4}),
        required=False,
        strip=False,
    )

    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].required = not self.data.get("pasted", "").strip()

    @property
    def used(self) -> str:
        """The field that the table came from."""
        return "file" if self.cleaned_data.get("file") else "pasted"

    def table(self) -> tuple[str, bytes]:
        """Return the name and the bytes of what was given."""
        file = self.cleaned_data["file"]
        if file:
            return file.name, file.read()
        return _("Eingefügte Zellen"), self.cleaned_data["pasted"].encode()

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file and file.size > limits.FILE_BYTES:
            raise forms.ValidationError(
                _("Die Datei ist größer als 10 MB. Bitte nur die Tabelle mit den Personen hochladen.")
            )
        return file


class ColumnsForm(forms.Form):
    """What each column holds; those that were not recognised come first."""

    def __init__(
        self, table: Table, known: Columns, meanings: columns.Meanings, *args: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.table = table
        self.open = columns.unknown(table, known, meanings)
        self.knows_side = Field.SIDE in known.at
        holds = {column: field for field, column in known.at.items()}
        choices = [("", _("nicht übernehmen")), *((str(field), label) for field, label in LABELS.items())]
        for column, header in enumerate(table.headers):
            self.fields[f"column_{column}"] = forms.ChoiceField(
                label=header, choices=choices, required=False, initial=str(holds.get(column, ""))
            )
        self.fields[EVERYONE] = forms.ChoiceField(
            label=_("Rolle, wenn keine Spalte sie nennt"),
            choices=[("", _("steht in einer Spalte")), *((side, _everyone(side)) for side in Side)],
            required=False,
            initial=known.everyone,
        )

    def rows(self) -> list[tuple[forms.BoundField, list[str]]]:
        """The columns to ask for, each with three values from it."""
        return [(self[f"column_{column}"], self.table.samples(column)) for column in self.open]

    def settled(self) -> list[tuple[forms.BoundField, list[str]]]:
        """The columns that were recognised or left out on purpose."""
        rest = [column for column in range(len(self.table.headers)) if column not in self.open]
        return [(self[f"column_{column}"], self.table.samples(column)) for column in rest]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        chosen: dict[str, int] = {}
        for column, header in enumerate(self.table.headers):
            field = cleaned.get(f"column_{column}")
            if field and field in chosen:
                first = self.table.headers[chosen[field]]
                text = _("„{first}“ und „{second}“ können nicht beide dasselbe sein.")
                self.add_error(f"column_{column}", text.format(first=first, second=header))
            elif field:
                chosen[field] = column
        if Field.EMAIL not in chosen:
            raise forms.ValidationError(_("Eine Spalte muss die E-Mail-Adressen enthalten."))
        if (Field.SIDE in chosen) == bool(cleaned.get(EVERYONE)):
            self.add_error(
                EVERYONE, _("Bitte entweder eine Spalte mit der Rolle wählen oder eine Rolle für alle.")
            )
        return cleaned

    def columns(self) -> Columns:
        """Return what was chosen."""
        at = {}
        for column in range(len(self.table.headers)):
            if field := self.cleaned_data[f"column_{column}"]:
                at[Field(field)] = column
        return Columns(at, self.cleaned_data[EVERYONE])


class RowForm(forms.Form):
    """The cells of one row that has something to put right; those in question come first."""

    def __init__(self, plan: Plan, entry: Entry, house: Organisation, data: Any = None) -> None:
        super().__init__(data)
        row = next(row for row in plan.table.rows if row.number == entry.number)
        reasons = {finding.column: finding.text for finding in entry.problems}
        self.row_reason = reasons.get("", "")
        used = sorted(plan.columns.at.values(), key=lambda at: plan.table.headers[at] not in reasons)
        for column in used:
            header = plan.table.headers[column]
            self.fields[f"column_{column}"] = forms.CharField(
                label=header,
                initial=clean(row.cells[column]),
                help_text=reasons.get(header, ""),
                required=False,
                max_length=LONGEST_CELL,
            )
        for topics in TOPICS & plan.columns.at.keys():
            widget = self.fields[f"column_{plan.columns.at[topics]}"].widget
            widget.attrs |= offering_several(house)

    def texts(self) -> dict[int, str]:
        """Return what was typed: column → text."""
        return {int(name.removeprefix("column_")): text for name, text in self.cleaned_data.items()}


def _everyone(side: Side) -> str:
    return _("alle sind Mentees") if side == Side.MENTEE else _("alle geben Mentoring")
