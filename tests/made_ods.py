"""ODS workbooks as a program writes them, with nothing in them but what a test is about."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from decimal import Decimal
from xml.sax.saxutils import escape, quoteattr

MIMETYPE = "application/vnd.oasis.opendocument.spreadsheet"
_SPACES = {
    "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
    "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    "calcext": "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0",
    "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
}


def cell(value: object) -> str:
    """Write a cell: a number, a text, yes or no, nothing."""
    if value is None:
        return "<table:table-cell/>"
    if isinstance(value, bool):
        told, shown = f'office:value-type="boolean" office:boolean-value="{str(value).lower()}"', str(value).upper()
    elif isinstance(value, int | float | Decimal):
        told, shown = f'office:value-type="float" office:value="{value}"', str(value)
    else:
        told, shown = 'office:value-type="string"', str(value)
    lines = "".join(f"<text:p>{escape(line)}</text:p>" for line in shown.split("\n"))
    return f"<table:table-cell {told}>{lines}</table:table-cell>"


def row(values: Sequence[object], told: str = "") -> str:
    """Write a row; ``told``: its attributes."""
    return f"<table:table-row {told}>{''.join(map(cell, values))}</table:table-row>"


def sheet(*rows: str, name: str = "figures", told: str = "") -> str:
    """Write a sheet of rows."""
    return f"<table:table table:name={quoteattr(name)} {told}>{''.join(rows)}</table:table>"


def ods(*sheets: str, parts: Mapping[str, str] | None = None, before: str = "") -> bytes:
    """Pack sheets; ``parts``: other parts of the archive; ``before``: what stands before the markup."""
    spaces = " ".join(f'xmlns:{key}="{value}"' for key, value in _SPACES.items())
    hidden = '<style:style style:name="hidden" style:family="table"><style:table-properties table:display="false"/>'
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?>{before}<office:document-content {spaces} office:version="1.3">'
        f"<office:automatic-styles>{hidden}</style:style></office:automatic-styles>"
        f"<office:body><office:spreadsheet>{''.join(sheets)}</office:spreadsheet></office:body></office:document-content>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo("mimetype"), MIMETYPE)
        for name, text in {"content.xml": content, **(parts or {})}.items():
            archive.writestr(zipfile.ZipInfo(name), text, zipfile.ZIP_DEFLATED)
    return out.getvalue()
