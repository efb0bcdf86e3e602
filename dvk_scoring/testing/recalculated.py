"""Workbooks recalculated by LibreOffice and held against the exact values, cell by cell; tests only."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final, TypeAlias

import narwhals as nw
from python_calamine import CalamineWorkbook

from dvk_scoring.figures.figure_set import FigureColumn, FigureSet
from dvk_scoring.figures.sheet import column_letters
from dvk_scoring.formula.names import kp_flag
from dvk_scoring.formula.state import State
from dvk_scoring.formula.symbols import FigureSpec
from dvk_scoring.report.workbook import grid as g
from dvk_scoring.report.workbook.build import Built
from dvk_scoring.scoring.state_words import UNIT
from dvk_scoring.testing.generate import Generated
from dvk_scoring.text import Text

_NO_OFFICE: Final = Text(
    vi="không tìm thấy LibreOffice (Debian, Ubuntu: apt-get install libreoffice-calc)",
    en="LibreOffice not found (Debian and Ubuntu: apt-get install libreoffice-calc)",
)
_NO_CALC: Final = Text(
    vi="LibreOffice không có Calc (Debian, Ubuntu: apt-get install libreoffice-calc)",
    en="LibreOffice has no Calc (Debian and Ubuntu: apt-get install libreoffice-calc)",
)
_NO_WRITER: Final = Text(
    vi='không có XlsxWriter: pip install "dvk-scoring[office]"', en='no XlsxWriter: pip install "dvk-scoring[office]"'
)
_PROFILE: Final = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
<item oor:path="/org.openoffice.Setup/L10N">
<prop oor:name="ooSetupSystemLocale" oor:op="fuse"><value>en-US</value></prop></item>
</oor:items>
"""
"""Every file is recalculated, and numbers are written with a point, whatever the computer's own language."""
_EVERY_SHEET: Final = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,true,true,false,false,false,-1"
"""In UTF-8, texts in quotation marks, numbers with all digits and without: written far sooner than a workbook."""
_FIELD: Final = re.compile(r'(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n)')
_TRUTHS: Final = {"TRUE": True, "FALSE": False}
_LAST_DIGITS: Final = 1e-12


Sheets: TypeAlias = "Mapping[str, Sequence[Sequence[Any]]]"
"""A workbook as it is read: sheet → rows of values, of an empty cell ``""``."""


class NoOfficeError(Exception):
    """Workbooks cannot be recalculated here; ``reason`` says why."""

    def __init__(self, reason: Text) -> None:
        super().__init__(reason.en)
        self.reason = reason


def poisoned(path: Path) -> Path:
    """Copy a workbook with every cached result replaced, so that nothing but a recalculation can be right.

    Numbers lose their looks: what is written of them then is all their digits, with a point.
    """
    copy = path.with_name(f"poisoned-{path.name}")
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(copy, "w") as target:
        for item in source.infolist():
            content = source.read(item)
            if item.filename.startswith("xl/worksheets/sheet"):
                content = re.sub(rb"</f><v>[^<]*</v>", b"</f><v>-987</v>", content)
            elif item.filename == "xl/styles.xml":
                content = re.sub(rb'formatCode="[^"]*"', b'formatCode="General"', content)
            target.writestr(item.filename, content)
    return copy


def recalculated(paths: Sequence[Path], folder: Path) -> list[Sheets]:
    """Have LibreOffice recalculate workbooks whose cached results are all wrong, in one start.

    Raises:
        NoOfficeError: There is no LibreOffice, or it has no Calc.
        RuntimeError: It failed.
    """
    copies = [poisoned(path) for path in paths]
    out = opened_and_saved(copies, folder, _EVERY_SHEET)
    found: list[Sheets] = []
    for copy in copies:
        files = {name: out / f"{copy.stem}-{name}.csv" for name in CalamineWorkbook.from_path(copy).sheet_names}
        if not all(path.is_file() for path in files.values()):
            raise NoOfficeError(_NO_CALC)
        found.append({name: _rows(path.read_bytes().decode()) for name, path in files.items()})
    return found


def opened_and_saved(paths: Sequence[Path], folder: Path, kind: str) -> Path:
    """Have LibreOffice open workbooks, recalculate them and save them as another kind of file; give where they are.

    Raises:
        NoOfficeError: There is no LibreOffice.
        RuntimeError: It failed.
    """
    profile, out = folder / "calc-profile", folder / "recalculated"
    command = [calc(), f"-env:UserInstallation=file://{profile}", "--headless", "--convert-to", kind]
    (profile / "user").mkdir(parents=True, exist_ok=True)
    (profile / "user" / "registrymodifications.xcu").write_text(_PROFILE, encoding="utf-8")
    command += ["--outdir", str(out), *map(str, paths)]
    env = {**os.environ, "LC_ALL": "C.UTF-8"}  # files are named by sheets, in Vietnamese too
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False, timeout=500, env=env)  # noqa: S603 - soffice
    if done.returncode:
        raise RuntimeError(done.stderr)
    return out


def _rows(text: str) -> list[list[float | str]]:
    """Read what LibreOffice writes: with quotation marks a text, whatever it looks like."""
    rows: list[list[float | str]] = [[]]
    for quoted, bare, end in _FIELD.findall(text):
        rows[-1].append(_number(bare) if bare else quoted.replace('""', '"'))
        if end != ",":
            rows.append([])
    return rows[:-1]


def _number(text: str) -> float | str:
    """Read what stands without quotation marks: a number, a truth or an error."""
    try:
        return float(text)
    except ValueError:
        return _TRUTHS.get(text, text)


def require_writer() -> None:
    """See that workbooks can be written at all.

    Raises:
        NoOfficeError: The extra ``office`` is not installed.
    """
    if find_spec("xlsxwriter") is None:
        raise NoOfficeError(_NO_WRITER)


def calc() -> str:
    """Give LibreOffice.

    Raises:
        NoOfficeError: There is none.
    """
    program = shutil.which("soffice")
    if program is None:
        raise NoOfficeError(_NO_OFFICE)
    return program


def differences(built: Built, sheets: Sheets) -> Iterator[str]:
    """Tell every cell that is not what exact arithmetic gives."""
    for sheet in (built.list, *built.book.sheets):
        rows = sheets[sheet.name]
        for column in sheet.columns:
            for row, wanted in enumerate(column.values):
                got = rows[g.FIRST_ROW + row][column.index] if column.index < len(rows[g.FIRST_ROW + row]) else ""
                if not _same(got, wanted, exact=column.exact):
                    expr = column.cells[row] if column.cells else None
                    formula = "" if expr is None else expr.write(row, sheet)[:300]
                    cell = f"{sheet.name}!{column_letters(column.index)}{g.FIRST_ROW + 1 + row}"
                    yield f"{cell}: {got!r}, not {wanted!r} ={formula}"


def _same(got: Any, wanted: g.Value, *, exact: bool) -> bool:
    if isinstance(wanted, Fraction):
        number = float(wanted)
        if isinstance(got, bool) or not isinstance(got, int | float):
            return False
        return got == number or (not exact and abs(got - number) <= _LAST_DIGITS * max(1.0, abs(number)))
    return bool(got == ("" if wanted is None else wanted))


def engine_differences(built: Built) -> Iterator[str]:
    """Tell every value of the workbook that is not what the engine found."""
    result, standing, markers = built.book.result, built.standing, built.book.markers
    classes: list[str] = list(result.scheme.classes)
    names = {"not-reported": markers.blank, "not-assigned": markers.not_assigned}

    def at(name: str, row: int) -> object:
        return standing.column(name).values[row]

    for row, unit in enumerate(result.units):
        pairs: list[tuple[str, object, object]] = []
        whole = unit.state == "ranked"
        for key, criterion in unit.criteria.items():
            scored = built.blocks[key]
            computed, points = scored.computed.values[row], scored.points.values[row]
            pairs.append(
                (f"state {key}", computed if isinstance(computed, str) else "ok", names.get(criterion.state, "ok"))
            )
            if criterion.state == "ok" or not result.scheme.criteria[key].tie_break:
                pairs.append((f"points {key}", points if isinstance(points, Fraction) else None, criterion.points))
        for key, given in {**unit.bonuses, **unit.penalties}.items():
            value = built.blocks[key].points.values[row]
            pairs.append((f"points {key}", value if isinstance(value, Fraction) else Fraction(0), given.points))
        if whole:
            sections = {key: at(f"sections.{key}.points", row) for key in unit.sections}
            pairs += [(f"section {key}", 0 if sections[key] == markers.not_assigned else sections[key], points)
                      for key, (points, _) in unit.sections.items()]  # fmt: skip
            pairs += [("base", at("total.sum", row), unit.base), ("total", at("total", row), unit.total)]
            for name, counted in (("total.bonus", unit.bonus_counted), ("total.penalty", unit.penalty_counted)):
                pairs.append((name, at(name, row) if standing.has(name) else Fraction(0), counted))
        rank = unit.rank if whole else UNIT[unit.state].in_(built.book.language)
        pairs += [("ranked", at("ranked", row) == 1, whole), ("rank", at("rank", row), rank)]
        pairs.append(("tied", at("tied", row) == 1, unit.tied))
        if classes and whole:
            pairs.append(("class", at("class", row), [None, *classes].index(unit.klass)))
            pairs.append(("natural class", at("class.natural", row), [None, *classes].index(unit.natural_class)))
        for key, title in unit.titles.items():
            pairs.append((f"title {key}", at(f"titles.{key}.state", row), built.book.title_state(title.word)))
        yield from (f"{unit.unit} {what}: {got!r}, not {want!r}" for what, got, want in pairs if not _is(got, want))


def _is(got: object, want: object) -> bool:
    """Compare with what the engine put out: to the decimals that it has."""
    if isinstance(got, int | Fraction) and isinstance(want, Decimal):
        last = Fraction(10) ** int(want.as_tuple().exponent)
        return abs(got - Fraction(want)) <= last / 2
    return bool(got == want) or (got in ("", None) and want in ("", None))


def figure_set(
    data: Mapping[str, tuple[FigureSpec, str | None, Sequence[Fraction | State]]], clusters: Sequence[str]
) -> FigureSet:
    """Make checked figures: column → declaration, owner, cells."""
    count = len(clusters)
    names = [f"u{index:04d}" for index in range(count)]
    values: dict[str, list[Any]] = {
        "unit": names,
        "cluster": list(clusters),
        "name": names,
        "order": list(range(count)),
    }
    schema: dict[str, Any] = {"unit": nw.String, "cluster": nw.String, "name": nw.String, "order": nw.Int64}
    columns = {}
    for name, (spec, owner, cells) in data.items():
        scale = 10**spec.places
        numbers = [None if isinstance(cell, State) else int(cell * scale) for cell in cells]
        values[name] = numbers
        values[kp_flag(name)] = [int(cell is State.NOT_ASSIGNED) for cell in cells]
        schema |= {name: nw.Int64, kp_flag(name): nw.Int8}
        known = [number for number in numbers if number is not None] or [0]
        columns[name] = FigureColumn(
            name, spec, owner, has_blank=True, has_kp=True, low=min(0, *known), high=max(0, *known)
        )
    frame = nw.from_dict(values, schema, backend="polars")
    empty = nw.from_dict({"unit": [], "figure": [], "voice": []}, backend="polars")
    return FigureSet(frame, columns, {}, empty, empty, (), ())


def generated_columns(
    owner: str, specs: Sequence[FigureSpec], data: Generated
) -> dict[str, tuple[FigureSpec, str | None, list[Fraction | State]]]:
    """Name made-up figures as a scheme does."""
    return {
        spec.column(owner): (spec, None if spec.shared else owner, [row[spec.name] for row in data.rows])
        for spec in specs
    }
