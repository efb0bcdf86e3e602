"""What people have: tens to a thousand units, whole processes and steps in process; `python -m benchmarks.small`.

Whole processes are told as multiples of one that only imports Polars, run in turn with them. Steps in process are told
in milliseconds of processor time and as multiples of reading the figures from a file and scoring them anew.
"""

import csv
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory

import attrs
import click
import polars as pl

from dvk_scoring import Ledger, load_scheme, plans_for, read_figures, score, what_if
from dvk_scoring.scheme.model import Scheme

SCHEME = "dan-van-kheo-2020"
SIZES = (24, 200, 1000)
BASE = ("import polars",)
COMMANDS = {
    "dvk score pci-2013": ("score", "pci-2013"),
    f"dvk score {SCHEME}": ("score", SCHEME),
    f"dvk score {SCHEME} -o result.xlsx -o report.html": (
        "score", SCHEME, "--force", "-o", "result.xlsx", "-o", "report.html",
    ),
    f"dvk scheme cases {SCHEME}": ("scheme", "cases", SCHEME),
}  # fmt: skip
RUN = "import sys; from dvk_scoring.cli import main; sys.exit(main(sys.argv[1:]))"


@attrs.frozen
class Process:
    """A whole process: its median in seconds, and that of the base."""

    name: str
    seconds: float
    base: float


@attrs.frozen
class Step:
    """A step in process: median and 95th percentile in seconds of processor time; the whole way anew, median."""

    units: int
    name: str
    median: float
    high: float
    anew: float


def measure_processes(*, rounds: int) -> list[Process]:
    """Run all in turn, so that a slow minute of the machine falls on all."""
    took: dict[str, list[float]] = {name: [] for name in ("", *COMMANDS)}
    with TemporaryDirectory() as folder:
        for at in range(rounds + 1):
            for name, seconds in took.items():
                arguments = ["-c", *(BASE if not name else (RUN, *COMMANDS[name]))]
                start = time.perf_counter()
                subprocess.run([sys.executable, *arguments], cwd=folder, capture_output=True, check=True)
                if at:  # the first round only warms the files up
                    seconds.append(time.perf_counter() - start)
    base = median(took.pop(""))
    return [Process(name, median(seconds), base) for name, seconds in took.items()]


def write_sample(scheme: Scheme, units: int, folder: Path) -> Path:
    """Write the sample of a scheme, unit after unit anew until there are so many, as one table of all voices."""
    given = read_figures(scheme, scheme.sample_figures)
    path = folder / f"{units}.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["unit", "cluster", "voice", *given.columns])
        for voice, frame in given.voices.items():
            rows: pl.DataFrame = frame.to_native()
            for at in range(units):
                row = rows.row(at % len(rows), named=True)
                cells = [
                    _cell(row.get(name), row.get(f"{name}?"), one.spec.places) for name, one in given.columns.items()
                ]
                writer.writerow([f"u{at}", row["cluster"], voice, *cells])
    return path


def _cell(value: int | None, kp: int | None, places: int) -> str:
    if kp:
        return "KP"
    if value is None:
        return ""
    return str(value) if not places else f"{value // 10**places}.{value % 10**places:0{places}}"


def measure_steps(units: int, *, rounds: int) -> Iterator[Step]:
    """Take the steps one after the other, in turn."""
    scheme = load_scheme(SCHEME)
    with TemporaryDirectory() as folder:
        path = write_sample(scheme, units, Path(folder))
        figures, plans, ledger = read_figures(scheme, [path]), plans_for(scheme), Ledger(scheme, [path])
        result, turn = score(scheme, figures), iter(range(1_000_000))

        def put() -> None:
            at = next(turn)
            ledger.put(f"u{at % units}", "media.own", str(at % 5), scheme.voices[-1])
            score(scheme, ledger.figures(), plans=plans, voices=False)

        def ask() -> None:
            at = next(turn)
            what_if(result, {f"u{at % units}.media.own": str(at % 5)})

        steps: dict[str, Callable[[], object]] = {
            "read and score anew": lambda: score(attrs.evolve(scheme), read_figures(scheme, [path])),
            "read": lambda: read_figures(scheme, [path]),
            "score": lambda: score(attrs.evolve(scheme), figures),  # a scheme keeps its plans: this one has none yet
            "score, plans kept": lambda: score(scheme, figures, plans=plans),
            "put one figure, rank again": put,
            "what if one figure were another": ask,
        }
        took: dict[str, list[float]] = {name: [] for name in steps}
        for at in range(rounds + 1):
            for name, step in steps.items():
                start = time.process_time()
                step()
                if at:
                    took[name].append(time.process_time() - start)
    anew = median(took["read and score anew"])
    for name, seconds in took.items():
        yield Step(units, name, median(seconds), quantiles(seconds, n=20, method="inclusive")[-1], anew)


def markdown(processes: Sequence[Process], steps: Sequence[Step]) -> str:
    """Write both tables."""
    lines = [
        "## A competition of people's size",
        "",
        f"Whole processes, beside one that only imports Polars ({processes[0].base:.2f} s here).",
        "",
        "| command | times the import of Polars | seconds here |",
        "| --- | ---: | ---: |",
        *(f"| `{one.name}` | {one.seconds / one.base:.1f} | {one.seconds:.2f} |" for one in processes),
        "",
        f"In process, the sample of `{SCHEME}` (two voices, 95 columns of figures) repeated: milliseconds of processor",
        "time, and the share of reading the file and scoring it anew.",
        "",
        "| units | step | median | 95 % below | share of anew |",
        "| ---: | --- | ---: | ---: | ---: |",
        *(_row(one) for one in steps),
        "",
    ]
    return "\n".join(lines)


def _row(one: Step) -> str:
    middle, high = (f"{1000 * seconds:.0f}" for seconds in (one.median, one.high))
    return f"| {one.units:,} | {one.name} | {middle} | {high} | {one.median / one.anew:.2f} |"


def measure(rounds: int) -> str:
    """Measure all of it."""
    processes = measure_processes(rounds=rounds)
    return markdown(processes, [step for units in SIZES for step in measure_steps(units, rounds=4 * rounds)])


@click.command(help=__doc__)
@click.option("--rounds", default=5, show_default=True, type=click.IntRange(2), help="Rounds that count.")
def main(rounds: int) -> None:
    """Print the tables."""
    print(measure(rounds))


if __name__ == "__main__":
    main()
