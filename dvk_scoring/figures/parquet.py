"""Parquet in: whole numbers as they are, floats as the decimal they stand for, strings as in CSV."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import narwhals as nw

from dvk_scoring.criteria.figures import FigureSpec
from dvk_scoring.figures.table import LIMIT, DecimalMark, Table, clean_headings, digest, guarded, more_than
from dvk_scoring.problem import DvkError, Place, Problem, problem

# A float stands for the decimal that it is within two units in the last place of: 15 digits always come back.
_NEAR = 2.0**-51
_DIGITS = 10**15
_FITTING = frozenset({nw.Int8, nw.Int16, nw.Int32, nw.Int64, nw.UInt8, nw.UInt16, nw.UInt32})


def read_parquet(path: Path, mark: DecimalMark, backend: str) -> Table:
    """Read a Parquet file; lines are data rows from 1.

    Raises:
        DvkError: It is damaged, or holds no rows.
    """
    name = str(path)
    frame = guarded(
        lambda: nw.read_parquet(str(path), backend=backend),  # type: ignore[arg-type]
        lambda reason: problem("DVK-D109", Place(file=name), reason=reason),
    )
    if len(frame) == 0 or not frame.columns:
        raise DvkError([problem("DVK-D103", Place(file=name))])
    headings = clean_headings(frame.columns, Place(file=name), lambda _: True)
    if headings != frame.columns:
        frame = frame.rename(dict(zip(frame.columns, headings, strict=True)))
    decimals = [name for name, dtype in frame.schema.items() if dtype == nw.Decimal]
    frame = frame.with_columns(_bare(name, mark) for name in decimals) if decimals else frame
    return Table(name, "parquet", frame, digest(path), mark, lambda row: row + 1)


def is_text(dtype: Any, spec: FigureSpec) -> bool:
    """Tell whether a column is read as text: strings, and whole numbers that are ids of a choice."""
    return dtype in {nw.String, nw.Categorical, nw.Enum} or (spec.kind == "choice" and dtype.is_integer())


def read_typed(
    table: Table, raw: nw.DataFrame[Any], keys: nw.DataFrame[Any], spec: FigureSpec, criterion: str | None
) -> tuple[nw.DataFrame[Any], bool, list[Problem]]:
    """Read one column of numbers or yes/no.

    Returns:
        The column as Int64 × 10^places, whether a cell could not be read, and the problems.
    """
    (name,) = raw.columns
    dtype = raw.schema[name]
    if raw[name].null_count() == len(raw):
        return raw.select(nw.lit(None, dtype=nw.Int64()).alias(name)), False, []
    if dtype == nw.Boolean and spec.kind == "yes-no":
        return raw.select(nw.col(name).cast(nw.Int64())), False, []
    if not dtype.is_numeric() or spec.kind == "choice":
        wrong = problem(
            "DVK-D117", Place(file=table.path, header=name, criterion=criterion), type=str(dtype), label=spec.label
        )
        return raw.select(nw.lit(None, dtype=nw.Int64()).alias(name)), True, [wrong]
    if dtype in _FITTING and not spec.places:
        return raw.select(nw.col(name).cast(nw.Int64())) if dtype != nw.Int64 else raw, False, []
    scaled = raw.select(_from_integer(name, spec) if dtype.is_integer() else _from_float(name, spec))
    if scaled[name].null_count() == raw[name].null_count():
        return scaled, False, []
    cells = nw.concat([keys.select("row", "unit"), raw.rename({name: "raw"}), scaled], how="horizontal")
    wrong_cells = cells.filter(~nw.col("raw").is_null() & nw.col(name).is_null())
    rows = wrong_cells.head(LIMIT).iter_rows(named=True)
    found = [_bad(table, row["raw"], table.place(row["row"], name, row["unit"], criterion), spec) for row in rows]
    return scaled, True, found + more_than(len(wrong_cells), table.path, name, code=found[0].code)


def _from_integer(name: str, spec: FigureSpec) -> nw.Expr:
    power: int = 10**spec.places
    bound = (2**63 - 1) // power
    whole: nw.Expr = nw.when(nw.col(name).is_between(-bound, bound)).then(nw.col(name)).cast(nw.Int64())
    return (whole * power).alias(name)


def _from_float(name: str, spec: FigureSpec) -> nw.Expr:
    power = float(10**spec.places)
    number = nw.col(name).cast(nw.Float64())
    scaled = (number * power).round(0)
    near = (scaled / power - number).abs() <= number.abs() * _NEAR
    fits = number.is_finite() & near & (scaled.abs() < _DIGITS)
    return nw.when(fits).then(scaled).cast(nw.Int64()).alias(name)


def _bad(table: Table, value: Any, place: Place, spec: FigureSpec) -> Problem:
    code = "DVK-D303"
    if isinstance(value, float) and (value != value or abs(value) == float("inf")):  # noqa: PLR0124 - NaN is not itself
        code = "DVK-D305"
    elif abs(value) >= _DIGITS:
        code = "DVK-D307"
    return problem(code, place, value=value, label=spec.label, places=spec.places, file=table.path)


def _bare(name: str, mark: DecimalMark) -> nw.Expr:
    """Write a decimal as text without the zeros that its type adds, with the mark of the file."""
    text = nw.col(name).cast(nw.String())
    bare = text.str.strip_chars_end("0").str.strip_chars_end(".")
    written: nw.Expr = nw.when(text.str.contains(r"\.")).then(bare).otherwise(text)
    marked = written.str.replace_all(".", ",", literal=True) if mark == "comma" else written
    return marked.alias(name)
