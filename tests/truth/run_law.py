"""Hold many made competitions against the oracle: ``python -m tests.truth.run_law --units 1000000 --seed 1``."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from dvk_scoring.engines import EngineName
from tests.truth.competitions import EVERY, PLAIN, make
from tests.truth.differences import ENGINES, Difference, all_differences
from tests.truth.law import Law
from tests.truth.made import Made

LARGE = (60, 250, 500, 1000)
SOME = 9
"""One of so many competitions is large."""


def size_of(at: int, some: int = SOME) -> int | None:
    """Give the number of units of the competition of a place, None: a few."""
    return LARGE[at // some % len(LARGE)] if at % some == some - 1 else None


def engines_for(place: int, size: int | None) -> Iterator[EngineName]:
    """Give the engines of a competition by its place among those of its size; columns take few units longest."""
    for engine, turn in zip(ENGINES, (1, 3, 9) if size is None else (1, 1, 3), strict=True):
        if place % turn == 0:
            yield engine


@dataclass
class Tally:
    """What a run held against the oracle, and what it found; ``examples`` are the first of each kind."""

    units: int = 0
    competitions: int = 0
    kinds: Counter[str] = field(default_factory=Counter)
    examples: list[str] = field(default_factory=list)

    def told(self) -> str:
        lines = [f"{self.units} units, {self.competitions} competitions"]
        lines += [f"{number:6} {kind}" for kind, number in sorted(self.kinds.items())] or ["no differences"]
        return "\n".join(lines)


def hold(
    units: int,
    seed: int,
    features: Collection[str] = EVERY,
    engines: Collection[str] = ENGINES,
    *,
    some: int = SOME,
    show: int = 1,
) -> Tally:
    """Make competitions until there are so many units, and hold each against the oracle."""
    tally, shown, at = Tally(), Counter[str](), 0
    with tempfile.TemporaryDirectory() as folder:
        while tally.units < units:
            size = size_of(at, some)
            made = make(seed * 1_000_000 + at, features, size)
            law = Law(made.read())
            chosen = [engine for engine in engines_for(at if size is None else at // some, size) if engine in engines]
            for engine, found in zip(chosen, all_differences(made, law, Path(folder), chosen), strict=True):
                tally.kinds.update(f"{engine}: {one.kind}" for one in found)
                new = {one.kind for one in found if shown[one.kind] < show}
                if new:
                    shown.update(new)
                    tally.examples.append(f"==== {', '.join(sorted(new))}\n{told(made, law, engine, found)}")
            tally.units, tally.competitions, at = tally.units + len(made.clusters), tally.competitions + 1, at + 1
    return tally


def told(made: Made, law: Law, engine: str, found: list[Difference]) -> str:
    """Tell a difference so that it can be followed: scheme, unit, what differs, and the oracle's own working."""
    first = found[0]
    lines = [
        f"{made.name}, engine {engine}: {len(found)} differences",
        *(f"  {one.unit} {one.told}" for one in found[:12]),
    ]
    if first.unit:
        lines.append(law.told(first.unit))
    return "\n".join([*lines, made.told() if len(made.clusters) < 30 else f"{made.scheme}\n{made.rulings}"])


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--units", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--engines", default=",".join(ENGINES))
    parser.add_argument("--features", default="every", help="every, plain, or some, with commas")
    parser.add_argument("--without", default="")
    parser.add_argument("--show", type=int, default=1, help="examples of each kind")
    parser.add_argument("--some", type=int, default=SOME, help="one of so many competitions is large")
    options = parser.parse_args(arguments)
    named = {"every": EVERY, "plain": PLAIN}.get(options.features) or frozenset(options.features.split(","))
    features = named - set(options.without.split(","))
    started = time.monotonic()
    tally = hold(
        options.units, options.seed, features, options.engines.split(","), some=options.some, show=options.show
    )
    seconds = time.monotonic() - started
    sys.stdout.write("\n".join([*tally.examples, f"{tally.told()}\n{seconds:.0f} s\n"]))
    return 1 if tally.kinds else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
