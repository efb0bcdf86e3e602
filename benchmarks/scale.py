"""From a Parquet folder to a Parquet folder: what a million units cost, however many there are.

Run ``python -m benchmarks.scale``: it writes docs/benchmarks-folders.md. A hundred million units need 30 GB of disk.
"""

import shutil
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Final

import attrs
import click

from benchmarks.contender import PARTS
from benchmarks.figures import write_figures
from benchmarks.report import machine
from benchmarks.run import ROOT, Run, run_step

FILE: Final = 1_000_000
"""Units of a file of the folder."""
SEVERAL: Final = 1_000_000
"""Up to so many units each contender runs several times; beyond, once."""
IN_MEMORY: Final = 20_000_000
"""Units beyond which the baseline, which holds all of them, does not run."""
PAGE: Final = ROOT / "docs" / "benchmarks-folders.md"


@attrs.frozen
class Cost:
    """What one contender took for a folder: seconds a million units, the highest memory."""

    units: int
    name: str
    seconds: float
    megabytes: float


def measure_folder(units: int, *, rounds: int, seed: int) -> list[Cost]:
    """Let the contenders score a folder in turn, each in a process of its own."""
    names = [one for at, one in enumerate(PARTS) if at or units <= IN_MEMORY]
    runs: dict[str, list[Run]] = {one: [] for one in names}
    with TemporaryDirectory() as folder:
        source, target = Path(folder) / "figures", Path(folder) / "result"
        source.mkdir()
        for start in range(0, units, FILE):
            file = source / f"{start // FILE:04d}.parquet"
            write_figures(file, units=min(FILE, units - start), seed=seed, start=start)
        for _ in range(rounds if units <= SEVERAL else 1):
            for one in names:
                runs[one].append(run_step(one, source, target))
                shutil.rmtree(target)
    return [
        Cost(units, one, median(run.processor for run in those) * 1e6 / units, max(run.megabytes for run in those))
        for one, those in runs.items()
    ]


def page(costs: Sequence[Cost], command: str) -> str:
    """The whole page."""
    base = {one.units: one.seconds for one in costs if one.name == next(iter(PARTS))}
    lines = [
        f"""\
# Benchmarks of folders

The same job as in the [benchmarks](benchmarks.md), from a folder of files of a million units to a folder.
`polars-floats-streamed` writes what the job asks and holds all units for their ranks, so that it runs up to
{IN_MEMORY:,}; `engine-parts` is `score_folder` as in [large data](large-data.md): it writes every column of a result,
with every check of the figures.

- Seconds are those of the processors, all together: what else the machine does changes them little.
- Medians of several runs up to {SEVERAL:,} units, beyond one run each. Memory is the highest of any run.

```text not-run=benchmark
{command}
```

{machine(("polars",))}

| units | contender | seconds a million units | times the floats | peak memory |
| ---: | --- | ---: | ---: | ---: |"""
    ]
    for one in costs:
        ratio = f"{one.seconds / base[one.units]:.2f}" if one.units in base else ""
        lines.append(f"| {one.units:,} | `{one.name}` | {one.seconds:.2f} | {ratio} | {one.megabytes:,.0f} MB |")
    return "\n".join([*lines, ""])


@click.command(help=__doc__)
@click.option("--sizes", default="100000,1000000,10000000,100000000", show_default=True, help="Units, with commas.")
@click.option("--rounds", default=5, show_default=True, type=click.IntRange(1), help="Rounds up to a million units.")
@click.option("--seed", default=1, show_default=True, type=click.IntRange(0), help="Seed of the figures.")
def main(sizes: str, rounds: int, seed: int) -> None:
    """Run everything and write the page."""
    costs = []
    for units in map(int, sizes.split(",")):
        costs += measure_folder(units, rounds=rounds, seed=seed)
        print(*costs[-2:], sep="\n", flush=True)
    command = f"python -m benchmarks.scale --sizes {sizes} --rounds {rounds} --seed {seed}"
    PAGE.write_text(page(costs, command), encoding="utf-8")


if __name__ == "__main__":
    main()
