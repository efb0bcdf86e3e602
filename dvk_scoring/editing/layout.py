"""Which cells a scheme has in a workbook: its sheets, rows and columns, made from the form of a scheme."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, get_args

from dvk_scoring.editing import words
from dvk_scoring.editing.cells import Field
from dvk_scoring.editing.elsewhere import headings_sheet, not_here
from dvk_scoring.editing.offered import Offered, plugin_title, title_of, with_id
from dvk_scoring.editing.params import param_sheets
from dvk_scoring.editing.sheets import FIRST, HEADS, Ask, Column, Growth, Line, Sheet, spare_lines
from dvk_scoring.editing.toml import value_at
from dvk_scoring.formula.tree import RoundMode
from dvk_scoring.scheme.document import key_path
from dvk_scoring.scheme.form import awards, frame, uses
from dvk_scoring.scheme.form.key import Key, keys_of
from dvk_scoring.scheme.form.tables import TABLES
from dvk_scoring.scheme.form.texts import choice, heading, meaning
from dvk_scoring.scheme.keys import Path
from dvk_scoring.scheme.model import Scheme
from dvk_scoring.text import Text

_SIMPLE: Final = frozenset(
    {
        "text", "string", "identity", "flag", "whole", "number", "amount", "share", "majority", "words", "places",
        "pair", "names", "some-names", "day", "name-or-number",
    }
)  # fmt: skip
_NOT_HERE: Final = frozenset(
    {
        frame.FileKeys.extends, frame.FileKeys.columns, frame.SchemeKeys.id,
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
    {
        uses.SectionKeys.weight, uses.UseKeys.weight, uses.AdjustmentKeys.weight, frame.RoundingKeys.mode,
        frame.FigureKeys.blank,
    }
)  # fmt: skip
"""Keys that are of no simple kind and have cells all the same."""


def scheme_sheets(values: Mapping[str, Any], scheme: Scheme) -> tuple[Sheet, ...]:
    """Lay a scheme out.

    Args:
        values: Its keys and values, with those of the schemes that it extends.
        scheme: The same, read.
    """
    offered = Offered.of(scheme)
    made = [_general(values, offered), _voices(values)]
    for name, places in _row_places().items():
        made.append(_table(name, places, values, offered))
    made += [headings_sheet(values), *param_sheets(values, scheme)]
    shown = [sheet for sheet in made if sheet.lines]
    return (*shown, not_here(values, shown))


def _row_places() -> dict[str, tuple[str, ...]]:
    """Give the places of the rows of each sheet, in the order of the sheets; those of one form share one."""
    by_sheet: dict[str, tuple[str, ...]] = {}
    for first in words.SHEETS:
        forms = [form for form, places in TABLES.items() if first in places]
        together = [
            place for form in forms for place in TABLES[form] if place.rpartition(".")[2] == first.rpartition(".")[2]
        ]
        alone = first.count(".") == 1 and not first.endswith("[]")
        by_sheet[first] = (first,) if alone else tuple(dict.fromkeys(place for place in together if _is_of_rows(place)))
    return by_sheet


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
            if (key.kind == "table" or key is frame.RoundingKeys.mode) and _forms_at(below):
                yield from _keys_below(below, (*path, key.name))


def _field(key: Key[Any], path: Path, value: object, offered: Offered) -> Field | None:
    """Make the field of a key; None where its value has another shape than its cells."""
    kind = "weight" if key.name == "weight" else key.kind
    choices = {word: choice(key, word) for word in key.words}
    kinds = offered.kinds
    named = offered.for_key(key)
    if named is not None:
        kind, choices = "offer", dict(named)
    if key is frame.RoundingKeys.mode:
        kind = "words"
        choices = {word: choice(frame.OwnRoundingKeys.mode, word) for word in get_args(RoundMode)}
    if key is awards.EffectKeys.title:
        choices = {awards.NONE: words.ALL_TITLES}
    if key is frame.FigureKeys.blank:
        kind = "blank"
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
        plain_names = all(isinstance(name, str) and not {*name} & {*",;\n"} for name in value)
        return field.kind == "pair" or (field.kind in ("names", "some-names") and plain_names)
    return True


def _titles(key: Key[Any], offered: Offered) -> tuple[Text, ...]:
    title = words.capital(heading(key))
    if key.kind == "text":
        return title, words.in_english(title)
    if key.kind == "pair":
        return words.ends(title)
    if key.name == "weight":
        return (title, *(words.of_kind(title, offered.kind(kind)) for kind in offered.kinds if len(offered.kinds) > 1))
    return (title,)


def _general(values: Mapping[str, Any], offered: Offered) -> Sheet:
    """Lay out what a scheme says once: a row a key."""
    lines: list[Line] = []
    for place in ("scheme", "ranking", "public", "columns", "sample"):
        for path, key in _keys_below(place, (place,)):
            value = value_at(values, path)
            field = _field(key, path, value, offered)
            if key.name == "mode" and isinstance(value, Mapping):
                field = None
            if field is not None and _is_one_of_levels(path, values):
                lines.append(Line(key_path(path), (words.capital(heading(key)),), (field,), words.told(meaning(key))))
    voices = value_at(values, VOICES)
    if isinstance(voices, list):
        field = Field(VOICES, "names", voices)
        lines.append(Line(key_path(VOICES), (words.VOICES,), (field,), words.told(meaning(frame.SchemeKeys.voices))))
    return Sheet("general", words.GENERAL, (words.WHAT,), (Column((), words.VALUES, None),), tuple(lines))


def _voices(values: Mapping[str, Any]) -> Sheet:
    """Lay out who speaks, in order: a row a voice; a scheme that only lists them has them in one cell instead."""
    voices = value_at(values, VOICES)
    titles = voices if isinstance(voices, Mapping) else {}
    lines = [
        Line(key_path((*VOICES, name)), (Text.same(name), Text.same("")), (Field((*VOICES, name), "text", title),),
             row=(*VOICES, name))
        for name, title in titles.items()
    ]  # fmt: skip
    called = {name: title_of(title) for name, title in titles.items()}
    shown = {name: with_id(title, name) for name, title in called.items() if title is not None}
    growth = Growth(named=True, asks=("id", "after"), within=VOICES, places={FIRST: words.AT_FIRST, **shown})
    lines += () if isinstance(voices, list) else spare_lines("voices", growth, [Field((), "text", None)])
    title = words.capital(heading(frame.TITLE))
    column = Column((), (title, words.in_english(title)), words.told(meaning(frame.SchemeKeys.voices)))
    heads = (words.ID, HEADS["after"])
    return Sheet("scheme.voices", words.VOICES, heads, (column,), tuple(lines), growth, words.VOICES_GUIDE)


def _is_one_of_levels(path: Path, values: Mapping[str, Any]) -> bool:
    """Tell of ``scheme.rounding.mode.LEVEL`` whether the scheme has a mode for each level; of all else, yes."""
    return (
        path[:3] != ("scheme", "rounding", "mode") or len(path) == 3 or isinstance(value_at(values, path[:3]), Mapping)
    )


def _rows_at(place: str, values: Mapping[str, Any]) -> Iterator[Path]:
    """Find the tables that stand at a place: ``titles.ID.requires[]``."""
    paths: list[Path] = [()]
    for part in place.replace("[]", ".[]").split("."):
        if part == "[]":
            paths = [(*path, at) for path in paths for at in range(len(_listed(value_at(values, path))))]
        elif part.isupper():
            paths = [(*path, str(name)) for path in paths for name in _named(value_at(values, path))]
        else:
            paths = [(*path, part) for path in paths]
    yield from (path for path in paths if isinstance(value_at(values, path), Mapping))


def _listed(value: object) -> Sequence[object]:
    return value if isinstance(value, list) else ()


def _named(value: object) -> Mapping[str, object]:
    return value if isinstance(value, Mapping) else {}


def _table(name: str, places: tuple[str, ...], values: Mapping[str, Any], offered: Offered) -> Sheet:
    keys: dict[Path, Key[Any]] = {}
    for place in places:
        for path, key in _keys_below(place):
            keys.setdefault(path, key)
    rows = [path for place in places for path in _rows_at(place, values)]
    if name == CONDITIONS:
        whens = [("knock_outs", name, "when") for name in _named(values.get("knock_outs"))]
        rows = [path for row in (*rows, *whens) for path in _split(row, values)]
    if name == NARROWED:
        rows = [*dict.fromkeys([*rows, *offered.figures()])]
    used = {
        path for path, key in keys.items()
        if not rows or key in _ALWAYS or any(value_at(values, (*row, *path)) is not None for row in rows)
        or (path == ("weight",) and not places[0].startswith(uses.ADJUSTMENTS))
    }  # fmt: skip
    ranks = {path: _RANKS.get(str(path[0]), _OTHERS) if len(path) == 1 else _OTHERS for path in keys}
    ordered = sorted(keys, key=lambda path: (path not in used, ranks[path]))
    columns = [
        Column(inner, _titles(keys[inner], offered), words.told(meaning(keys[inner])), inner not in used)
        for inner in ordered
    ]

    def fields(row: Path) -> tuple[Field | None, ...]:
        return tuple(
            _field(keys[inner], (*row, *inner), value_at(values, (*row, *inner)), offered) for inner in ordered
        )

    growth = _growth(name, places, rows, offered)
    asks = growth.asks if growth is not None else ()
    heads = (*_HEADS.get(name, (words.ID,)), *(HEADS[ask] for ask in asks if ask is not None and ask in _BEHIND))
    lines = [
        Line(key_path(row), (*_shown(name, row, values, offered), *(Text.same("") for ask in asks if ask in _BEHIND)),
             fields(row), row=row)
        for row in rows
    ]  # fmt: skip
    if growth is not None:
        lines += spare_lines(name, growth, fields(()))
    return Sheet(name, words.SHEETS[name], heads, tuple(columns), tuple(lines), growth, words.GUIDES.get(name))


VOICES: Final = ("scheme", "voices")
CONDITIONS: Final = "classes.ID.requires[]"
NARROWED: Final = "criteria.ID.figures.FIGURE"
_OTHERS: Final = 5
_RANKS: Final = {
    "no": 0,
    "title": 1,
    "text": 1,
    "section": 2,
    "to": 2,
    "kind": 2,
    "weight": 3,
    "cap": 3,
    "from": 3,
    "source": 6,
}
"""Which columns come first, where the rest follows in the order of its form."""
_USES: Final = (words.ID, words.PRINTED, words.PLUGIN)
_HEADS: Final[Mapping[str, tuple[Text, ...]]] = {
    "criteria.ID": _USES,
    "bonuses.ID": _USES,
    "penalties.ID": _USES,
    "figures.ID": (words.ID, words.TYPE),
    "scheme.legal_basis[]": (words.NUMBER,),
    "ranking.break[]": (words.NUMBER,),
    CONDITIONS: (words.OF, words.GROUP),
    NARROWED: (words.OF, words.FIGURE),
}
_ASKS: Final[Mapping[str, tuple[Ask | None, ...]]] = {
    "scheme.legal_basis[]": (None,),
    "clusters.ID": ("id", "after"),
    "sections.ID": ("id", "after"),
    "figures.ID": ("id", "type"),
    "knock_outs.ID": ("id", "after"),
    "ranking.break[]": (None, "after"),
    "classes.ID": ("id", "after"),
    "titles.ID": ("id", "after"),
    CONDITIONS: ("owner", "group"),
}
"""Sheets to which rows are added → what a new one is asked for."""
_BEHIND: Final = ("after",)
"""What new rows are asked for in a column of its own: others show nothing there."""


def _growth(name: str, places: tuple[str, ...], rows: Sequence[Path], offered: Offered) -> Growth | None:
    """Tell how rows are added to a sheet; None: they are not."""
    asks = _ASKS.get(name)
    if asks is None:
        return None
    if name == CONDITIONS:
        return Growth(named=False, asks=asks, owners=offered.owners(), rows=8)
    listed = name.endswith("[]")
    within = tuple(places[0].removesuffix("[]" if listed else ".ID").split("."))
    shown = {str(row[-1]): offered.called(row) for row in rows}
    last = next((str(row[-1]) for row in rows if listed and offered.is_last(row)), "")
    behind = {word: text for word, text in shown.items() if word != last}
    return Growth(named=not listed, asks=asks, within=within, places={FIRST: words.AT_FIRST, **behind}, last=last)


def _split(row: Path, values: Mapping[str, Any]) -> Iterator[Path]:
    """Give the rows of a condition: its own, or one for each of those of which one is enough."""
    several = value_at(values, (*row, "any"))
    if isinstance(several, list):
        yield from ((*row, "any", at) for at in range(len(several)))
    elif row[0] != "knock_outs":
        yield row


def _shown(name: str, row: Path, values: Mapping[str, Any], offered: Offered) -> tuple[Text, ...]:
    """Give what is shown before the values of a row."""
    if len(row) == 2 and row[0] in uses.FORMS:
        use = getattr(offered.scheme, str(row[0]))[row[1]]
        return Text.same(use.id), use.title, plugin_title(use)
    last = Text.same(str(row[-1] + 1) if isinstance(row[-1], int) else row[-1])
    if name == "figures.ID":
        return last, choice(frame.FigureKeys.type, str(value_at(values, (*row, "type"))))
    if name == CONDITIONS:
        group = row[row.index("any") - 1] if "any" in row else None
        said = "" if group is None else str(group + 1) if isinstance(group, int) else "1"
        return offered.owner(row), Text.same(said)
    return (offered.called(row[:2]), offered.figure(row)) if name == NARROWED else (last,)
