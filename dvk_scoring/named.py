"""What a command line, or a text in Python, names: a path, or the id of something that ships or is installed."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

from dvk_scoring.problem import Problem, problem
from dvk_scoring.text import Text

_SEPARATORS: Final = ("/", os.sep)
_ENDINGS: Final = (".toml", ".py")


def is_path(name: str) -> bool:
    """Tell whether a name is a path: by how it is written alone, so that what lies around never changes what it means.

    A path has a separator, ends in ``.toml`` or ``.py``, or is ``.`` or ``..``; all else is an id.
    """
    return name in (".", "..") or any(separator in name for separator in _SEPARATORS) or name.lower().endswith(_ENDINGS)


def as_typed(path: Path) -> str:
    """Write a path as it is typed on a command line: told apart from an id, in quotes where it has blanks."""
    word = str(path) if is_path(str(path)) else f"./{path}"
    return f'"{word}"' if " " in word else word


def meant_as_path(name: str, what: Text, instead: Text | None = None) -> Problem | None:
    """Tell that a name is no id though a file or folder is called so; None when there is none.

    Args:
        name: An id that nothing has.
        what: What it was to be the id of.
        instead: What is done where it cannot be what is meant.
    """
    if not os.path.exists(name):  # noqa: PTH110 - pathlib's raises where a name is too long for a file
        return None
    return problem("DVK-O306", name=name, what=what, written=as_typed(Path(name)), instead=instead)
