"""Documents onto the disk: ``.docx`` to edit, ``.pdf`` to sign."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from dvk_scoring.aside import written_aside
from dvk_scoring.problem import DvkError, Place, Problem, problem
from dvk_scoring.report.documents.letterhead import Kind, Letterhead
from dvk_scoring.report.documents.minutes import minutes_data
from dvk_scoring.report.documents.pdf import make_pdf, shipped_template
from dvk_scoring.report.documents.sheet import sheet_data
from dvk_scoring.report.documents.summary import summary_data
from dvk_scoring.report.documents.word import make_docx, make_template
from dvk_scoring.report.write import check_outputs
from dvk_scoring.scoring.result import Result
from dvk_scoring.text import Language

_MAKERS: Final = {".docx": make_docx, ".pdf": make_pdf}
_TEMPLATES: Final = {".docx": ".docx", ".typ": ".pdf"}
SUFFIXES: Final = tuple(_MAKERS)


def write_document(
    result: Result,
    kind: Kind,
    path: str | Path,
    language: Language = "vi",
    *,
    unit: str = "",
    letterhead: Letterhead | None = None,
    template: Path | None = None,
    force: bool = False,
) -> None:
    """Write one document.

    Args:
        result: What it is about.
        kind: ``minutes``, ``sheet`` or ``summary``.
        path: Where to; the suffix decides the form.
        language: Language of its words; the layout stays that of Vietnamese administrative papers.
        unit: Whose score sheet it is.
        letterhead: What the scheme cannot know; dotted blanks where nothing is given.
        template: One's own, in place of the one that ships with the package.
        force: Overwrite a file that is there.

    Raises:
        DvkError: What cannot be made or written, and why.
    """
    path = Path(path)
    check_outputs([path], force=force, known=SUFFIXES)
    content = make_document(
        result, kind, path.suffix.lower(), language, unit=unit, letterhead=letterhead, template=template
    )
    with written_aside(path) as unfinished:
        unfinished.write_bytes(content)


def write_template(
    result: Result, kind: Kind, path: Path, language: Language, *, unit: str = "", force: bool = False
) -> None:
    """Write the template that ships with the package, for somebody to make their own of it.

    The Word template has the columns of the result's scheme. Beside a Typst template lies ``office.typ``, which it
    imports: it is there for every template, and a file of that name beside one's own takes its place.

    Raises:
        DvkError: What cannot be made or written, and why.
    """
    check_outputs([path], force=force, known=tuple(_TEMPLATES))
    if path.suffix.lower() == ".typ":
        content = shipped_template(kind)
    else:
        content = make_template(kind, document_data(result, kind, language, unit, Letterhead()))
    with written_aside(path) as unfinished:
        unfinished.write_bytes(content)


def check_documents(outputs: Sequence[Path], taken: Path | None, *, force: bool) -> None:
    """See before any work whether documents and template can be written at all.

    Raises:
        DvkError: Nothing is named, unknown suffixes, files that are there already; all at once.
    """
    if not outputs and taken is None:
        raise DvkError([problem("DVK-O229")])
    found: list[Problem] = []
    for paths, known in ((outputs, SUFFIXES), ([] if taken is None else [taken], tuple(_TEMPLATES))):
        try:
            check_outputs(paths, force=force, known=known)
        except DvkError as error:
            found += error.problems
    if found:
        raise DvkError(found)


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
    return _MAKERS[suffix](kind, document_data(result, kind, language, unit, letterhead or Letterhead()), template)


def document_data(
    result: Result, kind: Kind, language: Language, unit: str, letterhead: Letterhead
) -> Mapping[str, Any]:
    """Give what fills a document.

    Raises:
        DvkError: There is no such unit, or the engine found other numbers than the explanation.
    """
    if kind == "sheet":
        return sheet_data(result, unit, letterhead, language)
    return (minutes_data if kind == "minutes" else summary_data)(result, letterhead, language)


def match_templates(templates: Sequence[Path], outputs: Sequence[Path]) -> Mapping[str, Path]:
    """Give the template of each form that is written, by the suffix of the output.

    Raises:
        DvkError: A template's suffix is unknown, or nothing is written in its form; all at once.
    """
    found: dict[str, Path] = {}
    wanted = {one.suffix.lower() for one in outputs}
    problems = []
    for one in templates:
        form = _TEMPLATES.get(one.suffix.lower())
        if form is None or form not in wanted or form in found:
            known = ", ".join(f"{suffix} → {output}" for suffix, output in _TEMPLATES.items())
            problems.append(problem("DVK-O227", Place(file=str(one)), known=known))
        else:
            found[form] = one
    if problems:
        raise DvkError(problems)
    return found
