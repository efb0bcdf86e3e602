"""What is absent, and what nobody but the unit has said."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import attrs
import narwhals as nw

from dvk_scoring.figures.columns import looked_at
from dvk_scoring.figures.parts import Part
from dvk_scoring.figures.table import LIMIT, listed
from dvk_scoring.figures.validate import Checked
from dvk_scoring.figures.voices import Standing
from dvk_scoring.formula.names import kp_flag
from dvk_scoring.problem import Place, Problem, Severity, problem
from dvk_scoring.scheme.model import Scheme

_UNAPPRAISED = {"unit": nw.String(), "figure": nw.String(), "voice": nw.String()}


def check_columns(
    scheme: Scheme, checked: Checked, present: Collection[str], needed: Mapping[str, frozenset[str]]
) -> list[Problem]:
    """Name each column that no file has, once.

    ``needed``: see ``needed_columns``; a column that no unit there is must report only warns.
    """
    there = frozenset(checked.frame["cluster"].unique().to_list())
    found: list[Problem] = []
    for name, (spec, criterion) in checked.wanted.items():
        if name in present:
            continue
        used = not there.isdisjoint(needed.get(name, ()))
        severity: Severity = "error" if used and scheme.not_reported == "error" else "warning"
        code = "DVK-D320"
        if spec.blank is not None:
            code, severity = "DVK-D321", "note"
        one = problem(code, Place(header=name, criterion=criterion), label=spec.label, name=name)
        found.append(attrs.evolve(one, severity=severity))
    return found


def check_blanks(
    scheme: Scheme, checked: Checked, present: Collection[str], needed: Mapping[str, frozenset[str]]
) -> list[Problem]:
    """Name each blank cell where the scheme wants all figures reported; ``needed``: see ``needed_columns``.

    A criterion, bonus or penalty of which one figure is not assigned to a unit is not assigned: it lacks no other.
    """
    found: list[Problem] = []
    conditions = looked_at(scheme)
    flags: dict[str, list[str]] = {}
    for name in present:
        spec, owner = checked.wanted[name]
        if owner is not None and checked.extents[name].kp and not spec.optional:
            flags.setdefault(owner, []).append(kp_flag(name))
    for name, extent in checked.extents.items():
        if name not in present or name not in needed or not extent.blank:
            continue
        blank = nw.col(name).is_null() & nw.col("cluster").is_in(sorted(needed[name]))
        if extent.kp:
            blank = blank & (nw.col(kp_flag(name)) == 0)
        if name not in conditions:
            for flag in flags.get(checked.wanted[name][1] or "", ()):
                blank = blank & (nw.col(flag) == 0)
        found += checked.problems_at(blank, name, "DVK-D319", {})
    return found


def check_claims(parts: Sequence[Part], checked: Checked, scheme: Scheme) -> list[Problem]:
    """Warn of the committee's figures that units claim, in schemes of two voices or more."""
    if len(scheme.voices) < 2:
        return []
    found: list[Problem] = []
    for part in (part for part in parts if 0 in part.keyed.voiced):
        for name in (name for name in part.figures if checked.wanted[name][0].by == "committee"):
            claims = part.cells(name).filter((nw.col("voice") == 0) & ~nw.col("value").is_null())
            if len(claims):
                row, unit = next(claims.select("row", "unit").head(1).iter_rows())
                spec, criterion = checked.wanted[name]
                place = part.keyed.table.place(row, "value" if part.keyed.long else name, unit, criterion)
                place = attrs.evolve(place, header=name, unit=None)
                units = listed(claims["unit"].head(LIMIT + 1).to_list(), len(claims))
                found.append(
                    problem("DVK-D318", place, label=spec.label, voice=scheme.voices[0], count=len(claims), units=units)
                )
    return found


def find_unappraised(
    standing: Standing, scheme: Scheme, spoken: Collection[int]
) -> tuple[nw.DataFrame[Any], list[Problem]]:
    """Give the cells that only the first voice spoke of, and what the scheme's policy says about them.

    Missing:
        Without a later voice in the data nothing is unappraised: there has been no appraisal.
    """
    empty = nw.from_dict({}, _UNAPPRAISED, backend=standing.frame.implementation)
    if standing.origin is None or max(spoken, default=0) < 1 or 0 not in spoken:
        return empty, []
    voice = nw.lit(scheme.voices[0]).alias("voice")
    names = [name for name in standing.origin.columns if name != "unit"]
    some = standing.origin.select((nw.col(name) == 0).any().alias(name) for name in names)
    cells = [
        standing.origin.filter(nw.col(name) == 0).select("unit", nw.lit(name).alias("figure"), voice)
        for name in names
        if some[name].item()
    ]
    unappraised = nw.concat([empty, *cells])
    found = _not_assigned_by_claim(standing, names, scheme)
    if len(unappraised):
        code = {"warn": "DVK-D504", "error": "DVK-D505", "not-reported": "DVK-D506"}[scheme.unappraised]
        counted = (
            unappraised.group_by("figure")
            .agg(nw.len().alias("count"))
            .sort("count", "figure", descending=[True, False])
        )
        listed = ", ".join(f"{figure} ({count})" for figure, count in counted.head(LIMIT).iter_rows())
        units = unappraised["unit"].n_unique()
        found.append(problem(code, count=len(unappraised), units=units, figures=listed, voice=scheme.voices[0]))
    return unappraised, found


def not_reported(frame: nw.DataFrame[Any], standing: Standing) -> nw.DataFrame[Any]:
    """Take away what only the first voice spoke of: the policy ``not-reported``."""
    assert standing.origin is not None
    names = [name for name in standing.origin.columns if name != "unit"]
    origins = standing.origin.select(nw.col(name).alias(f"{name}@") for name in names)
    both = nw.concat([frame, origins], how="horizontal")
    kept = [nw.when(nw.col(f"{name}@") != 0).then(nw.col(name)).alias(name) for name in names]
    states = [
        nw.when(nw.col(f"{name}@") != 0)
        .then(nw.col(kp_flag(name)))
        .otherwise(nw.lit(0, dtype=nw.Int8()))
        .alias(kp_flag(name))
        for name in names
        if name in standing.kp
    ]
    return both.with_columns(*kept, *states).select(frame.columns)


def _not_assigned_by_claim(standing: Standing, names: Sequence[str], scheme: Scheme) -> list[Problem]:
    assert standing.origin is not None
    found: list[Problem] = []
    for name in (name for name in names if name in standing.kp):
        cells = nw.concat(
            [standing.frame.select("unit", kp_flag(name)), standing.origin.select(origin=nw.col(name))],
            how="horizontal",
        )
        claimed = cells.filter((nw.col("origin") == 0) & (nw.col(kp_flag(name)) == 1))
        if len(claimed):
            units = listed(claimed["unit"].head(LIMIT + 1).to_list(), len(claimed))
            found.append(
                problem("DVK-D503", Place(header=name), voice=scheme.voices[0], count=len(claimed), units=units)
            )
    return found
