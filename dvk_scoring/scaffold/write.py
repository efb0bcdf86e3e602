"""A new plugin onto the disk: all of it or nothing, and never over what is there."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from pathlib import Path

from dvk_scoring.criteria.find import find_plugins
from dvk_scoring.problem import DvkError, Place, problem, system_reason
from dvk_scoring.scaffold.names import PluginNames
from dvk_scoring.scaffold.render import render_plugin


def make_plugin(names: PluginNames, folder: Path, *, package: bool = False, force: bool = False) -> tuple[Path, ...]:
    """Make a new plugin in a folder of its own inside ``folder``.

    Args:
        names: What it is called.
        folder: Where its folder is made; made itself if it is not there.
        package: A distribution, not a folder.
        force: Write over files of the same names; other files of the folder stay.

    Returns:
        The files, in the order in which one reads them.

    Raises:
        DvkError: A name cannot be used, files are there already, the system refuses; the first two all at once.
    """
    target = folder / names.id
    problems = list(names.problems(find_plugins()[0]))
    files = render_plugin(names, package=package)
    there = [name for name in files if (target / name).exists()]
    if there and not force:
        problems.append(problem("DVK-O705", Place(file=str(target)), files=", ".join(there)))
    if problems:
        raise DvkError(problems)
    _write(files, target)
    return tuple(target / name for name in files)


def _write(files: Mapping[str, str], target: Path) -> None:
    aside = target.with_name(f".{target.name}.{os.getpid()}.tmp")
    try:
        for name, text in files.items():
            path = aside / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
        _move(files, aside, target)
    except OSError as error:
        raise DvkError([problem("DVK-O203", Place(file=str(target)), reason=system_reason(error))]) from error
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def _move(files: Mapping[str, str], aside: Path, target: Path) -> None:
    if not target.exists():
        aside.rename(target)
        return
    for name in files:
        path = target / name
        path.parent.mkdir(parents=True, exist_ok=True)
        (aside / name).replace(path)
