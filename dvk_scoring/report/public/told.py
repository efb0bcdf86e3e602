"""Whether a hidden part of a sum can be told from the sum: by who knows what is shown, and what such parts usually are.

Who reads an edition knows the sum of all parts that are hidden there. A part is told where, of all sums that the other
hidden parts have among the units, only those fit that leave it less than a tenth of what it may be; or, of a part that
has few values at all (passed or failed), where only one of its values fits.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Mapping, Sequence
from fractions import Fraction
from typing import Final, TypeAlias

import attrs

_LEAST: Final = Fraction(1, 10)
"""Of what a number may be, the part that must stay open."""
_FEW: Final = 4
"""Values of a part, over all units, up to which each is one that is guessed."""
_FEW_UNITS: Final = 5
"""Units of a kind below which nobody knows what their parts usually are: any value is then thought of."""
_MOST_VALUES, _MOST_SUMS = 60, 4_000
"""Values and sums that are looked at; of more, some evenly among them."""


@attrs.frozen
class Part:
    """One part of a sum of one unit: its value, and between which numbers whoever reads the edition knows it to be."""

    value: Fraction
    low: Fraction
    high: Fraction


Parts: TypeAlias = "Mapping[str, Part]"


class Sums:
    """The parts of one sum, of all units that have it."""

    def __init__(
        self, units: Sequence[Parts], needs: Mapping[str, Fraction], answers: Collection[str] = frozenset()
    ) -> None:
        """Keep the parts of each unit, and what such parts may be thought to have.

        Args:
            units: Parts by name, of units of one kind.
            needs: Parts of which more or less must stay open than a tenth.
            answers: Parts that answers alone make: all or nothing is then thought of, too.
        """
        self.units, self.needs = units, needs
        found: dict[str, set[Fraction]] = {}
        for parts in units:
            for key, one in parts.items():
                found.setdefault(key, set()).add(one.value)
                if key in answers:
                    found[key] |= {one.low, one.high}
        few = len(units) < _FEW_UNITS
        self.guessed = {key for key, ones in found.items() if key in answers or (1 < len(ones) <= _FEW and not few)}
        for parts in units if few else ():
            for key, one in parts.items():
                if key not in self.guessed:
                    found[key] |= {one.low + (one.high - one.low) * at / _FEW for at in range(_FEW + 1)}
        self.values = {key: _thinned(ones, _MOST_VALUES) for key, ones in found.items()}

    def told(self, sensitive: Collection[str], hidden: Collection[str]) -> set[tuple[int, str]]:
        """Give the units (by their place) and sensitive parts that are told when these are hidden."""
        found: set[tuple[int, str]] = set()
        others: dict[tuple[str, ...], Sequence[Fraction]] = {}
        for at, parts in enumerate(self.units):
            unknown = [key for key in parts if key in hidden]
            total = sum((parts[key].value for key in unknown), Fraction(0))
            for key in (one for one in unknown if one in sensitive):
                rest = tuple(one for one in unknown if one != key)
                if rest not in others:
                    others[rest] = self._sums(rest)
                if self._is_told(key, parts[key], total, others[rest]):
                    found.add((at, key))
        return found

    def most_needed(self, sensitive: Collection[str]) -> Fraction:
        """Give the most that must stay open of any sensitive part of any unit."""
        needed = (self._need(key, one) for parts in self.units for key, one in parts.items() if key in sensitive)
        return max(needed, default=Fraction(0))

    def _is_told(self, key: str, one: Part, total: Fraction, others: Sequence[Fraction]) -> bool:
        if one.low == one.high:
            return False
        first, last = bisect_left(others, total - one.high), bisect_right(others, total - one.low)
        fitting = others[first:last]
        values = self.values[key]
        if key in self.guessed:
            fits = set(fitting)
            return sum(total - value in fits for value in values) < 2
        return not fitting or fitting[-1] - fitting[0] < self._need(key, one)

    def _need(self, key: str, one: Part) -> Fraction:
        """Give how much of a part must stay open."""
        most = one.high - one.low
        return min(self.needs.get(key, most * _LEAST), most)

    def _sums(self, keys: Sequence[str]) -> Sequence[Fraction]:
        """Give sums that these parts can have together, in order."""
        found: Sequence[Fraction] = [Fraction(0)]
        for key in keys:
            found = _thinned({one + value for one in found for value in self.values[key]}, _MOST_SUMS)
        return found


def _thinned(values: Collection[Fraction], most: int) -> Sequence[Fraction]:
    """Put values in order; of too many, keep some evenly, the ends among them."""
    ordered = sorted(values)
    if len(ordered) <= most:
        return ordered
    return [ordered[at * (len(ordered) - 1) // (most - 1)] for at in range(most)]
