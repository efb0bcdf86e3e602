"""The sheet of every bundled criterion, as the contract has it recalculated: all in one start of LibreOffice."""

from __future__ import annotations

from pathlib import Path

import pytest

from dvk_scoring.criteria.registry import Registry
from dvk_scoring.testing.bench import Bench
from dvk_scoring.testing.checks.readers import sheet_differences
from dvk_scoring.testing.recalculated import NoOfficeError
from dvk_scoring.testing.subject import subjects_of
from tests.office.conftest import missing

IDS = sorted(Registry.of().ids())


@pytest.mark.slow
def test_the_sheet_of_every_bundled_criterion(tmp_path: Path) -> None:
    benches = {name: Bench(one, examples=1, seed=1) for name in IDS for one in subjects_of(name)}
    assert len(benches) >= 22
    try:
        found = sheet_differences(benches, tmp_path)
    except NoOfficeError as error:
        missing(str(error))
    assert {name: wrong[:3] for name, wrong in found.items() if wrong} == {}
