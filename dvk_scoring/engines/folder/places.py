"""Where the rows of a folder come from: as Spark addresses its files, and as people are told."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Final
from urllib.parse import unquote

from dvk_scoring.text import visible

_ADDRESS: Final = re.compile("[A-Za-z][A-Za-z0-9+.-]+:")


def is_address(path: str) -> bool:
    """Tell an address, such as one of ``hdfs:``, from a path of this machine."""
    return _ADDRESS.match(path) is not None


def address_of(file: Path) -> str:
    """Give the address of a file of this machine, as Spark does."""
    return Path(os.path.abspath(file)).as_uri()  # noqa: PTH100 - a link stays what it is called


def root_of(path: str) -> str:
    """Give what stands in the address of every file of a folder before its way inside of it."""
    return path.rstrip("/") if is_address(path) else Path(os.path.abspath(path)).as_posix()  # noqa: PTH100 - as above


def shown(address: str, path: str, root: str) -> str:
    """Call a file as people do who named its folder, or the file itself, by ``path``."""
    file = unquote(address)
    _, within, inside = file.partition(root)
    if not within:
        name = file.rsplit("/", 1)[-1]
        inside = "" if path.endswith(name) else f"/{name}"
    return visible(f"{path.rstrip('/')}{inside}")
