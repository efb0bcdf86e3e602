"""Files beside a scheme as workbooks that people edit: the council's votes, the letterhead of papers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final, get_args

import attrs

from dvk_scoring.editing import file_words as words
from dvk_scoring.editing.called import Called
from dvk_scoring.editing.cells import Field
from dvk_scoring.editing.changes import places_of
from dvk_scoring.editing.marks import Mark, digest_of
from dvk_scoring.editing.offered import with_id
from dvk_scoring.editing.rows import Rows
from dvk_scoring.editing.scheme import read_book
from dvk_scoring.editing.sheets import Column, Growth, Line, Sheet, fields_of, spare_lines
from dvk_scoring.editing.sorting import sorted_rows
from dvk_scoring.editing.toml import edited_file, value_at
from dvk_scoring.editing.write import BookToEdit, write_book
from dvk_scoring.problem import DvkError, Place, Problem, has_errors, problem, sort_problems
from dvk_scoring.report.documents.letterhead import KINDS, Kind, Role, read_letterhead
from dvk_scoring.scheme.document import is_there, key_path, read_document
from dvk_scoring.scheme.entrant import about
from dvk_scoring.scheme.model import Scheme
from dvk_scoring.scoring.read_votes import check_votes
from dvk_scoring.text import Language, Text


@attrs.frozen
class FileForm:
    """A kind of file, as a workbook.

    Attributes:
        what: Its mark.
        sheets: Makes its sheets of its values.
        check: Holds a file with other bytes to all that is told without figures, and gives what is no error.
    """

    what: str
    sheets: Callable[[Mapping[str, Any], Scheme], tuple[Sheet, ...]]
    check: Callable[[Path, bytes, Scheme], Sequence[Problem]]


@attrs.frozen
class EditedFile:
    """A file as an edited workbook has it.

    Attributes:
        data: Its bytes.
        told: What changed, a line each.
        problems: What is worth knowing: none of it an error.
    """

    data: bytes
    told: tuple[Text, ...]
    problems: tuple[Problem, ...]


def write_file_book(form: FileForm, scheme: Scheme, file: Path, path: Path, language: Language) -> None:
    """Write a file as a workbook to be edited; one that is not there yet says nothing.

    Raises:
        DvkError: What is wrong with the file, a library is missing, or the system refuses.
    """
    data = _data(file)
    if data:
        form.check(file, data, scheme)
    sheets = form.sheets(read_document(str(file), data).values, scheme)
    mark = Mark(form.what, scheme.id, digest_of(fields_of(sheets)), language, "")
    guide = about(words.GUIDES[form.what], scheme.entrant)
    write_book(BookToEdit(words.BOOKS[form.what], guide, mark, sheets), path)


def read_file_book(form: FileForm, scheme: Scheme, file: Path, path: Path) -> EditedFile:
    """Take what was edited in a workbook over into the text of the file it was made from.

    Raises:
        DvkError: All that is wrong with the workbook, and with the file as it would be, by cell.
    """
    data = _data(file)
    values = read_document(str(file), data).values
    sheets = form.sheets(values, scheme)
    edited = read_book(path, sheets, form.what, scheme.id)
    rows = sorted_rows(sheets, edited, values)
    problems = [*edited.problems, *rows.problems]
    made = edited_file(data, lambda text: rows.into(text, values))
    moved = attrs.evolve(edited, cells=rows.moved(values))
    called = Called.of(scheme, {})
    try:
        told = form.check(file, made, scheme) if made else ()
    except DvkError as error:
        raise DvkError([*problems, *places_of(moved, error.problems, [file], made, called)]) from None
    if has_errors(problems):
        raise DvkError(problems)
    there = places_of(moved, told, [file], made, called)
    return EditedFile(made, tuple(_told(rows)), sort_problems([*problems, *there]))


def _data(file: Path) -> bytes:
    if file.suffix.lower() == ".csv":
        raise DvkError([problem("DVK-O879", Place(file=str(file)))])
    return data_of(file)


def data_of(file: Path) -> bytes:
    """Give the bytes of a TOML file, of one that is not there yet none.

    Raises:
        DvkError: It cannot be read.
    """
    if not is_there(file):
        return b""
    read_document(str(file))
    return file.read_bytes()


def _told(rows: Rows) -> Iterator[Text]:
    counts = (len(rows.values), len(rows.new), len(rows.gone))
    for count, said in zip(counts, (words.CHANGED, words.ADDED, words.GONE), strict=True):
        if count:
            yield Text(vi=said.vi.format(count=count), en=said.en.format(count=count))


def _single(keys: Sequence[tuple[str, ...]], kinds: Mapping[str, str], values: Mapping[str, Any]) -> Iterator[Line]:
    """Lay out keys that stand once: a row each."""
    for path in keys:
        field = Field(path, kinds.get(path[-1], "string"), value_at(values, path))
        yield Line(key_path(path), (words.SAID[path],), (field,))


def _many(
    name: str,
    title: Text,
    kinds: Mapping[str, str],
    values: Mapping[str, Any],
    *,
    choices: Mapping[str, Mapping[str, Text]],
    rows: int,
    entrant: Text,
) -> Sheet:
    """Lay out a list of tables: a row each, and empty ones for more."""
    listed = values.get(name)
    tables = listed if isinstance(listed, list) else []

    def fields(row: tuple[str | int, ...]) -> list[Field]:
        return [
            Field((*row, key), kind, value_at(values, (*row, key)), choices.get(key, {})) for key, kind in kinds.items()
        ]

    lines = [
        Line(key_path((name, at)), (Text.same(str(at + 1)),), tuple(fields((name, at))), row=(name, at))
        for at in range(len(tables))
    ]
    growth = Growth(named=False, asks=(None,), within=(name,), rows=rows)
    lines += spare_lines(name, growth, fields(()))
    helped = {key: about(words.HELP[name, key], entrant) for key in kinds if (name, key) in words.HELP}
    columns = tuple(Column((key,), (about(words.SAID[name, key], entrant),), helped.get(key)) for key in kinds)
    return Sheet(name, title, (words.NUMBER,), columns, tuple(lines), growth, words.MANY)


_COUNTS: Final = ("issued", "returned", "valid", "for")


def _vote_sheets(values: Mapping[str, Any], scheme: Scheme) -> tuple[Sheet, ...]:
    kinds = {"members": "whole", "present": "whole"}
    once = tuple(_single([("members",), ("present",)], kinds, values))
    council = Sheet("council", words.COUNCIL, (words.WHAT,), (Column((), (words.VALUE,), None),), once)
    titles = {title.id: with_id(title.title, title.id) for title in scheme.titles.values() if title.vote is not None}
    columns = {"title": "offer", "unit": "string", **dict.fromkeys(_COUNTS, "whole")}
    return council, _many(
        "votes", words.VOTES, columns, values, choices={"title": titles}, rows=30, entrant=scheme.entrant
    )


_OF_ALL: Final = ("number", "symbol", "date", "about", "recipients")
_OF_SOME: Final[Mapping[str, tuple[Kind, ...]]] = {
    **dict.fromkeys(("opened", "closed", "venue", "present", "members", "guests"), ("minutes",)),
    "to": ("submission",),
    "signer": ("decision",),
    **dict.fromkeys(("deadline", "contact", "telephone"), ("reminder",)),
}
"""What only some papers say → which."""
_PAPER_KINDS: Final = {
    "date": "day",
    "deadline": "day",
    "recipients": "lines",
    "guests": "lines",
    "present": "whole",
    "members": "whole",
}
_AGENCY: Final = tuple(("agency", key) for key in ("superior", "issuer", "council", "place"))
_FORM: Final = tuple(("form", key) for key in ("to", "deadline", "contact", "telephone"))


def _letterhead_sheets(values: Mapping[str, Any], scheme: Scheme) -> tuple[Sheet, ...]:
    once = tuple(_single([*_AGENCY, *_FORM], _PAPER_KINDS, values))
    agency = Sheet("agency", words.AGENCY, (words.WHAT,), (Column((), (words.VALUE,), None),), once)
    keys = (*_OF_ALL, *_OF_SOME)
    columns = tuple(Column((key,), (words.SAID["paper", key],), words.HELP.get(("paper", key))) for key in keys)
    lines = tuple(
        Line(kind, (words.PAPERS[kind],), tuple(_paper_field(kind, key, values) for key in keys)) for kind in KINDS
    )
    papers = Sheet("papers", words.PAPERS_SHEET, (words.PAPER,), columns, lines)
    roles = {"role": {role: words.ROLES[role] for role in get_args(Role)}}
    members = {"name": "string", "post": "string", "role": "words", "absent": "string"}
    return (
        agency,
        papers,
        _many("council", words.MEMBERS, members, values, choices=roles, rows=20, entrant=scheme.entrant),
    )


def _paper_field(kind: Kind, key: str, values: Mapping[str, Any]) -> Field | None:
    value = value_at(values, (kind, key))
    shaped = isinstance(value, list) and any(not isinstance(item, str) or "\n" in item for item in value)
    if shaped or kind not in _OF_SOME.get(key, (kind,)):
        return None
    return Field((kind, key), _PAPER_KINDS.get(key, "string"), value)


VOTES: Final = FileForm("votes", _vote_sheets, check_votes)
LETTERHEAD: Final = FileForm(
    "letterhead", _letterhead_sheets, lambda path, data, _: read_letterhead(path, data).problems
)
