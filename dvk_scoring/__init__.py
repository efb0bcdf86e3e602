"""A scoring engine for competitions between institutions: exact, explained, checked before it runs.

    from dvk_scoring import load_scheme, read_figures, score

    scheme = load_scheme("scheme.toml")
    figures = read_figures(scheme, ["figures.csv"])
    result = score(scheme, figures)
    print(result.units[0].name, result.units[0].total)

Importing this package loads no frame library; the names below are loaded when they are first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from dvk_scoring.package import VERSION

if TYPE_CHECKING:
    from dvk_scoring.analysis.causes import ComparedResults, ComparedUnit, Regrouped, Side, Step
    from dvk_scoring.analysis.compare import Comparison, UnitChange
    from dvk_scoring.analysis.published import CellDifference, ColumnCompared, ComparedTable
    from dvk_scoring.analysis.stability import Spread, Stability, UnitStability
    from dvk_scoring.analysis.standing import Standing
    from dvk_scoring.analysis.trial import FigureChange, Flip, Flips, Trial
    from dvk_scoring.comparing.compare import compare
    from dvk_scoring.comparing.table import compare_table
    from dvk_scoring.figures.ledger import Ledger
    from dvk_scoring.flips import find_flips
    from dvk_scoring.folders import score_folder
    from dvk_scoring.problem import DvkError, Problem
    from dvk_scoring.report.stability.write import write_stability
    from dvk_scoring.report.tables import result_frame
    from dvk_scoring.report.write import write_result
    from dvk_scoring.run import load_scheme, plans_for, read_figures, read_rulings, read_sample, score
    from dvk_scoring.scheme.json_schema import scheme_schema
    from dvk_scoring.scoring.result import Result
    from dvk_scoring.studies.stability import stability
    from dvk_scoring.trials import what_if

__version__ = VERSION
__all__ = [
    "CellDifference",
    "ColumnCompared",
    "ComparedResults",
    "ComparedTable",
    "ComparedUnit",
    "Comparison",
    "DvkError",
    "FigureChange",
    "Flip",
    "Flips",
    "Ledger",
    "Problem",
    "Regrouped",
    "Result",
    "Side",
    "Spread",
    "Stability",
    "Standing",
    "Step",
    "Trial",
    "UnitChange",
    "UnitStability",
    "compare",
    "compare_table",
    "find_flips",
    "load_scheme",
    "plans_for",
    "read_figures",
    "read_rulings",
    "read_sample",
    "result_frame",
    "scheme_schema",
    "score",
    "score_folder",
    "stability",
    "what_if",
    "write_result",
    "write_stability",
]
_HOMES = {
    "DvkError": "dvk_scoring.problem",
    "Ledger": "dvk_scoring.figures.ledger",
    "Standing": "dvk_scoring.analysis.standing",
    "compare": "dvk_scoring.comparing.compare",
    "compare_table": "dvk_scoring.comparing.table",
    **dict.fromkeys(("ComparedResults", "ComparedUnit", "Regrouped", "Side", "Step"), "dvk_scoring.analysis.causes"),
    **dict.fromkeys(("CellDifference", "ColumnCompared", "ComparedTable"), "dvk_scoring.analysis.published"),
    "find_flips": "dvk_scoring.flips",
    "stability": "dvk_scoring.studies.stability",
    "what_if": "dvk_scoring.trials",
    "Problem": "dvk_scoring.problem",
    "Result": "dvk_scoring.scoring.result",
    "result_frame": "dvk_scoring.report.tables",
    "scheme_schema": "dvk_scoring.scheme.json_schema",
    "score_folder": "dvk_scoring.folders",
    "write_result": "dvk_scoring.report.write",
    "write_stability": "dvk_scoring.report.stability.write",
    **dict.fromkeys(("Comparison", "UnitChange"), "dvk_scoring.analysis.compare"),
    **dict.fromkeys(("Spread", "Stability", "UnitStability"), "dvk_scoring.analysis.stability"),
    **dict.fromkeys(("FigureChange", "Flip", "Flips", "Trial"), "dvk_scoring.analysis.trial"),
    **dict.fromkeys(
        ("load_scheme", "plans_for", "read_figures", "read_rulings", "read_sample", "score"), "dvk_scoring.run"
    ),
}


def __dir__() -> list[str]:
    """Name what is public, also before it is loaded."""
    return __all__


def __getattr__(name: str) -> object:
    """Load a public name when it is first asked for."""
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    message = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(message)
