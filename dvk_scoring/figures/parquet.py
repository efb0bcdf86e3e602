"""Parquet in: whole numbers as they are, floats as the decimal they stand for, strings as in CSV."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import polars as pl

from dvk_scoring.criteria.figures import FigureSpec
from dvk_scoring.figures.figure_set import FileKind
from dvk_scoring.figures.table import (
    LIMIT,
    MOST_BY_HAND,
    DecimalMark,
    Table,
    are_filled,
    check_width,
    clean_headings,
    digest,
    guarded,
    more_than,
)
from dvk_scoring.formula.names import LONG_KEYS
from dvk_scoring.problem import DvkError, Place, Problem, library_reason, problem
from dvk_scoring.scheme.columns import Columns
from dvk_scoring.text import Text, visible
from dvk_scoring.written import Plain

# A float stands for the decimal that it is within two units in the last place of: 15 digits always come back.
_NEAR = 2.0**-51
_DIGITS = 10**15
# Below this a float of 32 bits tells decimals of the declared places apart, × 10^places; whole numbers up to twice it.
_NARROW = 1 << 23
# A file that unfolds to more than so much of its own size is none that was written for its data.
_UNFOLDED = 1_000
_FREE_CELLS = 100_000_000
_FREE_BYTES = 1_000_000_000
_AS_THEY_ARE: Final = Columns()
_INDEX = re.compile(r"__index_level_[0-9]+__")
_WRITTEN: Final = frozenset({pl.String, pl.Categorical, pl.Enum})
_NAMING: Final = _WRITTEN | {pl.Boolean}
_HALF: Final = -(2**31), 2**31 - 1
_FITTING: Final = frozenset({pl.Int8, pl.Int16, pl.Int32, pl.Int64, pl.UInt8, pl.UInt16, pl.UInt32})


def read_parquet(path: Path, mark: DecimalMark, columns: Columns = _AS_THEY_ARE) -> Table:
    """Read a Parquet file; lines are data rows from 1.

    Raises:
        DvkError: It is damaged, unfolds beyond all bounds, or holds no rows.
    """
    name = visible(str(path))
    return parquet_table(*filled_rows(_opened(path, name), name), name, mark, sha256=digest(path), columns=columns)


def filled_rows(frame: pl.DataFrame, name: str) -> tuple[pl.DataFrame, Callable[[int], int]]:
    """Leave out rows in which nothing stands, as CSV is read, and give what tells the data row, from 1, of the others.

    Raises:
        DvkError: There are no others.
    """
    told = are_filled(without_index(frame))
    rows = None if told is None else told.arg_true()
    kept = frame if rows is None else frame[rows]
    if not len(kept) or not kept.width:
        raise DvkError([problem("DVK-D103", Place(file=name))])
    return kept, _next if rows is None else lambda row: int(rows[row]) + 1


def without_index(frame: pl.DataFrame) -> pl.DataFrame:
    """Leave out what pandas wrote of its index: it stands in every row."""
    return frame.drop(name for name in frame.columns if _INDEX.fullmatch(name))


def _next(row: int) -> int:
    return row + 1


def parquet_table(
    frame: pl.DataFrame,
    lines: Callable[[int], int],
    name: str,
    mark: DecimalMark,
    *,
    sha256: Callable[[], str],
    partial: bool = False,
    kind: FileKind = "parquet",
    columns: Columns = _AS_THEY_ARE,
) -> Table:
    """Make a table of what stands in a Parquet file, or in a part of it; ``lines``: row → data row of the file from 1.

    Raises:
        DvkError: The headings are wrong, or the units' ids are of a type that no text can be made of.
    """
    called = dict(
        zip(frame.columns, clean_headings(frame.columns, Place(file=name), lambda _: "", columns), strict=True)
    )
    headings = [heading for heading in called.values() if heading]
    if headings != frame.columns:
        frame = frame.drop(column for column, heading in called.items() if not heading)
        frame = frame.rename({column: heading for column, heading in called.items() if heading})
    indices = [heading for heading in headings if _INDEX.fullmatch(heading)]
    told = [problem("DVK-D136", Place(file=name, header=index), name=index) for index in indices]
    frame = frame.drop(indices)
    keys = {column: dtype for column, dtype in frame.schema.items() if column in LONG_KEYS}
    blank = [key for key in keys if frame[key].null_count() == len(frame)]
    wrong = [
        key for key, dtype in keys.items() if not (key in blank or dtype.base_type() in _NAMING or dtype.is_numeric())
    ]
    faults = [
        problem("DVK-D117", Place(file=name, header=key), type=str(keys[key]), label=Text.same(key)) for key in wrong
    ]
    if "unit" in wrong:
        raise DvkError(faults)
    frame = frame.with_columns(pl.lit(None, dtype=pl.String).alias(key) for key in (*blank, *wrong))
    written = [
        column for column, dtype in frame.schema.items() if dtype == pl.Decimal or (column in keys and dtype.is_float())
    ]
    frame = frame.with_columns(_bare(column, frame.schema[column], mark) for column in written) if written else frame
    typed = dict.fromkeys(written, frozenset[int]())
    return Table(
        name, kind, frame, sha256, mark, lines, typed=typed, faults=tuple(faults), told=tuple(told), partial=partial
    )


def _opened(path: Path, name: str) -> pl.DataFrame:
    """Read the file; a small one may say that it holds more than any memory.

    Raises:
        DvkError: It is damaged, or unfolds beyond all bounds.
    """
    place = Place(file=name)

    def damaged(reason: str) -> Problem:
        return problem("DVK-D109", place, reason=library_reason(reason))

    with path.open("rb") as file:
        # By its handle: a path is mapped into memory whole, and one that is not UTF-8 is not taken.
        scan = guarded(lambda: pl.scan_parquet(file), damaged)
        columns = guarded(scan.collect_schema, damaged).len()
        check_width(columns, name)
        rows = guarded(lambda: scan.select(pl.len()).collect(), damaged).item()
        most = _UNFOLDED * path.stat().st_size
        if rows * columns > max(_FREE_CELLS, most):
            raise DvkError([problem("DVK-D137", place, rows=rows, columns=columns)])
        frame = guarded(lambda: _collected(scan) if rows > MOST_BY_HAND else scan.collect(), damaged)
    if frame.estimated_size() > max(_FREE_BYTES, most):
        raise DvkError([problem("DVK-D137", place, rows=rows, columns=columns)])
    return frame


def _collected(scan: pl.LazyFrame) -> pl.DataFrame:
    """Read many rows: whole numbers in 32 bits where these hold them, on the way, so that they take half the memory."""
    wide = [name for name, dtype in scan.collect_schema().items() if dtype == pl.Int64]
    try:
        return scan.with_columns(pl.col(wide).cast(pl.Int32)).collect(engine="streaming")
    except pl.exceptions.InvalidOperationError:  # some are larger
        pass
    fits = scan.select(pl.col(wide).is_between(*_HALF).all()).collect(engine="streaming").row(0, named=True)
    narrow = [name for name in wide if fits[name]]
    return scan.with_columns(pl.col(narrow).cast(pl.Int32)).collect(engine="streaming")


def is_text(dtype: pl.DataType, spec: FigureSpec) -> bool:
    """Tell whether a column is read as text: strings, and whole numbers that are ids of a choice."""
    return dtype.base_type() in _WRITTEN or (spec.kind == "choice" and dtype.is_integer())


def read_typed(
    table: Table, raw: pl.Series, keys: pl.DataFrame, spec: FigureSpec, criterion: str | None
) -> tuple[pl.Series, bool, list[Problem]]:
    """Read one column of numbers or yes/no.

    Returns:
        The column as whole numbers × 10^places (Int64, of many rows Int32 where that holds them), whether a cell could
        not be read, and the problems.
    """
    name, dtype = raw.name, raw.dtype
    nothing = pl.Series(name, [None], pl.Int64).new_from_index(0, len(raw))
    if raw.null_count() == len(raw):
        return nothing, False, []
    if dtype == pl.Boolean and spec.kind == "yes-no":
        return raw.cast(pl.Int64), False, []
    if not dtype.is_numeric() or spec.kind == "choice":
        place = Place(file=table.path, header=name, criterion=criterion)
        return nothing, True, [problem("DVK-D117", place, type=str(dtype), label=spec.label)]
    if dtype in _FITTING and not spec.places:
        return raw if dtype == pl.Int32 and len(raw) > MOST_BY_HAND else raw.cast(pl.Int64), False, []
    most = _DIGITS
    if dtype == pl.Float32:
        # Written out it is the shortest decimal that it stands for.
        raw = raw.cast(pl.String).cast(pl.Float64)
        most = _NARROW << (not spec.places)
    read = _from_integer(name, spec) if dtype.is_integer() else _from_float(name, spec, most)
    scaled = raw.to_frame().select(read)[name]
    if scaled.null_count() == raw.null_count():
        half = len(raw) > MOST_BY_HAND and scaled.is_between(*_HALF).all()
        return scaled.cast(pl.Int32) if half else scaled, False, []
    wrong = keys.select("row", "unit", raw=raw).filter(raw.is_not_null() & scaled.is_null())
    rows = wrong.head(LIMIT).iter_rows(named=True)
    problems = [
        _bad(table, row["raw"], table.place(row["row"], name, row["unit"], criterion), spec, most) for row in rows
    ]
    return scaled, True, problems + more_than(len(wrong), table.path, name, code=problems[0].code)


def _from_integer(name: str, spec: FigureSpec) -> pl.Expr:
    power: int = 10**spec.places
    bound = (2**63 - 1) // power
    whole: pl.Expr = pl.when(pl.col(name).is_between(-bound, bound)).then(pl.col(name)).cast(pl.Int64())
    return (whole * power).alias(name)


def _from_float(name: str, spec: FigureSpec, most: int) -> pl.Expr:
    power = float(10**spec.places)
    number = pl.col(name).cast(pl.Float64())
    scaled = (number * power).round(0)
    near = (scaled / power - number).abs() <= number.abs() * _NEAR
    fits = number.is_finite() & near & (scaled.abs() < most)
    return pl.when(fits).then(scaled).cast(pl.Int64()).alias(name)


def _bad(table: Table, value: Any, place: Place, spec: FigureSpec, most: int) -> Problem:
    code = "DVK-D303"
    if isinstance(value, float) and (value != value or abs(value) == float("inf")):  # noqa: PLR0124 - NaN is not itself
        code = "DVK-D305"
    elif most < _DIGITS and abs(value) * 10**spec.places >= most:
        code = "DVK-D138"
    elif abs(value) >= _DIGITS:
        code = "DVK-D307"
    shown = Plain(str(value).removesuffix(".0"))
    return problem(code, place, value=shown, label=spec.label, places=spec.places, file=table.path)


def _bare(name: str, dtype: pl.DataType, mark: DecimalMark) -> pl.Expr:
    """Write a decimal or a float as text without the zeros that its type adds, with the mark of the file."""
    text = pl.col(name).cast(pl.String())
    if dtype.is_float():
        bare = text.str.replace(r"\.0$", "")
    else:
        stripped = text.str.strip_chars_end("0").str.strip_chars_end(".")
        bare = pl.when(text.str.contains(r"\.")).then(stripped).otherwise(text)
    marked = bare.str.replace_all(".", ",", literal=True) if mark == "comma" else bare
    return marked.alias(name)
