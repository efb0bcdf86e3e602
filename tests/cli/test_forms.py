"""``dvk form`` and ``dvk collect`` as a clerk meets them."""

from __future__ import annotations

import json
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
    assert (
        "DVK-D301 forms/a.xlsx [a!E12], cột records.over, đơn vị Công an huyện A (a): “hai” không phải là số"
        in said.err
    )
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


def test_who_has_not_returned_is_listed_whole_and_written(dvk: Dvk) -> None:
    scheme, _ = own()
    names = [f"xa-{at:02}" for at in range(40)]
    Path("units.csv").write_text("unit,name,cluster\n" + "".join(f"{one},Xã {one},c1\n" for one in names), "utf-8")
    Path("returned").mkdir()
    Path("returned/a.csv").write_text("unit,records.over\nxa-00,1\nхa-01,2\nxa-02,hai\n", encoding="utf-8")
    words = ("collect", scheme, "returned", "--units", "units.csv", "-o", "figures.csv", "--lang")
    said = dvk(*words, "vi", "--missing", "missing.csv")
    assert said.status == 3
    assert all(f"    {one}  Xã {one}" in said.out for one in names[1:])
    assert "    xa-02  Xã xa-02 (returned/a.csv)" in said.out.splitlines()
    assert "Có phải là “Xã xa-01 (xa-01)”?" in said.err
    lines = Path("missing.csv").read_text(encoding="utf-8").splitlines()
    assert (lines[0], len(lines)) == ("unit,name,cluster,files", 40)
    assert lines[2] == "xa-02,Xã xa-02,c1,returned/a.csv"
    said = dvk(*words, "en", "--missing", "./figures.csv")  # by another name, beside that it is there already
    assert (said.status, "DVK-O204 figures.csv" in said.err, "DVK-O202 figures.csv" in said.err) == (3, True, True)
    assert dvk(*words, "en", "--force", "--missing", "./figures.csv").err.count("DVK-O204") == 1
    said = dvk("collect", scheme, "returned", "-o", "x.csv", "--missing", "y.csv", "--lang", "en")
    assert (said.status, "--units" in said.err) == (2, True)


def test_what_is_collected_for_excel_is_scored_as_it_was(dvk: Dvk) -> None:
    scheme, _ = own()
    units = "unit,name,cluster,records.under\na,Công an huyện A,c1,2\nb,Công an huyện B,c1,3\n"
    Path("units.csv").write_text(units, encoding="utf-8")
    Path("a.csv").write_text("unit,records.over\na,1\nb,1\n", encoding="utf-8")
    words = ("collect", scheme, "a.csv", "--units", "units.csv", "--lang", "vi")
    dvk(*words, "-o", "plain.csv")
    said = dvk(*words, "-o", "excel.csv", "--for-excel")
    assert said.out.splitlines()[-1] == "Đọc lại bảng này thì thêm: --decimal comma"
    assert "--decimal" not in dvk(*words, "-o", "figures.xlsx").out
    assert Path("excel.csv").read_text(encoding="utf-8-sig").startswith("unit;figure;value;")
    scored = [
        dvk("score", scheme, "units.csv", *figures, "--lang", "vi").out
        for figures in (("plain.csv",), ("excel.csv", "--decimal", "comma"), ("figures.xlsx",))
    ]
    assert "50,00" in scored[0]  # 1 of 2, of 100 points
    assert scored[0] == scored[1] == scored[2]
    for idle in (
        (*words, "-o", "again.xlsx"),
        ("score", scheme, "units.csv", "plain.csv", "-o", "r.json"),
        ("publish", scheme, "units.csv", "plain.csv", "-o", "r.xlsx"),
    ):
        refused = dvk(*idle, "--for-excel", "--lang", "en")
        assert refused.status == 2
        assert "DVK-O108: The option --for-excel does nothing here" in refused.err
    said = dvk("score", scheme, "units.csv", "plain.csv", "-o", "-", "-o", "r.csv", "--for-excel", "--lang", "vi")
    assert Path("r.csv").read_bytes().startswith(b"\xef\xbb\xbfunit;name;")
    assert said.out == Path("r.csv").read_text(encoding="utf-8")
    nowhere = dvk(*words, "-o", "nowhere/f.xlsx")
    assert nowhere.status == 3
    assert "OSError" not in nowhere.err


def test_what_was_collected_is_told_to_programs(dvk: Dvk) -> None:
    scheme, _ = own()
    Path("units.csv").write_text(UNITS, encoding="utf-8")
    Path("a.csv").write_text("unit,records.over\na,1\n", encoding="utf-8")
    said = dvk("collect", scheme, "a.csv", "--units", "units.csv", "-o", "figures.csv", "--json")
    told = json.loads(said.out)
    assert (said.status, told["files"], told["units"], told["cells"]) == (0, 1, {"listed": 2, "taken": 1}, 1)
    assert [one["unit"] for one in told["missing"]] == ["b"]
    assert [one["code"] for one in told["problems"]] == ["DVK-O526"]
