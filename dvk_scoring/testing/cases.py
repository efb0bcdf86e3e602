"""Runs the worked cases of a criterion with the exact reader and tells what came out."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import attrs

from dvk_scoring.criteria.criterion import AnyCriterion, BuiltCriterion
from dvk_scoring.formula.exact import Outcome, Trace, UnitFigures, evaluate, score_units, trace_of
from dvk_scoring.formula.rounding import round_fraction
from dvk_scoring.formula.state import State
from dvk_scoring.formula.words import tell_trace
from dvk_scoring.problem import Place
from dvk_scoring.scoring.result import CRITERION_STATES
from dvk_scoring.testing.case_file import Case, CaseUnit, decimal_of, read_cases
from dvk_scoring.text import LANGUAGES, Text


@attrs.frozen
class CaseResult:
    """What one unit of one case got, beside what it must get.

    Attributes:
        criterion: Id of the criterion.
        case: Name of the case.
        unit: Id of the unit.
        expected: Points as the case prints them, or a state.
        got: Points at the case's places, or a state.
        source: Where the expectation comes from.
        place: Where the unit stands in the file.
        working: How the program came to another result, lines apart by newlines; None where both are the same.
    """

    criterion: str
    case: Text
    unit: str
    expected: str
    got: str
    source: str
    place: Place
    working: Text | None = None

    @property
    def ok(self) -> bool:
        """Whether both are the same, as numbers when both are numbers (``5`` and ``5.00`` are)."""
        expected, got = decimal_of(self.expected), decimal_of(self.got)
        return expected == got if expected is not None and got is not None else self.expected == self.got


def run_cases(criterion: AnyCriterion, path: Path) -> list[CaseResult]:
    """Score every unit of every case in ``path``, in the file's order.

    Units:
        Points, rounded half-up to the case's places.

    Raises:
        DvkError: The file does not fit the criterion.
    """
    return [result for case in read_cases(criterion, path) for result in _run(criterion, case)]


def _run(criterion: AnyCriterion, case: Case) -> list[CaseResult]:
    built = case.built
    known = [_known(case, unit) for unit in case.units]
    factor = case.weight if criterion.gives == "score" else Fraction(1)
    results = [
        CaseResult(
            criterion=criterion.id,
            case=case.name,
            unit=unit.unit,
            expected=unit.points,
            got=shown_outcome(outcome, factor, case.places),
            source=case.source,
            place=unit.place,
        )
        for unit, outcome in zip(case.units, score_units(built.tree, built.figures, known), strict=True)
    ]
    if all(result.ok for result in results):
        return results
    computed = evaluate(built.tree, built.figures, known, keep=True)
    return [
        result
        if result.ok
        else attrs.evolve(result, working=told_working(trace_of(computed, at), built, known[at].params))
        for at, result in enumerate(results)
    ]


def told_working(trace: Trace, built: BuiltCriterion, params: Mapping[str, Fraction]) -> Text:
    """Tell the working of one unit in both languages, lines apart by newlines."""
    specs = {spec.name: attrs.evolve(spec, default=params[spec.name]) for spec in built.params}
    vi, en = ("\n".join(tell_trace(trace, built.figures, language, specs)) for language in LANGUAGES)
    return Text(vi=vi, en=en)


def _known(case: Case, unit: CaseUnit) -> UnitFigures:
    shared = {spec.name for spec in case.built.figures if spec.shared}
    params = {name: value[unit.cluster] if isinstance(value, Mapping) else value for name, value in case.params.items()}
    return UnitFigures(
        unit=unit.unit,
        cluster=unit.cluster,
        figures={name: value for name, value in unit.figures.items() if name not in shared},
        attributes={name: value for name, value in unit.figures.items() if name in shared},
        params=params,
        assigned=unit.assigned,
        ranked=unit.ranked,
    )


def shown_outcome(outcome: Outcome, factor: Fraction, places: int) -> str:
    """Write an outcome as a case does: points at ``places`` decimals, or the state that has none."""
    if outcome.state is not State.OK:
        return CRITERION_STATES[outcome.state]
    return "error" if outcome.value is None else shown_points(outcome.value * factor, places)


def shown_points(points: Fraction, places: int) -> str:
    """Write points as a case does, rounded half-up to ``places`` decimals."""
    units = round_fraction(points, places, "half-up") * 10**places
    return f"{Decimal(f'{units}E-{places}'):f}"
