"""What is to be told about a roster as a whole."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from programs.roster import columns
from programs.roster.cells import plain
from programs.roster.headers import LABELS, Field
from programs.roster.preview import Plan

SURPRISING = frozenset({Field.DEPARTMENT, Field.FORM, Field.PLACE, Field.SINCE})


def hints(plan: Plan) -> list[str]:
    """Return sentences: who lacks the measure of the program, how names were made, and what each odd column is."""
    return [*_unmeasured(plan), *_names(plan), *_renamed(plan), *_ignored(plan), *_other_sheets(plan)]


def _unmeasured(plan: Plan) -> list[str]:
    number = sum(entry.unmeasured for entry in plan.entries)
    if not number:
        return []
    text = ngettext(
        "Bei {number} Person fehlt der Wert, an dem der Abstand gemessen wird. Sie kann übernommen werden und kommt "
        "ins Matching, sobald er da ist.",
        "Bei {number} Personen fehlt der Wert, an dem der Abstand gemessen wird. Sie können übernommen werden und "
        "kommen ins Matching, sobald er da ist.",
        number,
    )
    return [text.format(number=number)]


def _names(plan: Plan) -> list[str]:
    if plan.columns.has_names:
        return []
    example = next((entry.name for entry in plan.entries if entry.person), "")
    text = _("Die Datei nennt keine Namen. Sie sind aus Adresse oder Personalnummer gebildet, etwa „{name}“.")
    return [text.format(name=example)]


def _renamed(plan: Plan) -> list[str]:
    """Columns that become something else than their header may let one think."""
    found = [
        _("Spalte „{header}“ wird als {label} übernommen.").format(
            header=plan.table.headers[column], label=LABELS[field]
        )
        for field, column in plan.columns.at.items()
        if field in SURPRISING and plain(plan.table.headers[column]) != plain(str(LABELS[field]))
    ]
    if Field.COUNTRY in plan.columns.at:
        header = plan.table.headers[plan.columns.at[Field.COUNTRY]]
        text = _("Spalte „{header}“ gilt als Standort, wo kein anderer genannt ist.")
        found.append(text.format(header=header))
    return found


def _ignored(plan: Plan) -> list[str]:
    return [
        _("Spalte „{header}“: {reason}").format(header=header, reason=reason)
        for header, reason in columns.ignored(plan.table, plan.columns)
    ]


def _other_sheets(plan: Plan) -> list[str]:
    if not plan.table.others:
        return []
    text = _("Gelesen ist das Blatt „{sheet}“; die Datei hat weitere: {others}.")
    others = ", ".join(f"„{name}“" for name in plan.table.others)
    return [text.format(sheet=plan.table.sheet, others=others)]
