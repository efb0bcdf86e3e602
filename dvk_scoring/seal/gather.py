"""The inputs of a result as members of a seal, each as it was, under names that tell no folder."""

from __future__ import annotations

import posixpath
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from importlib import util
from itertools import pairwise
from pathlib import Path, PurePath
from typing import Final

import attrs

from dvk_scoring.criteria.find import FoundPlugin
from dvk_scoring.criteria.load import module_name
from dvk_scoring.criteria.registry import Registry
from dvk_scoring.engines import EngineName
from dvk_scoring.figures.opened import split_sheet
from dvk_scoring.problem import DvkError, Place, problem
from dvk_scoring.run import DecimalMark
from dvk_scoring.scheme.merge import extends_of, read_chain
from dvk_scoring.scheme.shipped import shipped_files
from dvk_scoring.seal.container import LARGEST, is_safe, read_bytes, too_large
from dvk_scoring.seal.inputs import SealedFigures, SealedInputs, SealedPlugin

_UP: Final = "up"
"""Folder of a seal in whose place a scheme's own folder stands, once for each ``..`` in what it extends."""


@attrs.frozen
class Made:
    """What a result was made of, as files.

    Attributes:
        scheme: The scheme's file.
        figures: Files of figures, some with ``#SHEET``.
        decimal: File → its decimal mark; point where it is not named.
        papers: Role (``rulings``, ``votes``, ``columns``) → file.
        registry: The plugins that the scheme was loaded with.
        as_of, engine, sample: As ``score`` took them.
    """

    scheme: str
    figures: tuple[str, ...]
    registry: Registry = attrs.field(hash=False)
    decimal: Mapping[str, DecimalMark] = attrs.field(factory=dict, hash=False)
    papers: Mapping[str, Path] = attrs.field(factory=dict, hash=False)
    as_of: date | None = None
    engine: EngineName | None = None
    sample: bool = False


def gather(made: Made) -> tuple[dict[str, bytes], SealedInputs]:
    """Read all files that a result was made of.

    Raises:
        DvkError: One cannot be read, or cannot be told without its folder.
    """
    members: dict[str, bytes] = {}
    shipped = _add_scheme(made.scheme, members)
    figures = tuple(_add_figures(made, members))
    papers: dict[str, str] = {}
    for role, path in made.papers.items():
        papers[role] = f"{role}/{_name(path)}"
        members[papers[role]] = _read(path)
    plugins: dict[str, SealedPlugin] = {}
    for name, plugin in made.registry.used().items():
        files = plugin_files(plugin)
        plugins[name] = sealed_plugin(plugin, files)
        members.update({f"plugins/{name}/{file}": content for file, content in files.items()})
    unsafe = [problem("DVK-V608", Place(file=name)) for name in members if not is_safe(name)]
    if unsafe:
        raise DvkError(unsafe)
    scheme = next(iter(members))
    return members, SealedInputs(scheme, shipped, figures, papers, made.as_of, made.engine, made.sample, plugins)


def _add_scheme(file: str, members: dict[str, bytes]) -> dict[str, str]:
    """Add a scheme and all that it extends, the scheme first; give the members of those that are extended by id."""
    chain = read_chain(file)
    ships = shipped_files()
    by_file = {path: key for key, path in ships.items()}
    shipped: dict[str, str] = {}
    places: list[tuple[bool, str]] = [(False, _name(PurePath(file)))]  # whether below shipped/, and where
    for before, document in pairwise(chain):
        _, name = extends_of(before) or ((), "")  # all but the last of a chain extend another
        is_shipped, beside = places[-1]
        if document.file in by_file and name == by_file[document.file]:
            places.append((True, f"{name}/{PurePath(document.file).name}"))
            shipped[name] = f"shipped/{places[-1][1]}"
            continue
        path = posixpath.normpath(posixpath.join(posixpath.dirname(beside), name))
        if PurePath(name).is_absolute() or (is_shipped and path.startswith("..")):
            raise DvkError([problem("DVK-V607", Place(file=before.file, key="extends"), extends=name)])
        places.append((is_shipped, path))
    ups = max(path.split("/").count("..") for _, path in places)
    root = "/".join(["scheme", *[_UP] * ups])
    for document, (is_shipped, path) in zip(chain, places, strict=True):
        members[posixpath.normpath(f"{'shipped' if is_shipped else root}/{path}")] = _read(Path(document.file))
    return shipped


def _add_figures(made: Made, members: dict[str, bytes]) -> Iterator[SealedFigures]:
    known: dict[Path, str] = {}
    for source in made.figures:
        path, sheet = split_sheet(Path(source))
        if path not in known:
            known[path] = f"figures/{len(known) + 1}/{_name(path)}"
            members[known[path]] = _read(path)
        yield SealedFigures(known[path], sheet, made.decimal.get(source, "point"))


def _name(path: PurePath) -> str:
    """Give a file's name in one form: some systems keep the marks of letters apart, and the same files are one seal."""
    return unicodedata.normalize("NFC", path.name)


def sealed_plugin(plugin: FoundPlugin, files: Sequence[str] | Mapping[str, bytes]) -> SealedPlugin:
    """Tell of a plugin what a manifest tells."""
    is_file = plugin.entry is None
    first = PurePath(plugin.location).name if is_file else None
    return SealedPlugin(
        plugin.origin, plugin.version, None if is_file else plugin.location, first, tuple(sorted(files))
    )


def plugin_files(plugin: FoundPlugin) -> dict[str, bytes]:
    """Read the source of an imported plugin: the files of its modules that were imported, and no other.

    Raises:
        DvkError: One cannot be read.
    """
    import sys

    top, home = _top(plugin), source_home(plugin)
    files: dict[str, bytes] = {}
    for name, module in sorted(sys.modules.items()):
        file = getattr(module, "__file__", None)
        if (name == top or name.startswith(f"{top}.")) and file is not None and file.endswith(".py"):
            path = Path(file).resolve()
            if path.is_relative_to(home):
                files[path.relative_to(home).as_posix()] = _read(path)
    return dict(sorted(files.items()))


def source_home(plugin: FoundPlugin) -> Path:
    """Give the folder below which the source of a plugin has the names that it has in a seal; nothing is imported."""
    if plugin.entry is None:
        return Path(plugin.location).resolve().parent
    spec = util.find_spec(_top(plugin))
    within = list(spec.submodule_search_locations or ()) if spec is not None else []
    origin = within[0] if within else (spec.origin if spec is not None else None)
    return Path(origin or ".").resolve().parent


def _top(plugin: FoundPlugin) -> str:
    """Give the name of the module that a plugin's modules begin with."""
    return module_name(plugin) if plugin.entry is None else plugin.entry.module.partition(".")[0]


def _read(path: Path) -> bytes:
    """Read a file that goes into a seal.

    Raises:
        DvkError: It cannot be read, or is too large.
    """
    content = read_bytes(path)
    if len(content) > LARGEST:
        raise DvkError([too_large(Place(file=str(path)))])
    return content
