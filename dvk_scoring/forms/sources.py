"""The files that came back, opened one at a time: workbooks of bounded size, and tables in CSV."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from dvk_scoring.figures.book import open_book
from dvk_scoring.figures.file_kinds import PAGE, READABLE, kind_in, unreadable
from dvk_scoring.figures.opened import read_text, split_sheet
from dvk_scoring.figures.table import DecimalMark
from dvk_scoring.figures.workbook import SheetCells
from dvk_scoring.figures.xlsx import sheet_named
from dvk_scoring.forms import words
from dvk_scoring.forms.tables import Grid
from dvk_scoring.problem import DvkError, Place, Problem, not_opened, problem
from dvk_scoring.text import Text, visible

MOST_BYTES: Final = 64 * 1024 * 1024
MOST_CELLS: Final = 2_000_000
_SUFFIXES: Final = (".xlsx", ".xlsm", ".ods", ".csv")


_WHY: Final = {
    **dict.fromkeys(
        (".xls", ".xlsb", ".xlt", ".et", ".numbers"),
        Text(
            vi="bảng tính kiểu cũ; mở bằng Excel hoặc LibreOffice rồi lưu thành .xlsx.",
            en="a workbook of an older kind; open it in Excel or LibreOffice and save it as .xlsx.",
        ),
    ),
    **dict.fromkeys(
        (".pdf", ".docx", ".doc", ".odt", ".rtf", ".txt", ".jpg", ".jpeg", ".png"),
        Text(
            vi="không phải bảng tính; đề nghị đơn vị gửi phiếu .xlsx.",
            en="no spreadsheet; ask the unit for the form as .xlsx.",
        ),
    ),
    **dict.fromkeys(
        (".zip", ".rar", ".7z", ".gz"),
        Text(vi="tệp nén; giải nén vào thư mục này.", en="an archive; unpack it into this folder."),
    ),
}
_OTHER: Final = Text(vi="không phải .xlsx, .xlsm, .ods, .csv.", en="it is no .xlsx, .xlsm, .ods or .csv.")
_PAGE: Final = Text(
    vi="trang web mang đuôi khác; mở bằng Excel hoặc LibreOffice rồi lưu thành .xlsx.",
    en="a web page under another name; open it in Excel or LibreOffice and save it as .xlsx.",
)
_FOLDER: Final = Text(
    vi="thư mục con; chuyển các tệp ra ngoài hoặc nêu riêng thư mục này.",
    en="a folder within; move its files up, or name it by itself.",
)
_LOCK: Final = Text(
    vi="tệp khóa: có người đang mở tệp này; nếu tệp chưa được lưu thì nội dung thu được là bản cũ.",
    en="a lock file: somebody has the file open; what was not saved yet is not collected.",
)
# Left by systems, of nobody's making.
_NOBODYS: Final = frozenset({"thumbs.db", "desktop.ini", ".ds_store"})


def returned_files(paths: Sequence[Path]) -> tuple[tuple[Path, ...], list[Problem]]:
    """Give the files that are named, and those in the folders that are named; tell what of a folder is not read.

    Raises:
        DvkError: There is none.
    """
    files: list[Path] = []
    unread: list[Problem] = []
    for path in paths:
        for file in sorted(path.iterdir()) if path.is_dir() else [path]:
            why = None if file == path else _why_unread(file)
            if why is None:
                files.append(file)
            elif file.name.lower() not in _NOBODYS:
                unread.append(problem("DVK-O537", Place(file=visible(str(file))), why=why))
    if not files:
        raise DvkError([*unread, problem("DVK-O541", Place(file=str(paths[0]) if paths else None))])
    return tuple(dict.fromkeys(files)), unread


def _why_unread(path: Path) -> Text | None:
    """Tell why a file in a folder is not read; None: it is."""
    suffix = path.suffix.lower()
    if path.is_dir():
        return _FOLDER
    if path.name.startswith(("~$", ".~lock.")):
        return _LOCK
    if path.is_file() and suffix in _SUFFIXES and not path.name.startswith("."):
        return None
    return _PAGE if suffix in _WHY and _is_page(path) else _WHY.get(suffix, _OTHER)


def _is_page(path: Path) -> bool:
    """Tell whether a file is a web page, whatever its name promises: some programs export these as .xls."""
    try:
        return kind_in(path) == PAGE
    except (OSError, DvkError):
        return False


def read_grids(path: Path, mark: DecimalMark) -> list[Grid]:
    """Read the sheets of a workbook, or a CSV file; ``FILE.xlsx#SHEET`` names one sheet.

    Raises:
        DvkError: It is missing, damaged, too large, or neither.
    """
    path, sheet = split_sheet(path)
    place = Place(file=str(path))
    try:
        kind = kind_in(path)
    except OSError as error:
        raise DvkError([not_opened(str(path), error)]) from None
    if kind == "book":
        book = open_book(path, most_bytes=MOST_BYTES, most_cells=MOST_CELLS)
        # What people see comes first: the first sheet that holds a table is taken.
        sheets = sorted((entry for entry in book.sheets if entry.name != words.LISTS), key=lambda entry: entry.hidden)
        sheets = sheets if sheet is None else [sheet_named(book, sheet)]
        return [Grid(str(path), book.read(entry), hidden=entry.hidden) for entry in sheets]
    if sheet is not None:
        raise DvkError([problem("DVK-D135", place, sheet=sheet)])
    if kind != "text":
        raise DvkError([unreadable(place, kind if isinstance(kind, Text) else READABLE[kind])])
    table = read_text(path, mark).whole()
    rows = [list(table.frame.columns), *([*row] for row in table.frame.iter_rows())]
    lines = [1, *(table.lines(at) for at in range(len(rows) - 1))]
    return [Grid(str(path), SheetCells("", rows, {}), lines)]
