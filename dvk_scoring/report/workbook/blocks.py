"""The columns of one criterion, bonus or penalty: its figures, their state, each step of its formula, its points."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Final

import attrs

from dvk_scoring.analysis.following import Group
from dvk_scoring.criteria.figures import FigureSpec
from dvk_scoring.formula import tree as t
from dvk_scoring.formula.bounds import Prover
from dvk_scoring.formula.names import ruled_out
from dvk_scoring.formula.phrases import Phrases
from dvk_scoring.formula.walk import walk
from dvk_scoring.law import nodes as n
from dvk_scoring.report.workbook import formulas as f
from dvk_scoring.report.workbook import grid as g
from dvk_scoring.report.workbook.definitions import Definitions, Place
from dvk_scoring.report.workbook.given import missing_cells
from dvk_scoring.report.workbook.inputs import Inputs, heading, title_of
from dvk_scoring.report.workbook.known import Says
from dvk_scoring.report.workbook.nodes import WorkedNodes
from dvk_scoring.report.workbook.precision import Measure, Precision
from dvk_scoring.report.workbook.steps import SheetReader
from dvk_scoring.scheme.model import Adjustment, CriterionUse

if TYPE_CHECKING:
    from dvk_scoring.report.workbook.book import Book

WEIGHT: Final = t.Param("=weight")
"""The weight as a part of the formula; no plugin's param has such a name."""


@attrs.frozen
class Scored:
    """A finished block.

    Attributes:
        mask: State of the figures.
        computed: Points as the formula gives them, or why there are none.
        points: Points that count.
    """

    mask: g.Column
    computed: g.Column
    points: g.Column


class Block:
    """A block in two turns: figures and their state first, the formula when it is known who is compared."""

    def __init__(
        self, book: Book, sheet: g.Sheet, inputs: Inputs, definitions: Definitions, owner: CriterionUse | Adjustment
    ) -> None:
        """Lay out the figures."""
        self.book, self.sheet, self.inputs, self.owner = book, sheet, inputs, owner
        self.definitions, self.law = definitions, definitions.law
        self.band = 1 + max((column.band for column in sheet.columns), default=0)
        sheet.band = self.band
        self.group = title_of(book, owner.id)
        self.scheme = book.scheme
        word = "criteria" if owner.id in self.scheme.criteria else "bonuses"
        self.part = f"{word if owner.id in getattr(self.scheme, word) else 'penalties'}.{owner.id}"
        self.formulas = self.law.follower.groups[owner.id]
        clusters = {cluster for group in self.formulas for cluster in group.clusters}
        self.applies = [unit.cluster in clusters for unit in book.units]
        self.figures: dict[str, g.Column] = {}
        for group in self.formulas:
            for spec in _used(group):
                if spec.name not in self.figures:
                    self.figures[spec.name] = self._figure(spec)
        self.mask = self._mask()

    # who and what

    def _rows_of(self, formula: Group) -> list[bool]:
        return [unit.cluster in formula.clusters for unit in self.book.units]

    def _cells(self, expr: g.Expr) -> list[g.Expr | None]:
        return [expr if inside else None for inside in self.applies]

    def _figure(self, spec: FigureSpec) -> g.Column:
        """Repeat a figure beside its formula; a blank stays blank, or becomes what it counts as."""
        source = self.inputs.figures[spec.column(self.owner.id)]
        blank = f.word("") if spec.blank is None else f.number(spec.blank)
        expr = f.choose(f.is_word(source, ""), blank, source.ref)
        counts: g.Value = "" if spec.blank is None else spec.blank
        values = [counts if value is None else value for value in source.values]
        label = heading(spec, self.book)
        return self.sheet.add(
            label, self._cells(expr), values, group=self.group, key=source.key, places=spec.places, look="figure"
        )

    # states

    def _mask(self) -> g.Column:
        ruled = self.inputs.ruled.get(ruled_out(self.owner.id))
        by_cluster: dict[str, g.Expr] = {}
        for formula in self.formulas:
            by_cluster.update(dict.fromkeys(formula.clusters, self._state(formula, ruled)))
        cells = [by_cluster.get(unit.cluster) for unit in self.book.units]
        markers, owner = self.book.markers, self.owner.id
        kp, blank = (self.law.holds(n.ScoreIs(owner, state)) for state in _MISSING)
        values = [
            markers.not_assigned if gone else markers.blank if missing else markers.complete
            for gone, missing in zip(kp, blank, strict=True)
        ]
        return self.sheet.add(self.book.say("complete"), cells, values, group=self.group, look="state")

    def _state(self, formula: Group, ruled: g.Column | None) -> g.Expr:
        markers = self.book.markers
        missing = missing_cells(self.figures, markers.not_assigned).of(formula.held)
        kp = [] if ruled is None else [f.is_word(ruled, markers.not_assigned)]
        kp += [] if missing.kp.fixed is False else [missing.kp.expr]
        blank = [] if missing.blank.fixed is False else [missing.blank.expr]
        complete = f.word(markers.complete)
        state = f.choose(f.any_of(blank), f.word(markers.blank), complete) if blank else complete
        return f.choose(f.any_of(kp), f.word(markers.not_assigned), state) if kp else state

    # the formula

    @property
    def _worth(self) -> t.Num:
        """What the law makes of a score."""
        formula = self.law.formulas[self._before]
        assert isinstance(formula, t.Choose)
        return formula.cases[0].then

    @property
    def _before(self) -> str:
        return f"{self.part}.{'points' if isinstance(self.owner, Adjustment) else 'before'}"

    def _worth_of(self, formula: Group, node: t.Num) -> t.Num:
        """Put a plugin's own formula in place of its score."""
        match node:
            case n.Score():
                return formula.held
            case n.Named():
                return WEIGHT
            case t.Multiply(left, right):
                return t.Multiply(self._worth_of(formula, left), self._worth_of(formula, right))
            case t.Round(value, places, mode):
                return t.Round(self._worth_of(formula, value), places, mode)
            case t.Least(of):
                return t.Least(tuple(self._worth_of(formula, number) for number in of))
        return node

    def _reader(self, formula: Group, worth: t.Num, compared: g.Expr | None, start: int) -> SheetReader:
        book, decided = self.book, formula.decided
        specs = {spec.name: spec for spec in decided.built.figures}
        values = {name: _values(value, formula.clusters) for name, value in decided.params.items()}
        times = self._weights()
        params = {**values, WEIGHT.name: [times[key] for key in formula.clusters if key in times] or [Fraction(0)]}
        prover = Prover(decided.built.figures, params)
        declared = {spec.name: spec for spec in decided.built.params}
        phrases = Phrases(decided.built.figures, book.language, declared, defaults=False)
        weight = book.say("weight" if isinstance(self.owner, CriterionUse) else "factor")
        phrases.names[WEIGHT] = weight
        written = [node for node in walk(worth) if isinstance(node, n.Written)]
        phrases.names.update({node: weight for node in written if node.key.endswith((".weight", ".factor"))})
        weights = {key: book.written(f"{self.part}.weight", value, self.scheme.clusters[key].kind)
                   for key, value in times.items()}  # fmt: skip
        nodes = WorkedNodes(book, self.law.follower, formula, worth, {WEIGHT.name: times})
        return SheetReader(
            sheet=self.sheet,
            inside=self._rows_of(formula),
            figures=self.figures,
            params={**self._params(formula), WEIGHT.name: book.by_row(weights, [unit.cluster for unit in book.units])},
            mask=self.mask,
            compared=compared,
            cluster=book.cluster,
            measure=Measure(specs, params, prover, book.rows),
            phrases=phrases,
            markers=book.markers,
            values=nodes,
            group=self.group,
            start=start,
            given={node: book.written(node.key, node.value) for node in written},
        )

    def _weights(self) -> dict[str, Fraction]:
        """Give the weight of each cluster, where it is not the same for all."""
        weight = self.law.formulas.get(f"{self.part}.weight")
        return dict(weight.values) if isinstance(weight, n.ByCluster) else {}

    def _params(self, formula: Group) -> dict[str, g.Expr]:
        book, decided = self.book, formula.decided
        several = len(self.formulas) > 1
        suffix = f".{self.scheme.clusters[formula.clusters[0]].kind}" if several else ""
        params: dict[str, g.Expr] = {}
        for spec in decided.built.params:
            value = decided.params[spec.name]
            name, label = f"{self.owner.id}.{spec.name}{suffix}", spec.label.in_(book.language)
            numbers = _values(value, formula.clusters)
            if len(set(numbers)) == 1:
                params[spec.name] = book.parameter(name, label, self.group, numbers[0], (spec.low, spec.high))
                continue
            assert isinstance(value, Mapping)
            made = {
                cluster: book.parameter(
                    f"{name}.{cluster}",
                    book.say("kind", what=label, kind=self.scheme.clusters[cluster].title.in_(book.language)),
                    self.group,
                    value[cluster],
                    (spec.low, spec.high),
                )
                for cluster in formula.clusters
                if cluster in value
            }
            params[spec.name] = book.by_row(made, [unit.cluster for unit in book.units])
        return params

    def finish(self, compared: g.Expr | None) -> Scored:
        """Write the formula and the points."""
        self.sheet.band = self.band
        base, before = f"{self.part}.base", self._before
        words = list(self.law.criterion_gaps(base))
        plain = base not in self.law.formulas or (
            self.law.root(base) == self.law.root(before) and words == list(self.law.criterion_gaps(before))
        )
        computed = points = self._computed(compared, final=plain)
        translator = self.definitions.translator
        translator.columns[before] = computed
        blank = self.book.markers.blank
        translator.known.says[n.Holds(f"{self.part}.ok")] = Says(computed, None)
        translator.known.says[n.Holds(f"{self.part}.blank")] = Says(computed, blank)
        if not plain:
            place = Place(self.sheet, self.book.say("points"), self.group, "points")
            points = self.definitions.put(place, self.definitions.number(base), words)
            if self.law.root(base) == base:
                translator.columns[base] = points
            self._blank_outside(points)
        counted = f"{self.part}.of"
        if counted in self.definitions.named:
            self._blank_outside(self.definitions.add(counted, self.sheet, self.group))
        return Scored(self.mask, computed, points)

    def _blank_outside(self, column: g.Column) -> None:
        """Leave the cells of units empty whose kind lacks it."""
        cells = column.cells or []
        column.cells = [expr if inside else None for expr, inside in zip(cells, self.applies, strict=True)]
        column.values = [value if inside else None for value, inside in zip(column.values, self.applies, strict=True)]

    def _computed(self, compared: g.Expr | None, *, final: bool) -> g.Column:
        """Make the column of the points: text where there are none."""
        complete = f.is_word(self.mask, self.book.markers.complete)
        cells: list[g.Expr | None] = [None] * self.book.rows
        values = list(self.mask.values)
        measured: list[Precision] = []
        steps = 0
        for formula in self.formulas:
            worth = self._worth_of(formula, self._worth)
            reader = self._reader(formula, worth, compared, steps)
            reader.cell(formula.held)
            reader.phrases.names.setdefault(formula.held, self.book.say("score"))
            points = self._points(reader, worth)
            whole = f.choose(complete, points, attrs.evolve(self.mask.ref, texts=True))
            for row, inside in enumerate(reader.inside):
                if inside:
                    cells[row] = whole
            given = reader.values(worth)
            whole_ = self.book.markers.complete
            values = [
                new if there and old == whole_ else old
                for there, old, new in zip(reader.inside, values, given, strict=True)
            ]
            measured.append(reader.measure(worth))
            steps = reader.steps
            self.book.doubts += [(self.group, doubt) for doubt in reader.doubts]
        self.definitions.measure.give(self._before, measured)
        precision = self.definitions.measure.definition(self._before)
        return self.sheet.add(
            self.book.say("points" if final else "points_before"),
            cells,
            values,
            group=self.group,
            places=precision.places,
            look="points" if final else "step points",
            exact=precision.decimal or precision.whole,
            texts=True,
        )

    def _points(self, reader: SheetReader, worth: t.Num) -> g.Expr:
        """Write what the law makes of a score: it is rounded here; where a cap follows, before it."""
        if isinstance(worth, t.Round):
            return reader.rounded(worth.value, worth.places, worth.mode)
        if isinstance(worth, t.Least) and isinstance(worth.of[0], t.Round):
            first = worth.of[0]
            rounded = reader.rounded(first.value, first.places, first.mode)
            column = reader.put(self.book.say("points_before"), rounded, reader.values(first), places=first.places)
            return f.least(column.open_ref if rounded.gaps else column.ref, *map(reader.read, worth.of[1:]))
        return reader.read(worth)


_MISSING: Final[tuple[n.ScoreState, ...]] = ("kp", "blank")


def _values(value: Fraction | Mapping[str, Fraction], clusters: Sequence[str]) -> list[Fraction]:
    """Give the numbers that a param is for some clusters."""
    if isinstance(value, Fraction):
        return [value]
    return [value[cluster] for cluster in clusters if cluster in value] or list(value.values())


def _used(group: Group) -> tuple[FigureSpec, ...]:
    """Give the figures that a formula names, as declared."""
    names = {node.name for node in walk(group.held) if isinstance(node, t.Figure | t.Attribute)}
    return tuple(spec for spec in group.decided.built.figures if spec.name in names)
