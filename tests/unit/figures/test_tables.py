"""How files become tables: delimiters, blank columns, number formats, merged cells, sheets, floats."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any, TypeAlias

import openpyxl
import polars as pl
import pytest

from dvk_scoring.figures.opened import open_table
from dvk_scoring.figures.read import read_figures
from dvk_scoring.figures.table import DecimalMark, Table
from dvk_scoring.problem import DvkError, Problem
from dvk_scoring.scheme.model import Scheme
from dvk_scoring.text import LANGUAGES
from tests import made_ods

Make = Callable[..., Scheme]
Row: TypeAlias = Sequence[object]
HEAD: Row = ["unit", "cluster", "population"]


def opened(path: Path, content: str | bytes, mark: DecimalMark = "point") -> Table:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return open_table(path, mark)


def texts(table: Table) -> dict[str, list[str]]:
    return {name: table.frame[name].to_list() for name in table.frame.columns}


def workbook(rows: Sequence[Row], formats: dict[str, str] | None = None, merged: Sequence[str] = ()) -> bytes:
    book, out = openpyxl.Workbook(), io.BytesIO()
    page = book.active
    assert page is not None
    for row in rows:
        page.append(list(row))
    for cell, code in (formats or {}).items():
        page[cell].number_format = code
    for one in merged:
        page.merge_cells(one)
    book.save(out)
    return out.getvalue()


def problems_of(scheme: Scheme, *paths: Path) -> list[Problem]:
    try:
        return list(read_figures(scheme, paths).problems)
    except DvkError as error:
        return list(error.problems)


@pytest.mark.parametrize("bom", ["", "\ufeff"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize(
    ("first", "delimiter"),
    [
        ("sep=;", ";"),
        ("sep=,", ","),
        ("SEP=;", ";"),
        ("sep=\t", "\t"),
        (r"sep=\t", "\t"),
        ('"sep=;"', ";"),
        ("sep=|", "|"),
    ],
)
def test_the_first_line_may_name_the_delimiter(tmp_path: Path, first: str, delimiter: str, end: str, bom: str) -> None:
    rows = [["unit", "name"], ["u1", "a,b;c"], ["u2", ""]]
    lines = [first, *(delimiter.join(f'"{cell}"' for cell in row) for row in rows)]
    table = opened(tmp_path / "f.csv", bom + end.join(lines) + end)
    assert texts(table) == {"unit": ["u1", "u2"], "name": ["a,b;c", ""]}
    assert [table.lines(row) for row in range(2)] == [3, 4]


def test_a_heading_that_only_begins_so_is_a_heading(tmp_path: Path) -> None:
    assert texts(opened(tmp_path / "f.csv", "sep=x,unit\n1,u1\n")) == {"sep=x": ["1"], "unit": ["u1"]}
    assert texts(opened(tmp_path / "g.csv", "unit\nsep=;\n")) == {"unit": ["sep=;"]}


@pytest.mark.parametrize(
    "content",
    [
        "unit,name,,\nu1,a,,\nu2,b,,\n",
        "unit,name\nu1,a,,\nu2,b,\n",
        "unit,name,,\nu1,a\nu2,b,\n",
        "unit,,name,\nu1, ,a,\nu2,,b\n",
        "unit,name\n,,,,\nu1,a\n,\nu2,b\n",
    ],
)
def test_blank_cells_beyond_the_headings_are_none(tmp_path: Path, content: str) -> None:
    table = opened(tmp_path / "f.csv", content)
    assert texts(table) == {"unit": ["u1", "u2"], "name": ["a", "b"]}
    assert (table.faults, table.told) == ((), ())


@pytest.mark.parametrize(
    ("content", "codes"),
    [
        ("unit,name,,\nu1,a,,x\n", ["DVK-D203"]),
        ("unit,name\nu1,a\nu2,b,x\n", ["DVK-D110"]),
        ("unit,name,place,\nu1,a\nu2,b,c\n", ["DVK-D110"]),
        ("unit,name,\nu1\nu2,a,x\n", ["DVK-D110", "DVK-D203"]),
    ],
)
def test_text_beyond_the_headings_is_told(tmp_path: Path, content: str, codes: list[str]) -> None:
    try:
        found = opened(tmp_path / "f.csv", content).faults
    except DvkError as error:
        found = error.problems
    assert sorted(one.code for one in found) == codes


def test_lines_are_right_when_rows_are_padded(tmp_path: Path) -> None:
    table = opened(tmp_path / "f.csv", "unit,name\n,,\nu1,a\n\n,,\nu2,b,,\n")
    assert [table.lines(row) for row in range(2)] == [3, 6]


@pytest.mark.parametrize("first", [0, 1])
def test_a_nameless_column_of_running_numbers_is_told_and_left_out(tmp_path: Path, first: int) -> None:
    rows = [f"{at},u{at}" for at in range(first, first + 3)]
    table = opened(tmp_path / "f.csv", "\n".join([",unit", *rows]))
    book = opened(tmp_path / "f.xlsx", workbook([[None, "unit"], *([at, f"u{at}"] for at in range(first, first + 3))]))
    for one in (table, book):
        assert one.frame.columns == ["unit"]
        assert [each.code for each in one.told] == ["DVK-D131"]


@pytest.mark.parametrize(
    ("value", "code", "said"),
    [
        (0.85, "0%", "85%"),
        (1, "0%", "100%"),
        (0.855, "0.00%", "85.5%"),
        (0.285, "0.0%;[Red]-0.0%", "28.5%"),
        (-0.05, "0%", "-5%"),
        (0, "0%", "0%"),
        (1e-7, "0%", "0.00001%"),
        (85, '0"%"', "85"),
        (85, "0.0", "85"),
        ("85%", "0%", "85%"),
        ("KP", "0%", "KP"),
        (True, "0%", "true"),
    ],
)
def test_a_number_is_what_its_percent_format_shows(tmp_path: Path, value: object, code: str, said: str) -> None:
    content = workbook([HEAD, ["u1", "wards", value]], {"C2": code})
    assert texts(opened(tmp_path / "f.xlsx", content))["population"] == [said]
    if said.endswith("%"):
        comma = opened(tmp_path / "f.xlsx", content, "comma")
        assert texts(comma)["population"] == [said if isinstance(value, str) else said.replace(".", ",")]


@pytest.mark.parametrize(
    ("value", "code", "said"),
    [(1, "000", "001"), (7, '"xa-"00', "xa-07"), (7, "General", "7"), ("007", "000", "007"), (7.5, "000", "7.5")],
)
def test_an_id_is_what_its_format_shows_and_a_figure_its_number(
    tmp_path: Path, value: object, code: str, said: str
) -> None:
    content = workbook([HEAD, [value, "wards", value]], {"A2": code, "C2": code})
    table = texts(opened(tmp_path / "f.xlsx", content))
    assert table["unit"] == [said]
    assert table["population"] == [str(value)]


def test_a_percentage_is_read_from_a_percent_cell(tmp_path: Path, make_scheme: Make) -> None:
    rows: list[Row] = [
        ["unit", "cluster", "service.rate"],
        ["u1", "wards", 0.9125],
        ["u2", "wards", 91.25],
        ["u3", "wards", "91,25 %"],
    ]
    path = tmp_path / "f.xlsx"
    path.write_bytes(workbook(rows[:3], {"B2": "0%", "C2": "0.0%"}))
    assert read_figures(make_scheme(), [path]).frame["service.rate"].to_list() == [9125, 9125]
    path.write_bytes(workbook(rows, {"C2": "0.0%"}))
    assert read_figures(make_scheme(), [path], decimal="comma").frame["service.rate"].to_list() == [9125] * 3


def test_merged_clusters_are_of_all_their_rows_also_over_blank_ones(tmp_path: Path) -> None:
    rows: list[Row] = [HEAD, ["u1", "wards", 1], ["u2", None, 2], [], ["u3", None, 3], ["u4", "departments", 4]]
    table = opened(tmp_path / "f.xlsx", workbook(rows, merged=["B2:B5", "E1:F1", "E9:F12"]))
    assert texts(table)["cluster"] == ["wards", "wards", "wards", "departments"]
    assert table.faults == ()


def test_a_cell_merged_with_blank_ones_beside_the_table_is_as_it_is(tmp_path: Path) -> None:
    """In whatever order the file names them, the cells merged around it are filled."""
    head: Row = ["unit", "cluster", "population", "name"]
    rows: list[Row] = [head, ["u1", "wards", 1, "Xã 1"], ["u2", None, 2], ["u3", "departments", 3, "Sở 3"], ["u4"]]
    wide = ["D2:E2", "D4:F4"]
    for merged in (["B2:B3", "B4:B5", *wide], [*wide, "B2:B3", "B4:B5"]):
        table = opened(tmp_path / "f.xlsx", in_order(workbook(rows, merged=merged), merged))
        assert texts(table)["cluster"] == ["wards", "wards", "departments", "departments"]
        assert texts(table)["name"] == ["Xã 1", "", "Sở 3", ""]
        assert table.faults == ()


def in_order(book: bytes, merged: Sequence[str]) -> bytes:
    """Have the sheet name its merged cells in this order, which openpyxl leaves to chance."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as before, zipfile.ZipFile(out, "w") as after:
        for name in before.namelist():
            part = before.read(name).decode()
            if name == "xl/worksheets/sheet1.xml":
                cells = "".join(f'<mergeCell ref="{one}"/>' for one in merged)
                part = re.sub(r"(<mergeCells[^>]*>).*(</mergeCells>)", rf"\1{cells}\2", part)
            after.writestr(name, part)
    return out.getvalue()


@pytest.mark.parametrize("merged", ["A2:A3", "C2:C3", "A2:B2", "B2:C3"])
def test_merged_cells_of_one_unit_are_told(tmp_path: Path, merged: str) -> None:
    rows: list[Row] = [HEAD, ["u1", "wards", 1], [None, None, None], ["u2", "wards", 2]]
    rows[2] = ["u3", "wards", 3] if merged == "A2:B2" else ["u3" if merged[0] != "A" else None, "wards", None]
    (fault,) = opened(tmp_path / "f.xlsx", workbook(rows, merged=[merged])).faults
    assert (fault.code, fault.args["cells"]) == ("DVK-D125", merged)


@pytest.mark.parametrize("value", ["#DIV/0!", "#SPILL!", "#CALC!", "#FIELD!", "#BLOCKED!"])
def test_every_error_value_is_told_with_its_cell(tmp_path: Path, narrow_scheme: Make, value: str) -> None:
    """Also those of newer versions of Excel, at which the reader of workbooks gives up."""
    book, out = openpyxl.Workbook(), io.BytesIO()
    page = book.worksheets[0]
    page.append(HEAD)
    page.append(["u1", "wards", 1])
    page["C2"].value, page["C2"].data_type = value, "e"
    book.save(out)
    path = tmp_path / "f.xlsx"
    path.write_bytes(out.getvalue())
    assert [(one.code, one.place.cell) for one in problems_of(narrow_scheme(), path)] == [("DVK-D114", "C2")]


@pytest.mark.parametrize("merged", ["A1:B1", "A1:A2", "C1:C3"])
def test_merged_headings_are_refused(tmp_path: Path, merged: str) -> None:
    with pytest.raises(DvkError) as caught:
        opened(tmp_path / "f.xlsx", workbook([HEAD, ["u1", "wards", 1], ["u2", "wards", 2]], merged=[merged]))
    assert [(one.code, one.args["cells"]) for one in caught.value.problems] == [("DVK-D127", merged)]


def test_headings_are_named_by_their_cells_wherever_the_table_begins(tmp_path: Path, narrow_scheme: Make) -> None:
    path = tmp_path / "f.xlsx"
    path.write_bytes(workbook([[], [], [*HEAD, "colour"], ["u1", "wards", 1, "red"]]))
    assert [(one.code, one.place.cell) for one in problems_of(narrow_scheme(), path)] == [("DVK-D204", "D3")]


def sheets(path: Path, *states: tuple[str, str]) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for title, state in states:
        page = book.create_sheet(title)
        page.sheet_state = state
        page.append(["unit", "name"])
        page.append(["u1", title])
    book.save(path)
    return path


@pytest.mark.parametrize(
    ("states", "named", "read", "told"),
    [
        ([("A", "visible"), ("figures", "visible")], "", "figures", ["DVK-D143"]),
        ([("A", "visible"), (" Figures ", "hidden")], "", " Figures ", ["DVK-D143", "DVK-D126"]),
        ([("A", "hidden"), ("B", "veryHidden"), ("C", "visible")], "", "C", ["DVK-D143", "DVK-D143"]),
        ([("A", "visible"), ("B", "visible")], "", "A", ["DVK-D143"]),
        ([("A", "visible"), ("B", "visible")], "#B", "B", []),
        ([("A", "visible"), ("b", "visible")], "#B", "b", []),
        ([("a", "visible"), ("B#2", "visible")], "#B#2", None, ["DVK-S101"]),
        ([("A", "visible"), ("B", "hidden")], "#B", "B", ["DVK-D126"]),
        ([("A", "visible")], "#X", None, ["DVK-D129"]),
        ([("A", "visible")], "#", None, ["DVK-D129"]),
    ],
)
def test_which_sheet_is_read(
    tmp_path: Path, states: list[tuple[str, str]], named: str, read: str | None, told: list[str]
) -> None:
    path = sheets(tmp_path / "f.xlsx", *states)
    if read is None:
        with pytest.raises(DvkError) as caught:
            open_table(Path(f"{path}{named}"), "point")
        assert [one.code for one in caught.value.problems] == told
        return
    table = open_table(Path(f"{path}{named}"), "point")
    assert (table.sheet, table.path) == (read, str(path))
    assert [one.code for one in table.told] == told


def test_a_file_whose_own_name_has_a_mark_is_that_file(tmp_path: Path) -> None:
    sheets(tmp_path / "f.xlsx", ("A", "visible"))
    sheets(tmp_path / "f.xlsx#A", ("B", "visible"))
    assert open_table(tmp_path / "f.xlsx#A", "point").sheet == "B"


def test_two_sheets_of_one_file_make_one_set(tmp_path: Path, narrow_scheme: Make) -> None:
    book = openpyxl.Workbook()
    first = book.worksheets[0]
    first.title = "names"
    first.append(["unit", "name", "cluster"])
    first.append(["u1", "Một", "wards"])
    second = book.create_sheet("figures")
    second.append(["unit", "population"])
    second.append(["u1", 5])
    book.save(tmp_path / "f.xlsx")
    figures = read_figures(narrow_scheme(), [tmp_path / "f.xlsx#names", tmp_path / "f.xlsx#figures"])
    assert figures.frame.select("unit", "name", "population").rows() == [("u1", "Một", 5)]


@pytest.mark.parametrize(
    ("dtype", "values", "read"),
    [
        (pl.Float32, [91.3, 80.1, 0.1, -0.0, 4999.125], [91300, 80100, 100, 0, 4999125]),
        (pl.Float64, [91.3, 80.1, 0.1, 0.0, 4999.999], [91300, 80100, 100, 0, 4999999]),
        (pl.Float16, [0.5, 0.125], [500, 125]),
    ],
)
def test_a_float_is_its_shortest_decimal(
    tmp_path: Path, make_scheme: Make, dtype: Any, values: list[float], read: list[int]
) -> None:
    path = areas(tmp_path / "f.parquet", values, dtype)
    assert read_figures(make_scheme(), [path]).frame["service.area"].to_list() == read


def test_a_narrow_float_tells_no_more_than_it_can(tmp_path: Path, make_scheme: Make) -> None:
    """Of 24 bits, 23 are left above a thousandth up to 8388.608: 2^23 = 8,388,608."""
    found = problems_of(make_scheme(), areas(tmp_path / "f.parquet", [8388.5, 8388.625, float("nan")], pl.Float32))
    assert [one.code for one in found if one.place.header == "service.area"] == [
        "DVK-D312",
        "DVK-D138",
        "DVK-D305",
    ]


@pytest.mark.parametrize("mark", ["point", "comma"])
@pytest.mark.parametrize("kind", ["xlsx", "ods", "parquet"])
def test_a_number_that_is_no_text_is_told_with_the_mark_of_the_language(
    tmp_path: Path, make_scheme: Make, kind: str, mark: DecimalMark
) -> None:
    """A spreadsheet shows 2,5 or 2.5 as the machine has it; a text says what was typed."""
    path = tmp_path / f"f.{kind}"
    if kind == "parquet":
        pl.DataFrame({"unit": ["u1", "u2"], "cluster": ["wards"] * 2, "population": [2.5, -1e15]}).write_parquet(path)
        texts = {"vi": ["“2,5”", "“-1000000000000000”"], "en": ["“2.5”", "“-1000000000000000”"]}
    else:
        rows: list[Row] = [HEAD, ["u1", "wards", 2.5], ["u2", "wards", "3,5" if mark == "comma" else "3.5"]]
        path.write_bytes(workbook(rows) if kind == "xlsx" else made_ods.ods(made_ods.sheet(*map(made_ods.row, rows))))
        typed = "“3,5”" if mark == "comma" else "“3.5”"
        texts = {"vi": ["“2,5”", typed], "en": ["“2.5”", typed]}
    with pytest.raises(DvkError) as caught:
        read_figures(make_scheme(), [path], decimal=mark)
    found = [one for one in caught.value.problems if one.place.header == "population"]
    for language in LANGUAGES:
        assert [one.text(language).split()[0] for one in found] == texts[language]


def test_cells_of_a_half_formatted_column_are_told_with_the_mark_of_the_language(
    tmp_path: Path, make_scheme: Make
) -> None:
    path = tmp_path / "f.xlsx"
    rows: list[Row] = [["unit", "cluster", "service.rate"], ["u1", "wards", 0.915], ["u2", "wards", 92.5]]
    path.write_bytes(workbook([*rows, ["u3", "wards", 91.5]], {"C2": "0.0%"}))
    (found,) = [one for one in problems_of(make_scheme(), path) if one.code == "DVK-D323"]
    assert "C2 = 91,5%." in found.text("vi")
    assert "C2 = 91.5%." in found.text("en")


def areas(path: Path, values: Sequence[float], dtype: Any) -> Path:
    units = [f"u{at}" for at in range(len(values))]
    frame = {"unit": units, "cluster": ["wards"] * len(units), "service.area": pl.Series(values, dtype=dtype)}
    pl.DataFrame(frame).write_parquet(path)
    return path


def test_ids_and_long_values_that_a_program_made_floats_are_plain_numbers(tmp_path: Path, narrow_scheme: Make) -> None:
    path = tmp_path / "f.parquet"
    pl.DataFrame(
        {"unit": [1.0, 2.0], "cluster": ["wards"] * 2, "figure": ["population"] * 2, "value": [5.0, 7.0]}
    ).write_parquet(path)
    assert read_figures(narrow_scheme(), [path]).frame.select("unit", "population").rows() == [("1", 5), ("2", 7)]


@pytest.mark.parametrize(
    "values",
    [
        pl.Series([[1], [2]]),
        pl.Series([{"a": 1}, {"a": 2}]),
        pl.Series([b"\xff", b"x"]),
        pl.Series([[1, 2], [3, 4]], dtype=pl.Array(pl.Int64, 2)),
        pl.Series([timedelta(1), timedelta(2)]),
        pl.Series([date(2020, 1, 1), date(2020, 1, 2)]),
        pl.Series([datetime(2020, 1, 1, tzinfo=UTC), datetime(2020, 1, 2, tzinfo=UTC)]),
        pl.Series([time(1), time(2)]),
    ],
    ids=["list", "struct", "binary", "array", "duration", "date", "moment", "time"],
)
@pytest.mark.parametrize("name", ["unit", "name", "cluster", "population"])
def test_columns_of_other_types_are_refused(tmp_path: Path, narrow_scheme: Make, name: str, values: Any) -> None:
    path = tmp_path / "f.parquet"
    frame = {"unit": ["u1", "u2"], "name": ["a", "b"], "cluster": ["wards"] * 2, "population": [1, 2]} | {name: values}
    pl.DataFrame(frame).write_parquet(path)
    found = problems_of(narrow_scheme(), path)
    assert [one.place.header for one in found if one.code == "DVK-D117"] == [name]


def test_key_columns_without_any_value_are_blank(tmp_path: Path, narrow_scheme: Make) -> None:
    path = tmp_path / "f.parquet"
    pl.DataFrame({"unit": ["u1"], "name": [None], "cluster": ["wards"], "population": [None]}).write_parquet(path)
    assert read_figures(narrow_scheme(), [path]).frame.select("name", "population").rows() == [("u1", None)]


@pytest.mark.parametrize(
    ("id_", "other", "told"),
    [
        ("1", "001", True),
        ("xa-1", "XA-01", True),
        ("xa-1-2", "xa-01-002", True),
        ("10", "1", False),
        ("a0", "a", False),
    ],
)
def test_ids_of_two_files_that_differ_in_leading_zeros(
    tmp_path: Path, narrow_scheme: Make, id_: str, other: str, told: bool
) -> None:
    names, figures = tmp_path / "names.csv", tmp_path / "figures.csv"
    names.write_text(f"unit,name,cluster\n{id_},A,wards\n")
    figures.write_text(f"unit,population\n{other},5\n")
    found = [one for one in problems_of(narrow_scheme(), names, figures) if one.code == "DVK-D134"]
    assert [(one.place.unit, one.args["other"]) for one in found] == ([(other, id_)] if told else [])


def test_ids_of_one_file_may_differ_in_leading_zeros(tmp_path: Path, narrow_scheme: Make) -> None:
    names, figures = tmp_path / "names.csv", tmp_path / "figures.csv"
    names.write_text("unit,name,cluster\n1,A,wards\n01,B,wards\n")
    figures.write_text("unit,population\n1,5\n01,6\n")
    assert [one.code for one in problems_of(narrow_scheme(), names, figures)] == []


@pytest.mark.parametrize(
    "text",
    [
        "Tổng", "TỔNG CỘNG", "tong cong:", "Cộng", "Tổng số đơn vị: 12", "Cộng toàn tỉnh", "Trung bình", "Bình quân",
        "Total", "TOTALS", "Grand total of all", "Sub-total", "Sum", "Average", "Ghi chú", "(*) Ghi chú: chưa đủ",
        "Lưu ý: số liệu quý I", "Người lập biểu", "Người lập bảng", "Người tổng hợp", "Note: as of June", "Notes",
        "Prepared by A",
        "Source: registry", "Ký tên", "Thủ trưởng đơn vị", "Nguồn số liệu: báo cáo",
    ],
)  # fmt: skip
def test_rows_that_read_like_totals_and_notes_are_refused_unless_named(
    tmp_path: Path, narrow_scheme: Make, text: str
) -> None:
    path = tmp_path / "f.csv"
    path.write_text(f'unit,name,cluster,population\nu1,A,wards,5\n"{text}",,wards,9\n')
    assert [one.code for one in problems_of(narrow_scheme(), path)] == ["DVK-D133"]
    path.write_text(f'unit,name,cluster,population\nu1,A,wards,5\n"{text}",Xã B,wards,9\n')
    assert problems_of(narrow_scheme(), path) == []


@pytest.mark.parametrize(
    "text",
    [
        "Tổng cục Hải quan",
        "Cộng Hòa",
        "Tổng Cọt",
        "Trung Bình Đông",
        "note-7",
        "source-1",
        "total-energies",
        "Ghi",
        "Ký",
        "Người",
    ],
)
def test_names_that_only_begin_alike_are_units(tmp_path: Path, narrow_scheme: Make, text: str) -> None:
    path = tmp_path / "f.csv"
    path.write_text(f"unit,cluster,population\nu1,wards,5\n{text},wards,9\n")
    assert problems_of(narrow_scheme(), path) == []


@pytest.mark.parametrize(
    "line", ["unit,name,cluster,population", '"unit",name,cluster,population', "UNIT,x,wards,population"]
)
def test_a_row_of_headings_is_told_alone(tmp_path: Path, narrow_scheme: Make, line: str) -> None:
    path = tmp_path / "f.csv"
    path.write_text(f"unit,name,cluster,population\nu1,A,wards,5\n\ufeff{line}\nu2,B,wards,6\n", encoding="utf-8")
    assert [(one.code, one.place.line) for one in problems_of(narrow_scheme(), path)] == [("DVK-D132", 3)]


def test_a_unit_may_be_called_unit(tmp_path: Path, narrow_scheme: Make) -> None:
    path = tmp_path / "f.csv"
    path.write_text("unit,name,cluster,population\nunit,The unit,wards,5\n")
    assert problems_of(narrow_scheme(), path) == []
