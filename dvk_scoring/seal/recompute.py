"""The third step of a check: what was sealed is unpacked aside and scored again by this program."""

from __future__ import annotations

import os.path
import sys
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib import metadata
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import attrs

from dvk_scoring.criteria.find import GROUP, FoundPlugin
from dvk_scoring.criteria.registry import Registry
from dvk_scoring.problem import DvkError, Place, Problem, has_errors, not_opened, problem, sort_problems
from dvk_scoring.report.json import json_lines
from dvk_scoring.run import read_figures, read_rulings, scheme_with_columns, score
from dvk_scoring.scheme.merge import read_chain
from dvk_scoring.scheme.model import Scheme
from dvk_scoring.scheme.read import load_scheme as load_scheme_file
from dvk_scoring.scoring.read_votes import with_votes
from dvk_scoring.scoring.result import Result
from dvk_scoring.seal.canonical import digest
from dvk_scoring.seal.claims import check_plugins
from dvk_scoring.seal.gather import plugin_files
from dvk_scoring.seal.inputs import SealedInputs, SealedPlugin, read_inputs
from dvk_scoring.seal.sealed import ENCLOSED, HEAD, MANIFEST, SAYING, SIGNATURE, Seal

_NO_SAMPLE: Final = "DVK-S145"
"""Told of a scheme without the files of its sample: in a seal the figures lie elsewhere."""


def said_of(result: Result, version: str) -> bytes:
    """Give the result as a seal holds it: the same bytes in any language, whatever lies beside the scheme."""
    kept = tuple(fault for fault in result.problems if fault.code != _NO_SAMPLE)
    result = attrs.evolve(result, problems=kept)
    return "".join(json_lines(result, "vi", version)).encode()


@attrs.frozen
class Recomputed:
    """A result that was computed again, what is odd about the plugins, and what it was not made of."""

    result: Result
    problems: tuple[Problem, ...]


def recompute(seal: Seal, *, trust: bool = False, folders: Sequence[Path] = ()) -> Recomputed:
    """Score again what is in a seal.

    Args:
        seal: One of a result.
        trust: Run the plugins that are in it; else those that are installed, or in ``folders``, are run and compared.
        folders: Where plugins are looked for besides.

    Raises:
        DvkError: It cannot be scored.
    """
    inputs = inputs_of(seal)
    with unpacked_aside(seal.members) as home:
        try:
            return _recomputed(seal, home, inputs, trust=trust, folders=folders)
        except DvkError as error:
            raise DvkError([problem("DVK-V303", seal.place), *_of_seal(error, seal, home)]) from None


def _recomputed(seal: Seal, home: Path, inputs: SealedInputs, *, trust: bool, folders: Sequence[Path]) -> Recomputed:
    used = _used(seal, home, inputs)
    installed = attrs.evolve(Registry.of(folders), is_whole=True)
    claims = tuple(check_plugins(seal, inputs.plugins, {plugin.name: plugin for plugin in reversed(installed.found)}))
    if trust:
        with _importable(home, inputs.plugins):
            registry = Registry(tuple(_sealed_plugins(home, inputs.plugins)), (), is_whole=True)
            result = recompute_in(home, inputs, registry)
        problems = (*idle_members(seal, used | _sources(inputs, registry.used())), *claims)
        return Recomputed(result, problems)
    _loaded(home, inputs, installed)
    narrow = installed.narrowed()
    idle = idle_members(seal, used | _sources(inputs, inputs.plugins))
    # Of these more is known than that they differ.
    told = {claim.place.plugin for claim in claims if has_errors([claim])}
    others = (
        plugin for plugin in _compare_plugins(seal, inputs.plugins, narrow.used()) if plugin.place.plugin not in told
    )
    problems = (*idle, *others, *claims)
    return Recomputed(recompute_in(home, inputs, narrow), problems)


def _sources(inputs: SealedInputs, used: Collection[str]) -> set[str]:
    """Give the members that are the source of these plugins."""
    return {
        f"plugins/{name}/{file}" for name, plugin in inputs.plugins.items() if name in used for file in plugin.files
    }


def _used(seal: Seal, home: Path, inputs: SealedInputs) -> set[str]:
    """Give the members that a result is made of, without plugins.

    Raises:
        DvkError: The scheme extends what is not in the seal.
    """
    chain = [document.file for document in read_chain(str(home / inputs.scheme), shipped=_shipped(home, inputs))]
    within = [Path(os.path.normpath(file)) for file in chain]
    outside = [path for path in within if not path.is_relative_to(home)]
    if outside:
        raise DvkError([problem("DVK-V307", seal.place, file=path.name) for path in outside])
    used = {path.relative_to(home).as_posix() for path in within}
    return used | {figure.file for figure in inputs.figures} | {*inputs.papers.values()}


def idle_members(seal: Seal, used: Collection[str]) -> list[Problem]:
    """Name the members that neither every seal has nor the result was made of: nobody should read others in it."""
    always = {HEAD, SIGNATURE, MANIFEST, SAYING[seal.kind], *ENCLOSED, *used}
    return [problem("DVK-V306", seal.place, name=name) for name in seal.members if name not in always]


def _shipped(home: Path, inputs: SealedInputs) -> dict[str, str]:
    return {key: str(home / name) for key, name in inputs.shipped.items()}


def _of_seal(error: DvkError, seal: Seal, home: Path) -> Iterator[Problem]:
    """Name the members of a seal where problems name the files they were unpacked to."""
    for told in (fault for fault in error.problems if fault.code != _NO_SAMPLE):
        file = told.place.file or ""
        inside = Path(file).is_relative_to(home)
        place = attrs.evolve(told.place, file=f"{seal.path}: {Path(file).relative_to(home)}") if inside else told.place
        yield attrs.evolve(told, place=place)


def inputs_of(seal: Seal) -> SealedInputs:
    """Read what a seal says of its inputs.

    Raises:
        DvkError: It says something else.
    """
    try:
        return read_inputs(seal.manifest)
    except ValueError:
        raise DvkError([problem("DVK-V301", seal.place)]) from None


@contextmanager
def unpacked_aside(members: Mapping[str, bytes]) -> Iterator[Path]:
    """Write members to a folder that is gone afterwards; their names were found safe.

    Raises:
        DvkError: The system refuses, such as a name that it does not take.
    """
    with TemporaryDirectory() as folder:
        home = Path(folder)
        for name, content in members.items():
            path = home / name
            try:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content)
            except OSError as error:
                raise DvkError([not_opened(name, error)]) from None
        yield home


def recompute_in(home: Path, inputs: SealedInputs, registry: Registry) -> Result:
    """Score what lies in a folder.

    Raises:
        DvkError: It cannot be scored.
    """
    papers = {role: home / name for role, name in inputs.papers.items()}
    scheme = scheme_with_columns(_loaded(home, inputs, registry), papers.get("columns"))
    sources = [
        str(home / figure.file) + ("" if figure.sheet is None else f"#{figure.sheet}") for figure in inputs.figures
    ]
    decimal = {source: figure.decimal for source, figure in zip(sources, inputs.figures, strict=True)}
    figures = read_figures(scheme, sources, decimal=decimal)
    rulings, problems = read_rulings(scheme, figures, papers["rulings"]) if "rulings" in papers else ((), ())
    result = score(scheme, figures, rulings, engine_name=inputs.engine, as_of=inputs.as_of, sample=inputs.sample)
    result = attrs.evolve(result, problems=sort_problems([*result.problems, *problems]))
    return with_votes(result, papers["votes"]) if "votes" in papers else result


def _loaded(home: Path, inputs: SealedInputs, registry: Registry) -> Scheme:
    scheme, problems = load_scheme_file(
        home / inputs.scheme, as_of=inputs.as_of, plugins=registry, shipped=_shipped(home, inputs)
    )
    return attrs.evolve(scheme, problems=problems)


def _sealed_plugins(home: Path, plugins: Mapping[str, SealedPlugin]) -> Iterator[FoundPlugin]:
    for name, plugin in plugins.items():
        if plugin.entry is not None:
            entry = metadata.EntryPoint(name, plugin.entry, GROUP)
            yield FoundPlugin(name, plugin.origin, plugin.entry, entry)
        else:
            yield FoundPlugin(name, plugin.origin, str(home / "plugins" / name / (plugin.file or "")))


@contextmanager
def _importable(home: Path, plugins: Mapping[str, SealedPlugin]) -> Iterator[None]:
    """Let packages of entry points be imported from the seal, whatever is installed under their names."""
    named = {name: plugin.entry.partition(":")[0].partition(".")[0] for name, plugin in plugins.items() if plugin.entry}
    aside = {key: sys.modules.pop(key) for key in list(sys.modules) if key.partition(".")[0] in named.values()}
    folders = [str(home / "plugins" / name) for name in named]
    sys.path[:0] = folders
    try:
        yield
    finally:
        for folder in folders:
            sys.path.remove(folder)
        for key in [key for key in sys.modules if key.partition(".")[0] in named.values()]:
            del sys.modules[key]
        sys.modules.update(aside)


def _compare_plugins(
    seal: Seal, sealed: Mapping[str, SealedPlugin], used: Mapping[str, FoundPlugin]
) -> Iterator[Problem]:
    """Name the plugins that are run here and are not those that were sealed."""
    listed = seal.manifest["files"]
    for name in sorted({*sealed, *used}):
        wanted = {file: listed[f"plugins/{name}/{file}"] for file in sealed[name].files} if name in sealed else {}
        files = plugin_files(used[name]) if name in used else {}
        digests = {file: digest(content) for file, content in files.items()}
        if digests != wanted:
            differing = sorted(file for file in {*digests, *wanted} if digests.get(file) != wanted.get(file))
            yield problem("DVK-V302", Place(file=seal.path, plugin=name), files=", ".join(differing))
