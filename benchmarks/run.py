"""All contenders in turn, several rounds, and what came out: `python -m benchmarks.run --sizes 1000,100000`.

The rounds are interleaved and each starts with another contender, so that a slow minute of the machine falls on all.
Only what is measured in the same run is compared.
"""

import json
import shlex
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import attrs
import click

from benchmarks.contender import BASELINE, CONTENDERS, REFERENCE
from benchmarks.figures import write_figures
from benchmarks.reference import Wrong, count_wrong
from benchmarks.report import Measured, Sized, markdown, plain_table
from benchmarks.small import measure as measure_small
from benchmarks.startup import measure_startup

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "benchmarks.md"


@attrs.frozen
class Run:
    """One process: the seconds of the job alone, of processors and of the whole process, and its highest memory."""

    job: float
    processor: float
    process: float
    megabytes: float


class ContenderError(Exception):
    """A contender that could not do the job here; the message is its last line."""


def run_step(name: str, source: Path, target: Path) -> Run:
    """Do one step in a process of its own.

    Raises:
        ContenderError: If it ends in an error.
    """
    command = [sys.executable, "-m", "benchmarks.contender", name, str(source), str(target)]
    start = time.perf_counter()
    done = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=False)
    process = time.perf_counter() - start
    if done.returncode:
        raise ContenderError((done.stderr.strip().splitlines() or ["ended without a word"])[-1])
    said = json.loads(done.stdout.splitlines()[-1])
    return Run(job=said["seconds"], processor=said["processor"], process=process, megabytes=said["megabytes"])


def measure_size(units: int, names: Sequence[str], *, rounds: int, seed: int, folder: Path) -> Sized:
    """Generate the figures of one size and let every contender do the job on them, round by round."""
    source, reference = folder / "figures.parquet", folder / "reference.parquet"
    write_figures(source, units=units, seed=seed)
    run_step(REFERENCE, source, reference)
    runs: dict[str, list[Run]] = {name: [] for name in names}
    failed: dict[str, str] = {}
    for turn in range(rounds + 1):  # the first round warms the caches of the file and is not counted
        for name in _turned(names, turn):
            if name in failed:
                continue
            try:
                once = run_step(name, source, folder / f"{name}.parquet")
            except ContenderError as error:
                failed[name] = str(error)
            else:
                runs[name].extend([once] if turn else [])
    measured = [
        _measured(name, runs[name], count_wrong(reference, folder / f"{name}.parquet"))
        for name in names
        if name not in failed
    ]
    return Sized(units=units, measured=tuple(measured), failed=failed)


def _turned(names: Sequence[str], turn: int) -> list[str]:
    start = turn % len(names)
    return [*names[start:], *names[:start]]


def _measured(name: str, runs: Sequence[Run], wrong: Wrong) -> Measured:
    return Measured(
        name=name,
        job=median(run.job for run in runs),
        process=median(run.process for run in runs),
        megabytes=max(run.megabytes for run in runs),
        wrong=wrong,
    )


def _chosen(only: str | None) -> list[str]:
    """The contenders to run; the baseline always runs, for the ratios."""
    if only is None:
        return list(CONTENDERS)
    asked = only.split(",")
    if unknown := sorted(set(asked) - set(CONTENDERS)):
        message = f"no such contender: {', '.join(unknown)}; there are {', '.join(CONTENDERS)}"
        raise click.BadParameter(message, param_hint="--only")
    return [name for name in CONTENDERS if name in {BASELINE, *asked}]


@click.command(help=__doc__)
@click.option("--sizes", default="1000,10000,100000,1000000", show_default=True, help="Numbers of units, with commas.")
@click.option("--only", help="Contenders to run beside the baseline, with commas; all if left out.")
@click.option("--rounds", default=5, show_default=True, type=click.IntRange(1), help="Rounds that count.")
@click.option("--seed", default=1, show_default=True, type=click.IntRange(0), help="Seed of the figures.")
@click.option(
    "--page", default=PAGE, type=click.Path(path_type=Path), help="Page to write; docs/benchmarks.md if left out."
)
def main(*, sizes: str, only: str | None, rounds: int, seed: int, page: Path) -> None:
    """Run everything, print the tables and write the page."""
    names = _chosen(only)
    measured = []
    for units in [int(size) for size in sizes.split(",")]:
        with TemporaryDirectory() as folder:
            measured.append(measure_size(units, names, rounds=rounds, seed=seed, folder=Path(folder)))
        print(plain_table(measured[-1]), flush=True)
    small = measure_small(rounds)
    print(small, flush=True)
    startup = measure_startup(rounds=2 * rounds)
    asked = ["--sizes", sizes, "--rounds", str(rounds), "--seed", str(seed)]
    asked += ["--only", only] if only else []
    command = shlex.join(["python", "-m", "benchmarks.run", *asked])
    page.parent.mkdir(parents=True, exist_ok=True)
    page.write_text(markdown(measured, small, startup, command=command, rounds=rounds), encoding="utf-8")
    print(startup.sentence())


if __name__ == "__main__":
    main()
