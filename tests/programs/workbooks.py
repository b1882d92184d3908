"""XLSX files for tests, down to the XML: a library would refuse to write most of them."""

import zipfile
from io import BytesIO
from xml.sax.saxutils import escape, quoteattr

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
XML = '<?xml version="1.0" encoding="UTF-8"?>'


def workbook(
    rows: list[list[str]] | None = None,
    *,
    sheet_xml: str = "",
    name: str = "Blatt 1",
    hidden: str = "",
    before: dict[str, list[list[str]]] | None = None,
    merged: str = "",
) -> bytes:
    """A workbook with a visible sheet of texts (or of raw XML), other visible ones ``before`` it by name, and a hidden
    one as the very first if named. ``merged`` is a range of each sheet: A2:A4."""
    sheets = [(hidden, "hidden", rows_xml([["geheim", "auch"], ["x", "y"]]))] if hidden else []
    sheets += [(title, "visible", rows_xml(texts)) for title, texts in (before or {}).items()]
    sheets.append((name, "visible", sheet_xml or rows_xml(rows or [])))
    merges = f'<mergeCells count="1"><mergeCell ref="{merged}"/></mergeCells>' if merged else ""
    return package(
        {
            "[Content_Types].xml": content_types(len(sheets)),
            "_rels/.rels": relationships([("officeDocument", "xl/workbook.xml")]),
            "xl/workbook.xml": book([(title, state) for title, state, _ in sheets]),
            "xl/_rels/workbook.xml.rels": relationships(
                [("worksheet", f"worksheets/sheet{n}.xml") for n in range(1, len(sheets) + 1)]
            ),
            **{
                f"xl/worksheets/sheet{n}.xml": (
                    f'{XML}<worksheet xmlns="{MAIN}"><sheetData>{data}</sheetData>{merges}</worksheet>'
                )
                for n, (_, _, data) in enumerate(sheets, start=1)
            },
        }
    )


def package(members: dict[str, str | bytes]) -> bytes:
    written = BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return written.getvalue()


def rows_xml(rows: list[list[str]]) -> str:
    return "".join(
        f'<row r="{r}">{"".join(cell(f"{column(c)}{r}", text) for c, text in enumerate(row))}</row>'
        for r, row in enumerate(rows, start=1)
    )


def cell(at: str, text: str) -> str:
    return (
        f'<c r="{at}" t="inlineStr"><is><t xml:space="preserve">{escape(text)}</t></is></c>' if text else ""
    )


def column(number: int) -> str:
    return (column(number // 26 - 1) if number >= 26 else "") + chr(65 + number % 26)


def content_types(sheets: int) -> str:
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    parts = [("/xl/workbook.xml", f"{kind}.sheet.main+xml")]
    parts += [(f"/xl/worksheets/sheet{n}.xml", f"{kind}.worksheet+xml") for n in range(1, sheets + 1)]
    overrides = "".join(f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in parts)
    rels = "application/vnd.openxmlformats-package.relationships+xml"
    default = f'<Default Extension="rels" ContentType="{rels}"/>'
    return f'{XML}<Types xmlns="{PACKAGE}/content-types">{default}{overrides}</Types>'


def relationships(targets: list[tuple[str, str]]) -> str:
    rows = "".join(
        f'<Relationship Id="rId{n}" Type="{OFFICE}/{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(targets, start=1)
    )
    return f'{XML}<Relationships xmlns="{PACKAGE}/relationships">{rows}</Relationships>'


def book(sheets: list[tuple[str, str]]) -> str:
    rows = "".join(
        f'<sheet name={quoteattr(name)} sheetId="{n}" state="{state}" r:id="rId{n}"/>'
        for n, (name, state) in enumerate(sheets, start=1)
    )
    return f'{XML}<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>{rows}</sheets></workbook>'
