"""The page of one criterion: how it is scored, what to copy into a scheme, what may be tuned, a worked case."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints, is_typeddict

import tomli
from markdown import block, plain, table

from dvk_scoring.criteria.criterion import AnyCriterion
from dvk_scoring.formula.show import show_exact
from dvk_scoring.formula.state import State
from dvk_scoring.formula.symbols import FigureSpec
from dvk_scoring.report.criterion import CriterionWords
from dvk_scoring.testing.case_file import Case, CaseUnit, Figure, read_cases
from dvk_scoring.text import Language, Text
from dvk_scoring.written import shown

_SAID = {
    "case": Text(vi="Ví dụ tính sẵn", en="A worked case"),
    "copy": Text(vi="Chép vào bảng điểm", en="To copy into a scheme"),
    "line": Text(
        vi="Một dòng của bảng điểm; `weight` là điểm tối đa:", en="A line of a scheme; `weight` is the most points:"
    ),
    "columns": Text(vi="Các cột số liệu, với số liệu của ví dụ:", en="The columns of figures, with those of the case:"),
    "points": Text(vi="Điểm", en="Points"),
    "unit": Text(vi="Đơn vị", en="Unit"),
    "not-assigned": Text(vi="không phân công", en="not assigned"),
    "not-reported": Text(vi="chưa báo cáo", en="not reported"),
    "error": Text(vi="lỗi", en="error"),
    "reasons": Text(vi="Giải thích và mọi ví dụ tính sẵn", en="Reasons and all worked cases"),
    "weight_is": Text(vi="Điểm tối đa: {weight}.", en="Weight: {weight}."),
    "places": Text(vi="tối đa {places} chữ số thập phân", en="at most {places} decimals"),
    "step": Text(vi="bước {step}", en="in steps of {step}"),
    "filled": Text(vi="lấy từ điểm tối đa trong bảng điểm", en="filled from the scheme's weight"),
    "int": Text(vi="số nguyên", en="whole number"),
    "number": Text(vi="số", en="number"),
    "bool": Text(vi="`true` hoặc `false`", en="`true` or `false`"),
    "str": Text(vi="chuỗi chữ", en="text"),
    "text": Text(vi="chuỗi chữ hoặc `{ vi, en }`", en="text or `{ vi, en }`"),
    "list": Text(vi="danh sách, mỗi phần tử là {item}", en="list of: {item}"),
    "table": Text(vi="bảng tên = {item}", en="table of name = {item}"),
    "or": Text(vi=" hoặc ", en=" or "),
}


def criterion_page(criterion: AnyCriterion, home: Path, language: Language) -> str:
    """Write the page of a criterion as Markdown."""
    return "\n\n".join(_Page(criterion, home, language).parts())


def taken(annotation: Any, language: Language) -> str:
    """Say what a setting takes, from its annotation."""

    def say(key: str, **values: str) -> str:
        text = _SAID[key].in_(language)
        return text.format(**values) if values else text

    simple = {int: "int", bool: "bool", str: "str", Decimal: "number", Fraction: "number", Text: "text"}
    if annotation in simple:
        return say(simple[annotation])
    origin, inner = get_origin(annotation), get_args(annotation)
    if origin is Literal:
        return say("or").join(f"`{shown(one)}`" for one in inner)
    if is_typeddict(annotation):
        keys = (f"`{key}`: {taken(hint, language)}" for key, hint in get_type_hints(annotation).items())
        return "{ " + ", ".join(keys) + " }"
    if isinstance(origin, type) and issubclass(origin, tuple):
        return say("list", item=taken(inner[0], language))
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return say("table", item=taken(inner[1], language))
    if origin is Union or inner:
        return say("or").join(taken(one, language) for one in inner if one is not type(None))
    message = f"what {annotation!r} takes has no words here"
    raise TypeError(message)


class _Page:
    def __init__(self, criterion: AnyCriterion, home: Path, language: Language) -> None:
        self.criterion, self.language = criterion, language
        self.folder = home if home.is_dir() else home.parent
        self.words = CriterionWords(criterion, language)

    def parts(self) -> Iterator[str]:
        criterion, words = self.criterion, self.words
        source = Text.of(criterion.source).in_(self.language)
        yield f"# {plain(criterion.title.in_(self.language))}"
        yield f"{words.say('name')}: `{criterion.id}`. {plain(words.gives())}"
        yield f"{words.say('source')}: {plain(source)}."
        yield f"## {words.say('formula')}"
        yield plain(words.formula())
        raw, case = self._case()
        yield f"## {self._say('copy')}"
        yield self._say("line")
        yield block("toml", self._scheme_line(raw))
        yield self._say("columns")
        yield block("csv", self._csv(case))
        yield f"## {words.say('figures')}"
        yield self._figures()
        yield from self._tunable()
        if criterion.promises:
            yield f"## {words.say('promises')}"
            yield "\n".join(f"- {plain(one.text.in_(self.language))}" for one in criterion.promises)
        yield f"## {self._say('case')}"
        yield self._worked(case)
        if (self.folder / "README.md").is_file():
            readme = f"plugins/{self.folder.name}/README"
            away = f'<a href="../../../../en/{readme}.html" hreflang="en">{self._say("reasons")}</a> (tiếng Anh)'
            yield away if self.language == "vi" else f"[{self._say('reasons')}](/{readme}.md)"

    def _say(self, key: str) -> str:
        return _SAID[key].in_(self.language)

    def _case(self) -> tuple[Mapping[str, Any], Case]:
        """Give the first case that one cluster can be scored with, as it stands and as it is read."""
        path = self.folder / "cases.toml"
        raw = tomli.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)["cases"]
        for one, case in zip(raw, read_cases(self.criterion, path), strict=True):
            by_cluster = any(isinstance(value, Mapping) for value in case.params.values())
            if not by_cluster and all(unit.assigned and unit.ranked for unit in case.units):
                return one, case
        message = f"{path}: no case that one cluster can be scored with"
        raise ValueError(message)

    def _scheme_line(self, raw: Mapping[str, Any]) -> str:
        params = f", params = {shown(raw['params'])}" if raw.get("params") else ""
        return f"[criteria]\n{self.criterion.id} = {{ weight = {raw['weight']}{params} }}"

    def _csv(self, case: Case) -> str:
        figures = case.built.figures
        columns = [one.name if one.shared else f"{self.criterion.id}.{one.name}" for one in figures]
        rows = [
            [one.unit, f"{self._say('unit')} {one.unit}", *(_cell(spec, one, "en") for spec in figures)]
            for one in case.units
        ]
        return "\n".join(",".join(row) for row in [["unit", "name", *columns], *rows])

    def _figures(self) -> str:
        say = self.words.say
        rows = []
        for one in self.words.built.figures:
            by = "shared" if one.shared else one.by
            blank = say("blank_none") if one.blank is None else self.words.number(one.blank)
            values = self._values(one)
            rows.append((f"`{one.name}`", self._told(one.label, one.help), say(one.kind), say(by), values, blank))
        return table([say(one) for one in ("name", "label", "kind", "by", "range", "blank")], rows)

    def _values(self, one: FigureSpec) -> str:
        more = []
        if one.kind in ("decimal", "mark") and one.places:
            more.append(self._say("places").format(places=one.places))
        if one.step is not None:
            more.append(self._say("step").format(step=self.words.number(one.step)))
        if one.measure is not None:
            more.append(one.measure)
        return "\n".join(plain(text) for text in (self.words.values(one), *more) if text)

    def _tunable(self) -> Iterator[str]:
        say, words = self.words.say, self.words
        if words.built.params:
            rows = [
                (
                    f"`{one.name}`",
                    self._told(one.label, one.help),
                    words.number(one.default),
                    f"{words.number(one.low)}–{words.number(one.high)}",
                )
                for one in words.built.params
            ]
            yield f"## {say('params')}"
            yield table([say(one) for one in ("name", "label", "default", "range")], rows)
        if words.settings:
            rows = [
                (
                    f"`{one.name}`",
                    self._told(one.label, one.help),
                    taken(one.annotation, self.language),
                    plain(words.default(one.default)),
                )
                for one in words.settings
            ]
            yield f"## {say('settings')}"
            yield table([say(one) for one in ("name", "label", "kind", "default")], rows)

    def _told(self, label: Text, more: Text | None) -> str:
        return "\n".join(plain(one.in_(self.language)) for one in (label, more) if one is not None)

    def _worked(self, case: Case) -> str:
        figures = case.built.figures
        rows = [
            [plain(unit.unit), *(_cell(one, unit, self.language) for one in figures), self._points(unit.points)]
            for unit in case.units
        ]
        headings = [self._say("unit"), *(f"`{one.name}`" for one in figures), self._say("points")]
        weight = self._say("weight_is").format(weight=show_exact(case.weight, self.language))
        named = f"{plain(case.name.in_(self.language))}. {weight} {self.words.say('source')}: {plain(case.source)}"
        return "\n\n".join([named, table(headings, rows), plain(case.working.in_(self.language))])

    def _points(self, points: str) -> str:
        if points in _SAID:
            return self._say(points)
        return points.replace(".", ",") if self.language == "vi" else points


def _cell(spec: FigureSpec, unit: CaseUnit, language: Language) -> str:
    """Write a figure as a table of figures does."""
    value: Figure = unit.figures[spec.name]
    if isinstance(value, State):
        return {State.NOT_ASSIGNED: "KP"}.get(value, "")
    if spec.kind == "choice":
        return spec.choices[int(value)][0]
    number = format(Decimal(value.numerator) / Decimal(value.denominator), "f")
    return number.replace(".", ",") if language == "vi" else number
