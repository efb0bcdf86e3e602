"""One criterion in the terminal: what it follows, how it is scored in words, what it asks for, what can be tuned."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Final

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text as Styled

from dvk_scoring.criteria.criterion import AnyCriterion, BuiltCriterion, Promise, build, params_class
from dvk_scoring.criteria.decide import WEIGHT
from dvk_scoring.criteria.figures import FigureSpec, ParamSpec, SettingSpec
from dvk_scoring.criteria.find import FoundPlugin
from dvk_scoring.formula.show import show_exact
from dvk_scoring.formula.words import tell
from dvk_scoring.report.lists import origin_words, plain_table
from dvk_scoring.text import Language, Sayer, Text, quoted
from dvk_scoring.written import shown

_SAID: Final[Mapping[str, Text]] = {
    "source": Text(vi="Nguồn", en="Source"),
    "plugin": Text(vi="Plugin", en="Plugin"),
    "score": Text(vi="Cho mức đạt, nhân với điểm tối đa", en="Gives a score, multiplied by the weight"),
    "points": Text(vi="Cho điểm trực tiếp", en="Gives points as they are"),
    "from_to": Text(vi="từ {low} đến {high}", en="from {low} to {high}"),
    "open": Text(vi="không giới hạn", en="without limit"),
    "formula": Text(vi="Cách tính", en="How it is scored"),
    "weight": Text(
        vi="Với điểm tối đa {weight} làm ví dụ: {formula}",
        en="With a weight of {weight} points as an example: {formula}",
    ),
    "figures": Text(vi="Số liệu", en="Figures"),
    "params": Text(vi="Tham số (bảng điểm chỉnh được)", en="Params (a scheme may tune them)"),
    "settings": Text(vi="Thiết lập (làm đổi công thức)", en="Settings (they shape the formula)"),
    "promises": Text(vi="Cam kết, có kiểm thử", en="Promises, held by tests"),
    "name": Text(vi="Mã", en="Id"),
    "label": Text(vi="Nghĩa", en="Meaning"),
    "kind": Text(vi="Kiểu", en="Type"),
    "by": Text(vi="Ai báo cáo", en="Reported by"),
    "range": Text(vi="Khoảng", en="Range"),
    "blank": Text(vi="Để trống là", en="A blank is"),
    "default": Text(vi="Mặc định", en="Default"),
    "count": Text(vi="số đếm", en="count"),
    "decimal": Text(vi="số thập phân", en="decimal"),
    "yes-no": Text(vi="có/không", en="yes/no"),
    "choice": Text(vi="chọn một", en="choice"),
    "mark": Text(vi="điểm chấm", en="mark"),
    "unit": Text(vi="đơn vị", en="unit"),
    "committee": Text(vi="hội đồng", en="committee"),
    "blank_none": Text(vi="chưa báo cáo", en="not reported"),
    "shared": Text(vi="đơn vị, dùng chung", en="unit, shared"),
    "at_most": Text(vi="không quá {limit}", en="no more than {limit}"),
    "with": Text(vi="cùng {others} không quá {limit}", en="with {others} no more than {limit}"),
    "part_of": Text(vi="một phần của {limit}, lớn hơn thì cảnh báo", en="a part of {limit}, with a warning above it"),
}
EXAMPLE_WEIGHT: Final = Fraction(10)


def print_criterion(plugin: FoundPlugin, criterion: AnyCriterion, language: Language, console: Console) -> None:
    """Print all that a user of a healthy criterion needs to know."""
    page = CriterionWords(criterion, language)
    console.print(Styled(f"{criterion.title.in_(language)} ({criterion.id})", "bold"))
    console.print(Styled(f"{page.say('source')}: {criterion.source.in_(language)}"), soft_wrap=True)
    where = "" if plugin.origin == "bundled" else f" · {plugin.location}"
    console.print(Styled(f"{page.say('plugin')}: {plugin.name} · {origin_words(plugin.origin, language)}{where}"))
    console.print(Styled(page.gives()))
    for heading, body in page.parts():
        console.print()
        console.print(Styled(page.say(heading), "bold"))
        for block in body:
            console.print(Padding(block, (0, 0, 0, 2), expand=False))


def build_shown(criterion: AnyCriterion) -> BuiltCriterion:
    """Build a criterion with its default settings; one that asks for its weight is given an example."""
    weighed = WEIGHT in params_class(criterion).dvk_settings
    return build(criterion, {WEIGHT: EXAMPLE_WEIGHT} if weighed else {})


def settings_shown(criterion: AnyCriterion) -> list[SettingSpec]:
    """Give the settings that a scheme writes: all but the weight."""
    return [setting for name, setting in params_class(criterion).dvk_settings.items() if name != WEIGHT]


class CriterionWords:
    """The words that a criterion is shown with, here and in the documentation."""

    def __init__(self, criterion: AnyCriterion, language: Language) -> None:
        self.criterion, self.language = criterion, language
        self.say = Sayer(_SAID, self.language)
        self.settings = settings_shown(criterion)
        self.built = build_shown(criterion)
        self.weighed = WEIGHT in self.built.settings

    def gives(self) -> str:
        """Say what it gives, and its range when it is a score."""
        range_ = self.criterion.range
        if self.criterion.gives == "points":
            return f"{self.say('points')}."
        return f"{self.say('score')}: {self._range(range_.low, range_.high)}."

    def formula(self) -> str:
        """Tell how it is scored; where the formula holds its weight, with an example of one."""
        told = tell(
            self.built.tree, self.built.figures, self.language, {param.name: param for param in self.built.params}
        )
        return self.say("weight", weight=self.number(EXAMPLE_WEIGHT), formula=told) if self.weighed else told

    def parts(self) -> Iterator[tuple[str, Iterable[Styled | Table]]]:
        """Give each part that is not empty: heading and what is below it."""
        yield "formula", [Styled(self.formula())]
        if self.built.figures:
            yield "figures", [self._figures(self.built.figures)]
        if self.built.params:
            yield "params", [self._params(self.built.params)]
        if self.settings:
            yield "settings", [self._settings(self.settings)]
        if self.criterion.promises:
            yield "promises", [self._promise(promise) for promise in self.criterion.promises]

    def number(self, value: Fraction) -> str:
        """Write a number as its readers do."""
        return show_exact(value, self.language)

    def _range(self, low: Fraction | None, high: Fraction | None) -> str:
        shown = [self.say("open") if end is None else self.number(end) for end in (low, high)]
        return self.say("from_to", low=shown[0], high=shown[1])

    def _table(self, *headings: str) -> Table:
        return plain_table(self.say(heading) for heading in headings)

    def _figures(self, figures: Iterable[FigureSpec]) -> Table:
        table = self._table("name", "label", "kind", "by", "range", "blank")
        for figure in figures:
            by = "shared" if figure.shared else figure.by
            blank = self.say("blank_none") if figure.blank is None else self.number(figure.blank)
            table.add_row(
                figure.name,
                self._told(figure.label, figure.help),
                self.say(figure.kind),
                self.say(by),
                self.values(figure),
                blank,
            )
        return table

    def values(self, spec: FigureSpec) -> str:
        """Say what a figure may be: its range and what it may not exceed, or its choices; nothing for yes or no."""
        if spec.kind == "yes-no":
            return ""
        if spec.kind == "choice":
            return "; ".join(f"{key}: {text.in_(self.language)}" for key, text in spec.choices)
        return "; ".join((f"{self.number(spec.low)}–{self.number(spec.high)}", *self._limits(spec)))

    def _limits(self, spec: FigureSpec) -> Iterator[str]:
        """Say which other figures bound a figure, by their titles and with the ids behind."""
        titles = {spec.name: f"{quoted(spec.label).in_(self.language)} ({spec.name})" for spec in self.built.figures}
        if spec.at_most is not None:
            others = ", ".join(titles[name] for name in spec.plus)
            yield self.say("with" if others else "at_most", others=others, limit=titles[spec.at_most])
        elif spec.name in self.built.parts:
            yield self.say("part_of", limit=titles[self.built.parts[spec.name].whole])

    def _told(self, label: Text, more: Text | None) -> Styled:
        told = Styled(label.in_(self.language))
        return told if more is None else told.append(f"\n{more.in_(self.language)}", "dim")

    def _params(self, params: Iterable[ParamSpec]) -> Table:
        table = self._table("name", "label", "default", "range")
        for param in params:
            range_ = f"{self.number(param.low)}–{self.number(param.high)}"
            table.add_row(param.name, self._told(param.label, param.help), self.number(param.default), range_)
        return table

    def _settings(self, settings: Iterable[SettingSpec]) -> Table:
        table = self._table("name", "label", "default")
        for setting in settings:
            table.add_row(setting.name, self._told(setting.label, setting.help), self.default(setting.default))
        return table

    def default(self, value: object) -> str:
        """Write the default of a setting: numbers as their readers do, all else as a scheme would."""
        if isinstance(value, Text):
            return value.in_(self.language)
        if isinstance(value, int | Decimal | Fraction) and not isinstance(value, bool):
            return self.number(Fraction(value))
        if isinstance(value, Mapping):
            return "\n".join(f"{key}: {self.default(part)}" for key, part in value.items()) or "–"
        return "–" if value is None else shown(value)

    def _promise(self, promise: Promise) -> Styled:
        return Styled(f"· {promise.text.in_(self.language)}")
