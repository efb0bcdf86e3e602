"""What is added before a rounding or a comparison, so that doubles decide as exact numbers do."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Final

import attrs

from dvk_scoring.report.workbook.precision import FUZZ, Precision, product

if TYPE_CHECKING:
    from dvk_scoring.formula import tree as t

_FINER: Final = 2.0**-50
"""A share as ``FUZZ``, where nothing is proved and a value lies so near to a boundary that no more is to spare."""
_FINEST: Final = -15
_USUAL: Final = Fraction(1, 10**9)
_DOUBTFUL: Final = Fraction(1, 10**11)
"""Where nothing is proved: far above what doubles usually err, far below what figures usually leave between them."""


@attrs.frozen
class Nudge:
    """What is added before a rounding.

    Attributes:
        size: How much.
        proved: The rounding is right for all allowed figures, whatever they are.
        near: Where that is not so: units whose value is near a boundary without lying on it.
    """

    size: Fraction
    proved: bool
    near: int = 0

    @property
    def text(self) -> str:
        """Write it as a formula does."""
        exponent = math.floor(math.log10(self.size))
        while self.size < Fraction(10) ** exponent:
            exponent -= 1
        return f"{int(self.size / Fraction(10) ** exponent)}E{exponent}"


@attrs.frozen
class Doubt:
    """A rounding or comparison that is not proved for every allowed figure.

    Attributes:
        label: What is rounded or compared.
        nudge: A value nearer than this to a boundary is taken to lie on it.
        near: Units whose value, as the figures are, is that near without lying on it.
    """

    label: str
    nudge: str
    near: int


@attrs.frozen
class Boundaries:
    """Where a rounding to so many decimals decides: on the decimals that are kept, or in the middle between two."""

    places: int
    halves: bool

    @property
    def grid(self) -> int:
        """What they are multiples of: 1 over this."""
        return (2 if self.halves else 1) * self._units

    @property
    def _units(self) -> int:
        return int(10**self.places)

    def distance(self, value: Fraction) -> Fraction:
        """Tell how far a number is from the next one."""
        at = value * self._units - (Fraction(1, 2) if self.halves else 0)
        return abs(at - round(at)) / self._units


def boundaries_of(places: int, mode: t.RoundMode) -> Boundaries:
    """Give the boundaries of a rounding."""
    return Boundaries(places, mode in ("half-up", "half-even"))


def nudge_for(precision: Precision, values: Iterable[object], at: Boundaries | None = None) -> Nudge:
    """Choose a nudge: well above the error of the doubles, well below the distance of what is no boundary.

    Where that cannot be proved, and a value comes near a boundary, a finer one is taken if it keeps clear of that.

    Args:
        precision: Of what is rounded, or compared with 0.
        values: What it is, exactly, as the figures are; texts are none.
        at: Where its rounding decides, None: it is compared.
    """
    apart = precision.apart(1 if at is None else at.grid)
    clear = precision.error + product(FUZZ, precision.size)
    coarsest = Fraction(1, 10 ** (3 if at is None else at.places + 3))
    numbers = [value for value in values if isinstance(value, Fraction)]
    if not math.isfinite(clear):
        return _unproved(precision, min(_DOUBTFUL, coarsest), numbers, at)
    least = Fraction(clear)
    wanted = _neat(max(least * Fraction(21, 20), Fraction(10) ** _FINEST))
    if wanted + least >= apart:
        wanted = min(wanted, max(_DOUBTFUL, _neat(Fraction(4 * FUZZ * precision.size))))
        return _unproved(precision, wanted, numbers, at)
    while wanted < _USUAL and wanted * 10 < coarsest and wanted * 10 + least < apart:
        wanted *= 10
    return Nudge(wanted, proved=True)


def _unproved(precision: Precision, wanted: Fraction, values: Sequence[Fraction], at: Boundaries | None) -> Nudge:
    """Take the nudge that fewest of the values come too near to; none where no value lies on a boundary."""
    off = [abs(value) if at is None else at.distance(value) for value in values]
    error = precision.absolute + precision.relative * min(precision.size, float(max(map(abs, values), default=0)))
    sizes = [wanted]
    if math.isfinite(error) and any(0 < distance < 2 * wanted for distance in off):
        sizes.append(_neat(Fraction(error + product(_FINER, precision.size))) if 0 in off else Fraction(10) ** _FINEST)
    margins = [size + max(size, Fraction(error) if math.isfinite(error) else size) for size in sizes]
    near = [sum(0 < distance < margin for distance in off) for margin in margins]
    best = near.index(min(near))
    return Nudge(sizes[best], proved=False, near=near[best])


def _neat(size: Fraction) -> Fraction:
    """Give the next number up that is 1, 2 or 5 and zeros."""
    step = Fraction(10) ** math.floor(math.log10(size) - 1)
    while True:
        for digit in (1, 2, 5):
            if digit * step >= size:
                return digit * step
        step *= 10


def shown_mode(mode: t.RoundMode, low: Fraction | None) -> str:
    """Give the way of rounding that is written: a plainer one of what is never negative."""
    return f"{mode}+" if mode in ("half-up", "down", "up") and low is not None and low >= 0 else mode
