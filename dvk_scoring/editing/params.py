"""Sheets of params and settings: each a row; what is dated, by cluster or a table has rows of its own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any, Final

import attrs

from dvk_scoring.criteria.criterion import params_class
from dvk_scoring.editing import words
from dvk_scoring.editing.cells import Field
from dvk_scoring.editing.offered import plugin_of, plugin_title, with_id
from dvk_scoring.editing.sheets import HEADS, Column, Growth, Line, Sheet, spare_lines
from dvk_scoring.editing.toml import value_at
from dvk_scoring.scheme.document import key_path
from dvk_scoring.scheme.form import uses
from dvk_scoring.scheme.keys import Path
from dvk_scoring.scheme.model import Scheme
from dvk_scoring.scoring.state_words import YES_NO
from dvk_scoring.text import Text
from dvk_scoring.written import plain

_DATED: Final[Mapping[str, str]] = {"from": "day", "value": "number"}
"""Key of a value by day → kind of its cell."""


@attrs.frozen
class _Param:
    """A param or a setting, at a place where it may be written.

    Attributes:
        path: Where.
        plugin: The class of its plugin.
        owner: Of what it is one.
        label: What it is.
        usual: What holds where it is left out.
        value: What is written; None: nothing.
        tuned: It is a param: a number, by cluster or dated perhaps.
    """

    path: Path
    plugin: str
    owner: Text
    label: Text
    usual: object
    value: object
    tuned: bool


def param_sheets(values: Mapping[str, Any], scheme: Scheme) -> list[Sheet]:
    """Lay out params and settings of criteria, bonuses and penalties, and those that all uses of a plugin share."""
    params = [*_all(values, scheme)]
    lines = [
        Line(
            key_path(param.path),
            (param.owner, param.label, _told(param.usual)),
            (Field(param.path, kind, param.value),),
        )
        for param in params
        if (kind := _kind_of(param)) is not None
    ]
    heads = (words.WHERE, words.PARAM, words.USUAL)
    made = Sheet("params", words.PARAMS, heads, (Column((), (words.VALUE,), None),), tuple(lines))
    return [made, _dated(params, scheme), *_tables(params)]


def _all(values: Mapping[str, Any], scheme: Scheme) -> Iterator[_Param]:
    for role in uses.FORMS:
        for use in getattr(scheme, role).values():
            yield from _params_of((role, use.id), with_id(use.title, use.id), plugin_of(use), values)
    shared = values.get("defaults")
    for plugin in shared if isinstance(shared, Mapping) else ():
        all_uses = (each for role in uses.FORMS for each in getattr(scheme, role).values())
        used = next((each for each in all_uses if plugin_of(each).id == plugin), None)
        if used is not None:
            title = words.all_uses(plugin_title(used))
            params = _params_of(("defaults", plugin), title, plugin_of(used), values)
            yield from (param for param in params if param.value is not None)


def _params_of(where: Path, owner: Text, klass: Any, values: Mapping[str, Any]) -> Iterator[_Param]:
    declared = params_class(klass)
    inside = where if where[0] == "defaults" else (*where, "params")
    usual: dict[str, tuple[Text, object]]
    usual = {name: (param.label, param.default) for name, param in declared.dvk_params.items()}
    usual |= {
        name: (setting.label, setting.default) for name, setting in declared.dvk_settings.items() if name != "weight"
    }
    for name, (label, default) in usual.items():
        path = (*inside, name)
        shared = value_at(values, ("defaults", klass.id, name)) if where[0] != "defaults" else None
        said = default if shared is None else shared
        tuned = name in declared.dvk_params
        yield _Param(path, klass.id, owner, label, said, value_at(values, path), tuned)


def _kind_of(param: _Param) -> str | None:
    """Tell how a param is edited in one cell; None: it has rows of its own, or none yet."""
    value = param.usual if param.value is None else param.value
    if isinstance(value, bool):
        return "flag"
    if isinstance(value, str):
        return "string"
    if param.value is None and param.usual is None:
        return "name-or-number"
    return None if isinstance(value, Mapping | list | tuple | Text) else "number"


def _told(value: object) -> Text:
    if isinstance(value, bool):
        return YES_NO[value]
    if isinstance(value, str) or value is None:
        return Text.same(value or "")
    text = plain(value) if isinstance(value, Fraction) else str(value)
    return Text(vi=text.replace(".", ","), en=text)


def _dated(params: Sequence[_Param], scheme: Scheme) -> Sheet:
    """Lay out params that differ by cluster or by day: a row a cluster or a day."""
    lines: list[Line] = []
    for param in (param for param in params if param.tuned):
        if isinstance(param.value, Mapping):
            for name, cluster in scheme.clusters.items():
                value = Field((*param.path, name), "number", param.value.get(name))
                lines.append(Line(key_path(value.path), (param.owner, param.label, cluster.title), (None, value)))
        elif isinstance(param.value, list):
            for at, _ in enumerate(param.value):
                row = (*param.path, at)
                first, value = (Field((*row, name), kind, value_at(param.value, (at, name)))
                                for name, kind in _DATED.items())  # fmt: skip
                lines.append(Line(key_path(row), (param.owner, param.label, Text.same("")), (first, value), row=row))
    columns = tuple(Column((name,), (words.DATED[name],), words.DATED_HELP[name]) for name in _DATED)
    offered = {key_path(param.path): (words.beside(param.owner, param.label), param.path)
               for param in params if param.tuned}  # fmt: skip
    clusters = {declared.id: with_id(declared.title, declared.id) for declared in scheme.clusters.values()}
    room = min(len(clusters) + _MORE_ROWS, _MOST_ROWS)
    growth = Growth(named=False, asks=("param", None, "cluster"), owners=offered, clusters=clusters, rows=room)
    blank = [Field((name,), kind, None) for name, kind in _DATED.items()]
    lines += spare_lines("dated", growth, blank) if offered else ()
    heads = (words.WHERE, words.PARAM, words.CLUSTER)
    return Sheet("dated", words.DATED_SHEET, heads, columns, tuple(lines), growth, words.DATED_GUIDE)


_MORE_ROWS: Final = 4
_MOST_ROWS: Final = 30


def _tables(params: Sequence[_Param]) -> Iterator[Sheet]:
    """Lay out settings that are lists or tables: a sheet for each, a row for each of their entries."""
    kinds = dict.fromkeys((param.plugin, param.path[-1]) for param in params if _has_rows(param))
    for plugin, name in kinds:
        alike = [param for param in params if (param.plugin, param.path[-1]) == (plugin, name) and not param.tuned]
        yield _table(f"{plugin}.{name}", alike)


def _has_rows(param: _Param) -> bool:
    return not param.tuned and isinstance(param.value, list | Mapping)


def _entries(param: _Param) -> list[tuple[str | int, object]]:
    if isinstance(param.value, Mapping):
        return [(str(name), entry) for name, entry in param.value.items()]
    return [*enumerate(param.value)] if isinstance(param.value, list) else []


def _table(name: str, alike: Sequence[_Param]) -> Sheet:
    entries = [entry for param in alike for _, entry in _entries(param)]
    named = any(isinstance(param.value, Mapping) for param in alike)
    tables = [entry for entry in entries if isinstance(entry, Mapping) and not _is_text(entry)]
    paths: list[Path] = [(key,) for key in dict.fromkeys(str(key) for table in tables for key in table)] or [()]
    kinds = {path: _kind(said for entry in entries if (said := value_at(entry, path)) is not None) for path in paths}
    kept = {path: kind for path, kind in kinds.items() if kind is not None}
    columns = tuple(
        Column(path, (title, words.in_english(title)) if kind == "text" else (title,), alike[0].label)
        for path, kind in kept.items()
        for title in [words.inner(str(path[0])) if path else words.VALUE]
    )
    lines = [
        Line(key_path((*param.path, at)), (param.owner, Text.same(str(at + 1 if isinstance(at, int) else at))),
             tuple(Field((*param.path, at, *path), kind, value_at(said, path)) for path, kind in kept.items()),
             row=(*param.path, at))
        for param in alike for at, said in _entries(param)
    ]  # fmt: skip
    owners = {key_path(param.path): (param.owner, param.path) for param in alike}
    growth = Growth(named=named, asks=("owner", "id" if named else None), owners=owners, rows=4)
    lines += spare_lines(name, growth, [Field(path, kind, None) for path, kind in kept.items()])
    heads = (words.OF, HEADS["id"] if named else words.NUMBER)
    return Sheet(name, words.short(alike[0].label), heads, columns, tuple(lines), growth, words.setting(alike[0].label))


def _is_text(value: object) -> bool:
    return isinstance(value, Mapping) and {*value} == {"vi", "en"}


def _kind(values: Iterator[object]) -> str | None:
    """Tell how the values of a column are edited; None: they are no simple values."""
    kinds = {_simple(value) for value in values}
    if len(kinds) > 1:
        kinds = (
            {"name-or-number"} if kinds <= {"number", "string"} else {"text"} if kinds == {"text", "string"} else {None}
        )
    return next(iter(kinds), None)


def _simple(value: object) -> str | None:
    if isinstance(value, bool):
        return "flag"
    if isinstance(value, date):
        return "day"
    if isinstance(value, str):
        return "string"
    if _is_text(value):
        return "text"
    return None if isinstance(value, Mapping | list) else "number"
