"""The rule of a vote on a title: of whom a part must be for it."""

from __future__ import annotations

from fractions import Fraction
from typing import Literal

import attrs

VoteOf = Literal["all members", "present", "valid"]


@attrs.frozen
class Vote:
    """``[titles.ID.vote]``.

    Attributes:
        of: Of whom the part is taken: of all members, who is absent among them; of those present; of the valid votes.
        at_least: The part that must be for it, above 0 up to 1; exactly as much is enough.
    """

    of: VoteOf
    at_least: Fraction

    def base(self, members: int | None, present: int | None, valid: int | None) -> int | None:
        """Give the number that the part is taken of; None: those were not counted, or not yet."""
        return {"all members": members, "present": present, "valid": valid}[self.of]

    def passes(self, given: int, base: int) -> bool:
        """Tell whether so many of so many are enough; of nobody none are."""
        return base > 0 and Fraction(given, base) >= self.at_least
