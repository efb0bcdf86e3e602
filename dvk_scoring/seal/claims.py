"""What a seal says of itself beyond its bytes: its version, the programs in it, where its plugins are from.

Whoever forges a seal writes there what they like. What is known here is held against it; what is not is told as that.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from dvk_scoring.criteria.find import FoundPlugin, Origin
from dvk_scoring.package import VERSION
from dvk_scoring.problem import Place, Problem, problem
from dvk_scoring.report.lists import origin_words
from dvk_scoring.seal.canonical import Json, digest
from dvk_scoring.seal.container import read_bytes
from dvk_scoring.seal.gather import source_home
from dvk_scoring.seal.inputs import SealedPlugin
from dvk_scoring.seal.sealed import Seal, enclosed
from dvk_scoring.text import Text


def check_enclosed(seal: Seal) -> Iterator[Problem]:
    """Tell of programs in it that are not those of this version, and of those that nothing here can be held against."""
    sealed = _version(seal)
    for name, content in enclosed().items():
        if seal.members.get(name) == content:
            continue
        if sealed == VERSION:
            yield problem("DVK-V305", seal.place, name=name)
        elif name in seal.members:
            yield problem("DVK-V308", seal.place, name=name, sealed=sealed, here=VERSION)


def check_versions(seal: Seal, said: str) -> Iterator[Problem]:
    """Hold the version that the manifest names to the one that the result does: one program writes both."""
    sealed = _version(seal)
    if sealed != said:
        yield problem("DVK-V309", seal.place, manifest=sealed, result=said)


def check_plugins(
    seal: Seal, plugins: Mapping[str, SealedPlugin], here: Mapping[str, FoundPlugin]
) -> Iterator[Problem]:
    """Hold origin and version that are claimed of plugins to those that are here; nothing is imported.

    Args:
        seal: In which they are.
        plugins: What it says of them, by name.
        here: Plugins of these names that this program finds.
    """
    for name, plugin in plugins.items():
        place, installed = Place(file=seal.path, plugin=name), here.get(name)
        sealed = _named(plugin.origin, plugin.version, plugin.entry)
        if installed is None:
            yield problem("DVK-V312", place, sealed=sealed)
            continue
        entry = None if installed.entry is None else installed.location
        if (plugin.origin, plugin.version, plugin.entry) != (installed.origin, installed.version, entry):
            yield problem("DVK-V311", place, sealed=sealed, here=_named(installed.origin, installed.version, entry))
        elif plugin.version and (differing := _differing(plugin, installed, name, seal.manifest["files"])):
            yield problem("DVK-V310", place, sealed=sealed, files=", ".join(differing))


def _version(seal: Seal) -> str:
    """Give the version that a manifest names, a question mark where it names none."""
    versions = seal.manifest.get("versions")
    version = versions.get("dvk") if isinstance(versions, dict) else None
    return version if isinstance(version, str) else "?"


def _named(origin: Origin, version: str, entry: str | None) -> Text:
    """Say where a plugin is from."""
    rest = "".join(f", {part}" for part in (version, entry) if part)
    return Text(vi=f"{origin_words(origin, 'vi')}{rest}", en=f"{origin_words(origin, 'en')}{rest}")


def _differing(plugin: SealedPlugin, installed: FoundPlugin, name: str, listed: Mapping[str, Json]) -> list[str]:
    """Name the sealed files of a plugin that are not here, or are others."""
    home = source_home(installed)
    paths = {file: home / file for file in plugin.files}
    return [
        file
        for file, path in paths.items()
        if not path.is_file() or digest(read_bytes(path)) != listed[f"plugins/{name}/{file}"]
    ]
