"""Worked cases for a new scheme, made of what its own figures come to: true from the start, with the working."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Final

from dvk_scoring.analysis.explain import explain_part
from dvk_scoring.criteria.figures import FigureSpec
from dvk_scoring.formula.across import looks_across
from dvk_scoring.formula.show import show_points
from dvk_scoring.scaffold.scheme.render import fill
from dvk_scoring.scaffold.scheme.sample import Row, show_cell
from dvk_scoring.scaffold.scheme.toml_text import write_text, write_value
from dvk_scoring.scoring.result import Result, UnitResult
from dvk_scoring.text import LANGUAGES, Language, Text

_STEP: Final = re.compile(r"\s+\d+\. ")
_LONGEST: Final = 300
_ARTICLE: Final = Text(vi="Thể lệ, điều … (ghi điều khoản thật)", en="Rules, article … (write the real one)")


def write_cases(result: Result, cells: Mapping[str, Row], language: Language) -> str:
    """Write ``cases.toml``: a whole unit of the sample, and one criterion alone, if one unit can show it.

    Args:
        result: What the sample comes to.
        cells: The sample's figures by unit and column.
        language: The language of the remarks.

    Raises:
        DvkError: It is a trial.
    """
    result.refuse_trial()
    unit = _first(result.units)
    cases = [_whole_unit(result, unit)]
    scored = next(
        (key for key, criterion in unit.criteria.items() if criterion.points is not None and _alone(result, key)), None
    )
    if scored is not None:
        cases.append(_one_criterion(result, unit, scored, cells[unit.unit]))
    head = fill("cases", "toml", language, id=result.scheme.id)
    return "\n\n".join([head, *("\n".join(case) for case in cases)]) + "\n"


def _alone(result: Result, criterion: str) -> bool:
    """Tell whether a criterion comes to the same where there is one unit alone."""
    return not any(looks_across(decided.built.tree) for decided in result.scheme.criteria[criterion].by_kind.values())


def _first(units: Sequence[UnitResult]) -> UnitResult:
    """Give the unit that a reader meets first, of those that are ranked when there are any."""
    ordered = sorted(units, key=lambda unit: unit.unit)
    return next((unit for unit in ordered if unit.state == "ranked"), ordered[0])


def _whole_unit(result: Result, unit: UnitResult) -> Iterator[str]:
    scheme = result.scheme
    told = [f'unit = "{unit.unit}"', f"points = {write_value(_points(unit))}"]
    for role, added in (("bonuses", unit.bonuses), ("penalties", unit.penalties)):
        told += [f"{role} = {write_value({key: given.points for key, given in added.items()})}"] if added else []
    if unit.state == "ranked":
        told += [f"total = {unit.total:f}", f"rank = {unit.rank}"]
        told += [f'class = "{unit.klass or "none"}"'] if scheme.classes else []
    else:
        told.append('state = "not-ranked"')
    name = Text(vi=f"{unit.name}: cộng đủ các tiêu chí", en=f"{unit.name}: all criteria added up")
    yield "[[cases]]"
    yield f"name = {write_text(name)}"
    yield f"article = {write_text(_ARTICLE)}"
    yield 'base = "sample"'
    yield f"units = [{{ {', '.join(told)} }}]"
    if unit.state == "ranked":
        working = Text(vi=_sum(unit, "vi"), en=_sum(unit, "en"))
        yield f"working = {write_text(working)}"


def _one_criterion(result: Result, unit: UnitResult, criterion: str, row: Row) -> Iterator[str]:
    """Show one criterion by figures of its own: those of the sample, which a person changes into others."""
    scheme = result.scheme
    use = scheme.criteria[criterion]
    specs = {spec.name: spec for spec in use.figures if not spec.shared}
    figures: dict[str, object] = {spec.name: _cell(row, spec.name, spec) for spec in use.figures if spec.shared}
    figures[criterion] = _nested({name: _cell(row, f"{criterion}.{name}", spec) for name, spec in specs.items()})
    points = unit.criteria[criterion].points
    title = Text(vi=f"{unit.name}: {use.title.vi}", en=f"{unit.name}: {use.title.en}")
    told = [f'unit = "{unit.unit}"']
    told += [f'cluster = "{unit.cluster}"'] if len(scheme.clusters) > 1 else []
    told += [f"figures = {write_value(figures)}", f"points = {{ {criterion} = {points} }}"]
    yield "[[cases]]"
    yield f"name = {write_text(title)}"
    yield f"article = {write_text(_ARTICLE)}"
    yield f"units = [{{ {', '.join(told)} }}]"
    lines = {
        language: explain_part(result, unit.unit, f"criteria.{criterion}", language).lines for language in LANGUAGES
    }
    yield f"working = {write_text(Text(vi=_working(lines['vi']), en=_working(lines['en'])))}"


def _points(unit: UnitResult) -> Mapping[str, object]:
    return {
        key: criterion.state if criterion.points is None else criterion.points
        for key, criterion in unit.criteria.items()
    }


def _cell(row: Row, column: str, spec: FigureSpec) -> object:
    """Give a figure as a case writes it: a number, yes or no, the id of a choice."""
    value = row.get(column)
    if value is None:
        return ""
    if spec.kind == "yes-no":
        return bool(value)
    return show_cell(value, spec, "en") if spec.kind == "choice" else value


def _nested(figures: Mapping[str, object]) -> Mapping[str, object]:
    """Put the members of a figure that is there several times into a table of their own."""
    nested: dict[str, object] = {}
    for name, value in figures.items():
        many, dot, member = name.partition(".")
        if not dot:
            nested[name] = value
            continue
        inner = nested.setdefault(many, {})
        assert isinstance(inner, dict)
        inner[member] = value
    return nested


def _sum(unit: UnitResult, language: Language) -> str:
    """Write how the points add up; where something was scaled or limited, the total has more to it than the sum."""
    parts: list[tuple[str, Decimal]] = [
        ("+", criterion.points) for criterion in unit.criteria.values() if criterion.points is not None
    ]
    parts += [("+", bonus.points) for bonus in unit.bonuses.values()]
    parts += [("−", penalty.points) for penalty in unit.penalties.values()]
    shown = "".join(f" {sign} {_shown(value, language)}" for sign, value in parts).removeprefix(" + ")
    added = sum((value if sign == "+" else -value for sign, value in parts), Decimal(0))
    return (
        f"{shown} = {_shown(added, language)}" if added == unit.total else f"{shown} → {_shown(unit.total, language)}"
    )


def _shown(value: Decimal, language: Language) -> str:
    return show_points(value, 2, language)


def _working(lines: Sequence[str]) -> str:
    """Take the steps and the points from an explanation; of a long one the points alone: dvk explain tells the rest."""
    steps = [" ".join(line.split()) for line in lines if _STEP.match(line)]
    points = " ".join(lines[-1].split())
    whole = "; ".join([*steps, points])
    return whole if len(whole) <= _LONGEST else points
