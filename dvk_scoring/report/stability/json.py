"""A study of stability as JSON, in no language: the same seed gives the same bytes, whichever engine ran it."""

from __future__ import annotations

import json
from fractions import Fraction
from typing import Any, Final

from dvk_scoring.analysis.stability import Stability
from dvk_scoring.formula.rounding import round_fraction
from dvk_scoring.report.json import figures_digest
from dvk_scoring.report.problem_json import problem_value
from dvk_scoring.written import plain

_PLACES: Final = 6


def stability_json(study: Stability) -> str:
    """Give the text; ``study`` is always true. Counts are whole numbers, others texts of up to 6 decimals.

    Raises:
        DvkError: A trial was studied.
    """
    study.result.refuse_trial()
    spread, scheme = study.spread, study.result.scheme
    content = {
        "study": True,
        "scheme": {"id": scheme.id, "sha256": scheme.hash},
        "figures": {"sha256": figures_digest(study.result.figures)},
        "spread": {
            "draws": spread.draws,
            "seed": spread.seed,
            "weights": spread.way,
            "share": plain(spread.share) if spread.way == "share" else None,
            "precision": spread.precision if spread.way == "dirichlet" else None,
            "params": plain(spread.params),
            "figures": plain(spread.figures),
            "judges": spread.judges,
            "keep": list(spread.keep),
            "step": plain(study.step),
        },
        "draws": study.draws,
        "refused": study.refused,
        "same_titles": study.same,
        "undecided": study.open,
        "tied_otherwise": study.anew,
        "params_kept_in_order": study.kept,
        "mean_shift": _number(study.shift),
        "units": [
            {
                "unit": unit.unit,
                "name": unit.name,
                "cluster": unit.cluster,
                "rank": unit.rank,
                "ranked": unit.ranked,
                "low": unit.low,
                "median": unit.median,
                "high": unit.high,
                "titles": {key: dict(states) for key, states in unit.titles.items()},
            }
            for unit in study.units
        ],
        "weights": [
            {
                "criterion": weight.criterion,
                "kinds": list(weight.kinds),
                "weight": plain(weight.weight),
                "drawn": weight.drawn,
                "effective": _number(weight.effective),
                "with_total": _number(weight.with_total),
                "lower": _number(weight.down),
                "higher": _number(weight.up),
            }
            for weight in study.weights
        ],
        "turns": [
            {
                "criterion": turn.criterion,
                "kinds": list(turn.kinds),
                "title": turn.title,
                "weight": plain(turn.weight),
                "at": plain(turn.at),
                "gains": list(turn.gains),
                "losses": list(turn.losses),
                "undecided": list(turn.undecided),
            }
            for turn in study.turns
        ],
        "left_out": [
            {
                "criterion": left_out.criterion,
                "mean_shift": _number(left_out.shift),
                "moved": left_out.moved,
                "titles": list(left_out.titles),
                "problems": list(dict.fromkeys(each.code for each in left_out.problems)),
            }
            for left_out in study.left_out
        ],
        "sobol": [
            {
                "criterion": sensitivity.criterion,
                "first": _number(sensitivity.first),
                "total": _number(sensitivity.total),
            }
            for sensitivity in study.sensitivity
        ],
        "correlations": [
            {"criteria": [pair.one, pair.other], "units": pair.units, "correlation": _number(pair.correlation)}
            for pair in study.together
        ],
        "panels": [
            {
                "criterion": panel.criterion,
                "units": panel.units,
                "agreement": _number(panel.agreement),
                "judges": [
                    {"figure": each.figure, "units": each.units, "severity": _number(each.severity)}
                    for each in panel.judges
                ],
            }
            for panel in study.panels
        ],
        "problems": [problem_value(problem) for problem in study.problems],
    }
    return json.dumps(content, ensure_ascii=False, indent=1)


def _number(value: Fraction | None) -> Any:
    return None if value is None else plain(round_fraction(value, _PLACES, "half-up"))
