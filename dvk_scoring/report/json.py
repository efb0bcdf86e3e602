"""The result as JSON: exact, whole, and the same bytes whenever scheme, figures and rulings say the same.

Rows in another order, a file in another folder or another day of the run change nothing. ``docs/outputs.md`` tells the
keys.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import attrs

from dvk_scoring import __version__
from dvk_scoring.analysis.reason import Reasons
from dvk_scoring.analysis.shown import section_points, total_points
from dvk_scoring.criteria.decide import plain
from dvk_scoring.figures.figure_set import FigureSet
from dvk_scoring.problem import Problem
from dvk_scoring.scheme.model import Ruling, Scheme
from dvk_scoring.scoring.result import CriterionResult, Result, UnitResult
from dvk_scoring.text import Language, Text, readable

Json = Any
_INDENT: Final = 1


def write_json(result: Result, path: Path, language: Language) -> None:
    """Write the result as UTF-8, a unit at a time.

    Args:
        result: What is written.
        path: Where to.
        language: Language of reasons and problems.

    Raises:
        OSError: It cannot be written.
    """
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(json_lines(result, language))


def json_lines(result: Result, language: Language) -> Iterator[str]:
    """Give the text in parts, laid out as ``json.dumps(…, indent=1)`` would do with the whole."""
    yield "{\n"
    yield f' "scheme": {_written(_scheme(result.scheme), 1)},\n'
    yield f' "provenance": {_written(_provenance(result), 1)},\n'
    yield ' "units": ['
    reasons = Reasons(result, language)
    mark = "\n"
    for unit in result.iterate():
        yield f"{mark}  {_written(_unit(reasons, unit), 2)}"
        mark = ",\n"
    yield "\n ],\n"
    problems = [_problem(one, language) for one in result.problems]
    yield f' "problems": {_written(problems, 1)}\n'
    yield "}\n"


def _written(value: Json, depth: int) -> str:
    return json.dumps(value, ensure_ascii=False, indent=_INDENT).replace("\n", "\n" + " " * (_INDENT * depth))


def _both(text: Text) -> Json:
    return {"vi": text.vi, "en": text.en}


def _scheme(scheme: Scheme) -> Json:
    rounding = {key: value for key, value in attrs.asdict(scheme.rounding).items() if value is not None}
    return {
        "id": scheme.id,
        "title": _both(scheme.title),
        "sha256": scheme.hash,
        "total": plain(scheme.total),
        "rounding": rounding,
        "clusters": {key: {"title": _both(one.title), "kind": one.kind} for key, one in scheme.clusters.items()},
        "sections": {key: {"no": one.no, "title": _both(one.title)} for key, one in scheme.sections.items()},
        "criteria": {
            key: {
                "no": one.no,
                "title": _both(one.title),
                "section": one.section,
                "weight": {kind: plain(weight) for kind, weight in one.weight.items()},
            }
            for key, one in scheme.criteria.items()
        },
        "classes": {key: _both(one.title) for key, one in scheme.classes.items()},
        "titles": {key: _both(one.title) for key, one in scheme.titles.items()},
    }


def _provenance(result: Result) -> Json:
    files = sorted(
        ({"name": Path(one.path).name, "kind": one.kind, "rows": one.rows} for one in result.figures.files), key=str
    )
    return {
        "dvk": __version__,
        "engine": result.engine,
        "as_of": _day(result.as_of),
        "sample": result.sample,
        "illustrative": result.illustrative,
        "figures_sha256": figures_digest(result.figures),
        "files": files,
        "rulings": [_ruling(one) for one in result.rulings],
    }


def figures_digest(figures: FigureSet) -> str:
    """Give a SHA-256 of what the figures say: the same for rows in any order, in one file or several."""
    digest = hashlib.sha256()
    for name, frame in (("", figures.frame), *sorted(figures.voices.items())):
        digest.update(f"voice {name}\n".encode())
        ordered = frame.sort("unit")
        for column in sorted(set(frame.columns) - {"order"}):
            values = json.dumps([column, ordered[column].to_list()], ensure_ascii=False)
            digest.update(values.encode() + b"\n")
    return digest.hexdigest()


def _ruling(one: Ruling) -> Json:
    return {
        "act": one.act,
        "units": list(one.units),
        "effect": list(one.effect),
        "of": one.of,
        "change": plain(one.change) if one.act == "points" else None,
        "reason": one.reason,
        "date": _day(one.day),
        "ref": one.ref,
    }


def _unit(reasons: Reasons, unit: UnitResult) -> Json:
    scheme = reasons.scheme
    return {
        "unit": unit.unit,
        "name": unit.name,
        "cluster": unit.cluster,
        "state": unit.state,
        "total": _points(total_points(unit)),
        "rank": unit.rank,
        "tied": unit.tied,
        "class": unit.klass,
        "titles": {key: {"state": one.state, "reason": reasons.title(unit, key)} for key, one in unit.titles.items()},
        "criteria": {key: _criterion(one) for key, one in unit.criteria.items()},
        "sections": {
            key: {"points": _points(section_points(scheme, unit, key)), "of": plain(of)}
            for key, (_, of) in unit.sections.items()
        },
        "bonuses": {key: _points(points) for key, points in unit.bonuses.items()},
        "penalties": {key: _points(points) for key, points in unit.penalties.items()},
        "bonus_counted": _points(unit.bonus_counted),
        "penalty_counted": _points(unit.penalty_counted),
        "knock_outs": list(unit.knock_outs),
        "holds": [_ruling(one) for one in unit.holds],
        "unappraised": sorted(unit.unappraised),
        "assigned_weight": plain(unit.assigned_weight),
    }


def _criterion(one: CriterionResult) -> Json:
    return {
        "state": one.state,
        "score": None if one.score is None else str(one.score),
        "points": _points(one.points),
        "points_by_voice": {voice: _points(points) for voice, points in one.points_by_voice.items()},
    }


def _problem(one: Problem, language: Language) -> Json:
    place: Mapping[str, object] = attrs.asdict(one.place, filter=lambda _, value: value is not None)
    named = {key: readable(Path(str(value)).name) if key == "file" else value for key, value in place.items()}
    told = {"code": one.code, "severity": one.severity, "place": named, "text": one.text(language)}
    return {**told, "hint": one.hint(language)}


def _points(points: Decimal | None) -> str | None:
    return None if points is None else f"{points:f}"


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
