"""What requirements, knock-outs and tie-breaks look at: its name in words, and what a unit has of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any, Final

import attrs

from dvk_scoring.analysis.law import Counted
from dvk_scoring.formula.names import kp_flag
from dvk_scoring.formula.show import show_apart, show_number
from dvk_scoring.formula.symbols import FigureSpec
from dvk_scoring.law.conditions import Quantities
from dvk_scoring.scheme.entrant import entrant_words
from dvk_scoring.scheme.form.awards import QuotaKeys
from dvk_scoring.scheme.form.key import Key
from dvk_scoring.scheme.form.texts import rule
from dvk_scoring.scheme.model import Quota, Scheme, Test
from dvk_scoring.scheme.quantity_words import OVER_ALL
from dvk_scoring.scoring.result import Result
from dvk_scoring.scoring.state_words import CRITERION
from dvk_scoring.text import Language, Sayer, Text
from dvk_scoring.unit_names import called

_MOST_NAMED: Final = 8
_SAID: Final[Mapping[str, Text]] = {
    "criteria": Text(vi="tiêu chí “{title}”", en="the criterion “{title}”"),
    "sections": Text(vi="nhóm “{title}”", en="the section “{title}”"),
    "figure": Text(vi="số liệu “{title}”", en="the figure “{title}”"),
    "share": Text(vi="tỷ lệ điểm của {name}", en="the share of points in {name}"),
    "at_least": Text(vi="{name} từ {low} trở lên", en="{name} at {low} or more"),
    "at_most": Text(vi="{name} không quá {high}", en="{name} at {high} or less"),
    "between": Text(vi="{name} từ {low} đến {high}", en="{name} from {low} to {high}"),
    "class_at_least": Text(vi="xếp loại từ “{name}” trở lên", en="the class “{name}” or better"),
    "least": Text(vi="ít nhất {least}", en="at least {least}"),
    "absent": Text(vi="không có", en="none"),
    "blank": CRITERION["not-reported"],
    "more": Text(vi="{names} và {count} {entrant} nữa", en="{names} and {count} more"),
    "blank_zero": Text(vi="{value}, chưa báo cáo", en="{value}, not reported"),
    "blank_inside": Text(vi="{value}, có phần chưa báo cáo", en="{value}, part of it not reported"),
}


class QuantityNames:
    """Quantities of a scheme in words: their names, and what is asked of them."""

    def __init__(self, scheme: Scheme, language: Language) -> None:
        """Keep the scheme."""
        self.scheme, self.language = scheme, language
        self._say = Sayer(_SAID, self.language, **entrant_words(self.scheme.entrant, self.language))

    def spec(self, column: str) -> FigureSpec:
        """Give the declaration of a figure."""
        return self.scheme.figure_columns[column][0]

    def name(self, of: str, *, share: bool = False) -> str:
        """Name a quantity."""
        head, _, rest = of.partition(".")
        if of in OVER_ALL:
            name = OVER_ALL[of].in_(self.language)
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
        low, high = (None if end is None else self.show(end, share=test.share) for end in (test.at_least, test.at_most))
        if low is not None and high is not None:
            return self._say("between", name=name, low=low, high=high)
        return self._say("at_most", name=name, high=high) if low is None else self._say("at_least", name=name, low=low)

    def rule(self, key: Key[Any], word: str, **values: object) -> str:
        """Say what a word of the scheme rules."""
        return rule(key, word).in_(self.language).format(entrant=self.scheme.entrant.in_(self.language), **values)

    def basis(self, quota: Quota) -> str:
        """Say of whom a share is taken."""
        klass = "" if quota.of_class is None else self.class_at_least(quota.of_class)
        return self.rule(QuotaKeys.of, quota.of, klass=klass)

    def class_at_least(self, klass: str) -> str:
        """Name a class and all above it."""
        return self._say("class_at_least", name=self.scheme.classes[klass].title.in_(self.language))

    def at_least(self, quota: Quota) -> list[str]:
        """Say how many there are at the least, where that is set."""
        return [self._say("least", least=quota.at_least)] if quota.at_least else []


class ExplainedQuantities(QuantityNames):
    """Names and values of quantities over one result, as the law defines them."""

    def __init__(self, result: Result, language: Language, counted: Counted) -> None:
        """Keep the result; nothing is computed yet."""
        super().__init__(result.scheme, language)
        self.result, self.counted = result, counted

    @property
    def law(self) -> Quantities:
        """The quantities of the law."""
        quantities = self.counted.law.quantities
        assert quantities is not None, "a result has the whole law"
        return quantities

    def unit(self, unit: str) -> str:
        """Name a unit as tables do: ``Công an huyện A (huyen-a)``."""
        return called(unit, self.result.names.get(unit, unit))

    def units(self, units: Sequence[str]) -> str:
        """Name several units, but not too many."""
        names = ", ".join(map(self.unit, units[:_MOST_NAMED]))
        if len(units) <= _MOST_NAMED:
            return names
        return self._say("more", names=names, count=len(units) - _MOST_NAMED)

    def value(self, unit: str, of: str, *, share: bool = False) -> Fraction | None:
        """Give what a unit has; None where it does not have the quantity at all."""
        quantity = self.law.find(of, share=share)
        return self.counted.value(unit, quantity.value) if self.counted.is_so(unit, quantity.has) else None

    def blank(self, unit: str, of: str) -> bool:
        """Tell whether a quantity, or something in it, is not reported."""
        return self.counted.is_so(unit, self.law.find(of).blank)

    def shown(self, unit: str, test: Test, *, beside: Fraction | None = None) -> str:
        """Write what a unit has of the quantity of a plain condition, so that it is told from the numbers beside it.

        Args:
            unit: The unit.
            test: The condition; its bounds stand beside the value.
            beside: Another number that does.
        """
        quantity, value = self.law.find(test.of, share=test.share), self.value(unit, test.of, share=test.share)
        blank = self.blank(unit, test.of)
        if value is None or (blank and quantity.figure):
            return self._say("blank" if blank else "absent")
        times = 100 if test.share else 1
        others = [number for number in (test.at_least, test.at_most, beside) if number is not None] or [value]
        texts = [show_apart(times * value, times * number, self.language)[0] for number in others]
        text = max(texts, key=len) + ("%" if test.share else "")
        if blank:
            return self._say("blank_zero" if test.of.startswith("criteria.") else "blank_inside", value=text)
        return text

    def figure(self, unit: str, column: str) -> Fraction | None:
        """Give a figure of a unit, None when it is blank or not assigned."""
        value = self.counted.row(unit)[column]
        return None if value is None else Fraction(value, 10 ** self.result.figures.columns[column].spec.places)

    def is_kp(self, unit: str, column: str) -> bool:
        """Tell whether a figure is marked as not assigned for a unit."""
        return self.counted.row(unit).get(kp_flag(column)) == 1

    # conditions

    def passes(self, unit: str, test: Test, *, absent: bool) -> tuple[bool, bool]:
        """Tell whether a condition surely holds for a unit, and whether it may; ``absent``: what an absence says."""
        return self.counted.sure(unit, self.law.passes(test, "", absent=absent))

    def singles(self, unit: str, test: Test, *, absent: bool) -> Iterator[tuple[Test, bool, bool]]:
        """Give the conditions on one quantity each that a plain condition is made of: do they hold, may they hold."""
        for of in self.law.names(test.of):
            single = attrs.evolve(test, of=of)
            yield single, *self.passes(unit, single, absent=absent)
