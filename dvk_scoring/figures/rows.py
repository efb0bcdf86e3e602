"""Rows that are no unit: a line of totals, a footnote, a signature, the headings once more."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import polars as pl

from dvk_scoring.figures.keys import KeyedTable
from dvk_scoring.figures.persons import fold
from dvk_scoring.figures.table import BLANKS, LIMIT, MOST_BY_HAND, more_than
from dvk_scoring.problem import Problem, problem

# As `fold` leaves them: the whole of what stands there …
_TOTALS: Final = frozenset(
    {
        "tong",
        "cong",
        "tong so",
        "tong cong",
        "cong don",
        "cong chung",
        "trung binh",
        "trung binh chung",
        "binh quan",
        "total",
        "totals",
        "sum",
        "subtotal",
        "sub total",
        "grand total",
        "average",
        "mean",
    }
)
# … or its first words, where more follows.
_BEGINNINGS: Final = (
    "tong cong",
    "tong so",
    "cong toan",
    "trung binh chung",
    "grand total",
    "ghi chu",
    "luu y",
    "nguon so lieu",
    "nguoi lap",
    "nguoi tong hop",
    "nguoi ky",
    "ky ten",
    "ky va ghi",
    "thu truong don vi",
    "xac nhan cua",
    "note",
    "notes",
    "source",
    "prepared by",
    "compiled by",
    "signed by",
    "signature",
)
# What any of them begins with, written with or without diacritics: asked of whole columns.
_PERHAPS: Final = (
    r"(?i)^\W*(t[oổ]ng|c[oộ]ng|trung|b[iì]nh|ghi|l[uư]u|ngu[oồờ]n|ng[uư][oờ]i|k[yýỳ]|th[uủ]|x[aá]c|total|sum|sub|grand"
    r"|average|mean|note|source|prepared|compiled|sign)"
)


def is_no_unit(text: str) -> bool:
    """Tell a text that stands for totals, or begins a footnote or a signature."""
    folded = fold(text[:200])
    if folded in _TOTALS or folded in _BEGINNINGS:
        return True
    return any(one in text for one in " :\u00a0") and folded.startswith(tuple(f"{one} " for one in _BEGINNINGS))


def check_rows(keyed: KeyedTable) -> list[Problem]:
    """Refuse rows that say the headings once more, as where two files were joined."""
    table, keys = keyed.table, keyed.keys
    if table.kind == "parquet":  # files that are not joined by their bytes
        return []
    suspects = keys[["row", "unit"]].filter(pl.col("unit").str.strip_chars('"').str.to_lowercase() == "unit")
    found: list[Problem] = []
    for row, unit in suspects.iter_rows():
        cells = table.frame.row(row)
        again = [
            one for one, cell in zip(table.frame.columns, cells, strict=True) if one == "unit" or _plain(cell) == one
        ]
        if len(again) > 1 or len(cells) == 1:
            found.append(problem("DVK-D132", table.place(row, "unit", unit), others=", ".join(again[:8])))
    return found[:LIMIT] + more_than(len(found), table.path, "unit", code="DVK-D132")


def check_units(tables: Sequence[KeyedTable], units: pl.DataFrame) -> list[Problem]:
    """Refuse units that read like totals, footnotes or signatures, unless a file gives them a name.

    Range:
        Competitions of up to 100,000 units.
    """
    if len(units) > MOST_BY_HAND or any(keyed.table.partial for keyed in tables):
        return []
    suspects = units.filter((pl.col("name") == pl.col("unit")) & pl.col("unit").str.contains(_PERHAPS))[
        "unit"
    ].to_list()
    wrong = [one for one in suspects if is_no_unit(one)]
    found: list[Problem] = []
    for keyed in tables if wrong else ():
        rows = keyed.keys.filter(pl.col("unit").is_in(wrong)).select("row", "unit")
        places = [(keyed.table.place(row, "unit", unit), unit) for row, unit in rows.head(LIMIT).iter_rows()]
        found += [problem("DVK-D133", place, value=unit) for place, unit in places]
        found += more_than(len(rows), keyed.table.path, "unit", code="DVK-D133")
    return found


def _plain(cell: object) -> str:
    return str(cell).strip(BLANKS + '"')
