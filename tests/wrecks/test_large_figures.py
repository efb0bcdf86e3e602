"""Plenty of anything in figures: read or refused by name, in time and memory that grow with what is there.

The limits of time are some ten times what a slow machine takes; what grows faster than the file takes far longer.
"""

from __future__ import annotations

import io
import random
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import xlsxwriter

from dvk_scoring.criteria.figures import FigureSpec
from dvk_scoring.figures.cells import read_cell
from dvk_scoring.figures.persons import about_people, fold
from dvk_scoring.figures.read import read_figures
from dvk_scoring.figures.table import LIMIT
from dvk_scoring.nearest import nearest
from dvk_scoring.problem import DvkError
from dvk_scoring.scheme.model import Scheme
from dvk_scoring.text import Text

Make = Callable[..., Scheme]
MOST_SECONDS = 40.0
HEAD = "unit,cluster,population,service.rate\n"
LONG = "unit,cluster,figure,value\n"
MARK = "\u0301"


def rows(count: int, line: Callable[[int], str], head: str = HEAD) -> str:
    return head + "\n".join(map(line, range(count)))


# name: (the file, the codes of errors that must be among those told, empty: it is read)
LARGE: dict[str, tuple[Callable[[], str], set[str]]] = {
    "rows-with-bad-cells": (lambda: rows(100_000, lambda at: f"u{at},wards,x,y"), {"DVK-D301"}),
    "clusters-unknown": (lambda: rows(100_000, lambda at: f"u{at},w{at},1,1"), {"DVK-D404"}),
    "units-twice": (lambda: rows(100_000, lambda _: "u1,wards,1,1"), {"DVK-D412"}),
    "voices-unknown": (
        lambda: rows(100_000, lambda at: f"u{at},wards,v{at},1", "unit,cluster,voice,population\n"),
        {"DVK-D501"},
    ),
    "figures-unknown": (lambda: rows(100_000, lambda at: f"u{at},wards,f{at},1", LONG), {"DVK-D204"}),
    "figures-about-people": (lambda: rows(100_000, lambda at: f"u{at},wards,ho ten {at},1", LONG), {"DVK-D205"}),
    "columns": (lambda: "unit," + ",".join(f"c{at}" for at in range(100_000)), {"DVK-D120"}),
    "columns-unknown": (
        lambda: "unit,cluster," + ",".join(f"c{at}" for at in range(16_000)) + "\nu1,wards" + ",1" * 16_000,
        {"DVK-D204"},
    ),
    "columns-about-people": (
        lambda: "unit,cluster," + ",".join(f"ho ten {at}" for at in range(10_000)) + "\nu1,wards" + ",1" * 10_000,
        {"DVK-D205"},
    ),
    "cell-of-a-million": (lambda: rows(1, lambda _: f"u1,wards,1,{'x' * 1_000_000}"), {"DVK-D112"}),
    "digits-and-blanks": (lambda: rows(20, lambda at: f"u{at},wards,1,{'1 ' * 60_000}"), {"DVK-D307"}),
    "blanks-and-no-percent": (lambda: rows(20, lambda at: f"u{at},wards,1,1{' ' * 120_000}x"), {"DVK-D307"}),
    "exponents": (lambda: rows(1_000, lambda at: f"u{at},wards,1e99999999,1E-99999999"), {"DVK-D305"}),
    "quotes": (lambda: '"' * 1_000_000, {"DVK-D112"}),
    "an-open-quote": (lambda: HEAD + 'u1,"' + "x,\n" * 2_000_000, {"DVK-D112"}),
    "one-line": (lambda: "unit," * 2 + "x" * 20_000_000, {"DVK-D112"}),
    "commas": (lambda: "," * 3_000_000, {"DVK-D102"}),
    "blank-lines": (lambda: HEAD + "\n" * 1_000_000, {"DVK-D103"}),
    "ids-that-differ-in-zeros": (lambda: rows(50_000, lambda at: f"{at},wards,1,1\n0{at},wards,1,1"), set()),
    "marks-upon-a-letter": (lambda: rows(100, lambda at: f"u{at}{MARK * 1_000},wards,1,1"), set()),
}


def told(scheme: Scheme, *paths: Path) -> tuple[set[str], float]:
    """Codes of the errors, and the time of one core that reading and telling them took."""
    began = time.process_time()
    try:
        found = read_figures(scheme, paths).problems
    except DvkError as error:
        found = error.problems
    assert len(found) < 2 * LIMIT + 100  # so many places of a column are told, in two columns at most here
    assert all(len(one.in_(language)) < 3_000 for one in found for language in ("vi", "en"))
    return {one.code for one in found if one.severity == "error"}, time.process_time() - began


@pytest.mark.slow
@pytest.mark.parametrize("name", LARGE)
def test_large_tables(name: str, tmp_path: Path, make_scheme: Make) -> None:
    content, codes = LARGE[name]
    (tmp_path / "f.csv").write_text(content(), encoding="utf-8")
    found, seconds = told(make_scheme(voices=("claimed", "final")), tmp_path / "f.csv")
    assert found == codes or (codes and codes <= found)
    assert seconds < MOST_SECONDS


@pytest.mark.slow
def test_a_file_a_unit(tmp_path: Path, narrow_scheme: Make) -> None:
    paths = [tmp_path / f"{at}.csv" for at in range(200)]
    for at, path in enumerate(paths):
        path.write_text(f"unit,cluster,population\nu{at},wards,1\n")
    assert told(narrow_scheme(), *paths)[0] == set()
    for path in paths:
        path.write_text("unit,cluster,population\nu1,wards,1\n")
    codes, seconds = told(narrow_scheme(), *paths)
    assert codes == {"DVK-D403"}
    assert seconds < MOST_SECONDS


SPECS = (
    FigureSpec("whole", "count", Text.same("n")),
    FigureSpec("percent", "decimal", Text.same("n"), places=2, measure="percent"),
    FigureSpec("ratio", "decimal", Text.same("n"), places=4, measure="ratio"),
    FigureSpec("yes", "yes-no", Text.same("n")),
    FigureSpec("level", "choice", Text.same("n"), choices=(("low", Text.same("Low")),)),
)
TEXTS = (
    "1" * 10**6,
    "1 " * 10**6,
    "1" + " " * 10**6 + "x",
    " " * 10**6 + "%x",
    "1.1" * 10**6,
    ",.e" * 10**6,
    "-" * 10**6,
)


@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: spec.name)
@pytest.mark.parametrize("text", TEXTS, ids=lambda text: repr(text[:4]))
def test_no_pattern_takes_longer_than_its_text(spec: FigureSpec, text: str) -> None:
    began = time.process_time()
    for mark in ("point", "comma"):
        assert read_cell(text, spec, mark).state == "bad"
    assert time.process_time() - began < 5


def test_names_are_looked_at_in_time() -> None:
    chance = random.Random(0)
    known = ["".join(chance.choices("abcdefgh", k=20)) for _ in range(100_000)]
    began = time.process_time()
    assert nearest(known[500][:-1] + "x", known) == known[500]
    assert nearest("y" * 1_000_000, known) == ""
    assert fold("Ă" * 1_000_000).startswith("aaa")
    assert about_people("x " * 500_000, known=False) is None
    assert time.process_time() - began < 20


# Each of these workbooks once took gigabytes, minutes, or the process with it.
HOSTILE = {
    "far-off-cell": '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
    "cell-beyond-the-sheet": '<row r="1"><c r="ZZZZZ99999999999"><v>1</v></c></row>',
    "cells-without-a-name": '<row r="1"><c><v>1</v></c></row><row r="1048576">' + "<c><v>1</v></c>" * 16_384 + "</row>",
    "cells-on-a-diagonal": "".join(
        f'<row r="{at * 900}"><c r="A{at * 900}"><v>1</v></c></row>' for at in range(1, 1_100)
    )
    + '<row r="999999"><c r="ZZ999999"><v>1</v></c></row>',
    "elements-within-each-other": "<a>" * 4_000_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_workbooks_that_took_all_memory_are_refused_in_little(name: str, tmp_path: Path) -> None:
    """In a process of its own that may take no more than 1.5 GB."""
    path = tmp_path / "f.xlsx"
    book = xlsxwriter.Workbook(path)
    book.add_worksheet()
    book.close()
    content = path.read_bytes()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            sheet = f"<worksheet><sheetData>{HOSTILE[name]}</sheetData></worksheet>"
            new.writestr(part, sheet if part == "xl/worksheets/sheet1.xml" else old.read(part))
    code = (
        "import resource, sys; resource.setrlimit(resource.RLIMIT_AS, (3 << 29, 3 << 29)); from pathlib import Path\n"
        "from dvk_scoring.figures.opened import open_table; from dvk_scoring.problem import DvkError\n"
        "try: open_table(Path(sys.argv[1]), 'point')\n"
        "except DvkError as error: print(*(one.code for one in error.problems))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=False, timeout=120
    )
    assert done.stdout.split() in (["DVK-D122"], ["DVK-D107"]), done.stderr[-500:]


def test_a_small_parquet_file_of_a_thousand_million_letters_is_refused(tmp_path: Path, narrow_scheme: Make) -> None:
    units = pa.DictionaryArray.from_arrays(pa.array([0] * 20_000, pa.int32()), pa.array(["x" * 1_000_000]))
    pq.write_table(pa.table({"unit": units}), tmp_path / "f.parquet", store_schema=False)
    codes, seconds = told(narrow_scheme(), tmp_path / "f.parquet")
    assert (codes, seconds < 10) == ({"DVK-D137"}, True)
