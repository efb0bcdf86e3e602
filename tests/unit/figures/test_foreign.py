"""Headings from elsewhere: read as the scheme's own, or left aside where that is said."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import attrs
import openpyxl
import polars as pl
import pytest

from dvk_scoring.figures.read import read_figures
from dvk_scoring.forms.collect import collect_forms
from dvk_scoring.forms.collected import CollectOrder
from dvk_scoring.problem import DvkError
from dvk_scoring.scheme.columns import Columns
from dvk_scoring.scheme.model import Scheme
from dvk_scoring.scheme.read_columns import load_columns
from tests import made_ods

Make = Callable[..., Scheme]
COLUMNS = Columns(
    {"Mã đơn vị": "unit", "Cụm": "cluster", "Số dân": "population", "Tên gọi": "name"}, ["STT", "Họ tên người lập"]
)
HEAD: list[object] = ["STT", "MÃ  ĐƠN\nVỊ", "Tên gọi", "Cụm", "số dân", "Họ tên người lập"]
ROWS: list[list[object]] = [[1, "007", "Một", "wards", 1000, "A"], [2, "u2", "Hai", "wards", 2000, "B"]]


def as_csv() -> bytes:
    quoted = (",".join(f'"{cell}"' for cell in row) for row in (HEAD, *ROWS))
    return "\n".join(quoted).encode()


def as_xlsx() -> bytes:
    book, out = openpyxl.Workbook(), io.BytesIO()
    page: Any = book.active
    for row in (HEAD, *ROWS):
        page.append(row)
    page["B2"], page["B2"].number_format = 7, "000"
    book.save(out)
    return out.getvalue()


def as_ods() -> bytes:
    return made_ods.ods(made_ods.sheet(*map(made_ods.row, (HEAD, *ROWS))))


def as_parquet() -> bytes:
    out = io.BytesIO()
    pl.DataFrame(dict(zip(map(str, HEAD), zip(*ROWS, strict=True), strict=True))).write_parquet(out)
    return out.getvalue()


@pytest.mark.parametrize("made", [as_csv, as_xlsx, as_ods, as_parquet])
def test_foreign_headings_are_read_in_every_kind_of_file(
    tmp_path: Path, narrow_scheme: Make, made: Callable[[], bytes]
) -> None:
    scheme = narrow_scheme(columns=COLUMNS)
    (tmp_path / "f").write_bytes(made())
    figures = read_figures(scheme, [tmp_path / "f"])
    told = figures.frame.select("unit", "name", "population").to_dict(as_series=False)
    assert told == {"unit": ["007", "u2"], "name": ["Một", "Hai"], "population": [1000, 2000]}
    assert figures.problems == ()


def test_a_frame_has_foreign_headings_too(narrow_scheme: Make) -> None:
    frame = pl.DataFrame({"Mã đơn vị": ["u1"], "cluster": ["wards"], "Số dân": [5], "STT": [[1, 2]]})
    assert read_figures(narrow_scheme(columns=COLUMNS), [frame]).frame["population"].to_list() == [5]


def test_a_heading_told_twice_is_refused(tmp_path: Path, narrow_scheme: Make) -> None:
    (tmp_path / "f.csv").write_text("unit,cluster,population,Số dân\nu1,wards,1,2\n", encoding="utf-8")
    with pytest.raises(DvkError) as caught:
        read_figures(narrow_scheme(columns=COLUMNS), [tmp_path / "f.csv"])
    assert [one.code for one in caught.value.problems] == ["DVK-D202"]


def test_a_table_by_hand_is_collected_with_them(tmp_path: Path, make_scheme: Make) -> None:
    (tmp_path / "units.csv").write_text("unit,cluster\nu1,wards\n", encoding="utf-8")
    (tmp_path / "f.csv").write_text("STT,Mã đơn vị,Đến hạn\n1,u1,12\n", encoding="utf-8")
    scheme = make_scheme(columns=Columns({"mã đơn vị": "unit", "đến hạn": "cases.due"}, ["STT"]))
    collected = collect_forms(CollectOrder(scheme, (tmp_path / "f.csv",), units=tmp_path / "units.csv"))
    assert {name: cell.value for name, cell in collected.units[0].cells.items()} == {"cases.due": 12}
    assert collected.problems == ()


def test_what_a_file_says_prevails_over_the_scheme() -> None:
    own = Columns({"A": "unit", "B": "name", "C": "x"}, ["D"])
    both = own.beside(Columns({"b": "cluster", "D": "y"}, ["c"]))
    assert [both.called(one) for one in ("a", " B ", "C", "d", "E")] == ["unit", "cluster", None, "y", "E"]


def test_a_file_of_headings_is_told_what_is_wrong_with_it(tmp_path: Path) -> None:
    path = tmp_path / "map.toml"
    path.write_text('[columns]\nignore = ["A"]\nheadings = { "a" = "unit", b = 3, "" = "x" }\n[other]\n', "utf-8")
    with pytest.raises(DvkError) as caught:
        load_columns(path)
    assert {one.code for one in caught.value.problems} == {"DVK-S129", "DVK-S122", "DVK-S121"}
    path.write_text('[columns]\nheadings = { "Mã" = "unit" }\n', encoding="utf-8")
    found = {"headings": {"mã": "unit"}, "ignored": frozenset(), "spelled": {"mã": "Mã"}}
    assert attrs.asdict(load_columns(path)) == found
