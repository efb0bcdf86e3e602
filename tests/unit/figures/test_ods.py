"""ODS in: cells where they stand, what a number is shown as, and what no spreadsheet program writes."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dvk_scoring.figures.book import open_book
from dvk_scoring.figures.opened import open_table
from dvk_scoring.figures.table import Table
from dvk_scoring.problem import DvkError
from tests.made_ods import cell, ods, row, sheet

HEAD = row(["unit", "name", "population"])


def opened(path: Path, content: bytes) -> Table:
    path.write_bytes(content)
    return open_table(path, "point")


def refused(path: Path, content: bytes) -> list[str]:
    with pytest.raises(DvkError) as caught:
        opened(path, content)
    return [one.code for one in caught.value.problems]


def typed(kind: str, value: str, shown: str, more: str = "") -> str:
    told = f'office:value-type="{kind}" office:value="{value}"'
    return f"<table:table-cell {told} {more}><text:p>{shown}</text:p></table:table-cell>"


@pytest.mark.parametrize(
    ("written", "said"),
    [
        (typed("percentage", "0.85", "85%"), "85%"),
        (typed("percentage", "1", "100.0%"), "100%"),
        (typed("percentage", "-0.05", "-5%"), "-5%"),
        (typed("float", "1234567", "1.234.567"), "1234567"),
        (typed("currency", "3.2", "$3.20"), "3.2"),
        (typed("float", "0.30000000000000004", "0.3"), "0.3"),
        (typed("float", "1", "TRUE"), "1"),
        (cell(value=True), "true"),
        (cell("=1+1"), "=1+1"),
        (cell("hai\ndòng"), "hai\ndòng"),
        (
            typed("float", "5", "5", "><office:annotation><text:p>7</text:p></office:annotation").replace("/>>", ">"),
            "5",
        ),
        ('<table:table-cell table:formula="of:=2+3" office:value-type="float" office:value="5"/>', "5"),
        ('<table:table-cell table:formula="of:=A1" office:value-type="string" office:string-value=""/>', ""),
    ],
)
def test_a_number_is_what_its_cell_shows(tmp_path: Path, written: str, said: str) -> None:
    line = f"<table:table-row>{cell('u1')}{cell('x')}{written}</table:table-row>"
    table = opened(tmp_path / "f.ods", ods(sheet(HEAD, line)))
    assert (table.kind, table.frame["population"].to_list(), table.faults) == ("ods", [said], ())


@pytest.mark.parametrize(
    ("shown", "value", "said"),
    [("007", "7", "007"), ("xa-07", "7", "xa-07"), ("1.234", "1234", "1234"), ("7,00", "7", "7"), ("7", "7", "7")],
)
def test_an_id_is_what_its_cell_shows(tmp_path: Path, shown: str, value: str, said: str) -> None:
    line = f"<table:table-row>{typed('float', value, shown)}{cell('x')}{cell(1)}</table:table-row>"
    assert opened(tmp_path / "f.ods", ods(sheet(HEAD, line))).frame["unit"].to_list() == [said]


@pytest.mark.parametrize(
    ("written", "code"),
    [
        (
            '<table:table-cell table:formula="of:=1/0" calcext:value-type="error" office:value-type="string"/>',
            "DVK-D114",
        ),
        (typed("float", "0", "#DIV/0!", 'table:formula="of:=1/0"'), "DVK-D114"),
        (typed("float", "0", "Err:502", 'table:formula="of:=1/0"'), "DVK-D114"),
        ('<table:table-cell table:formula="of:=1+1"/>', "DVK-D115"),
        ('<table:table-cell table:formula="of:=1+1" office:value-type="float"/>', "DVK-D115"),
    ],
)
def test_errors_and_formulas_never_computed_are_named(tmp_path: Path, written: str, code: str) -> None:
    line = f'<table:table-row table:number-rows-repeated="2">{cell("u1")}{cell("x")}{written}</table:table-row>'
    table = opened(tmp_path / "f.ods", ods(sheet(HEAD, row([]), line)))
    assert [(one.code, one.place.cell) for one in table.faults] == [(code, "C3"), (code, "C4")]


def test_what_is_hidden_or_merged_is_told_as_in_xlsx(tmp_path: Path) -> None:
    merged = cell("Xã").replace("<table:table-cell", '<table:table-cell table:number-rows-spanned="2"')
    rows = [
        '<table:table-column/><table:table-column table:visibility="collapse" table:number-columns-repeated="2"/>',
        HEAD,
        f"<table:table-row>{cell('u1')}{merged}{cell(1)}</table:table-row>",
        f"<table:table-row>{cell('u2')}<table:covered-table-cell/>{cell(1)}</table:table-row>",
        row(["u3", "x", 2], 'table:visibility="filter" table:number-rows-repeated="2"'),
        row([], 'table:visibility="collapse" table:number-rows-repeated="1048571"'),
    ]
    table = opened(tmp_path / "f.ods", ods(sheet(*rows), sheet(row(["x"]), name="Bìa")))
    assert [(one.code, one.place.cell) for one in table.faults] == [("DVK-D125", "B2")]
    told = {one.code: one for one in table.told}
    assert set(told) == {"DVK-D121", "DVK-D124"}
    assert (told["DVK-D124"].args["rows"], told["DVK-D121"].args["columns"]) == ("4, 5", "B, C")


def test_the_first_sheet_that_people_see_is_read(tmp_path: Path) -> None:
    hidden = sheet(row(["unit"]), row(["old"]), name="Cũ", told='table:style-name="hidden"')
    table = opened(tmp_path / "f.ods", ods(hidden, sheet(row(["unit"]), row(["new"]), name="Mới")))
    assert (table.sheet, table.frame["unit"].to_list()) == ("Mới", ["new"])
    assert [(one.code, one.severity, one.place.sheet) for one in table.told] == [("DVK-D143", "note", "Cũ")]


CELLS = st.sampled_from([None, "a", 1, 2.5, True])


@given(st.lists(st.tuples(st.lists(st.tuples(CELLS, st.integers(1, 3)), max_size=4), st.integers(1, 3)), max_size=5))
def test_what_is_repeated_stands_where_it_is_said_to_stand(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[list[tuple[object, int]], int]]
) -> None:
    """Cells and rows that are written once and stand several times: each formula is named where its value is read."""
    lines, meant = [], list[list[object]]()
    for cells, times in rows:
        written = "".join(
            cell(value).replace("<table:table-cell", f'<table:table-cell table:number-columns-repeated="{count}"')
            for value, count in cells
        )
        lines.append(f'<table:table-row table:number-rows-repeated="{times}">{written}</table:table-row>')
        meant += [[value for value, count in cells for _ in range(count)]] * times
    formula = '<table:table-cell table:formula="of:=1" office:value-type="float" office:value="99"/>'
    lines.append(f"<table:table-row>{cell(None) * 4}{formula}</table:table-row>")
    path = tmp_path_factory.mktemp("ods") / "f.ods"
    path.write_bytes(ods(sheet(*lines)))
    book = open_book(path)
    found = book.read(book.sheets[0])
    assert found.formulas == {f"E{len(meant) + 1}"}
    assert found.rows[len(meant)][4] == 99
    for line, told in zip(found.rows, meant, strict=False):
        assert [None if one == "" else one for one in line[: len(told)]] == told[: len(line)]
        assert not any(told[len(line) :])


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (ods(sheet(HEAD, row(["u1", "x", 1], 'table:number-rows-repeated="1048575"'))), "DVK-D122"),
        (ods(sheet(row([*[None] * 9_999, "x"]), row([], 'table:number-rows-repeated="9999"'), row(["y"]))), "DVK-D122"),
        (ods(sheet(HEAD), row(["x"])), "DVK-D107"),
        (ods(sheet(HEAD, row(["x" * 30_000], 'table:number-rows-repeated="9999"'))), "DVK-D116"),
        (ods(sheet(HEAD, row(["x"], 'table:number-rows-repeated="-1"'))), "DVK-D107"),
        (ods(sheet(HEAD, row(["x"], 'table:number-rows-repeated="99999999999"'))), "DVK-D107"),
        (ods(sheet(row([]).replace("></", f">{sheet(HEAD)}</"))), "DVK-D107"),
        (ods(sheet(HEAD), before='<!DOCTYPE x [<!ENTITY a "b">]>'), "DVK-D107"),
        (ods(sheet(HEAD), parts={"META-INF/manifest.xml": "<m><manifest:encryption-data/></m>"}), "DVK-D106"),
        (ods(), "DVK-D107"),
    ],
)  # fmt: skip
def test_what_no_program_writes_is_refused(tmp_path: Path, content: bytes, code: str) -> None:
    assert refused(tmp_path / "f.ods", content) == [code]
