"""Sobol indices, by SALib: which weight the mean shift in rank hangs on, alone and together with others."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final

from dvk_scoring.extras import needs

if TYPE_CHECKING:
    Row = Sequence[Fraction]

_FINE: Final = 1 << 20
_PLACES: Final = 4


def sobol_indices(
    count: int, size: int, answers: Callable[[Sequence[Row]], Sequence[Fraction]]
) -> list[tuple[Fraction | None, Fraction | None]]:
    """Give first-order and total indices of so many inputs, each even from 0 to 1; rounded to 4 decimals.

    Args:
        count: Inputs, 1 or more.
        size: Rows of the base sample, a power of two; ``size × (count + 2)`` rows are asked.
        answers: What comes of rows of inputs; they are whole numbers over 2^20, so that nothing hangs on a float.

    Returns:
        One pair an input; None where the answers do not vary.

    Raises:
        DvkError: SALib is not installed.

    Source: Saltelli, Making best use of model evaluations to compute sensitivity indices (2002), and Saltelli et al.,
    Variance based sensitivity analysis of model output (2010), as SALib has them, over Sobol's sequence; on ranks of a
    composite indicator: Saisana, Saltelli and Tarantola, Uncertainty and sensitivity analysis techniques as tools for
    the quality assessment of composite indicators (2005).
    """
    sample, analyze = _library()
    names = [str(place) for place in range(count)]
    asked = {"num_vars": count, "names": names, "bounds": [[0, 1]] * count}
    rows = sample(asked, size, calc_second_order=False, scramble=False, skip_values=size)
    outcomes = answers([tuple(Fraction(int(number * _FINE), _FINE) for number in row) for row in rows.tolist()])
    if len(set(outcomes)) == 1:
        return [(None, None)] * count
    values = rows[:, 0].copy()
    values[:] = [float(outcome) for outcome in outcomes]
    indices = analyze(asked, values, calc_second_order=False, num_resamples=2, seed=1)
    pairs = zip(indices["S1"].tolist(), indices["ST"].tolist(), strict=True)
    return [(_rounded(first), _rounded(total)) for first, total in pairs]


def check_library() -> None:
    """Ask for SALib before anything long is begun.

    Raises:
        DvkError: It is not installed.
    """
    _library()


def _library() -> tuple[Any, Any]:
    with needs("stability", "SALib"):
        from SALib.analyze import sobol as analysis
        from SALib.sample import sobol as sampling
    return sampling.sample, analysis.analyze


def _rounded(index: float) -> Fraction:
    return Fraction(round(index * 10**_PLACES), 10**_PLACES)
