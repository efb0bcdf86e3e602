"""Workbooks recalculated by LibreOffice and held against the exact values, cell by cell; tests only."""

from __future__ import annotations

import re
import shutil
import subprocess
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

import narwhals as nw
from python_calamine import CalamineWorkbook

from dvk_scoring.figures.figure_set import FigureColumn, FigureSet
from dvk_scoring.formula import grid as g
from dvk_scoring.formula.state import State
from dvk_scoring.formula.symbols import FigureSpec
from dvk_scoring.report.workbook.build import Built
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
    vi="không có xlsxwriter: pip install 'dvk-scoring[office]'", en="no xlsxwriter: pip install 'dvk-scoring[office]'"
)
_ALWAYS: Final = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""
# A step of the working is no rounded number: of its double the last digits are its own affair.
_UNROUNDED: Final = frozenset({"step", "weight", "number"})
_LAST_DIGITS: Final = 1e-12


class NoOfficeError(Exception):
    """Workbooks cannot be recalculated here; ``reason`` says why."""

    def __init__(self, reason: Text) -> None:
        super().__init__(reason.en)
        self.reason = reason


def poisoned(path: Path) -> Path:
    """Copy a workbook with every cached result replaced, so that nothing but a recalculation can be right."""
    copy = path.with_name(f"poisoned-{path.name}")
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(copy, "w", zipfile.ZIP_DEFLATED) as target:
        for item in source.infolist():
            content = source.read(item)
            if item.filename.startswith("xl/worksheets/sheet"):
                content = re.sub(rb"</f><v>[^<]*</v>", b"</f><v>-987</v>", content)
            target.writestr(item, content)
    return copy


def recalculated(paths: Sequence[Path], folder: Path) -> list[Path]:
    """Have LibreOffice recalculate workbooks whose cached results are all wrong, in one start.

    Raises:
        NoOfficeError: There is no LibreOffice, or it has no Calc.
        RuntimeError: It failed.
    """
    command = [calc()]
    profile, out = folder / "calc-profile", folder / "recalculated"
    (profile / "user").mkdir(parents=True, exist_ok=True)
    (profile / "user" / "registrymodifications.xcu").write_text(_ALWAYS, encoding="utf-8")
    copies = [poisoned(path) for path in paths]
    command += [f"-env:UserInstallation=file://{profile}", "--headless", "--convert-to", "xlsx"]
    command += ["--outdir", str(out), *map(str, copies)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False, timeout=500)  # noqa: S603 - soffice
    if done.returncode:
        raise RuntimeError(done.stderr)
    found = [out / copy.name for copy in copies]
    if not all(one.is_file() for one in found):
        raise NoOfficeError(_NO_CALC)
    return found


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
    found = shutil.which("soffice")
    if found is None:
        raise NoOfficeError(_NO_OFFICE)
    return found


def differences(built: Built, path: Path) -> Iterator[str]:
    """Tell every cell that is not what exact arithmetic gives."""
    file = CalamineWorkbook.from_path(path)
    for sheet in (built.list, *built.book.sheets):
        rows = file.get_sheet_by_name(sheet.name).to_python(skip_empty_area=False)
        for column in sheet.columns:
            for row, wanted in enumerate(column.values):
                got = rows[g.FIRST_ROW + row][column.index] if column.index < len(rows[g.FIRST_ROW + row]) else ""
                if not _same(got, wanted, column.look):
                    expr = column.cells[row] if column.cells else None
                    formula = "" if expr is None else expr.write(row, sheet)[:300]
                    cell = f"{sheet.name}!{g.column_letters(column.index)}{g.FIRST_ROW + 1 + row}"
                    yield f"{cell}: {got!r}, not {wanted!r} ={formula}"


def _same(got: Any, wanted: g.Value, look: str) -> bool:
    if isinstance(wanted, Fraction):
        number = float(wanted)
        if isinstance(got, bool) or not isinstance(got, int | float):
            return False
        return got == number or (look in _UNROUNDED and abs(got - number) <= _LAST_DIGITS * max(1.0, abs(number)))
    return bool(got == ("" if wanted is None else wanted))


def engine_differences(built: Built) -> Iterator[str]:
    """Tell every value of the workbook that is not what the engine found."""
    result, awards, totals = built.book.result, built.awards, built.totals
    markers = built.book.markers
    classes: list[str] = list(result.scheme.classes)
    for row, unit in enumerate(result.units):
        pairs: list[tuple[str, object, object]] = []
        missing = any(one.values[row] == markers.blank for one in built.states)
        whole = not missing or result.scheme.not_reported == "zero"
        for key, one in unit.criteria.items():
            scored = built.criteria[key]
            computed, points = scored.computed.values[row], scored.points.values[row]
            state = {markers.blank: "not-reported", markers.not_assigned: "not-assigned"}.get(str(computed), "ok")
            pairs.append((f"state {key}", state, one.state))
            wanted = None if one.points is None else Fraction(one.points)
            pairs.append((f"points {key}", points if isinstance(points, Fraction) else None, wanted))
        for key, given in unit.bonuses.items():
            pairs.append((f"bonus {key}", built.bonuses[key].points.values[row] or Fraction(0), Fraction(given)))
        for key, given in unit.penalties.items():
            pairs.append((f"penalty {key}", built.penalties[key].points.values[row] or Fraction(0), Fraction(given)))
        for key, (points_, _) in unit.sections.items():
            value = totals.section_columns[key].values[row]
            if isinstance(value, Fraction):
                pairs.append((f"section {key}", value, Fraction(points_)))
        pairs += [
            ("base", totals.base.values[row], Fraction(unit.base)),
            ("assigned", totals.of.value(row), unit.assigned_weight),
            ("bonuses", totals.bonus.values[row], Fraction(unit.bonus_counted)),
            ("penalties", totals.penalty.values[row], Fraction(unit.penalty_counted)),
            ("total", totals.total.values[row], Fraction(unit.total) if whole else markers.blank),
            ("ranked", awards.ranked.values[row] == 1, unit.state == "ranked"),
            ("rank", awards.rank.values[row], "" if unit.rank is None else unit.rank),
            ("tied", awards.tied.values[row] == 1, unit.tied),
            (
                "knock-outs",
                tuple(key for key, one in awards.knock_outs.items() if one.values[row] == 1),
                unit.knock_outs,
            ),
        ]
        if awards.klass is not None and awards.natural is not None:
            place = [None, *classes].index
            pairs.append(("class", awards.klass.values[row], place(unit.klass)))
            pairs.append(("natural class", awards.natural.values[row], place(unit.natural_class)))
        for key, title in unit.titles.items():
            pairs.append((f"title {key}", awards.titles[key].values[row], built.book.say(title.state)))
            pairs.append((f"place {key}", awards.places[key].values[row] or 0, title.place))
            pairs.append((f"quota {key}", awards.quotas[key].values[row], title.quota))
        yield from (f"{unit.unit} {what}: {got!r}, not {want!r}" for what, got, want in pairs if got != want)


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
        values[f"{name}?"] = [int(cell is State.NOT_ASSIGNED) for cell in cells]
        schema |= {name: nw.Int64, f"{name}?": nw.Int8}
        known = [one for one in numbers if one is not None] or [0]
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
        spec.name if spec.shared else f"{owner}.{spec.name}": (
            spec,
            None if spec.shared else owner,
            [row[spec.name] for row in data.rows],
        )
        for spec in specs
    }
