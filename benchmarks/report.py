"""The tables of the benchmarks, for the screen and for docs/benchmarks.md."""

import inspect
import platform
from collections.abc import Mapping, Sequence
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from os import cpu_count

import attrs

from benchmarks.contender import BASELINE, CONTENDERS
from benchmarks.job import CRITERIA
from benchmarks.reference import Wrong
from benchmarks.startup import Startup

HEADINGS = ("contender", "time", "whole process", "peak memory", "wrong points", "wrong totals", "wrong ranks")
LIBRARIES = ("polars", "duckdb", "numpy", "pandas", "pyarrow", "scikit-criteria", "pymcdm")


@attrs.frozen
class Measured:
    """One contender at one size: medians in seconds, the highest memory, and what it got wrong."""

    name: str
    job: float
    process: float
    megabytes: float
    wrong: Wrong


@attrs.frozen
class Sized:
    """All contenders at one size; `failed` tells why one did not do the job."""

    units: int
    measured: tuple[Measured, ...]
    failed: Mapping[str, str]

    def baseline(self) -> Measured | None:
        """The contender against which times are told."""
        return next((one for one in self.measured if one.name == BASELINE), None)

    def rows(self) -> list[tuple[str, ...]]:
        """One row a contender, times as multiples of the baseline's."""
        base = self.baseline()
        rows = [_row(one, base) for one in self.measured]
        return rows + [(name, "did not run", *[""] * (len(HEADINGS) - 2)) for name in self.failed]


def _row(one: Measured, base: Measured | None) -> tuple[str, ...]:
    times = ("", "") if base is None else (f"{one.job / base.job:.2f}", f"{one.process / base.process:.2f}")
    wrong = (f"{value:,}" for value in attrs.astuple(one.wrong))
    return (one.name, *times, f"{one.megabytes:,.0f} MB", *wrong)


def plain_table(sized: Sized) -> str:
    """The table of one size in columns, for the screen."""
    rows = [HEADINGS, *sized.rows()]
    widths = [max(len(row[place]) for row in rows) for place in range(len(HEADINGS))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    reasons = [f"{name}: {reason}" for name, reason in sized.failed.items()]
    return "\n".join([f"{sized.units:,} units", *lines, *reasons, ""])


def markdown(sizes: Sequence[Sized], small: str, startup: Startup, *, command: str, rounds: int) -> str:
    """The whole page; ``small``: its part on few units."""
    return "\n".join([_opening(command, rounds), *map(_section, sizes), small, _ending(startup)])


def _opening(command: str, rounds: int) -> str:
    return f"""\
# Benchmarks

The same job, side by side in one run: read Parquet, score {len(CRITERIA)} criteria of two ratios each, round each half
up to 2 places, add up, rank within the cluster, write the {len(CRITERIA)} points, the total and the rank to Parquet.

- Each contender runs in a process of its own, {rounds} rounds, in turn. Times are medians, told as multiples of
  `{BASELINE}`, the job written by hand in Polars with floats.
- *time* is the job once the libraries are loaded, *whole process* is what one waits for. Memory is the highest of any
  round.
- Points, totals and ranks are held against an answer in whole numbers, which is itself recomputed in fractions for the
  first units. Points and a total are wrong when their nearest hundredth is; a rank when it differs at all.
- The engine has a fixed cost that the others do not have: a twentieth of a second to read the scheme, find its plugin
  and prove the range of every formula. With few units that is nearly all of its time.
- The aim is 1.3 times the baseline at every size up to ten million units. A size whose *time* is above that misses it.

```text not-run=benchmark
{command}
```

{machine()}
Ratios carry over to other machines roughly, seconds do not.
"""


def machine(libraries: Sequence[str] = LIBRARIES) -> str:
    """What it was measured with."""
    found = []
    for name in libraries:
        try:
            found.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            continue
    return f"Python {platform.python_version()}, {cpu_count()} processors; {', '.join(found)}."


def _section(sized: Sized) -> str:
    lines = [
        f"## {sized.units:,} units",
        "",
        f"| {' | '.join(HEADINGS)} |",
        f"| --- |{' ---: |' * (len(HEADINGS) - 1)}",
        *(f"| {' | '.join(row)} |" for row in sized.rows()),
        "",
    ]
    if base := sized.baseline():
        lines += [f"For orientation only: `{BASELINE}` took {base.job:.3g} s here.", ""]
    return "\n".join(lines)


def _ending(startup: Startup) -> str:
    """Start-up, and what each rival leaves to be done by hand, in its module's own words."""
    notes = [f"- `{name}`: {_said_by(place)}" for name, place in CONTENDERS.items()]
    return "\n".join(["## Start-up", "", startup.sentence(), "", "## What each contender is", "", *notes, ""])


def _said_by(place: str) -> str:
    module_name, function = place.split(":")
    try:
        module = import_module(module_name)
    except ImportError:
        return "not installed here."
    told = [inspect.getdoc(module) or "", inspect.getdoc(getattr(module, function)) or ""]
    return " ".join(" ".join(told).split())
