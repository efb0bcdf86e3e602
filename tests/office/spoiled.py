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


def percent(desk: Desk) -> None:
    """Write a share as Excel does once its sign is typed: a hundredth, in a cell that shows per cent."""
    put("women-share", float(desk.values["women-share"]) / 100, "0.0%")(desk)


def old_form(desk: Desk) -> None:
    """Send the form that was made before a question was worded anew."""
    shutil.copy(desk.good.with_name("before.xlsx"), desk.back)


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


def csv_excel(desk: Desk) -> None:
    rows = [[str(one).replace(".", ",") if at else one for one in row] for at, row in enumerate(desk.rows())]
    desk.table(f"{desk.unit}.csv", rows, mark=";", lead="\ufeff")


def csv_sep(desk: Desk) -> None:
    rows = [[*row, "", ""] for row in desk.rows()]
    desk.table(f"{desk.unit}.csv", rows, mark=";", lead="sep=;\n")


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


Told = tuple[str, str, str]
"""A code, the file, the cell or line; ``{unit}`` and ``{name}`` stand for the unit's."""


@attrs.frozen
class Kind:
    """One way of going wrong.

    Attributes:
        spoil: What is done.
        told: What collecting says of it, and of nothing else of this unit.
        lost: Figures that are not taken; None: nothing is.
        other: Figures that are taken, where they are not all.
    """

    spoil: Spoil
    told: tuple[Told, ...] = ()
    lost: tuple[str, ...] | None = ()
    other: tuple[str, ...] = ()


_FORM, _CSV = "{unit}.xlsx", "{unit}.csv"
_OWN, _SHARE = ("media.own",), ("women-share",)
KINDS: Final[dict[str, Kind]] = {
    "percent": Kind(percent),
    "no leading zero": Kind(csv_named(lambda unit: unit.replace("-0", "-")), (("DVK-O514", _CSV, "2"),), None),
    "never computed": Kind(put("media.own", "=20+28"), (("DVK-D115", _FORM, "{media.own}"),), _OWN),
    "typed formula": Kind(put("media.own", "=20+28", "@"), (("DVK-D322", _FORM, "{media.own}"),), _OWN),
    "a comma": Kind(put("women-share", "12,9", "@"), (("DVK-D302", _FORM, "{women-share}"),), _SHARE),
    "a date": Kind(put("media.own", date(2027, 3, 12)), (("DVK-D310", _FORM, "{media.own}"),), _OWN),
    "grouped": Kind(put("media.own", "1.219", "@"), (("DVK-D303", _FORM, "{media.own}"),), _OWN),
    "hidden row": Kind(by_book(_hide_row), (("DVK-D124", _FORM, ""),)),
    "second sheet": Kind(by_book(_second_sheet), (("DVK-O536", _FORM, ""),)),
    "telephone": Kind(by_book(_evidence_person), (("DVK-D210", _FORM, "{evidence}"),)),
    "untouched": Kind(by_book(_untouched), (("DVK-O525", _FORM, ""),), None),
    "keys deleted": Kind(by_book(_no_keys), (("DVK-O549", _FORM, ""),), None),
    "merged": Kind(
        by_book(merged), (("DVK-D125", _FORM, "A2"), ("DVK-O515", _FORM, "A3")), other=("media.own", "media.central")
    ),
    "totals": Kind(by_book(with_totals), (("DVK-O535", _FORM, ""),)),
    "filtered": Kind(by_book(filtered), (("DVK-D121", _FORM, ""),)),
    "CSV of Excel": Kind(csv_excel, (("DVK-D302", _CSV, "2"),), _SHARE),
    "sep=": Kind(csv_sep),
    "UTF-16": Kind(csv_old_letters, (("DVK-D104", _CSV, "1"),), None),
    "persons": Kind(csv_person, (("DVK-D205", _CSV, "1"),)),
    "look-alike": Kind(csv_named(lambda unit: unit.replace("-", "–")), (("DVK-O514", _CSV, "2"),), None),
    "zero-width": Kind(csv_named(lambda unit: f"{unit}\u200b")),
    "by name": Kind(csv_name),
    "renamed": Kind(renamed("huyen-17"), (("DVK-O545", "huyen-17.xlsx", ""),)),
    "ODS": Kind(saved_as("ods")),
    "XLS": Kind(saved_as("xls"), (("DVK-O537", "{unit}.xls", ""),), None),
    "in a folder": Kind(in_folder, (("DVK-O537", "Cụm miền núi gửi bổ sung", ""),), None),
    "twice": Kind(twice, (("DVK-O518", _FORM, ""),), _OWN),
    "NFD": Kind(decomposed),
    "cut off": Kind(cut_off, (("DVK-D107", _FORM, ""),), None),
    "old form": Kind(old_form, (("DVK-O540", _FORM, "{women-share}"),), _SHARE),
}
"""Thirty ways; the places of cells are told by the figure whose cell it is."""
