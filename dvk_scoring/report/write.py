"""Outputs onto the disk: the suffix decides the form, nothing is overwritten unless asked, no file is half written."""

from __future__ import annotations

import errno
from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeAlias

from dvk_scoring.arguments import LANGUAGE, PATH, RESULT, check_arguments
from dvk_scoring.aside import untakable, written_aside
from dvk_scoring.problem import DvkError, Place, Problem, problem, system_reason

if TYPE_CHECKING:
    from dvk_scoring.scoring.result import Result
    from dvk_scoring.text import Language

Writer: TypeAlias = "Callable[[Result, Path, Language], None]"


def _json(result: Result, path: Path, language: Language) -> None:
    from dvk_scoring.report.json import write_json

    write_json(result, path, language)


def _csv(result: Result, path: Path, language: Language) -> None:  # noqa: ARG001 - a table of ids speaks no language
    from dvk_scoring.report.tables import write_result_table

    write_result_table(result, path, "csv")


def _excel_csv(result: Result, path: Path, language: Language) -> None:
    from dvk_scoring.report.tables import write_result_table
    from dvk_scoring.spreadsheet import spelling_for

    write_result_table(result, path, "csv", spelling_for(language, for_excel=True))


def _parquet(result: Result, path: Path, language: Language) -> None:  # noqa: ARG001 - as above
    from dvk_scoring.report.tables import write_result_table

    write_result_table(result, path, "parquet")


def _html(result: Result, path: Path, language: Language) -> None:
    from dvk_scoring.report.html.write import write_html

    write_html(result, path, language)


def _workbook(result: Result, path: Path, language: Language) -> None:
    from dvk_scoring.report.workbook.write import write_workbook

    write_workbook(result, path, language)


WRITERS: Final[Mapping[str, Writer]] = {
    ".json": _json,
    ".csv": _csv,
    ".parquet": _parquet,
    ".html": _html,
    ".xlsx": _workbook,
}


def check_outputs(paths: Sequence[Path], *, force: bool, known: Collection[str] = tuple(WRITERS)) -> None:
    """See before any work whether the outputs can be written at all.

    Args:
        paths: Where to.
        force: Overwrite files that are there.
        known: Suffixes that can be written.

    Raises:
        DvkError: Unknown suffixes, files that are there already, folders that are not; all at once.
    """
    problems: list[Problem] = []
    for path in dict.fromkeys(paths):
        place = Place(file=str(path))
        if not path.suffix or (path.is_dir() and path.suffix.lower() not in known):
            problems.append(problem("DVK-O247", place, name=path.name or str(path), known=", ".join(known)))
        elif path.suffix.lower() not in known:
            problems.append(problem("DVK-O201", place, suffix=path.suffix, known=", ".join(known)))
        elif not path.parent.is_dir():
            problems.append(problem("DVK-O203", place, reason=system_reason(FileNotFoundError(errno.ENOENT, ""))))
    told = {fault.place.file for fault in problems}
    problems += untakable((path for path in paths if str(path) not in told), force=force)
    if problems:
        raise DvkError(problems)


def write_result(
    result: Result, path: str | Path, language: Language = "en", *, force: bool = False, for_excel: bool = False
) -> None:
    """Write a result: to a name of its own in the same folder, then moved in one step.

    Args:
        result: What is written.
        path: Where to; the suffix decides the form.
        language: Language of the words in it.
        force: Overwrite a file that is there.
        for_excel: Write CSV as Excel cuts it where the region speaks ``language``; else UTF-8, comma, decimal point.

    Raises:
        DvkError: It is a trial, the suffix is unknown, the file is there already, or the system refuses.
    """
    check_arguments(result=(result, RESULT), path=(path, PATH), language=(language, LANGUAGE))
    result.refuse_trial()
    path = Path(path)
    check_outputs([path], force=force)
    suffix = path.suffix.lower()
    with written_aside(path) as unfinished:
        (_excel_csv if for_excel and suffix == ".csv" else WRITERS[suffix])(result, unfinished, language)
