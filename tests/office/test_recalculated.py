"""What reads recalculated workbooks back: the same wherever it runs."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from tests.office.recalculated import recalculated


def test_the_language_of_the_computer_changes_no_number(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a comma is the mark, LibreOffice would write 0,25 and ĐÚNG."""
    book = xlsxwriter.Workbook(tmp_path / "figures.xlsx")
    page = book.add_worksheet("figures")
    page.write_row(0, 0, ["1,5", 'một\n“hai” và "ba"', 671.17], book.add_format({"num_format": "#,##0.0"}))
    page.write_formula(1, 0, "=1/4", None, 7)
    page.write_formula(1, 2, "=1=1", None, 7)
    book.close()
    run: Any = subprocess.run

    def in_vietnamese(command: list[str], *, env: dict[str, str], **options: Any) -> Any:
        return run(command, env={**env, "LC_ALL": "vi_VN.UTF-8"}, **options)

    monkeypatch.setattr(subprocess, "run", in_vietnamese)
    (sheets,) = recalculated([tmp_path / "figures.xlsx"], tmp_path)
    assert sheets == {"figures": [["1,5", 'một\n“hai” và "ba"', 671.17], [0.25, "", True]]}
