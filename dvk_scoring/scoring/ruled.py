"""Rulings as columns beside the figures, and what a result says of rulings on ties."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final

import narwhals as nw

from dvk_scoring.problem import Place, Problem, problem
from dvk_scoring.scoring.award import HOLD_CLASS, HOLD_TITLES
from dvk_scoring.scoring.points import CHANGE, NOT_ASSIGNED_FLAG
from dvk_scoring.scoring.rank import TIE

if TYPE_CHECKING:
    from dvk_scoring.scheme.model import Ruling, Scheme
    from dvk_scoring.scoring.result import Result

_SHOWN: Final = 10


def with_rulings(frame: nw.DataFrame[Any], scheme: Scheme, rulings: Sequence[Ruling]) -> nw.DataFrame[Any]:
    """Add a column for each kind of act: flags 0/1, changes in whole units of the rounding, places in a tie."""
    flags: dict[str, set[str]] = {}
    numbers: dict[str, dict[str, int]] = {}
    for one in rulings:
        if one.act == "hold":
            for effect in one.effect:
                flags.setdefault(HOLD_CLASS if effect == "class" else HOLD_TITLES, set()).update(one.units)
        elif one.act == "not-assigned" and one.of is not None:
            flags.setdefault(NOT_ASSIGNED_FLAG + one.of.removeprefix("criteria."), set()).update(one.units)
        elif one.act == "points" and one.of is not None:
            own = numbers.setdefault(CHANGE + one.of, {})
            for unit in one.units:
                own[unit] = own.get(unit, 0) + _scaled(one.change, scheme.rounding.closing)
        elif one.act == "tie":
            own = numbers.setdefault(TIE, {})
            own.update({unit: len(one.units) - place for place, unit in enumerate(one.units)})
    columns = [_flag(name, units) for name, units in flags.items()]
    columns += [_number(name, units) for name, units in numbers.items()]
    return frame.with_columns(*columns) if columns else frame


def _scaled(change: Fraction, places: int) -> int:
    return int(change * 10**places)


def _flag(name: str, units: set[str]) -> nw.Expr:
    return nw.col("unit").is_in(sorted(units)).cast(nw.Int8).alias(name)


def _number(name: str, units: dict[str, int]) -> nw.Expr:
    found = nw.lit(0, nw.Int64)
    for unit, value in sorted(units.items()):
        found = nw.when(nw.col("unit") == unit).then(nw.lit(value, nw.Int64)).otherwise(found)
    return found.alias(name)


def check_ties(result: Result) -> list[Problem]:
    """Say which ties nobody ruled on, and which rulings on ties name units that were not tied.

    The rulings break only what the chain before them left equal: the other keys decide who was tied.
    """
    problems: list[Problem] = []
    scheme, frame = result.scheme, result.frame
    tied = frame.select("unit", "tied").filter(nw.col("tied")).select("unit")
    if len(tied):
        shown = ", ".join(tied["unit"].sort().head(_SHOWN).to_list())
        more = f" … (+{len(tied) - _SHOWN})" if len(tied) > _SHOWN else ""
        problems.append(problem("DVK-E106", Place(file=scheme.path), units=shown + more))
    for one in result.rulings:
        if one.act == "tie" and _places(result, one) > 1:
            place = Place(file=one.file, line=one.line)
            problems.append(problem("DVK-E107", place, units=", ".join(one.units), ref=one.ref))
    return problems


def has_effect(result: Result, one: Ruling) -> bool:
    """Tell whether a ruling changed anything: one on a tie does when two of its units were tied."""
    return one.act != "tie" or _places(result, one) < len(one.units)


def _places(result: Result, one: Ruling) -> int:
    """Count the places that the units of a ruling on a tie have without it: 1 when all were tied."""
    ranking = result.scheme.ranking
    keys = ["total", *(f"chain:{index}" for index in range(len(ranking.tie_break) - 1))]
    if ranking.within == "cluster":
        keys.append("cluster")
    return len(result.frame.filter(nw.col("unit").is_in(list(one.units))).select(keys).unique())
