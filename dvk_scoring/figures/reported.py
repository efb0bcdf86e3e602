"""What is absent, and what nobody but the unit has said."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, Final

import attrs
import narwhals as nw
import polars as pl

from dvk_scoring.catalogue import LONGEST
from dvk_scoring.figures.columns import figure_title, looked_at, readers
from dvk_scoring.figures.figure_set import FigureSet
from dvk_scoring.figures.parts import FILLED, TablePart, Wanted, blocks
from dvk_scoring.figures.table import LIMIT, NAMED, more_than
from dvk_scoring.figures.validate import Checked
from dvk_scoring.figures.voices import Standing
from dvk_scoring.formula.columns import CLUSTER
from dvk_scoring.formula.names import kp_flag
from dvk_scoring.problem import Place, Problem, Severity, problem
from dvk_scoring.scheme.model import Adjustment, CriterionUse, Ruling, Scheme
from dvk_scoring.text import Text, joined, quoted
from dvk_scoring.unit_names import Units

UNAPPRAISED: Final = "DVK-D505"
"""What ends a run only when rulings are known: they may answer it."""
_UNAPPRAISED: Final = {"unit": pl.String, "figure": pl.String, "voice": pl.String}


def check_columns(
    scheme: Scheme, checked: Checked, present: Collection[str], needed: Mapping[str, frozenset[str]]
) -> list[Problem]:
    """Name each column that no file has, once.

    ``needed``: see ``needed_columns``; a column that no unit there is must report only warns.
    """
    if any(part.keyed.table.partial for part in checked.parts):
        return []
    absent = {name: wanted for name, wanted in checked.wanted.items() if name not in present}
    there = frozenset(checked.frame["cluster"].unique().to_list() if absent else ())
    problems: list[Problem] = []
    for name, (spec, criterion) in absent.items():
        used = not there.isdisjoint(needed.get(name, ()))
        severity: Severity = "error" if used and scheme.not_reported == "error" else "warning"
        code = "DVK-D320"
        if spec.blank is not None:
            code, severity = "DVK-D321", "note"
        told = problem(code, Place(header=name, criterion=criterion), label=spec.label, name=name)
        problems.append(attrs.evolve(told, severity=severity))
    return problems


def check_blanks(scheme: Scheme, checked: Checked, present: Collection[str]) -> list[Problem]:
    """Name each blank cell that something reads, where the scheme wants all figures reported.

    A criterion, bonus or penalty of which one figure is not assigned to a unit is not assigned: it lacks no other.
    """
    cluster, missing = checked.frame["cluster"], dict[str, pl.Series]()
    for reader in readers(scheme):
        names = [name for name in reader.columns if name in present]
        blank = [name for name in names if name in reader.clusters and checked.extents[name].blank]
        if not blank:
            continue
        kp = [checked.frame[kp_flag(name)] == 1 for name in names if checked.extents[name].kp]
        for name in blank:
            unreported = checked.frame[name].is_null() & cluster.is_in(reader.clusters[name])
            for flagged in kp:
                unreported &= ~flagged
            missing[name] = missing[name] | unreported if name in missing else unreported
    return [
        fault
        for name in checked.extents
        if name in missing and missing[name].any()
        for fault in checked.problems_at(missing[name], name, "DVK-D319", {})
    ]


def check_claims(parts: Sequence[TablePart], checked: Checked, scheme: Scheme) -> list[Problem]:
    """Warn of the committee's figures that units claim, in schemes of two voices or more."""
    if len(scheme.voices) < 2:
        return []
    problems: list[Problem] = []
    for part in (part for part in parts if 0 in part.keyed.voiced):
        names = [name for name in part.figures if checked.wanted[name][0].by == "committee"]
        if not part.keyed.long:  # what is blank throughout, as it should be, is not looked at
            names = [name for name in names if part.frame[name].null_count() < len(part.frame)]
        if not names:
            continue
        said = part.cells(names).filter((pl.col("voice") == 0) & pl.col("value").is_not_null())
        claimed = {str(name): claims for (name,), claims in said.group_by("figure")}
        for name in (name for name in names if name in claimed):
            claims = claimed[name]
            spec, criterion = checked.wanted[name]
            row, unit = claims.select("row", "unit").row(0)
            place = part.keyed.table.place(row, "value" if part.keyed.long else name, unit, criterion)
            place = attrs.evolve(place, header=name, unit=None)
            units = Units.of(claims["unit"].head(NAMED).to_list(), len(claims))
            args = {"label": spec.label, "voice": _claimant(scheme), "count": len(claims), "units": units}
            problems.append(problem("DVK-D318", place, **args))
    return problems


def check_unvoiced(parts: Sequence[TablePart], wanted: Wanted, scheme: Scheme) -> list[Problem]:
    """Tell once of what units report of criteria where a file names no voice: nobody has to appraise it.

    Figures of the unit itself, and those shared by several criteria, are facts and stand so by right. Of a table that
    is a part of a larger one nothing is told.
    """
    if len(scheme.voices) < 2 or any(part.keyed.table.partial for part in parts):
        return []
    unshared = {name for name, (spec, criterion) in wanted.items() if criterion is not None and spec.by == "unit"}
    counts, units, places = Counter[str](), list[pl.Series](), dict[str | None, None]()
    for part in (part for part in parts if not (part.keyed.voiced or part.keyed.voice_unknown)):
        for names in blocks([name for name in part.figures if name in unshared], len(part.frame)):
            said = part.cells(names).filter(FILLED)
            if len(said):
                counts.update(dict(said.group_by("figure").len().iter_rows()))
                units.append(said["unit"])
                places[part.keyed.table.place(0).file] = None
    if not counts:
        return []
    most = sorted(counts, key=lambda name: (-counts[name], name))
    told = _counted(scheme, {name: counts[name] for name in most[:NAMED]})
    place = Place(file=next(iter(places)) if len(places) == 1 else None)
    several = pl.concat(units).n_unique()
    return [problem("DVK-D509", place, count=counts.total(), units=several, figures=told, voice=scheme.voices[0])]


def find_unappraised(
    standing: Standing, scheme: Scheme, outside: Mapping[str, tuple[str, ...]]
) -> tuple[pl.DataFrame, list[Problem]]:
    """Give the cells that only the first of several voices spoke of, and what the scheme's policy says about them.

    ``outside``: figure → clusters whose units do not have it.
    """
    claimed = {name: standing.frame["unit"].filter(mask) for name, mask in _claimed(standing).items()}
    if not claimed:
        return pl.DataFrame(schema=_UNAPPRAISED), []
    figures = [pl.Series([name], dtype=pl.String).new_from_index(0, len(units)) for name, units in claimed.items()]
    columns = [pl.concat([*claimed.values()]).alias("unit"), pl.concat(figures).alias("figure")]
    unappraised = pl.DataFrame(columns).with_columns(voice=pl.lit(scheme.voices[0]))
    code = {"warn": "DVK-D504", "error": UNAPPRAISED, "not-reported": "DVK-D506"}[scheme.unappraised]
    problems: list[Problem] = []
    if scheme.unappraised == "not-reported":
        problems += _not_missing(standing, claimed, scheme, outside)
    problems = problems or [_of_claims(code, nw.from_native(unappraised, eager_only=True), scheme)]
    for name in (name for name in claimed if name in standing.kp):
        units = standing.frame["unit"].filter((standing.origin[name] == 0) & (standing.frame[kp_flag(name)] == 1))
        if len(units):
            place, those = Place(header=name), Units.of(units.head(NAMED).to_list(), len(units))
            label = figure_title(scheme, name)
            args = {"label": label, "voice": _claimant(scheme), "count": len(units), "units": those}
            problems.append(problem("DVK-D503", place, **args))
    return unappraised, problems


def _of_claims(code: str, claims: nw.DataFrame[Any], scheme: Scheme) -> Problem:
    """Tell how many claims stand that nobody appraised, and of which figures."""
    counts: dict[str, int] = dict(claims.group_by("figure").agg(nw.len()).iter_rows())
    most = sorted(counts, key=lambda name: (-counts[name], name))
    told = _counted(scheme, {name: counts[name] for name in most})
    several = claims["unit"].n_unique()
    return problem(code, count=len(claims), units=several, figures=told, voice=_claimant(scheme))


def _claimant(scheme: Scheme) -> Text:
    """Name the voice that units speak in themselves."""
    return scheme.voice_titles.get(scheme.voices[0], Text.same(scheme.voices[0]))


def _counted(scheme: Scheme, counts: Mapping[str, int]) -> Text:
    """List figures by their titles, each with a number of cells: as many as both languages have room for."""
    shown: list[Text] = []
    for name, count in list(counts.items())[:NAMED]:
        shown.append(joined((quoted(figure_title(scheme, name)), Text.same(f"({count})")), " "))
        told = _with_rest(shown, len(counts))
        if len(shown) > 1 and max(len(told.vi), len(told.en)) > LONGEST:
            shown.pop()
            break
    return _with_rest(shown, len(counts))


def _with_rest(shown: Sequence[Text], count: int) -> Text:
    left = count - len(shown)
    return joined([*shown, Text.same(f"… (+{left})")] if left else shown)


def find_filled(standing: Standing, wanted: Wanted, scheme: Scheme) -> list[Problem]:
    """Tell of figures that units report, left blank by the first voice and filled in by a later one."""
    first = standing.after.get(0)
    if first is None:
        return []
    problems: list[Problem] = []
    for name, (spec, criterion) in wanted.items():
        blanks = first[name].null_count()
        if spec.by != "unit" or name not in standing.origin or not blanks:
            continue
        if name not in standing.kp and standing.frame[name].null_count() == blanks:
            continue  # a later voice takes nothing away, so that it has filled in nothing either
        blank = first[name].is_null()
        blank &= first[kp_flag(name)] == 0 if name in standing.kp else True
        units = standing.frame["unit"].filter(blank & (standing.origin[name] > 0))
        args = {"label": figure_title(scheme, name), "voice": _claimant(scheme)}
        places = (Place(header=name, unit=unit, criterion=criterion) for unit in units.head(LIMIT).to_list())
        problems += [problem("DVK-D508", place, **args) for place in places]
        problems += more_than(len(units), None, name, code="DVK-D508")
    return problems


def left_open(
    figures: FigureSet, rulings: Sequence[Ruling], scheme: Scheme
) -> tuple[Sequence[Problem], nw.DataFrame[Any]]:
    """Leave out what rulings answer, where one says of a criterion that it is not assigned.

    Returns:
        The problems of the figures, and the claims that nobody appraised.
    """
    ruled, claims = _not_assigned(rulings), figures.unappraised
    if not ruled:
        return figures.problems, claims
    for name in claims["figure"].unique().to_list() if len(claims) else ():
        if units := _answered(name, figures, ruled, scheme):
            claims = claims.filter(~((nw.col("figure") == name) & nw.col("unit").is_in(sorted(units))))
    left = (
        _open_of_claims(fault, claims, figures, scheme)
        if fault.code in ("DVK-D504", UNAPPRAISED, "DVK-D506")
        else _unanswered(fault, figures, ruled, scheme)
        for fault in figures.problems
    )
    return [fault for fault in left if fault is not None], claims


def _not_assigned(rulings: Sequence[Ruling]) -> Mapping[str | None, frozenset[str]]:
    """Give the units that each criterion is not assigned to by a ruling; ``criteria.ID`` → units."""
    by_criterion: dict[str | None, frozenset[str]] = {}
    for ruling in rulings:
        if ruling.act == "not-assigned":
            by_criterion[ruling.of] = by_criterion.get(ruling.of, frozenset()).union(ruling.units)
    return by_criterion


def _answered(
    name: str, figures: FigureSet, ruled: Mapping[str | None, frozenset[str]], scheme: Scheme
) -> frozenset[str]:
    """Give the units for which rulings leave nothing that reads the figure.

    Conditions and tie-breaks take a figure of a criterion that is not assigned for one that is not assigned.
    """
    owner = figures.columns[name].criterion
    if owner is not None:
        return ruled.get(f"criteria.{owner}", frozenset())

    def shares(use: CriterionUse | Adjustment) -> bool:
        return any(each.name == name for each in use.figures if each.shared)

    if name in looked_at(scheme) or any(map(shares, scheme.adjustments.values())):
        return frozenset()
    sharing = [use for use in scheme.criteria.values() if shares(use)]
    every = frozenset[str]().union(*(ruled.get(f"criteria.{use.id}", ()) for use in sharing))
    rows = figures.frame.filter(nw.col("unit").is_in(sorted(every))).select("unit", CLUSTER).iter_rows()
    kinds = {unit: scheme.clusters[cluster].kind for unit, cluster in rows}
    return frozenset(
        unit
        for unit, kind in kinds.items()
        if all(unit in ruled.get(f"criteria.{use.id}", ()) for use in sharing if kind in use.weight)
    )


def _open_of_claims(fault: Problem, claims: nw.DataFrame[Any], figures: FigureSet, scheme: Scheme) -> Problem | None:
    if len(claims) == len(figures.unappraised):
        return fault
    return _of_claims(fault.code, claims, scheme) if len(claims) else None


def _unanswered(
    fault: Problem, figures: FigureSet, ruled: Mapping[str | None, frozenset[str]], scheme: Scheme
) -> Problem | None:
    name = fault.place.header or ""
    if fault.code == "DVK-D324":  # a part above its whole
        return None if fault.place.unit in _answered(name, figures, ruled, scheme) else fault
    if fault.code != "DVK-D503" or name not in figures.columns:
        return fault
    claimed = figures.unappraised.filter(nw.col("figure") == name)["unit"].to_list()
    kp = figures.frame.filter(nw.col(kp_flag(name)) == 1, nw.col("unit").is_in(claimed))["unit"].to_list()
    answered = _answered(name, figures, ruled, scheme)
    left = [unit for unit in kp if unit not in answered]
    if len(left) == len(kp):
        return fault
    told = Units.of(left[:NAMED], len(left))
    return problem(fault.code, fault.place, **{**fault.args, "count": len(left), "units": told}) if left else None


def _not_missing(
    standing: Standing, claimed: Mapping[str, pl.Series], scheme: Scheme, outside: Mapping[str, tuple[str, ...]]
) -> Iterator[Problem]:
    """Name what cannot count as not reported, since nothing is missing without it: a claim could be better gone."""
    columns = scheme.figure_columns
    for name, units in claimed.items():
        spec, criterion = columns[name]
        if spec.blank is None and not spec.optional:
            continue
        lacking = standing.frame.filter(pl.col("cluster").is_in(list(outside.get(name, ()))))["unit"]
        those = units.filter(~units.is_in(lacking.to_list())) if len(lacking) else units
        if len(those):
            told = Units.of(those.head(NAMED).to_list(), len(those))
            label = figure_title(scheme, name)
            yield problem("DVK-D507", Place(header=name, criterion=criterion), label=label, units=told)


def not_reported(frame: pl.DataFrame, standing: Standing) -> pl.DataFrame:
    """Take away what only the first voice spoke of: the policy ``not-reported``."""
    blanked: list[pl.Series] = []
    for name, claimed in _claimed(standing).items():
        blanked.append(frame[name].set(claimed, None))
        if name in standing.kp:
            blanked.append(frame[kp_flag(name)].set(claimed, 0))
    return frame.with_columns(blanked)


def _claimed(standing: Standing) -> Mapping[str, pl.Series]:
    """Give the figures, and for which units, that only the first voice spoke of."""
    masks = {name: origin == 0 for name, origin in standing.origin.items()}
    return {name: mask for name, mask in masks.items() if mask.any()}
