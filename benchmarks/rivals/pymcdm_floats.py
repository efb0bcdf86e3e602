"""The weighted sum of pymcdm; the rest by hand in NumPy, for it has no place there.

A decision matrix holds one number a criterion, so that the two ratios, their rounding and the points come first.
Weights must add up to 1, so that its preference is a twelfth of the total and is multiplied again. It knows no
clusters: one matrix a cluster. Ties get the mean of their places (1-2.5-2.5-4), so that ranks are taken from its
preferences by hand.
"""

from pathlib import Path

import numpy as np
from pymcdm.methods import WSM

from benchmarks.job import POINTS
from benchmarks.reference import shared_ranks
from benchmarks.rivals.numpy_floats import read, write


def as_they_are(values: np.ndarray, cost: bool) -> np.ndarray:  # noqa: ARG001, FBT001  the shape pymcdm asks for
    """Points are on one scale already; the sum would else be taken of shares of the column."""
    return values


def score(source: Path, target: Path) -> None:
    """The whole job."""
    table, clusters, points = read(source)
    total = np.empty(len(points))
    weights = np.full(len(POINTS), 1 / len(POINTS))
    model = WSM(normalization_function=as_they_are)
    for cluster in np.unique(clusters):
        rows = np.flatnonzero(clusters == cluster)
        total[rows] = len(POINTS) * model(points[rows], weights, np.ones(len(POINTS)))
    write(target, table, points, total, shared_ranks(clusters, total))
