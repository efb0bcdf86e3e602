"""A scheme out to a workbook, and the edited workbook back into its TOML."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import attrs

from dvk_scoring.catalogue import listed
from dvk_scoring.editing import words
from dvk_scoring.editing.called import Called
from dvk_scoring.editing.changes import Edited, marked_sheets, places_of, read_edited
from dvk_scoring.editing.layout import scheme_sheets
from dvk_scoring.editing.marks import Mark, digest_of
from dvk_scoring.editing.opened import open_edited
from dvk_scoring.editing.rows import Rows
from dvk_scoring.editing.sheets import Sheet, fields_of
from dvk_scoring.editing.sorting import sorted_rows
from dvk_scoring.editing.toml import edited_file, value_at
from dvk_scoring.editing.write import BookToEdit, write_book
from dvk_scoring.problem import DvkError, Place, Problem, has_errors, problem, sort_problems, told_anew
from dvk_scoring.scheme.document import key_path, read_document
from dvk_scoring.scheme.merge import can_drop, read_chain, read_merged
from dvk_scoring.scheme.model import Scheme
from dvk_scoring.scheme.read import load_scheme
from dvk_scoring.text import Language, visible

_SUMS = frozenset({"DVK-S137", "DVK-S138", "DVK-S139"})
_BLANK = frozenset({"DVK-S123", "DVK-S133", "DVK-S147", "DVK-S152"})
"""What says that a cell is blank: not of one that could not be read."""


@attrs.frozen
class EditedScheme:
    """A scheme as an edited workbook has it.

    Attributes:
        old, new: As it was and as it is.
        data: The bytes of its file.
        problems: What is worth knowing: none of it an error.
    """

    old: Scheme
    new: Scheme
    data: bytes
    problems: tuple[Problem, ...]


def write_scheme_book(scheme: Scheme, path: Path, language: Language) -> None:
    """Write a scheme as a workbook to be edited.

    Raises:
        DvkError: A library is missing, or the system refuses.
    """
    sheets = scheme_sheets(read_merged(scheme.path).values, scheme)
    mark = Mark("scheme", scheme.id, digest_of(fields_of(sheets)), language, "")
    write_book(BookToEdit(scheme.title, words.GUIDE, mark, sheets), path)


def read_scheme_book(scheme: Scheme, path: Path, plugins: Sequence[Path] = ()) -> EditedScheme:
    """Take what was edited in a workbook over into the text of the scheme it was made from.

    Raises:
        DvkError: All that is wrong with the workbook, and with the scheme as it would be, by cell.
    """
    merged = read_merged(scheme.path).values
    sheets = scheme_sheets(merged, scheme)
    edited = read_book(path, sheets, "scheme", scheme.id)
    chain = read_chain(scheme.path)
    rows = sorted_rows(sheets, edited, merged)
    problems = [*_unsaid(rows, [document.values for document in chain]), *rows.problems, *edited.problems]
    data = Path(scheme.path).read_bytes()
    made = edited_file(data, lambda text: rows.into(text, merged, [document.values for document in chain[1:]]))
    after = read_merged(scheme.path, made).values
    called = Called.of(scheme, after)
    problems += rows.out_of_order(merged, after)
    moved = attrs.evolve(edited, cells=rows.moved(merged))
    files = [scheme.path, *(document.file for document in chain[1:])]
    try:
        new, told = load_scheme(scheme.path, plugins=plugins, data=made)
    except DvkError as error:
        there = places_of(moved, _certain(error.problems, problems), files, made, called)
        unread = edited.unread
        rest = (
            fault for fault in there if fault.code not in _BLANK or (fault.place.sheet, fault.place.cell) not in unread
        )
        raise DvkError([*problems, *rest]) from None
    if has_errors(problems):
        raise DvkError(problems)
    anew = places_of(moved, told_anew(scheme.problems, told), files, made, called)
    return EditedScheme(scheme, new, made, sort_problems([*problems, *anew]))


def read_book(path: Path, sheets: Sequence[Sheet], what: str, name: str) -> Edited:
    """Hold an edited workbook against the sheets it was made with, once it is known to be made from them.

    Args:
        path: The workbook.
        sheets: What its sheets were made from.
        what: Which kind it must be: the ``what`` of its marks.
        name: Of which scheme.

    Raises:
        DvkError: It cannot be read, is another kind of workbook, of another scheme, or of the scheme as it once was.
    """
    book = open_edited(path)
    marked = marked_sheets(book)
    mark = _checked(path, [each for each, _ in marked.values()], what, name, digest_of(fields_of(sheets)))
    return read_edited(book, sheets, {sheet: cells for sheet, (_, cells) in marked.items()}, mark.language)


def _checked(path: Path, marks: Sequence[Mark], what: str, name: str, digest: str) -> Mark:
    """Hold what a workbook says it was made from against what it is to be taken into."""
    place = Place(file=visible(str(path)))
    mark = next((each for each in marks if each.what == what), None)
    if mark is None:
        made = words.KINDS.get(marks[0].what, words.KINDS["scheme"]) if marks else None
        wrong = (
            problem("DVK-O802", place)
            if made is None
            else problem("DVK-O846", place, made=made, wanted=words.KINDS[what])
        )
        raise DvkError([wrong])
    if mark.id != name:
        raise DvkError([problem("DVK-O803", place, scheme=mark.id, wanted=name)])
    if mark.digest != digest:
        raise DvkError([problem("DVK-O804", place, scheme=name)])
    return mark


def _unsaid(rows: Rows, chain: Sequence[Mapping[str, Any]]) -> list[Problem]:
    """Refuse to leave blank what another scheme says and this one extends, and to take out what cannot be dropped."""
    child, *base = chain
    lost = [path for path, value in rows.values.items() if value is None and value_at(child, path) is None]
    kept = [
        path for path in rows.gone
        if isinstance(path[-1], str) and not can_drop(path) and any(value_at(table, path) is not None for table in base)
    ]  # fmt: skip
    problems = [problem("DVK-O817", attrs.evolve(rows.gone.pop(path), key=key_path(path))) for path in kept]
    for path in lost:
        del rows.values[path]
        cell = next(rows.cells[path[:end]] for end in range(len(path), 0, -1) if path[:end] in rows.cells)
        problems.append(problem("DVK-O817", attrs.evolve(cell, key=key_path(path))))
    return problems


def _certain(problems: Sequence[Problem], told: Sequence[Problem]) -> list[Problem]:
    """Leave out what follows from what is told: sums where a cell could not be read, points in another order."""
    unread = any(fault.severity == "error" for fault in told)
    moved = any(fault.code == "DVK-O882" for fault in told)
    return [
        fault for fault in problems if not (unread and fault.code in _SUMS) and not (moved and fault.code == "DVK-S159")
    ]


def files_beside(edited: EditedScheme, path: Path) -> list[Problem]:
    """Tell which files a scheme names as seen from its own, where it is written into another folder."""
    folder = Path(edited.old.path).parent
    if path.parent.resolve() == folder.resolve():
        return []
    values = read_document(edited.old.path, edited.data).values
    scheme, sample = values.get("scheme"), edited.new.sample
    tables = [values, scheme] if isinstance(scheme, Mapping) else [values]
    named = [base for table in tables if str(base := table.get("extends", "")).endswith(".toml")]
    if isinstance(scheme, Mapping) and isinstance(scheme.get("plugins"), list):
        named += scheme["plugins"]
    if sample is not None and "sample" in values:
        named += [*sample.figures, *([sample.rulings] if sample.rulings else [])]
    place = Place(file=visible(str(path)))
    return [problem("DVK-O818", place, files=listed(named), folder=visible(str(folder)))] if named else []
