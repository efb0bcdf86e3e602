"""One table, many shapes: columns read as cells do; CSV, XLSX, ODS, Parquet, wide, long and shuffled agree."""

from __future__ import annotations

import io
import math
import random
import tempfile
from collections.abc import Callable, Sequence
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import attrs
import openpyxl
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dvk_scoring.criteria.figures import FigureSpec
from dvk_scoring.figures.cells import is_not_assigned, read_cell, values_of
from dvk_scoring.figures.figure_set import FigureSet
from dvk_scoring.figures.keys import clean
from dvk_scoring.figures.read import read_figures
from dvk_scoring.figures.table import DecimalMark, text_frame
from dvk_scoring.scheme.model import Scheme
from dvk_scoring.text import Text
from tests import made_ods
from tests.depth import drawn

Make = Callable[..., Scheme]
LABEL = Text(vi="Số", en="Number")
SPECS = (
    FigureSpec("whole", "count", LABEL),
    FigureSpec("fine", "decimal", LABEL, places=3),
    FigureSpec("percent", "decimal", LABEL, places=1, measure="percent"),
    FigureSpec("hundred", "decimal", LABEL, places=1, high=Fraction(100)),
    FigureSpec("ratio", "decimal", LABEL, places=3, measure="ratio"),
    FigureSpec("coarse", "decimal", LABEL, places=1, measure="ratio"),
    FigureSpec("fine-12", "decimal", LABEL, places=12),
    FigureSpec("fine-16", "decimal", LABEL, places=16, high=Fraction(99)),
    FigureSpec("finest", "decimal", LABEL, places=17, high=Fraction(9)),
    FigureSpec("yes", "yes-no", LABEL, high=Fraction(1)),
    FigureSpec(
        "level", "choice", LABEL, choices=(("low", Text(vi="Thấp", en="Low")), ("high", Text(vi="Cao", en="High")))
    ),
)
# Pieces that meet in cells: numbers in both customs, states, words, blanks, foreign digits, decomposed letters.
PIECES = [
    *"0123456789",
    *".,+-%eEx–—=",
    " ", "\u00a0", "\t", "\u200b", "\n", "kp", "KP", "Kp", "nan", "inf", "có", "co\u0301", "Không", "YES", "true",
    "Cao", "Tha\u0302\u0301p", "low", "１", "٣", "²", "K", "000", ".5", ",25", "1.234", "1.234.567,5",
]  # fmt: skip
TEXTS = st.lists(st.sampled_from(PIECES), max_size=8).map("".join) | st.text(max_size=12)


@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: spec.name)
@pytest.mark.parametrize("mark", ["point", "comma"])
@settings(max_examples=drawn(40, 150))
@given(texts=st.lists(TEXTS, min_size=1, max_size=40))
def test_columns_read_as_cells_do(spec: FigureSpec, mark: DecimalMark, texts: list[str]) -> None:
    stripped = clean(text_frame({"a": texts}))
    read = stripped.select(
        values_of("a", spec, mark).alias("a"), is_not_assigned("a").fill_null(value=False).alias("kp")
    )
    for text, blank, value, kp in zip(texts, stripped["a"].is_null(), read["a"], read["kp"], strict=True):
        cell = read_cell(text, spec, mark)
        state = "blank" if blank else "kp" if kp else "bad" if value is None else "value"
        assert (state, value) == (cell.state, cell.value), repr(text)
        assert (cell.code is None) == (cell.state != "bad")


@pytest.mark.parametrize("mark", ["point", "comma"])
@settings(max_examples=drawn(60, 200))
@given(wholes=st.lists(st.integers(0, 10**18 - 1), min_size=1, max_size=10), places=st.integers(13, 17))
def test_every_digit_of_a_long_decimal_is_read(wholes: list[int], places: int, mark: DecimalMark) -> None:
    """Published indices have 16 decimals: no digit of them goes through a float."""
    spec = FigureSpec("long", "decimal", LABEL, places=places, high=Fraction(10 ** (18 - places)))
    sign = "," if mark == "comma" else "."
    digits = [str(whole).rjust(places + 1, "0") for whole in wholes]
    texts = [f"{one[:-places]}{sign}{one[-places:]}" for one in digits]
    read = text_frame({"a": texts}).select(values_of("a", spec, mark))
    assert read["a"].to_list() == wholes == [read_cell(text, spec, mark).value for text in texts]


@settings(max_examples=drawn(100, 300))
@given(number=st.decimals(min_value=-(10**9), max_value=10**9, places=3))
def test_a_decimal_is_its_own_value(number: Decimal) -> None:
    spec = SPECS[1]
    for text, mark in ((f"{number:f}", "point"), (f"{number:f}".replace(".", ","), "comma")):
        assert read_cell(text, spec, mark).value == int(number * 1000)  # type: ignore[arg-type]


@settings(max_examples=drawn(100, 300))
@given(number=st.integers(min_value=-(10**12), max_value=10**12))
def test_groups_of_thousands_with_a_decimal_comma(number: int) -> None:
    assert read_cell(f"{number:,}".replace(",", "."), SPECS[0], "comma").value == number
    if abs(number) >= 1000:
        assert read_cell(f"{number:,}", SPECS[0], "point").code == "DVK-D302"


@attrs.frozen
class Row:
    """One unit's cells as a person means them: None blank, "KP", a number, a yes or no, a choice."""

    unit: str
    name: str
    cluster: str
    population: Any
    rate: Any
    area: Any
    open: Any
    level: Any


STATES = st.sampled_from([None, "KP"])
ROWS = st.lists(
    st.builds(
        Row,
        unit=st.text("abcđ-0123ẩ", min_size=1, max_size=6).filter(lambda text: text not in {"-", "–"}),
        name=st.sampled_from(["Phường Một", 'Xã "Hai", huyện', "Phòng\nPV01", "x; y \t z"]),
        cluster=st.just("wards"),
        population=STATES | st.integers(0, 1_000_000),
        rate=STATES | st.decimals(0, 100, places=2),
        area=STATES | st.decimals(0, 5000, places=3),
        open=STATES | st.booleans(),
        level=STATES | st.sampled_from(["low", "mid", "high"]),
    ),
    min_size=1,
    max_size=12,
    unique_by=lambda row: row.unit.lower(),
)
HEADINGS = ("unit", "name", "cluster", "population", "service.rate", "service.area", "service.open", "service.level")


def text_of(value: Any, mark: str = "point") -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "có" if value else "không"
    return str(value).replace(".", ",") if mark == "comma" and isinstance(value, Decimal) else str(value)


def cells(row: Row) -> list[Any]:
    return list(attrs.astuple(row))


def as_csv(rows: Sequence[Row], delimiter: str, mark: str, end: str, headings: Sequence[str] = HEADINGS) -> bytes:
    lines = [delimiter.join(headings)]
    for row in rows:
        texts = [text_of(value, mark) for value in cells(row)]
        lines.append(delimiter.join('"' + text.replace('"', '""') + '"' for text in texts))
    return "\ufeff".encode() + (end.join(lines) + end).encode()


def as_long(rows: Sequence[Row]) -> tuple[bytes, bytes]:
    quoted = [['"' + text_of(value).replace('"', '""') + '"' for value in cells(row)] for row in rows]
    units = "\n".join(["unit,name,cluster", *(",".join(row[:3]) for row in quoted)])
    long = [f"{row[0]},{heading},{cell}" for row in quoted for heading, cell in zip(HEADINGS[3:], row[3:], strict=True)]
    return units.encode(), "\n".join(["unit,figure,value", *long]).encode()


def as_xlsx(rows: Sequence[Row]) -> bytes:
    book = openpyxl.Workbook()
    page = book.active
    page.append(list(HEADINGS))
    for row in rows:
        page.append([float(value) if isinstance(value, Decimal) else value for value in cells(row)])
        page.cell(page.max_row, 1).data_type = "s"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def as_parquet(rows: Sequence[Row]) -> bytes:
    """Numbers as floats or integers where a column has no KP, else as text."""
    columns: dict[str, Any] = {}
    for heading, values in zip(HEADINGS, zip(*map(cells, rows), strict=True), strict=True):
        if "KP" in values or heading in HEADINGS[:3]:
            columns[heading] = pl.Series(
                [None if value is None else text_of(value) for value in values], dtype=pl.String
            )
        else:
            columns[heading] = [float(value) if isinstance(value, Decimal) else value for value in values]
    out = io.BytesIO()
    pl.DataFrame(columns).write_parquet(out)
    return out.getvalue()


def read_bytes(scheme: Scheme, *contents: bytes, decimal: DecimalMark = "point") -> FigureSet:
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder) / f"f{at}" for at in range(len(contents))]
        for path, content in zip(paths, contents, strict=True):
            path.write_bytes(content)
        return read_figures(scheme, paths, decimal=decimal)


def table(figures: FigureSet) -> list[dict[str, Any]]:
    rows = [{key: value for key, value in row.items() if key != "order"} for row in figures.frame.iter_rows(named=True)]
    return sorted(rows, key=lambda row: str(row["unit"]))


def columns(figures: FigureSet) -> list[tuple[Any, ...]]:
    return [(one.name, one.has_blank, one.has_kp, one.low, one.high) for one in figures.columns.values()]


@settings(max_examples=drawn(15, 30))
@given(rows=ROWS, seed=st.integers(0, 1000))
def test_every_shape_of_one_table_is_one_set(rows: list[Row], seed: int, make_scheme: Make) -> None:
    scheme = make_scheme()
    first = read_bytes(scheme, as_csv(rows, ",", "point", "\n"))
    wide = [dict(zip(HEADINGS, cells(row), strict=True)) for row in rows]
    for row, meant in zip(table(first), sorted(wide, key=lambda one: str(one["unit"])), strict=True):
        assert row["name"] == meant["name"].replace("\n", " ").replace(" \t ", " ")
        for heading, places in (("population", 0), ("service.rate", 2), ("service.area", 3)):
            value = meant[heading]
            assert row[heading] == (None if value in (None, "KP") else int(value * 10**places))
            assert row.get(f"{heading}?", 0) == (value == "KP")
    shuffled = rows[:]
    random.Random(seed).shuffle(shuffled)
    others = (
        read_bytes(scheme, as_csv(rows, ";", "comma", "\r\n"), decimal="comma"),
        read_bytes(scheme, as_csv(shuffled, "\t", "point", "\n")),
        read_bytes(scheme, as_xlsx(rows)),
        read_bytes(scheme, made_ods.ods(made_ods.sheet(*map(made_ods.row, [HEADINGS, *map(cells, rows)])))),
        read_bytes(scheme, as_parquet(rows)),
        read_bytes(scheme, *as_long(rows)),
    )
    for other in others:
        assert table(other) == table(first)
        assert columns(other) == columns(first)


@settings(max_examples=drawn(30, 80))
@given(number=st.decimals(0, 5000, places=3), steps=st.integers(-2, 2))
def test_floats_stand_for_their_shortest_decimal(number: Decimal, steps: int, make_scheme: Make) -> None:
    """A float a rounding error or two away from a decimal of 15 digits is that decimal, in Parquet and in XLSX."""
    value = float(number)
    for _ in range(abs(steps)):
        value = math.nextafter(value, math.inf if steps > 0 else 0.0)
    if abs(steps) * math.ulp(value) > value * 2**-51 or value < 0.001:
        return
    out = io.BytesIO()
    pl.DataFrame({"unit": ["u1"], "cluster": ["wards"], "service.area": [value]}).write_parquet(out)
    book = openpyxl.Workbook()
    book.active.append(["unit", "cluster", "service.area"])
    book.active.append(["u1", "wards", value])
    sheet = io.BytesIO()
    book.save(sheet)
    scheme = make_scheme()
    if number <= 5000 and value <= 5000:
        assert read_bytes(scheme, out.getvalue()).frame["service.area"].item() == int(number * 1000)
        assert read_bytes(scheme, sheet.getvalue()).frame["service.area"].item() == int(number * 1000)
