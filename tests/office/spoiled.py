"""Returned forms as they really come back: thirty ways of going wrong, each done to the form of another unit."""

from __future__ import annotations

import csv
import shutil
import unicodedata
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any, Final

import attrs
import openpyxl
from openpyxl.styles import PatternFill

from tests.office.filled import is_form, role_columns, rows_of
from tests.office.year import typed

Spoil = Callable[["Desk"], None]


@attrs.frozen
class Desk:
    """Where a return is spoiled.

    Attributes:
        unit, name: Whose it is.
        good: The form as it should have come back.
        inbox: The folder of what came back; the good form is not in it yet.
        values: Column → what the unit reports.
        office: Save a workbook by LibreOffice as another kind of file.
    """

    unit: str
    name: str
    good: Path
    inbox: Path
    values: dict[str, str]
    office: Callable[[Path, str, Path], Path]

    @property
    def back(self) -> Path:
        """Where the form would be."""
        return self.inbox / f"{self.unit}.xlsx"

    def book(self) -> Any:
        return openpyxl.load_workbook(self.good)

    def table(self, name: str, rows: Sequence[Sequence[object]], *, mark: str = ",", lead: str = "") -> Path:
        """Write a table made by hand, as CSV."""
        path = self.inbox / name
        with path.open("w", encoding="utf-8", newline="") as file:
            file.write(lead)
            csv.writer(file, delimiter=mark).writerows(rows)
        return path

    def rows(self, *names: str) -> list[list[object]]:
        """Give a heading and the unit's row, of all that it reports or of some figures."""
        own = {name: self.values[name] for name in names or self.values}
        return [["unit", *own], [self.unit, *own.values()]]


def _cell(sheet: Any, figure: str) -> Any:
    return sheet.cell(rows_of(sheet)[figure], role_columns(sheet)["value"])


def _sheet(book: Any) -> Any:
    return next(filter(is_form, book.worksheets))


def put(figure: str, value: object, style: str = "") -> Spoil:
    """Write something else into the cell of a figure."""

    def spoil(desk: Desk) -> None:
        book = desk.book()
        cell = _cell(_sheet(book), figure)
        cell.value = value
        if isinstance(value, str) and style == "@":
            cell.data_type = "s"
        if style:
            cell.number_format = style
        book.save(desk.back)

    return spoil


def by_book(change: Callable[[Any, Any, Desk], None]) -> Spoil:
    """Change the workbook."""

    def spoil(desk: Desk) -> None:
        book = desk.book()
        change(book, _sheet(book), desk)
        book.save(desk.back)

    return spoil


def _hide_row(book: Any, sheet: Any, desk: Desk) -> None:
    sheet.row_dimensions[rows_of(sheet)["media.own"]].hidden = True


def _second_sheet(book: Any, sheet: Any, desk: Desk) -> None:
    other = book.create_sheet("Quý IV")
    for row in desk.rows("media.own", "media.central"):
        other.append([typed(one) for one in row])


def _delete_rows(book: Any, sheet: Any, desk: Desk) -> None:
    sheet.delete_rows(rows_of(sheet)["media.own"])


def _add_council(book: Any, sheet: Any, desk: Desk) -> None:
    row = sheet.max_row + 2
    sheet.cell(row, 1).value = "advisory.due"
    sheet.cell(row, role_columns(sheet)["value"]).value = 40


def _evidence_person(book: Any, sheet: Any, desk: Desk) -> None:
    sheet.cell(rows_of(sheet)["media.own"], role_columns(sheet)["evidence"]).value = "Gọi 0912345678"


def _untouched(book: Any, sheet: Any, desk: Desk) -> None:
    for figure in rows_of(sheet):
        _cell(sheet, figure).value = None


def _no_keys(book: Any, sheet: Any, desk: Desk) -> None:
    sheet.delete_cols(1)


def _by_hand(book: Any, sheet: Any, desk: Desk) -> Any:
    """Put a table made by hand in place of the form."""
    for one in book.worksheets[1:]:
        book.remove(one)
    book.remove(sheet)
    return book.create_sheet("Tổng hợp")


def merged(book: Any, sheet: Any, desk: Desk) -> None:
    other = _by_hand(book, sheet, desk)
    for row in [*desk.rows("media.own", "media.central"), ["", 1, 2]]:
        other.append([typed(one) for one in row])
    other.merge_cells("A2:A3")


def with_totals(book: Any, sheet: Any, desk: Desk) -> None:
    other = _by_hand(book, sheet, desk)
    head, row = desk.rows()
    other.append(["SỐ LIỆU NĂM 2027"])
    other.append(head)
    other.append([typed(one) for one in row])
    other.append(["Tổng cộng", *[typed(one) for one in row[1:]]])
    other.append([])
    other.append(["Ghi chú: số liệu đến hết ngày 30/11"])
    other.append(["", "", "THỦ TRƯỞNG ĐƠN VỊ"])


def filtered(book: Any, sheet: Any, desk: Desk) -> None:
    other = _by_hand(book, sheet, desk)
    head, row = desk.rows()
    other.append(head)
    other.append([typed(one) for one in row])
    other.auto_filter.ref = "A1:C2"
    other.column_dimensions["C"].hidden = True


def yellow(book: Any, sheet: Any, desk: Desk) -> None:
    """Colours change nothing."""
    _cell(sheet, "media.own").fill = PatternFill("solid", "FFFF00")


def csv_excel(desk: Desk) -> None:
    rows = [[str(one).replace(".", ",") if at else one for one in row] for at, row in enumerate(desk.rows())]
    desk.table(f"{desk.unit}.csv", rows, mark=";", lead="\ufeff")


def csv_sep(desk: Desk) -> None:
    rows = [[*row, "", ""] for row in desk.rows()]
    desk.table(f"{desk.unit}.csv", rows, mark=";", lead="sep=;\n")


def csv_repeated(desk: Desk) -> None:
    head, row = desk.rows()
    desk.table(f"{desk.unit}.csv", [head, head, row])


def csv_old_letters(desk: Desk) -> None:
    path = desk.table(f"{desk.unit}.csv", [["Đơn vị", "media.own"], [desk.name, desk.values["media.own"]]])
    path.write_bytes(path.read_text(encoding="utf-8").encode("utf-16"))


def csv_person(desk: Desk) -> None:
    head, row = desk.rows()
    desk.table(f"{desk.unit}.csv", [[*head, "Họ và tên người báo cáo"], [*row, "x"]])


def csv_named(change: Callable[[str], str]) -> Spoil:
    """Call the unit in another way than by its id."""

    def spoil(desk: Desk) -> None:
        head, row = desk.rows()
        desk.table(f"{desk.unit}.csv", [head, [change(desk.unit), *row[1:]]])

    return spoil


def csv_name(desk: Desk) -> None:
    head, row = desk.rows()
    desk.table(f"{desk.unit}.csv", [["Đơn vị", *head[1:]], [f"  {desk.name.upper()} ", *row[1:]]])


def renamed(other: str) -> Spoil:
    """Name the file after another unit."""

    def spoil(desk: Desk) -> None:
        shutil.copy(desk.good, desk.inbox / f"{other}.xlsx")

    return spoil


def saved_as(kind: str, where: str = "") -> Spoil:
    """Save it by LibreOffice as another kind of file."""

    def spoil(desk: Desk) -> None:
        folder = desk.inbox / where
        folder.mkdir(exist_ok=True)
        desk.office(desk.good, kind, folder).rename(folder / f"{desk.unit}.{kind}")

    return spoil


def in_folder(desk: Desk) -> None:
    folder = desk.inbox / "Cụm miền núi gửi bổ sung"
    folder.mkdir()
    shutil.copy(desk.good, folder / desk.back.name)


def twice(desk: Desk) -> None:
    shutil.copy(desk.good, desk.back)
    book = desk.book()
    cell = _cell(_sheet(book), "media.own")
    cell.value = (cell.value or 0) + 1
    book.save(desk.inbox / f"{desk.unit} (1).xlsx")


def decomposed(desk: Desk) -> None:
    shutil.copy(desk.good, desk.inbox / unicodedata.normalize("NFD", f"Phiếu {desk.name} gửi lần 1.xlsx"))


def cut_off(desk: Desk) -> None:
    desk.back.write_bytes(desk.good.read_bytes()[:-2000])


def other_scheme(book: Any, sheet: Any, desk: Desk) -> None:
    sheet["A1"].value = sheet["A1"].value.replace('"dvk-2027"', '"dvk-2026"')


def open_elsewhere(desk: Desk) -> None:
    shutil.copy(desk.good, desk.back)
    (desk.inbox / f"~${desk.unit}.xlsx").write_bytes(b"lock")


KINDS: Final[dict[str, Spoil]] = {
    "percent": put("women-share", 0.129, "0.0%"),
    "never computed": put("media.own", "=20+28"),
    "typed formula": put("media.own", "=20+28", "@"),
    "words": put("media.own", "mười hai"),
    "a comma": put("women-share", "12,9", "@"),
    "a date": put("media.own", date(2027, 3, 12)),
    "out of range": put("women-share", 129),
    "too many": put("advisory.in_time", 9_000),
    "decimals": put("media.own", 7.5),
    "an error": put("media.own", "#DIV/0!"),
    "grouped": put("admin-reform.due", "1.219", "@"),
    "hidden row": by_book(_hide_row),
    "second sheet": by_book(_second_sheet),
    "row deleted": by_book(_delete_rows),
    "council's": by_book(_add_council),
    "telephone": by_book(_evidence_person),
    "untouched": by_book(_untouched),
    "keys deleted": by_book(_no_keys),
    "merged": by_book(merged),
    "totals": by_book(with_totals),
    "filtered": by_book(filtered),
    "CSV of Excel": csv_excel,
    "sep=": csv_sep,
    "heading twice": csv_repeated,
    "UTF-16": csv_old_letters,
    "persons": csv_person,
    "look-alike": csv_named(lambda unit: unit.replace("-", "–")),
    "no-break space": csv_named(lambda unit: f"\u00a0{unit}\u00a0"),
    "zero-width": csv_named(lambda unit: f"{unit}\u200b"),
    "no leading zero": csv_named(lambda unit: unit.replace("-0", "-")),
    "by name": csv_name,
    "renamed": renamed("huyen-29"),
    "ODS": saved_as("ods"),
    "XLS": saved_as("xls"),
    "PDF": saved_as("pdf"),
    "in a folder": in_folder,
    "twice": twice,
    "NFD": decomposed,
    "cut off": cut_off,
    "other scheme": by_book(other_scheme),
}
