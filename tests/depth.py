"""How much a run of the tests draws: `make test` a part that is quick, `make deep` all of it.

What the quick run leaves out is more of the same: further seeds and sizes, a second language of what the first shows
as well, a page or a scheme whose like is there. Nothing that only one place tells is left out.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import Final, TypeVar

Item = TypeVar("Item")

DEEP: Final = os.environ.get("DVK_TESTS") == "deep"


def drawn(quick: int, deep: int) -> int:
    """Say how many are drawn: seeds, units, examples."""
    return deep if DEEP else quick


def some(items: Sequence[Item], *, one_in: int, first: int = 0) -> Sequence[Item]:
    """Give all of it, or one in so many from the first named on, whose like the others are."""
    return items if DEEP else items[first::one_in]
