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


def _figure(spec: FigureSpec, part: PartOf | None) -> Json:
    return {
        "name": spec.name,
        "kind": spec.kind,
        "label": _text(spec.label),
        "low": _number(spec.low),
        "high": _number(spec.high),
        "places": spec.places,
        "step": _number(spec.step),
        "choices": [{"id": key, "label": _text(label)} for key, label in spec.choices],
        "by": spec.by,
        "shared": spec.shared,
        "at_most": spec.at_most,
        "plus": list(spec.plus),
        "part_of": None if part is None else part.whole,
        "share": None if part is None else part.share,
        "measure": spec.measure,
        "blank": _number(spec.blank),
        "counts": spec.counts,
        "many": spec.many,
        "help": _text(spec.help),
    }


def _param(spec: ParamSpec) -> Json:
    return {
        "name": spec.name,
        "label": _text(spec.label),
        "default": _number(spec.default),
        "low": _number(spec.low),
        "high": _number(spec.high),
        "help": _text(spec.help),
    }


def _setting(spec: SettingSpec) -> Json:
    return {
        "name": spec.name,
        "label": _text(spec.label),
        "type": _text(describe(spec.annotation)),
        "default": _value(spec.default),
        "low": _number(spec.low),
        "high": _number(spec.high),
        "help": _text(spec.help),
    }


def _promise(promise: Promise) -> Json:
    return {"text": _text(promise.text), "never": promise.never, "changes": dict(promise.changes)}


def _text(value: Text | None) -> object:
    return None if value is None else attrs.asdict(value)


def _number(value: Fraction | None) -> str | None:
    return None if value is None else plain(value)


def _value(value: object) -> object:
    """Write the default of a setting: numbers that are not whole as strings, so that no reader makes floats of them."""
    if isinstance(value, Text):
        return _text(value)
    if isinstance(value, Mapping):
        return {str(key): _value(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_value(part) for part in value]
    if value is None or isinstance(value, bool | int | str):
        return value
    return plain(Fraction(value)) if isinstance(value, Decimal | Fraction) else said(value)
