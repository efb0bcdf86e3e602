"""A ruling, a figure and what stands in it, each told in a few words of one line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Final

from dvk_scoring.analysis.shown import show_figure
from dvk_scoring.figures.columns import figure_titles
from dvk_scoring.formula.show import show_day, show_signed
from dvk_scoring.formula.symbols import FigureSpec
from dvk_scoring.scheme.entrant import entrant_words
from dvk_scoring.scheme.model import Ruling
from dvk_scoring.scoring.result import Result
from dvk_scoring.scoring.state_words import UNIT
from dvk_scoring.text import Language, Sayer, Text
from dvk_scoring.unit_names import called

_SAID: Final[Mapping[str, Text]] = {
    "hold": Text(vi="chưa xét {effect}", en="{effect} on hold"),
    "release": Text(vi="xét trở lại", en="no longer on hold"),
    "not-assigned": Text(vi="không phân công {target}", en="{target} not assigned"),
    "points": Text(vi="{target} {change} điểm", en="{target} {change} {change:point|points}"),
    "total-points": Text(vi="tổng điểm {change}", en="the total {change}"),
    "tie": Text(vi="thứ tự giữa các {entrant} bằng nhau", en="order of those tied"),
    "class": Text(vi="xếp loại", en="class"),
    "titles": Text(vi="danh hiệu", en="titles"),
    "kp": Text(vi="KP", en="not assigned"),
    "blank": Text(vi="chưa báo cáo", en="not reported"),
    "paper": Text(vi="({ref}, ngày {day})", en="({ref}, {day})"),
    "order": Text(vi=", rồi đến ", en=", then "),
}


class OneLine:
    """Tells of a result's rulings and figures; units by their names, with the ids behind."""

    def __init__(self, result: Result, language: Language) -> None:
        """Take the names from the result."""
        self.result, self.scheme, self.language = result, result.scheme, language
        self._say = Sayer(_SAID, language, **entrant_words(result.scheme.entrant, language))

    def units(self, units: Sequence[str]) -> list[str]:
        """Call a few units by their names; of millions no more are looked at."""
        names = self.result.figures.names_of(units)
        return [called(unit, names.get(unit, unit)) for unit in units]

    def paper(self, ruling: Ruling) -> str:
        """Name the paper that a ruling stands in."""
        return self._say("paper", ref=ruling.ref, day=show_day(ruling.day, self.language))

    def figure(self, column: str) -> str:
        """Name a figure, with what it belongs to before it."""
        return joined(*self.titles(column))

    def titles(self, column: str) -> tuple[str, str]:
        """Name a figure by two titles: of its criterion, bonus or penalty (empty: none), and its own."""
        owner, title = figure_titles(self.scheme, column, self.result.figures.columns[column].spec)
        return "" if owner is None else owner.in_(self.language), title.in_(self.language)

    def _target(self, of: str) -> str:
        """Name what a ruling is on."""
        head, _, rest = of.partition(".")
        for name, titled in (("criteria", self.scheme.criteria), ("sections", self.scheme.sections)):
            if head == name and rest in titled:
                return f"“{titled[rest].title.in_(self.language)}”"
        return of

    def value(self, value: int | None, spec: FigureSpec) -> str:
        """Write what stands in a cell, × 10^places; None: not assigned."""
        return self._say("kp") if value is None else show_figure(spec, Fraction(value, 10**spec.places), self.language)

    def cell(self, value: int | None, spec: FigureSpec, *, kp: bool) -> str:
        """Write what stands in a cell that may be blank."""
        return self._say("blank") if value is None and not kp else self.value(value, spec)

    def act(self, ruling: Ruling) -> str:
        """Say what a ruling does."""
        if ruling.act == "tie":
            return self._say("order").join(self.units(ruling.units))
        return f"{', '.join(self.units(ruling.units))}: {self.deed(ruling)}"

    def deed(self, ruling: Ruling) -> str:
        """Say what a ruling does, whatever units it is about."""
        if ruling.act == "out":
            return UNIT["out"].in_(self.language)
        act = "total-points" if ruling.act == "points" and ruling.of == "total" else ruling.act
        effect, target = ", ".join(self._say(part) for part in ruling.effect), self._target(ruling.of or "")
        return self._say(act, effect=effect, target=target, change=show_signed(ruling.change, self.language))


def joined(owner: str, title: str) -> str:
    """Put what something belongs to before it."""
    return f"{owner}: {title}" if owner else title
