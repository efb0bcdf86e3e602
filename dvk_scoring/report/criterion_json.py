"""Criteria as JSON, for programs: all that ``dvk plugins show`` tells, in both languages, exact numbers as strings."""

from __future__ import annotations

import inspect
from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import TypeAlias

import attrs

from dvk_scoring.criteria.criterion import AnyCriterion, BuiltCriterion, Promise
from dvk_scoring.criteria.decide import WEIGHT
from dvk_scoring.criteria.figure_specs import PartOf
from dvk_scoring.criteria.figures import FigureSpec, ParamSpec, SettingSpec
from dvk_scoring.criteria.foreign import said
from dvk_scoring.criteria.registry import InspectedPlugin
from dvk_scoring.criteria.setting_types import describe
from dvk_scoring.formula.words import tell
from dvk_scoring.problem import Problem
from dvk_scoring.report.criterion import EXAMPLE_WEIGHT, build_shown, settings_shown
from dvk_scoring.report.plugin_json import plugin_value
from dvk_scoring.report.problem_json import problem_value, written
from dvk_scoring.text import Text
from dvk_scoring.written import plain

Json: TypeAlias = "dict[str, object]"


def criteria_json(plugin: InspectedPlugin, criteria: Iterable[AnyCriterion], problems: Iterable[Problem]) -> str:
    """Write healthy criteria of one plugin."""
    return written(
        {
            "plugin": {
                key: value for key, value in plugin_value(plugin).items() if key not in ("criteria", "problems")
            },
            "criteria": [criterion_value(criterion) for criterion in criteria],
            "problems": [problem_value(problem) for problem in problems],
        }
    )


def criterion_value(criterion: AnyCriterion) -> Json:
    """Describe one healthy criterion, built with its default settings."""
    built = build_shown(criterion)
    return {
        "id": criterion.id,
        "title": _text(criterion.title),
        "source": _text(criterion.source),
        "doc": inspect.cleandoc(criterion.__doc__ or ""),
        "level": criterion.level,
        "gives": criterion.gives,
        "range": {"low": _number(criterion.range.low), "high": _number(criterion.range.high)},
        "example_weight": plain(EXAMPLE_WEIGHT) if WEIGHT in built.settings else None,
        "formula": _formula(built),
        "figures": [_figure(figure, built.parts.get(figure.name)) for figure in built.figures],
        "params": [_param(param) for param in built.params],
        "settings": [_setting(spec) for spec in settings_shown(criterion)],
        "promises": [_promise(promise) for promise in criterion.promises],
    }


def _formula(built: BuiltCriterion) -> Json:
    params = {param.name: param for param in built.params}
    return {"vi": tell(built.tree, built.figures, "vi", params), "en": tell(built.tree, built.figures, "en", params)}


def _figure(one: FigureSpec, part: PartOf | None) -> Json:
    return {
        "name": one.name,
        "kind": one.kind,
        "label": _text(one.label),
        "low": _number(one.low),
        "high": _number(one.high),
        "places": one.places,
        "step": _number(one.step),
        "choices": [{"id": key, "label": _text(label)} for key, label in one.choices],
        "by": one.by,
        "shared": one.shared,
        "at_most": one.at_most,
        "plus": list(one.plus),
        "part_of": None if part is None else part.whole,
        "share": None if part is None else part.share,
        "measure": one.measure,
        "blank": _number(one.blank),
        "counts": one.counts,
        "many": one.many,
        "help": _text(one.help),
    }


def _param(one: ParamSpec) -> Json:
    return {
        "name": one.name,
        "label": _text(one.label),
        "default": _number(one.default),
        "low": _number(one.low),
        "high": _number(one.high),
        "help": _text(one.help),
    }


def _setting(one: SettingSpec) -> Json:
    return {
        "name": one.name,
        "label": _text(one.label),
        "type": _text(describe(one.annotation)),
        "default": _value(one.default),
        "low": _number(one.low),
        "high": _number(one.high),
        "help": _text(one.help),
    }


def _promise(one: Promise) -> Json:
    return {"text": _text(one.text), "never": one.never, "changes": dict(one.changes)}


def _text(value: Text | None) -> object:
    return None if value is None else attrs.asdict(value)


def _number(value: Fraction | None) -> str | None:
    return None if value is None else plain(value)


def _value(value: object) -> object:
    """Write the default of a setting: numbers that are not whole as strings, so that no reader makes floats of them."""
    if isinstance(value, Text):
        return _text(value)
    if isinstance(value, Mapping):
        return {str(key): _value(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_value(one) for one in value]
    if value is None or isinstance(value, bool | int | str):
        return value
    return plain(Fraction(value)) if isinstance(value, Decimal | Fraction) else said(value)
