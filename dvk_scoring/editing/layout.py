"""Which cells a scheme has in a workbook: its sheets, rows and columns, made from the form of a scheme."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any, Final, get_args

import attrs

from dvk_scoring.criteria.criterion import params_class
from dvk_scoring.editing import words
from dvk_scoring.editing.cells import Field
from dvk_scoring.editing.toml import value_at
from dvk_scoring.formula.tree import RoundMode
from dvk_scoring.scheme.document import key_path
from dvk_scoring.scheme.form import awards, frame, uses
from dvk_scoring.scheme.form.key import Key, keys_of
from dvk_scoring.scheme.form.tables import TABLES
from dvk_scoring.scheme.form.texts import choice, heading, meaning
from dvk_scoring.scheme.keys import Path
from dvk_scoring.scheme.model import Adjustment, CriterionUse, Scheme
from dvk_scoring.scoring.state_words import YES_NO
from dvk_scoring.text import Text
from dvk_scoring.written import plain

_SIMPLE: Final = frozenset(
    {
        "text", "string", "identity", "flag", "whole", "number", "amount", "share", "majority", "words", "places",
        "pair", "names", "some-names", "day", "name-or-number",
    }
)  # fmt: skip
_NOT_HERE: Final = frozenset(
    {
        frame.FileKeys.extends, frame.FileKeys.sample, frame.FileKeys.columns, frame.SchemeKeys.id,
        frame.SchemeKeys.extends, frame.SchemeKeys.plugins, frame.RoundingKeys.guard,
        frame.FigureKeys.type, uses.UseKeys.plugin,
    }
)  # fmt: skip
"""What a workbook does not edit: what other files hang on, and what figures and plugins are by nature."""
_ALWAYS: Final = frozenset(
    {
        frame.TITLE, frame.ClusterKeys.kind, frame.FigureKeys.low, frame.FigureKeys.high, uses.UseKeys.no,
        uses.UseKeys.title, uses.SectionKeys.section, uses.CriterionKeys.section, uses.AdjustmentKeys.to,
        uses.AdjustmentKeys.cap, awards.KnockOutKeys.reason, awards.ClassKeys.from_, awards.QuotaKeys.count,
        awards.QuotaKeys.share, awards.QuotaKeys.at_least, awards.QuotaKeys.reserve, awards.TestKeys.at_least,
        frame.BasisKeys.from_, frame.BasisKeys.to, awards.StepKeys.prefer,
    }
)  # fmt: skip
"""Keys that have a column even where no row says anything of them."""
_SHAPED: Final = frozenset(
    {uses.SectionKeys.weight, uses.UseKeys.weight, uses.AdjustmentKeys.weight, frame.RoundingKeys.mode}
)
"""Keys that are of no simple kind and have cells all the same."""


@attrs.frozen
class Column:
    """A value of each row, in one or more cells.

    Attributes:
        path: Below the row's table: ``quota.count``.
        titles: Over each of its cells.
        help: What the key means.
    """

    path: Path
    titles: tuple[Text, ...]
    help: Text | None


@attrs.frozen
class Line:
    """A row: what it is about, what is shown of that, a value or nothing for each column; spare: only to be filled."""

    key: str
    shown: tuple[Text, ...]
    fields: tuple[Field | None, ...]
    help: Text | None = None
    spare: bool = False


@attrs.frozen
class Sheet:
    """A sheet of a scheme's workbook.

    Attributes:
        id: Which it is, whatever people call it.
        title: What it is called.
        heads: Over what is shown before the values.
        columns: The values.
        lines: The rows.
    """

    id: str
    title: Text
    heads: tuple[Text, ...]
    columns: tuple[Column, ...]
    lines: tuple[Line, ...]

    def starts(self) -> list[int]:
        """Give the cell of a row, from 0 behind what is shown, at which each column begins."""
        found, at = [], 0
        for one in self.columns:
            found.append(at)
            at += len(one.titles)
        return found


def scheme_sheets(values: Mapping[str, Any], scheme: Scheme) -> tuple[Sheet, ...]:
    """Lay a scheme out.

    Args:
        values: Its keys and values, with those of the schemes that it extends.
        scheme: The same, read.
    """
    kinds = tuple(dict.fromkeys(one.kind for one in scheme.clusters.values()))
    made = [_general(values, kinds)]
    for name, places in _row_places().items():
        made.append(_table(name, places, values, scheme, kinds))
    made.append(_params(values, scheme))
    return tuple(one for one in made if one.lines)


def _row_places() -> dict[str, tuple[str, ...]]:
    """Give the places of the rows of each sheet, in the order of the sheets; those of one form share one."""
    found: dict[str, tuple[str, ...]] = {}
    for first in words.SHEETS:
        forms = [form for form, places in TABLES.items() if first in places]
        together = [one for form in forms for one in TABLES[form] if one.rpartition(".")[2] == first.rpartition(".")[2]]
        alone = first.count(".") == 1 and not first.endswith("[]")
        found[first] = (first,) if alone else tuple(dict.fromkeys(one for one in together if _is_of_rows(one)))
    return found


def _is_of_rows(place: str) -> bool:
    return place.endswith("[]") or place.rpartition(".")[2].isupper()


def _forms_at(place: str) -> list[type]:
    return [form for form, places in TABLES.items() if place in places]


def _keys_below(place: str, path: Path = ()) -> Iterator[tuple[Path, Key[Any]]]:
    """Give the simple keys of a table, and of the tables in it that need no name."""
    for form in _forms_at(place):
        for key in keys_of(form).values():
            if key in _NOT_HERE or key.name in ("sample", "columns"):
                continue
            below = f"{place}.{key.name}"
            if key.kind in _SIMPLE or key in _SHAPED:
                yield (*path, key.name), key
            elif key.kind == "table" and _forms_at(below):
                yield from _keys_below(below, (*path, key.name))


def _field(key: Key[Any], path: Path, value: object, kinds: tuple[str, ...]) -> Field | None:
    """Make the field of a key; None where its value has another shape than its cells."""
    kind = "weight" if key.name == "weight" else key.kind
    choices = {word: choice(key, word) for word in key.words}
    if key is awards.QuotaKeys.of:
        choices = {word: choice(key, word) for word in key.senses if word != "class"}
    if key is frame.RoundingKeys.mode:
        kind = "words"
        choices = {word: choice(frame.OwnRoundingKeys.mode, word) for word in get_args(RoundMode)}
    if key is awards.VoteKeys.at_least:
        kind = "majority"
    if kind == "places":
        choices = {frame.NO_PLACES: words.NOT_ROUNDED}
    field = Field(path, kind, value, choices, kinds if kind == "weight" and len(kinds) > 1 else ())
    return field if _fits(field) else None


def _fits(field: Field) -> bool:
    value = field.value
    if isinstance(value, Mapping):
        if field.kind == "weight":
            return bool(field.kinds) and {*value} <= {*field.kinds}
        return field.kind == "text" and {*value} == {"vi", "en"}
    if isinstance(value, list):
        plain_names = all(isinstance(one, str) and not {*one} & {*",;\n"} for one in value)
        return field.kind == "pair" or (field.kind in ("names", "some-names") and plain_names)
    return True


def _titles(key: Key[Any], kinds: tuple[str, ...]) -> tuple[Text, ...]:
    title = words.capital(heading(key))
    if key.kind == "text":
        return title, words.in_english(title)
    if key.kind == "pair":
        return words.ends(title)
    if key.name == "weight":
        return (title, *(words.of_kind(title, kind) for kind in kinds if len(kinds) > 1))
    return (title,)


def _general(values: Mapping[str, Any], kinds: tuple[str, ...]) -> Sheet:
    """Lay out what a scheme says once: a row a key."""
    lines: list[Line] = []
    for place in ("scheme", "ranking", "public"):
        for path, key in _keys_below(place, (place,)):
            value = value_at(values, path)
            field = _field(key, path, value, kinds)
            if key.name == "mode" and isinstance(value, Mapping):
                field = None
            if field is not None and _is_one_of_levels(path, values):
                lines.append(Line(key_path(path), (words.capital(heading(key)),), (field,), meaning(key)))
    voices = value_at(values, ("scheme", "voices"))
    for voice, title in voices.items() if isinstance(voices, Mapping) else ():
        named = Text(vi=f"Bước chấm {voice}", en=f"Voice {voice}")
        path = ("scheme", "voices", str(voice))
        lines.append(Line(key_path(path), (named,), (Field(path, "text", title),), meaning(frame.SchemeKeys.voices)))
    return Sheet("general", words.GENERAL, (words.WHAT,), (Column((), words.VALUES, None),), tuple(lines))


def _is_one_of_levels(path: Path, values: Mapping[str, Any]) -> bool:
    """Tell of ``scheme.rounding.mode.LEVEL`` whether the scheme has a mode for each level; of all else, yes."""
    return (
        path[:3] != ("scheme", "rounding", "mode") or len(path) == 3 or isinstance(value_at(values, path[:3]), Mapping)
    )


def _rows_at(place: str, values: Mapping[str, Any]) -> Iterator[Path]:
    """Find the tables that stand at a place: ``titles.ID.requires[]``."""
    found: list[Path] = [()]
    for part in place.replace("[]", ".[]").split("."):
        if part == "[]":
            found = [(*one, at) for one in found for at in range(len(_listed(value_at(values, one))))]
        elif part.isupper():
            found = [(*one, str(name)) for one in found for name in _named(value_at(values, one))]
        else:
            found = [(*one, part) for one in found]
    yield from (one for one in found if isinstance(value_at(values, one), Mapping))


def _listed(value: object) -> Sequence[object]:
    return value if isinstance(value, list) else ()


def _named(value: object) -> Mapping[str, object]:
    return value if isinstance(value, Mapping) else {}


def _table(
    name: str, places: tuple[str, ...], values: Mapping[str, Any], scheme: Scheme, kinds: tuple[str, ...]
) -> Sheet:
    keys: dict[Path, Key[Any]] = {}
    for place in places:
        for path, key in _keys_below(place):
            keys.setdefault(path, key)
    rows = [path for place in places for path in _rows_at(place, values)]
    kept = {
        path: key
        for path, key in keys.items()
        if key in _ALWAYS or key.name == "weight" or any(value_at(values, (*row, *path)) is not None for row in rows)
    }
    kept = {path: key for path, key in kept.items() if path != ("weight",) or _has_weights(places, values, rows)}
    kept = dict(
        sorted(kept.items(), key=lambda one: _RANKS.get(str(one[0][0]), _OTHERS) if len(one[0]) == 1 else _OTHERS)
    )
    columns = [Column(path, _titles(key, kinds), meaning(key)) for path, key in kept.items()]
    lines = [
        Line(key_path(row), _shown(row, scheme),
             tuple(_field(key, (*row, *path), value_at(values, (*row, *path)), kinds) for path, key in kept.items()))
        for row in rows
    ]  # fmt: skip
    heads = (words.ID, words.PRINTED, words.PLUGIN) if name in _USES else (words.ID,)
    return Sheet(name, words.SHEETS[name], heads, tuple(columns), tuple(lines))


_OTHERS: Final = 5
_RANKS: Final = {"no": 0, "title": 1, "section": 2, "to": 2, "kind": 2, "weight": 3, "cap": 3, "from": 3, "source": 6}
"""Which columns come first, where the rest follows in the order of its form."""


def _has_weights(places: tuple[str, ...], values: Mapping[str, Any], rows: Sequence[Path]) -> bool:
    adjusts = places[0].startswith(uses.ADJUSTMENTS)
    return not adjusts or any(value_at(values, (*row, "weight")) is not None for row in rows)


_USES: Final = frozenset({"criteria.ID", "bonuses.ID", "penalties.ID"})


def _shown(row: Path, scheme: Scheme) -> tuple[Text, ...]:
    """Give what is shown before the values of a row."""
    if len(row) == 2 and row[0] in uses.FORMS:
        use = getattr(scheme, str(row[0]))[row[1]]
        return Text.same(use.id), use.title, plugin_title(use)
    last = Text.same(str(row[-1] + 1) if isinstance(row[-1], int) else row[-1])
    if len(row) != 4:
        return (last,)
    name, title = row[1], getattr(scheme, str(row[0]))[row[1]].title
    return (Text(vi=f"{title.vi} ({name}) · {last.vi}", en=f"{title.en} ({name}) · {last.en}"),)


def plugin_of(use: CriterionUse | Adjustment) -> Any:
    """Give the criterion class of a use."""
    return use.decided.built.criterion


def plugin_title(use: CriterionUse | Adjustment) -> Text:
    """Give the title of the plugin of a use, with its id behind."""
    klass = plugin_of(use)
    title = Text.of(klass.title)
    return Text(vi=f"{title.vi} ({klass.id})", en=f"{title.en} ({klass.id})")


def _params(values: Mapping[str, Any], scheme: Scheme) -> Sheet:
    """Lay out params of criteria, bonuses and penalties, and those that all uses of a plugin share: a row a param."""
    lines: list[Line] = []
    for role in uses.FORMS:
        for use in getattr(scheme, role).values():
            lines += _params_of((role, use.id), use.title, plugin_of(use), values)
    for plugin in _named(values.get("defaults")):
        all_uses = (one for role in uses.FORMS for one in getattr(scheme, role).values())
        used = next((one for one in all_uses if plugin_of(one).id == plugin), None)
        if used is not None:
            title = words.all_uses(plugin_title(used))
            lines += _params_of(("defaults", plugin), title, plugin_of(used), values)
    heads = (words.WHERE, words.PARAM, words.USUAL)
    return Sheet("params", words.PARAMS, heads, (Column((), (words.VALUE,), None),), tuple(lines))


def _params_of(where: Path, title: Text, klass: Any, values: Mapping[str, Any]) -> Iterator[Line]:
    declared = params_class(klass)
    inside = where if where[0] == "defaults" else (*where, "params")
    usual: dict[str, tuple[Text, object]]
    usual = {name: (one.label, one.default) for name, one in declared.dvk_params.items()}
    usual |= {name: (one.label, one.default) for name, one in declared.dvk_settings.items() if name != "weight"}
    for name, (label, default) in usual.items():
        path = (*inside, name)
        value = value_at(values, path)
        kind = _kind_of(value if value is not None else default)
        if kind is None or (where[0] == "defaults" and value is None):
            continue
        shared = value_at(values, ("defaults", klass.id, name)) if where[0] != "defaults" else None
        said = default if shared is None else shared
        yield Line(key_path(path), (title, label, _usual(said)), (Field(path, kind, value),))


def _kind_of(value: object) -> str | None:
    """Tell how a param is edited; None: it is no simple value, and stays with the TOML file."""
    if isinstance(value, bool):
        return "flag"
    if isinstance(value, str):
        return "string"
    if value is not None and not isinstance(value, Mapping | list | tuple | Text):
        return "number"
    return None


def _usual(value: object) -> Text:
    if isinstance(value, bool):
        return YES_NO[value]
    if isinstance(value, str):
        return Text.same(value)
    text = plain(value) if isinstance(value, Fraction) else str(value)
    return Text(vi=text.replace(".", ","), en=text)


def fields_of(sheets: Sequence[Sheet]) -> Iterator[Field]:
    """Give every value that can be edited."""
    for sheet in sheets:
        for line in sheet.lines:
            yield from (one for one in line.fields if one is not None)
