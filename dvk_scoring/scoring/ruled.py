"""Rulings as columns beside the figures, and what a result says of rulings on ties."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Final

import narwhals as nw

from dvk_scoring.formula import names
from dvk_scoring.formula.names import HOLD_CLASS, HOLD_TITLES, OUT, RULED_PLACES, TIE, TIE_ALL, change_of, ruled_out
from dvk_scoring.formula.state import State
from dvk_scoring.law.conditions import figure_of
from dvk_scoring.law.ranking import has_of_lacking
from dvk_scoring.law.titles import UNDECIDED, UNDECIDED_RESERVE
from dvk_scoring.problem import DvkError, Place, Problem, problem
from dvk_scoring.scheme.quantity_words import OVER_ALL
from dvk_scoring.text import Text
from dvk_scoring.unit_names import Units

if TYPE_CHECKING:
    from dvk_scoring.scheme.model import Ruling, Scheme, TieBreak
    from dvk_scoring.scoring.result import Result

SHOWN: Final = 10
"""Units that a problem of ties names."""
_FEW: Final = 10_000
"""Rows that are ordered at once."""


def with_rulings(frame: nw.DataFrame[Any], rulings: Sequence[Ruling]) -> nw.DataFrame[Any]:
    """Add a column for each kind of act: flags 0/1, changes of points, places in a tie (the best has the largest)."""
    flags: dict[str, set[str]] = {}
    numbers: dict[str, dict[str, int]] = {}
    clusters = _clusters(frame, [ruling for ruling in rulings if ruling.act == "tie"])
    for ruling in rulings:
        if ruling.act == "hold":
            for effect in ruling.effect:
                flags.setdefault(HOLD_CLASS if effect == "class" else HOLD_TITLES, set()).update(ruling.units)
        elif ruling.act == "out":
            flags.setdefault(OUT, set()).update(ruling.units)
        elif ruling.act == "not-assigned" and ruling.of is not None:
            flags.setdefault(ruled_out(ruling.of.removeprefix("criteria.")), set()).update(ruling.units)
        elif ruling.act == "points" and ruling.of is not None:
            changed = numbers.setdefault(change_of(ruling.of), {})
            for unit in ruling.units:
                changed[unit] = changed.get(unit, 0) + int(ruling.change * 10**RULED_PLACES)
        elif ruling.act == "tie":
            places = {unit: len(ruling.units) - place for place, unit in enumerate(ruling.units)}
            numbers.setdefault(TIE, {}).update(places)
            everywhere = numbers.setdefault(TIE_ALL, {})
            if len({clusters[unit] for unit in ruling.units}) > 1:
                everywhere.update(places)
    columns = [_flag(name, units) for name, units in flags.items()]
    columns += [_number(name, units) for name, units in numbers.items()]
    return frame.with_columns(*columns) if columns else frame


def _clusters(frame: nw.DataFrame[Any], ties: Sequence[Ruling]) -> dict[str, str]:
    named = {unit for ruling in ties for unit in ruling.units}
    if not named:
        return {}
    inside = frame.filter(nw.col("unit").is_in(sorted(named)))
    return dict(zip(inside["unit"].to_list(), inside["cluster"].to_list(), strict=True))


def _flag(name: str, units: set[str]) -> nw.Expr:
    return nw.col("unit").is_in(sorted(units)).cast(nw.Int8).alias(name)


def _number(name: str, units: dict[str, int]) -> nw.Expr:
    named = nw.col("unit").replace_strict(list(units), list(units.values()), default=0, return_dtype=nw.Int64)
    return named.alias(name) if units else nw.lit(0, nw.Int64).alias(name)


def check_ties(result: Result) -> list[Problem]:
    """Say which ties nobody ruled on, and which rulings on ties name units that were not tied.

    Raises:
        DvkError: A ruling names some of the units that are tied, and not all.
    """
    problems: list[Problem] = []
    refused: list[Problem] = []
    groups = _Groups(result)
    for ruling in result.rulings:
        if ruling.act != "tie":
            continue
        place, units = Place(file=ruling.file, line=ruling.line), Units.of(ruling.units)
        lacking = groups.lacking(ruling)
        if lacking:
            shown = Units.of(lacking)
            refused.append(problem("DVK-R121", place, units=units, missing=shown, ref=ruling.ref))
        elif apart := groups.apart(ruling):
            problems.append(problem("DVK-E107", place, units=Units.of(apart), ref=ruling.ref))
    if refused:
        raise DvkError(refused)
    problems += _absent(result)
    over_all = _tied_over_all(result)
    told = [unit for group in over_all for unit in group]
    asked = unruled(result.scheme) & ~nw.col("unit").is_in(told) if told else unruled(result.scheme)
    tied = int(result.frame.select(asked=asked)["asked"].sum())
    if told or tied:
        keys = tie_of(result.scheme)
        ties = parted(_first(result.frame, asked, [*keys, "unit"]).iter_rows(named=True), keys)
        problems.append(unruled_ties(result.scheme, [*over_all, *ties], len(told) + tied))
    return problems


def _first(rows: nw.DataFrame[Any], where: nw.Expr, keys: Sequence[str]) -> nw.DataFrame[Any]:
    """Give the first of rows: of many, a lazy sort neither copies nor orders the rest, which takes up to a second."""
    if len(rows) <= _FEW:
        return rows.filter(where).select(*keys).sort(*keys).head(SHOWN)
    return rows.lazy(backend="polars").filter(where).select(*keys).sort(*keys).head(SHOWN).collect()


def tie_of(scheme: Scheme) -> tuple[str, ...]:
    """Name the columns that are alike in all units of one tie, and in no others that are tied."""
    return ("cluster", "rank") if scheme.ranking.within == "cluster" else ("rank",)


def parted(rows: Iterable[Mapping[str, Any]], keys: Sequence[str]) -> list[list[str]]:
    """Part rows of units, sorted by ``keys``, into the ids of those whose keys are alike."""
    return [[row["unit"] for row in alike] for _, alike in groupby(rows, itemgetter(*keys))]


def unruled_ties(scheme: Scheme, ties: Sequence[Sequence[str]], count: int) -> Problem:
    """Make the problem of ties that ask for a ruling, of so many units: each by itself, for so it must be ruled on."""
    return problem("DVK-E106", Place(file=scheme.path), units=Units.grouped(ties, count, SHOWN))


def unruled(scheme: Scheme) -> nw.Expr:
    """Tell the units whose tie asks for a ruling, as far as they are ranked together."""
    tied = nw.col("tied")
    # Where ties are final, only a quota that cuts through one asks for a ruling.
    return tied & undecided(scheme.titles) if scheme.ranking.is_final else tied


def over_all_clusters(scheme: Scheme) -> list[str]:
    """Name the titles whose places are over all clusters, where units are ranked within each."""
    over_all = [
        key for key, title in scheme.titles.items() if title.quota.per == "all" or title.quota.in_all is not None
    ]
    return over_all if scheme.ranking.within == "cluster" else []


def undecided(titles: Iterable[str]) -> nw.Expr:
    """Tell where one of some titles, or a place in reserve for it, is undecided."""
    states = [nw.col(names.title(key)) for key in titles]
    open_ = [(state == UNDECIDED) | (state == UNDECIDED_RESERVE) for state in states]
    return nw.any_horizontal(*open_, ignore_nulls=True) if open_ else nw.lit(value=False)


def _tied_over_all(result: Result) -> list[list[str]]:
    """Give the ties between several clusters that are undecided for a title whose places are over all clusters."""
    over_all = over_all_clusters(result.scheme)
    if not over_all:
        return []
    keys = [name for name in result.frame.columns if name == "total" or name.startswith("chain.")]
    rows = result.frame.filter(nw.col("ranked"), undecided(over_all))
    groups: dict[tuple[object, ...], dict[str, str]] = {}
    for unit, cluster, *values in rows.select("unit", "cluster", *keys).iter_rows():
        groups.setdefault(tuple(values), {})[unit] = cluster
    ruled = [frozenset(ruling.units) for ruling in result.rulings if ruling.act == "tie"]
    several = (group for _, group in sorted(groups.items()) if len(set(group.values())) > 1)
    return [sorted(group) for group in several if not any(group.keys() <= acts for acts in ruled)]


def _absent(result: Result) -> list[Problem]:
    """Say which ties were decided by a quantity that some of the tied units do not have."""
    ranking = result.scheme.ranking
    chain = [name for name in result.frame.columns if name.startswith("chain.")]
    if all(result.frame[name].n_unique() == 1 for name in chain if name.endswith(".has")):
        return []
    frame = result.frame.select("unit", "cluster", "total", *chain, "ranked").filter("ranked")
    keys = ["total", *(["cluster"] if ranking.within == "cluster" else [])]
    problems: list[Problem] = []
    for index, step in enumerate(ranking.tie_break):
        has, value = f"chain.{index}.has", f"chain.{index}.value"
        if has in frame.columns and frame[has].n_unique() > 1:
            lowest, highest = nw.col(has).min().over(*keys), nw.col(has).max().over(*keys)
            apart = frame.filter(lowest < highest)
            lacking = apart.filter(nw.col(has) == has_of_lacking(step))["unit"]
            if len(lacking):
                problems.append(decided_by_absence(result.scheme, step, first_of(lacking)))
        keys += [name for name in (has, value, f"chain.{index}.reaches") if name in frame.columns]
    return problems


def decided_by_absence(scheme: Scheme, step: TieBreak, units: Units) -> Problem:
    """Make the problem of a step that decided a tie since some of the tied units do not have what it looks at."""
    code = "DVK-E110" if has_of_lacking(step) else "DVK-E109"
    return problem(code, Place(file=scheme.path), by=_quantity(scheme, step.by), units=units)


def _quantity(scheme: Scheme, of: str) -> Text:
    """Call what units may lack: a section, a criterion, a figure, bonuses or penalties."""
    figure = figure_of(scheme, of)
    if figure is not None:
        return figure[1].label
    if of in OVER_ALL:
        return OVER_ALL[of]
    table, _, name = of.partition(".")
    return (scheme.sections if table == "sections" else scheme.criteria)[name].title


def first_of(units: nw.Series[Any]) -> Units:
    """Name the first of several units."""
    return Units.of(units.sort().head(SHOWN).to_list(), len(units))


def has_effect(result: Result, ruling: Ruling) -> bool:
    """Tell whether a ruling changed anything.

    One on a tie does when it names all of some units that were tied, one on points when a unit of it has points there,
    and one that takes a criterion away when a unit of it has the criterion.
    """
    if ruling.act == "tie":
        return _Groups(result).whole(ruling)
    use = result.scheme.criteria.get("" if ruling.of is None else ruling.of.removeprefix("criteria."))
    rows = result.frame.filter(nw.col("unit").is_in(ruling.units))
    if ruling.act == "not-assigned" and use is not None:
        return any(result.scheme.clusters[cluster].kind in use.weight for cluster in rows["cluster"].to_list())
    if ruling.act != "points":
        return True
    there = nw.col("assigned_weight").cast(nw.String) != "0" if use is None else nw.col(names.state(use.id)) == State.OK
    return len(rows.filter(there)) > 0


class _Groups:
    """Ranked units that are equal before the committee: in a cluster, or in all where a ruling names several."""

    def __init__(self, result: Result) -> None:
        self.within_all = result.scheme.ranking.within == "all"
        self.cluster: dict[str, str] = {}
        self.place: dict[str, tuple[str, int]] = {}
        self.units: dict[tuple[str, int], list[str]] = {}
        if all(ruling.act != "tie" for ruling in result.rulings):
            return
        for unit, cluster, place, ranked in result.frame.select(
            "unit", "cluster", "place_before", "ranked"
        ).iter_rows():
            self.cluster[unit] = cluster
            if ranked:
                self.place[unit] = cluster, place
                self.units.setdefault((cluster, place), []).append(unit)
                self.units.setdefault(("", place), []).append(unit)

    def _named(self, ruling: Ruling) -> list[list[str]]:
        """Give the ties, of two units or more, that a ruling has to do with."""
        places = [self.place[unit] for unit in ruling.units if unit in self.place]
        several = self.within_all or len({self.cluster[unit] for unit in ruling.units}) > 1
        keys = dict.fromkeys(("" if several else cluster, place) for cluster, place in places)
        return [self.units[key] for key in keys if len(self.units[key]) > 1]

    def lacking(self, ruling: Ruling) -> list[str]:
        """Give the units that are tied with a named one and are not named."""
        named = set(ruling.units)
        return sorted(unit for tied in self._named(ruling) for unit in tied if unit not in named)

    def whole(self, ruling: Ruling) -> bool:
        """Tell whether a ruling names all of some units that are tied."""
        return bool(self._named(ruling)) and not self.lacking(ruling)

    def apart(self, ruling: Ruling) -> list[str]:
        """Give the units that a ruling names and that are tied with none of the others."""
        tied = {unit for units in self._named(ruling) for unit in units}
        return [unit for unit in ruling.units if unit not in tied]
