"""Problems as JSON, for programs: stable keys, texts in both languages. The shape is told in docs/outputs.md."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import TypeAlias

import attrs

from dvk_scoring.problem import Problem

Json: TypeAlias = "dict[str, object]"


def written(value: Json) -> str:
    """Write JSON that reads the same each time."""
    return json.dumps(value, ensure_ascii=False, indent=2, sort_keys=True)


def problem_value(problem: Problem) -> Json:
    """Describe one problem in both languages."""
    return {
        "code": problem.code,
        "severity": problem.severity,
        "place": {key: value for key, value in attrs.asdict(problem.place).items() if value is not None},
        "text": {"vi": problem.text("vi"), "en": problem.text("en")},
        "hint": {"vi": problem.hint("vi"), "en": problem.hint("en")},
    }


def problems_json(problems: Iterable[Problem]) -> str:
    """Write the problems that ended a run: all that there is to say then."""
    return written({"problems": [problem_value(problem) for problem in problems]})
