"""What only a scheme that extends none must have: taken out of its tables, and demanded of the whole file at once.

A file with ``extends`` holds parts of tables that are merged by key, so that nothing can be missing from it. Lists are
not merged but replaced: what must be in their tables stays where it is.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Final

from dvk_scoring.criteria.json_schema import Schema, refused
from dvk_scoring.scheme.json_schema.shapes import DROP

_DEMANDS: Final = ("required", "minProperties")
_DEFINED: Final = "#/definitions/"
_NAMED: Final = ("properties", "patternProperties", "dependencies")
_MANY: Final = (*_NAMED, "allOf")
_PARTS: Final = (*_MANY, "additionalProperties", "then", "else")
_NO_DROP: Final = refused(
    vi="drop chỉ bỏ được mục của bảng điểm làm gốc (extends)", en="drop takes out what an extended scheme brought"
)


def split(schema: Schema, demanding: Collection[str] = ()) -> tuple[Schema, Schema]:
    """Give a schema without what it demands, and the demands by themselves.

    Of what must be there an editor still learns through ``initKeys``: it writes these keys into a new table.

    Args:
        schema: The schema; what it refers to was split before.
        demanding: Definitions that demand something; what they do is found under ``whole-NAME``.
    """
    name = schema.get("$ref", "").removeprefix(_DEFINED)
    if name:
        return schema, {"$ref": f"{_DEFINED}whole-{name}"} if name in demanding else {}
    loose: Schema = dict(schema)
    demands: Schema = {key: loose.pop(key) for key in _DEMANDS if key in schema}
    if "required" in demands and schema.get("type") == "object":
        loose["x-taplo"] = {"initKeys": demands["required"]}
    for key in _PARTS:
        if isinstance(schema.get(key), dict | list):
            loose[key], demands[key] = (
                _split_all(schema[key], demanding) if key in _MANY else split(schema[key], demanding)
            )
    if schema.get("properties", {}).get("drop") is DROP:
        demands["properties"]["drop"] = _NO_DROP
    return loose, _tidied({"if": schema["if"], **demands} if "if" in schema else demands)


def _split_all(parts: Any, demanding: Collection[str]) -> tuple[Any, Any]:
    """Split a list of schemas, or schemas by name."""
    if isinstance(parts, list):
        split_ones = [split(part, demanding) for part in parts]
        return [loose for loose, _ in split_ones], [rest for _, rest in split_ones if rest]
    by_name = {name: split(part, demanding) for name, part in parts.items()}
    return {name: loose for name, (loose, _) in by_name.items()}, {name: rest for name, (_, rest) in by_name.items()}


def _tidied(demands: Schema) -> Schema:
    """Leave out what demands nothing."""
    kept: dict[str, Any] = dict(demands)
    if not kept.get("then") and not kept.get("else"):
        for key in ("if", "then", "else"):
            kept.pop(key, None)
    others = kept.get("additionalProperties")
    for key in _NAMED:
        # Beside `additionalProperties` names count even when they demand nothing.
        if key in kept and not (others and key != "dependencies"):
            kept[key] = {name: part for name, part in kept[key].items() if part}
    return {key: part for key, part in kept.items() if part}
