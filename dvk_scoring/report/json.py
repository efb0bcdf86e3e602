"""The result as JSON: exact, whole, and the same bytes whenever scheme, figures and rulings say the same.

Rows in another order, a file in another folder or another day of the run change nothing. ``docs/outputs.md`` tells the
keys.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any, Final

import attrs

from dvk_scoring.analysis.law import Counted
from dvk_scoring.analysis.paragraph import Paragraph
from dvk_scoring.analysis.reason import Reasons
from dvk_scoring.analysis.shown import section_points, shown_total, total_points
from dvk_scoring.figures.figure_set import FigureSet
from dvk_scoring.formula import names
from dvk_scoring.package import VERSION
from dvk_scoring.problem import Problem
from dvk_scoring.scheme.model import Ruling, Scheme
from dvk_scoring.scoring.result import AddedResult, CriterionResult, Result, UnitResult
from dvk_scoring.text import Language, Text, visible
from dvk_scoring.written import plain

Json = Any
_INDENT: Final = 1


def write_json(result: Result, path: Path, language: Language) -> None:
    """Write the result as UTF-8, a unit at a time.

    Args:
        result: What is written.
        path: Where to.
        language: Language of reasons and problems.

    Raises:
        DvkError: It is a trial.
        OSError: It cannot be written.
    """
    result.refuse_trial()
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(json_lines(result, language))


def json_lines(result: Result, language: Language, version: str = VERSION) -> Iterator[str]:
    """Give the text in parts, laid out as ``json.dumps(…, indent=1)`` would do with the whole.

    ``version``: the one that is written; another than this program's only to tell what else differs.

    Raises:
        DvkError: It is a trial.
    """
    result.refuse_trial()
    yield "{\n"
    yield f' "scheme": {_written(_scheme(result.scheme), 1)},\n'
    yield f' "provenance": {_written(_provenance(result, version), 1)},\n'
    yield ' "units": ['
    reasons = Reasons(result, language)
    exact = Exact(result, reasons.counted)
    mark = "\n"
    for unit in result.iterate():
        yield f"{mark}  {_written(_unit(reasons, exact, unit), 2)}"
        mark = ",\n"
    yield "\n ],\n"
    problems = [_problem(problem, language) for problem in result.problems]
    yield f' "problems": {_written(problems, 1)}\n'
    yield "}\n"


def explanation_json(result: Result, unit_id: str, paragraphs: Iterable[Paragraph], language: Language) -> str:
    """Write the explanation of a unit, with what the result says of it, laid out as the result is.

    Raises:
        DvkError: It is of a trial.
    """
    result.refuse_trial()
    reasons = Reasons(result, language)
    whole = {
        "scheme": {"id": result.scheme.id, "title": _both(result.scheme.title), "sha256": result.scheme.hash},
        "sample": result.sample,
        "illustrative": result.illustrative,
        "unit": _unit(reasons, Exact(result, reasons.counted), result.unit(unit_id)),
        "explanation": [{"heading": paragraph.heading, "lines": list(paragraph.lines)} for paragraph in paragraphs],
        "problems": [_problem(problem, language) for problem in result.problems],
    }
    return _written(whole, 0)


def criterion_json(
    result: Result, unit_id: str, criterion: str, paragraphs: Iterable[Paragraph], language: Language
) -> str:
    """Write what one criterion gives a unit, and its working, in the words of the result."""
    unit = result.unit(unit_id)
    whole = {
        "criterion": criterion,
        "weight": plain(result.scheme.criteria[criterion].weight[result.scheme.clusters[unit.cluster].kind]),
        **{
            key: told
            for key, told in _criterion(unit.criteria[criterion]).items()
            if key in ("state", "score", "points")
        },
        "explanation": [{"heading": paragraph.heading, "lines": list(paragraph.lines)} for paragraph in paragraphs],
        "problems": [_problem(problem, language) for problem in result.problems],
    }
    return _written(whole, 0)


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
        "ranking": {"within": scheme.ranking.within, "ties": scheme.ranking.ties, "prefer": scheme.ranking.prefer},
        "clusters": {
            key: {"title": _both(cluster.title), "kind": cluster.kind, "ranked": cluster.ranked}
            for key, cluster in scheme.clusters.items()
        },
        "sections": {
            key: {"no": section.no, "title": _both(section.title)} for key, section in scheme.sections.items()
        },
        "criteria": {
            key: {
                "no": criterion.no,
                "title": _both(criterion.title),
                "section": criterion.section,
                "weight": {kind: plain(weight) for kind, weight in criterion.weight.items()},
                "rounding": None if criterion.closing is None else attrs.asdict(criterion.closing),
                "tie_break": criterion.tie_break,
            }
            for key, criterion in scheme.criteria.items()
        },
        "classes": {key: _both(class_.title) for key, class_ in scheme.classes.items()},
        "titles": {key: _both(title.title) for key, title in scheme.titles.items()},
    }


def _provenance(result: Result, version: str) -> Json:
    files = sorted(
        (
            {"name": visible(Path(file.path).name), "kind": file.kind, "rows": file.rows}
            for file in result.figures.files
        ),
        key=str,
    )
    return {
        "dvk": version,
        "engine": result.engine,
        "as_of": _day(result.as_of),
        "sample": result.sample,
        "illustrative": result.illustrative,
        "figures_sha256": figures_digest(result.figures),
        "files": files,
        "rulings": [ruling_value(ruling) for ruling in result.rulings],
        **_council(result),
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


def ruling_value(ruling: Ruling) -> Json:
    """Give an act of the council."""
    return {
        "act": ruling.act,
        "units": list(ruling.units),
        "effect": list(ruling.effect),
        "of": ruling.of,
        "change": plain(ruling.change) if ruling.act == "points" else None,
        "reason": ruling.reason,
        "date": _day(ruling.day),
        "ref": ruling.ref,
    }


class Exact:
    """Numbers of a unit that no decimal says in full, as fractions; nothing is computed where there can be none."""

    def __init__(self, result: Result, counted: Counted) -> None:
        """Find the columns that are put out rounded."""
        scheme, outputs = result.scheme, result.plan.outputs
        columns = {f"criteria.{key}": names.points(key) for key in scheme.criteria}
        columns |= {f"sections.{key}": names.section(key) for key in scheme.sections}
        columns |= {f"bonuses.{key}": names.bonus(key) for key in scheme.bonuses}
        columns |= {f"penalties.{key}": names.penalty(key) for key in scheme.penalties}
        columns |= {"bonus_counted": "bonuses", "penalty_counted": "penalties"}
        self.definitions = {key: outputs[name].definition for key, name in columns.items() if outputs[name].rounded}
        self.counted = counted

    def numbers(self, unit: UnitResult, shown: Mapping[str, Decimal | None]) -> dict[str, str]:
        """Give the fractions of a unit, by what they are the points of.

        Args:
            unit: The unit.
            shown: The same numbers as decimals, None: not put out at all.
        """
        fractions = {}
        for key, definition in self.definitions.items():
            if shown.get(key) is not None:
                value = self.counted.number(unit.unit, definition)
                if value != Fraction(shown[key] or 0):
                    fractions[key] = str(value)
        return fractions


def _unit(reasons: Reasons, exact: Exact, unit: UnitResult) -> Json:
    scheme = reasons.scheme
    sections = {key: section_points(scheme, unit, key) for key in unit.sections}
    shown = {
        **{f"criteria.{key}": criterion.points for key, criterion in unit.criteria.items()},
        **{f"sections.{key}": points for key, points in sections.items()},
        **{f"bonuses.{key}": bonus.points for key, bonus in unit.bonuses.items()},
        **{f"penalties.{key}": penalty.points for key, penalty in unit.penalties.items()},
        "bonus_counted": unit.bonus_counted,
        "penalty_counted": unit.penalty_counted,
    }
    return {
        "unit": unit.unit,
        "name": unit.name,
        "cluster": unit.cluster,
        "state": unit.state,
        "total": _points(total_points(unit)),
        **({} if scheme.rounding.shown is None else {"shown": _points(shown_total(unit))}),
        "rank": unit.rank,
        "tied": unit.tied,
        "class": unit.klass,
        "class_open": unit.class_open,
        **({"class_cut": True} if unit.class_cut else {}),
        "titles": {
            key: {"state": title.word, "reason": reasons.title(unit, key), **_vote(reasons.result, unit, key)}
            for key, title in unit.titles.items()
        },
        "criteria": {key: _criterion(criterion) for key, criterion in unit.criteria.items()},
        "sections": {
            key: {"points": _points(points), "of": plain(unit.sections[key][1])} for key, points in sections.items()
        },
        "bonuses": {key: _added(bonus) for key, bonus in unit.bonuses.items()},
        "penalties": {key: _added(penalty) for key, penalty in unit.penalties.items()},
        "bonus_counted": _points(unit.bonus_counted),
        "penalty_counted": _points(unit.penalty_counted),
        "exact": exact.numbers(unit, shown),
        "figures": dict(unit.figures),
        "knock_outs": list(unit.knock_outs),
        "holds": [ruling_value(hold) for hold in unit.holds],
        "unappraised": sorted(unit.unappraised),
        "assigned_weight": plain(unit.assigned_weight),
    }


def _vote(result: Result, unit: UnitResult, title: str) -> Json:
    """Give the votes on a title, where there were any."""
    ballot = None if result.votes is None else result.votes.ballot(unit.unit, title)
    if ballot is None:
        return {}
    counts = {"issued": ballot.issued, "returned": ballot.returned, "valid": ballot.valid, "for": ballot.given}
    rule = {"of": ballot.vote.of, "base": ballot.base, "part": str(ballot.part), "at_least": str(ballot.vote.at_least)}
    return {"vote": {**counts, **rule, "voted": ballot.voted}}


def _council(result: Result) -> Json:
    """Give how many members the council has, where there are votes."""
    votes = result.votes
    return {} if votes is None else {"council": {"members": votes.members, "present": votes.present}}


def _criterion(criterion: CriterionResult) -> Json:
    return {
        "state": criterion.state,
        "score": None if criterion.score is None else str(criterion.score),
        "points_by_voice": {voice: _points(points) for voice, points in criterion.points_by_voice.items()},
        "change": _points(criterion.change),
        "points": _points(criterion.points),
    }


def _added(added: AddedResult) -> Json:
    return {"state": added.state, "points": _points(added.points)}


def _problem(problem: Problem, language: Language) -> Json:
    place: Mapping[str, object] = attrs.asdict(problem.place, filter=lambda _, value: value is not None)
    named = {key: visible(Path(str(value)).name) if key == "file" else value for key, value in place.items()}
    told = {"code": problem.code, "severity": problem.severity, "place": named, "text": problem.text(language)}
    return {**told, "hint": problem.hint(language)}


def _points(points: Decimal | None) -> str | None:
    return None if points is None else f"{points:f}"


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
