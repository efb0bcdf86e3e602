"""Ids that people cannot tell apart, and rows that look like units: told, never a unit more or less in silence."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from dvk_scoring.figures.alike import looks_of
from dvk_scoring.figures.read import read_figures, read_tables
from dvk_scoring.figures.table import BLANKS, Table, text_frame
from dvk_scoring.problem import DvkError
from dvk_scoring.scheme.model import Scheme
from tests.conftest import make, make_narrow

Make = Callable[..., Scheme]
SIGNS = st.sampled_from(["Đ", "Ð", "đ", "ð", "a", "а", "o", "ο", "-", "–", " ", "  ", "\u00a0", "1", "2", "x"])


@given(st.lists(st.lists(SIGNS, min_size=1, max_size=5).map("".join), min_size=2, max_size=8))
def test_ids_that_look_alike_are_one_unit_or_told(texts: list[str]) -> None:
    """Whatever two files call their units: two ids that look the same are never two units in silence."""
    ids = list(dict.fromkeys(text for text in (one.strip(BLANKS) for one in texts) if text))
    assume(len(ids) > 1)
    tables = [text_frame({"unit": part, "population": ["1"] * len(part)}) for part in (ids[:1], ids[1:])]
    scheme = make_narrow(clusters={"wards": make().clusters["wards"]})
    made = [Table(f"{at}.csv", "csv", frame, str, "point", int) for at, frame in enumerate(tables)]
    alike = len({looks_of(one) for one in ids}) < len(ids)
    try:
        found = read_tables(scheme, made).problems
    except DvkError as error:
        found = error.problems
    assert ("DVK-D140" in {one.code for one in found}) == alike


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("Đ1", "Ð1", True),
        ("xã 1", "xã  1", True),
        ("xã1", "xã 1", True),
        ("xã-1", "xã–1", True),
        ("сap-1", "cap-1", True),
        ("ｘã-1", "xã-1", True),
        ("Tổ 1 12", "Tổ 11 2", False),
        ("xã-1", "xa-1", False),
        ("Đ1", "D1", False),
        ("O1", "01", False),
    ],
)
def test_what_looks_alike(one: str, other: str, alike: bool) -> None:
    assert (looks_of(one) == looks_of(other)) == alike


@pytest.mark.parametrize(
    ("first", "refused"),
    [
        ("1,2,3", False),
        ("A,1,2", True),
        ("2,3,4", False),
        ("(1),(2),(3)", True),
        ("-1,-2,-3", True),
        ("(1),(2),(3)=(1)+(2)", True),
        ("[1],[2],[3]", True),
        ("Cột 1,Cột 2,Cột 3", True),
        ("a,1,2", True),
        ("1,5,6", False),
    ],
)
@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_units_that_are_numbers_do_not_number_columns(
    tmp_path: Path, narrow_scheme: Make, first: str, refused: bool, kind: str
) -> None:
    path = tmp_path / "figures.csv"
    path.write_text(f"unit,population,discipline\n{first}\n7,8,9\n", encoding="utf-8")
    if kind == "parquet":  # made of a sheet, and the row still in it
        table, path = pl.read_csv(path), tmp_path / "figures.parquet"
        table.write_parquet(path)
    scheme = narrow_scheme(figures=make().figures, clusters={"wards": make().clusters["wards"]})
    try:
        found = read_figures(scheme, [path]).problems
    except DvkError as error:
        found = error.problems
    assert ("DVK-D141" in {one.code for one in found}) == refused


def test_one_number_behind_letters_is_a_figure(reader: Any, narrow_scheme: Make) -> None:
    """Columns are numbered by a row of numbers that rise; a unit A that is called B may have 1."""
    scheme = narrow_scheme(clusters={"wards": make().clusters["wards"]})
    found = reader.read(scheme, "unit,name,population\nA,B,1\nC,D,5\n")
    assert found.frame["population"].to_list() == [1, 5]
