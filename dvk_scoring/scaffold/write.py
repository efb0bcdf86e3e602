"""A new plugin onto the disk: all of it or nothing, and never over what is there."""

from __future__ import annotations

from pathlib import Path

from dvk_scoring.criteria.find import find_plugins
from dvk_scoring.problem import DvkError
from dvk_scoring.scaffold.names import PluginNames
from dvk_scoring.scaffold.onto_disk import made_aside, refuse_to_overwrite, write_files
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
    files = render_plugin(names, package=package)
    problems = [*names.problems(find_plugins()[0]), *refuse_to_overwrite(target, files, force=force)]
    if problems:
        raise DvkError(problems)
    with made_aside(target) as aside:
        write_files(files, aside)
    return tuple(target / name for name in files)
