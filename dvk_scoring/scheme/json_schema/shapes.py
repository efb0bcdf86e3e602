"""The few shapes that keys of a scheme have, each as the reader of ``scheme/table.py`` takes it.

What may be one of several types is one schema with several types, not ``anyOf``: a validator then says which part is
wrong, instead of that nothing fits.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

from dvk_scoring.criteria.json_schema import DAY, Schema, closed, formed, json_value, refused
from dvk_scoring.scheme.form.key import Key, keys_of
from dvk_scoring.scheme.form.texts import about, meaning
from dvk_scoring.scheme.table import HARD, ID, LONGEST_ID, PERCENT
from dvk_scoring.text import Text

_NOT_BLANK = formed(r"\S", vi="Giá trị để trống: điền, hoặc bỏ khóa này", en="Empty: fill it in, or leave it out")
_ID_FORM = Text(
    vi=f"Mã chỉ gồm chữ thường a-z, chữ số và gạch nối, bắt đầu bằng chữ, nhiều nhất {LONGEST_ID} ký tự",
    en=f"An id is made of lower-case a-z, digits and hyphens, a letter first, {LONGEST_ID} characters at most",
)
IS_ID = f"^{ID.pattern}$"
NO_ID = rf"^(?!{ID.pattern}$)|^.{{{LONGEST_ID + 1}}}"
"""Matches a key that is no id, also one that is too long."""

FILLED: Schema = {"type": "string", **_NOT_BLANK}
IDENTITY: Schema = {
    "type": "string",
    "maxLength": LONGEST_ID,
    **formed(IS_ID, vi=_ID_FORM.vi, en=_ID_FORM.en),
}
AMOUNT: Schema = {
    "type": ["number", "string"],
    "minimum": 0,
    "maximum": HARD,
    **formed(rf"^\s*{PERCENT.pattern}\s*$", vi='Cần một số, hoặc phần trăm như "90%"', en='A number, or "90%"'),
}
NAME_OR_NUMBER: Schema = {**FILLED, "type": ["string", "number"], "minimum": -HARD, "maximum": HARD}
NAMES: Schema = {
    "type": ["array", "string"],
    "items": FILLED,
    "uniqueItems": True,
    **_NOT_BLANK,
}


def said(schema: Schema, text: Text, default: object = None) -> Schema:
    """Give a schema with what an editor shows at its key; a default is told in words too."""
    if default is None:
        return {"description": text, **schema}
    made = json_value(default)
    shown = str(made).lower() if isinstance(made, bool) else f"`{made}`" if isinstance(made, str) else str(made)
    told = Text(vi=f"{text.vi} Mặc định: {shown}.", en=f"{text.en} Default: {shown}.")
    return {"description": told, "default": made, **schema}


TEXT: Schema = {
    **closed(
        {
            "vi": said(FILLED, Text(vi="Bằng tiếng Việt.", en="In Vietnamese.")),
            "en": said(FILLED, Text(vi="Bằng tiếng Anh.", en="In English.")),
        }
    ),
    "type": ["string", "object"],
    "required": ["vi", "en"],
    **_NOT_BLANK,
}
ALONE: Schema = {"drop": {"maxProperties": 1}}
"""Where ``drop`` stands, nothing else does."""

DROP: Schema = said(
    {"enum": [True]},
    Text(
        vi="Bỏ hẳn mục này của bảng điểm làm gốc. Chỉ dùng khi có `extends`, và đứng một mình.",
        en="Takes this entry of the extended scheme out. Only with `extends`, and alone.",
    ),
)
_SHAPES: Mapping[str, Schema] = {
    "amount": AMOUNT,
    "day": DAY,
    "flag": {"type": "boolean"},
    "identity": IDENTITY,
    "name-or-number": NAME_OR_NUMBER,
    "names": NAMES,
    "pair": {
        "type": "array",
        "items": {"type": "number", "minimum": -HARD, "maximum": HARD},
        "minItems": 2,
        "maxItems": 2,
    },
    "share": {**AMOUNT, "maximum": 1},
    "some-names": {**NAMES, "minItems": 1},
    "string": FILLED,
    "text": TEXT,
}
Inner: TypeAlias = Mapping[str, Schema]
"""Key → what stands there, where its declaration does not say all of it."""


def keys(form: type, inner: Inner | None = None) -> dict[str, Schema]:
    """Make the schemas of the keys of a table."""
    return {
        name: said((inner or {}).get(name) or _shape(key), meaning(key), key.default)
        for name, key in keys_of(form).items()
    }


def _shape(key: Key[Any]) -> Schema:
    if key.words:
        return words({word: meaning(key, word) for word in key.words})
    if key.kind in ("whole", "number"):
        return (whole if key.kind == "whole" else number)(key.low, key.high)
    return _SHAPES.get(key.kind, {})


def table_of(form: type, inner: Inner | None = None) -> Schema:
    """Make the schema of a table of this form."""
    return table(keys(form, inner), *_needed(form))


def entries_of(form: type, inner: Inner | None = None, rules: Schema | None = None) -> Schema:
    """Make tables of this form, named by id; ``rules`` hold across their keys."""
    return tables(said({**entry(keys(form, inner), *_needed(form)), **(rules or {})}, about(form)))


def _needed(form: type) -> list[str]:
    return [name for name, key in keys_of(form).items() if key.needed]


def table(keys: Mapping[str, Schema], *required: str) -> Schema:
    """Make a table that takes these keys alone, and must have some of them."""
    return {**closed(keys), **({"required": list(required)} if required else {})}


def entry(keys: Mapping[str, Schema], *required: str) -> Schema:
    """Make a table that a scheme with ``extends`` may take out: ``drop = true``, which then stands alone."""
    return {**table({**keys, "drop": DROP}, *required), "dependencies": ALONE}


def tables(inner: Schema, properties: Mapping[str, Schema] | None = None) -> Schema:
    """Make a table of things named by id; ``properties`` say more of some ids."""
    return {
        "type": "object",
        **({"properties": dict(properties)} if properties else {}),
        "patternProperties": {IS_ID: inner, NO_ID: refused_id()},
    }


def listed(inner: Schema) -> Schema:
    """Make a list."""
    return {"type": "array", "items": inner}


def whole(low: int, high: int) -> Schema:
    """Make a whole number within bounds."""
    return {"type": "integer", "minimum": low, "maximum": high}


def number(low: int, high: int) -> Schema:
    """Make an exact number within bounds."""
    return {"type": "number", "minimum": low, "maximum": high}


def words(meanings: Mapping[str, Text]) -> Schema:
    """Make one of a few words, each with its meaning."""
    return {"enum": list(meanings), "x-taplo": {"docs": {"enumValues": list(meanings.values())}}}


def refused_id() -> Schema:
    """Refuse what stands under a key that is no id."""
    return refused(vi=_ID_FORM.vi, en=_ID_FORM.en)
