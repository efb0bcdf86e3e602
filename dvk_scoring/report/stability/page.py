"""A study of stability as a page that stands alone: charts as SVG, each with its numbers in a table beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Final

import attrs

from dvk_scoring.analysis.stability import Stability, UnitStability, Weight
from dvk_scoring.package import VERSION
from dvk_scoring.problem import DvkError, problem
from dvk_scoring.report.html.write import MOST_UNITS, asset, environment, policy
from dvk_scoring.report.stability.told import NONE, Told
from dvk_scoring.scoring.result import TitleWord
from dvk_scoring.text import Language, clipped

_LINE: Final = 22
"""Height of a line of a chart."""
_WORDS, _PLOT, _SIDE = 250, 520, 40
_SHADES: Final = 10
_LONGEST: Final = 34
"""Characters of a name that a chart has room for."""


@attrs.frozen
class Mark:
    """A line of a chart: its name, a bar from ``start`` over ``length``, a dot and a diamond; None: there is none."""

    name: str
    y: int
    start: str
    length: str
    dot: str | None
    diamond: str | None
    told: str


@attrs.frozen
class Chart:
    """A chart: its size, its lines, and where the axis has numbers."""

    title: str
    width: int
    height: int
    marks: tuple[Mark, ...]
    ticks: tuple[tuple[str, str], ...]
    middle: str = ""


@attrs.frozen
class Cell:
    """A cell of the heat map: what is printed, and how dark, 0 to 10."""

    text: str
    shade: int


class StudyPage:
    """What the template is given.

    Attributes:
        most_turns: Turns that the page lists; JSON has all.
    """

    most_turns = 40

    def __init__(self, study: Stability, language: Language) -> None:
        """Keep the study and its words."""
        self.study, self.told, self.language = study, Told(study, language), language

    def word(self, key: str, **values: object) -> str:
        """Say one of the fixed words."""
        return self.told.say(key, **values)

    def problems(self) -> list[str]:
        """Say what is worth knowing besides."""
        return [f"{fault.text(self.language)} {fault.hint(self.language)}" for fault in self.study.problems]

    def ranks(self) -> list[Chart]:
        """Draw the interval of each rank: a chart a cluster, or one where all are ranked together."""
        scheme = self.study.result.scheme
        if scheme.ranking.within == "all":
            return [self._ranks(self.word("units"), self.study.units)]
        return [
            self._ranks(cluster.title.in_(self.language), units)
            for cluster in scheme.clusters.values()
            if (units := [unit for unit in self.study.units if unit.cluster == cluster.id])
        ]

    def _ranks(self, title: str, units: Sequence[UnitStability]) -> Chart:
        last = max((unit.high or 1 for unit in units), default=1)
        last = max(last, *(unit.rank or 1 for unit in units), 2)

        def at(rank: int) -> Fraction:
            return _WORDS + Fraction(_PLOT * (rank - 1), last - 1)

        marks = []
        for line, unit in enumerate(units):
            low, high = unit.low or 0, unit.high or 0
            start = at(low) - 4 if low else Fraction(_WORDS)
            length = at(high) - at(low) + 8 if low else Fraction(0)
            told = f"{self.told.names[unit.unit]}: {self.word('rank')} {unit.rank or self.word('unranked')}"
            told += (
                f"; {self.word('interval')}: {self.told.interval(unit)}; {self.word('median')}: {unit.median or NONE}"
            )
            marks.append(
                Mark(
                    clipped(self.told.names[unit.unit], _LONGEST),
                    _LINE * line + _LINE // 2,
                    _px(start),
                    _px(length),
                    None if unit.median is None else _px(at(unit.median)),
                    None if unit.rank is None else _px(at(unit.rank)),
                    told,
                )
            )
        step = max(1, -(-(last - 1) // 10))
        ticks = tuple((_px(at(rank)), str(rank)) for rank in range(1, last + 1, step))
        return Chart(title, _WORDS + _PLOT + _SIDE, _LINE * len(units) + _LINE, tuple(marks), ticks)

    def tornadoes(self) -> list[Chart]:
        """Draw what each weight alone does to ranks: to the left where it is lower, to the right where higher."""
        charts = []
        for kinds, weights in self.told.groups().items():
            drawn = sorted((weight for weight in weights if weight.drawn), key=_effect, reverse=True)
            if drawn and any(map(_effect, drawn)):
                charts.append(self._tornado(self.word("weights") + self.told.clusters(kinds), drawn))
        return charts

    def _tornado(self, title: str, weights: Sequence[Weight]) -> Chart:
        most = max(max(weight.down or 0, weight.up or 0) for weight in weights)
        middle, half = Fraction(_WORDS + _PLOT // 2), Fraction(_PLOT // 2)
        marks = []
        for line, weight in enumerate(weights):
            down, up = ((side or Fraction(0)) * half / most for side in (weight.down, weight.up))
            name = self.told.criteria[weight.criterion]
            told = f"{name}: {self.word('lower', share=self.told.reach)} {self.told.some(weight.down, 2)}; "
            told += f"{self.word('higher', share=self.told.reach)} {self.told.some(weight.up, 2)}"
            y = _LINE * line + _LINE // 2
            marks.append(Mark(clipped(name, _LONGEST), y, _px(middle - down), _px(down), _px(middle), _px(up), told))
        ends = ((-half, most), (Fraction(0), Fraction(0)), (half, most))
        ticks = tuple((_px(middle + x), self.told.some(Fraction(value), 2)) for x, value in ends)
        height = _LINE * len(weights) + _LINE
        return Chart(title, _WORDS + _PLOT + _SIDE, height, tuple(marks), ticks, _px(middle))

    def heat(self) -> list[tuple[str, tuple[Cell, ...]]]:
        """Give a row for each unit that holds a title in some draw: how often it holds each."""
        holding = [unit for unit in self.study.units if any(map(_is_held, unit.titles.values()))]
        return [
            (self.told.names[unit.unit], tuple(self._cell(unit, key) for key in self.told.titles)) for unit in holding
        ]

    def _cell(self, unit: UnitStability, title: str) -> Cell:
        count = unit.titles[title].get("proposed", 0)
        shade = -(-_SHADES * count // self.study.draws) if self.study.draws else 0
        return Cell(self.told.held(unit, title), shade)


def stability_html(study: Stability, language: Language) -> str:
    """Give the page as text; nothing is fetched, nothing moves: it prints as it stands.

    Raises:
        DvkError: A trial was studied, Jinja2 is not installed, or there are too many units for a page.
    """
    study.result.refuse_trial()
    templates = environment()
    if len(study.units) > MOST_UNITS:
        raise DvkError([problem("DVK-O207", units=len(study.units), most=MOST_UNITS)])
    style = asset("rules.css") + asset("stability.css")
    page = StudyPage(study, language)
    return templates.get_template("stability.html.j2").render(
        page=page,
        told=page.told,
        language=language,
        style=style,
        version=VERSION,
        policy=policy([style], []),
    )


def _is_held(states: Mapping[TitleWord, int]) -> bool:
    return bool(states.get("proposed") or states.get("undecided"))


def _effect(weight: Weight) -> Fraction:
    return max(weight.down or Fraction(0), weight.up or Fraction(0))


def _px(value: Fraction) -> str:
    return f"{round(value * 10) / 10:g}"
