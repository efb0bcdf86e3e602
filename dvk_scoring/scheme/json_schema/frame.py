"""The schemas of ``[scheme]``, ``[clusters]``, ``[figures]`` of the unit itself, and ``[sample]``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from dvk_scoring.criteria.json_schema import Schema, formed, refused
from dvk_scoring.formula.names import TAKEN
from dvk_scoring.formula.symbols import FigureKind
from dvk_scoring.formula.tree import RoundMode
from dvk_scoring.scheme.form import frame as form
from dvk_scoring.scheme.form.texts import about
from dvk_scoring.scheme.json_schema.shapes import (
    ALONE,
    DROP,
    FILLED,
    IDENTITY,
    NAME_OR_NUMBER,
    NO_ID,
    TEXT,
    entries_of,
    entry,
    keys,
    listed,
    number,
    refused_id,
    said,
    table,
    table_of,
    whole,
)
from dvk_scoring.scheme.table import HARD, words_of

_NO_RANGE: Final = refused(
    vi="Câu trả lời có/không hoặc chọn một không có khoảng giá trị",
    en="An answer, yes or no or one of several, has no range",
)
_ANSWER: Final[Schema] = dict.fromkeys(("low", "high", "places"), _NO_RANGE)
_NARROWED_ANSWER: Final[Schema] = {**_ANSWER, "at_most": _NO_RANGE}
_NUMBER: Final[Schema] = number(-HARD, HARD)
_NUMBER_OR_ANSWER: Final[Schema] = {**_NUMBER, "type": ["number", "boolean", "string"], "pattern": "^(?:yes|no)$"}
_COUNTED: Final = {"low": number(0, HARD), "high": number(0, HARD), "places": whole(0, 0)}
_COUNTED_TOP: Final[Schema] = {"at_most": {**NAME_OR_NUMBER, "minimum": 0}}
_ONE_MODE: Final = formed(
    f"^(?:{'|'.join(words_of(RoundMode))})$",
    vi=f"Các cách làm tròn: {', '.join(words_of(RoundMode))}",
    en=f"Modes of rounding: {', '.join(words_of(RoundMode))}",
)
_PLACES_OR_NONE: Final[Schema] = {
    "type": ["integer", "string"],
    "minimum": 0,
    "maximum": form.FINEST,
    **formed(f"^{form.NO_PLACES}$", vi='Cần một số nguyên, hoặc "none"', en='A whole number, or "none"'),
}
_VOICES: Final[Schema] = {
    **IDENTITY,
    "type": ["array", "string", "object"],
    "items": IDENTITY,
    "uniqueItems": True,
    "properties": {"drop": DROP},
    "patternProperties": {NO_ID: refused_id()},
    "additionalProperties": TEXT,
    "dependencies": ALONE,
}
NARROWED: Final[Mapping[FigureKind, Schema]] = {
    "count": {"$ref": "#/definitions/figure-count"},
    "decimal": {"$ref": "#/definitions/figure-number"},
    "mark": {"$ref": "#/definitions/figure-number"},
    "yes-no": {"$ref": "#/definitions/figure-yes-no"},
    "choice": {"$ref": "#/definitions/figure-choice"},
}
"""What a scheme may write about a figure that a plugin declares, by the figure's kind."""


def scheme_table() -> Schema:
    """Make ``[scheme]``."""
    inner = {
        "valid": entry(keys(form.ValidKeys)),
        "legal_basis": listed(said(table_of(form.BasisKeys), about(form.BasisKeys))),
        "rounding": _rounding(),
        "limits": entry(keys(form.LimitsKeys)),
        "voices": _VOICES,
    }
    return table_of(form.SchemeKeys, inner)


def clusters() -> Schema:
    """Make ``[clusters]``."""
    return entries_of(form.ClusterKeys)


def figures() -> Schema:
    """Make ``[figures]`` of the unit itself."""
    rules = {
        "if": _of_type("yes-no"),
        "then": {"properties": _ANSWER},
        "else": {
            "properties": {"blank": _NUMBER},
            "if": _of_type("count"),
            "then": {"properties": _COUNTED},
        },
    }
    made = entries_of(form.FigureKeys, {"blank": _NUMBER_OR_ANSWER}, rules)
    taken = refused(
        vi="Không đặt tên số liệu như vậy: bảng số liệu nào cũng có thể có cột tên này.",
        en="A figure cannot be called so: any table of figures may have a column of this name.",
    )
    return {**made, "patternProperties": {**made["patternProperties"], f"^({'|'.join(TAKEN)})$": taken}}


def narrowed() -> dict[str, Schema]:
    """Make the definitions that ``NARROWED`` refers to."""
    return {
        "figure-count": table_of(form.NarrowedKeys, {**_COUNTED, **_COUNTED_TOP, "blank": _NUMBER}),
        "figure-number": table_of(form.NarrowedKeys, {"blank": _NUMBER}),
        "figure-yes-no": table({**keys(form.NarrowedKeys, {"blank": _NUMBER_OR_ANSWER}), **_NARROWED_ANSWER}),
        "figure-choice": table({**keys(form.NarrowedKeys, {"blank": FILLED}), **_NARROWED_ANSWER}),
    }


def sample() -> Schema:
    """Make ``[sample]``."""
    return table_of(form.SampleKeys)


def inner_limits() -> Schema:
    """Make ``limits`` of a section or a criterion."""
    return table_of(form.InnerLimitsKeys)


def own_rounding() -> Schema:
    """Make ``rounding`` of a criterion, a bonus or a penalty."""
    return table_of(form.OwnRoundingKeys, {"places": _PLACES_OR_NONE})


def _rounding() -> Schema:
    modes = {**table_of(form.LevelKeys), "type": ["string", "object"], **_ONE_MODE}
    return entry(keys(form.RoundingKeys, {"criterion": _PLACES_OR_NONE, "section": _PLACES_OR_NONE, "mode": modes}))


def _of_type(word: str) -> Schema:
    return {"properties": {"type": {"const": word}}, "required": ["type"]}
