"""The weighted sum and the ranking of scikit-criteria; the rest by hand in NumPy, for it has no place there.

A decision matrix holds one number a criterion, so that the two ratios, their rounding and the points come first. It
knows no clusters: one matrix a cluster. It ranks 1-2-2-3 and not 1-2-2-4, so that ranks are taken from its scores by
hand.
"""

from pathlib import Path

import numpy as np
import skcriteria
from skcriteria.agg.simple import WeightedSumModel

from benchmarks.job import POINTS
from benchmarks.reference import shared_ranks
from benchmarks.rivals.numpy_floats import read, write


def score(source: Path, target: Path) -> None:
    """The whole job."""
    table, clusters, points = read(source)
    total = np.empty(len(points))
    model = WeightedSumModel()
    for cluster in np.unique(clusters):
        rows = np.flatnonzero(clusters == cluster)
        matrix = skcriteria.mkdm(points[rows], objectives=[max] * len(POINTS), weights=[1.0] * len(POINTS))
        total[rows] = model.evaluate(matrix).e_.score
    write(target, table, points, total, shared_ranks(clusters, total))
