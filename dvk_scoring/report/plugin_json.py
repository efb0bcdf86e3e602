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
            "searches": [_search(search) for search in checked.searches],
            "installation": None if checked.installation is None else _installation(checked.installation),
            "well": checked.is_well,
        }
    )


def _search(search: Search) -> Json:
    """Describe the search for a name: each step, and what it comes to."""
    steps = [
        {
            "step": step.kind,
            "found": step.found,
            "text": {"vi": step_words(search, step, "vi"), "en": step_words(search, step, "en")},
            "problems": [problem_value(problem) for problem in step.problems],
        }
        for step in search.steps
    ]
    return {
        "name": search.name,
        "outcome": search.outcome,
        "used": search.is_used,
        "near": list(search.near),
        "steps": steps,
        "conclusion": {"vi": conclusion(search, "vi"), "en": conclusion(search, "en")},
    }


def _installation(installation: Installation) -> Json:
    """Describe what is around the plugins."""
    return {
        "version": installation.version,
        "python": installation.python,
        "encoding": installation.encoding,
        "variables": dict(installation.variables),
        "libraries": [
            {"name": library.name, "needed": library.needed, "extra": library.extra or None, "version": library.version}
            for library in installation.libraries
        ],
    }


def plugin_value(plugin: InspectedPlugin) -> Json:
    """Describe one plugin."""
    return {
        "name": plugin.found.name,
        "origin": plugin.found.origin,
        "location": plugin.found.location,
        "version": plugin.found.version,
        "state": plugin.state,
        "import_ms": plugin.milliseconds,
        "criteria": [
            {
                "id": each.id,
                "title": None if each.title is None else attrs.asdict(each.title),
                "level": each.level,
            }
            for each in plugin.criteria.values()
        ],
        "problems": [problem_value(each) for each in plugin.problems],
    }


def _proof(proof: ProvedCriterion) -> Json:
    roundings = [{"places": places, "mode": mode} for places, mode in proof.roundings]
    return {**attrs.asdict(proof), "roundings": roundings}
