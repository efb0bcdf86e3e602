"""By hand in pandas, in floats."""

from pathlib import Path

import numpy as np
import pandas as pd

from benchmarks.job import CRITERIA, PLACES, POINTS

HUNDRED = 10**PLACES


def score(source: Path, target: Path) -> None:
    """The whole job."""
    figures = pd.read_parquet(source)
    columns = {"unit": figures["unit"]}
    for criterion in CRITERIA:
        done, due, kept, promised = (figures[criterion.column(name)] for name in ("done", "due", "kept", "promised"))
        raw = criterion.weight * (0.6 * done / due + 0.4 * kept / promised)
        columns[criterion.id] = np.floor(raw * HUNDRED + 0.5) / HUNDRED  # Series.round takes a half to the even digit
    result = pd.DataFrame(columns)
    result["total"] = result[list(POINTS)].sum(axis=1)
    result["rank"] = result["total"].groupby(figures["cluster"]).rank(method="min", ascending=False)
    result.to_parquet(target)
