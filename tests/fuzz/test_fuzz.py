"""Spoiled figures, forms, rulings and schemes: read, or refused in words, within limits of time and memory.

Some thousands here; `python -m tests.fuzz.run --cases 1000000` tries as many as there is time for.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from dvk_scoring.problem import DvkError, Problem, not_opened, problem
from tests.depth import drawn
from tests.fuzz import cases
from tests.fuzz.cases import spoiled, try_case
from tests.fuzz.run import Worker, run
from tests.fuzz.subjects import Subject, subjects

CASES = drawn(800, 2_000)


@pytest.mark.slow
def test_spoiled_files_are_read_or_refused_in_words() -> None:
    counts = run({name: one.weight for name, one in subjects().items()}, 0, CASES)
    assert counts.findings == []
    assert counts.total == CASES
    for name in subjects():
        assert counts.outcomes[name, "read"] > 0, "nothing is read to the end"
        assert counts.outcomes[name, "refused"] > 0, "nothing is spoiled"


def test_a_case_is_always_the_same_file() -> None:
    for name in subjects():
        assert spoiled(name, 7) == spoiled(name, 7) != spoiled(name, 8)


def _raise(error: BaseException) -> Callable[[Path], tuple[Problem, ...]]:
    def read(_: Path) -> tuple[Problem, ...]:
        raise error

    return read


def _spin(_: Path) -> tuple[Problem, ...]:
    began = time.process_time()
    while time.process_time() - began <= cases.MOST_SECONDS:
        pass
    return ()


@pytest.mark.parametrize(
    ("read", "outcome", "told"),
    [
        (lambda _: (), "read", ""),
        (_raise(DvkError([problem("DVK-D103")])), "refused", ""),
        (_raise(DvkError([])), "finding", "refused without a word"),
        (_raise(ValueError("a crash")), "finding", "a crash"),
        (_raise(MemoryError()), "finding", "MemoryError"),
        (lambda _: (not_opened("a\u200db"),), "read", ""),
        (lambda _: (Problem("DVK-D999"),), "finding", "KeyError"),
    ],
)
def test_what_comes_of_a_case(
    read: Callable[[Path], tuple[Problem, ...]], outcome: str, told: str, tmp_path: Path
) -> None:
    tried = try_case(Subject(lambda _: b"", read), b"", tmp_path / "spoiled")
    assert tried.outcome == outcome
    assert told in tried.told


def test_what_takes_too_long_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cases, "MOST_SECONDS", 0.2)
    tried = try_case(Subject(lambda _: b"", _spin), b"x", tmp_path / "spoiled")
    assert tried.outcome == "finding"
    assert tried.told.endswith(" s for 1 bytes")


def test_a_process_that_dies_is_told() -> None:
    worker = Worker()
    assert worker.ask("rulings", 1) is not None
    worker.end()
    assert worker.ask("rulings", 2) is None
    assert worker.death().startswith("died (-9)")
