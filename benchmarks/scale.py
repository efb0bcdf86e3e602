"""From a Parquet folder to a Parquet folder: what a million units cost, however many there are.

A part of `python -m benchmarks.run`: `--folders 100000,1000000,10000000,100000000`. Its largest run needs some 40 GB of
disk.
"""

import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Final, Protocol

import attrs

from benchmarks.contender import PARTS
from benchmarks.figures import write_figures

FILE: Final = 1_000_000
"""Units of a file of the folder."""
SEVERAL: Final = 1_000_000
"""Up to so many units each contender runs several times; beyond, once."""
IN_MEMORY: Final = 20_000_000
"""Units beyond which the baseline, which holds all of them, does not run."""
_INTRODUCTION: Final = f"""\
## A folder, part by part

The same job from a folder of files of a million units to a folder. `polars-floats-streamed` writes what the job asks
and holds all units for their ranks, so that it runs up to {IN_MEMORY:,}; `engine-parts` (`score_folder`) writes every
column of a result, with every check of the figures. Seconds are those of the processors. Medians up to {SEVERAL:,}
units, beyond one run each.

| units | contender | seconds a million units | times the floats | peak memory |
| ---: | --- | ---: | ---: | ---: |"""


class Run(Protocol):
    """One process: seconds of the processors, highest memory."""

    @property
    def processor(self) -> float:
        """Seconds."""

    @property
    def megabytes(self) -> float:
        """The highest memory."""


@attrs.frozen
class Cost:
    """What one contender took for a folder: seconds a million units, the highest memory."""

    units: int
    name: str
    seconds: float
    megabytes: float


def measure_folder(units: int, step: Callable[[str, Path, Path], Run], *, rounds: int, seed: int) -> list[Cost]:
    """Let the contenders score a folder in turn; ``step``: runs one in a process of its own."""
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
                runs[one].append(step(one, source, target))
                shutil.rmtree(target)
    return [
        Cost(units, one, median(run.processor for run in those) * 1e6 / units, max(run.megabytes for run in those))
        for one, those in runs.items()
    ]


def section(costs: Sequence[Cost]) -> str:
    """The part of the page."""
    base = {one.units: one.seconds for one in costs if one.name == next(iter(PARTS))}
    lines = [_INTRODUCTION]
    for one in costs:
        ratio = f"{one.seconds / base[one.units]:.2f}" if one.units in base else ""
        lines.append(f"| {one.units:,} | {one.name} | {one.seconds:.2f} | {ratio} | {one.megabytes:,.0f} MB |")
    return "\n".join([*lines, ""])
