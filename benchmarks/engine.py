"""The job as the engine does it, from a scheme and a plugin like anyone's, with every check that `dvk score` makes.

It writes what the job asks, hashes the file it read, and tells ties.
"""

from pathlib import Path
from tempfile import TemporaryDirectory

# Loaded before the clock starts, as the rivals load their libraries.
import narwhals as nw
import polars as pl

import dvk_scoring.api
import dvk_scoring.engines.exact
import dvk_scoring.engines.polars
import dvk_scoring.figures.read  # noqa: F401
from benchmarks.job import CLUSTERS, CRITERIA, PLACES, POINTS
from dvk_scoring.engines.write import write_table
from dvk_scoring.folders import score_folder
from dvk_scoring.formula import names
from dvk_scoring.run import load_scheme, read_figures
from dvk_scoring.run import score as score_figures
from dvk_scoring.scheme.model import Scheme

PLUGIN = Path(__file__).parent / "plugin"
nw.from_native(pl.DataFrame())  # narwhals loads what it has for Polars with the first frame


def scheme_text() -> str:
    """The scheme of the job: twelve criteria of one plugin, ranked within the cluster, ties shared."""
    clusters = "\n".join(f'k{number:02d} = {{ title = "Cluster {number}" }}' for number in range(CLUSTERS))
    criteria = "\n".join(
        f'[criteria.{one.id}]\ntitle = "Criterion {one.id}"\nplugin = "two-ratios"\nweight = {one.weight}'
        for one in CRITERIA
    )
    return f"""\
[scheme]
id = "benchmark"
title = "Benchmark"
plugins = ["{PLUGIN.as_posix()}"]
valid = {{ from = 2025-01-01, to = 2025-12-31 }}
total = {sum(criterion.weight for criterion in CRITERIA)}
rounding = {{ criterion = {PLACES}, total = {PLACES}, mode = "half-up" }}

[clusters]
{clusters}

{criteria}

[ranking]
within = "cluster"
ties = "shared"
"""


def _scheme() -> Scheme:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "scheme.toml"
        path.write_text(scheme_text(), encoding="utf-8")
        return load_scheme(path)


def score_parts(source: Path, target: Path) -> None:
    """Folder to folder, part by part; all columns of a result are written, more than the job asks."""
    score_folder(_scheme(), source, target)


def score(source: Path, target: Path) -> None:
    """The whole job, reading the scheme and the plugin included."""
    scheme = _scheme()
    result = score_figures(scheme, read_figures(scheme, [source]), scores=False, ordered=False)
    write_table(
        result.frame.select("unit", *(nw.col(names.points(one)).alias(one) for one in POINTS), "total", "rank"),
        dict.fromkeys((*POINTS, "total"), PLACES),
        dict.fromkeys((*POINTS, "total"), sum(one.weight for one in CRITERIA) * 10**PLACES),
        target,
        kind="parquet",
        words={},
    )
