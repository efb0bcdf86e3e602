"""The fourth step of a check: the result that was sealed beside the one that was computed again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

import attrs

from dvk_scoring.analysis.compare import Both, Comparison, UnitChange
from dvk_scoring.package import VERSION
from dvk_scoring.problem import Problem, problem
from dvk_scoring.scheme.model import Scheme
from dvk_scoring.scoring.result import Result
from dvk_scoring.scoring.state_words import TITLE, UNIT
from dvk_scoring.seal.canonical import Json, parsed
from dvk_scoring.seal.recompute import said_of
from dvk_scoring.seal.sealed import Seal


@attrs.frozen
class Found:
    """What the fourth step found.

    Attributes:
        problems: What is not equal; none of them is an error where all is.
        comparison: Units whose results differ, the sealed one first; None where all is equal.
    """

    problems: tuple[Problem, ...] = ()
    comparison: Comparison | None = None


def compare_said(seal: Seal, result: Result) -> Found:
    """Hold the sealed result to the one that was computed again, byte for byte."""
    sealed = parsed(seal.said)
    version = _version(sealed)
    if said_of(result, version) == seal.said:
        return Found(() if version == VERSION else (problem("DVK-V304", seal.place, sealed=version, here=VERSION),))
    here = parsed(said_of(result, version))
    comparison = compare_rows(seal.units, here["units"], result.scheme)
    parts = sorted(key for key in {*sealed, *here} if sealed.get(key) != here.get(key))
    code = "DVK-V401" if comparison.changes else "DVK-V402"
    told = problem(code, seal.place, count=len(comparison.changes), parts=", ".join(parts) or "–")
    return Found((told,), comparison)


def _version(sealed: Json) -> str:
    provenance = sealed.get("provenance")
    found = provenance.get("dvk") if isinstance(provenance, dict) else None
    return found if isinstance(found, str) else VERSION


def compare_rows(old: Sequence[Json], new: Sequence[Json], scheme: Scheme) -> Comparison:
    """Compare rows of two results as ``compare_results`` compares units.

    Args:
        old: Sealed rows, which may say anything: one that no unit of the scheme can have counts as nothing at all.
        new: Rows of the same scheme that were computed.
        scheme: The scheme.
    """
    before = {str(row["unit"]): row for row in old}
    pairs = [(before[row["unit"]], row) for row in new if row["unit"] in before]
    changes = (_change(one if _is_row(one, scheme) else _nothing(other), other) for one, other in pairs if one != other)
    return Comparison(len(pairs), tuple(one for one in changes if one.is_change))


def _nothing(row: Json) -> Json:
    return {**row, "state": "out", "total": None, "rank": None, "class": None}


def _is_row(row: Json, scheme: Scheme) -> bool:
    """Tell whether a unit of this scheme can have such a row, as far as it is compared."""
    try:
        for table in ("criteria", "bonuses", "penalties"):
            for key, one in row[table].items():
                _number(one["points"])
                if key not in getattr(scheme, table) or not isinstance(one["state"], str):
                    return False
        _number(row["total"])
        words = all(key in scheme.titles and one["state"] in TITLE for key, one in row["titles"].items())
        struck = all(key in scheme.knock_outs for key in row["knock_outs"])
        known = row["state"] in UNIT and (row["class"] is None or row["class"] in scheme.classes)
        plain = isinstance(row["class_open"], bool) and (row["rank"] is None or isinstance(row["rank"], int))
    except (KeyError, TypeError, AttributeError, ArithmeticError, ValueError):
        return False
    return words and struck and known and plain


def _change(old: Json, new: Json) -> UnitChange:
    return UnitChange(
        unit=new["unit"],
        name=new["name"],
        cluster=new["cluster"],
        state=(old["state"], new["state"]),
        total=(_number(old["total"]), _number(new["total"])),
        rank=(old["rank"], new["rank"]),
        klass=(old["class"], new["class"]),
        class_open=(old["class_open"], new["class_open"]),
        titles=_differing(old["titles"], new["titles"], "state"),
        points=_numbers(_differing(old["criteria"], new["criteria"], "points")),
        bonuses=_numbers(_differing(old["bonuses"], new["bonuses"], "points")),
        penalties=_numbers(_differing(old["penalties"], new["penalties"], "points")),
        knock_outs=(tuple(old["knock_outs"]), tuple(new["knock_outs"])),
        lacking=(_lacking(old), _lacking(new)),
    )


def _differing(old: Json, new: Json, key: str) -> dict[str, Both[Json]]:
    keys = [*old, *(one for one in new if one not in old)]
    pairs = {one: (old.get(one, {}).get(key), new.get(one, {}).get(key)) for one in keys}
    return {one: pair for one, pair in pairs.items() if pair[0] != pair[1]}


def _numbers(pairs: Mapping[str, Both[Json]]) -> dict[str, Both[Decimal | None]]:
    return {key: (_number(old), _number(new)) for key, (old, new) in pairs.items()}


def _number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def _lacking(row: Json) -> tuple[str, ...]:
    return tuple(key for key, one in row["criteria"].items() if one["state"] == "not-reported")
