"""Hold many made competitions against the oracle: ``python -m tests.truth.run_law --units 1000000 --seed 1``."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Collection
from pathlib import Path

from tests.truth.competitions import EVERY, PLAIN, Made, make
from tests.truth.differences import ENGINES, Difference, differences
from tests.truth.law import Law

LARGE = (60, 500, 1000, 2000)
SOME = 40
"""One of so many competitions is large."""


def size_of(at: int) -> int | None:
    """Give the number of units of the competition of a place, None: a few."""
    return LARGE[at // SOME % len(LARGE)] if at % SOME == SOME - 1 else None


def told(made: Made, law: Law, engine: str, found: list[Difference]) -> str:
    """Tell a difference so that it can be followed: scheme, unit, what differs, and the oracle's own working."""
    first = found[0]
    lines = [f"{made.name}, engine {engine}: {len(found)} differences", *(f"  {one.unit} {one.told}" for one in found[:12])]
    if first.unit:
        lines.append(law.told(first.unit))
    return "\n".join([*lines, made.told() if len(made.clusters) < 30 else made.scheme + made.rulings])


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--units", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--engines", default=",".join(ENGINES))
    parser.add_argument("--features", default="every", help="every, plain, or some, with commas")
    parser.add_argument("--without", default="")
    parser.add_argument("--show", type=int, default=1, help="examples of each kind")
    parser.add_argument("--small", action="store_true", help="no large competitions")
    options = parser.parse_args(arguments)
    named = {"every": EVERY, "plain": PLAIN}.get(options.features) or frozenset(options.features.split(","))
    features: Collection[str] = named - set(options.without.split(","))
    units = competitions = at = 0
    kinds: Counter[str] = Counter()
    shown: Counter[str] = Counter()
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        while units < options.units:
            made = make(options.seed * 1_000_000 + at, features, None if options.small else size_of(at))
            law = Law(made.read())
            for engine in ENGINES:
                if engine not in options.engines.split(","):
                    continue
                found = differences(made, law, Path(folder), engine)
                kinds.update({f"{engine}: {one.kind}" for one in found})
                new = {one.kind for one in found if shown[one.kind] < options.show}
                if new:
                    shown.update(new)
                    sys.stdout.write(f"==== {', '.join(sorted(new))}\n{told(made, law, engine, found)}\n")
            units, competitions, at = units + len(made.clusters), competitions + 1, at + 1
    sys.stdout.write(f"{units} units, {competitions} competitions, {time.monotonic() - started:.0f} s\n")
    sys.stdout.write("".join(f"{number:6} {kind}\n" for kind, number in sorted(kinds.items())) or "no differences\n")
    return 1 if kinds else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
