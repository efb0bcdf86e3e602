"""Files are written aside, under a name of their own in the same folder, and moved into place when they are whole."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from dvk_scoring.problem import DvkError, Place, problem, system_reason

LONGEST_FILE: Final = 80
"""Letters of a file's name, without what comes after the point."""


@contextmanager
def written_aside(path: Path) -> Iterator[Path]:
    """Give the name to write to; what is there when the block ends becomes ``path``, else nothing is left.

    Raises:
        DvkError: The system refuses.
    """
    unfinished = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        yield unfinished
        unfinished.replace(path)
    except OSError as error:
        unfinished.unlink(missing_ok=True)
        raise DvkError([problem("DVK-O203", Place(file=str(path)), reason=system_reason(error))]) from error
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise


@contextmanager
def folder_aside(path: Path, *, force: bool) -> Iterator[Path]:
    """Give a folder to write to; when the block ends it becomes ``path``, else nothing is left of it.

    Args:
        path: Where to.
        force: Take the place of what is there then.

    Raises:
        DvkError: Something is there and is kept; the system refuses.
    """
    unfinished, before = (path.with_name(f".{path.name}.{os.getpid()}.{word}") for word in ("tmp", "old"))
    try:
        unfinished.mkdir()
        yield unfinished
        if os.path.lexists(path):
            if not force:  # another run was faster
                raise DvkError([problem("DVK-O202", Place(file=str(path)))])
            path.replace(before)
        unfinished.replace(path)
    except OSError as error:
        raise DvkError([problem("DVK-O203", Place(file=str(path)), reason=system_reason(error))]) from error
    finally:
        if os.path.lexists(before) and not os.path.lexists(path):
            before.replace(path)
        for left in (unfinished, before):
            if left.is_dir():
                shutil.rmtree(left, ignore_errors=True)
            left.unlink(missing_ok=True)


def write_together(files: Mapping[Path, bytes]) -> None:
    """Write several files: none is moved into place before all are written aside. Their folders are made.

    Raises:
        DvkError: The system refuses.
    """
    unfinished = {path: path.with_name(f".{path.name}.{os.getpid()}.tmp") for path in files}
    current = Path()
    try:
        for path, content in files.items():
            current = path
            path.parent.mkdir(parents=True, exist_ok=True)
            unfinished[path].write_bytes(content)
        for path, aside in unfinished.items():
            current = path
            aside.replace(path)
    except OSError as error:
        raise DvkError([problem("DVK-O203", Place(file=str(current)), reason=system_reason(error))]) from error
    finally:
        for aside in unfinished.values():
            if aside.exists():
                aside.unlink()


LONGEST_SHEET: Final = 31
"""Letters that the name of a sheet may have."""


def distinct_names(names: Sequence[str], longest: int, taken: Collection[str] = ()) -> list[str]:
    """Make names that a disk and a workbook take: no signs of theirs, not too long, none twice in any letter case.

    Args:
        names: As they are called.
        longest: Letters that a name may have.
        taken: Names, in small letters, that none may be.
    """
    found: list[str] = []
    used = set(taken)
    for name in names:
        plain = re.sub(r"[^\w .,()-]", "_", name).strip(" .'")[:longest] or "_"
        made, count = plain, 1
        while made.casefold() in used:
            count += 1
            made = f"{plain[: longest - len(str(count)) - 1]}~{count}"
        used.add(made.casefold())
        found.append(made)
    return found
