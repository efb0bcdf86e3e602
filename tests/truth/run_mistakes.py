"""Look for mistakes in the law by made competitions alone: ``python -m tests.truth.run_mistakes --units 2000``."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.truth.competitions import make
from tests.truth.differences import differences
from tests.truth.law import Law
from tests.truth.made import Made
from tests.truth.mistakes import made, read_mistakes


def competitions(units: int, seed: int) -> Iterator[tuple[Made, Law]]:
    """Make small competitions until there are so many units."""
    at = 0
    while units > 0:
        one = make(seed * 1_000_000 + at)
        yield one, Law(one.read())
        units, at = units - len(one.clusters), at + 1


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--units", type=int, default=2_000)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args(arguments)
    several = list(competitions(options.units, options.seed))
    survived = 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        wrong = [one.name for one, law in several if differences(one, law, folder, "exact")]
        if wrong:
            sys.stdout.write(f"without a mistake there are differences: {wrong}\n")
            return 1
        for mistake in read_mistakes():
            units, found = 0, []
            with made(mistake) as comparison:
                for one, law in several:
                    units += len(one.clusters)
                    found = comparison.differences(one, law, folder, mistake.engine)
                    if found:
                        break
            told = f"told after {units} units: {', '.join(sorted({each.kind for each in found}))}"
            survived += not found
            sys.stdout.write(f"{told if found else 'SURVIVES'} | {mistake.file} | {mistake.what}\n")
            sys.stdout.flush()
    sys.stdout.write(f"{survived} of {len(read_mistakes())} survive {options.units} units\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
