"""What a house calls its columns: asked once, known the next time."""

from collections.abc import Mapping

from programs.models import HeaderMeaning
from programs.roster.cells import plain
from programs.roster.columns import Columns, unknown
from programs.roster.headers import Field
from programs.roster.reading import Table

LONGEST = 200


def known() -> dict[str, Field | None]:
    """Return what the house in scope means by headers we do not know, as ``plain`` gives them; None: leave out."""
    rows = HeaderMeaning.objects.values_list("header_norm", "field")
    return {header: Field(field) if field else None for header, field in rows if field in {"", *Field}}


def remember(table: Table, chosen: Columns) -> None:
    """Keep what HR chose for the columns that our own list of words does not settle."""
    holds: Mapping[int, Field] = {column: field for field, column in chosen.at.items()}
    settled = set(table.headers) - {table.headers[column] for column in unknown(table, Columns({}))}
    rows = [
        HeaderMeaning(header_norm=plain(header)[:LONGEST], field=str(holds.get(column, "")))
        for column, header in enumerate(table.headers)
        if header not in settled and plain(header)
    ]
    HeaderMeaning.objects.bulk_create(
        {row.header_norm: row for row in rows}.values(),
        update_conflicts=True,
        unique_fields=["organisation", "header_norm"],
        update_fields=["field"],
    )
