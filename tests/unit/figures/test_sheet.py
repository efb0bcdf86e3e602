"""What a sheet's markup says beside its values, and what no spreadsheet program writes."""

from __future__ import annotations

import io
import time
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from dvk_scoring.figures.markup import DamagedMarkupError
from dvk_scoring.figures.number_format import NumberFormat
from dvk_scoring.figures.sheet import SheetMarkup, column_letters, column_number, length_of_texts, look_at_sheet

PERCENT = NumberFormat("0%")
Look = Callable[..., SheetMarkup]


def look(inside: str, *, stale: bool = False, uncomputed: bool = False, after: str = "") -> SheetMarkup:
    xml = f'<?xml version="1.0"?><worksheet xmlns="x"><sheetData>{inside}</sheetData>{after}</worksheet>'
    return look_at_sheet(io.BytesIO(xml.encode()), {"3": PERCENT}, stale=stale, uncomputed=uncomputed)


def formula(result: str, kind: str = "") -> str:
    return f'<row r="1"><c r="B1"{kind}><f>A1+1</f>{result}</c></row>'


def test_how_far_it_reaches_counts_what_has_a_value() -> None:
    found = look('<row r="2"><c r="B2"><v>1</v></c><c r="XFD2" s="1"/></row><row r="9"><c r="A9"><v>2</v></c></row>')
    assert (found.filled, found.last, found.far) == (2, (9, 2), "B2")
    far = look('<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="C1048576"><v>1</v></c></row>')
    assert (far.last, far.far) == ((1048576, 3), "C1048576")


def test_cells_that_do_not_name_themselves_stand_beside_each_other() -> None:
    found = look(
        '<row><c><v>1</v></c><c s="3"><v>2</v></c></row><row r="7"><c r="D7"><v>1</v></c><c s="3"><v>1</v></c></row>'
    )
    assert found.last == (7, 5)
    assert set(found.formatted) == {"B1", "E7"}


def test_prefixes_make_no_difference() -> None:
    row = '<x:row r="1"><x:c r="A1" t="e"><x:v>#N/A</x:v></x:c></x:row>'
    xml = f'<x:worksheet xmlns:x="x"><x:sheetData>{row}</x:sheetData></x:worksheet>'
    found = look_at_sheet(io.BytesIO(xml.encode()), {}, stale=False, uncomputed=False)
    assert found.wrong == {"A1": "DVK-D114"}
    assert found.filled == 1


@pytest.mark.parametrize(
    ("result", "kind", "as_it_is", "uncomputed"),
    [
        ("", "", "DVK-D115", "DVK-D115"),
        ("<v></v>", "", "DVK-D115", "DVK-D115"),
        ("<v> </v>", "", "DVK-D115", "DVK-D115"),
        ("<v>0</v>", "", None, "DVK-D115"),
        ("<v>-0.00</v>", "", None, "DVK-D115"),
        ("<v>0.5</v>", "", None, None),
        ("<v>0</v>", ' t="b"', None, "DVK-D115"),
        ("<v></v>", ' t="str"', None, "DVK-D115"),
        ("<v>0</v>", ' t="str"', None, None),
        ("<v>#REF!</v>", ' t="e"', "DVK-D114", "DVK-D114"),
    ],
)
def test_a_nought_is_a_result_unless_nothing_was_computed(
    result: str, kind: str, as_it_is: str | None, uncomputed: str | None
) -> None:
    assert look(formula(result, kind)).wrong.get("B1") == as_it_is
    assert look(formula(result, kind), uncomputed=True).wrong.get("B1") == uncomputed


def test_results_that_may_be_old_are_named_and_plain_numbers_are_not() -> None:
    both = formula("<v>7</v>") + '<row r="2"><c r="B2"><v>0</v></c></row>'
    assert look(both).kept == []
    assert look(both, stale=True).kept == look(both, uncomputed=True).kept == ["B1"]


def test_what_is_hidden_by_any_means() -> None:
    rows = '<row r="1"/><row r="2" hidden="1"/><row r="3" hidden="true"/><row r="4" ht="0"/><row r="5" hidden="0"/>'
    rows += '<row r="6" ht="0.00"/><row r="7" ht="10"/>'
    columns = '<cols><col min="2" max="3" hidden="1"/><col min="5" max="5" width="0"/><col min="7" max="9"/>'
    columns += '<col min="11" max="11" width="0.0"/></cols>'
    found = look(rows, after=columns)
    assert found.hidden_rows == {2, 3, 4, 6}
    assert found.hidden_columns == {2, 3, 5, 11}


def test_merged_ranges_are_corners_from_nought_in_order() -> None:
    merged = '<mergeCells><mergeCell ref="A1:B3"/><mergeCell ref="C9:B7"/><mergeCell ref="D4"/></mergeCells>'
    assert look("", after=merged).merged == [((0, 0), (2, 1)), ((6, 1), (8, 2)), ((3, 3), (3, 3))]


@pytest.mark.parametrize(
    "inside",
    [
        '<row r="1"><c r="ZZZZZ99999999999"><v>1</v></c></row>',
        '<row r="1"><c r="XFE1"><v>1</v></c></row>',
        '<row r="1"><c r="A1048577"><v>1</v></c></row>',
        '<row r="1"><c r="A0"><v>1</v></c></row>',
        '<row r="1"><c r="$A$1"><v>1</v></c></row>',
        '<row r="eins"><c><v>1</v></c></row>',
        '<row r="99999999999"><c><v>1</v></c></row>',
        f'<row r="1">{"<c><v>1</v></c>" * 16_385}</row>',
        '<row r="1"><c r="A1"><v><![CDATA[5]]></v></c></row>',
        '<row r="1"><c r="A1" r="B1"><v>5</v></c></row>',
        "<row>",
    ],
)
def test_what_no_program_writes_is_damaged(inside: str) -> None:
    with pytest.raises(DamagedMarkupError):
        look(inside)


@pytest.mark.parametrize(
    "xml",
    [
        '<!DOCTYPE worksheet [<!ENTITY a "1">]><worksheet/>',
        '<?xml version="1.0" encoding="UTF-16"?><worksheet/>',
        "<worksheet>",
        "",
        '<worksheet><mergeCell ref="A1:zwei"/></worksheet>',
    ],
)
def test_other_markup_is_damaged(xml: str) -> None:
    encoded = xml.encode("utf-16" if "UTF-16" in xml else "utf-8")
    with pytest.raises(DamagedMarkupError):
        look_at_sheet(io.BytesIO(encoded), {}, stale=False, uncomputed=False)


def test_shared_texts_are_counted_as_often_as_they_are_taken() -> None:
    cells = "".join(f'<c r="A{at}" t="s"><v>{at % 2}</v></c>' for at in range(1, 5))
    xml = f"<worksheet><row>{cells}<c><v>1</v></c></row></worksheet>".encode()
    assert length_of_texts(io.BytesIO(xml), [10, 1]) == 22
    for lengths in ([10], []):
        with pytest.raises(DamagedMarkupError):
            length_of_texts(io.BytesIO(xml), lengths)


def test_columns_are_numbered_as_a_sheet_does() -> None:
    for number, letters in ((1, "A"), (26, "Z"), (27, "AA"), (702, "ZZ"), (703, "AAA"), (16384, "XFD")):
        assert column_number(letters) == number
        assert column_letters(number - 1) == letters


def test_a_hundred_thousand_spans_and_ranges_take_no_time() -> None:
    began = time.process_time()
    columns = '<col min="1" max="16384" hidden="1"/>' * 100_000
    merged = '<mergeCell ref="A1:XFD1048576"/>' * 100_000
    assert len(look("", after=columns + merged).merged) == 100_000
    assert time.process_time() - began < 10


def test_what_a_program_wrote_is_read_as_it_is(tmp_path: Path) -> None:
    """The reader of cells and this one agree on where cells stand that a common library wrote."""
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page["C3"], page["A7"] = 0.5, "=1+1"
    page["C3"].number_format = "0%"
    page.merge_cells("A1:B2")
    page.row_dimensions[3].hidden = True
    book.save(tmp_path / "made.xlsx")
    from dvk_scoring.figures.workbook import open_workbook

    opened = open_workbook(tmp_path / "made.xlsx")
    cells = opened.read(opened.sheets[0])
    assert cells.wrong == {"A7": "DVK-D115"}
    assert cells.hidden_rows == {3}
    assert cells.merged == [((0, 0), (1, 1))]
    assert cells.rows[2][2].percent
