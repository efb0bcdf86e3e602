"""What is made, onto the disk: a whole folder or nothing, and never over what is there."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from dvk_scoring.aside import beside, led_to, move_into, refused
from dvk_scoring.problem import Place, Problem, problem


def refuse_to_overwrite(target: Path, names: Iterable[str], *, force: bool) -> list[Problem]:
    """Tell of files that are there already, unless they may be written over."""
    there = [] if force else [name for name in names if (target / name).exists()]
    return [problem("DVK-O705", Place(file=str(target)), files=", ".join(there))] if there else []


def write_files(files: Mapping[str, str], folder: Path) -> None:
    """Write texts by their path inside ``folder``; line ends are the same on every system."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")


@contextmanager
def made_aside(target: Path) -> Iterator[Path]:
    """Give a folder beside ``target`` to fill; what is in it when the block ends goes to ``target``, else nothing.

    Files of ``target`` that have other names stay.

    Raises:
        DvkError: The system refuses.
    """
    with refused(target):
        folder = led_to(target)
        aside = beside(folder)
        try:
            aside.mkdir(parents=True)
            yield aside
            _move(aside, folder)
        finally:
            shutil.rmtree(aside, ignore_errors=True)


def _move(aside: Path, target: Path) -> None:
    if not target.exists():
        aside.rename(target)
        return
    for made in sorted(file for file in aside.rglob("*") if file.is_file()):
        path = target / made.relative_to(aside)
        path.parent.mkdir(parents=True, exist_ok=True)
        move_into(made, path)
