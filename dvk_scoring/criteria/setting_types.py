"""What a scheme wrote for a setting, held against the setting's annotation; every misfit is told, none raises."""

from __future__ import annotations

import re
import types
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final, Literal, TypeAlias, Union, cast, get_args, get_origin, get_type_hints, is_typeddict

import attrs

from dvk_scoring.nearest import nearest
from dvk_scoring.text import Text
from dvk_scoring.written import shown

_FRACTION: Final = re.compile(r"\s*(-?[0-9]{1,15})\s*/\s*0*([1-9][0-9]{0,14})\s*", re.ASCII)
MOST_DIGITS = 30  # a number further from 1 than this is a slip, and 1e99999999 as a Fraction would never end


@attrs.frozen
class Misfit:
    """One part of a value that does not fit: ``path`` below the setting (``2.from``), code and args of the problem."""

    path: tuple[str, ...]
    code: str
    args: Mapping[str, object] = attrs.field(hash=False)


Fitted: TypeAlias = "tuple[object, tuple[Misfit, ...]]"

_WHOLE = Text(vi="một số nguyên", en="a whole number")
_NUMBER = Text(vi="một số", en="a number")
_FRACTION_TOO = Text(
    vi='một số, hoặc một phân số trong ngoặc kép như "5/6"', en='a number, or a fraction in quotes such as "5/6"'
)
_WORDS = Text(vi="một chuỗi chữ", en="a text")
_YES_NO = Text(vi="true hoặc false", en="true or false")
_LIST = Text(vi="một danh sách [ … ]", en="a list [ … ]")
_TABLE = Text(vi="một bảng { … }", en="a table { … }")
_ANYTHING = Text(vi="giá trị bất kỳ", en="any value")
_BOTH = Text(vi="một chuỗi chữ hoặc bảng { vi, en }", en="a text or a table { vi, en }")


def fit(annotation: Any, raw: object, path: tuple[str, ...] = ()) -> Fitted:
    """Make the value that ``annotation`` asks for of what TOML gave; lists become tuples, numbers stay exact.

    Args:
        annotation: ``int``, ``str``, ``bool``, ``Decimal``, ``Fraction``, ``Text``, ``tuple[X, ...]``,
            ``Mapping[str, X]``, a ``TypedDict``, a ``Literal``, a union of these, or ``Any``.
        raw: The value as tomli read it with ``parse_float=Decimal``.
        path: Where the value stands below the setting.
    """
    simple = _SIMPLE.get(annotation) if isinstance(annotation, type) else None
    if simple is not None:
        return simple(raw, path)
    origin = get_origin(annotation)
    if origin is Literal:
        return _literal(get_args(annotation), raw, path)
    if origin in (Union, types.UnionType):
        return _union(get_args(annotation), raw, path)
    if is_typeddict(annotation):
        return _typed(annotation, raw, path)
    if origin is not None and issubclass(origin, Mapping):
        return _mapping(get_args(annotation)[1], raw, path)
    if origin is not None and issubclass(origin, Sequence):
        return _sequence(get_args(annotation)[0], raw, path)
    return raw, ()


def describe(annotation: Any) -> Text:
    """Say in words what a setting of this annotation takes."""
    if isinstance(annotation, type) and annotation in _SAID:
        return _SAID[annotation]
    origin, inside = get_origin(annotation), get_args(annotation)
    if origin is Literal:
        return _joined([Text.same(shown(choice)) for choice in inside])
    if origin in (Union, types.UnionType):
        return _joined([describe(member) for member in inside if member is not type(None)])
    if is_typeddict(annotation):
        keys = ", ".join(get_type_hints(annotation))
        return Text(vi=f"một bảng {{ {keys} }}", en=f"a table {{ {keys} }}")
    if origin is not None and issubclass(origin, Mapping):
        of = describe(inside[1])
        return Text(vi=f"một bảng, mỗi khóa là {of.vi}", en=f"a table, each value {of.en}")
    if origin is not None and issubclass(origin, Sequence):
        of = describe(inside[0])
        return Text(vi=f"một danh sách, mỗi mục là {of.vi}", en=f"a list, each item {of.en}")
    return _ANYTHING


def _joined(texts: Sequence[Text]) -> Text:
    return Text(vi=" hoặc ".join(text.vi for text in texts), en=" or ".join(text.en for text in texts))


def exact_number(raw: object, *, quoted: bool = False) -> Fraction | None:
    """Give the Fraction of a finite, sensible number as tomli read it; None for anything else.

    ``quoted``: a fraction in quotes is one too, ``"5/6"``: TOML has no other way to write it.
    """
    written = _FRACTION.fullmatch(raw) if quoted and isinstance(raw, str) else None
    if written is not None:
        return Fraction(int(written[1]), int(written[2]))
    if isinstance(raw, bool) or not isinstance(raw, int | Decimal | Fraction):
        return None
    if isinstance(raw, Decimal) and (not raw.is_finite() or abs(raw.adjusted()) > MOST_DIGITS):
        return None
    return Fraction(raw) if abs(raw) < 10**MOST_DIGITS else None


def _misfit(path: tuple[str, ...], expected: Text, raw: object) -> tuple[Misfit, ...]:
    return (Misfit(path, "DVK-C309", {"expected": expected, "value": shown(raw)}),)


def _whole(raw: object, path: tuple[str, ...]) -> Fitted:
    return (raw, ()) if type(raw) is int and exact_number(raw) is not None else (None, _misfit(path, _WHOLE, raw))


def _decimal(raw: object, path: tuple[str, ...]) -> Fitted:
    if exact_number(raw) is None:
        return None, _misfit(path, _NUMBER, raw)
    return Decimal(cast("int | Decimal", raw)), ()


def _fraction(raw: object, path: tuple[str, ...]) -> Fitted:
    value = exact_number(raw, quoted=True)
    return (value, ()) if value is not None else (None, _misfit(path, _FRACTION_TOO, raw))


def _words(raw: object, path: tuple[str, ...]) -> Fitted:
    return (raw, ()) if isinstance(raw, str) else (None, _misfit(path, _WORDS, raw))


def _yes_no(raw: object, path: tuple[str, ...]) -> Fitted:
    return (raw, ()) if isinstance(raw, bool) else (None, _misfit(path, _YES_NO, raw))


def _text(raw: object, path: tuple[str, ...]) -> Fitted:
    if isinstance(raw, str):
        return Text.same(raw), ()
    if isinstance(raw, Mapping) and set(raw) == {"vi", "en"} and all(isinstance(value, str) for value in raw.values()):
        return Text(vi=raw["vi"], en=raw["en"]), ()
    return None, _misfit(path, _BOTH, raw)


_SIMPLE: Mapping[type, Callable[[object, tuple[str, ...]], Fitted]] = {
    int: _whole,
    str: _words,
    bool: _yes_no,
    Decimal: _decimal,
    Fraction: _fraction,
    Text: _text,
}


_SAID: Mapping[type, Text] = {
    int: _WHOLE,
    str: _WORDS,
    bool: _YES_NO,
    Decimal: _NUMBER,
    Fraction: _FRACTION_TOO,
    Text: _BOTH,
}


def _literal(choices: tuple[object, ...], raw: object, path: tuple[str, ...]) -> Fitted:
    if any(raw == choice and type(raw) is type(choice) for choice in choices):
        return raw, ()
    known = [str(choice) for choice in choices]
    args = {"value": shown(raw), "known": ", ".join(known), "nearest": nearest(str(raw), known)}
    return None, (Misfit(path, "DVK-C310", args),)


def _union(members: tuple[Any, ...], raw: object, path: tuple[str, ...]) -> Fitted:
    tried = [fit(member, raw, path) for member in members if member is not type(None)]
    for value, misfits in tried:
        if not misfits:
            return value, ()
    # A misfit deeper down comes from the member whose outer shape did fit: that is the one that was meant.
    deepest = max((misfits for _, misfits in tried), key=lambda several: max(len(misfit.path) for misfit in several))
    expected = [misfit.args["expected"] for _, several in tried for misfit in several if "expected" in misfit.args]
    if len(deepest[0].path) > len(path) or len(expected) != len(tried):
        return None, deepest
    texts = [text for text in expected if isinstance(text, Text)]
    return None, _misfit(path, _joined(texts), raw)


def _sequence(item: Any, raw: object, path: tuple[str, ...]) -> Fitted:
    if not isinstance(raw, list | tuple):
        return None, _misfit(path, _LIST, raw)
    parts = [fit(item, part, (*path, str(index))) for index, part in enumerate(raw)]
    return tuple(value for value, _ in parts), tuple(misfit for _, misfits in parts for misfit in misfits)


def _mapping(item: Any, raw: object, path: tuple[str, ...]) -> Fitted:
    if not isinstance(raw, Mapping):
        return None, _misfit(path, _TABLE, raw)
    parts = {str(key): fit(item, part, (*path, str(key))) for key, part in raw.items()}
    return {key: value for key, (value, _) in parts.items()}, tuple(
        misfit for _, misfits in parts.values() for misfit in misfits
    )


def _typed(annotation: Any, raw: object, path: tuple[str, ...]) -> Fitted:
    if not isinstance(raw, Mapping):
        return None, _misfit(path, _TABLE, raw)
    hints = get_type_hints(annotation)
    misfits: list[Misfit] = []
    for key in raw:
        if key not in hints:
            args = {"key": key, "nearest": nearest(str(key), list(hints)), "known": ", ".join(hints)}
            misfits.append(Misfit((*path, str(key)), "DVK-S121", args))
    misfits += [
        Misfit(path, "DVK-S123", {"key": key, "known": ", ".join(hints)})
        for key in sorted(annotation.__required_keys__)
        if key not in raw
    ]
    values: dict[str, object] = {}
    for key, hint in hints.items():
        if key in raw:
            values[key], deeper = fit(hint, raw[key], (*path, key))
            misfits += deeper
    return values, tuple(misfits)
