"""Outputs onto the disk: the suffix decides the form, nothing is overwritten unless asked, no file is half written."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeAlias

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


def _parquet(result: Result, path: Path, language: Language) -> None:  # noqa: ARG001 - as above
    from dvk_scoring.report.tables import write_result_table

    write_result_table(result, path, "parquet")


WRITERS: Final[Mapping[str, Writer]] = {".json": _json, ".csv": _csv, ".parquet": _parquet}


def check_outputs(paths: Sequence[Path], *, force: bool) -> None:
    """See before any work whether the outputs can be written at all.

    Raises:
        DvkError: Unknown suffixes, files that are there already, folders that are not; all at once.
    """
    problems: list[Problem] = []
    for at, path in enumerate(paths):
        place = Place(file=str(path))
        if path in paths[:at]:
            problems.append(problem("DVK-O204", place))
        elif path.suffix.lower() not in WRITERS:
            problems.append(problem("DVK-O201", place, suffix=path.suffix or path.name, known=", ".join(WRITERS)))
        elif not path.parent.is_dir():
            problems.append(problem("DVK-O203", place, reason=system_reason(FileNotFoundError(errno.ENOENT, ""))))
        elif path.exists() and not force:
            problems.append(problem("DVK-O202", place))
    if problems:
        raise DvkError(problems)


def write_result(result: Result, path: str | Path, language: Language = "en", *, force: bool = False) -> None:
    """Write a result: to a name of its own in the same folder, then moved in one step.

    Args:
        result: What is written.
        path: Where to; the suffix decides the form.
        language: Language of the words in it.
        force: Overwrite a file that is there.

    Raises:
        DvkError: The suffix is unknown, the file is there already, or the system refuses.
    """
    path = Path(path)
    check_outputs([path], force=force)
    unfinished = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        WRITERS[path.suffix.lower()](result, unfinished, language)
        unfinished.replace(path)
    except OSError as error:
        unfinished.unlink(missing_ok=True)
        raise DvkError([problem("DVK-O203", Place(file=str(path)), reason=system_reason(error))]) from error
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise
