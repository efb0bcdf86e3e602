"""Whether a formula looks at other units than the one it scores."""

from __future__ import annotations

from dvk_scoring.formula.tree import Across, Num, Over, Rescale, ShareOfBest, walk


def looks_across(tree: Num, over: Over | None = None) -> bool:
    """Tell whether a formula takes a value across units: of the cluster, of all, or of either."""
    across = (node for node in walk(tree) if isinstance(node, Across | Rescale | ShareOfBest))
    return any(over in (None, node.over) for node in across)
