"""Plugins as JSON, for programs: stable keys, texts in both languages. The shape is told in docs/plugin-host.md."""

from __future__ import annotations

from collections.abc import Iterable

import attrs

from dvk_scoring.criteria.inspection import ProvedCriterion
from dvk_scoring.criteria.installation import Installation
from dvk_scoring.criteria.registry import InspectedPlugin
from dvk_scoring.criteria.search import Search
from dvk_scoring.problem import Problem
from dvk_scoring.report.checked_plugins import Checked
from dvk_scoring.report.problem_json import Json, problem_value, written
from dvk_scoring.report.search import conclusion, step_words


def plugins_json(plugins: Iterable[InspectedPlugin], problems: Iterable[Problem]) -> str:
    """Write a list of plugins and what was odd in finding them."""
    return written(
        {
            "plugins": [plugin_value(plugin) for plugin in plugins],
            "problems": [problem_value(problem) for problem in problems],
        }
    )


def checked_json(checked: Checked) -> str:
    """Write plugins that were checked, with what is proved, how they were searched for, and all that is wrong."""
    return written(
        {
            "plugins": [
                {**plugin_value(plugin), "proofs": [_proof(each) for each in plugin.proofs]}
                for plugin in checked.plugins
            ],
            "problems": [
                {**problem_value(problem), "remedy": {"vi": problem.remedy("vi"), "en": problem.remedy("en")}}
                for problem in checked.problems
            ],
            "searches": [_search(one) for one in checked.searches],
            "installation": None if checked.installation is None else _installation(checked.installation),
            "well": checked.is_well,
        }
    )


def _search(found: Search) -> Json:
    """Describe the search for a name: each step, and what it comes to."""
    steps = [
        {
            "step": step.kind,
            "found": step.found,
            "text": {"vi": step_words(found, step, "vi"), "en": step_words(found, step, "en")},
            "problems": [problem_value(problem) for problem in step.problems],
        }
        for step in found.steps
    ]
    return {
        "name": found.name,
        "outcome": found.outcome,
        "used": found.is_used,
        "near": list(found.near),
        "steps": steps,
        "conclusion": {"vi": conclusion(found, "vi"), "en": conclusion(found, "en")},
    }


def _installation(found: Installation) -> Json:
    """Describe what is around the plugins."""
    return {
        "version": found.version,
        "python": found.python,
        "encoding": found.encoding,
        "variables": dict(found.variables),
        "libraries": [
            {"name": library.name, "needed": library.needed, "extra": library.extra or None, "version": library.version}
            for library in found.libraries
        ],
    }


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


def _proof(one: ProvedCriterion) -> Json:
    roundings = [{"places": places, "mode": mode} for places, mode in one.roundings]
    return {**attrs.asdict(one), "roundings": roundings}
