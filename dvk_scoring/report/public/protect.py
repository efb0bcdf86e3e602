"""Which further points are left out so that those which are left out cannot be worked out from the sums beside them.

Points add up: the parts of a section to the section; the parts at the top, bonuses and penalties to the total. Where
one part is left out, the others and the sum give it. So further parts of the same sum are left out, the least weighty
first, until nobody's left-out points are told by the sum of all that is left out there (``told``). Where that is not
enough, the sum itself is left out; a total never is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction

from dvk_scoring.analysis.shown import section_points
from dvk_scoring.law.totals import Tree
from dvk_scoring.report.public.small import Cells
from dvk_scoring.report.public.told import KnownPart, Sums
from dvk_scoring.scheme.model import Adjustment, Scheme
from dvk_scoring.scoring.result import AddedResult, Result, UnitResult

_ADDED = "+"
"""What bonuses, penalties and rulings add to a sum, as a part of it."""


def protected(result: Result, left_out: Iterable[str], cells: Cells) -> set[str]:
    """Give all points that are left out: those given, what lies in them, and what must be left out beside them.

    Args:
        result: The result.
        left_out: ``criteria.ID``, ``sections.ID``, ``bonuses``, ``penalties``.
        cells: Figures that are shown: points that they tell keep nothing open.
    """
    return _Guard(result, set(left_out), cells).all()


def told_by_total(result: Result, left_out: Iterable[str], cells: Cells) -> Mapping[str, int]:
    """Give the left-out points that the total alone tells, whatever else is left out, and of how many units.

    ``criteria.ID``, ``sections.ID``, or ``total`` for what bonuses, penalties and rulings add to it.
    """
    guard = _Guard(result, set(left_out), cells)
    guard.all()
    return guard.by_total


class _Guard:
    """Grows what is hidden.

    ``sensitive``: what must not be found out. ``needs``: sums that are left out for what lies in them → how much of
    them must stay open, in points.
    """

    def __init__(self, result: Result, left_out: set[str], cells: Cells) -> None:
        self.result, self.scheme, self.cells = result, result.scheme, cells
        self.tree = Tree.of(self.scheme)
        self.hidden, self.sensitive = set(left_out), set(left_out)
        self.needs: dict[str, Fraction] = {}
        self.by_total: dict[str, int] = {}
        self.answers = {
            f"criteria.{key}"
            for key, use in self.scheme.criteria.items()
            if use.figures and all(spec.kind in ("yes-no", "choice") for spec in use.figures)
        }

    def all(self) -> set[str]:
        sums = [*self.tree.deepest_first, None]
        for of in sums:
            if self._adds_hidden(of):
                self.hidden.add(_added(of))
                self.sensitive.add(_added(of))
        for key in list(self.hidden):
            self._hide_below(key)
        for of in sums:
            if of is None or f"sections.{of}" not in self.hidden:
                self._guard(of)
        return {part for part in self.hidden if not part.startswith(_ADDED)}

    def _guard(self, of: str | None) -> None:
        """Hide further parts of one sum; where all of them are not enough, the sum itself."""
        sums = [Sums(parts, self.needs, self.answers) for parts in self._by_kind(of)]
        self._hide_more(of, sums)
        if of is None:
            for key in (key for summed in sums for _, key in summed.told(self.sensitive, self.hidden, eased=False)):
                name = key.removeprefix(_ADDED)
                self.by_total[name] = self.by_total.get(name, 0) + 1

    def _hide_more(self, of: str | None, sums: Sequence[Sums]) -> None:
        children = self._children(of)
        if not self.sensitive & {*children, _added(of)}:
            return
        for summed in sums if of is None else ():
            summed.ease(self.sensitive, {*self.hidden, *children})
        while any(each.told(self.sensitive, self.hidden) for each in sums):
            rest = [child for child in children if child not in self.hidden and child not in self.cells.telling_points]
            if not rest:
                if of is not None:
                    self.hidden.add(f"sections.{of}")
                    self.sensitive.add(f"sections.{of}")
                    needed = [each.most_needed(self.sensitive) for each in sums]
                    self.needs[f"sections.{of}"] = max(needed, default=Fraction(0))
                return
            least = min(rest, key=self._weight)
            self.hidden.add(least)
            self._hide_below(least)

    def _by_kind(self, of: str | None) -> Iterator[list[dict[str, KnownPart]]]:
        """Give the parts of a sum of all units that have it, kind by kind: what is usual differs with the weights."""
        kinds: dict[str, list[dict[str, KnownPart]]] = {}
        for unit in self.result.units:
            if self._has(of, unit):
                kinds.setdefault(self.scheme.clusters[unit.cluster].kind, []).append(self._parts(of, unit))
        yield from kinds.values()

    def _has(self, of: str | None, unit: UnitResult) -> bool:
        """Tell whether the edition would show a sum of a unit."""
        return unit.whole if of is None else section_points(self.scheme, unit, of) is not None

    def _children(self, of: str | None) -> list[str]:
        return [
            *(f"criteria.{key}" for key in self.tree.criteria.get(of, ())),
            *(f"sections.{key}" for key in self.tree.sections.get(of, ())),
        ]

    def _hide_below(self, key: str) -> None:
        """Hide what lies in a section: it would add up to it."""
        if key.startswith("sections."):
            for inner in self.tree.within(key.removeprefix("sections.")):
                self.hidden.add(f"sections.{inner}")
                self.hidden |= {f"criteria.{criterion}" for criterion in self.tree.criteria.get(inner, ())}

    def _weight(self, key: str) -> Fraction:
        return max(self._weights(key).values(), default=Fraction(0))

    def _weights(self, key: str) -> Mapping[str, Fraction]:
        head, _, name = key.partition(".")
        weights = self.scheme.criteria[name].weight if head == "criteria" else self.scheme.sections[name].weight
        return weights or {}

    def _parts(self, of: str | None, unit: UnitResult) -> dict[str, KnownPart]:
        """Give the parts of a sum of one unit."""
        kind = self.scheme.clusters[unit.cluster].kind
        parts: dict[str, KnownPart] = {}
        for key in self._children(of):
            value = _points(unit, key)
            if value is not None:
                more, less = self._reach(key) if key.startswith("sections.") else (Fraction(0), Fraction(0))
                most = self._weights(key).get(kind, Fraction(0)) + more
                parts[key] = KnownPart(value, min(-less, value), max(most, value))
        whole = Fraction(unit.total) if of is None else Fraction(unit.sections[of][0])
        rest = whole - sum((part.value for part in parts.values()), Fraction(0))
        parts = {key: self._without_told(unit, key, part) for key, part in parts.items() if not self._told(unit, key)}
        parts[_added(of)] = KnownPart(rest, *self._open(of, unit, rest))
        return parts

    def _told(self, unit: UnitResult, key: str) -> bool:
        """Tell whether the figures that are shown tell the points of a criterion of a unit."""
        row = self.cells.rows.get(unit.unit, {})
        asked = self.cells.telling_points.get(key, ())
        return bool(asked) and all(row[of].state not in ("small", "withheld") for of in asked)

    def _without_told(self, unit: UnitResult, key: str, part: KnownPart) -> KnownPart:
        """Give a section without what figures tell of it: who subtracts that knows as much of the rest."""
        if not key.startswith("sections."):
            return part
        kind, known, most = self.scheme.clusters[unit.cluster].kind, Fraction(0), Fraction(0)
        for inner in self.tree.within(key.removeprefix("sections.")):
            for name in (f"criteria.{use}" for use in self.tree.criteria.get(inner, ())):
                if self._told(unit, name):
                    known += _points(unit, name) or 0
                    most += self._weights(name).get(kind, Fraction(0))
        value = part.value - known
        return KnownPart(value, min(part.low, value), max(part.high - most, value))

    def _open(self, of: str | None, unit: UnitResult, rest: Fraction) -> tuple[Fraction, Fraction]:
        """Give between which numbers lies what is added to a sum, for whoever knows what is shown of it."""
        low = high = rest
        if "bonuses" in self.hidden:
            given, most = self._given(of, self.scheme.bonuses, unit.bonuses)
            low, high = low - given, high + most - given
        if "penalties" in self.hidden:
            given, most = self._given(of, self.scheme.penalties, unit.penalties)
            low, high = low - (most - given), high + given
        return low - self._changed(of), high + self._changed(of)

    def _given(
        self, of: str | None, ones: Mapping[str, Adjustment], given: Mapping[str, AddedResult]
    ) -> tuple[Fraction, Fraction]:
        """Give what a unit has of the bonuses or penalties to a sum, and the most that there could be."""
        added = list(self._going_to(of, ones))
        most = self._most(added)
        return min(most, sum((Fraction(given[adjustment.id].points) for adjustment in added), Fraction(0))), most

    def _changed(self, of: str | None) -> Fraction:
        """Give the size of what rulings change of a sum, of all units."""
        changes = (
            ruling.change for ruling in self.result.rulings if ruling.act == "points" and ruling.of == _target(of)
        )
        return sum((abs(change) for change in changes), Fraction(0))

    def _reach(self, section: str) -> tuple[Fraction, Fraction]:
        """Give the most that is added to a section and those within, and the most that is taken."""
        more = less = Fraction(0)
        for inner in self.tree.within(section.removeprefix("sections.")):
            more += self._most(self._going_to(inner, self.scheme.bonuses)) + self._changed(inner)
            less += self._most(self._going_to(inner, self.scheme.penalties)) + self._changed(inner)
        return more, less

    def _most(self, ones: Iterable[Adjustment]) -> Fraction:
        """Give the most points that bonuses or penalties can have together."""
        return sum((_most(self.scheme, adjustment) for adjustment in ones), Fraction(0))

    def _going_to(self, of: str | None, ones: Mapping[str, Adjustment]) -> Iterator[Adjustment]:
        """Give the bonuses or penalties that count in a sum or in a criterion directly in it."""
        targets = {_target(of), *(f"criteria.{key}" for key in self.tree.criteria.get(of, ()))}
        return (adjustment for adjustment in ones.values() if adjustment.to in targets)

    def _adds_hidden(self, of: str | None) -> bool:
        """Tell whether what is added to a sum must not be found out: penalties that are left out, rulings."""
        groups = {"bonuses": self.scheme.bonuses, "penalties": self.scheme.penalties}
        hidden = any(name in self.hidden and any(self._going_to(of, ones)) for name, ones in groups.items())
        return hidden or self._changed(of) > 0


def _added(of: str | None) -> str:
    return f"{_ADDED}{_target(of)}"


def _target(of: str | None) -> str:
    return "total" if of is None else f"sections.{of}"


def _points(unit: UnitResult, key: str) -> Fraction | None:
    head, _, name = key.partition(".")
    if head == "sections":
        points, most = unit.sections[name]
        return None if most == 0 == points else Fraction(points)
    result = unit.criteria.get(name)
    return None if result is None or result.points is None else Fraction(result.points)


def _most(scheme: Scheme, adjustment: Adjustment) -> Fraction:
    """Give the most points of a bonus or penalty."""
    known = [end for end in (adjustment.cap, adjustment.decided.points(adjustment.factor).high) if end is not None]
    return min(known, default=scheme.total)
