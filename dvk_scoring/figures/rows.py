"""Rows that are no unit: a line of totals, a footnote, a signature, the headings once more, the columns' numbers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import polars as pl

from dvk_scoring.figures.column_numbers import numbering, numbers_columns
from dvk_scoring.figures.keys import KeyedTable
from dvk_scoring.figures.persons import fold
from dvk_scoring.figures.table import BLANKS, LIMIT, MOST_BY_HAND, Table, are_filled, more_than
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
    "cong cum",
    "cong khoi",
    "cong nhom",
    "tong cum",
    "tong khoi",
    "tong nhom",
    "trung binh cum",
    "trung binh khoi",
    "binh quan cum",
    "binh quan khoi",
    "trung binh chung",
    "grand total",
    "ghi chu",
    "chu thich",
    "noi nhan",
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
    r"(?i)^\W*(t[oổ]ng|c[oộ]ng|trung|b[iì]nh|ghi|ch[uú]|n[oơ]i|l[uư]u|ngu[oồờ]n|ng[uư][oờ]i|k[yýỳ]|th[uủ]|x[aá]c|total|sum|sub|grand"
    r"|average|mean|note|source|prepared|compiled|sign)"
)
_FEW_COLUMNS: Final = 2
"""Columns beside that of the ids which a table has at least, for a blank row in it to be odd."""


def is_no_unit(text: str) -> bool:
    """Tell a text that stands for totals, or begins a footnote or a signature."""
    folded = fold(text[:200])
    if folded in _TOTALS or folded in _BEGINNINGS:
        return True
    return any(blank in text for blank in " :\u00a0") and folded.startswith(
        tuple(f"{beginning} " for beginning in _BEGINNINGS)
    )


def check_rows(keyed: KeyedTable) -> list[Problem]:
    """Refuse rows that say the headings once more, as where two files were joined, and one that numbers the columns."""
    if keyed.table.partial:
        return []
    # A file of Parquet is none that is joined by its bytes; what stood in a sheet it was made of is still in it.
    return [*_numbering(keyed), *(_repeated(keyed) if keyed.table.kind != "parquet" else ())]


def _numbering(keyed: KeyedTable) -> list[Problem]:
    """Look at the first row; a unit may be called 1 and have 2 and 3 where units are called by numbers."""
    table, units = keyed.table, keyed.keys["unit"]
    texts = ["" if cell is None else str(cell) for cell in table.frame.row(0)]
    if keyed.long or units[0] is None or numbering(texts) == "none":
        return []
    others = units.slice(1).head(MOST_BY_HAND)
    alike = others.filter(others.str.contains("^[0-9]+$") == units[0].isdecimal())
    if not numbers_columns(texts, alike):
        return []
    return [problem("DVK-D141", table.place(0, "unit"), texts=", ".join(filter(None, texts)))]


def _repeated(keyed: KeyedTable) -> list[Problem]:
    table, keys = keyed.table, keyed.keys
    suspects = keys[["row", "unit"]].filter(pl.col("unit").str.strip_chars('"').str.to_lowercase() == "unit")
    problems: list[Problem] = []
    for row, _ in suspects.iter_rows():
        cells = table.frame.row(row)
        again = [
            column
            for column, cell in zip(table.frame.columns, cells, strict=True)
            if column == "unit" or _plain(cell) == column
        ]
        if len(again) > 1 or len(cells) == 1:
            problems.append(problem("DVK-D132", table.place(row, "unit"), others=", ".join(again[:8])))
    return problems[:LIMIT] + more_than(len(problems), table.path, "unit", code="DVK-D132")


def check_units(tables: Sequence[KeyedTable], units: pl.DataFrame) -> list[Problem]:
    """Refuse units that read like totals, footnotes or signatures: by their name, or their id where they have none.

    Range:
        Competitions of up to 100,000 units.
    """
    if len(units) > MOST_BY_HAND or any(keyed.table.partial for keyed in tables):
        return []
    suspects = units.filter(pl.col("name").str.contains(_PERHAPS)).select("unit", "name").iter_rows()
    names = {unit: name for unit, name in suspects if is_no_unit(name)}
    problems: list[Problem] = []
    for keyed in tables if names else ():
        rows = keyed.keys.filter(pl.col("unit").is_in(list(names))).select("row", "unit")
        for row, unit in rows.head(LIMIT).iter_rows():
            if names[unit] == unit:
                problems.append(problem("DVK-D133", keyed.table.place(row, "unit"), value=unit))
            else:
                problems.append(problem("DVK-D142", keyed.table.place(row, "name"), value=names[unit]))
        problems += more_than(len(rows), keyed.table.path, "unit", code="DVK-D133")
    return problems


def check_lone(tables: Sequence[KeyedTable], units: pl.DataFrame) -> list[Problem]:
    """Look at units that stand in one row and have no name: those called by another's name, and those without a figure.

    Below a table there are days, signatures and notes of any words; read as units, all that they have is an id.

    Range:
        Competitions of up to 100,000 units.
    """
    if len(units) > MOST_BY_HAND or any(keyed.table.partial for keyed in tables):
        return []
    lone = units["unit"] == units["name"]
    if not lone.any():
        return []
    nameless, named = units.filter(lone).select("unit"), units.filter(~lone)
    ids = pl.DataFrame(schema={"unit": pl.String})
    if len(named):
        own = named.select(own="unit", called=_called("name")).unique("called", keep="last")
        ids = nameless.with_columns(called=_called("unit")).join(own, on="called")
    problems: list[Problem] = []
    for keyed in tables if len(ids) else ():
        rows = keyed.keys.select("row", "unit").join(ids, on="unit", maintain_order="left")
        for row, unit, own in rows.select("row", "unit", "own").head(LIMIT).iter_rows():
            problems.append(problem("DVK-D145", keyed.table.place(row, "unit"), value=unit, own=own))
        problems += more_than(len(rows), keyed.table.path, "unit", code="DVK-D145")
    bare = [(keyed, rows) for keyed in tables if len(rows := _bare_rows(keyed))]
    if bare:
        once = pl.concat([keyed.keys["unit"] for keyed in tables]).value_counts().filter(pl.col("count") == 1)
        alone = nameless.join(ids, on="unit", how="anti").join(once, on="unit", how="semi")
        problems += [told for keyed, rows in bare for told in _only_ids(keyed.table, rows, alone)]
    return problems


def _bare_rows(keyed: KeyedTable) -> pl.DataFrame:
    """Give ``row`` and ``unit`` of the rows that have nothing but their id, in a table that has room for more."""
    others = keyed.table.frame.drop("unit")
    filled = None if keyed.long or others.width < _FEW_COLUMNS else are_filled(others)
    return pl.DataFrame() if filled is None else keyed.keys.select("row", "unit").filter(~filled)


def _only_ids(table: Table, rows: pl.DataFrame, units: pl.DataFrame) -> list[Problem]:
    """Warn of those rows whose unit is among some."""
    rows = rows.join(units, on="unit", how="semi").sort("row")
    problems = [problem("DVK-D144", table.place(row, "unit"), value=unit) for row, unit in rows.head(LIMIT).iter_rows()]
    return problems + more_than(len(rows), table.path, "unit", code="DVK-D144")


def _called(name: str) -> pl.Expr:
    """Write what a column calls a unit the same way, however it is typed."""
    return pl.col(name).str.to_lowercase().str.replace_all(r"\s+", " ").str.strip_chars()


def _plain(cell: object) -> str:
    return str(cell).strip(BLANKS + '"')
