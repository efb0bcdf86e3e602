"""``dvk form`` and ``dvk collect`` as a clerk meets them."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from tests.cli.conftest import Dvk
from tests.cli.test_commands import own

UNITS = "unit,name,cluster\na,Công an huyện A,c1\nb,Công an huyện B,c1\n"


def fill(path: str, *values: object) -> None:
    """Write values into the open cells of the column of figures, from the top."""
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    rows = [cell.row for cell in sheet["A"][2:] if cell.value]
    column = next(cell.column for cell in sheet[2] if cell.value == "value")
    for row, value in zip(rows, values, strict=True):
        sheet.cell(row, column).value = value
    book.save(path)


@pytest.mark.parametrize("command", ["form", "collect"])
@pytest.mark.parametrize("language", ["vi", "en"])
def test_help_is_in_one_language(dvk: Dvk, command: str, language: str) -> None:
    said = dvk(command, "--help", "--lang", language)
    assert (said.status, said.err) == (0, "")
    assert ("Cách dùng:" in said.out, "Usage:" in said.out) == (language == "vi", language == "en")


def test_forms_out_and_back_and_scored(dvk: Dvk) -> None:
    scheme, _ = own()
    Path("units.csv").write_text(UNITS, encoding="utf-8")
    made = dvk("form", scheme, "--units", "units.csv", "-o", "forms", "--lang", "vi")
    assert (made.status, made.out, made.err) == (0, "2 phiếu: forms\n", "")
    dvk("form", scheme, "--units", "units.csv", "--committee", "-o", "committee", "--lang", "vi")
    for name, over, under in (("a", 1, 2), ("b", 3, 4)):
        fill(f"forms/{name}.xlsx", over)
        fill(f"committee/{name}.xlsx", under)
    for folder in ("forms", "committee"):
        said = dvk("collect", scheme, folder, "--units", "units.csv", "-o", f"{folder}.csv", "--lang", "en")
        assert (said.status, said.err) == (0, "")
        assert said.out.splitlines() == ["Files: 2; units: 2/2; cells taken: 2.", f"Written: {folder}.csv"]
    assert Path("forms.csv").read_text(encoding="utf-8").splitlines()[0] == "unit,figure,value,reason,evidence"
    own_figures = dvk("score", scheme, "own.csv", "--lang", "en").out
    assert dvk("score", scheme, "units.csv", "forms.csv", "committee.csv", "--lang", "en").out == own_figures


def test_wrong_cells_are_told_and_the_rest_is_written_with_status_3(dvk: Dvk) -> None:
    scheme, _ = own()
    Path("units.csv").write_text(UNITS, encoding="utf-8")
    dvk("form", scheme, "--units", "units.csv", "-o", "forms")
    fill("forms/a.xlsx", "hai")
    fill("forms/b.xlsx", 3)
    said = dvk("collect", scheme, "forms", "--units", "units.csv", "-o", "figures.csv", "--lang", "vi")
    assert said.status == 3
    assert "DVK-D301 forms/a.xlsx [a!E12], cột records.over, đơn vị a: “hai” không phải là số" in said.err
    assert "đơn vị: 1/2; ô dùng được: 1." in said.out
    assert Path("figures.csv").read_text(encoding="utf-8").splitlines()[1:] == ["b,records.over,3,,"]


def test_nothing_is_overwritten(dvk: Dvk) -> None:
    scheme, _ = own()
    Path("figures.csv").write_text("kept", encoding="utf-8")
    said = dvk("collect", scheme, "own.csv", "-o", "figures.csv", "--lang", "en")
    assert (said.status, said.err[:8]) == (3, "DVK-O202")
    assert Path("figures.csv").read_text(encoding="utf-8") == "kept"
    assert (
        dvk("collect", scheme, "own.csv", "-o", "figures.csv", "--force").status == 3
    )  # one column is the committee's
    assert Path("figures.csv").read_text(encoding="utf-8").startswith("unit,name,cluster,figure")


def test_what_is_missing_on_the_command_line_is_said(dvk: Dvk) -> None:
    scheme, _ = own()
    assert dvk("form", scheme, "--lang", "vi").status == 2
    assert dvk("collect", scheme, "-o", "x.csv", "--lang", "vi").status == 2
