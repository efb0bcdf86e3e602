"""The kit's recalculation of workbooks; where LibreOffice is missing, tests are skipped, and under ``CI`` they fail."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from dvk_scoring.testing import recalculated as kit
from tests.office.conftest import missing, need


def recalculated(paths: Sequence[Path], folder: Path) -> list[Path]:
    need("xlsxwriter", "openpyxl")
    try:
        return kit.recalculated(paths, folder)
    except kit.NoOfficeError as error:
        missing(str(error))
