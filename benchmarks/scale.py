"""From a Parquet folder to a Parquet folder: what a million units cost, however many there are.

A part of `python -m benchmarks.run`: `--folders 100000,1000000,10000000,100000000`.
"""

import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Final

import attrs

from benchmarks.contender import PARTS
from benchmarks.figures import write_figures

FILE: Final = 1_000_000
"""Units of a file of the folder."""
SEVERAL: Final = 1_000_000
"""Up to so many units each contender runs several times; beyond, once."""
TITLE: Final = "A folder, part by part"
_INTRODUCTION: Final = f"""\
The same job from a folder of files of a million units to a folder. `polars-floats-streamed` writes what the job asks,
`engine-parts` (`score_folder`) every column of a result, with every check of the figures. Medians up to {SEVERAL:,}
units, beyond one run each."""


@attrs.frozen
class Cost:
    """What one contender took for a folder: seconds a million units, the highest memory; or why it did not run."""

    units: int
    name: str
    seconds: float = 0.0
    megabytes: float = 0.0
    failed: str = ""


def measure_folder(
    units: int, step: Callable[[str, Path, Path], tuple[float, float]], *, rounds: int, seed: int
) -> list[Cost]:
    """Let all contenders score a folder; ``step``: runs one in a process, gives seconds and megabytes."""
    with TemporaryDirectory() as name:
        source, target = Path(name) / "figures", Path(name) / "result"
        source.mkdir()
        for start in range(0, units, FILE):
            file = source / f"{start // FILE:04d}.parquet"
            write_figures(file, units=min(FILE, units - start), seed=seed, start=start)
        runs: dict[str, list[tuple[float, float]]] = {one: [] for one in PARTS}
        failed: dict[str, str] = {}
        for _ in range(rounds if units <= SEVERAL else 1):
            for one in PARTS:
                try:
                    runs[one].append(step(one, source, target))
                except RuntimeError as error:
                    failed[one] = str(error)
                shutil.rmtree(target, ignore_errors=True)
    return [
        Cost(units, one, failed=failed[one])
        if one in failed
        else Cost(units, one, median(time for time, _ in runs[one]) * 1e6 / units, max(size for _, size in runs[one]))
        for one in PARTS
    ]


def section(costs: Sequence[Cost]) -> str:
    """The part of the page."""
    first = next(iter(PARTS))
    base = {one.units: one for one in costs if one.name == first and not one.failed}
    lines = [
        f"## {TITLE}",
        "",
        _INTRODUCTION,
        "",
        "| units | contender | seconds a million units | times the floats | peak memory |",
        "| ---: | --- | ---: | ---: | ---: |",
    ]
    for one in costs:
        if one.failed:
            lines.append(f"| {one.units:,} | {one.name} | did not run: {one.failed} | | |")
            continue
        ratio = f"{one.seconds / base[one.units].seconds:.2f}" if one.units in base else ""
        lines.append(f"| {one.units:,} | {one.name} | {one.seconds:.2f} | {ratio} | {one.megabytes:,.0f} MB |")
    return "\n".join([*lines, ""])
