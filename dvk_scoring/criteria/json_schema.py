"""What a scheme may write for a criterion, as JSON Schema (draft-07): its params, its settings, its figures.

A schema here is a plain dict in which texts are still in both languages; ``scheme/json_schema`` makes one language of
it. What ``decide`` and ``setting_types.fit`` refuse by its form alone, these schemas refuse.
"""

from __future__ import annotations

import re
import types
from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final, Literal, TypeAlias, Union, get_args, get_origin, get_type_hints, is_typeddict

from dvk_scoring.criteria.criterion import AnyCriterion, figures_class, params_class
from dvk_scoring.criteria.decide import WEIGHT
from dvk_scoring.criteria.figures import SettingSpec
from dvk_scoring.formula.symbols import FigureKind, ParamSpec
from dvk_scoring.text import LANGUAGES, Text
from dvk_scoring.written import plain

Schema: TypeAlias = dict[str, Any]

_DATED: Final = "dated-entry"
_MOST = 12  # items of a setting's default that a description shows: a table of texts would hide the rest


def params_schema(criterion: AnyCriterion) -> Schema:
    """Give what ``params`` of a criterion may hold; the setting ``weight`` is never written there."""
    declared = params_class(criterion)
    properties = {name: _param(spec) for name, spec in declared.dvk_params.items()}
    properties |= {name: _setting(spec) for name, spec in declared.dvk_settings.items() if name != WEIGHT}
    about = Text(
        vi=f"Tham số và thiết lập của plugin {criterion.id} ({criterion.title.vi}).",
        en=f"Params and settings of the plugin {criterion.id} ({criterion.title.en}).",
    )
    return {"description": about, **closed(properties)}


def list_definitions() -> dict[str, Schema]:
    """Give the definitions that params refer to from inside a list, which is never merged with another one."""
    keys = {
        "from": {"description": Text(vi="Áp dụng từ ngày này.", en="In force from this day."), **DAY},
        "value": {"description": Text(vi="Một số, hoặc { cụm = số }.", en="A number, or { cluster = number }.")},
    }
    return {_DATED: {**closed(keys), "required": ["from", "value"]}}


def figures_schema(criterion: AnyCriterion, narrowed: Mapping[FigureKind, Schema]) -> Schema:
    """Give what ``figures`` of a criterion may hold.

    Args:
        criterion: The criterion class.
        narrowed: What may be written about a figure of each kind.
    """
    properties: dict[str, Schema] = {}
    members: dict[str, Schema] = {}
    for name, declared in figures_class(criterion).dvk_declared.items():
        properties[name] = narrowed[declared.kind]
        if declared.each:
            members[rf"^{re.escape(name)}\."] = narrowed[declared.kind]
    return closed(properties, members)


def figure_labels(criterion: AnyCriterion) -> dict[str, Text]:
    """Give the label of each figure; where there is one column a name, the name is left open."""
    declared = figures_class(criterion).dvk_declared
    bare = Text(vi="Mỗi tên một cột.", en="One column a name.")
    labels = {}
    for name, figure in declared.items():
        open_ = "|".join(re.escape(f"{{{key}}}") for key in ("name", *figure.each))
        label = Text(vi=re.sub(open_, "…", figure.label.vi), en=re.sub(open_, "…", figure.label.en))
        labels[name] = bare if label.en == "…" else label
    return labels


def closed(properties: Mapping[str, Schema], patterns: Mapping[str, Schema] | None = None) -> Schema:
    """Make a table that takes these keys and no others.

    An unknown key is refused at the key itself, with those that are known. ``additionalProperties: false`` would leave
    editors nothing but the whole table to mark.
    """
    names = [*(f"{re.escape(key)}$" for key in properties), *(pattern.removeprefix("^") for pattern in patterns or {})]
    known = ", ".join(properties) or "–"
    unknown = refused(vi=f"Không có khóa này ở đây. Có: {known}", en=f"There is no such key here. Known: {known}")
    return {
        "type": "object",
        "properties": dict(properties),
        "patternProperties": {**(patterns or {}), rf"^(?!{'|'.join(names)})" if names else "": unknown},
    }


def refused(*, vi: str, en: str) -> Schema:
    """Refuse whatever stands here; a validator's message shows what is inside ``not``."""
    return {"not": {"$comment": Text(vi=vi, en=en)}}


def formed(pattern: str, *, vi: str, en: str) -> Schema:
    """Demand the form of a text, if it is one; what is told is what it should be, where ``pattern`` shows its regex."""
    return {"if": {"pattern": pattern}, "else": refused(vi=vi, en=en)}


def annotation_schema(annotation: Any) -> Schema:
    """Give the schema of a setting's annotation: what ``setting_types.fit`` makes a value of."""
    simple = _SIMPLE.get(annotation) if isinstance(annotation, type) else None
    if simple is not None:
        return dict(simple)
    origin = get_origin(annotation)
    if origin is Literal:
        return {"enum": list(get_args(annotation))}
    if origin in (Union, types.UnionType):
        return _joined([annotation_schema(member) for member in get_args(annotation) if member is not type(None)])
    if is_typeddict(annotation):
        hints = get_type_hints(annotation)
        made = closed({key: annotation_schema(hint) for key, hint in hints.items()})
        return {**made, "required": sorted(annotation.__required_keys__)}
    if origin is not None and issubclass(origin, Mapping):
        return {"type": "object", "additionalProperties": annotation_schema(get_args(annotation)[1])}
    if origin is not None and issubclass(origin, Sequence):
        return {"type": "array", "items": annotation_schema(get_args(annotation)[0])}
    return {}


# A date is, to JSON, the text that TOML writes without quotes. The list of one type keeps taplo from writing quotes.
DAY: Final[Schema] = {
    "type": ["string"],
    **formed(
        r"^\d{4}-\d{2}-\d{2}$",
        vi="Cần một ngày như 2026-01-31, không có dấu nháy",
        en="A date such as 2026-01-31, without quotes",
    ),
}
_NUMBER: Final[Schema] = {"type": "number"}
_QUOTED: Final[Schema] = formed(
    r"^\s*-?[0-9]{1,15}\s*/\s*0*[1-9][0-9]{0,14}\s*$",
    vi='Cần một số, hoặc một phân số như "5/6"',
    en='A number, or a fraction such as "5/6"',
)
"""A text, where one may stand for a number."""
_SIMPLE: Mapping[type, Schema] = {
    int: {"type": "integer"},
    str: {"type": "string"},
    bool: {"type": "boolean"},
    Decimal: _NUMBER,
    Fraction: {"type": ["number", "string"], **_QUOTED},
    Text: {
        "type": ["string", "object"],
        **{
            key: value
            for key, value in closed({"vi": {"type": "string"}, "en": {"type": "string"}}).items()
            if key != "type"
        },
        "required": ["vi", "en"],
    },
}


def json_value(value: object) -> object:
    """Give a default as JSON shows it, None when JSON cannot.

    Numbers become floats here and nowhere else: they are hints for editors, and a short decimal keeps its digits.
    """
    if isinstance(value, Text):
        return value.vi if value.vi == value.en else {"vi": value.vi, "en": value.en}
    if isinstance(value, Decimal | Fraction):
        return int(value) if value == int(value) else float(value)
    if isinstance(value, Mapping):
        return {str(key): json_value(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [json_value(part) for part in value]
    return value if isinstance(value, bool | int | str) else None


def _param(spec: ParamSpec) -> Schema:
    default, low, high = plain(spec.default), plain(spec.low), plain(spec.high)
    ends = {"minimum": json_value(spec.low), "maximum": json_value(spec.high)}
    number = {"type": ["number", "string"], **ends, **_QUOTED}
    told = _told(spec)
    about = Text(
        vi=f"{told.vi} Mặc định {default}; từ {low} đến {high}.", en=f"{told.en} Default {default}; {low} to {high}."
    )
    value = {**number, "type": ["number", "string", "object"], "additionalProperties": number}
    dated = {"allOf": [{"$ref": f"#/definitions/{_DATED}"}], "properties": {"value": value}}
    return {
        "title": spec.label,
        "description": about,
        "default": json_value(spec.default),
        **value,
        "type": ["number", "string", "object", "array"],
        "items": dated,
    }


def _setting(spec: SettingSpec) -> Schema:
    default = json_value(spec.default)
    about, shown = _told(spec), _shown(default)
    if shown:
        about = Text(vi=f"{about.vi} Mặc định {shown}.", en=f"{about.en} Default {shown}.")
    made: Schema = {"title": spec.label, "description": about}
    ends = {"minimum": spec.low, "maximum": spec.high}
    bounds = {key: json_value(end) for key, end in ends.items() if end is not None}
    return made | ({} if default is None else {"default": default}) | annotation_schema(spec.annotation) | bounds


def _told(spec: ParamSpec | SettingSpec) -> Text:
    """Give label and help as sentences."""
    parts = [spec.label, spec.help] if spec.help else [spec.label]
    vi, en = (" ".join(_sentence(part.in_(language)) for part in parts) for language in LANGUAGES)
    return Text(vi=vi, en=en)


def _sentence(text: str) -> str:
    return text if text.endswith((".", "!", "?")) else f"{text}."


def _shown(default: object) -> str:
    """Write a default as a scheme would, nothing when it is none or too long to read."""
    if isinstance(default, bool):
        return str(default).lower()
    if isinstance(default, str):
        return f'"{default}"'
    if (
        isinstance(default, list)
        and 0 < len(default) <= _MOST
        and not any(isinstance(item, dict | list) for item in default)
    ):
        return f"[{', '.join(_shown(item) for item in default)}]"
    return str(default) if isinstance(default, int | float) else ""


def _joined(members: list[Schema]) -> Schema:
    """Join the members of a union: as one schema when no two are of the same type, for a message says more then."""
    names = [name for member in members for name in _types(member)]
    alone = len(set(names)) == len(names) and {"integer", "number"} - {*names}
    if len(members) == 1 or not alone or any(not _types(member) for member in members):
        return members[0] if len(members) == 1 else {"anyOf": members}
    joined: Schema = {}
    for member in members:
        joined |= member
    return {**joined, "type": names}


def _types(schema: Schema) -> list[str]:
    kinds = schema.get("type", [])
    return [kinds] if isinstance(kinds, str) else list(kinds)
