"""Documents onto the disk: ``.docx`` to edit, ``.pdf`` to sign."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final, TypeAlias

from dvk_scoring.arguments import LANGUAGE, LETTERHEAD, NAME, PATH, RESULT, check_arguments, one_of
from dvk_scoring.aside import write_together, written_aside
from dvk_scoring.problem import DvkError, Problem
from dvk_scoring.report.documents.drafts import decision_data, submission_data
from dvk_scoring.report.documents.excel import make_xlsx
from dvk_scoring.report.documents.letterhead import Kind, Letterhead
from dvk_scoring.report.documents.minutes import minutes_data
from dvk_scoring.report.documents.pdf import make_pdf, shipped_template
from dvk_scoring.report.documents.sheet import sheet_data
from dvk_scoring.report.documents.summary import summary_data
from dvk_scoring.report.documents.table import table_data
from dvk_scoring.report.documents.tally import tally_data
from dvk_scoring.report.documents.word import make_docx, make_template
from dvk_scoring.report.write import check_outputs
from dvk_scoring.scoring.result import Result
from dvk_scoring.text import Language

Data: TypeAlias = Mapping[str, Any]
Maker: TypeAlias = Callable[[Kind, Sequence[Data], Path | None], bytes]
_MAKERS: Final[Mapping[str, Maker]] = {".docx": make_docx, ".pdf": make_pdf}
_DATA: Final[Mapping[Kind, Callable[[Result, Letterhead, Language], Data]]] = {
    "minutes": minutes_data,
    "summary": summary_data,
    "table": table_data,
    "tally": tally_data,
    "submission": submission_data,
    "decision": decision_data,
}
KINDS: Final[tuple[Kind, ...]] = ("sheet", *_DATA)
"""Kinds of papers that are made of a result."""
TEMPLATES: Final = {".docx": ".docx", ".typ": ".pdf"}
_MORE: Final[Mapping[Kind, Mapping[str, Maker]]] = {"table": {".xlsx": make_xlsx}}
"""Forms that one kind alone has."""


def suffixes(kind: Kind) -> tuple[str, ...]:
    """Give the forms a kind of paper is written in, by the suffix of the output."""
    return tuple(_makers(kind))


def _makers(kind: Kind) -> Mapping[str, Maker]:
    return {**_MAKERS, **_MORE.get(kind, {})}


def write_document(
    result: Result,
    kind: Kind,
    path: str | Path,
    language: Language = "vi",
    *,
    unit: str = "",
    letterhead: Letterhead | None = None,
    template: str | Path | None = None,
    force: bool = False,
) -> None:
    """Write one document.

    Args:
        result: What it is about.
        kind: One of ``KINDS``.
        path: Where to; the suffix decides the form.
        language: Language of its words; the layout stays that of Vietnamese administrative papers.
        unit: Whose score sheet it is.
        letterhead: What the scheme cannot know; dotted blanks where nothing is given.
        template: One's own, in place of the one that ships with the package.
        force: Overwrite a file that is there.

    Raises:
        DvkError: What cannot be made or written, and why.
    """
    check_arguments(
        result=(result, RESULT),
        kind=(kind, one_of(*KINDS)),
        path=(path, PATH),
        language=(language, LANGUAGE),
        unit=(unit, NAME),
        letterhead=(letterhead, LETTERHEAD.or_none()),
        template=(template, PATH.or_none()),
    )
    path = Path(path)
    check_outputs([path], force=force, known=suffixes(kind))
    data = document_data(result, kind, language, unit, letterhead or Letterhead())
    write_papers(kind, {path: [data]}, {} if template is None else {path.suffix.lower(): Path(template)})


def write_papers(kind: Kind, files: Mapping[Path, Sequence[Data]], templates: Mapping[str, Path]) -> None:
    """Write papers of one kind: every file is made before the first is written.

    Args:
        kind: Of all of them.
        files: Where to, and the papers in it one after the other; the suffix decides the form.
        templates: Suffix of an output → template of one's own.

    Raises:
        DvkError: What cannot be made or written, of all files at once.
    """
    made: dict[Path, bytes] = {}
    problems: list[Problem] = []
    for path, papers in files.items():
        suffix = path.suffix.lower()
        try:
            made[path] = _makers(kind)[suffix](kind, papers, templates.get(suffix))
        except DvkError as error:
            problems += [problem for problem in error.problems if problem not in problems]
    if problems:
        raise DvkError(problems)
    write_together(made)


def sheet_papers(result: Result, units: Sequence[str], language: Language, letterhead: Letterhead) -> list[Data]:
    """Give what fills the score sheets of some units.

    Raises:
        DvkError: There is no such unit, or the engine found other numbers than the explanation; of all units at once.
    """
    papers: list[Data] = []
    problems: list[Problem] = []
    for unit in units:
        try:
            papers.append(sheet_data(result, unit, letterhead, language))
        except DvkError as error:
            problems += error.problems
    if problems:
        raise DvkError(problems)
    return papers


def write_template(
    result: Result, kind: Kind, path: Path, language: Language, *, unit: str = "", force: bool = False
) -> None:
    """Write the template that ships with the package, for somebody to make their own of it.

    Raises:
        DvkError: What cannot be made or written, and why.
    """
    check_outputs([path], force=force, known=tuple(TEMPLATES))
    content = template_bytes(kind, path.suffix.lower(), document_data(result, kind, language, unit, Letterhead()))
    with written_aside(path) as unfinished:
        unfinished.write_bytes(content)


def template_bytes(kind: Kind, suffix: str, data: Data) -> bytes:
    """Give the template that ships with the package.

    The Word template has the columns of the data. Beside a Typst template lies ``office.typ``, which it imports: it is
    there for every template, and a file of that name beside one's own takes its place.

    Raises:
        DvkError: python-docx is missing.
    """
    return shipped_template(kind) if suffix == ".typ" else make_template(kind, data)


def make_document(
    result: Result,
    kind: Kind,
    suffix: str,
    language: Language,
    *,
    unit: str = "",
    letterhead: Letterhead | None = None,
    template: Path | None = None,
) -> bytes:
    """Make one document as bytes: the same for the same input.

    Raises:
        DvkError: What cannot be made, and why.
    """
    data = document_data(result, kind, language, unit, letterhead or Letterhead())
    return _makers(kind)[suffix](kind, [data], template)


def document_data(
    result: Result, kind: Kind, language: Language, unit: str, letterhead: Letterhead
) -> Mapping[str, Any]:
    """Give what fills a document.

    Raises:
        DvkError: There is no such unit, or the engine found other numbers than the explanation.
    """
    if kind == "sheet":
        return sheet_data(result, unit, letterhead, language)
    return _DATA[kind](result, letterhead, language)
