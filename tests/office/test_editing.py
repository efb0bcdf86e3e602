"""Workbooks to edit, opened and saved by LibreOffice: what comes back is what was there, or what was edited."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import openpyxl
import pytest

from dvk_scoring import load_scheme
from dvk_scoring.editing.rulings import read_rulings_book, write_rulings_book
from dvk_scoring.editing.scheme import read_scheme_book, write_scheme_book
from dvk_scoring.scheme.model import Scheme
from tests.office.conftest import converted
from tests.office.edited import cell_of, edit


@pytest.fixture(scope="module")
def scheme() -> Scheme:
    return load_scheme("dan-van-kheo-2020")


def test_libreoffice_saves_what_comes_back_to_the_byte(scheme: Scheme, tmp_path: Path) -> None:
    rulings = Path(scheme.path).with_name("rulings.toml")
    write_scheme_book(scheme, tmp_path / "scheme.xlsx", "vi")
    write_rulings_book(scheme, rulings, tmp_path / "rulings.xlsx", "en")
    for kind in ("xlsx", "ods"):
        saved = converted([tmp_path / "scheme.xlsx", tmp_path / "rulings.xlsx"], tmp_path / kind, kind)
        edited = read_scheme_book(scheme, saved[0])
        assert (edited.data, edited.problems) == (Path(scheme.path).read_bytes(), ())
        ruled = read_rulings_book(scheme, rulings, saved[1])
        assert (ruled.data, ruled.told, ruled.problems) == (rulings.read_bytes(), (), ())


def test_what_was_edited_survives_libreoffice(scheme: Scheme, tmp_path: Path) -> None:
    book = tmp_path / "scheme.xlsx"
    write_scheme_book(scheme, book, "vi")
    weight = "criteria.ID", "criteria.advisory", "weight 1"
    cells = {
        weight: 13.5,
        ("criteria.ID", "criteria.coordination", "weight 1"): 10.5,
        ("titles.ID", "titles.flag", "quota.share 0"): 0.25,
        ("titles.ID", "titles.flag", "title 0"): "=Cờ+1",
        ("general", "scheme.valid.to", "value 0"): date(2021, 1, 31),
        ("general", "scheme.not_assigned", "value 0"): "được đủ điểm",
        ("criteria.ID", "criteria.media", "no 0"): "007",
    }
    edit(book, cells)
    opened = openpyxl.load_workbook(book)
    assert cell_of(opened, ("titles.ID", "titles.flag", "quota.share 0")).number_format == "0%"
    title = cell_of(opened, ("titles.ID", "titles.flag", "title 0"))
    title.data_type = "s"
    opened.save(book)
    (saved,) = converted([book], tmp_path / "saved", "xlsx")
    edited = read_scheme_book(scheme, saved)
    old, new = (one.splitlines() for one in (Path(scheme.path).read_text(encoding="utf-8"), edited.data.decode()))
    changed = {(one.strip()[:30], other.strip()[:30]) for one, other in zip(old, new, strict=True) if one != other}
    assert len(changed) == 7
    text = "\n".join(new)
    for part in (
        "to = 2021-01-31", "department = 13.5", "department = 10.5", 'share = "25%"', 'vi = "=Cờ+1"', 'no = "007"',
        'not_assigned = "full"',
    ):  # fmt: skip
        assert part in text, part


def test_only_input_cells_are_open(scheme: Scheme, tmp_path: Path) -> None:
    book = tmp_path / "scheme.xlsx"
    write_scheme_book(scheme, book, "vi")
    for sheet in openpyxl.load_workbook(book).worksheets[:-1]:
        assert sheet.protection.sheet
        assert [one.hidden for one in (sheet.row_dimensions[1], sheet.row_dimensions[2])] == [True, True]
        assert sheet.column_dimensions["A"].hidden
        for row in sheet.iter_rows(min_row=6):
            for cell in row:
                yellow = cell.fill.fgColor.rgb == "FFFFF8DC"
                assert cell.protection.locked != yellow, (sheet.title, cell.coordinate)
                assert cell.data_type != "f"
