"""The public edition onto the disk: the suffix decides the form; what writes is given the edition alone."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from dvk_scoring.arguments import EDITION, LANGUAGE, PATH, check_arguments
from dvk_scoring.aside import LONGEST_SHEET, distinct_names, written_aside
from dvk_scoring.package import VERSION
from dvk_scoring.problem import DvkError, problem
from dvk_scoring.report.public.edition import Edition, Row
from dvk_scoring.report.public.grid import Board, Grids, Said
from dvk_scoring.report.public.small import Cell
from dvk_scoring.report.public.words import WORDS
from dvk_scoring.report.qr import qr_svg
from dvk_scoring.report.write import check_outputs
from dvk_scoring.spreadsheet import (
    FOR_TOOLS,
    Formats,
    Number,
    Spelling,
    close_workbook,
    new_workbook,
    number_format,
    quoted,
    spelling_for,
    write_csv,
)
from dvk_scoring.spreadsheet import Cell as CsvCell
from dvk_scoring.text import Language, Text
from dvk_scoring.written import plain

MOST_UNITS: Final = 20_000
"""Units that a browser still opens with ease, as of the report."""
_HEAD_HEIGHT: Final = 34


def _both(text: Text) -> Mapping[str, str]:
    return {"vi": text.vi, "en": text.en}


def edition_json(edition: Edition) -> str:
    """Give the text of the JSON; the same bytes for the same edition."""
    named = {key: None if ones is None else {id_: _both(text) for id_, text in ones.items()}
             for key, ones in (("clusters", edition.clusters), ("classes", edition.classes),
                               ("titles", edition.titles))}  # fmt: skip
    days = {"valid_from": edition.valid_from, "valid_to": edition.valid_to, "as_of": edition.as_of}
    whole = {
        "edition": "public",
        "notes": [_both(WORDS["left_out"]), _both(WORDS["proposals"])],
        "scheme": {"id": edition.id, "title": _both(edition.title), "entrant": _both(edition.entrant)},
        **{key: None if day is None else day.isoformat() for key, day in days.items()},
        "sample": edition.sample,
        "illustrative": edition.illustrative,
        **{key: ones for key, ones in named.items() if ones is not None},
        "parts": {part.key: {"no": part.no, "title": _both(part.title)} for part in edition.parts},
        "figures": {figure.of: _both(figure.title) for figure in edition.figures},
        "small_cells": edition.small_cells,
        "units": [_unit(edition, row) for row in edition.rows],
        "sums": {key: {of: None if value is None else str(value) for of, value in ones.items()}
                 for key, ones in edition.totals.items()},
    }  # fmt: skip
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"


def _json(edition: Edition, path: Path, language: Language) -> None:  # noqa: ARG001 - it speaks both
    path.write_text(edition_json(edition), encoding="utf-8", newline="\n")


def _unit(edition: Edition, row: Row) -> Mapping[str, Any]:
    klass = {} if not edition.classes else {"class": row.klass, "class_open": row.class_open}
    return {
        "unit": row.unit,
        "name": row.name,
        "cluster": row.cluster,
        "state": row.state,
        "rank": row.rank,
        "tied": row.tied,
        "total": None if row.total is None else f"{row.total:f}",
        **klass,
        **({} if edition.titles is None else {"titles": dict(row.titles)}),
        "points": {
            key: {"state": row.states[key], "points": None if point is None else f"{point:f}"}
            for key, point in row.points.items()
        },
        "figures": {figure.of: _written(edition, row.figures[figure.of]) for figure in edition.figures},
    }


def _written(edition: Edition, cell: Cell) -> str | None:
    """Write a figure: its exact number, ``<5`` and ``withheld`` for what is not shown, None where there is none."""
    if cell.state in ("small", "withheld"):
        return f"<{edition.small_cells}" if cell.state == "small" else "withheld"
    return None if cell.value is None else plain(cell.value)


def _csv(edition: Edition, path: Path, language: Language) -> None:  # noqa: ARG001 - a table of ids
    _table(edition, path, FOR_TOOLS)


def _excel_csv(edition: Edition, path: Path, language: Language) -> None:
    _table(edition, path, spelling_for(language, for_excel=True))


def _table(edition: Edition, path: Path, spelling: Spelling) -> None:
    heads = ["unit", "name", "cluster", "state", "rank", "total"]
    heads += ["class", "class_open"] if edition.classes else []
    heads += [_column(part.key) for part in edition.parts]
    heads += [f"state.{part.key.partition('.')[2]}" for part in edition.parts if part.key.startswith("criteria.")]
    heads += [f"figure.{figure.column}" for figure in edition.figures]
    heads += [f"title.{key}" for key in edition.titles or ()]
    heads += ["edition", *(["sample"] if edition.sample else [])]
    write_csv(path, heads, (_line(edition, row) for row in edition.rows), spelling)


def _column(key: str) -> str:
    head, _, name = key.partition(".")
    return {"criteria": f"points.{name}", "sections": f"section.{name}"}.get(head, key)


def _line(edition: Edition, row: Row) -> list[CsvCell]:
    cells: list[CsvCell] = [row.unit, row.name, row.cluster, row.state, "" if row.rank is None else str(row.rank)]
    cells.append(_number(row.total))
    cells += [row.klass or "", str(row.class_open).lower()] if edition.classes else []
    cells += [_number(point) for point in row.points.values()]
    cells += [state for key, state in row.states.items() if key.startswith("criteria.")]
    cells += [_figure(edition, row.figures[figure.of]) for figure in edition.figures]
    cells += [row.titles[key] for key in edition.titles or ()]
    cells.append("public-parts-left-out")
    return [*cells, *((["illustrative" if edition.illustrative else "sample"]) if edition.sample else [])]


def _number(value: Decimal | None) -> CsvCell:
    return "" if value is None else Number(f"{value:f}")


def _figure(edition: Edition, cell: Cell) -> CsvCell:
    text = _written(edition, cell) or ""
    return text if cell.value is None or cell.state in ("small", "withheld") else Number(text)


def _html(edition: Edition, path: Path, language: Language) -> None:
    from dvk_scoring.report.html.write import asset, environment, policy

    templates = environment()
    if len(edition.rows) > MOST_UNITS:
        raise DvkError([problem("DVK-O207", units=len(edition.rows), most=MOST_UNITS)])
    style = asset("rules.css")
    made = templates.get_template("public.html.j2").render(
        grids=Grids(edition, language),
        language=language,
        style=style,
        version=VERSION,
        qr="" if edition.stamp is None else qr_svg(edition.stamp.code),
        policy=policy([style], []),
    )
    path.write_text(made, encoding="utf-8", newline="\n")


def _workbook(edition: Edition, path: Path, language: Language) -> None:
    grids = Grids(edition, language)
    book = new_workbook(path)
    book.set_properties({"title": grids.title})
    _Sheets(book, grids).write()
    close_workbook(book)


class _Sheets:
    """Writes a sheet for each table of the edition."""

    def __init__(self, book: Any, grids: Grids) -> None:
        self.book, self.grids = book, grids
        font = {"font_name": "Times New Roman", "font_size": 12}
        self.title, self.plain = {**font, "bold": True, "font_size": 14}, font
        self.cell = {**font, "border": 1, "text_wrap": True, "valign": "top"}
        self.head = {**self.cell, "bold": True, "align": "center", "valign": "vcenter"}
        self.made = Formats(book)

    def write(self) -> None:
        boards = list(self.grids.boards())
        for name, board in zip(distinct_names([each.title for each in boards], LONGEST_SHEET), boards, strict=True):
            self._board(self.book.add_worksheet(name), board)

    def _board(self, sheet: Any, board: Board) -> None:
        lines = [
            board.title,
            *self.grids.notes(),
            *self.grids.seal(),
            *(f"{mark}: {title}" for mark, title in self.grids.legend()),
        ]
        self._text(sheet, 0, 0, self.grids.title, self.title)
        for at, line in enumerate(lines, start=1):
            self._text(sheet, at, 0, line, self.plain)
        top = len(lines) + 2
        heads = self.grids.heads()
        sheet.set_row(top, _HEAD_HEIGHT)
        for column, head in enumerate(heads):
            self._text(sheet, top, column, head.text, self.head)
        rows = [*board.rows, *([board.sums] if board.sums else [])]
        for at, row in enumerate(rows, start=top + 1):
            for column, said in enumerate(row):
                self._cell(sheet, at, column, said)
        sheet.set_column(0, 1, 12)
        sheet.set_column(2, 2, 32)
        sheet.set_column(3, len(heads), 14)
        if self.grids.edition.titles is not None:
            sheet.set_column(len(heads) - 1, len(heads) - 1, 36)
        sheet.freeze_panes(top + 1, 3)
        sheet.set_paper(9)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(top)

    def _text(self, sheet: Any, row: int, column: int, text: str, look: Mapping[str, Any]) -> None:
        """Write a text so that it stays one, also when its cell is edited."""
        sheet.write_string(row, column, text, self.made({**look, **quoted(text)}))

    def _cell(self, sheet: Any, row: int, column: int, said: Said) -> None:
        if said.number is None:
            self._text(sheet, row, column, said.text, self.cell)
            return
        shown = number_format(self.grids.language, said.places)
        sheet.write_number(row, column, float(said.number), self.made({**self.cell, "num_format": shown}))


_WRITERS: Final[Mapping[str, Callable[[Edition, Path, Language], None]]] = {
    ".html": _html,
    ".xlsx": _workbook,
    ".csv": _csv,
    ".json": _json,
}
SUFFIXES: Final = tuple(_WRITERS)


def write_edition(
    edition: Edition, path: str | Path, language: Language = "vi", *, force: bool = False, for_excel: bool = False
) -> None:
    """Write a public edition.

    Args:
        edition: What ``make_edition`` took from a result.
        path: Where to; ``.html``, ``.xlsx``, ``.csv`` or ``.json``.
        language: Language of the words in it; JSON has both.
        force: Overwrite a file that is there.
        for_excel: Write CSV as Excel cuts it where the region speaks ``language``; else UTF-8, comma, decimal point.

    Raises:
        DvkError: The suffix is unknown, the file is there, a library is missing, or the system refuses.
    """
    check_arguments(edition=(edition, EDITION), path=(path, PATH), language=(language, LANGUAGE))
    path = Path(path)
    check_outputs([path], force=force, known=SUFFIXES)
    suffix = path.suffix.lower()
    with written_aside(path) as unfinished:
        (_excel_csv if for_excel and suffix == ".csv" else _WRITERS[suffix])(edition, unfinished, language)
