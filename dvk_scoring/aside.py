"""Files are written aside, under a name of their own in the same folder, and moved into place when they are whole.

What is a link stays one: what it leads to is written, as editors do. It is made if it is not there yet.
"""

from __future__ import annotations

import errno
import os
import re
import shutil
import stat
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from dvk_scoring.problem import DvkError, Place, Problem, problem, system_reason
from dvk_scoring.text import Text

NO_FILE: Final = Text(vi="ở đó là thiết bị hoặc đường ống, không phải tệp", en="a device or a pipe is there, no file")
LONGEST_FILE: Final = 80
"""Letters of a file's name, without what comes after the point."""


def led_to(path: Path) -> Path:
    """Give what is written where ``path`` is named: what a link leads to, through all that it leads over; else itself.

    Raises:
        OSError: Links lead in a circle.
        DvkError: A device or a pipe is there: a file would take its place.
    """
    target = Path(os.path.realpath(path)) if path.is_symlink() else path
    if target.is_symlink():
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP))
    if _is_no_file(target):
        raise DvkError([problem("DVK-O203", Place(file=str(path)), reason=NO_FILE)])
    return target


def _is_no_file(path: Path) -> bool:
    return path.exists() and not path.is_file() and not path.is_dir()


def untakable(paths: Iterable[Path], *, force: bool) -> Iterator[Problem]:
    """Tell which outputs cannot be taken: the same file as one before, no file, there already and kept."""
    led: set[str] = set()
    for path in paths:
        place, end = Place(file=str(path)), os.path.realpath(path)
        if end in led:
            yield problem("DVK-O204", place)
        elif _is_no_file(path):
            yield problem("DVK-O203", place, reason=NO_FILE)
        elif path.exists() and not force:
            yield problem("DVK-O202", place)
        led.add(end)


def beside(path: Path, word: str = "tmp") -> Path:
    """Give a name in the folder of a file or folder that no other run uses."""
    return path.with_name(f".{path.name}.{os.getpid()}.{word}")


def _take_place(made: Path, target: Path) -> None:
    """Move a file to its place, with the rights of the one that is there."""
    _take_rights(made, target)
    made.replace(target)


def _take_rights(made: Path, target: Path) -> None:
    """Let those read and write a file or folder who may do so with the one whose place it takes, and no others."""
    if target.exists():
        made.chmod(stat.S_IMODE(target.stat().st_mode))


@contextmanager
def refused(path: Path) -> Iterator[None]:
    """Tell in words that the system refuses to write to ``path``.

    Raises:
        DvkError: It does.
    """
    try:
        yield
    except OSError as error:
        raise DvkError([problem("DVK-O203", Place(file=str(path)), reason=system_reason(error))]) from error


@contextmanager
def written_aside(path: Path) -> Iterator[Path]:
    """Give the name to write to; what is there when the block ends becomes ``path``, else nothing is left.

    Raises:
        DvkError: The system refuses.
    """
    with refused(path):
        target = led_to(path)
        unfinished = beside(target)
        try:
            yield unfinished
            _take_place(unfinished, target)
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
    with refused(path):
        target = led_to(path)
        unfinished, before = beside(target), beside(target, "old")
        try:
            unfinished.mkdir()
            yield unfinished
            if os.path.lexists(target):
                if not force:  # another run was faster
                    raise DvkError([problem("DVK-O202", Place(file=str(path)))])
                _take_rights(unfinished, target)
                target.replace(before)
            unfinished.replace(target)
        finally:
            if os.path.lexists(before) and not os.path.lexists(target):
                before.replace(target)
            for left in (unfinished, before):
                if left.is_dir():
                    shutil.rmtree(left, ignore_errors=True)
                left.unlink(missing_ok=True)


def write_together(files: Mapping[Path, bytes]) -> None:
    """Write several files: none is moved into place before all are written aside. Their folders are made.

    Raises:
        DvkError: The system refuses.
    """
    unfinished: dict[Path, tuple[Path, Path]] = {}
    try:
        for path, content in files.items():
            with refused(path):
                path.parent.mkdir(parents=True, exist_ok=True)
                target = led_to(path)
                unfinished[path] = beside(target), target
                unfinished[path][0].write_bytes(content)
        for path, (aside, target) in unfinished.items():
            with refused(path):
                _take_place(aside, target)
    finally:
        for aside, _ in unfinished.values():
            if aside.exists():
                aside.unlink()


def move_into(made: Path, path: Path) -> None:
    """Move a file that is whole to where it goes, which may be a link to another disk.

    Raises:
        OSError: The system refuses.
    """
    target = led_to(path)
    aside = beside(target)
    try:
        shutil.move(made, aside)
        _take_place(aside, target)
    finally:
        aside.unlink(missing_ok=True)


LONGEST_SHEET: Final = 31
"""Letters that the name of a sheet may have."""


def distinct_names(names: Sequence[str], longest: int, taken: Collection[str] = ()) -> list[str]:
    """Make names that a disk and a workbook take: no signs of theirs, not too long, none twice in any letter case.

    Args:
        names: As they are called.
        longest: Letters that a name may have.
        taken: Names, in small letters, that none may be.
    """
    distinct: list[str] = []
    used = set(taken)
    for name in names:
        plain = re.sub(r"[^\w .,()-]", "_", name).strip(" .'")[:longest] or "_"
        made, count = plain, 1
        while made.casefold() in used:
            count += 1
            made = f"{plain[: longest - len(str(count)) - 1]}~{count}"
        used.add(made.casefold())
        distinct.append(made)
    return distinct
