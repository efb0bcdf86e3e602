"""The kit's recalculation of workbooks; where LibreOffice is missing, tests are skipped, and under ``CI`` they fail."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from dvk_scoring.testing import recalculated as kit
from dvk_scoring.testing.recalculated import Sheets, poisoned
from tests.office.conftest import missing, need


def recalculated(paths: Sequence[Path], folder: Path) -> list[Sheets]:
    need("xlsxwriter", "openpyxl")
    try:
        return kit.recalculated(paths, folder)
    except kit.NoOfficeError as error:
        missing(str(error))


def recalculated_files(paths: Sequence[Path], folder: Path) -> list[Path]:
    """Give workbooks, for tests that hand them on."""
    need("xlsxwriter", "openpyxl")
    copies = [poisoned(path) for path in paths]
    try:
        out = kit.opened_and_saved(copies, folder, "xlsx")
    except kit.NoOfficeError as error:
        missing(str(error))
    return [out / copy.name for copy in copies]
