"""What requirements, knock-outs and tie-breaks look at: its name in words, and what a unit has of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Final

from dvk_scoring.analysis.recount import Recount, recount
from dvk_scoring.figures.columns import figure_columns
from dvk_scoring.formula.show import show_number
from dvk_scoring.formula.symbols import FigureSpec
from dvk_scoring.scheme.model import Scheme, Test
from dvk_scoring.scoring.result import Result, UnitResult
from dvk_scoring.text import Language, Text

_SAID: Final[Mapping[str, Text]] = {
    "total": Text(vi="tổng điểm", en="the total"),
    "every section": Text(vi="từng nhóm lớn", en="every top-level section"),
    "every criterion": Text(vi="từng tiêu chí", en="every criterion"),
    "bonuses": Text(vi="điểm thưởng", en="the bonuses"),
    "penalties": Text(vi="điểm trừ", en="the penalties"),
    "criteria": Text(vi="tiêu chí “{title}”", en="the criterion “{title}”"),
    "sections": Text(vi="nhóm “{title}”", en="the section “{title}”"),
    "figure": Text(vi="số liệu “{title}”", en="the figure “{title}”"),
    "share": Text(vi="tỷ lệ điểm của {name}", en="the share of points in {name}"),
    "at_least": Text(vi="{name} từ {low} trở lên", en="{name} at {low} or more"),
    "at_most": Text(vi="{name} không quá {high}", en="{name} at {high} or less"),
    "between": Text(vi="{name} từ {low} đến {high}", en="{name} from {low} to {high}"),
    "absent": Text(vi="không có", en="none"),
}


class QuantityNames:
    """Quantities of a scheme in words: their names, and what is asked of them."""

    def __init__(self, scheme: Scheme, language: Language) -> None:
        """Keep the scheme."""
        self.scheme, self.language = scheme, language

    def spec(self, column: str) -> FigureSpec:
        """Give the declaration of a figure."""
        return figure_columns(self.scheme)[column][0]

    def name(self, of: str, *, share: bool = False) -> str:
        """Name a quantity."""
        head, _, rest = of.partition(".")
        if of in ("total", "bonuses", "penalties", "every section", "every criterion"):
            name = _SAID[of].in_(self.language)
        elif head == "figures" or "." in rest:
            name = self._say("figure", title=self.spec(rest).label.in_(self.language))
        else:
            titled = (self.scheme.criteria if head == "criteria" else self.scheme.sections)[rest].title
            name = self._say(head, title=titled.in_(self.language))
        return self.shared_name(name) if share else name

    def shared_name(self, name: str) -> str:
        """Name the share of points of a named quantity."""
        return self._say("share", name=name)

    def show(self, value: Fraction | None, *, share: bool = False) -> str:
        """Write a value: a share in percent, anything else as a number."""
        if value is None:
            return self._say("absent")
        return f"{show_number(100 * value, self.language)}%" if share else show_number(value, self.language)

    def asked(self, test: Test, of: str) -> str:
        """Say what a test asks of one quantity."""
        name = self.name(of, share=test.share)
        low, high = (None if one is None else self.show(one, share=test.share) for one in (test.at_least, test.at_most))
        if low is not None and high is not None:
            return self._say("between", name=name, low=low, high=high)
        return self._say("at_most", name=name, high=high) if low is None else self._say("at_least", name=name, low=low)

    def names(self, of: str) -> tuple[str, ...]:
        """Give the quantities that a name stands for: one, or every section or criterion."""
        if of == "every section":
            return tuple(f"sections.{key}" for key, section in self.scheme.sections.items() if section.parent is None)
        if of == "every criterion":
            return tuple(f"criteria.{key}" for key in self.scheme.criteria)
        return (of,)

    def _say(self, key: str, **values: object) -> str:
        return _SAID[key].in_(self.language).format(**values)


class Quantities(QuantityNames):
    """Names and values of quantities over one result; figures and recounts are looked up once."""

    def __init__(self, result: Result, language: Language) -> None:
        """Keep the result; nothing is computed yet."""
        super().__init__(result.scheme, language)
        self.result = result
        self._figures: dict[str, Mapping[str, int | None]] = {}
        self._recounts: dict[str, Recount] = {}
        self._names: dict[str, str] = {}

    def unit(self, unit: str) -> str:
        """Name a unit as tables do: ``Công an huyện A (huyen-a)``."""
        if not self._names:
            frame = self.result.frame
            self._names = dict(zip(frame["unit"].to_list(), frame["name"].to_list(), strict=True))
        name = self._names.get(unit, unit)
        return unit if name == unit else f"{name} ({unit})"

    def recount(self, unit: UnitResult) -> Recount:
        """Give the unit's parts, counted once.

        Raises:
            DvkError: The engine found something else.
        """
        if unit.unit not in self._recounts:
            self._recounts[unit.unit] = recount(self.result, unit)
        return self._recounts[unit.unit]

    def value(self, unit: UnitResult, of: str, *, share: bool = False) -> Fraction | None:
        """Give what a unit has; None where it does not have the quantity at all."""
        head, _, rest = of.partition(".")
        if of == "total":
            return Fraction(unit.total)
        if of in ("bonuses", "penalties"):
            return Fraction(unit.bonus_counted if of == "bonuses" else unit.penalty_counted)
        if head == "figures" or "." in rest:
            return self.figure(unit.unit, rest)
        counted = self.recount(unit)
        part = (counted.criteria if head == "criteria" else counted.sections).get(rest)
        if part is None or part.of == 0:
            return None
        if share:
            return part.base / part.of
        return part.base if head == "criteria" else part.points

    def figure(self, unit: str, column: str) -> Fraction | None:
        """Give a figure of a unit, None when it is blank or not assigned."""
        value = self._looked_up(unit, column)
        return None if value is None else Fraction(value, 10 ** self.result.figures.columns[column].spec.places)

    def is_kp(self, unit: str, column: str) -> bool:
        """Tell whether a figure is marked as not assigned for a unit."""
        flag = f"{column}?"
        if flag not in self.result.figures.frame.columns:
            return False
        return self._looked_up(unit, flag) == 1

    def _looked_up(self, unit: str, column: str) -> int | None:
        if column not in self._figures:
            frame = self.result.figures.frame
            self._figures[column] = dict(zip(frame["unit"].to_list(), frame[column].to_list(), strict=True))
        return self._figures[column][unit]

    def failing(self, unit: UnitResult, test: Test) -> Iterator[tuple[str, Fraction]]:
        """Give the quantities that stand in the way of a requirement, each with what the unit has."""
        for of in self.names(test.of):
            value = self.value(unit, of, share=test.share)
            if value is not None and not passes(value, test):
                yield of, value


def passes(value: Fraction, test: Test) -> bool:
    """Tell whether a value is within the bounds of a test."""
    low, high = test.at_least, test.at_most
    return (low is None or value >= low) and (high is None or value <= high)
