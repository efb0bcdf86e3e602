"""Wrong rules die: of every deliberate mistake in the law, a case that is worked by hand tells."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.truth.law import Law
from tests.truth.mistakes import Mistake, made, read_mistakes
from tests.truth.worked import CASES, case_made

MISTAKES = read_mistakes()
WORKED = {case["what"]: case for case in CASES}


def test_every_mistake_has_its_place_in_the_source() -> None:
    lost = [f"{one.file}: {one.what}" for one in MISTAKES if not one.stands]
    assert not lost, "\n".join(lost)


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: mistake.what)
def test_mistake_is_told(mistake: Mistake, tmp_path: Path) -> None:
    case = case_made(WORKED[mistake.case])
    with made(mistake) as comparison:
        found = comparison.differences(case, Law(case.read()), tmp_path, mistake.engine)
    assert found, f"{mistake.case} says nothing of it"
