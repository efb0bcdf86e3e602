"""What is spoiled and then read: figures in each form, returned forms, rulings, schemes."""

from __future__ import annotations

import io
import random
import tempfile
from collections.abc import Callable, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Final

import attrs
import openpyxl
import polars as pl

from dvk_scoring import load_scheme, read_rulings, read_sample, score
from dvk_scoring.analysis.compare import Difference
from dvk_scoring.criteria.registry import Registry
from dvk_scoring.figures.read import read_figures
from dvk_scoring.forms.collect import collect_forms
from dvk_scoring.forms.collected import CollectOrder
from dvk_scoring.forms.make import FormOrder, make_forms
from dvk_scoring.problem import DvkError, Problem, has_errors
from dvk_scoring.report.changes.told import tell_changes
from dvk_scoring.report.rules.document import tell_rules
from dvk_scoring.run import plans_for, prove
from dvk_scoring.scheme.check import check_scheme
from dvk_scoring.scheme.compare import compare_schemes
from dvk_scoring.scheme.document import read_document
from dvk_scoring.scheme.model import Scheme
from dvk_scoring.scheme.read import read_scheme
from dvk_scoring.scheme.rulings import in_force, load_rulings
from dvk_scoring.scheme.table import Reading
from dvk_scoring.scoring.plan import Plans
from dvk_scoring.text import Language
from tests.fuzz.mutations import CELLS, any_of, spoil_archive, spoil_bytes, spoil_csv, spoil_toml
from tests.fuzz.values import spoil_values
from tests.made_ods import ods, row, sheet

ROOT: Final = Path(__file__).parents[2]
WIDE: Final = (
    "unit,name,cluster,people,satisfied,area,calm,cases.over,cases.under,quality.points,posted.passed,"
    "panel.marks.1,panel.marks.2,panel.marks.3\n"
    "u1,Phường Một,wards,1000,92.5,12.345,yes,7,12,28.5,có,9,9.5,8\n"
    "u2,Phường Hai,wards,2000,80,-3,no,0,0,30,no,8,KP,7.5\n"
    "u3,Phòng Ba,departments,,,0,KP,KP,KP,27,,7.5,8,\n"
)
LONG: Final = (
    "unit,cluster,figure,value,voice,reason\nu1,wards,people,1000,claimed,\nu1,wards,cases.under,12,claimed,\n"
    "u1,wards,cases.under,11,final,Sai sổ\nu2,wards,satisfied,92.5,claimed,\nu3,departments,panel.marks.1,KP,final,x\n"
)
UNITS: Final = {"u1": "wards", "u2": "wards", "u3": "departments"}
LANGUAGES: Final[tuple[Language, ...]] = ("vi", "en")
TYPES: Final = (
    pl.String, pl.Int8, pl.Int64, pl.UInt64, pl.Float32, pl.Float64, pl.Boolean, pl.Decimal(20, 3), pl.Date,
    pl.Datetime("us"), pl.Duration("us"), pl.Time, pl.List(pl.Int64), pl.Struct({"a": pl.Int64}), pl.Binary,
    pl.Categorical, pl.Null,
)  # fmt: skip


@attrs.frozen
class Subject:
    """Something that is read.

    Attributes:
        spoiled: Makes a spoiled file.
        read: Reads it from a path, to the end of what can be done with it.
        weight: How often it is tried beside the others: what is quickly read, the oftener.
    """

    spoiled: Callable[[random.Random], bytes]
    read: Callable[[Path], tuple[Problem, ...]]
    weight: int = 1


@cache
def subjects() -> Mapping[str, Subject]:
    """Give the subjects by name; the files that they begin with are made once."""
    csv, long = WIDE.encode(), LONG.encode()
    ruled = (ROOT / "tests" / "fuzz" / "rulings.toml").read_bytes()
    rulings = [(ROOT / "configs" / one / "rulings.toml").read_bytes() for one in ("dan-van-kheo-2020", "stage-contest")]
    schemes = [one.read_bytes() for one in sorted(ROOT.glob("configs/*/scheme.toml"))]
    schemes.append((ROOT / "tests" / "properties" / "whole_scheme.toml").read_bytes())
    bare = [one.partition(b"\n[sample]")[0] for one in schemes]  # files of samples are not beside them
    return {
        "figures-csv": Subject(any_of(spoil_csv, [csv, long]), _read_figures, 2),
        "figures-bytes": Subject(any_of(spoil_bytes, [csv, long]), _read_figures, 3),
        "figures-xlsx": Subject(any_of(spoil_archive, [_book(WIDE), _book(LONG), _odd_book()]), _read_figures, 2),
        "figures-ods": Subject(any_of(spoil_archive, [_ods(WIDE), _ods(LONG)]), _read_figures, 2),
        "figures-parquet": Subject(_spoiled_parquet, _read_figures),
        "forms-xlsx": Subject(any_of(spoil_archive, [_form(), _book(WIDE)]), _collect, 4),
        "forms-csv": Subject(any_of(spoil_csv, [csv]), _collect),
        "rulings": Subject(any_of(spoil_toml, rulings), _read_rulings, 3),
        "schemes": Subject(any_of(spoil_toml, schemes), _load_scheme, 2),
        "schemes-values": Subject(any_of(spoil_values, bare), _tell_scheme, 6),
        "rulings-values": Subject(any_of(spoil_values, [ruled]), _read_rulings_alone, 12),
    }


@cache
def _plans() -> Plans:
    return plans_for(scheme())


@cache
def scheme() -> Scheme:
    """Give the scheme whose figures are of every kind."""
    return load_scheme(Path(__file__).with_name("scheme.toml"))


def _read_figures(path: Path) -> tuple[Problem, ...]:
    figures = read_figures(scheme(), [path])
    return score(scheme(), figures, plans=_plans()).problems


def _collect(path: Path) -> tuple[Problem, ...]:
    return collect_forms(CollectOrder(scheme(), (path,))).problems


def _read_rulings(path: Path) -> tuple[Problem, ...]:
    shipped, figures = _shipped()
    rulings, problems = read_rulings(shipped, figures, path)
    return (*problems, *score(shipped, figures, rulings).problems)


@cache
def _shipped() -> tuple[Scheme, Any]:
    shipped = load_scheme("dan-van-kheo-2020")
    return shipped, read_sample(shipped)


def _load_scheme(path: Path) -> tuple[Problem, ...]:
    loaded = load_scheme(path)
    prove(loaded)
    return loaded.problems


@cache
def _registry() -> Registry:
    return Registry.of()


def _tell_scheme(path: Path) -> tuple[Problem, ...]:
    """Read a scheme with plugins that were loaded before, and tell what it became."""
    reading = Reading(read_document(str(path)))
    read = read_scheme(reading, None, _registry())
    if read is not None:
        check_scheme(reading, read)
    if read is None or has_errors(reading.problems):
        raise DvkError(reading.problems)
    for language in LANGUAGES:
        tell_rules(read, language)
        tell_changes(Difference(scheme(), read, compare_schemes(scheme(), read)), language)
    return tuple(reading.problems)


def _read_rulings_alone(path: Path) -> tuple[Problem, ...]:
    rulings, problems = load_rulings(path, scheme(), UNITS)
    in_force(rulings, date(2026, 12, 31))
    return problems


def _book(text: str) -> bytes:
    book, out = openpyxl.Workbook(), io.BytesIO()
    for line in text.splitlines():
        book.worksheets[0].append([_number(cell) for cell in line.split(",")])
    book.save(out)
    return out.getvalue()


def _ods(text: str) -> bytes:
    lines = ([_number(cell) for cell in line.split(",")] for line in text.splitlines())
    merged = (
        '<table:table-row table:visibility="filter"><table:table-cell table:number-rows-spanned="2"/></table:table-row>'
    )
    return ods(sheet(*map(row, lines), merged), sheet(row(["unit"]), name="Nháp", told='table:style-name="hidden"'))


def _odd_book() -> bytes:
    """Make a workbook with formats, merged and hidden cells and a second sheet."""
    book, out = openpyxl.Workbook(), io.BytesIO()
    page = book.worksheets[0]
    for line in WIDE.splitlines():
        page.append([_number(cell) for cell in line.split(",")])
    page["E2"].number_format, page["A2"].number_format = "0.0%", "000"
    page["E2"] = 0.925
    page.merge_cells("C2:C3")
    page.row_dimensions[3].hidden = True
    page.column_dimensions["F"].hidden = True
    book.create_sheet("Nháp").sheet_state = "hidden"
    book.save(out)
    return out.getvalue()


def _number(cell: str) -> str | float | None:
    try:
        return float(cell)
    except ValueError:
        return cell or None


def _form() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        output = Path(folder) / "form.xlsx"
        make_forms(FormOrder(scheme()), output)
        return output.read_bytes()


def _spoiled_parquet(chance: random.Random) -> bytes:
    """Make a Parquet file whose columns are of any types."""
    header, *lines = (line.split(",") for line in (LONG if chance.random() < 0.3 else WIDE).splitlines())
    columns: dict[str, pl.Series] = {}
    for at, name in enumerate(header):
        texts = [line[at] if chance.random() < 0.98 else chance.choice(CELLS) for line in lines]
        series = pl.Series([one.encode("utf-8", "replace").decode() for one in texts])
        if chance.random() < 0.15:
            try:
                series = series.cast(chance.choice(TYPES), strict=False)
            except pl.exceptions.PolarsError:
                series = pl.Series([None] * len(texts), dtype=chance.choice(TYPES))
        columns[name if chance.random() < 0.99 else chance.choice(CELLS)] = series
    out = io.BytesIO()
    pl.DataFrame(columns).write_parquet(out)
    return spoil_bytes(chance, out.getvalue()) if chance.random() < 0.3 else out.getvalue()
