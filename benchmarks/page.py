"""The HTML report of many units: how long it takes to write, how large it is, how fast Chromium opens it.

Run ``python -m benchmarks.page --units 1000``. The units are made of the movement's sample: each takes the figures of
every criterion from some unit of its cluster, so that figures stay whole and totals differ.
"""

import csv
import random
import shutil
import time
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from itertools import cycle, islice
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import click
from playwright.sync_api import Page, sync_playwright

from dvk_scoring.report.html.write import write_html
from dvk_scoring.run import load_scheme, read_figures
from dvk_scoring.run import score as score_figures

SCHEME = "dan-van-kheo-2020"
FILES = ("units.csv", "claimed.csv", "final.csv")
NAMED = ("unit", "name", "cluster", "voice")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
DRAWN = "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
MOST_SECONDS = 2.0
Row = Mapping[str, str]


def read_rows(path: Path) -> list[Row]:
    """Read the rows of a file of figures."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write_rows(path: Path, rows: Sequence[Row]) -> None:
    """Write the rows of a file of figures."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys())
        writer.writeheader()
        writer.writerows(rows)


def make_figures(sample: Path, folder: Path, *, units: int, seed: int) -> list[Path]:
    """Write figures of ``units`` units, the same for the same seed."""
    chosen = random.Random(seed)
    given = {name: {row["unit"]: row for row in read_rows(sample / name)} for name in FILES}
    clusters: dict[str, list[str]] = {}
    for row in given["units.csv"].values():
        clusters.setdefault(row["cluster"], []).append(row["unit"])
    made: dict[str, list[Row]] = {name: [] for name in FILES}
    for number, model in enumerate(islice(cycle(given["units.csv"].values()), units), start=1):
        peers = clusters[model["cluster"]]
        donors: dict[str, str] = {}
        for name, rows in given.items():
            own = dict(rows[model["unit"]])
            for column in [] if name == "units.csv" else [column for column in own if column not in NAMED]:
                donor = donors.setdefault(column.partition(".")[0], chosen.choice(peers))
                own[column] = rows[donor][column]
            made[name].append(own | {"unit": f"unit-{number:05d}", **_named(own, number)})
    for name, written in made.items():
        write_rows(folder / name, written)
    return [folder / name for name in FILES]


def _named(row: Row, number: int) -> Row:
    return {"name": f"{row['name']}, {number}"} if "name" in row else {}


def seconds(act: Callable[[], object]) -> float:
    """Time one act."""
    start = time.perf_counter()
    act()
    return time.perf_counter() - start


def open_report(page: Page, report: Path) -> None:
    """Open the report, and wait until it is drawn."""
    page.goto(report.as_uri())
    page.evaluate(DRAWN)


def open_unit(page: Page) -> None:
    """Follow the first unit's link, and wait for its explanation."""
    page.locator("a.name").first.click()
    page.wait_for_selector("#unit h4")


@click.command(help=__doc__)
@click.option("--units", default=1000, show_default=True, type=click.IntRange(1, 2000), help="Number of units.")
@click.option("--rounds", default=5, show_default=True, type=click.IntRange(1), help="Times it is opened.")
@click.option("--seed", default=1, show_default=True, type=click.IntRange(0), help="Seed of the figures.")
def main(units: int, rounds: int, seed: int) -> None:
    """Write a report, open it, and leave with status 1 when opening takes 2 seconds or more."""
    browser_path = shutil.which("chromium") or shutil.which("google-chrome")
    if browser_path is None:
        message = "Chromium is not installed. Debian and Ubuntu: apt-get install chromium"
        raise click.ClickException(message)
    scheme = load_scheme(SCHEME)
    with TemporaryDirectory() as folder, sync_playwright() as playwright:
        report = Path(folder) / "report.html"
        files = make_figures(Path(scheme.path).parent, Path(folder), units=units, seed=seed)
        result = score_figures(scheme, read_figures(scheme, files))
        writing = seconds(partial(write_html, result, report, "vi"))
        print(f"{units} units: written in {writing:.1f} s, {report.stat().st_size / 1e6:.1f} MB", flush=True)
        browser = playwright.chromium.launch(executable_path=browser_path, args=FLAGS)
        opened, unit = [], []
        for _ in range(rounds):
            page = browser.new_page()
            opened.append(seconds(partial(open_report, page, report)))
            unit.append(seconds(partial(open_unit, page)))
            page.close()
        browser.close()
    print(f"opened in {median(opened):.2f} s (at most {max(opened):.2f} s), a unit in {median(unit):.2f} s")
    if median(opened) >= MOST_SECONDS:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
