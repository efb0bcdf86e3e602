"""Run tests that reach the line changed since the last commit; end with an error when one fails.

Which test reaches which line, and how long it takes, is told by a run before: ``CONTRIBUTING.md`` has the command.
First come tests that reach what few reach of the same function, of those the ones that reach little else, and some by
chance. What no test has noticed after ``sum(BATCHES)`` seconds of tests has survived so far: a person looks at it.
"""

from __future__ import annotations

import ast
import json
import random
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import zip_longest
from pathlib import Path

from coverage import CoverageData

FOUND = Path("build/mutation")
BATCHES = (4, 8)
"""Seconds of tests, as they took without a mutant: most mutants are killed by the first batch."""
UNKNOWN = 0.2


def git(*words: str) -> str:
    return subprocess.run(["git", *words], capture_output=True, check=True, encoding="utf-8").stdout


def changed() -> tuple[str, int] | None:
    """Give the file that is changed and the first of its lines, as it was."""
    told = git("diff", "-U0", "--", "dvk_scoring")
    found = re.search(r"^--- a/(\S+)\n\+\+\+ .*\n@@ -(\d+)", told, re.MULTILINE)
    return (found[1], int(found[2])) if found else None


def around(name: str, line: int) -> tuple[range, range]:
    """Give the lines of the statement (of one with a body, its head), and of its function or else of the module."""
    source = git("show", f"HEAD:{name}")
    statement, function = range(line, line + 1), range(1, source.count("\n") + 2)
    for node in ast.walk(ast.parse(source)):  # from the outermost in
        if isinstance(node, ast.stmt) and node.lineno <= line <= (node.end_lineno or line):
            body = getattr(node, "body", None)
            last = max(node.lineno, body[0].lineno - 1) if body else node.end_lineno or line
            if line <= last:
                statement = range(node.lineno, last + 1)
            if isinstance(node, ast.FunctionDef):
                function = range(node.lineno, (node.end_lineno or line) + 1)
    return statement, function


def reaching(by_line: Mapping[int, Collection[str]], statement: range, function: range) -> list[set[str]]:
    """Give the tests that reach each line of the function and the statement, fewest first.

    A constant is read when its module is imported: then all that reach the module count.
    """
    tests = {line: {test.rpartition("|")[0] for test in several if test} for line, several in by_line.items()}
    near: set[str] = set().union(*(tests.get(line, ()) for line in statement))
    if not near and any(line in by_line for line in statement):
        near = set().union(*tests.values())
    return [*sorted(filter(None, (tests.get(line, set()) & near for line in function)), key=len), near]


def reach(data: CoverageData) -> Counter[str]:
    """Give how many lines each test reaches: counted once, for it takes longer than most tests do."""
    kept = FOUND / "reach.json"
    if kept.exists():
        return Counter(json.loads(kept.read_text(encoding="utf-8")))
    told: Counter[str] = Counter()
    for name in data.measured_files():
        for tests in data.contexts_by_lineno(name).values():
            told.update({test.rpartition("|")[0] for test in tests})
    kept.write_text(json.dumps(told), encoding="utf-8")
    return told


def in_order(lines: Sequence[Collection[str]], wide: Mapping[str, int]) -> list[str]:
    """Put the tests in order: each line has its turn, and chance."""
    turns = [sorted(tests, key=lambda test: (wide[test], test)) for tests in lines]
    turns.append(random.Random(0).sample(turns[-1], len(turns[-1])))
    return list(dict.fromkeys(test for turn in zip_longest(*turns) for test in turn if test is not None))


def seconds() -> dict[str, float]:
    """Give how long each test took."""
    cases = [one.attrib for one in ET.parse(FOUND / "tests.xml").iter("testcase")]
    return {f"{one['classname'].replace('.', '/')}.py::{one['name']}": float(one["time"]) for one in cases}


def batches(tests: Sequence[str], took: Mapping[str, float]) -> Iterator[tuple[list[str], float]]:
    """Give tests in their order and how long they took, as many as there is time for."""
    waiting = list(reversed(tests))
    for most in BATCHES:
        batch: list[str] = []
        time = 0.0
        while waiting and (not batch or time + took.get(waiting[-1], UNKNOWN) <= most):
            batch.append(waiting.pop())
            time += took.get(batch[-1], UNKNOWN)
        if batch:
            yield batch, time


def main() -> int:
    place = changed()
    if place is None:
        sys.stdout.write("nothing is changed\n")
        return 0
    data = CoverageData(str(FOUND / "coverage"))
    data.read()
    lines = reaching(data.contexts_by_lineno(str(Path(place[0]).resolve())), *around(*place))
    tests = in_order(lines, reach(data))
    names = FOUND / "batch.txt"
    command = [sys.executable, "-m", "pytest", "-x", "-q", "--tb=line", "-p", "no:cacheprovider", f"@{names}"]
    tried = 0
    for batch, time in batches(tests, seconds()):
        names.write_text("\n".join(batch), encoding="utf-8")
        try:
            if subprocess.run(command, check=False, timeout=40 + 10 * time).returncode:
                return 1
        except subprocess.TimeoutExpired:
            sys.stdout.write("no end\n")
            return 1
        tried += len(batch)
    sys.stdout.write(f"{tried} of {len(tests)} tests that reach it notice nothing\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
