"""Whether a formula looks at other units than the one it scores."""

from __future__ import annotations

from typing import Final

from dvk_scoring.formula.tree import Across, Num, Over, Rescale, ShareOfBest
from dvk_scoring.formula.walk import walk

_LOOKING: Final = frozenset((Across, Rescale, ShareOfBest))


def looks_across(tree: Num) -> Over | None:
    """Tell among which units a formula takes values: of all, else of the cluster; None: it looks at its own alone."""
    if tree.kinds.isdisjoint(_LOOKING):
        return None
    among = {node.over for node in walk(tree) if isinstance(node, Across | Rescale | ShareOfBest)}
    return "all" if "all" in among else "cluster"
