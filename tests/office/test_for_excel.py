"""What was collected, written for tools, for Excel in either region and as a workbook: read back, it is what it was."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final, Literal

import openpyxl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from dvk_scoring import read_figures
from dvk_scoring.figures.sheet import MOST_ROWS
from dvk_scoring.forms.collected import Collected, CollectedUnit, MissingUnit
from dvk_scoring.forms.judge import GoodCell
from dvk_scoring.forms.long_table import SUFFIXES, TableOrder, write_collected, write_missing
from dvk_scoring.forms.returned import Entry
from dvk_scoring.formula.names import kp_flag
from dvk_scoring.problem import DvkError, Place
from dvk_scoring.report.public.edition import make_edition
from dvk_scoring.report.public.write import write_edition
from dvk_scoring.report.write import write_result
from dvk_scoring.scheme.model import Scheme
from dvk_scoring.spreadsheet import Number, write_book
from dvk_scoring.text import Language
from tests.conftest import make
from tests.depth import drawn
from tests.samples import score_sample

Make = Callable[..., Scheme]
Cells = Mapping[str, Any]
SCHEME: Final = make(voices=("claimed", "final"))
# Figure → the most that it may be, × 10^places: 5,000.000 ha; 100.00 %; a million; no, yes; three answers.
MOST: Final = {
    "service.area": 5_000_000,
    "service.rate": 10_000,
    "cases.due": 1_000_000,
    "service.open": 1,
    "service.level": 2,
}
KP: Final = "kp"
WRITTEN: Final[tuple[tuple[str, Language, bool, Literal["point", "comma"]], ...]] = (
    ("figures.csv", "vi", False, "point"),
    ("figures.csv", "vi", True, "comma"),
    ("figures.csv", "en", True, "point"),
    ("figures.xlsx", "vi", False, "point"),
    ("figures.xlsx", "en", False, "point"),
)
# What spreadsheets make formulas, numbers, days or other cells of.
_TEXTS: Final = st.text(st.sampled_from("aĐ1 0;,'\"=+-@.%"), max_size=8).map(str.strip)
_IDS: Final = st.text(st.sampled_from("0123=-+@;,'A"), min_size=1, max_size=5)
_VALUES: Final = st.fixed_dictionaries(
    {}, optional={name: st.one_of(st.just(KP), st.integers(0, most)) for name, most in MOST.items()}
)


@st.composite
def collections(draw: st.DrawFn) -> Mapping[str, tuple[Cells, str]]:
    """Give units with what each reported (left out: nothing) and a text of its own."""
    units = draw(st.lists(_IDS, min_size=1, max_size=4, unique_by=lambda one: one.strip("'").casefold()))
    return {unit: (draw(_VALUES), draw(_TEXTS)) for unit in units}


def collected(units: Mapping[str, tuple[Cells, str]], voice: str, *, kept: bool = True) -> Collected:
    rows = []
    for unit, (values, text) in units.items():
        cells = {
            name: GoodCell(None if value == KP else value, Entry(name, "", Place(), text, f"{text};{text}"))
            for name, value in values.items()
            if kept or value != KP
        }
        rows.append(CollectedUnit(unit, f"Xã {unit}", "wards", voice, cells))
    return Collected(SCHEME, tuple(rows), None, 1, ())


@pytest.mark.parametrize(("name", "language", "for_excel", "mark"), WRITTEN)
@settings(max_examples=drawn(8, 25))
@given(units=collections())
@example(units={"001": ({"service.area": 1_234, "cases.due": 0, "service.rate": KP}, "=1+1")})
@example(units={"1,5": ({"service.area": 10, "service.open": 0, "service.level": 2}, "-1;=2"), "=1": ({}, "")})
def test_what_is_written_is_read_back_to_the_same(
    name: str,
    language: Language,
    for_excel: bool,
    mark: Literal["point", "comma"],
    units: Mapping[str, tuple[Cells, str]],
) -> None:
    units = {**units, "whole": (dict.fromkeys(MOST, 0), "")}  # every column is there
    with TemporaryDirectory() as folder:
        claimed, final = Path(folder, f"1{name}"), Path(folder, f"2{name}")
        write_collected(
            collected({unit: (dict.fromkeys(MOST, 1), "") for unit in units}, "claimed"),
            TableOrder(claimed, language, for_excel),
        )
        write_collected(collected(units, "final"), TableOrder(final, language, for_excel))
        figures = read_figures(SCHEME, [claimed, final], decimal=mark)
    rows = {row["unit"]: row for row in figures.frame.iter_rows(named=True)}
    assert list(rows) == list(units)
    for unit, (values, _) in units.items():
        assert rows[unit]["name"] == f"Xã {unit}"
        for column in MOST:
            value = values.get(column, 1)  # who says nothing agrees with what was claimed
            assert rows[unit][column] == (None if value == KP else value), (unit, column)
            assert (rows[unit].get(kp_flag(column)) or 0) == (value == KP), (unit, column)
    reasons = {
        (unit, column): text or None
        for unit, (values, text) in units.items()
        for column, value in values.items()
        if value != 1
    }
    assert {(row["unit"], row["figure"]): row["reason"] for row in figures.gaps.iter_rows(named=True)} == reasons


def test_excel_of_vietnam_cuts_at_semicolons_and_reads_decimal_commas(tmp_path: Path) -> None:
    units: Mapping[str, tuple[Cells, str]] = {
        "x-1": ({"service.area": 12_500, "cases.due": 3, "service.rate": KP}, "a;b")
    }
    for language, written in (
        (
            "vi",
            'unit;name;cluster;figure;value;voice;reason;evidence\nx-1;Xã x-1;wards;cases.due;3;final;"a;b";"a;b;a;b"',
        ),
        (
            "en",
            "unit,name,cluster,figure,value,voice,reason,evidence\nx-1,Xã x-1,wards,cases.due,3,final,a;b,a;b;a;b",
        ),
    ):
        path = tmp_path / f"{language}.csv"
        write_collected(collected(units, "final"), TableOrder(path, language, for_excel=True))  # type: ignore[arg-type]
        raw = path.read_bytes()
        assert raw.startswith(b"\xef\xbb\xbf" + written.encode() + b"\n")
        assert (b"12,5" in raw, b"12.5" in raw) == (language == "vi", language == "en")


def test_a_workbook_has_numbers_as_numbers_and_all_else_as_text(tmp_path: Path) -> None:
    units: Mapping[str, tuple[Cells, str]] = {
        "001": ({"service.area": 12_500, "cases.due": 0, "service.rate": KP, "service.open": 1}, "=1+1")
    }
    write_collected(collected(units, "final"), TableOrder(tmp_path / "f.xlsx", "vi"))
    sheet = openpyxl.load_workbook(tmp_path / "f.xlsx")["Số liệu"]
    head, *rows = sheet.iter_rows()
    at = {cell.value: place for place, cell in enumerate(head)}
    shown = {row[at["figure"]].value: row[at["value"]] for row in rows}
    assert {name: (cell.value, cell.data_type) for name, cell in shown.items()} == {
        "cases.due": (0, "n"),
        "service.rate": ("KP", "s"),
        "service.area": (12.5, "n"),
        "service.open": ("yes", "s"),
    }
    assert (shown["service.area"].number_format, shown["cases.due"].number_format) == ("[$-42A]#,##0.0", "[$-42A]#,##0")
    for row in rows:
        assert (row[0].value, row[0].data_type, row[0].number_format) == ("001", "s", "@")
        reason = row[at["reason"]]
        assert (reason.value, reason.data_type, reason.quotePrefix) == ("=1+1", "s", True)


def test_a_number_that_no_cell_holds_is_a_text(tmp_path: Path) -> None:
    long = "123456789012345.67"
    write_book(tmp_path / "b.xlsx", "B", ["a"], [[Number(long)], [Number(long[:15])]], "en")
    sheet = openpyxl.load_workbook(tmp_path / "b.xlsx")["B"]
    assert [(cell.value, cell.data_type) for (cell,) in sheet.iter_rows(min_row=2)] == [
        (long, "s"),
        (123456789012345, "n"),
    ]


def test_more_rows_than_a_sheet_has_are_refused(tmp_path: Path) -> None:
    with pytest.raises(DvkError) as refused:
        write_book(tmp_path / "b.xlsx", "B", ["a"], [[""]] * MOST_ROWS, "en")
    (found,) = refused.value.problems
    assert found.code == "DVK-O404"
    assert found.in_("en").startswith(
        "DVK-O404: 1048576 rows are more than a sheet of a workbook holds (1048575 at most)."
    )
    assert found.in_("vi").startswith(
        "DVK-O404: 1048576 dòng là quá nhiều cho một trang bảng tính (nhiều nhất 1048575)."
    )


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_who_is_missing_is_written_alike(suffix: str, tmp_path: Path) -> None:
    found = Collected(SCHEME, (), 1, 1, (), (MissingUnit("007", "=Xã 7", "wards", ("a.xlsx", "b.xlsx")),))
    path = tmp_path / f"missing{suffix}"
    write_missing(found, TableOrder(path, "vi", for_excel=True))
    if suffix == ".csv":
        lines = path.read_text(encoding="utf-8-sig").splitlines()
        assert lines == ["unit;name;cluster;files", "007;'=Xã 7;wards;a.xlsx, b.xlsx"]
        return
    rows = list(openpyxl.load_workbook(path)["Chưa gửi"].iter_rows(values_only=True))
    assert rows == [("unit", "name", "cluster", "files"), ("007", "=Xã 7", "wards", "a.xlsx, b.xlsx")]


def test_a_result_for_excel_holds_the_same_cells(tmp_path: Path) -> None:
    result = score_sample("stage-contest")
    plain, excel = tmp_path / "plain.csv", tmp_path / "excel.csv"
    for write in (write_result, lambda *args, **named: write_edition(make_edition(args[0]), *args[1:], **named)):
        write(result, plain, "vi", force=True)
        write(result, excel, "vi", force=True, for_excel=True)
        assert excel.read_bytes().startswith(b"\xef\xbb\xbf")
        expected = list(csv.reader(io.StringIO(plain.read_text(encoding="utf-8"))))
        found = list(csv.reader(io.StringIO(excel.read_text(encoding="utf-8-sig")), delimiter=";"))
        numbers = [
            head in ("rank", "total", "shown")
            or head.partition(".")[0] in ("points", "section", "bonuses", "penalties", "figure")
            for head in expected[0]
        ]
        assert sum(numbers) >= 3
        for row, wanted in zip(found, expected, strict=True):
            dotted = [one.replace(",", ".") if number else one for one, number in zip(row, numbers, strict=True)]
            assert dotted == wanted
        assert any("," in cell for row in found for cell in row)
