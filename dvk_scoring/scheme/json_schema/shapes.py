"""The few shapes that keys of a scheme have, each as the reader of ``scheme/table.py`` takes it.

What may be one of several types is one schema with several types, not ``anyOf``: a validator then says which part is
wrong, instead of that nothing fits.
"""

from __future__ import annotations

from collections.abc import Mapping

from dvk_scoring.criteria.json_schema import Schema, closed, formed, json_value, refused
from dvk_scoring.scheme.table import HARD, ID, LONGEST_ID, PERCENT, words_of
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
FLAG: Schema = {"type": "boolean"}
FROM_ZERO: Schema = {"type": "number", "minimum": 0, "maximum": HARD}
AMOUNT: Schema = {
    "type": ["number", "string"],
    "minimum": 0,
    "maximum": HARD,
    **formed(rf"^\s*{PERCENT.pattern}\s*$", vi='Cần một số, hoặc phần trăm như "90%"', en='A number, or "90%"'),
}
SHARE: Schema = {**AMOUNT, "maximum": 1}
PAIR: Schema = {
    "type": "array",
    "items": {"type": "number", "minimum": -HARD, "maximum": HARD},
    "minItems": 2,
    "maxItems": 2,
}
NAMES: Schema = {
    "type": ["array", "string"],
    "items": FILLED,
    "uniqueItems": True,
    **_NOT_BLANK,
}
SOME_NAMES: Schema = {**NAMES, "minItems": 1}


def said(schema: Schema, *, vi: str, en: str, default: object = None) -> Schema:
    """Give a schema with what an editor shows at its key; a default is told in words too."""
    if default is None:
        return {"description": Text(vi=vi, en=en), **schema}
    made = json_value(default)
    shown = str(made).lower() if isinstance(made, bool) else f"`{made}`" if isinstance(made, str) else str(made)
    told = Text(vi=f"{vi} Mặc định: {shown}.", en=f"{en} Default: {shown}.")
    return {"description": told, "default": made, **schema}


TEXT: Schema = {
    **closed(
        {
            "vi": said(FILLED, vi="Bằng tiếng Việt.", en="In Vietnamese."),
            "en": said(FILLED, vi="Bằng tiếng Anh.", en="In English."),
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
    vi="Bỏ hẳn mục này của bảng điểm làm gốc. Chỉ dùng khi có `extends`, và đứng một mình.",
    en="Takes this entry of the extended scheme out. Only with `extends`, and alone.",
)


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


def words(meanings: Mapping[str, Text], literal: object = None) -> Schema:
    """Make one of a few words, each with its meaning.

    Args:
        meanings: Word → what it means.
        literal: The Literal type of the model, whose order counts; without, the words are those of ``meanings``.
    """
    known = list(meanings) if literal is None else list(words_of(literal))
    return {"enum": known, "x-taplo": {"docs": {"enumValues": [meanings[word] for word in known]}}}


def refused_id() -> Schema:
    """Refuse what stands under a key that is no id."""
    return refused(vi=_ID_FORM.vi, en=_ID_FORM.en)
