"""The columns of one criterion, bonus or penalty: its figures, their state, each step of its formula, its points."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Final

import attrs

from dvk_scoring.criteria.figures import FigureSpec
from dvk_scoring.formula import grid as g
from dvk_scoring.formula import tree as t
from dvk_scoring.formula.bounds import Prover
from dvk_scoring.formula.phrases import Phrases
from dvk_scoring.formula.precision import Measure
from dvk_scoring.formula.rounding import round_fraction
from dvk_scoring.formula.sheet import SheetReader
from dvk_scoring.report.workbook.inputs import Inputs, heading, title_of
from dvk_scoring.scheme.model import Adjustment, CriterionUse, Decided
from dvk_scoring.scoring.points import held_to_range, points_range

if TYPE_CHECKING:
    from dvk_scoring.report.workbook.book import Book

WEIGHT: Final = t.Param("=weight")
"""The weight as a part of the formula; no plugin's param has such a name."""


@attrs.frozen
class Formula:
    """One decided plugin with the clusters it is for, and the formula that is read."""

    decided: Decided
    clusters: tuple[str, ...]
    tree: t.Num

    @property
    def used(self) -> tuple[FigureSpec, ...]:
        """Figures that the formula names, as declared."""
        names = {node.name for node in t.walk(self.tree) if isinstance(node, t.Figure | t.Attribute)}
        return tuple(spec for spec in self.decided.built.figures if spec.name in names)


@attrs.frozen
class Scored:
    """A finished block.

    Attributes:
        mask: State of the figures.
        computed: Points as the formula gives them, or why there are none.
        points: Points that count.
        weight: What could be had (criteria only).
        counted: What could be had where it is assigned (criteria only).
    """

    mask: g.Column
    computed: g.Column
    points: g.Column
    weight: g.Expr
    counted: g.Column | None = None


class Block:
    """A block in two turns: figures and their state first, the formula when it is known who is compared."""

    def __init__(self, book: Book, sheet: g.Sheet, inputs: Inputs, owner: CriterionUse | Adjustment) -> None:
        """Lay out the figures."""
        self.book, self.sheet, self.inputs, self.owner = book, sheet, inputs, owner
        self.band = 1 + max((column.band for column in sheet.columns), default=0)
        sheet.band = self.band
        self.group = title_of(book, owner.id)
        self.scheme = book.scheme
        self.formulas = self._formulas()
        clusters = {cluster for one in self.formulas for cluster in one.clusters}
        self.applies = [unit.cluster in clusters for unit in book.units]
        self.figures: dict[str, g.Column] = {}
        for one in self.formulas:
            for spec in one.used:
                if spec.name not in self.figures:
                    self.figures[spec.name] = self._figure(spec)
        self.mask = self._mask()

    # who and what

    def _formulas(self) -> list[Formula]:
        owner, scheme = self.owner, self.scheme
        if isinstance(owner, Adjustment):
            decided = owner.decided
            tree = held_to_range(decided.built.tree, decided.built.criterion.range)
            return [Formula(decided, tuple(scheme.clusters), tree)]
        groups: dict[Decided, list[str]] = {}
        for cluster in scheme.clusters.values():
            if cluster.kind in owner.weight:
                groups.setdefault(owner.by_kind[cluster.kind], []).append(cluster.id)
        found = []
        for decided, inside in groups.items():
            weight = owner.weight[scheme.clusters[inside[0]].kind]
            tree = held_to_range(decided.built.tree, points_range(decided, weight))
            found.append(Formula(decided, tuple(inside), tree))
        return found

    def _column_of(self, spec: FigureSpec) -> g.Column:
        return self.inputs.figures[spec.name if spec.shared else f"{self.owner.id}.{spec.name}"]

    def _rows_of(self, formula: Formula) -> list[bool]:
        return [unit.cluster in formula.clusters for unit in self.book.units]

    def _figure(self, spec: FigureSpec) -> g.Column:
        """Repeat a figure beside its formula; a blank stays blank, or becomes what it counts as."""
        source = self._column_of(spec)
        blank = g.word("") if spec.blank is None else g.number(spec.blank)
        expr = g.choose(g.is_word(source, ""), blank, source.ref)
        cells = [expr if here else None for here in self.applies]
        label = heading(spec, self.book)
        return self.sheet.add(label, cells, group=self.group, key=source.key, places=spec.places, look="figure")

    # states

    def _mask(self) -> g.Column:
        ruled = self.inputs.not_assigned.get(self.owner.id)
        by_cluster: dict[str, g.Expr] = {}
        for formula in self.formulas:
            by_cluster.update(dict.fromkeys(formula.clusters, self._state(formula, ruled)))
        cells = [by_cluster.get(unit.cluster) for unit in self.book.units]
        return self.sheet.add(self.book.say("complete"), cells, group=self.group, look="state")

    def _state(self, formula: Formula, ruled: g.Column | None) -> g.Expr:
        markers = self.book.markers
        panels = [node for node in t.walk(formula.tree) if isinstance(node, t.Mean | t.Median)]
        marks = {part.name for panel in panels for part in panel.of}
        others = [self.figures[spec.name] for spec in formula.used if spec.name not in marks]
        kp = [] if ruled is None else [g.is_word(ruled, markers.not_assigned)]
        blank: list[g.Expr] = []
        if others:
            kp.append(g.compare(">", g.count_word(others, markers.not_assigned), g.number(0)))
            blank.append(g.compare("<", g.count_of(others), g.number(len(others))))
        for panel in panels:
            columns = [self.figures[part.name] for part in panel.of]
            kp.append(g.compare("=", g.count_word(columns, markers.not_assigned), g.number(len(columns))))
            blank.append(g.compare("<", g.count_of(columns), g.number(panel.fewest)))
        complete = g.word(markers.complete)
        found = g.choose(g.any_of(blank), g.word(markers.blank), complete) if blank else complete
        return g.choose(g.any_of(kp), g.word(markers.not_assigned), found) if kp else found

    # the formula

    def _readers(self, compared: g.Column | None, times: Mapping[str, g.Expr]) -> list[tuple[Formula, SheetReader]]:
        found: list[tuple[Formula, SheetReader]] = []
        steps = 0
        for formula in self.formulas:
            found.append((formula, self._reader(formula, compared, times, steps)))
            self._read(*found[-1])
            steps = found[-1][1].steps
            self.book.doubts += [(self.group, doubt) for doubt in found[-1][1].doubts]
        return found

    def _read(self, formula: Formula, reader: SheetReader) -> None:
        """Give the score a column of its own, under its own heading where it is a score."""
        reader.cell(formula.tree)

    def _reader(
        self, formula: Formula, compared: g.Column | None, times: Mapping[str, g.Expr], start: int
    ) -> SheetReader:
        book, decided = self.book, formula.decided
        specs = {spec.name: spec for spec in decided.built.figures}
        values = {
            name: [value] if isinstance(value, Fraction) else list(value.values())
            for name, value in decided.params.items()
        }
        weights = [number for key, number in self._times().items() if key in formula.clusters]
        prover = Prover(decided.built.figures, {**values, WEIGHT.name: weights})
        declared = {spec.name: spec for spec in decided.built.params}
        phrases = Phrases(decided.built.figures, book.language, declared, defaults=False)
        phrases.names[WEIGHT] = book.say("weight" if isinstance(self.owner, CriterionUse) else "factor")
        return SheetReader(
            sheet=self.sheet,
            inside=self._rows_of(formula),
            figures=self.figures,
            params={**self._params(formula), WEIGHT.name: book.by_row(times, [unit.cluster for unit in book.units])},
            mask=self.mask,
            compared=compared,
            cluster=book.cluster,
            measure=Measure(specs, {**values, WEIGHT.name: weights}, prover, book.rows),
            phrases=phrases,
            markers=book.markers,
            group=self.group,
            start=start,
        )

    def _params(self, formula: Formula) -> dict[str, g.Expr]:
        book, decided = self.book, formula.decided
        several = len(self.formulas) > 1
        suffix = f".{self.scheme.clusters[formula.clusters[0]].kind}" if several else ""
        found: dict[str, g.Expr] = {}
        for spec in decided.built.params:
            value = decided.params[spec.name]
            name, label = f"{self.owner.id}.{spec.name}{suffix}", spec.label.in_(book.language)
            if isinstance(value, Fraction) or len(set(value.values())) == 1:
                number = value if isinstance(value, Fraction) else next(iter(value.values()))
                found[spec.name] = book.parameter(name, label, self.group, number, (spec.low, spec.high))
                continue
            made = {
                cluster: book.parameter(
                    f"{name}.{cluster}",
                    book.say("kind", what=label, kind=self.scheme.clusters[cluster].title.in_(book.language)),
                    self.group,
                    number,
                    (spec.low, spec.high),
                )
                for cluster, number in value.items()
            }
            found[spec.name] = book.by_row(made, [unit.cluster for unit in book.units])
        return found

    def _times(self) -> dict[str, Fraction]:
        """Give the weight of each cluster, or the factor of a bonus or penalty."""
        owner = self.owner
        if isinstance(owner, Adjustment):
            return dict.fromkeys(self.scheme.clusters, owner.factor)
        return {one.id: owner.weight[one.kind] for one in self.scheme.clusters.values() if one.kind in owner.weight}

    def _times_named(self) -> dict[str, g.Expr]:
        """Make the weights parameters: one, or one for each kind of unit."""
        book, owner = self.book, self.owner
        if isinstance(owner, Adjustment):
            one = book.parameter(f"factor.{owner.id}", book.say("factor_label"), self.group, owner.factor)
            return dict.fromkeys(self.scheme.clusters, one)
        found: dict[str, g.Expr] = {}
        same = len(set(owner.weight.values())) == 1
        for cluster in self.scheme.clusters.values():
            if cluster.kind in owner.weight:
                name, label = f"weight.{owner.id}", book.say("weight_label")
                if not same:
                    name, label = (
                        f"{name}.{cluster.kind}",
                        book.say("kind", what=label, kind=book.kind_title(cluster.kind)),
                    )
                found[cluster.id] = book.parameter(name, label, self.group, owner.weight[cluster.kind])
        return found

    def _rounded(self, formula: Formula, reader: SheetReader, *, weighed: bool) -> g.Expr:
        rounding = self.scheme.rounding
        tree = t.Multiply(formula.tree, WEIGHT) if weighed else formula.tree
        before = len(reader.doubts)
        reader.phrases.names.setdefault(formula.tree, self.book.say("score"))
        found = reader.rounded(tree, rounding.closing, rounding.mode)
        self.book.doubts += [(self.group, doubt) for doubt in reader.doubts[before:]]
        return found

    def _computed(self, compared: g.Column | None, *, weighed: bool, final: bool) -> g.Column:
        """Make the column of the points: text where there are none."""
        times = self._times_named()
        complete = g.is_word(self.mask, self.book.markers.complete)
        by_cluster: dict[str, g.Expr] = {}
        for formula, reader in self._readers(compared, times):
            gives_points = formula.decided.built.criterion.gives == "points"
            points = self._rounded(formula, reader, weighed=weighed or not gives_points)
            whole = g.choose(complete, points, attrs.evolve(self.mask.ref, texts=True))
            by_cluster.update(dict.fromkeys(formula.clusters, whole))
        cells = [by_cluster.get(unit.cluster) for unit in self.book.units]
        title = self.book.say("points" if final else "points_before")
        look = "points" if final else "step points"
        return self._add(title, cells, look)

    def _add(self, title: str, cells: Sequence[g.Expr | None], look: str) -> g.Column:
        closing = self.scheme.rounding.closing
        return self.sheet.add(title, cells, group=self.group, places=closing, look=look)

    def finish(self, compared: g.Column | None) -> Scored:
        """Write the formula and the points."""
        self.sheet.band = self.band
        if isinstance(self.owner, Adjustment):
            return self._adjusted(self.owner, compared)
        return self._criterion(self.owner, compared)

    # a criterion

    def _criterion(self, owner: CriterionUse, compared: g.Column | None) -> Scored:
        scheme, markers = self.scheme, self.book.markers
        change = self.inputs.changes.get(f"criteria.{owner.id}")
        replaced = {}
        if scheme.not_assigned in ("full", "zero"):
            replaced[markers.not_assigned] = scheme.not_assigned
        if scheme.not_reported == "zero":
            replaced[markers.blank] = "zero"
        plain = change is None and not replaced
        computed = self._computed(compared, weighed=False, final=plain)
        weight = self.book.by_row(self._times_named() or {"": g.number(0)}, [unit.cluster for unit in self.book.units])
        points = computed if plain else self._settled(computed, change, replaced, weight)
        counted = None
        if scheme.not_assigned in ("leaves-total", "leaves-section"):
            here = g.choose(g.is_word(computed, markers.not_assigned), g.number(0), weight)
            cells = [here if inside else None for inside in self.applies]
            counted = self.sheet.add(
                self.book.say("counted_weight"), cells, group=self.group, places=self.book.weight_places, look="weight"
            )
        return Scored(self.mask, computed, points, weight, counted)

    def _settled(
        self, computed: g.Column, change: g.Column | None, replaced: Mapping[str, str], weight: g.Expr
    ) -> g.Column:
        """Apply the council's change and what the scheme says of what is missing."""
        closing = self.scheme.rounding.closing
        mode = self.scheme.rounding.mode

        def close(found: Fraction, _: Fraction) -> Fraction:
            return round_fraction(found, closing, mode)

        whole = g.called("ROUND", (weight, g.number(closing)), close)
        if change is not None:
            held = g.least(
                g.greatest(g.chain("++", (computed.ref, change.number)), g.number(0)), g.greatest(computed.ref, whole)
            )
            held = g.called("ROUND", (held, g.number(closing)), close)
            expr = g.choose(g.is_number(computed), held, attrs.evolve(computed.ref, texts=True))
        else:
            expr = attrs.evolve(computed.ref, texts=True)
        for text, policy in replaced.items():
            expr = g.choose(g.is_word(computed, text), whole if policy == "full" else g.number(0), expr)
        cells = [expr if inside else None for inside in self.applies]
        return self._add(self.book.say("points"), cells, "points")

    # a bonus or penalty

    def _adjusted(self, owner: Adjustment, compared: g.Column | None) -> Scored:
        computed = self._computed(compared, weighed=True, final=False)
        counted: g.Expr = computed.ref
        if owner.cap is not None:
            name = self.book.parameter(f"cap.{owner.id}", self.book.say("cap"), self.group, owner.cap)
            counted = g.least(counted, name)
        expr = g.choose(g.is_number(computed), counted, g.number(0))
        kinds = self.book.kinds
        cells = [expr if owner.applies_to is None or kind in owner.applies_to else None for kind in kinds]
        points = self._add(self.book.say("points"), cells, "points")
        return Scored(self.mask, computed, points, g.number(0))
