"""The job as the engine does it, from a scheme and a plugin like anyone's, with every check that `dvk score` makes.

It writes the whole table of results (18 columns more than the job asks), hashes the file it read, and tells ties.
"""

from pathlib import Path
from tempfile import TemporaryDirectory

# Loaded before the clock starts, as the rivals load their libraries.
import dvk_scoring.api
import dvk_scoring.engines.polars
import dvk_scoring.engines.write
import dvk_scoring.report.tables  # noqa: F401
from benchmarks.job import CLUSTERS, CRITERIA, PLACES
from dvk_scoring.report.write import write_result
from dvk_scoring.run import load_scheme, read_figures
from dvk_scoring.run import score as score_figures

PLUGIN = Path(__file__).parent / "plugin"


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


def score(source: Path, target: Path) -> None:
    """The whole job, reading the scheme and the plugin included."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "scheme.toml"
        path.write_text(scheme_text(), encoding="utf-8")
        scheme = load_scheme(path)
        result = score_figures(scheme, read_figures(scheme, [source]), scores=False, ordered=False)
        write_result(result, target, force=True)
