"""Broken forms and tables, and every message that collecting them must give, in both languages.

The messages are kept in ``forms.toml`` beside this file; ``DVK_WRITE_GOLDEN=1`` writes it anew, and what then changes
in it is to be read like any text that goes to a user.
"""

from __future__ import annotations

import csv
import io
import os
import re
import zipfile
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import attrs
import openpyxl
import pytest
import tomli

import dvk_scoring
from dvk_scoring.catalogue import catalogue
from dvk_scoring.forms.collect import collect_forms
from dvk_scoring.forms.collected import Collected, CollectOrder
from dvk_scoring.forms.layout import FormHeader
from dvk_scoring.forms.long_table import TableOrder, write_collected
from dvk_scoring.forms.make import FormOrder, make_forms
from dvk_scoring.problem import DvkError, Problem
from dvk_scoring.scheme.model import Scheme
from dvk_scoring.text import Text
from tests.office.filled import role_columns, rows_of

MESSAGES = Path(__file__).with_name("forms.toml")
Make = Callable[..., Scheme]
UNITS = "unit,name,cluster\nu1,Phường Một,wards\nu2,Phường Hai,wards\n"
GOOD: Mapping[str, object] = {
    "population": 1000,
    "discipline": 0,
    "cases.due": 12,
    "cases.in_time": 7,
    "cases.late": 2,
    "service.rate": 92.5,
    "service.area": 12.345,
    "service.open": "Có",
    "service.level": "Vừa",
}


@attrs.frozen
class Desk:
    """A folder with a list of two units and their forms, to be spoilt."""

    make: Make
    scheme: Scheme

    def forms(self, **order: Any) -> None:
        """Make forms for u1 and u2 in ``forms/``, filled in as they should be."""
        make_forms(FormOrder(self.scheme, **{"units": Path("units.csv"), **order}), Path("forms"), force=True)
        for name in ("u1", "u2"):
            if Path(f"forms/{name}.xlsx").exists():
                self.write(f"forms/{name}.xlsx", GOOD)

    def write(self, path: str, values: Mapping[str, object], role: str = "value") -> None:
        """Write values into the cells of a form, by figure."""
        book = openpyxl.load_workbook(path)
        sheet = book.worksheets[0]
        rows, column = rows_of(sheet), role_columns(sheet)[role]
        for figure, value in values.items():
            if figure in rows:
                sheet.cell(rows[figure], column).value = value
        book.save(path)

    def spoil(self, path: str, spoil: Callable[[Any, dict[str, int], dict[str, int]], None]) -> None:
        """Change a form's sheet by hand: given the sheet, its rows by figure and its columns by role."""
        book = openpyxl.load_workbook(path)
        sheet = book.worksheets[0]
        spoil(sheet, rows_of(sheet), role_columns(sheet))
        book.save(path)

    def table(self, path: str, *rows: Sequence[object], merged: Sequence[str] = ()) -> None:
        """Write a table by hand."""
        book = openpyxl.Workbook()
        sheet = book.active
        for row in rows:
            sheet.append(list(row))
        for area in merged:
            sheet.merge_cells(area)
        book.save(path)

    def order(self, *forms: str, **more: Any) -> CollectOrder:
        paths = tuple(Path(one) for one in forms or ("forms",))
        return CollectOrder(**{"scheme": self.scheme, "forms": paths, "units": Path("units.csv"), **more})


def with_result(path: str, figure: str, formula: str, result: str) -> bytes:
    """Give a form with a formula in the cell of a figure, computed and saved as a spreadsheet program does."""
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    cell = sheet.cell(rows_of(sheet)[figure], role_columns(sheet)["value"])
    cell.value = f"={formula}"
    book.save(path)
    part, out = "xl/worksheets/sheet1.xml", io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(out, "w") as new:
        for one in old.namelist():
            content = old.read(one).decode() if one.endswith(".xml") else old.read(one)
            if isinstance(content, str) and one == part:
                content = re.sub(
                    rf"(<f>{formula}</f>)<v ?/>|(<f>{formula}</f>)<v></v>", rf"\1\2<v>{result}</v>", content
                )
            if isinstance(content, str) and one == "xl/workbook.xml":
                content = content.replace('fullCalcOnLoad="1"', "")
            new.writestr(one, content)
    return out.getvalue()


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, make_scheme: Make) -> Desk:
    monkeypatch.chdir(tmp_path)
    Path("units.csv").write_text(UNITS, encoding="utf-8")
    return Desk(make_scheme, make_scheme())


def wrong_cells(desk: Desk) -> CollectOrder:
    desk.forms()
    wrong = {
        "population": "mười nghìn",
        "cases.due": 5,
        "cases.in_time": 7.5,
        "cases.late": date(2026, 1, 2),
        "service.rate": 150,
        "service.area": "12,5",
        "service.open": "chắc có",
        "service.level": "vưa",
    }
    desk.write("forms/u1.xlsx", wrong)
    return desk.order()


def perhaps_percent(desk: Desk) -> CollectOrder:
    desk.forms()
    desk.write("forms/u1.xlsx", {"service.rate": 0.92})
    return desk.order()


def too_many(desk: Desk) -> CollectOrder:
    desk.forms()
    desk.write("forms/u2.xlsx", {"cases.in_time": 10, "cases.late": 3})
    return desk.order()


def error_in_cell(desk: Desk) -> CollectOrder:
    desk.forms()

    def spoil(sheet: Any, rows: dict[str, int], columns: dict[str, int]) -> None:
        cell = sheet.cell(rows["cases.due"], columns["value"])
        cell.value, cell.data_type = "#DIV/0!", "e"
        sheet.cell(rows["service.area"], columns["value"]).value = "=1+1"
        cell = sheet.cell(rows["population"], columns["evidence"])
        cell.value, cell.data_type = "#REF!", "e"

    desk.spoil("forms/u1.xlsx", spoil)
    return desk.order()


def odd_characters(desk: Desk) -> CollectOrder:
    desk.forms()
    desk.write("forms/u1.xlsx", {"population": "BB \u202e1", "cases.due": "two\nlines"}, role="evidence")
    desk.write("forms/u2.xlsx", {"cases.due": "1\u200b2"})
    return desk.order()


def blanks(desk: Desk) -> CollectOrder:
    desk.forms()
    desk.write("forms/u1.xlsx", {"population": None, "service.open": "  "})
    desk.write("forms/u1.xlsx", {"population": "Niên giám thống kê"}, role="evidence")
    return desk.order()


def not_returned(desk: Desk) -> CollectOrder:
    desk.forms()
    Path("forms/u2.xlsx").unlink()
    return desk.order()


def other_scheme(desk: Desk) -> CollectOrder:
    desk.forms()
    other = attrs.evolve(desk.scheme, id="other")
    make_forms(FormOrder(other, units=Path("units.csv")), Path("other"))
    Path("other/u2.xlsx").replace("forms/u2.xlsx")
    return desk.order()


def other_version(desk: Desk) -> CollectOrder:
    desk.forms()
    other = attrs.evolve(desk.scheme, hash="0123456789abcdef")
    make_forms(FormOrder(other, units=Path("units.csv")), Path("other"))
    Path("other/u2.xlsx").replace("forms/u2.xlsx")
    return desk.order()


def other_version_of_before(desk: Desk) -> CollectOrder:
    """A form that does not yet say what it asked."""
    other_version(desk)
    told = FormHeader("tested", "0123456789abcdef", "unit", unit="u2", kind="ward")
    desk.spoil("forms/u2.xlsx", lambda sheet, *_: sheet.__setitem__("A1", told.text()))
    return desk.order()


def asked_otherwise(desk: Desk) -> CollectOrder:
    """The label of one figure, the answers of another and the scale of a third were others when the form was made."""
    desk.forms()
    cases, service = (desk.scheme.criteria[one] for one in ("cases", "service"))
    due = attrs.evolve(cases.figures[0], label=Text.same("Đơn quá hạn"))
    area, level = service.figures[1], service.figures[3]
    answers = ((*level.choices[0],), ("mid", Text.same("Trung bình")), (*level.choices[2],))
    changed = {
        "cases": attrs.evolve(cases, figures=(due, *cases.figures[1:])),
        "service": attrs.evolve(
            service,
            figures=(
                service.figures[0],
                attrs.evolve(area, high=Fraction(100)),
                service.figures[2],
                attrs.evolve(level, choices=answers),
            ),
        ),
    }
    other = attrs.evolve(desk.scheme, hash="0123456789abcdef", criteria={**desk.scheme.criteria, **changed})
    make_forms(FormOrder(other, units=Path("units.csv")), Path("other"))
    desk.write("other/u2.xlsx", {**GOOD, "service.level": "Thấp"})
    Path("other/u2.xlsx").replace("forms/u2.xlsx")
    return desk.order()


def voice_renamed(desk: Desk) -> CollectOrder:
    desk = attrs.evolve(desk, scheme=desk.make(voices=("claimed", "final")))
    desk.forms()
    desk = attrs.evolve(desk, scheme=desk.make(voices=("self", "final")))
    return desk.order()


def of_another_unit(desk: Desk) -> CollectOrder:
    """u2 has filled in the form of u1 and given it its own name."""
    desk.forms()
    Path("forms/u1.xlsx").replace("forms/u2.xlsx")
    return desk.order()


def formula_in_cell(desk: Desk) -> CollectOrder:
    desk.forms()
    Path("forms/u1.xlsx").write_bytes(with_result("forms/u1.xlsx", "cases.due", "20-8", "12"))
    return desk.order()


def hidden_in_form(desk: Desk) -> CollectOrder:
    desk.forms()

    def spoil(sheet: Any, rows: dict[str, int], columns: dict[str, int]) -> None:
        sheet.row_dimensions[rows["cases.late"]].hidden = True
        sheet.column_dimensions["F"].hidden = True

    desk.spoil("forms/u1.xlsx", spoil)
    book = openpyxl.load_workbook("forms/u2.xlsx")
    book.create_sheet("Hướng dẫn")
    book.worksheets[0].sheet_state = "hidden"
    book.active = 2
    book.save("forms/u2.xlsx")
    return desk.order()


def untouched(desk: Desk) -> CollectOrder:
    desk = attrs.evolve(desk, scheme=desk.make(voices=("claimed", "final")))
    Path("claimed.csv").write_text(
        "unit,voice,cases.due,cases.in_time,population\nu1,claimed,5,4,100\nu2,claimed,6,,200\n", encoding="utf-8"
    )
    desk.forms(voice="final", earlier=(Path("claimed.csv"),))
    desk.write("forms/u1.xlsx", {name: None for name in GOOD if name != "cases.due"} | {"cases.due": 5})
    return desk.order(voice="final")


def agreed(desk: Desk) -> CollectOrder:
    """Ticks: of what was reported, beside another figure, where nothing was reported, and one that says no."""
    desk = attrs.evolve(desk, scheme=desk.make(voices=("claimed", "final")))
    Path("claimed.csv").write_text(
        "unit,voice,cases.due,cases.in_time,population\nu1,claimed,5,4,100\nu2,claimed,6,4,200\n", encoding="utf-8"
    )
    desk.forms(voice="final", earlier=(Path("claimed.csv"),))
    desk.write("forms/u1.xlsx", dict.fromkeys(GOOD))
    desk.write(
        "forms/u1.xlsx", {"cases.due": "x", "cases.in_time": "Không", "cases.late": "x", "population": "✓"}, "agree"
    )
    desk.write("forms/u2.xlsx", {"cases.due": 6, "cases.in_time": 7})
    desk.write("forms/u2.xlsx", {"population": "Kiểm tra lại", "cases.in_time": "Đếm lại"}, "reason")
    desk.write("forms/u2.xlsx", {"cases.due": "x", "cases.in_time": "x"}, "agree")
    return desk.order(voice="final")


def folder_of_everything(desk: Desk) -> CollectOrder:
    desk.forms()
    names = ("u3.xls", "u3.xlsb", "u3.pdf", "u3.docx", "u3.rar", "u3.numbers", "~$u1.xlsx", ".~lock.u1.xlsx#")
    for name in (*names, "Thumbs.db", "desktop.ini", ".DS_Store"):
        Path("forms", name).write_bytes(b"x")
    Path("forms/cụm 2").mkdir()
    return desk.order()


def roles_gone(desk: Desk) -> CollectOrder:
    desk.forms()
    desk.spoil("forms/u2.xlsx", lambda sheet, *_: sheet.delete_rows(2))
    return desk.order()


def rows_gone(desk: Desk) -> CollectOrder:
    desk.forms()
    desk.spoil("forms/u2.xlsx", lambda sheet, rows, _: sheet.delete_rows(rows["cases.due"]))
    return desk.order()


def copied(sheet: Any, row: int, value: object, column: int) -> None:
    """Copy a row of a form below the last one, hidden cell and all, and write another value there."""
    below = sheet.max_row + 1
    for at in range(1, sheet.max_column + 1):
        sheet.cell(below, at).value = sheet.cell(row, at).value
    sheet.cell(below, column).value = value


def rows_twice(desk: Desk) -> CollectOrder:
    desk.forms()

    def spoil(sheet: Any, rows: dict[str, int], columns: dict[str, int]) -> None:
        copied(sheet, rows["cases.late"], 1, columns["value"])
        copied(sheet, rows["cases.late"], None, columns["value"])
        copied(sheet, rows["service.open"], "Có", columns["value"])
        for row in (rows["service.level"], rows["discipline"]):
            sheet.cell(row, columns["value"]).value = None
        copied(sheet, rows["service.level"], None, columns["value"])
        copied(sheet, rows["discipline"], 1, columns["value"])

    desk.spoil("forms/u2.xlsx", spoil)
    return desk.order()


def cells_merged(desk: Desk) -> CollectOrder:
    desk.forms()

    def spoil(sheet: Any, rows: dict[str, int], columns: dict[str, int]) -> None:
        at = columns["value"]
        sheet.merge_cells(start_row=rows["cases.in_time"], end_row=rows["cases.late"], start_column=at, end_column=at)
        row = rows["service.rate"]
        sheet.merge_cells(start_row=row, end_row=row, start_column=at, end_column=columns["evidence"])

    desk.spoil("forms/u2.xlsx", spoil)
    return desk.order()


def ids_twice(desk: Desk) -> CollectOrder:
    make_forms(FormOrder(desk.scheme), Path("forms"))
    path = "forms/Phiếu wards.xlsx"
    desk.write(path, {**GOOD, "@unit": "u9", "@name": "Phường Chín", "@cluster": "Phường, xã"})
    desk.spoil(path, lambda sheet, rows, columns: copied(sheet, rows["@name"], "Phường Chín", columns["value"]))
    desk.spoil(path, lambda sheet, rows, columns: copied(sheet, rows["@unit"], "u8", columns["value"]))
    return desk.order(path, units=None)


def columns_twice(desk: Desk) -> CollectOrder:
    desk.forms()

    def spoil(sheet: Any, rows: dict[str, int], columns: dict[str, int]) -> None:
        beside = sheet.max_column + 1
        for row in range(2, sheet.max_row + 1):
            sheet.cell(row, beside).value = sheet.cell(row, columns["value"]).value

    desk.spoil("forms/u2.xlsx", spoil)
    return desk.order()


def hidden_moved(desk: Desk) -> CollectOrder:
    """Two columns and a row before the hidden ones of one form, and the hidden column of another deleted."""
    desk.forms()

    def insert(sheet: Any, rows: dict[str, int], columns: dict[str, int]) -> None:
        sheet.insert_cols(1, 2)
        sheet.insert_rows(1)

    def delete(sheet: Any, rows: dict[str, int], columns: dict[str, int]) -> None:
        sheet.delete_cols(1)

    desk.spoil("forms/u1.xlsx", insert)
    desk.spoil("forms/u2.xlsx", delete)
    return desk.order()


def columns_inserted(desk: Desk) -> CollectOrder:
    """A note beside a figure in a form of our own, and a column without a heading in a table made by hand."""
    desk.forms()

    def spoil(sheet: Any, rows: dict[str, int], columns: dict[str, int]) -> None:
        beside = sheet.max_column + 1
        sheet.cell(rows["population"] - 1, beside).value = "Ý kiến"
        sheet.cell(rows["cases.due"], beside).value = "chờ đối chiếu"

    desk.spoil("forms/u2.xlsx", spoil)
    Path("forms/u1.xlsx").unlink()
    desk.table(
        "hand.xlsx",
        [None, "unit", "cases.due", None, "cases.in_time", None],
        [1, "u1", 12, "ước tính", 7, None],
        [2, None, None, "bỏ", None, None],
    )
    return desk.order("forms", "hand.xlsx")


def keys_changed(desk: Desk) -> CollectOrder:
    desk.forms()

    def spoil(sheet: Any, rows: dict[str, int], columns: dict[str, int]) -> None:
        sheet.cell(rows["cases.due"], 1).value = "cases.duee"
        sheet.cell(rows["cases.late"], 1).value = "cases.missed"

    desk.spoil("forms/u2.xlsx", spoil)
    return desk.order()


def of_another_kind(desk: Desk) -> CollectOrder:
    desk.forms()
    Path("units.csv").write_text(UNITS.replace("Hai,wards", "Hai,departments"), encoding="utf-8")
    return desk.order()


def not_in_the_list(desk: Desk) -> CollectOrder:
    desk.forms()
    Path("units.csv").write_text(UNITS.replace("u2", "u3"), encoding="utf-8")
    return desk.order()


def same_twice(desk: Desk) -> CollectOrder:
    desk.forms()
    Path("forms/u1 (1).xlsx").write_bytes(Path("forms/u1.xlsx").read_bytes())
    return desk.order()


def differs_twice(desk: Desk) -> CollectOrder:
    desk.forms()
    Path("forms/u1-b.xlsx").write_bytes(Path("forms/u1.xlsx").read_bytes())
    desk.write("forms/u1-b.xlsx", {"cases.due": 13, "service.open": None})
    return desk.order()


def differs_each_time(desk: Desk) -> CollectOrder:
    """Of three tables each says another figure, and the first does not ask for one on which the others differ."""
    for name, late, due in (("1", "", 3), ("2", ",1", 4), ("3", ",2", 5)):
        heads = f"unit,cases.due{',cases.late' if late else ''}"
        Path(f"table-{name}.csv").write_text(f"{heads},population\nu1,{due}{late},7\n", encoding="utf-8")
    return desk.order("table-1.csv", "table-2.csv", "table-3.csv")


def wrong_once(desk: Desk) -> CollectOrder:
    """What one table has wrong, and what it does not have, stand in the other."""
    Path("table-1.csv").write_text("unit,cases.due,cases.in_time,population\nu1,many,2,7\n", encoding="utf-8")
    Path("table-2.csv").write_text("unit,cases.due,cases.in_time,discipline\nu1,3,few,0\n", encoding="utf-8")
    return desk.order("table-1.csv", "table-2.csv")


def of_two_voices(desk: Desk) -> CollectOrder:
    desk = attrs.evolve(desk, scheme=desk.make(voices=("claimed", "final")))
    desk.forms()
    make_forms(FormOrder(desk.scheme, voice="final", units=Path("units.csv")), Path("later"))
    Path("later/u2.xlsx").replace("forms/u2-final.xlsx")
    return desk.order()


def without_reason(desk: Desk) -> CollectOrder:
    desk = attrs.evolve(desk, scheme=desk.make(voices=("claimed", "final")))
    Path("claimed.csv").write_text("unit,voice,cases.due,service.open\nu1,claimed,9,không\n", encoding="utf-8")
    desk.forms(voice="final", earlier=(Path("claimed.csv"),))
    Path("forms/u2.xlsx").unlink()
    desk.write("forms/u1.xlsx", {"service.open": "Xem tại chỗ"}, role="reason")
    return desk.order()


def set_already(desk: Desk) -> CollectOrder:
    desk.forms()
    Path("units.csv").write_text("unit,name,cluster,population\nu1,A,wards,7\nu2,B,wards,1000\n", encoding="utf-8")
    return desk.order()


def unknown_unit_blank_form(desk: Desk) -> CollectOrder:
    make_forms(FormOrder(desk.scheme), Path("forms"))
    return desk.order("forms/Phiếu wards.xlsx", units=None)


def unknown_cluster_blank_form(desk: Desk) -> CollectOrder:
    scheme = attrs.evolve(
        desk.scheme, clusters={**desk.scheme.clusters, "more": attrs.evolve(desk.scheme.clusters["wards"], id="more")}
    )
    desk = attrs.evolve(desk, scheme=scheme)
    make_forms(FormOrder(desk.scheme), Path("forms"))
    desk.write("forms/Phiếu wards.xlsx", {"@unit": "u9", "@cluster": "Khối lạ", "cases.due": 1})
    return desk.order("forms/Phiếu wards.xlsx", units=None)


def no_form(desk: Desk) -> CollectOrder:
    Path("forms").mkdir()
    Path("forms/~$u1.xlsx").write_bytes(b"lock")
    return desk.order()


def nothing_good(desk: Desk) -> CollectOrder:
    desk.forms()
    for name in ("u1", "u2"):
        desk.write(f"forms/{name}.xlsx", dict.fromkeys(GOOD))
    return desk.order()


def damaged_files(desk: Desk) -> CollectOrder:
    """Five broken files beside a good one: each is told, and the good one is kept."""
    desk.forms()
    Path("forms/cut.xlsx").write_bytes(Path("forms/u2.xlsx").read_bytes()[:2000])
    Path("forms/empty.xlsx").write_bytes(b"")
    Path("forms/old.xlsx").write_bytes(b"\xd0\xcf\x11\xe0" + bytes(600))
    with zipfile.ZipFile("forms/bomb.xlsx", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", bytes(70 * 1024 * 1024))
    desk.spoil("forms/u2.xlsx", lambda sheet, *_: sheet.__setitem__("A1", None))
    return desk.order("forms", "forms/missing.xlsx")


def unknown_voice(desk: Desk) -> CollectOrder:
    desk = attrs.evolve(desk, scheme=desk.make(voices=("claimed", "final")))
    return desk.order("x.xlsx", voice="fnal")


def by_hand(desk: Desk) -> CollectOrder:
    desk.table(
        "hand.xlsx",
        ["BẢNG SỐ LIỆU"],
        ["TT", "Đơn vị", "cases", None, "Tỷ lệ hài lòng", "Điểm 1", "Họ và tên người lập", "Thưởng gì đó", "Đúng hạn"],
        [None, None, "Đơn đến hạn", "Bỏ sót", None, None, None, None, None],
        ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)", "(7)", "(8)", "(9)"],
        [1, "Phường Một", 12, 1, "92,5", 8, "x", 3, 7],
        [2, "Phường Ba", 3, None, 90, None, None, None, 1],
        [3, None, 4, None, None, None, None, None, None],
        [None, "Cộng", 19, None, None, None, None, None, None],
        merged=("C2:D2", "E2:E3"),
    )
    return desk.order("hand.xlsx")


def tables_stacked(desk: Desk) -> CollectOrder:
    """Two tables, one below the other, the second with its columns in another order."""
    desk.table(
        "hand.xlsx",
        ["Cụm 1"],
        ["unit", "cases.due", "cases.in_time"],
        ["u1", 12, 7],
        ["Cộng", 12, 7],
        [],
        *([f"ghi chú {at}"] for at in range(50)),
        ["Cụm 2"],
        ["Đơn vị", "cases.in_time", "cases.due"],
        ["u2", 3, 4],
        ["Người lập biểu"],
    )
    return desk.order("hand.xlsx")


def several_sheets(desk: Desk) -> CollectOrder:
    book = openpyxl.Workbook()
    for title, state, unit in (("Quý I", "visible", "u1"), ("Quý II", "visible", "u2"), ("Cũ", "hidden", "u2")):
        page = book.create_sheet(title)
        page.sheet_state = state
        page.append(["unit", "cases.due"])
        page.append([unit, 12])
    book.save("hand.xlsx")
    desk.forms()
    book = openpyxl.load_workbook("forms/u1.xlsx")
    page = book.create_sheet("Bảng")
    page.append(["unit", "cases.due"])
    page.append(["u1", 13])
    book.save("forms/u1.xlsx")
    return desk.order("hand.xlsx", "forms/u1.xlsx")


def by_hand_unclear(desk: Desk) -> CollectOrder:
    desk.table("hand.xlsx", ["unit", "Bỏ sót", "cases.due", "Đơn đến hạn"], ["u1", 1, 2, 3])
    return desk.order("hand.xlsx", committee=True)


def by_hand_of_units(desk: Desk) -> CollectOrder:
    desk.table("hand.xlsx", ["unit", "cases.due", "cases.missed"], ["u1", 1, 2])
    return desk.order("hand.xlsx", committee=True)


def no_headings(desk: Desk) -> CollectOrder:
    desk.table("hand.xlsx", ["Báo cáo", "của phường"], ["Kết quả", "tốt"])
    return desk.order("hand.xlsx")


WRECKS = [
    wrong_cells,
    perhaps_percent,
    too_many,
    error_in_cell,
    odd_characters,
    blanks,
    not_returned,
    other_scheme,
    other_version,
    other_version_of_before,
    asked_otherwise,
    voice_renamed,
    of_another_unit,
    formula_in_cell,
    hidden_in_form,
    untouched,
    agreed,
    folder_of_everything,
    roles_gone,
    rows_gone,
    rows_twice,
    cells_merged,
    ids_twice,
    columns_twice,
    columns_inserted,
    hidden_moved,
    keys_changed,
    of_another_kind,
    not_in_the_list,
    same_twice,
    differs_twice,
    differs_each_time,
    wrong_once,
    of_two_voices,
    without_reason,
    set_already,
    unknown_unit_blank_form,
    unknown_cluster_blank_form,
    no_form,
    nothing_good,
    damaged_files,
    unknown_voice,
    by_hand,
    tables_stacked,
    several_sheets,
    by_hand_unclear,
    by_hand_of_units,
    no_headings,
]


def told(order: CollectOrder) -> tuple[Collected | None, Sequence[Problem]]:
    try:
        collected = collect_forms(order)
    except DvkError as error:
        return None, error.problems
    return collected, collected.problems


def messages() -> dict[str, dict[str, list[str]]]:
    return tomli.loads(MESSAGES.read_text(encoding="utf-8")) if MESSAGES.exists() else {}


def written(found: Mapping[str, Mapping[str, Sequence[str]]]) -> str:
    out = []
    for name, texts in found.items():
        out.append(f"[{name}]")
        for language, lines in texts.items():
            quoted = [line.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") for line in lines]
            out += [f"{language} = [", *(f'    "{line}",' for line in quoted), "]"]
        out.append("")
    return "\n".join(out)


@pytest.mark.parametrize("wreck", WRECKS, ids=lambda wreck: wreck.__name__)
def test_each_wreck_gives_its_messages_and_keeps_what_is_good(
    desk: Desk, wreck: Callable[[Desk], CollectOrder]
) -> None:
    collected, found = told(wreck(desk))
    cells = [] if collected is None else [f"{one.unit} {name}" for one in collected.units for name in one.cells]
    said = {**{language: [one.in_(language) for one in found] for language in ("vi", "en")}, "taken": cells}
    name = wreck.__name__
    if os.environ.get("DVK_WRITE_GOLDEN"):
        kept = messages()
        kept[name] = said
        known = [one.__name__ for one in WRECKS]
        MESSAGES.write_text(written({key: kept[key] for key in known if key in kept}), encoding="utf-8")
    assert said == messages()[name]


def test_no_message_is_kept_for_a_wreck_that_is_gone() -> None:
    assert set(messages()) == {one.__name__ for one in WRECKS}


def test_every_code_of_collecting_is_provoked() -> None:
    said = " ".join(line for texts in messages().values() for line in texts["en"])
    making = {"DVK-O502", "DVK-O504", "DVK-O505", "DVK-O506", "DVK-O542"}  # see tests/office/test_forms.py
    codes = [code for code in catalogue() if code.startswith("DVK-O5")]
    assert [code for code in codes if code not in said] == sorted(making)


def test_no_code_has_texts_in_two_families() -> None:
    files = Path(dvk_scoring.__file__).parent.glob("catalogue/*.toml")
    codes = [code for file in files for code in tomli.loads(file.read_text(encoding="utf-8"))]
    assert len(codes) == len(set(codes))


def test_of_a_hundred_forms_seven_broken_ones_lose_nothing_of_the_others(desk: Desk) -> None:
    names = [f"u{at:03d}" for at in range(100)]
    lines = "".join(f"{name},Phường {name},wards\n" for name in names)
    Path("units.csv").write_text(f"unit,name,cluster\n{lines}", encoding="utf-8")
    make_forms(FormOrder(desk.scheme, units=Path("units.csv")), Path("forms"))
    for name in names:
        desk.write(f"forms/{name}.xlsx", {"cases.due": 12, "cases.in_time": 7})
    Path("forms/u000.xlsx").write_bytes(Path("forms/u000.xlsx").read_bytes()[:3000])
    Path("forms/u001.xlsx").write_bytes(b"")
    Path("forms/u002.xlsx").write_bytes(b"PK\x03\x04" + os.urandom(500))
    Path("forms/u003.xlsx").write_text("<html>Đăng nhập</html>", encoding="utf-8")
    desk.spoil("forms/u004.xlsx", lambda sheet, *_: sheet.delete_rows(2))
    desk.write("forms/u005.xlsx", {"cases.in_time": "bảy"})
    desk.write("forms/u006.xlsx", {"cases.in_time": 13})
    collected, found = told(desk.order())
    assert collected is not None
    files = {one.place.file for one in found if one.severity == "error"}
    assert files == {f"forms/u00{at}.xlsx" for at in range(7)}
    assert collected.count == 93 * 2 + 2
    write_collected(collected, TableOrder(Path("figures.csv")))
    with Path("figures.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len({row["unit"] for row in rows}) == 95
    out = next(one for one in found if one.code == "DVK-O526")
    assert out.args["count"] == 5
