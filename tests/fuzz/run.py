"""Spoiled files by the thousand or the million: ``python -m tests.fuzz.run --cases 1000000``.

Counts what came of them, and names each finding by its subject and number, from which ``--case SUBJECT NUMBER`` makes
the same file again, keeps it and reads it in this process.
"""

from __future__ import annotations

import argparse
import json
import os
import selectors
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Final, cast

import attrs

ROOT: Final = Path(__file__).parents[2]
MOST_SILENT: Final = 60.0


@attrs.define
class Counts:
    """What came of the cases tried."""

    outcomes: Counter[tuple[str, str]] = attrs.field(factory=Counter)
    findings: list[tuple[str, int, str]] = attrs.field(factory=list)
    slowest: tuple[float, str, int] = (0.0, "", 0)

    @property
    def total(self) -> int:
        """How many cases were tried."""
        return sum(self.outcomes.values())

    def note(self, case: tuple[str, int], outcome: str, seconds: float, told: str) -> None:
        """Count one case."""
        self.outcomes[case[0], outcome] += 1
        self.slowest = max(self.slowest, (seconds, *case))
        if outcome == "finding":
            self.findings.append((*case, told))

    def lines(self) -> Iterator[str]:
        """Tell the counts, one line a subject, and the findings."""
        names = sorted({subject for subject, _ in self.outcomes})
        for name in names:
            read, refused, found = (self.outcomes[name, one] for one in ("read", "refused", "finding"))
            yield f"{name:16} tried {read + refused + found:8}  read {read:8}  refused {refused:8}  findings {found}"
        yield f"{self.total} in all, {len(self.findings)} findings; slowest {self.slowest[0]:.2f} s: {self.slowest[1:]}"
        for subject, number, _ in self.findings:
            yield f"finding: {subject} {number}"


def run(subjects: dict[str, int], first: int, cases: int, *, told: bool = False) -> Counts:
    """Try ``cases`` cases of the subjects (name → weight) from the number ``first`` on."""
    counts = Counts()
    order = [name for name, weight in subjects.items() for _ in range(weight)]
    worker: Worker | None = None
    began = time.monotonic()
    for number in range(first, first + cases):
        case = order[number % len(order)], number
        worker = worker or Worker()
        answer = worker.ask(*case)
        if answer is None:
            counts.note(case, "finding", 0.0, worker.death())
            worker = None
        else:
            counts.note(case, *answer)
        if told and counts.outcomes[case[0], "finding"] and counts.findings[-1][1] == number:
            _say(f"\n{case[0]} {number}: {counts.findings[-1][2]}")
        if told and counts.total % 1_000 == 0:
            _say(f"{counts.total} in {time.monotonic() - began:.0f} s, findings: {len(counts.findings)}")
    if worker is not None:
        worker.stop()
    return counts


class Worker:
    """A process that tries cases."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.fuzz.worker"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )
        self._ready = selectors.DefaultSelector()
        self._ready.register(self._out, selectors.EVENT_READ)

    def ask(self, subject: str, number: int) -> tuple[str, float, str] | None:
        """Have a case tried; None when the process died of it, or went silent."""
        try:
            self._in.write(f"{subject} {number}\n")
            self._in.flush()
        except BrokenPipeError:
            return None
        line = self._out.readline() if self._ready.select(MOST_SILENT) else ""
        return cast("tuple[str, float, str]", tuple(json.loads(line))) if line else None

    def death(self) -> str:
        """Say how it ended, after ending it."""
        silent = self._process.poll() is None
        self._process.kill()
        _, errors = self._process.communicate()
        return f"silent for {MOST_SILENT:.0f} s" if silent else f"died ({self._process.returncode}): {errors[-1_500:]}"

    def stop(self) -> None:
        """Let it end."""
        self._process.communicate()

    def end(self) -> None:
        """End it at once."""
        self._process.kill()
        self._process.wait()

    @property
    def _in(self) -> IO[str]:
        return cast("IO[str]", self._process.stdin)

    @property
    def _out(self) -> IO[str]:
        return cast("IO[str]", self._process.stdout)


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main() -> None:
    """Run from the command line."""
    from tests.fuzz.cases import spoiled, try_case
    from tests.fuzz.subjects import subjects

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=2_000)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--subject", action="append", choices=sorted(subjects()))
    parser.add_argument("--case", nargs=2, metavar=("SUBJECT", "NUMBER"))
    given = parser.parse_args()
    if given.case is not None:
        subject, number = given.case
        path = Path(f"spoiled-{subject}-{number}")
        _say(f"{path}: {try_case(subjects()[subject], spoiled(subject, int(number)), path)}")
        return
    chosen = {name: one.weight for name, one in subjects().items() if given.subject is None or name in given.subject}
    for line in run(chosen, given.first, given.cases, told=True).lines():
        _say(line)


if __name__ == "__main__":
    main()
