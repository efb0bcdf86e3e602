"""One case of the fuzz: a spoiled file, made from its subject and number alone, read within its limits."""

from __future__ import annotations

import random
import time
import traceback
import unicodedata
from collections.abc import Sequence
from pathlib import Path
from typing import Final, Literal

import attrs

from dvk_scoring.problem import DvkError, Problem
from tests.fuzz.subjects import Subject, subjects

# Of one core. A spoiled file is small: what takes longer grows faster than what is in it.
MOST_SECONDS: Final = 5.0
_LONGEST: Final = 3_000
_UNSEEN: Final = frozenset({"Cc", "Cs", "Cf", "Co", "Zl", "Zp"})

Outcome = Literal["read", "refused", "finding"]


@attrs.frozen
class Tried:
    """What came of a case: ``told`` says what a finding is."""

    outcome: Outcome
    seconds: float
    told: str = ""


def spoiled(subject: str, number: int) -> bytes:
    """Make the file of a case, always the same one."""
    return subjects()[subject].spoiled(random.Random(f"{subject} {number}"))


def try_case(subject: Subject, content: bytes, path: Path) -> Tried:
    """Write the file and read it: a result, or problems that can be told, else it is a finding."""
    path.write_bytes(content)
    began = time.process_time()
    outcome: Outcome = "read"
    found: Sequence[Problem]
    try:
        try:
            found = subject.read(path)
        except DvkError as error:
            outcome, found = "refused", error.problems
        told = _untold(found) if found or outcome == "read" else "refused without a word"
    except BaseException as error:
        if isinstance(error, KeyboardInterrupt):
            raise
        told = "".join(traceback.format_exception(error))[-2_000:]
    seconds = time.process_time() - began
    if not told and seconds > MOST_SECONDS:
        told = f"{seconds:.1f} s for {len(content)} bytes"
    return Tried("finding" if told else outcome, seconds, told)


def _untold(problems: Sequence[Problem]) -> str:
    """Say what is wrong with how the problems are told, if anything is."""
    for one in problems:
        for language in ("vi", "en"):
            text = one.in_(language)
            bare = text.replace("\n", "")
            if not bare.strip() or not one.remedy(language).strip() or len(text) > _LONGEST:
                return f"{one.code}: {len(text)} characters"
            if not bare.isprintable() and any(unicodedata.category(sign) in _UNSEEN for sign in bare):
                return f"{one.code}: {ascii(text)[:300]}"
    return ""
