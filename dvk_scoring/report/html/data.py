"""The result as the page reads it: short lists, numbers as exact decimals with a point, titles in both languages."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from dvk_scoring.analysis.shown import added_points, criterion_points, shown_total, total_points
from dvk_scoring.formula.rounding import round_fraction
from dvk_scoring.formula.show import MOST_PLACES
from dvk_scoring.report.html.spread import Spread, spreads
from dvk_scoring.report.html.told import pack_told
from dvk_scoring.report.html.words import words_of
from dvk_scoring.report.places import point_places
from dvk_scoring.scheme.model import CriterionUse, Scheme
from dvk_scoring.scoring.places import shown_places
from dvk_scoring.scoring.result import AddedResult, CriterionResult, Result, UnitResult
from dvk_scoring.text import LANGUAGES, Language, Text
from dvk_scoring.written import plain

_STATE_MARKS = {"ok": "", "not-assigned": "k", "not-reported": "r"}


def page_data(result: Result, language: Language) -> str:
    """Give the data block of the page: JSON that may stand inside a script element.

    Raises:
        DvkError: The engine found other numbers than the explanation.
    """
    scheme = result.scheme
    data = {
        "language": language,
        "words": {code: {key: text.in_(code) for key, text in words_of(scheme).items()} for code in LANGUAGES},
        "title": _both(scheme.title),
        "together": scheme.ranking.within == "all",
        "low": int(not scheme.ranking.high),
        "places": [point_places(result), shown_places(scheme), scheme.rounding.total],
        "most": plain(scheme.total),
        **_parts(scheme),
        "voices": [_both(scheme.voice_titles.get(voice, Text.same(voice))) for voice in result.by_voice],
        "spread": _spread(result),
        "units": [_unit(result, unit) for unit in result.units],
        "told": pack_told(result),
    }
    return _safe(json.dumps(data, ensure_ascii=False, separators=(",", ":")))


def _safe(text: str) -> str:
    """Write what could end a script element as JSON escapes: no name can break out of the data."""
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text


def _both(text: Text) -> Sequence[str]:
    return [text.vi] if text.vi == text.en else [text.vi, text.en]


def _parts(scheme: Scheme) -> dict[str, Any]:
    sections = list(scheme.sections)
    return {
        "clusters": [{"title": _both(cluster.title), "kind": cluster.kind} for cluster in scheme.clusters.values()],
        "sections": [
            {
                "no": section.no,
                "title": _both(section.title),
                "parent": -1 if section.parent is None else sections.index(section.parent),
            }
            for section in scheme.sections.values()
        ],
        "criteria": [_criterion(criterion, sections) for criterion in scheme.criteria.values()],
        "bonuses": [_both(bonus.title) for bonus in scheme.bonuses.values()],
        "penalties": [_both(penalty.title) for penalty in scheme.penalties.values()],
        "classes": [_both(class_.title) for class_ in scheme.classes.values()],
        "titles": [_both(title.title) for title in scheme.titles.values()],
    }


def _criterion(use: CriterionUse, sections: Sequence[str]) -> dict[str, Any]:
    return {
        "no": use.no,
        "title": _both(use.title),
        "section": -1 if use.section is None else sections.index(use.section),
        "tie_break": int(use.tie_break),
        "weight": {kind: plain(round_fraction(weight, MOST_PLACES, "half-up")) for kind, weight in use.weight.items()},
    }


def _spread(result: Result) -> list[list[Any]]:
    """Give for each cluster and criterion: count, lowest, quartile, median, quartile, highest; 0 where none has it."""
    spread = spreads(result)
    return [
        [_spread_row(spread[cluster].get(key)) for key in result.scheme.criteria] for cluster in result.scheme.clusters
    ]


def _spread_row(spread: Spread | None) -> list[int | str] | int:
    if spread is None:
        return 0
    values = (spread.low, spread.quartile_1, spread.median, spread.quartile_3, spread.high)
    return [spread.count, *(plain(value) for value in values)]


def _unit(result: Result, unit: UnitResult) -> dict[str, Any]:
    scheme = result.scheme
    scored = [unit.criteria.get(key) for key in scheme.criteria]
    voices = [
        [None if criterion is None else _points(criterion.points_by_voice.get(voice)) for criterion in scored]
        for voice in result.by_voice
    ]
    return {
        "id": unit.unit,
        "name": unit.name,
        "cluster": list(scheme.clusters).index(unit.cluster),
        "out": int(unit.state == "out"),
        "rank": unit.rank,
        "tied": int(unit.tied),
        "total": _points(shown_total(unit)),
        **({} if scheme.rounding.shown is None else {"full": _points(total_points(unit))}),
        "class": -1 if unit.klass is None else list(scheme.classes).index(unit.klass),
        "class_open": int(unit.class_open),
        "hold": int(any("class" in hold.effect for hold in unit.holds)),
        "titles": [title.word for title in unit.titles.values()],
        "points": [_state(criterion) for criterion in scored],
        "changes": [None if criterion is None else _points(criterion.change) for criterion in scored],
        "voices": voices,
        "bonuses": _given(unit.bonuses),
        "penalties": _given(unit.penalties),
        "bonus": _points(added_points(unit.bonuses, unit.bonus_counted)),
        "penalty": _points(added_points(unit.penalties, unit.penalty_counted)),
    }


def _state(criterion: CriterionResult | None) -> str | None:
    """Write state and points: ``13.33``, ``k`` not assigned, ``r`` not reported; None where there is no criterion."""
    return None if criterion is None else f"{_STATE_MARKS[criterion.state]}{_points(criterion_points(criterion)) or ''}"


def _given(given: Mapping[str, AddedResult]) -> list[str]:
    """Write points, or ``r``: not reported."""
    return [_STATE_MARKS["not-reported"] if result.state == "not-reported" else f"{result.points.normalize():f}"
            for result in given.values()]  # fmt: skip


def _points(points: Decimal | None) -> str | None:
    return None if points is None else f"{points.normalize():f}"
