"""Whether a hidden part of a sum can be told from the sum: by who knows what is shown, and what such parts usually are.

Who reads an edition knows the sum of all parts that are hidden there. A part is told where, of all sums that the other
hidden parts have among the units, only those fit that leave it less than a tenth of what it may be; or, of a part that
has few values at all (passed or failed), where only one of its values fits.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Mapping, Sequence
from fractions import Fraction
from math import lcm
from typing import Final, TypeAlias

import attrs

_LEAST: Final = 10
"""Of what a number may be, one part in so many must stay open."""
_FEW: Final = 4
"""Values of a part, over all units, up to which each is one that is guessed."""
_FEW_UNITS: Final = 5
"""Units of a kind below which nobody knows what their parts usually are: any value is then thought of."""
_MOST_VALUES, _MOST_SUMS = 60, 2_000
"""Values and sums that are looked at; of more, some evenly among them."""


@attrs.frozen
class KnownPart:
    """One part of a sum of one unit: its value, and between which numbers whoever reads the edition knows it to be."""

    value: Fraction
    low: Fraction
    high: Fraction


Parts: TypeAlias = "Mapping[str, KnownPart]"


@attrs.frozen
class _Whole:
    """A part in whole numbers of the smallest step that all parts of the sum have."""

    value: int
    low: int
    high: int


class Sums:
    """The parts of one sum, of all units of one kind that have it."""

    def __init__(
        self, units: Sequence[Parts], needs: Mapping[str, Fraction], answers: Collection[str] = frozenset()
    ) -> None:
        """Keep the parts of each unit, and what such parts may be thought to have.

        Args:
            units: Parts by name, of units of one kind.
            needs: Parts of which more or less must stay open than a tenth.
            answers: Parts that answers alone make: all or nothing is then thought of, too.
        """
        ends = (end for parts in units for part in parts.values() for end in (part.value, part.low, part.high))
        self.scale = _FEW * lcm(*{number.denominator for number in (*ends, *needs.values())})
        self.units = [{key: self._whole(known) for key, known in parts.items()} for parts in units]
        self.needs = {key: int(need * self.scale) for key, need in needs.items()}
        few = len(units) < _FEW_UNITS
        seen: dict[str, set[int]] = {}
        every: dict[str, set[int]] = {}
        for parts in self.units:
            for key, part in parts.items():
                seen.setdefault(key, set()).add(part.value)
                if key in answers:
                    seen[key] |= {part.low, part.high}
                every.setdefault(key, set()).update(
                    part.low + (part.high - part.low) * at // _FEW for at in range(_FEW + 1)
                )
        self.guessed = {key for key, ones in seen.items() if key in answers or (1 < len(ones) <= _FEW and not few)}
        self.values = {
            key: _thinned(ones | every[key] if few and key not in self.guessed else ones, _MOST_VALUES)
            for key, ones in seen.items()
        }
        self._kept: dict[tuple[str, ...], Sequence[int]] = {(): [0]}
        self._eased: dict[tuple[int, str], Fraction] = {}

    def told(self, sensitive: Collection[str], hidden: Collection[str], *, eased: bool = True) -> set[tuple[int, str]]:
        """Give the units (by their place) and sensitive parts that are told when these are hidden.

        Args:
            sensitive: Parts that must not be told.
            hidden: Parts of which only the sum is known.
            eased: Ask for no more than what ``ease`` left.
        """
        told: set[tuple[int, str]] = set()
        for at, parts in enumerate(self.units):
            unknown = sorted(key for key in parts if key in hidden)
            total = sum(parts[key].value for key in unknown)
            for key in (name for name in unknown if name in sensitive):
                need = self._need(key, parts[key])
                if eased and (at, key) in self._eased:
                    need = min(need, self._eased[at, key])
                others = self._sums(tuple(other for other in unknown if other != key))
                if need and self._is_told(key, parts[key], total, others, need):
                    told.add((at, key))
        return told

    def ease(self, sensitive: Collection[str], hidden: Collection[str]) -> None:
        """Ask for less where even all of these hidden leave too little open: for half of what they leave.

        Who has nearly all of a sum has nearly all of each part: nothing but the sum itself would keep that.
        """
        for at, parts in enumerate(self.units):
            unknown = [key for key in parts if key in hidden]
            total = sum(parts[key].value for key in unknown)
            low, high = sum(parts[key].low for key in unknown), sum(parts[key].high for key in unknown)
            for key in (name for name in unknown if name in sensitive):
                part = parts[key]
                width = min(part.high, total - (low - part.low)) - max(part.low, total - (high - part.high))
                if width < self._need(key, part):
                    self._eased[at, key] = Fraction(width, 2)

    def most_needed(self, sensitive: Collection[str]) -> Fraction:
        """Give the most that must stay open of any sensitive part of any unit."""
        needed = (self._need(key, part) for parts in self.units for key, part in parts.items() if key in sensitive)
        return max(needed, default=Fraction(0)) / self.scale

    def _whole(self, part: KnownPart) -> _Whole:
        return _Whole(*(int(end * self.scale) for end in (part.value, part.low, part.high)))

    def _is_told(self, key: str, part: _Whole, total: int, others: Sequence[int], need: Fraction) -> bool:
        first, last = bisect_left(others, total - part.high), bisect_right(others, total - part.low)
        fitting = others[first:last]
        if key in self.guessed:
            fits = set(fitting)
            return sum(total - value in fits for value in self.values[key]) < 2
        return not fitting or fitting[-1] - fitting[0] < need

    def _need(self, key: str, part: _Whole) -> Fraction:
        """Give how much of a part must stay open."""
        most = part.high - part.low
        return Fraction(min(self.needs[key], most)) if key in self.needs else Fraction(most, _LEAST)

    def _sums(self, keys: tuple[str, ...]) -> Sequence[int]:
        """Give sums that these parts can have together, in order; kept, since many units ask for the same."""
        if keys not in self._kept:
            before = self._sums(keys[:-1])
            self._kept[keys] = _thinned(
                {sum_ + value for sum_ in before for value in self.values[keys[-1]]}, _MOST_SUMS
            )
        return self._kept[keys]


def _thinned(values: Iterable[int], most: int) -> Sequence[int]:
    """Put values in order; of too many, keep some evenly, the ends among them."""
    ordered = sorted(values)
    if len(ordered) <= most:
        return ordered
    return [ordered[at * (len(ordered) - 1) // (most - 1)] for at in range(most)]
