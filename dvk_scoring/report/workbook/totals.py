"""From points to totals: sections, what is not assigned, bonuses, penalties and their limits, as ``scoring.adjust``."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Final

import attrs

from dvk_scoring.formula import grid as g
from dvk_scoring.formula import tree as t
from dvk_scoring.formula.precision import Precision, nudge_for
from dvk_scoring.formula.rounding import round_fraction
from dvk_scoring.formula.sheet import Doubt
from dvk_scoring.report.workbook.blocks import Scored
from dvk_scoring.report.workbook.inputs import Inputs, title_of

if TYPE_CHECKING:
    from dvk_scoring.report.workbook.book import Book
    from dvk_scoring.scheme.model import Adjustment, Limits

_NEAR: Final = "1E-9"
_ASSIGNED: Final = t.Number(Fraction(0))


@attrs.frozen
class Part:
    """A criterion, a section or the whole.

    Attributes:
        bases: Columns that add up to the points before bonuses.
        counted: Columns that add up to what could be had; ``weights``: likewise, where nothing leaves the total.
        bonus, penalty: What counts of them, None: none.
        points: Points after both and the council's change.
    """

    bases: tuple[g.Column, ...]
    counted: tuple[g.Column, ...]
    weights: tuple[g.Expr, ...]
    bonus: g.Expr | None
    penalty: g.Expr | None
    points: g.Expr
    titles: tuple[str, ...] = ()


@attrs.frozen
class Totals:
    """The parts by id, the whole, and the columns of the total.

    ``shown``: columns of the summary that a person reads, with their headings in order.
    """

    criteria: Mapping[str, Part]
    sections: Mapping[str, Part]
    section_columns: Mapping[str, g.Column]
    base: g.Column
    of: g.Expr
    bonus: g.Column
    penalty: g.Column
    total: g.Column


class Summary:
    """Builds the summary's columns."""

    def __init__(
        self,
        book: Book,
        inputs: Inputs,
        criteria: Mapping[str, Scored],
        bonuses: Mapping[str, Scored],
        penalties: Mapping[str, Scored],
    ) -> None:
        """Start the sheet."""
        self.book, self.inputs, self.scheme = book, inputs, book.scheme
        self.scored, self.bonuses, self.penalties = criteria, bonuses, penalties
        self.closing, self.rounding = book.scheme.rounding.closing, book.scheme.rounding
        self.sheet = book.sheet(book.say("summary"), book.say("summary_title"))
        self.compared: g.Column | None = None
        self.parts: dict[str, Part] = {}
        self.sections: dict[str, Part] = {}
        self.section_columns: dict[str, g.Column] = {}

    def build(self, compared: g.Column | None) -> Totals:
        """Write criteria by section, then bonuses, penalties and the total.

        Args:
            compared: Column with 1 for units whose total is whole, None: every unit's is.
        """
        self.compared = compared
        top = [self._criterion(key) for key, use in self.scheme.criteria.items() if use.section is None]
        top += [self._section(key) for key, one in self.scheme.sections.items() if one.parent is None]
        return self._whole(top)

    # arithmetic on decimals

    def _clean(self, expr: g.Expr, places: int | None = None) -> g.Expr:
        """Bring a sum of decimals to the nearest decimal, so that equal sums are equal doubles."""
        return g.called("ROUND", (expr, g.number(self.closing if places is None else places)), lambda found, _: found)

    def _close(self, expr: g.Expr, title: str, group: str, before: int, places: int) -> g.Expr:
        """Round a decimal of ``before`` places to fewer."""
        if places >= before:
            return self._clean(expr, places)
        cell = self.sheet.add(title, expr, group=group, places=before).ref
        mode = self.rounding.mode
        return g.rounded(cell, places, mode, f"1E-{max(before + 1, 6)}", _rounder(places, mode))

    def _limit(self, name: str, key: str, group: str, value: Fraction) -> g.Expr:
        return self.book.parameter(f"limit.{name}", self.book.say(key), group, value)

    def _given(self, target: str, *, penalties: bool) -> list[g.Expr]:
        declared: Mapping[str, Adjustment] = self.scheme.penalties if penalties else self.scheme.bonuses
        scored = self.penalties if penalties else self.bonuses
        return [scored[key].points.number for key, one in declared.items() if one.to == target]

    def _limited(self, part: Part, limits: Limits, name: str, group: str) -> Part:
        """Hold bonus and penalty to their limits; what lies outside low..high is taken from the bonus or penalty."""
        bonus, penalty = part.bonus, part.penalty
        if limits.bonus is not None and bonus is not None:
            bonus = g.least(bonus, self._limit(f"{name}.bonus", "most_bonus", group, limits.bonus))
        if limits.penalty is not None and penalty is not None:
            penalty = g.least(penalty, self._limit(f"{name}.penalty", "most_penalty", group, limits.penalty))
        if limits.low is limits.high is None:
            return attrs.evolve(part, bonus=bonus, penalty=penalty)
        sum_ = self._added([self._base(part)], bonus, penalty)
        first = bonus
        if limits.high is not None and bonus is not None:
            high = self._limit(f"{name}.high", "highest", group, limits.high)
            excess = g.greatest(g.subtract(sum_, high), g.number(0))
            first = self._column(
                "bonus_counted", self._clean(g.greatest(g.subtract(bonus, excess), g.number(0))), group
            )
        if limits.low is not None and penalty is not None:
            low = self._limit(f"{name}.low", "lowest", group, limits.low)
            lack = g.greatest(g.subtract(low, sum_), g.number(0))
            penalty = self._column(
                "penalty_counted", self._clean(g.greatest(g.subtract(penalty, lack), g.number(0))), group
            )
        return attrs.evolve(part, bonus=first, penalty=penalty)

    def _column(self, key: str, expr: g.Expr, group: str) -> g.Expr:
        return self.sheet.add(self.book.say(key), expr, group=group, places=self.closing).ref

    def _base(self, part: Part) -> g.Expr:
        return g.sum_of(part.bases)

    @staticmethod
    def _added(base: Sequence[g.Expr], bonus: g.Expr | None, penalty: g.Expr | None) -> g.Expr:
        parts = [*base, *([bonus] if bonus is not None else []), *([penalty] if penalty is not None else [])]
        signs = "+" * (len(parts) - (penalty is not None)) + ("-" if penalty is not None else "")
        return g.chain(signs, parts) if len(parts) > 1 else parts[0]

    def _of(self, part: Part) -> g.Expr:
        if part.counted:
            return g.sum_of(part.counted)
        return g.add(*part.weights)

    # levels

    def _criterion(self, key: str) -> Part:
        use, scored = self.scheme.criteria[key], self.scored[key]
        group = self._group(use.section)
        shown = attrs.evolve(scored.points.ref, texts=True)
        cells = [shown if value is not None else None for value in scored.points.values]
        column = self.sheet.add(title_of(self.book, key), cells, group=group, places=self.closing, look="points")
        counts = scored.counted
        bonus, penalty = (self._own(f"criteria.{key}", penalties=one) for one in (False, True))
        if counts is not None and bonus is not None:
            bonus = g.choose(g.compare("=", counts.number, g.number(0)), g.number(0), bonus)
        weights = () if counts is not None else (self._where_it_applies(key, scored.weight),)
        part = Part((column,), () if counts is None else (counts,), weights, bonus, penalty, column.number)
        part = self._limited(part, use.limits, f"criteria.{key}", title_of(self.book, key))
        self.parts[key] = part
        return part

    def _where_it_applies(self, key: str, weight: g.Expr) -> g.Expr:
        use = self.scheme.criteria[key]
        if all(kind in use.weight for kind in self.book.kinds):
            return weight
        kinds = self.book.kinds
        return g.Expr(
            lambda row, here: weight.write(row, here) if kinds[row] in use.weight else "0",
            lambda row: weight.value(row) if kinds[row] in use.weight else Fraction(0),
        )

    def _own(self, target: str, *, penalties: bool) -> g.Expr | None:
        given = self._given(target, penalties=penalties)
        return g.add(*given) if given else None

    def _group(self, section: str | None) -> str:
        if section is None:
            return ""
        one = self.scheme.sections[section]
        return f"{one.no} {one.title.in_(self.book.language)}".strip()

    def _joined(self, below: Sequence[Part], target: str) -> Part:
        bonuses = [part.bonus for part in below if part.bonus is not None] + self._given(target, penalties=False)
        penalties = [part.penalty for part in below if part.penalty is not None] + self._given(target, penalties=True)
        return Part(
            tuple(column for part in below for column in part.bases),
            tuple(column for part in below for column in part.counted),
            tuple(expr for part in below for expr in part.weights),
            self._clean(g.add(*bonuses)) if bonuses else None,
            self._clean(g.add(*penalties)) if penalties else None,
            g.number(0),
        )

    def _section(self, key: str) -> Part:
        below = [self._criterion(one) for one, use in self.scheme.criteria.items() if use.section == key]
        below += [self._section(one) for one, section in self.scheme.sections.items() if section.parent == key]
        section, group = self.scheme.sections[key], self._group(key)
        name = f"sections.{key}"
        limits = section.limits
        part = self._joined(below, name)
        part = self._limited(part, attrs.evolve(limits, low=None, high=None), name, group)
        part, places = self._stretched(key, part, group)
        if self.rounding.section is not None:
            base = self._close(self._base(part), self.book.say("base"), group, places, self.rounding.section)
            part = self._rebased(part, base, "rounded_base", group, self.rounding.section)
            places = self.rounding.section
        part = self._limited(part, limits, name, group)
        change = self.inputs.changes.get(name)
        sum_ = self._added([self._base(part), *([change.number] if change else [])], part.bonus, part.penalty)
        points = self._clean(sum_, max(places, self.closing) if part.bonus or part.penalty or change else places)
        title = self.book.say("section_points", title=group)
        nothing = g.compare("=", self._of(part), g.number(0)) if part.counted else None
        shown = points if nothing is None else g.choose(nothing, g.word(self.book.markers.not_assigned), points)
        look = "points sum"
        self.section_columns[key] = self.sheet.add(
            title, self._reported(key, shown), group=group, places=places, look=look
        )
        self.sections[key] = attrs.evolve(part, points=points)
        return self.sections[key]

    def _reported(self, key: str, shown: g.Expr) -> g.Expr:
        """Say that a part of a section is not reported, rather than add up the rest as if it were all."""
        if self.scheme.not_reported == "zero":
            return shown
        columns = [part.bases[0] for one, part in self.parts.items() if self._is_below(one, key)]
        blank = self.book.markers.blank
        missing = g.compare(">", g.count_word(columns, blank), g.number(0))
        return g.choose(missing, g.word(blank), shown) if columns else shown

    def _is_below(self, criterion: str, section: str) -> bool:
        at = self.scheme.criteria[criterion].section
        while at is not None:
            if at == section:
                return True
            at = self.scheme.sections[at].parent
        return False

    def _rebased(self, part: Part, base: g.Expr, key: str, group: str, places: int) -> Part:
        column = self.sheet.add(self.book.say(key), base, group=group, places=places)
        return attrs.evolve(part, bases=(column,))

    def _stretched(self, key: str, part: Part, group: str) -> tuple[Part, int]:
        """Scale a section to its full weight when part of it is not assigned."""
        if self.scheme.not_assigned != "leaves-section":
            return part, self.closing
        weights = [
            self._where_it_applies(one, self.scored[one].weight) for one in self.parts if self._is_below(one, key)
        ]
        full = self.sheet.add(
            self.book.say("highest"), g.add(*weights), group=group, places=self.book.weight_places, look="weight"
        ).ref
        places = max(self.closing, self.rounding.total)
        scaled, have = self._scaled(part, full, places, group)
        part = self._rebased(part, scaled, "scaled", group, places)
        counted = g.choose(g.compare("=", have, g.number(0)), g.number(0), full)
        column = self.sheet.add(
            self.book.say("assigned"), counted, group=group, places=self.book.weight_places, look="weight"
        )
        return attrs.evolve(part, counted=(column,)), places

    def _scaled(self, part: Part, full: g.Expr, places: int, group: str) -> tuple[g.Expr, g.Expr]:
        """Round base × full ÷ what was assigned; base itself where nothing is missing or nothing is assigned."""
        have = self.sheet.add(
            self.book.say("assigned"), self._of(part), group=group, places=self.book.weight_places, look="weight"
        ).ref
        base = self._base(part)
        mode, largest = self.rounding.mode, float(self.scheme.total)
        wide = math.lcm(*(one.denominator for use in self.scheme.criteria.values() for one in use.weight.values()))
        below = math.ceil(self.scheme.total) * wide
        size = max(largest, 1.0) * 2
        precision = Precision(size, size * 2.0**-46, 0.0, 10**self.closing, {_ASSIGNED: below})
        nudge = nudge_for(precision, places)
        missing = g.any_of([g.near("=", have, full, _NEAR), g.compare("=", have, g.number(0))])
        unrounded = g.choose(missing, base, g.divide(g.multiply(base, full), have))
        if not nudge.proved:
            self.book.doubts.append(
                (
                    self.sheet.title,
                    Doubt(self.book.say("scaled"), nudge.text, self._near(unrounded, places, nudge.size)),
                )
            )
        cell = self.sheet.add(self.book.say("scaled"), unrounded, group=group, look="step").ref
        return g.rounded(cell, places, mode, nudge.text, _rounder(places, mode)), have

    def _near(self, expr: g.Expr, places: int, nudge: Fraction) -> int:
        """Count the units whose value is near a boundary of rounding without lying on it."""
        step = Fraction(1, 2 * 10**places)
        values = [value for row in range(self.book.rows) if isinstance(value := expr.value(row), Fraction)]
        return sum(0 < abs(value - round(value / step) * step) < 2 * nudge for value in values)

    def _places(self, part: Part) -> int:
        return max((column.places or 0 for column in part.bases), default=self.closing)

    # the whole

    def _whole(self, top: Sequence[Part]) -> Totals:
        scheme, book = self.scheme, self.book
        group = book.say("total")
        for key, scored in [*self.bonuses.items(), *self.penalties.items()]:
            word = "bonus_sum" if key in self.bonuses else "penalty_sum"
            shown = scored.points.number
            self.sheet.add(title_of(book, key), shown, group=book.say(word), places=self.closing, look="points")
        joined = self._joined(top, "total")
        joined = attrs.evolve(joined, bonus=joined.bonus or g.number(0), penalty=joined.penalty or g.number(0))
        joined = self._limited(joined, attrs.evolve(scheme.limits, low=None, high=None), "total", group)
        base_places = self._places(joined)
        base = self.sheet.add(
            book.say("base"), self._clean(self._base(joined), base_places), group=group, places=base_places, look="sum"
        )
        joined = attrs.evolve(joined, bases=(base,))
        places = self.rounding.total
        if scheme.not_assigned == "leaves-total":
            full = book.parameter("scheme.total", book.say("total_label"), book.say("scheme"), scheme.total)
            counted, have = self._scaled(joined, full, places, group)
        else:
            have = self._of(joined)
            counted = self._close(base.ref, book.say("base"), group, base_places, places)
        bonus_, penalty_ = joined.bonus, joined.penalty
        assert bonus_ is not None
        assert penalty_ is not None
        counted_column = self.sheet.add(book.say("rounded_base"), counted, group=group, places=places)
        bonus = self.sheet.add(book.say("bonus_counted"), bonus_, group=group, places=self.closing, look="sum")
        penalty = self.sheet.add(book.say("penalty_counted"), penalty_, group=group, places=self.closing, look="sum")
        changes = [
            column.number
            for key, column in self.inputs.changes.items()
            if key == "total" or key.startswith("sections.")
        ]
        sum_ = self._added([counted_column.ref, *changes], bonus.ref, penalty.ref)
        total = self._close(sum_, book.say("sum_before_limits"), group, max(places, self.closing, base_places), places)
        total = self._held(total, group)
        if self.compared is not None:  # what is missing is not zero: no total then
            total = g.choose(g.compare("=", self.compared.ref, g.number(1)), total, g.word(book.markers.blank))
        column = self.sheet.add(book.say("total"), total, group=group, places=places, look="total")
        return Totals(self.parts, self.sections, self.section_columns, base, have, bonus, penalty, column)

    def _held(self, total: g.Expr, group: str) -> g.Expr:
        """Hold the total between the scheme's lowest and highest."""
        limits, scale = self.scheme.limits, 10**self.rounding.total
        if limits.low is not None:
            low = Fraction(math.ceil(limits.low * scale), scale)
            total = g.greatest(total, self._limit("total.low", "lowest", group, low))
        if limits.high is not None:
            high = Fraction(math.floor(limits.high * scale), scale)
            total = g.least(total, self._limit("total.high", "highest", group, high))
        return total


def _rounder(places: int, mode: t.RoundMode) -> Callable[[Fraction], Fraction]:
    return lambda found: round_fraction(found, places, mode)
