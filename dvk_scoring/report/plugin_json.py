"""Plugins as JSON, for programs: stable keys, texts in both languages. The shape is told in docs/plugin-host.md."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import TypeAlias

import attrs

from dvk_scoring.criteria.registry import InspectedPlugin
from dvk_scoring.problem import Problem

Json: TypeAlias = "dict[str, object]"


def plugins_json(plugins: Iterable[InspectedPlugin], problems: Iterable[Problem]) -> str:
    """Write a list of plugins and what was odd in finding them."""
    found = {"plugins": [plugin_value(one) for one in plugins], "problems": [problem_value(one) for one in problems]}
    return json.dumps(found, ensure_ascii=False, indent=2, sort_keys=True)


def plugin_value(one: InspectedPlugin) -> Json:
    """Describe one plugin."""
    return {
        "name": one.found.name,
        "origin": one.found.origin,
        "location": one.found.location,
        "version": one.found.version,
        "state": one.state,
        "import_ms": one.milliseconds,
        "criteria": [
            {
                "id": each.id,
                "title": None if each.title is None else attrs.asdict(each.title),
                "level": each.level,
            }
            for each in one.criteria.values()
        ],
        "problems": [problem_value(each) for each in one.problems],
    }


def problem_value(one: Problem) -> Json:
    """Describe one problem in both languages."""
    return {
        "code": one.code,
        "severity": one.severity,
        "place": {key: value for key, value in attrs.asdict(one.place).items() if value is not None},
        "text": {"vi": one.text("vi"), "en": one.text("en")},
        "hint": {"vi": one.hint("vi"), "en": one.hint("en")},
    }
