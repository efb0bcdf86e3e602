"""A form as a spreadsheet program meets it: what each cell takes, what is locked, what the sheet says is wrong."""

from __future__ import annotations

import builtins
import json
import re
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import attrs
import openpyxl
import pytest

from dvk_scoring.forms.collect import collect_forms
from dvk_scoring.forms.collected import CollectOrder
from dvk_scoring.forms.long_table import TableOrder, check_orders, write_collected
from dvk_scoring.forms.make import FormOrder, make_forms
from dvk_scoring.forms.page import FIRST
from dvk_scoring.problem import DvkError
from dvk_scoring.scheme.model import Scheme
from dvk_scoring.text import Text
from tests.office.filled import forms_in, role_columns, rows_of
from tests.office.recalculated import recalculated_files

Make = Callable[..., Scheme]
UNITS = "unit,name,cluster\nu1,Phường Một,wards\nu2,Phòng Hai,departments\n"
VOICES = {"voices": ("claimed", "final"), "voice_titles": {"final": Text(vi="Hội đồng", en="Council")}}


@pytest.fixture
def units(tmp_path: Path) -> Path:
    path = tmp_path / "units.csv"
    path.write_text(UNITS, encoding="utf-8")
    return path


def one_form(order: FormOrder, folder: Path, at: int = 0) -> Any:
    make_forms(order, folder / "form.xlsx", force=True)
    return forms_in(folder / "form.xlsx")[at]


def rule(sheet: Any, figure: str, role: str = "value") -> Any:
    cell = sheet.cell(rows_of(sheet)[figure], role_columns(sheet)[role]).coordinate
    return next(one for one in sheet.data_validations.dataValidation if cell in one.sqref)


def test_each_kind_of_figure_is_held_to_its_type(make_scheme: Make, units: Path, tmp_path: Path) -> None:
    sheet = one_form(FormOrder(make_scheme(), units=units), tmp_path)
    row = rows_of(sheet)
    due = rule(sheet, "cases.due")
    assert due.type == "custom"
    cell = f"E{row['cases.due']}"
    number = f"AND({cell}>=0,{cell}<=1000000,ROUND({cell},0)={cell})"
    assert due.formula1 == f'IF(ISNUMBER({cell}),{number},UPPER(TRIM({cell}))="KP")'
    rate, cell = rule(sheet, "service.rate"), f"E{row['service.rate']}"
    assert f"{cell}<=100,ROUND({cell},2)={cell}" in rate.formula1
    assert (rule(sheet, "service.open").type, rule(sheet, "service.open").formula1) == ("list", '"Có,Không,KP"')
    level = rule(sheet, "service.level")
    assert level.type == "list"
    area = re.fullmatch(r"'dvk-lists'!\$A\$1:\$A\$4", level.formula1)
    assert area is not None
    lists = sheet.parent["dvk-lists"]
    assert [lists.cell(at, 1).value for at in range(1, 5)] == ["Thấp", "Vừa", "Cao", "KP"]
    assert lists.sheet_state == "veryHidden"


def test_marks_are_held_to_their_step(make_scheme: Make, tmp_path: Path) -> None:
    sheet = one_form(FormOrder(make_scheme(), committee=True), tmp_path)
    cell = f"E{rows_of(sheet)['panel.marks.1']}"
    assert f"ABS(({cell}-(0))/(0.5)-ROUND(({cell}-(0))/(0.5),0))<0.000001" in rule(sheet, "panel.marks.1").formula1


def test_each_cell_has_its_help_and_no_message_is_too_long_for_a_sheet(tmp_path: Path) -> None:
    from dvk_scoring import load_scheme

    for scheme_id in ("dan-van-kheo-2020", "key-communes-2020"):
        for language in ("vi", "en"):
            make_forms(FormOrder(load_scheme(scheme_id), language=language), tmp_path / "all.xlsx", force=True)
            for sheet in forms_in(tmp_path / "all.xlsx"):
                for figure in (name for name in rows_of(sheet) if not name.startswith("@")):
                    one = rule(sheet, figure)
                    assert one.prompt
                    assert one.showInputMessage
                    assert len(one.prompt) <= 255
                    assert len(one.promptTitle) <= 32
                    assert len(one.error) <= 255
                    assert len(one.formula1) <= 255


def test_only_cells_to_fill_in_are_open(make_scheme: Make, units: Path, tmp_path: Path) -> None:
    sheet = one_form(FormOrder(make_scheme(), units=units), tmp_path)
    assert sheet.protection.sheet
    columns, rows = role_columns(sheet), set(rows_of(sheet).values())
    opened = {(cell.row, cell.column) for line in sheet.iter_rows() for cell in line if not cell.protection.locked}
    assert opened == {(row, columns[role]) for row in rows for role in ("value", "evidence")}


def test_keys_are_hidden_and_name_the_scheme_and_its_version(make_scheme: Make, units: Path, tmp_path: Path) -> None:
    scheme = make_scheme(hash="ab" * 32, **VOICES)
    sheet = one_form(FormOrder(scheme, units=units), tmp_path)
    told = json.loads(sheet["A1"].value)
    assert (told["scheme"], told["hash"], told["unit"], told["voice"]) == ("tested", "ab" * 32, "u1", "claimed")
    assert sheet.column_dimensions["A"].hidden
    assert sheet.row_dimensions[1].hidden
    assert sheet.row_dimensions[2].hidden


def test_a_units_form_asks_for_what_units_report_and_its_kind_has(
    make_scheme: Make, units: Path, tmp_path: Path
) -> None:
    order = FormOrder(make_scheme(), units=units)
    ward, department = (set(rows_of(one_form(order, tmp_path, at))) for at in (0, 1))
    assert ward - department == {"service.rate", "service.area", "service.open", "service.level"}
    assert department == {"population", "discipline", "cases.due", "cases.in_time", "cases.late"}
    asked = rows_of(one_form(attrs.evolve(order, committee=True, units=None), tmp_path))
    assert {one for one in asked if one[0] != "@"} == {
        "cases.missed",
        "panel.marks.1",
        "panel.marks.2",
        "extra.missed",
    }


def test_it_fits_a4_and_repeats_its_headings(make_scheme: Make, units: Path, tmp_path: Path) -> None:
    sheet = one_form(FormOrder(make_scheme(), units=units), tmp_path)
    assert (sheet.page_setup.paperSize, sheet.page_setup.fitToHeight) == (9, 0)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.print_title_rows == f"${FIRST + 1}:${FIRST + 1}"
    assert sheet.freeze_panes == f"D{FIRST + 2}"


def test_a_later_voice_sees_the_earlier_values_and_gives_reasons(
    make_scheme: Make, units: Path, tmp_path: Path
) -> None:
    scheme = make_scheme(**VOICES)
    earlier = tmp_path / "claimed.csv"
    earlier.write_text("unit,voice,cases.due,service.open\nu1,claimed,9,có\nu2,claimed,KP,\n", encoding="utf-8")
    order = FormOrder(scheme, voice="final", units=units, earlier=(earlier,))
    first, second = (one_form(order, tmp_path, at) for at in (0, 1))
    columns, row = role_columns(first), rows_of(first)
    assert first.cell(row["cases.due"], columns["earlier"]).value == 9
    assert first.cell(row["service.open"], columns["earlier"]).value == "Có"
    assert second.cell(rows_of(second)["cases.due"], columns["earlier"]).value == "KP"
    # Whether the unit's KP is agreed to is what this form is to ask.
    assert make_forms(order, tmp_path / "again.xlsx").problems == ()
    assert not first.cell(row["cases.due"], columns["reason"]).protection.locked
    assert "cases.missed" in row
    assert first.page_setup.orientation == "landscape"
    assert "Hội đồng" in first.cell(6, 2).value


def test_a_later_voice_sees_what_the_unit_rests_its_figures_on(make_scheme: Make, units: Path, tmp_path: Path) -> None:
    earlier = tmp_path / "claimed.csv"
    told = "BC 12/BC-UBND ngày 01/12/2027; kèm " + "biên bản kiểm tra số 4 " * 8
    earlier.write_text(
        f"unit,voice,figure,value,evidence\nu1,claimed,cases.due,9,{told}\nu1,claimed,cases.late,1,\n", encoding="utf-8"
    )
    sheet = one_form(FormOrder(make_scheme(**VOICES), voice="final", units=units, earlier=(earlier,)), tmp_path)
    columns, rows = role_columns(sheet), rows_of(sheet)
    cell = sheet.cell(rows["cases.due"], columns["told"])
    assert cell.value == told.strip()
    assert cell.protection.locked
    assert not sheet.cell(rows["cases.late"], columns["told"]).value
    assert not sheet.cell(rows["cases.due"], columns["agree"]).protection.locked
    heights = [sheet.row_dimensions[rows[name]].height for name in ("cases.due", "cases.late")]
    assert heights[0] > 2 * heights[1]  # some ten lines


def test_what_is_set_already_is_shown_and_not_asked_for(make_scheme: Make, tmp_path: Path) -> None:
    units = tmp_path / "units.csv"
    units.write_text("unit,name,cluster,cases.missed,population\nu1,A,wards,3,500\nu2,B,wards,,\n", encoding="utf-8")
    order = FormOrder(make_scheme(), units=units)
    first, second = (one_form(order, tmp_path, at) for at in (0, 1))
    assert "population" not in rows_of(first)
    assert "population" in rows_of(second)
    shown = {first.cell(row, 3).value: first.cell(row, 5).value for row in range(FIRST + 2, first.max_row)}
    assert (shown["Dân số"], shown["Bỏ sót"]) == (500, 3)


HOSTILE = '=HYPERLINK("http://x","bấm")'


def test_names_from_outside_never_become_formulas(make_scheme: Make, tmp_path: Path) -> None:
    scheme = make_scheme()
    clusters = {key: attrs.evolve(one, title=Text.same(HOSTILE)) for key, one in scheme.clusters.items()}
    scheme = attrs.evolve(scheme, title=Text.same(HOSTILE), clusters=clusters)
    units = tmp_path / "units.csv"
    units.write_text("unit,name,cluster\n=u1,\"=cmd|'/c calc'!A0\",wards\n+u2,@b,wards\n", encoding="utf-8")
    make_forms(FormOrder(scheme, units=units), tmp_path / "form.xlsx")
    with zipfile.ZipFile(tmp_path / "form.xlsx") as archive:
        formulas = [
            found
            for name in archive.namelist()
            if name.startswith("xl/worksheets/sheet")
            for found in re.findall(rb"<(?:f|formula1|formula)>([^<]*)<", archive.read(name))
        ]
    assert formulas
    assert not [one for one in formulas if b"HYPERLINK" in one or b"cmd" in one or b"calc" in one]


def test_reasons_and_evidence_do_not_become_formulas_in_the_csv(make_scheme: Make, units: Path, tmp_path: Path) -> None:
    make_forms(FormOrder(make_scheme(), units=units), tmp_path / "forms")
    path = tmp_path / "forms/u1.xlsx"
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    row, columns = rows_of(sheet)["cases.due"], role_columns(sheet)
    sheet.cell(row, columns["value"]).value = 3
    cell = sheet.cell(row, columns["evidence"])
    cell.value, cell.data_type = "=1+1", "s"
    book.save(path)
    collected = collect_forms(CollectOrder(make_scheme(), (path,), units=units))
    write_collected(collected, TableOrder(tmp_path / "out.csv"))
    assert (tmp_path / "out.csv").read_text(encoding="utf-8").splitlines()[1] == "u1,cases.due,3,,'=1+1"


def test_a_form_for_no_unit_in_particular_asks_who_it_is(make_scheme: Make, tmp_path: Path) -> None:
    scheme = make_scheme()
    made = make_forms(FormOrder(scheme), tmp_path)
    assert [path.name for path in made.paths] == ["Phiếu wards.xlsx", "Phiếu departments.xlsx"]
    path = made.paths[0]
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    rows, column = rows_of(sheet), role_columns(sheet)["value"]
    for figure, value in {"@unit": "p-9", "@name": "Phường Chín", "cases.due": 4}.items():
        sheet.cell(rows[figure], column).value = value
    book.save(path)
    collected = collect_forms(CollectOrder(scheme, (path,)))
    write_collected(collected, TableOrder(tmp_path / "out.csv"))
    assert (tmp_path / "out.csv").read_text(encoding="utf-8") == (
        "unit,name,cluster,figure,value,reason,evidence\np-9,Phường Chín,wards,cases.due,4,,\n"
    )


def test_a_form_that_is_there_is_kept_unless_forced(make_scheme: Make, units: Path, tmp_path: Path) -> None:
    order = FormOrder(make_scheme(), units=units)
    make_forms(order, tmp_path / "forms")
    before = (tmp_path / "forms/u1.xlsx").read_bytes()
    (tmp_path / "forms/u2.xlsx").unlink()
    with pytest.raises(DvkError) as refused:
        make_forms(order, tmp_path / "forms")
    assert [one.code for one in refused.value.problems] == ["DVK-O202"]
    assert not (tmp_path / "forms/u2.xlsx").exists()
    assert (tmp_path / "forms/u1.xlsx").read_bytes() == before
    make_forms(order, tmp_path / "forms", force=True)
    assert sorted(one.name for one in (tmp_path / "forms").iterdir()) == ["u1.xlsx", "u2.xlsx"]


@pytest.mark.parametrize(
    ("changes", "order", "code"),
    [
        ({"criteria": {}, "figures": {}}, {}, "DVK-O502"),
        ({"criteria": {}, "bonuses": {}}, {"committee": True}, "DVK-O505"),
        ({}, {"voice": "final"}, "DVK-D501"),
    ],
)
def test_what_cannot_be_asked_is_refused(
    make_scheme: Make, tmp_path: Path, changes: Mapping[str, Any], order: Mapping[str, Any], code: str
) -> None:
    with pytest.raises(DvkError) as refused:
        make_forms(FormOrder(make_scheme(**changes), **order), tmp_path / "forms")
    assert [one.code for one in refused.value.problems] == [code]


def test_too_many_forms_for_one_file_are_refused(make_scheme: Make, tmp_path: Path) -> None:
    units = tmp_path / "units.csv"
    units.write_text("unit,name,cluster\n" + "".join(f"u{at},A,wards\n" for at in range(1001)), encoding="utf-8")
    with pytest.raises(DvkError) as refused:
        make_forms(FormOrder(make_scheme(), units=units), tmp_path / "form.xlsx")
    assert [one.code for one in refused.value.problems] == ["DVK-O504"]


def test_without_xlsxwriter_it_is_said_what_to_install(
    make_scheme: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = builtins.__import__

    def refuse(name: str, *args: Any, **named: Any) -> Any:
        if name.partition(".")[0] == "xlsxwriter":
            raise ImportError(name)
        return real(name, *args, **named)

    monkeypatch.setattr(builtins, "__import__", refuse)
    with pytest.raises(DvkError) as refused:
        make_forms(FormOrder(make_scheme()), tmp_path / "forms")
    assert [one.code for one in refused.value.problems] == ["DVK-E101"]
    assert not (tmp_path / "forms").exists()


def test_collected_figures_are_tables_and_kept_unless_forced(tmp_path: Path) -> None:
    (tmp_path / "there.csv").write_text("x", encoding="utf-8")
    for name, code in (("out.pdf", "DVK-O542"), ("there.csv", "DVK-O202")):
        with pytest.raises(DvkError) as refused:
            check_orders([TableOrder(tmp_path / name)])
        assert [one.code for one in refused.value.problems] == [code]
    check_orders([TableOrder(tmp_path / "there.csv", force=True)])


def test_unit_ids_that_no_disk_takes_make_files_all_the_same(make_scheme: Make, tmp_path: Path) -> None:
    units = tmp_path / "units.csv"
    units.write_text("unit,name,cluster\na/b,A,wards\na:b,B,wards\n../c,C,wards\n", encoding="utf-8")
    made = make_forms(FormOrder(make_scheme(), units=units), tmp_path / "forms")
    assert [one.name for one in made.paths] == ["a_b.xlsx", "a_b~2.xlsx", "_c.xlsx"]
    collected_units = [json.loads(forms_in(one)[0]["A1"].value)["unit"] for one in made.paths]
    assert collected_units == ["a/b", "a:b", "../c"]


def test_the_sheet_itself_says_what_is_wrong(make_scheme: Make, units: Path, tmp_path: Path) -> None:
    """LibreOffice computes the column “Check” of a form that is filled in badly."""
    scheme = make_scheme(**VOICES)
    earlier = tmp_path / "claimed.csv"
    earlier.write_text("unit,voice,cases.due,cases.late,service.area\nu1,claimed,9,1,2.5\n", encoding="utf-8")
    order = FormOrder(scheme, voice="final", units=units, earlier=(earlier,))
    make_forms(order, tmp_path / "form.xlsx")
    book = openpyxl.load_workbook(tmp_path / "form.xlsx")
    sheet = next(one for one in book.worksheets if "dvk-form" in str(one["A1"].value))
    rows, columns = rows_of(sheet), role_columns(sheet)
    values = {
        "population": "mười",
        "discipline": 1.5,
        "cases.due": 8,
        "cases.in_time": 8,
        "service.rate": 0.925,
        "service.area": 2.5,
        "service.open": "Có",
        "panel.marks.1": 7.3,
        "panel.marks.2": "kp",
        "extra.missed": 0,
    }
    for figure, value in values.items():
        sheet.cell(rows[figure], columns["value"]).value = value
    for figure in ("cases.due", "cases.late", "service.area", "service.level"):
        sheet.cell(rows[figure], columns["agree"]).value = "x"
    sheet.cell(rows["cases.due"], columns["reason"]).value = "Một đơn trùng"
    book.save(tmp_path / "form.xlsx")
    (again,) = recalculated_files([tmp_path / "form.xlsx"], tmp_path / "again")
    sheet = openpyxl.load_workbook(again, data_only=True)[sheet.title]
    said = {figure: sheet.cell(row, columns["check"]).value for figure, row in rows.items()}
    assert said == {
        "population": "sai cách ghi",
        "discipline": "sai cách ghi",
        "cases.due": "đồng ý hay khác?",
        "cases.in_time": f"lớn hơn H{rows['cases.due']}",
        "cases.late": "được",
        "cases.missed": "còn trống",
        "service.rate": "có phải %?",
        "service.area": "được",
        "service.open": "được",
        "service.level": "chưa có để đồng ý",
        "panel.marks.1": "sai cách ghi",
        "panel.marks.2": "được",
        "extra.missed": "được",
    }
    counted = sheet.cell(8, 2).value
    assert counted == "Còn trống: 1     Cần xem lại: 7"
