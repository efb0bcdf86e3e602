"""Any bytes as a file of figures or rulings: told or read, never a crash, never a hang, never a changed file."""

from __future__ import annotations

import io
import tempfile
import unicodedata
from collections.abc import Callable
from datetime import timedelta
from functools import cache
from pathlib import Path

import openpyxl
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from dvk_scoring import load_scheme, read_figures, read_rulings, read_sample, score
from dvk_scoring.figures.figure_set import FigureSet
from dvk_scoring.problem import DvkError, Problem
from dvk_scoring.scheme.model import Scheme
from tests.depth import drawn

Make = Callable[..., Scheme]
# Slow machines are shared: what hangs takes far longer than this.
NO_HANG = settings(
    max_examples=drawn(100, 300),
    deadline=timedelta(seconds=5),
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
GOOD = "unit,name,cluster,population,in_time,due,rate\nu1,Phường Một,wards,10,1,2,99.5\nu2,Phường Hai,wards,20,2,2,\n"
ROOM = (
    "\ufeff",
    "\u202e",
    "\u2066",
    "\u200b",
    "\u0000",
    "\r",
    "\n\n",
    '"',
    '""',
    ",",
    ";",
    "\t",
    "'",
    "=1+1",
    "－1",
    "９９",
)
NUMBERS = (
    "NaN",
    "nan",
    "-inf",
    "Infinity",
    "1e999999999",
    "9" * 400,
    "-" + "9" * 40,
    "0." + "0" * 400 + "1",
    "1,5",
    "1.000.000,5",
)
TEXTS = st.one_of(
    st.text(max_size=12),
    st.sampled_from(ROOM + NUMBERS),
    st.text(max_size=8).map(lambda text: unicodedata.normalize("NFD", text)),
)
RULINGS = """[[ruling]]
act = "hold"
units = ["A01"]
effect = ["titles"]
reason = "Chờ kết luận"
date = 2025-11-20
ref = "số 1"
"""


@cache
def shipped() -> tuple[Scheme, FigureSet]:
    scheme = load_scheme("dan-van-kheo-2020")
    return scheme, read_sample(scheme)


def told(problems: tuple[Problem, ...]) -> None:
    for one in problems:
        for language in ("vi", "en"):
            text = one.in_(language)
            assert text.strip()
            assert len(text) < 3000
            assert not {"\x00", "\x1b", "\u202e", "\u2066"} & set(text), "a message must not be turned around or cut"


def workbook(text: str) -> bytes:
    book, out = openpyxl.Workbook(), io.BytesIO()
    for line in text.splitlines():
        book.active.append(line.split(","))
    book.save(out)
    return out.getvalue()


def read(scheme: Scheme, name: str, content: bytes) -> None:
    """Read and, where nothing is wrong, score."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(content)
        try:
            figures = read_figures(scheme, [path])
            told(figures.problems)
            told(score(scheme, figures).problems)
        except DvkError as error:
            told(error.problems)
        assert path.read_bytes() == content
        assert [one.name for one in Path(folder).iterdir()] == [name]


@NO_HANG
@given(data=st.binary(max_size=60), at=st.integers(0, len(GOOD)))
@example(data=b"\xef\xbb\xbf", at=0)
@example(data=b"\xff\xfe", at=0)
@example(data=b"\x00" * 60, at=40)
def test_bytes_thrown_into_a_csv(data: bytes, at: int, make_scheme: Make) -> None:
    content = GOOD.encode()
    read(make_scheme(), "figures.csv", content[:at] + data + content[at:])


@NO_HANG
@given(cells=st.lists(st.lists(TEXTS, min_size=1, max_size=7), min_size=1, max_size=5), header=st.booleans())
def test_any_text_as_cells_of_a_csv(cells: list[list[str]], header: bool, make_scheme: Make) -> None:
    lines = [GOOD.split("\n", 1)[0]] if header else []
    read(
        make_scheme(), "figures.csv", "\n".join([*lines, *(",".join(row) for row in cells)]).encode("utf-8", "replace")
    )


@NO_HANG
@given(cells=st.lists(st.lists(TEXTS, min_size=3, max_size=3), min_size=1, max_size=5))
def test_any_text_as_values_of_known_units(cells: list[list[str]], make_scheme: Make) -> None:
    rows = [[f"u{number}", "Phường", "wards", *row] for number, row in enumerate(cells)]
    quoted = (",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows)
    text = "\n".join(["unit,name,cluster,population,in_time,due", *quoted])
    read(make_scheme(), "figures.csv", text.encode("utf-8", "replace"))


@NO_HANG
@given(data=st.binary(min_size=1, max_size=40), at=st.floats(0, 1))
def test_bytes_thrown_into_a_workbook(data: bytes, at: float, make_scheme: Make) -> None:
    whole = workbook(GOOD)
    place = int(at * len(whole))
    read(make_scheme(), "figures.xlsx", whole[:place] + data + whole[place + len(data) :])


@NO_HANG
@given(data=st.binary(max_size=200), suffix=st.sampled_from(["csv", "xlsx", "parquet"]))
def test_nothing_but_bytes(data: bytes, suffix: str, make_scheme: Make) -> None:
    read(make_scheme(), f"figures.{suffix}", data)


@NO_HANG
@given(
    data=st.one_of(st.binary(max_size=40), TEXTS.map(lambda text: text.encode("utf-8", "replace"))),
    at=st.integers(0, len(RULINGS)),
)
def test_bytes_thrown_into_rulings(data: bytes, at: int) -> None:
    scheme, figures = shipped()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "rulings.toml"
        path.write_bytes(RULINGS.encode()[:at] + data + RULINGS.encode()[at:])
        try:
            told(read_rulings(scheme, figures, path)[1])
        except DvkError as error:
            told(error.problems)
