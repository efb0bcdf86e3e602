"""Which plugins there are, by name, before anything of theirs is imported.

Three sources, in this order: the bundled folder, entry points of the group ``dvk_scoring``, folders that the user
names. The name of a plugin is its folder's name, its file's name (``my_panel.py`` is ``my-panel``) or its entry point's
name. A plugin named after its one criterion is imported only when that criterion is asked for; a plugin of any other
name is imported when a criterion is asked for that no plugin is named after.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from importlib import metadata
from pathlib import Path
from typing import Final, Literal

import attrs

from dvk_scoring.package import VERSION, bundled
from dvk_scoring.problem import Place, Problem, problem, system_reason

Origin = Literal["bundled", "entry-point", "folder"]
GROUP = "dvk_scoring"
_HALF_HEADING: Final = re.compile(rf"^\s*\[?\s*{GROUP}\s*\]?\s*$", re.MULTILINE)
"""The heading of the group with a bracket lost or a blank too many: whoever reads it finds no group at all."""
FILE = "criterion.py"
ID_PATTERN = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")


@attrs.frozen
class FoundPlugin:
    """A plugin that is known by name only.

    Attributes:
        name: Its name.
        origin: Which source it comes from.
        location: Path of its file, or ``module:object`` of its entry point.
        entry: The entry point, when it is one.
    """

    name: str
    origin: Origin
    location: str
    entry: metadata.EntryPoint | None = attrs.field(default=None, eq=False, repr=False)

    @property
    def place(self) -> Place:
        """Where problems of this plugin are told."""
        return Place(file=self.location, plugin=self.name)

    @property
    def home(self) -> tuple[str, str]:
        """Its name, and its file without links and dots: two of the same home are one."""
        return self.name, self.location if self.entry is not None else str(Path(self.location).resolve())

    @property
    def version(self) -> str:
        """Version of the distribution it came with; a folder has none."""
        if self.origin == "bundled":
            return VERSION
        return _of_distribution(self.entry, "Version")

    @property
    def distribution(self) -> str:
        """Name of the installed distribution it came with; a folder has none."""
        return _of_distribution(self.entry, "Name")


@attrs.frozen
class Source:
    """One place that was looked at for plugins, and what is there.

    Attributes:
        origin: Which kind of source it is.
        where: The folder or file, or the group of entry points.
        found: Its plugins, sorted by name.
        problems: What is odd there.
    """

    origin: Origin
    where: str
    found: tuple[FoundPlugin, ...]
    problems: tuple[Problem, ...] = ()


def find_plugins(folders: Iterable[str | Path] = ()) -> tuple[list[FoundPlugin], list[Problem]]:
    """List the plugins of all sources in order, duplicates too, and tell what is odd; nothing is imported.

    Args:
        folders: Each a folder of plugin folders, a plugin folder (it holds ``criterion.py``), or one Python file.
    """
    return gather(look_at_sources(folders))


def look_at_sources(folders: Iterable[str | Path] = ()) -> list[Source]:
    """Look at the bundled folder, the entry points and ``folders``, in this order; nothing is imported."""
    sources = [_source("bundled", str(bundled_folder()), lambda told: _in_folder(bundled_folder(), "bundled", told))]
    sources.append(_source("entry-point", GROUP, _entry_points))
    sources += [_source("folder", str(folder), partial(_named, folder)) for folder in map(Path, folders)]
    return sources


def gather(sources: Iterable[Source]) -> tuple[list[FoundPlugin], list[Problem]]:
    """List the plugins of sources in order, and tell what is odd in each and which names are there twice."""
    sources = list(sources)
    problems = [told for source in sources for told in source.problems]
    # The same file named twice is one plugin, also when a folder is named that is a source by itself.
    unique = {plugin.home: plugin for source in reversed(sources) for plugin in reversed(source.found)}
    plugins = list(reversed(unique.values()))
    first = {plugin.name: plugin for plugin in reversed(plugins)}
    problems += [clash(plugin, first[plugin.name]) for plugin in plugins if plugin is not first[plugin.name]]
    return plugins, problems


def _source(origin: Origin, where: str, look: Callable[[list[Problem]], Iterable[FoundPlugin]]) -> Source:
    problems: list[Problem] = []
    plugins = tuple(look(problems))
    return Source(origin, where, plugins, tuple(problems))


def clash(plugin: FoundPlugin, first: FoundPlugin) -> Problem:
    """Tell of two plugins of one name, with both places."""
    return problem("DVK-C104", plugin.place, name=plugin.name, here=plugin.location, there=first.location)


def bundled_folder() -> Path:
    """Give the folder of the bundled plugins: inside the installed package, else beside it in a checkout."""
    return bundled("plugins")


def _named(path: Path, problems: list[Problem]) -> Iterator[FoundPlugin]:
    place = Place(file=str(path))
    if not path.exists():
        problems.append(problem("DVK-C101", place))
    elif path.is_dir() and not (path / FILE).is_file():
        before = len(problems)
        plugins = list(_in_folder(path, "folder", problems))
        if not plugins and len(problems) == before:
            problems.append(problem("DVK-C102", place))
        yield from plugins
    elif path.is_dir() or path.name == FILE:
        folder = path if path.is_dir() else path.absolute().parent
        yield from _plugin_at(folder.resolve().name, folder / FILE, "folder", problems)
    elif path.suffix == ".py":
        yield from _plugin_at(path.stem.replace("_", "-"), path, "folder", problems)
    else:
        problems.append(problem("DVK-C102", place))


def _in_folder(folder: Path, origin: Origin, problems: list[Problem]) -> Iterator[FoundPlugin]:
    try:
        inside: Sequence[Path] = sorted(folder.iterdir()) if folder.is_dir() else ()
    except OSError as error:
        problems.append(problem("DVK-C103", Place(file=str(folder)), reason=system_reason(error)))
        return
    for path in inside:
        if not path.is_dir() or path.name.startswith((".", "_")):
            continue
        if (path / FILE).is_file():
            yield from _plugin_at(path.name, path / FILE, origin, problems)
        elif (path / FILE).is_dir():
            problems.append(problem("DVK-C110", Place(file=str(path / FILE)), folder=path.name))
        elif any(path.glob("*.py")):
            problems.append(problem("DVK-C105", Place(file=str(path)), folder=path.name))


def _plugin_at(name: str, path: Path, origin: Origin, problems: list[Problem]) -> Iterator[FoundPlugin]:
    if ID_PATTERN.fullmatch(name):
        yield FoundPlugin(name, origin, str(path))
    else:
        problems.append(problem("DVK-C106", Place(file=str(path)), name=name))


def _entry_points(problems: list[Problem]) -> list[FoundPlugin]:
    # A distribution may be met twice on the search path (an editable install beside its build): that is one plugin.
    unique = {(entry.name, entry.value): entry for entry in _declared(problems)}
    plugins: list[FoundPlugin] = []
    for (name, value), entry in sorted(unique.items(), key=lambda item: item[0]):
        if not ID_PATTERN.fullmatch(name):
            problems.append(problem("DVK-C106", Place(file=value), name=name))
        elif not entry.pattern.match(value):
            package = _of_distribution(entry, "Name")
            problems.append(problem("DVK-C115", Place(plugin=name), value=value, distribution=package))
        else:
            plugins.append(FoundPlugin(name, "entry-point", value, entry))
    return plugins


def _declared(problems: list[Problem]) -> Iterable[metadata.EntryPoint]:
    """Give the entry points of all installed distributions, also when one of them is damaged.

    Only files that name the group are taken apart: of a hundred distributions that is one or none.
    """
    entries: list[metadata.EntryPoint] = []
    for distribution in metadata.distributions():
        try:
            text = distribution.read_text("entry_points.txt") or ""
            if f"[{GROUP}]" not in text:
                if GROUP in text and (heading := _HALF_HEADING.search(text)) is not None:
                    where = str(getattr(distribution, "_path", ""))
                    problems.append(problem("DVK-C114", Place(file=where), kind=heading[0].strip()))
                continue
            name: str | None = distribution.metadata["Name"]
            # Of several by one name on the search path the first counts, whether it names the group or not.
            counts = distribution if name is None else metadata.distribution(name)
            entries += counts.entry_points.select(group=GROUP)
        except Exception as error:  # noqa: BLE001 - a damaged file makes it raise in whatever way
            where = str(getattr(distribution, "_path", ""))
            problems.append(problem("DVK-C114", Place(file=where), kind=type(error).__name__))
    return entries


def _of_distribution(entry: metadata.EntryPoint | None, key: str) -> str:
    """Read the metadata of the distribution that an entry point came with; nothing where it is damaged."""
    distribution = None if entry is None else entry.dist
    if distribution is None:
        return ""
    try:
        return str(distribution.metadata[key] or "")
    except (KeyError, OSError, ValueError, TypeError):
        return ""
