"""What a shell is offered when a word is completed, by Click's own mechanism: ids beside the names of files.

Nothing is ever said here, whatever is wrong: who completes a word wants no messages. Names that a shell would have to
quote are not offered.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import click

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

Items: TypeAlias = "list[CompletionItem[str]]"
Complete: TypeAlias = Callable[[click.Context, click.Parameter, str], Items]

_MARK: Final = "DVK-"
_QUOTED: Final = frozenset(" \t\n'\"\\$`!&;|()<>*?[]{}#~")
_MOST: Final = 1_000
_LARGEST: Final = 10_000_000
"""Bytes of a file of figures that is looked into: completing is to be quick."""


def complete_files(_: click.Context, __: click.Parameter, incomplete: str) -> Items:
    """Leave it to the shell: names of files."""
    from click.shell_completion import CompletionItem

    return [CompletionItem(incomplete, type="file")]


def complete_schemes(ctx: click.Context, param: click.Parameter, incomplete: str) -> Items:
    """Offer the ids of the schemes that ship, and paths."""
    return _or_files(ctx, param, incomplete, _scheme_ids, ".toml")


def complete_plugins(ctx: click.Context, param: click.Parameter, incomplete: str) -> Items:
    """Offer the ids of plugins, none of which is imported, and paths."""
    return _or_files(ctx, param, incomplete, lambda: _plugin_ids(ctx), ".py")


def complete_plugin_ids(ctx: click.Context, _: click.Parameter, incomplete: str) -> Items:
    """Offer the ids of plugins."""
    return _items(incomplete, lambda: _plugin_ids(ctx))


def complete_codes(_: click.Context, __: click.Parameter, incomplete: str) -> Items:
    """Offer the codes of problems, with ``DVK-`` or without as the word begins."""
    written = incomplete.upper()
    bare = written != "" and not _MARK.startswith(written[: len(_MARK)])
    return _items(written, lambda: _codes(bare=bare))


def complete_units(ctx: click.Context, _: click.Parameter, incomplete: str) -> Items:
    """Offer the ids of the units in the figures that stand on the line before, else in the sample of the scheme."""
    return _items(incomplete, lambda: _unit_ids(ctx))


def _or_files(
    ctx: click.Context, param: click.Parameter, incomplete: str, ids: Callable[[], Iterable[str]], ending: str
) -> Items:
    """Offer ids with the paths that lie here; where none begins so, the shell completes names of files itself."""
    from dvk_scoring.named import is_path

    offered = [] if is_path(incomplete) else _items(incomplete, lambda: [*ids(), *_paths_here(incomplete, ending)])
    return offered or complete_files(ctx, param, incomplete)


def _items(incomplete: str, values: Callable[[], Iterable[str]]) -> Items:
    from click.shell_completion import CompletionItem

    fits: dict[str, None] = {}
    with contextlib.suppress(Exception):  # of plugins and files anything may come; see the head of this module
        fits = dict.fromkeys(value for value in values() if value.startswith(incomplete) and not _QUOTED & set(value))
    return [CompletionItem(word) for word in islice(fits, _MOST)]


def _paths_here(incomplete: str, ending: str) -> Iterator[str]:
    """Give what lies here and is a path as it is called: folders with a slash, files with an ending."""
    for entry in sorted(os.scandir(), key=lambda item: item.name):
        if entry.name.startswith(".") and not incomplete:
            continue
        if entry.is_dir():
            yield f"{entry.name}/"
        elif entry.name.endswith(ending):
            yield entry.name


def _scheme_ids() -> Iterable[str]:
    from dvk_scoring.scheme.shipped import shipped_files

    return shipped_files()


def _plugin_ids(ctx: click.Context) -> Iterable[str]:
    from dvk_scoring.criteria.registry import Registry

    return Registry.of(ctx.params.get("plugins") or ()).ids()


def _codes(*, bare: bool) -> Iterable[str]:
    from dvk_scoring.catalogue import catalogue

    return [code.removeprefix(_MARK) if bare else code for code in catalogue()]


def _unit_ids(ctx: click.Context) -> Iterator[str]:
    from dvk_scoring.figures.opened import open_table, split_sheet

    for file in _figures(ctx):
        with contextlib.suppress(Exception):  # a file that cannot be read has no units to offer
            if split_sheet(file)[0].stat().st_size <= _LARGEST:
                yield from (str(unit).strip() for unit in open_table(file, "point").frame["unit"])


def _figures(ctx: click.Context) -> list[Path]:
    """Give the files of figures on the line: of a line that ends amid an option Click leaves the words in ``args``."""
    scheme = ctx.params.get("scheme")
    words = ctx.args if scheme is None else [scheme, *(ctx.params.get("figures") or ())]
    return [Path(word) for word in words[1:]] or (_sample(words[0]) if words else [])


def _sample(scheme: str) -> list[Path]:
    """Give the figures that ship with a scheme; nothing else of it is looked at."""
    from dvk_scoring.scheme.merge import read_merged
    from dvk_scoring.scheme.read import find_scheme

    document = read_merged(find_scheme(scheme))
    sample: Any = document.values.get("sample", {})
    named = sample.get("figures", ())
    return [Path(document.file).parent / file for file in ([named] if isinstance(named, str) else named)]
