"""Tables as they come from spreadsheets, exports and joined files: read right, or told where they are not.

The files in ``field/`` were made for this purpose; what is right was worked out by hand, in the comments.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
import xlsxwriter

from dvk_scoring import load_scheme, read_figures, score
from dvk_scoring.problem import DvkError, Problem
from dvk_scoring.text import Text

FIELD = Path(__file__).with_name("field")


def problems(case: str, *files: str, scheme: str = "scheme.toml") -> Sequence[Problem]:
    """What reading says of the files of a case."""
    folder = FIELD / case
    path = folder / scheme if (folder / scheme).exists() else FIELD / scheme
    try:
        return read_figures(load_scheme(path), [folder / one for one in files]).problems
    except DvkError as error:
        return error.problems


def told(found: Sequence[Problem]) -> list[tuple[str, str | None, str | None]]:
    return [(one.code, one.place.unit, one.place.header) for one in found]


def test_a_blank_figure_that_conditions_look_at_is_refused_by_name() -> None:
    case = "blank-figure-of-conditions"
    cells = [("DVK-D319", "a", "discipline"), ("DVK-D319", "a", "satisfied")]
    assert told(problems(case, "figures.csv", scheme="error.toml")) == cells
    assert told(problems(case, "kp.csv", scheme="error.toml")) == []
    for policy in ("not-ranked.toml", "zero.toml"):
        assert told(problems(case, "figures.csv", scheme=policy)) == []


def test_a_missing_column_that_conditions_look_at_is_refused() -> None:
    case = "blank-figure-of-conditions"
    columns = [("DVK-D320", None, "discipline"), ("DVK-D320", None, "satisfied")]
    for policy, severity in (("error", "error"), ("not-ranked", "warning"), ("zero", "warning")):
        found = problems(case, "nocol.csv", scheme=f"{policy}.toml")
        assert told(found) == columns
        assert {one.severity for one in found} == {severity}


def test_only_the_blank_is_refused_not_what_is_not_assigned() -> None:
    found = problems("blank-figure-passes-a-condition", "f.csv", scheme="s.toml")
    assert told(found) == [("DVK-D319", "b", "satisfied")]
    assert found[0].place.line == 3


@pytest.mark.parametrize("file", ["f.csv", "f2.csv"])
def test_what_does_not_apply_to_a_kind_is_not_missing(file: str) -> None:
    assert {one.code for one in problems("figure-that-does-not-apply", file, scheme="s.toml")} <= {"DVK-D315"}


def test_a_formula_that_was_never_computed_is_refused_though_a_nought_is_stored() -> None:
    assert cells_of(problems("formula-stored-as-zero", "figures.xlsx")) == [("DVK-D115", "C2"), ("DVK-D115", "C3")]


BOOKS = pytest.mark.parametrize("kind", ["xlsx", "ods"])
"""The ODS beside each XLSX was made of it by LibreOffice."""


@BOOKS
def test_a_percent_cell_is_what_it_shows(kind: str) -> None:
    """The figure runs from 0 to 100, and Excel shows 100%, 85%, 92: 48 + 50 = 98, 40 + 42.5 = 82.5, 50 + 46 = 96."""
    assert totals("percent-formatted-cell", f"figures.{kind}") == {"xa-1": "98.00", "xa-3": "96.00", "xa-2": "82.50"}
    found = problems("percent-formatted-cell", f"figures.{kind}")
    assert cells_of(found) == [("DVK-D323", "E4")]
    assert found[0].args["cells"] == Text.same("E4 = 92")


@BOOKS
def test_a_hidden_row_is_read_and_told(kind: str) -> None:
    assert told(problems("hidden-filtered-row", f"figures.{kind}")) == [("DVK-D124", None, None)]
    assert list(totals("hidden-filtered-row", f"figures.{kind}")) == ["xa-2", "xa-1", "xa-3"]


@pytest.mark.parametrize("file", ["figures.csv", "figures.xlsx", "figures.ods"])
def test_blank_columns_without_a_name_are_none(file: str) -> None:
    """48/50 × 50 + 90/100 × 50 = 93; 40/50 × 50 + 80/100 × 50 = 80."""
    assert problems("trailing-empty-columns", file) == ()
    assert totals("trailing-empty-columns", file) == {"xa-1": "93.00", "xa-2": "80.00"}


def test_the_line_that_names_the_delimiter_is_no_heading() -> None:
    assert problems("sep-line", "figures.csv") == ()
    assert totals("sep-line", "figures.csv") == {"xa-1": "93.00", "xa-2": "80.00"}


@BOOKS
def test_an_id_is_what_its_cell_shows(kind: str) -> None:
    assert totals("leading-zero-ids", "names.csv", f"figures.{kind}") == {"001": "93.00", "002": "80.00"}


@BOOKS
def test_a_merged_cluster_is_of_all_its_rows_and_headings_are_one_row(kind: str) -> None:
    assert problems("merged-cells", f"figures.{kind}") == ()
    assert totals("merged-cells", f"figures.{kind}") == {"xa-1": "93.00", "xa-2": "80.00", "xa-3": "80.00"}
    assert told(problems("merged-cells", f"two-rows.{kind}")) == [("DVK-D127", None, None)]


@BOOKS
def test_the_first_sheet_is_the_first_that_people_see(kind: str) -> None:
    assert problems("hidden-first-sheet", f"figures.{kind}") == ()
    assert totals("hidden-first-sheet", f"figures.{kind}") == {"xa-1": "93.00", "xa-2": "80.00"}
    assert [one.code for one in problems("hidden-first-sheet", f"figures.{kind}#Danh mục")][-1] == "DVK-D126"


def test_a_float_of_32_bits_stands_for_its_shortest_decimal() -> None:
    """91.3 → 48 + 45.65 = 93.65; 80.1 → 40 + 40.05 = 80.05."""
    case = "parquet-float32-and-index"
    assert totals(case, "figures.parquet") == totals(case, "index.parquet") == {"xa-1": "93.65", "xa-2": "80.05"}
    assert told(problems(case, "index.parquet")) == [("DVK-D136", None, "__index_level_0__")]


def test_headings_in_the_middle_are_no_unit() -> None:
    assert told(problems("two-files-concatenated-bom", "figures.csv")) == [("DVK-D132", None, "unit")]


@pytest.mark.parametrize(
    ("file", "rows"), [("figures.xlsx", [4, 5, 6]), ("figures.ods", [4, 5, 6]), ("totals.csv", [4])]
)
def test_totals_and_footnotes_are_never_ranked(file: str, rows: list[int]) -> None:
    found = problems("total-row-and-footnotes", file)
    assert [(one.code, one.place.line) for one in found] == [("DVK-D133", row) for row in rows]


COLUMNS = {"rec.over": "C", "rec.under": "D", "sat.value": "E"}
GOOD = [["xa-1", "Xã 1", 48, 50, 90], ["xa-2", "Xã 2", 40, 50, 80], ["xa-3", "Xã 3", 50, 50, 100]]


@pytest.mark.parametrize("at", [0, 1, 2])
@pytest.mark.parametrize("figure", COLUMNS)
@pytest.mark.parametrize("title", ["figures", "Quý I"])
@pytest.mark.parametrize("kind", ["zero", "text", "error", "hidden", "percent", "merged"])
def test_each_kind_is_told_wherever_it_stands(tmp_path: Path, kind: str, title: str, figure: str, at: int) -> None:
    """The same in another cell, of another figure, on another sheet."""
    cell = f"{COLUMNS[figure]}{at + 2}"
    path = tmp_path / "figures.xlsx"
    book = xlsxwriter.Workbook(path)
    book.add_worksheet("Bìa").write(0, 0, "BÁO CÁO")
    sheet = book.add_worksheet(title)
    sheet.activate()
    sheet.set_first_sheet()
    for line, cells in enumerate([["unit", "name", *COLUMNS], *GOOD]):
        sheet.write_row(line, 0, cells)
    row = at + 1
    {
        "zero": lambda: sheet.write_formula(cell, "=1+1"),
        "text": lambda: sheet.write_string(cell, "=1+1"),
        "error": lambda: sheet.write_formula(cell, "=1/0", None, "#DIV/0!"),
        "hidden": lambda: sheet.set_row(row, None, None, {"hidden": True}),
        "percent": lambda: sheet.write_number(cell, 0.5, book.add_format({"num_format": "0%"})),
        "merged": lambda: sheet.merge_range(row, 2, row, 4, 7),
    }[kind]()
    book.close()
    scheme = load_scheme(FIELD / "scheme.toml")
    try:
        found = read_figures(scheme, [Path(f"{path}#{title}")]).problems
    except DvkError as error:
        found = error.problems
    percent = "DVK-D323" if figure == "sat.value" else "DVK-D304"
    codes = {"zero": "DVK-D115", "text": "DVK-D322", "error": "DVK-D114", "percent": percent}
    if kind in codes:
        assert (codes[kind], cell) in cells_of(found)
    elif kind == "merged":
        assert ("DVK-D125", f"C{at + 2}") in cells_of(found)
    else:
        assert [(one.code, one.args["rows"]) for one in found] == [("DVK-D124", str(at + 2))]


def cells_of(found: Sequence[Problem]) -> list[tuple[str, str | None]]:
    return [(one.code, one.place.cell) for one in found]


def totals(case: str, *files: str) -> dict[str, str]:
    """Unit → total, by cluster and rank."""
    own = FIELD / case / "scheme.toml"
    scheme = load_scheme(own if own.exists() else FIELD / "scheme.toml")
    result = score(scheme, read_figures(scheme, [FIELD / case / one for one in files]))
    return {one.unit: str(one.total) for one in result.units}
