"""Parquet in: whole numbers as they are, floats as the decimal they stand for, strings as in CSV."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import narwhals as nw

from dvk_scoring.criteria.figures import FigureSpec
from dvk_scoring.figures.columns import LONG_KEYS
from dvk_scoring.figures.table import (
    LIMIT,
    DecimalMark,
    Table,
    check_width,
    clean_headings,
    digest,
    guarded,
    more_than,
)
from dvk_scoring.problem import DvkError, Place, Problem, problem
from dvk_scoring.text import Text, visible

# A float stands for the decimal that it is within two units in the last place of: 15 digits always come back.
_NEAR = 2.0**-51
_DIGITS = 10**15
# Below this a float of 32 bits tells decimals of the declared places apart, × 10^places; whole numbers up to twice it.
_NARROW = 1 << 23
# A file that unfolds to more than so much of its own size is none that was written for its data.
_UNFOLDED = 1_000
_FREE_CELLS = 100_000_000
_FREE_BYTES = 1_000_000_000
_INDEX = re.compile(r"__index_level_[0-9]+__")
_NAMING = frozenset({nw.String, nw.Categorical, nw.Enum, nw.Boolean})
_FITTING = frozenset({nw.Int8, nw.Int16, nw.Int32, nw.Int64, nw.UInt8, nw.UInt16, nw.UInt32})


def read_parquet(path: Path, mark: DecimalMark, backend: str) -> Table:
    """Read a Parquet file; lines are data rows from 1.

    Raises:
        DvkError: It is damaged, unfolds beyond all bounds, or holds no rows.
    """
    name = visible(str(path))
    frame = _opened(path, name, backend)
    if len(frame) == 0 or not frame.columns:
        raise DvkError([problem("DVK-D103", Place(file=name))])
    headings = clean_headings(frame.columns, Place(file=name), lambda _: True)
    if headings != frame.columns:
        frame = frame.rename(dict(zip(frame.columns, headings, strict=True)))
    indices = [one for one in headings if _INDEX.fullmatch(one)]
    told = [problem("DVK-D136", Place(file=name, header=one), name=one) for one in indices]
    frame = frame.drop(indices)
    keys = {one: dtype for one, dtype in frame.schema.items() if one in LONG_KEYS}
    blank = [one for one in keys if frame[one].null_count() == len(frame)]
    wrong = [one for one, dtype in keys.items() if not (one in blank or dtype in _NAMING or dtype.is_numeric())]
    faults = [
        problem("DVK-D117", Place(file=name, header=one), type=str(keys[one]), label=Text.same(one)) for one in wrong
    ]
    if "unit" in wrong:
        raise DvkError(faults)
    frame = frame.with_columns(nw.lit(None, dtype=nw.String()).alias(one) for one in (*blank, *wrong))
    written = [one for one, dtype in frame.schema.items() if dtype == nw.Decimal or (one in keys and dtype.is_float())]
    frame = frame.with_columns(_bare(one, frame.schema[one], mark) for one in written) if written else frame
    return Table(
        name, "parquet", frame, digest(path), mark, lambda row: row + 1, faults=tuple(faults), told=tuple(told)
    )


def _opened(path: Path, name: str, backend: str) -> nw.DataFrame[Any]:
    """Read the file; a small one may say that it holds more than any memory.

    Raises:
        DvkError: It is damaged, or unfolds beyond all bounds.
    """
    place = Place(file=name)

    def damaged(reason: str) -> Problem:
        return problem("DVK-D109", place, reason=reason)

    with path.open("rb") as file:
        # Rust takes no path that is not UTF-8.
        source: Any = file if name != str(path) else name
        scan = guarded(lambda: nw.scan_parquet(source, backend=backend), damaged)  # type: ignore[arg-type]
        columns = guarded(scan.collect_schema, damaged).len()
        check_width(columns, name)
        rows = guarded(lambda: scan.select(nw.len()).collect(), damaged).item()
        most = _UNFOLDED * path.stat().st_size
        if rows * columns > max(_FREE_CELLS, most):
            raise DvkError([problem("DVK-D137", place, rows=rows, columns=columns)])
        frame = guarded(scan.collect, damaged)
    if frame.estimated_size() > max(_FREE_BYTES, most):
        raise DvkError([problem("DVK-D137", place, rows=rows, columns=columns)])
    return frame


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
    most = _DIGITS
    if dtype == nw.Float32:
        # Written out it is the shortest decimal that it stands for.
        raw = raw.select(nw.col(name).cast(nw.String()).cast(nw.Float64()))
        most = _NARROW << (not spec.places)
    scaled = raw.select(_from_integer(name, spec) if dtype.is_integer() else _from_float(name, spec, most))
    if scaled[name].null_count() == raw[name].null_count():
        return scaled, False, []
    cells = nw.concat([keys.select("row", "unit"), raw.rename({name: "raw"}), scaled], how="horizontal")
    wrong_cells = cells.filter(~nw.col("raw").is_null() & nw.col(name).is_null())
    rows = wrong_cells.head(LIMIT).iter_rows(named=True)
    found = [_bad(table, row["raw"], table.place(row["row"], name, row["unit"], criterion), spec, most) for row in rows]
    return scaled, True, found + more_than(len(wrong_cells), table.path, name, code=found[0].code)


def _from_integer(name: str, spec: FigureSpec) -> nw.Expr:
    power: int = 10**spec.places
    bound = (2**63 - 1) // power
    whole: nw.Expr = nw.when(nw.col(name).is_between(-bound, bound)).then(nw.col(name)).cast(nw.Int64())
    return (whole * power).alias(name)


def _from_float(name: str, spec: FigureSpec, most: int) -> nw.Expr:
    power = float(10**spec.places)
    number = nw.col(name).cast(nw.Float64())
    scaled = (number * power).round(0)
    near = (scaled / power - number).abs() <= number.abs() * _NEAR
    fits = number.is_finite() & near & (scaled.abs() < most)
    return nw.when(fits).then(scaled).cast(nw.Int64()).alias(name)


def _bad(table: Table, value: Any, place: Place, spec: FigureSpec, most: int) -> Problem:
    code = "DVK-D303"
    if isinstance(value, float) and (value != value or abs(value) == float("inf")):  # noqa: PLR0124 - NaN is not itself
        code = "DVK-D305"
    elif most < _DIGITS and abs(value) * 10**spec.places >= most:
        code = "DVK-D138"
    elif abs(value) >= _DIGITS:
        code = "DVK-D307"
    return problem(code, place, value=value, label=spec.label, places=spec.places, file=table.path)


def _bare(name: str, dtype: Any, mark: DecimalMark) -> nw.Expr:
    """Write a decimal or a float as text without the zeros that its type adds, with the mark of the file."""
    text = nw.col(name).cast(nw.String())
    if dtype.is_float():
        bare = text.str.replace(r"\.0$", "")
    else:
        stripped = text.str.strip_chars_end("0").str.strip_chars_end(".")
        bare = nw.when(text.str.contains(r"\.")).then(stripped).otherwise(text)
    marked = bare.str.replace_all(".", ",", literal=True) if mark == "comma" else bare
    return marked.alias(name)
