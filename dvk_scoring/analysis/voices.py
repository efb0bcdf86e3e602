"""What sections and totals are as each voice has them: the law on the figures as they stand after that voice."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from typing import Final, cast

import attrs

from dvk_scoring.analysis.shown import added_points, criteria_below, section_points, shown_total
from dvk_scoring.engines import EngineName, engine
from dvk_scoring.engines.voices import run_voices
from dvk_scoring.formula import names
from dvk_scoring.law.totals import Tree
from dvk_scoring.scheme.model import Scheme
from dvk_scoring.scoring.plan import ScoringPlan, data_columns, voice_planner
from dvk_scoring.scoring.result import Result, UnitResult

_KEPT: Final = "voices"


@attrs.frozen
class VoiceSums:
    """What a unit has in all, as a voice has it; None where the voice does not have all that is added up.

    Attributes:
        sections: By id.
        bonus, penalty: What counts of the bonuses and the penalties.
        total: The total as tables print it.
    """

    sections: Mapping[str, Decimal | None]
    bonus: Decimal | None
    penalty: Decimal | None
    total: Decimal | None


def voice_sums(result: Result) -> Mapping[str, Mapping[str, VoiceSums]]:
    """Give the sums of each voice: voice → unit → sums; empty unless several voices speak.

    The whole law runs on the figures of each voice, under all rulings but changes of points: these act on what counts
    alone. What an earlier voice leaves blank is not *not reported*, for another may still say it: it is neither 0 nor
    anything else that ``not_reported`` makes of it, and there is no sum above it. What the last voice leaves blank is.
    """
    if not result.figures.voices:
        return {}
    sums: Mapping[str, Mapping[str, VoiceSums]] | None = result.kept.get(_KEPT)
    if sums is None:
        sums = result.kept[_KEPT] = _voice_sums(result)
    return sums


def counting_sums(scheme: Scheme, unit: UnitResult) -> VoiceSums:
    """Give the sums that count, as tables print them."""
    return VoiceSums(
        {key: section_points(scheme, unit, key) for key in scheme.sections},
        added_points(unit.bonuses, unit.bonus_counted),
        added_points(unit.penalties, unit.penalty_counted),
        shown_total(unit),
    )


def _voice_sums(result: Result) -> dict[str, dict[str, VoiceSums]]:
    scheme, columns = result.scheme, data_columns(result.figures.columns)

    @cache
    def plan_of(last: bool) -> ScoringPlan:  # noqa: FBT001 - as ``run_voices`` asks
        return voice_planner(scheme, columns, result.rulings, result.plan.bounds, last=last).plan()

    by_voice, inside = {}, {key: _inside(scheme, key) for key in scheme.sections}
    for name, last, plan, frame in run_voices(engine(cast("EngineName", result.engine)), plan_of, result):
        voice_result = attrs.evolve(result, frame=frame, plan=plan, by_voice={}, voice_outputs={})
        wrong = {
            key: set(frame["unit"].filter(frame[names.fault(key)]).to_list())
            for key in (*scheme.scored, *scheme.bonuses, *scheme.penalties)
            if names.fault(key) in plan.outputs
        }
        by_voice[name] = {
            unit.unit: _sums(
                scheme,
                unit,
                {key for key, units in wrong.items() if unit.unit in units} | (set() if last else _blank(scheme, unit)),
                inside,
            )
            for unit in voice_result.units
        }
    return by_voice


def _sums(scheme: Scheme, unit: UnitResult, lacking: set[str], inside: Mapping[str, set[str]]) -> VoiceSums:
    """Give the sums of a unit as a voice has it.

    Args:
        scheme: The scheme.
        unit: What the law makes of the voice's figures.
        lacking: What has no points of this voice: blank, or figures that are an error to the formula.
        inside: Section → what counts in it.
    """
    known = counting_sums(scheme, unit)
    if not lacking:
        return known
    # What limits leave of a bonus or a penalty hangs on all that it is counted with.
    limits = [
        *(section.limits for section in scheme.sections.values()),
        *(criterion.limits for criterion in scheme.criteria.values()),
    ]
    limited = any(limit.low is not None or limit.high is not None for limit in limits)
    return VoiceSums(
        {key: None if lacking & inside[key] else points for key, points in known.sections.items()},
        None if lacking & unit.bonuses.keys() or (limited and unit.bonuses) else known.bonus,
        None if lacking & unit.penalties.keys() or (limited and unit.penalties) else known.penalty,
        None,
    )


def _blank(scheme: Scheme, unit: UnitResult) -> set[str]:
    """Give the criteria, bonuses and penalties that a voice leaves blank."""
    states = {key: criterion.state for key, criterion in unit.criteria.items() if key in scheme.scored}
    states |= {key: result.state for key, result in {**unit.bonuses, **unit.penalties}.items()}
    return {key for key, state in states.items() if state == "not-reported"}


def _inside(scheme: Scheme, section: str) -> set[str]:
    """Give the criteria of a section, and the bonuses and penalties that are counted in it."""
    within = {f"sections.{inner}" for inner in Tree.of(scheme).within(section)}
    criteria = set(criteria_below(scheme, section))
    targets = within | {f"criteria.{criterion}" for criterion in criteria}
    return criteria | {key for key, adjustment in scheme.adjustments.items() if adjustment.to in targets}
