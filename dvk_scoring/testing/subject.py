"""What is held to the contract: the criteria of a class, of a plugin's folder or file, or of an installed plugin."""

from __future__ import annotations

import inspect
from collections.abc import Iterable
from pathlib import Path
from typing import TypeAlias

import attrs

from dvk_scoring.criteria.criterion import AnyCriterion
from dvk_scoring.criteria.find import FILE, FoundPlugin, look_at_sources
from dvk_scoring.criteria.load import LoadedPlugin, load
from dvk_scoring.criteria.registry import Registry
from dvk_scoring.criteria.validate import validate
from dvk_scoring.named import meant_as_path
from dvk_scoring.problem import DvkError, Problem, has_errors
from dvk_scoring.text import Text

What: TypeAlias = "AnyCriterion | Path | str"
_CLASH, _UNKNOWN = "DVK-C104", "DVK-C107"
_PLUGIN = Text.same("plugin")


@attrs.frozen
class Subject:
    """One criterion, with where it comes from.

    Attributes:
        criterion: The class.
        found: Its plugin; for a class that was handed over, the file it stands in.
        faults: What is wrong with its declaration.
    """

    criterion: AnyCriterion
    found: FoundPlugin
    faults: tuple[Problem, ...]

    @property
    def id(self) -> str:
        """Its id, or the name of its class when it has no usable one."""
        name = getattr(self.criterion, "id", None)
        return name if isinstance(name, str) and name else self.criterion.__name__

    @property
    def file(self) -> Path | None:
        """The file it is written in."""
        try:
            return Path(inspect.getfile(self.criterion))
        except (OSError, TypeError):
            return None

    @property
    def cases(self) -> Path | None:
        """Its worked cases: ``cases-ID.toml`` beside its file when there is one, else ``cases.toml``."""
        if self.file is None:
            return None
        file = self.file.with_name(f"cases-{self.id}.toml")
        return file if file.is_file() else self.file.with_name("cases.toml")


def subjects_of(what: What, folders: Iterable[str | Path] = ()) -> tuple[Subject, ...]:
    """Give the criteria that ``what`` stands for.

    Args:
        what: A criterion class; the path of a plugin's folder, of a folder below it, of its file, or of a folder of
            plugins; or the id of a plugin that is bundled, installed or in ``folders``.
        folders: Folders of plugins in which an id is looked for too.

    Raises:
        DvkError: There is no such plugin, or it cannot be imported.
    """
    if isinstance(what, type):
        return (_of_class(what),)
    if isinstance(what, Path):
        return tuple(subject for plugin in _in_path(what) for subject in _of_plugin(load(plugin)))
    return _of_id(what, Registry.of(folders))


def _of_class(criterion: AnyCriterion) -> Subject:
    subject = Subject(criterion, FoundPlugin(criterion.__name__, "folder", ""), ())
    plugin = attrs.evolve(subject.found, location=str(subject.file or criterion.__module__))
    return Subject(criterion, plugin, tuple(validate(criterion, plugin)[1]))


def _in_path(path: Path) -> tuple[FoundPlugin, ...]:
    # A test may lie in a folder of the plugin's own.
    if path.is_dir() and not (path / FILE).is_file() and (path.resolve().parent / FILE).is_file():
        path = path.resolve().parent
    named = look_at_sources([path])[-1]
    if not named.found:
        raise DvkError(named.problems)
    return named.found


def _of_plugin(loaded: LoadedPlugin) -> tuple[Subject, ...]:
    if has_errors(loaded.problems):
        raise DvkError(loaded.problems)
    return tuple(Subject(criterion, loaded.found, loaded.faults[key]) for key, criterion in loaded.criteria.items())


def _of_id(name: str, registry: Registry) -> tuple[Subject, ...]:
    named = [plugin for plugin in registry.found if plugin.name == name]
    if len(named) == 1:
        return _of_plugin(load(named[0]))
    try:
        return (_of_class(registry.criterion(name)),)
    except DvkError as error:
        told = [(problem.code == _UNKNOWN and meant_as_path(name, _PLUGIN)) or problem for problem in error.problems]
        raise DvkError([*told, *(problem for problem in registry.problems if problem.code != _CLASH)]) from error
