"""How long a study of stability takes: `python -m benchmarks.study --draws 1000 --units 1000`.

Thirteen criteria, a ratio each; figures at random, the same for the same seed. The study is the one that
`dvk stability` makes unless told otherwise: drawn weights, weights at which titles turn, each criterion left out.
"""

import random
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from dvk_scoring import Result, Spread, load_scheme, read_figures, score, stability

CRITERIA = 13
MOST_SECONDS = 20.0
SCHEME = """\
[scheme]
id = "study"
title = "Study"
weights = "relative"
[titles.flag]
title = "Flag"
quota = { count = 10 }
[criteria]
"""


def make_result(folder: Path, *, units: int, seed: int) -> Result:
    """Score a competition of so many units."""
    chance, keys = random.Random(seed), [f"c{at}" for at in range(CRITERIA)]
    lines = [f'{key} = {{ plugin = "ratio", weight = {at + 3}, title = "{key}" }}' for at, key in enumerate(keys)]
    (folder / "scheme.toml").write_text(SCHEME + "\n".join(lines), encoding="utf-8")
    rows = [",".join(["unit", *(f"{key}.{part}" for key in keys for part in ("over", "under"))])]
    for at in range(units):
        wholes = [chance.randrange(20, 200) for _ in keys]
        cells = [f"{chance.randrange(whole // 2, whole + 1)},{whole}" for whole in wholes]
        rows.append(",".join([f"u{at}", *cells]))
    (folder / "figures.csv").write_text("\n".join(rows), encoding="utf-8")
    scheme = load_scheme(folder / "scheme.toml")
    return score(scheme, read_figures(scheme, [folder / "figures.csv"]))


@click.command(help=__doc__)
@click.option("--draws", default=1000, show_default=True, type=click.IntRange(1), help="Draws.")
@click.option("--units", default=1000, show_default=True, type=click.IntRange(11), help="Units.")
@click.option("--seed", default=1, show_default=True, type=click.IntRange(0), help="Seed of figures and draws.")
def main(draws: int, units: int, seed: int) -> None:
    """Make one study and tell its seconds; exit status 1 where they are too many."""
    with TemporaryDirectory() as folder:
        result = make_result(Path(folder), units=units, seed=seed)
        start = time.perf_counter()
        study = stability(result, Spread(draws=draws, seed=seed))
        took = time.perf_counter() - start
    size = f"{study.draws} draws, {units} units, {len(study.weights)} criteria"
    print(f"{size}: {took:.1f} s (at most {MOST_SECONDS:.0f})")
    sys.exit(took > MOST_SECONDS)


if __name__ == "__main__":
    main()
