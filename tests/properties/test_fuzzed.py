"""Whatever stands in a scheme or in rulings, they are read or refused in words, in time, and what is read can be told.

By hand, for as many cases as one likes: ``python -m tests.properties.test_fuzzed 1000000``.
"""

from __future__ import annotations

import sys
import tempfile
from collections import Counter
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from time import process_time

import attrs
import pytest
import tomli

from dvk_scoring.analysis.compare import Difference
from dvk_scoring.criteria.registry import Registry
from dvk_scoring.problem import DvkError, Problem, has_errors
from dvk_scoring.report.changes.told import tell_changes
from dvk_scoring.report.rules.document import tell_rules
from dvk_scoring.scheme.check import check_scheme
from dvk_scoring.scheme.compare import compare_schemes
from dvk_scoring.scheme.document import Document, read_document
from dvk_scoring.scheme.model import Scheme
from dvk_scoring.scheme.read import read_scheme
from dvk_scoring.scheme.rulings import holds_in_force, in_force, read_rulings
from dvk_scoring.scheme.table import Reading
from dvk_scoring.text import Language
from tests.properties.fuzzed import fuzzed, shuffled

ROOT = Path(__file__).parents[2]
REGISTRY = Registry.of()
LANGUAGES: tuple[Language, ...] = ("vi", "en")
SCHEMES = (
    Path(__file__).parent / "whole_scheme.toml",
    ROOT / "configs" / "stage-contest" / "scheme.toml",
    ROOT / "configs" / "dan-van-kheo-2020" / "scheme.toml",
)
UNITS = {"a-1": "plain", "a-2": "plain", "b-1": "town", "b-2": "town"}
RULINGS = """
[[rulings]]
unit = "a-1"
hold = { effect = ["class", "titles"] }
reason = "Verified"
date = 2026-01-02
ref = "BB-01"
[[rulings]]
unit = "a-1"
release = "hold"
reason = "Unfounded"
date = 2026-02-02
ref = "BB-02"
[[rulings]]
units = ["a-2", "a-1"]
tie = "ranking"
reason = "Vote"
date = 2026-02-02
ref = "BB-03"
[[rulings]]
unit = "b-2"
not_assigned = "criteria.plan"
reason = "Handed over"
date = 2026-02-02
ref = "BB-04"
[[rulings]]
unit = "b-1"
points = { of = "sections.work", change = -1.5 }
reason = "Rewarded before"
date = 2026-02-02
ref = "BB-05"
[[rulings]]
unit = "b-2"
out_of = "competition"
reason = "Host"
date = 2026-02-02
ref = "BB-06"
"""
CASES = 3000
SECONDS = 5
"""For one case; the whole scheme itself takes some hundredths."""


def read_whole(document: Document) -> tuple[Scheme | None, list[Problem]]:
    """Read and check a scheme, with plugins that are loaded once."""
    reading = Reading(document)
    try:
        scheme = read_scheme(reading, None, REGISTRY)
        if scheme is not None:
            check_scheme(reading, scheme)
    except DvkError as error:
        return None, [*error.problems]
    return (None if has_errors(reading.problems) else scheme), reading.problems


def say(problems: list[Problem]) -> None:
    """Hold every problem to its words."""
    for one in problems:
        for language in LANGUAGES:
            told = one.in_(language)
            assert told.startswith("DVK-")
            assert len(told) < 3000


def read_values(base: Document, first: Scheme, seed: int) -> bool:
    """Read a scheme with other values; tell what it became. True when it was whole."""
    scheme, problems = read_whole(attrs.evolve(base, values=fuzzed(base.values, seed)))
    say(problems)
    assert scheme is not None or has_errors(problems)
    if scheme is not None and seed % 4 == 0:
        for language in LANGUAGES:
            tell_rules(scheme, language)
            tell_changes(Difference(first, scheme, compare_schemes(first, scheme)), language)
    return scheme is not None


def read_text(path: Path, text: str, seed: int) -> bool:
    """Read a scheme whose text was disturbed."""
    path.write_text(shuffled(text, seed), encoding="utf-8")
    try:
        document = read_document(str(path))
    except DvkError as error:
        say([*error.problems])
        return False
    scheme, problems = read_whole(document)
    say(problems)
    return scheme is not None


def read_ruled(scheme: Scheme, values: Mapping[str, object], seed: int) -> bool:
    """Read rulings with other values."""
    reading = Reading(Document("rulings.toml", fuzzed(values, seed), {}, b""))
    try:
        rulings = read_rulings(reading.root, scheme, UNITS)
    except DvkError as error:
        say([*error.problems])
        return False
    say(reading.problems)
    if has_errors(reading.problems):
        return False
    in_force(rulings, scheme.as_of)
    holds_in_force(rulings, None)
    return True


def bases(folder: Path) -> list[tuple[Document, Scheme, str]]:
    """Copy the schemes to where they may be disturbed, with the files that they name beside them."""
    found = []
    for path in SCHEMES:
        text = path.read_text(encoding="utf-8")
        copied = folder / f"{path.parent.name}.toml"
        copied.write_text(text, encoding="utf-8")
        document = read_document(str(copied))
        sample = tomli.loads(text)["sample"]
        for name in (*sample["figures"], sample.get("rulings", "rulings.toml")):
            (folder / name).touch()
        scheme, problems = read_whole(document)
        assert scheme is not None, problems
        found.append((document, scheme, text))
    return found


def run(cases: int, folder: Path, first: int = 0) -> Counter[str]:
    """Read so many cases, three schemes and rulings in turn; none may take longer than it should."""
    schemes = bases(folder)
    ruled = tomli.loads(RULINGS, parse_float=Decimal)
    found: Counter[str] = Counter()
    for seed in range(first, first + cases):
        before = process_time()
        document, scheme, text = schemes[seed % len(schemes)]
        try:
            if seed % 5 == 0:
                what, good = "rulings", read_ruled(schemes[0][1], ruled, seed)
            elif seed % 5 == 1:
                what, good = "text", read_text(folder / "shuffled.toml", text, seed)
            else:
                what, good = "values", read_values(document, scheme, seed)
        except Exception as error:
            message = f"seed {seed}"
            raise AssertionError(message) from error
        found[f"{what} {'read' if good else 'refused'}"] += 1
        assert process_time() - before < SECONDS, f"seed {seed}"
    return found


@pytest.mark.slow
def test_whatever_is_written_is_read_or_refused_in_words(tmp_path: Path) -> None:
    found = run(CASES, tmp_path)
    assert found.total() == CASES
    assert len(found) == 6
    assert min(found.values()) > CASES / 100


if __name__ == "__main__":
    sys.setrecursionlimit(1000)  # as it is for who uses the program
    with tempfile.TemporaryDirectory() as name:
        start = int(sys.argv[2]) if len(sys.argv) > 2 else CASES
        for told, number in sorted(run(int(sys.argv[1]), Path(name), start).items()):
            sys.stdout.write(f"{told}: {number}\n")
