"""Points, ranks, classes and titles of a unit as a document shows them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Final

import attrs

from dvk_scoring.analysis.shown import (
    added_points,
    criteria_below,
    criterion_points,
    section_points,
    shown_total,
)
from dvk_scoring.analysis.stated import stated
from dvk_scoring.formula.show import show_number, show_points, show_signed
from dvk_scoring.formula.state import State
from dvk_scoring.report.documents.words import PaperSayer
from dvk_scoring.report.notes import notes_on, notes_on_parts
from dvk_scoring.report.one_line import OneLine
from dvk_scoring.report.parts import TopPart, top_parts
from dvk_scoring.report.places import point_places, section_places
from dvk_scoring.scheme.model import Adjustment, CriterionUse
from dvk_scoring.scoring.places import most_places, own_places, shown_places
from dvk_scoring.scoring.result import AddedResult, Result, UnitResult
from dvk_scoring.scoring.ruled import has_effect
from dvk_scoring.scoring.state_words import TITLE

_MOST_PLACES: Final = 4
"""Decimals of parts that are shown; totals, which decide, stand in full."""


_MOST_NAMES: Final = 60


@attrs.frozen
class Together:
    """Units that are ranked together: the cluster's title, its kind (empty: several), and the units by rank."""

    title: str
    kind: str
    units: tuple[UnitResult, ...]


class Shown:
    """Shows the numbers of one result in one language."""

    def __init__(self, result: Result, say: PaperSayer) -> None:
        """Keep what is shown."""
        self.result, self.scheme, self.say = result, result.scheme, say
        self.language = say.language
        self.parts: tuple[TopPart, ...] = top_parts(self.scheme, self.language)
        self.places = min(max(most_places(self.scheme), point_places(result)), _MOST_PLACES)
        self.section_places = min(section_places(result), _MOST_PLACES)
        self.shortened = most_places(self.scheme) > _MOST_PLACES or any(
            output.rounded for output in result.plan.outputs.values()
        )
        self.names = {unit.unit: unit.name for unit in result.units}

    def groups(self) -> Iterator[Together]:
        """Give the clusters that have units, or all units when they are ranked together."""
        units, clusters = self.result.units, self.scheme.clusters
        if self.scheme.ranking.within == "all":
            kinds = {clusters[unit.cluster].kind for unit in units}
            title = (
                self.say("all_units") if len(clusters) > 1 else next(iter(clusters.values())).title.in_(self.language)
            )
            yield Together(title, kinds.pop() if len(kinds) == 1 else "", units)
            return
        for key, cluster in clusters.items():
            inside = tuple(unit for unit in units if unit.cluster == key)
            if inside:
                yield Together(cluster.title.in_(self.language), cluster.kind, inside)

    def cluster(self, unit: UnitResult) -> str:
        """Name the cluster of a unit."""
        return self.scheme.clusters[unit.cluster].title.in_(self.language)

    def rank(self, unit: UnitResult) -> str:
        """Write the rank; a dash when it has none, or that it is out of competition."""
        if unit.rank is None:
            return self.say("out" if unit.state == "out" else "nothing")
        return self.say("tied", rank=unit.rank) if unit.tied else str(unit.rank)

    def short_rank(self, unit: UnitResult) -> str:
        """Write the rank for a narrow column: a tie is marked by ``=``."""
        if unit.rank is None:
            return self.say("nothing")
        return f"{unit.rank}=" if unit.tied else str(unit.rank)

    def notes(self) -> Iterator[str]:
        """Say what must be known of totals and ranks to read them."""
        return (text.in_(self.language) for text in notes_on(self.scheme))

    def sums(self) -> Iterator[str]:
        """Say why points of parts do not add up to the total beside them."""
        yield from (text.in_(self.language) for text in notes_on_parts(self.scheme))
        acts = [act for act in self.result.rulings if act.act == "points" and not str(act.of).startswith("criteria.")]
        deed = OneLine(self.result, self.language).deed
        changes = [f"{self.named(act.units)}: {deed(act)}" for act in acts if has_effect(self.result, act)]
        if changes:
            yield self.say("changed_beside", changes="; ".join(changes))
        limits = self.scheme.limits
        ends = [end for end in (limits.low, limits.high) if end is not None]
        if any(unit.whole and Fraction(unit.total) in ends for unit in self.result.units):
            low, high = ("…" if end is None else show_number(end, self.language) for end in (limits.low, limits.high))
            yield self.say("total_held", low=low, high=high)
        if self.scheme.not_assigned == "leaves-total":
            yield self.say("scaled", whole=self.whole())

    def total(self, unit: UnitResult) -> str:
        """Write the total; a dash where something that it needs is missing."""
        total = shown_total(unit)
        return self.say("nothing") if total is None else self.total_points(total)

    def total_points(self, value: Decimal) -> str:
        """Write points of a total."""
        return show_points(value, shown_places(self.scheme), self.language)

    def part(self, unit: UnitResult, part: TopPart) -> str:
        """Write the points of a section or criterion that has a column of its own."""
        if part.kind == "section":
            return self.section(unit, part.id)
        points = criterion_points(unit.criteria.get(part.id))
        return self.say("nothing") if points is None else self.points(points, self.scheme.criteria[part.id])

    def added(self, given: Mapping[str, AddedResult], counted: Decimal) -> str:
        """Write what counts of the bonuses or the penalties."""
        points = added_points(given, counted)
        return self.say("nothing") if points is None else self.points(points)

    def section(self, unit: UnitResult, key: str) -> str:
        """Write the points of a section."""
        points = section_points(self.scheme, unit, key)
        return self.say("nothing") if points is None else self.section_points(points)

    def section_points(self, value: Decimal) -> str:
        """Write points of a section."""
        return show_points(value, self.section_places, self.language)

    def points(self, value: Decimal, owner: CriterionUse | Adjustment | None = None) -> str:
        """Write points of a criterion, a bonus or a penalty, or a sum of several."""
        places = self.places if owner is None else min(own_places(owner), _MOST_PLACES)
        return show_points(value, places, self.language)

    def change(self, value: Decimal, use: CriterionUse) -> str:
        """Write what the council changed of a criterion's points, with its sign."""
        return show_signed(value, self.language, min(own_places(use), _MOST_PLACES))

    def most(self, part: TopPart, kind: str) -> str:
        """Write what a part can give to units of a kind."""
        if part.kind == "section":
            return self.section_most(part.id, kind)
        weight = self.scheme.criteria[part.id].weight.get(kind)
        return self.say("nothing") if weight is None else show_number(weight, self.language)

    def section_most(self, key: str, kind: str) -> str:
        """Write the weight of a section."""
        weight = self.section_weight(key, kind)
        return self.say("nothing") if weight is None else show_number(weight, self.language)

    def section_weight(self, key: str, kind: str) -> Fraction | None:
        """Give the weight of a section: its own, else that of its criteria; None: it has none of the kind."""
        section = self.scheme.sections[key]
        if section.weight is not None and kind in section.weight:
            return section.weight[kind]
        below = [self.scheme.criteria[criterion].weight.get(kind) for criterion in criteria_below(self.scheme, key)]
        known = [weight for weight in below if weight is not None]
        return sum(known, Fraction(0)) if known else None

    def whole(self) -> str:
        """Write what all criteria together can give."""
        return show_number(self.scheme.total, self.language)

    def klass(self, unit: UnitResult) -> str:
        """Name the class, and whether it is undecided or on hold."""
        name = self.say("nothing") if unit.klass is None else self.scheme.classes[unit.klass].title.in_(self.language)
        if unit.class_open:
            name = self.say("class_open")
        held = any("class" in hold.effect for hold in unit.holds)
        return self.say("on_hold", name=name) if held else name

    def titles(self, unit: UnitResult) -> str:
        """Name the titles a unit is proposed for, or may come to have, with their state: a line each."""
        shown = []
        for key, outcome in unit.titles.items():
            title = self.scheme.titles[key].title.in_(self.language)
            if outcome.state == "proposed":
                shown.append(title)
            elif outcome.state != "no":
                shown.append(self.say("in_state", title=title, state=TITLE[outcome.word].in_(self.language)))
        return ";\n".join(shown)

    def in_state(self, state: State, without: Collection[str] = ()) -> Iterator[tuple[str, str]]:
        """Give what is in a state, each with the units."""
        for part in stated(self.result):
            units = [unit for unit in part.units(self.result.frame, state) if unit not in without]
            if units:
                yield part.title.in_(self.language), self.named(units)

    def counted_as_zero(self) -> Iterator[tuple[str, str]]:
        """Give what is not reported of units that have a place all the same, or are out of competition."""
        return self.in_state(
            State.NOT_REPORTED, {unit.unit for unit in self.result.units if unit.state == "not-ranked"}
        )

    def named(self, units: Sequence[str]) -> str:
        """Name units by their names, not their ids; of very many the first."""
        shown = ", ".join(self.names.get(unit, unit) for unit in units[:_MOST_NAMES])
        left = len(units) - _MOST_NAMES
        return shown if left <= 0 else self.say("more", names=shown, count=left)
