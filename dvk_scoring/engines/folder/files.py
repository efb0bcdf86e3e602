"""The files of a folder of Parquet on this machine, read batch by batch."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final
from urllib.parse import unquote

import attrs
import polars as pl

from dvk_scoring.engines.folder.intake import FILE, LINE
from dvk_scoring.engines.folder.local import LocalParts
from dvk_scoring.engines.folder.places import address_of
from dvk_scoring.figures.table import check_width, guarded
from dvk_scoring.problem import DvkError, Place, Problem, library_reason, not_opened, problem, system_reason
from dvk_scoring.text import visible

ROWS: Final = 250_000
"""Units that are computed at once."""
_HIVE: Final = re.compile(r"([^=]+)=(.*)")
_NO_VALUE: Final = "__HIVE_DEFAULT_PARTITION__"


@attrs.frozen
class _File:
    """A file of the folder: its rows, and the columns that its folders' names give."""

    path: Path
    name: str
    rows: int
    schema: Mapping[str, pl.DataType]
    told: Mapping[str, str | None]


@contextmanager
def opened_folder(path: str, target: str) -> Iterator[LocalParts]:
    """Open a folder or file of Parquet; what is held meanwhile lies beside the target, and is gone afterwards.

    Raises:
        DvkError: There is no such, or a file in it is no Parquet.
    """
    files = _files(Path(path))
    schema = _schema(files)

    def batches(names: Sequence[str]) -> Iterator[pl.DataFrame]:
        for file in files:
            yield from _read(file, names, schema)

    beside = Path(target).absolute().parent
    try:
        with TemporaryDirectory(prefix=f".{Path(target).name}.", dir=beside) as room:
            yield LocalParts(batches, schema, Path(room), list(schema), rows=sum(file.rows for file in files))
    except OSError as error:  # the disk is full, or is not to be written on
        raise DvkError([problem("DVK-O203", Place(file=target), reason=system_reason(error))]) from None


def _files(path: Path) -> list[_File]:
    """List the files; of a folder, as Spark takes them, all but those whose name starts with a point or a dash below.

    Raises:
        DvkError: There are none; all that are no Parquet.
    """
    if not path.exists():
        raise DvkError([not_opened(str(path))])
    files: list[_File] = []
    problems: list[Problem] = []
    for file in [path] if path.is_file() else sorted(_inside(path)):
        try:
            files.append(_opened(file, path))
        except DvkError as error:
            problems += error.problems
    if problems:
        raise DvkError(problems)
    if not files:
        raise DvkError([problem("DVK-D103", Place(file=str(path)))])
    return files


def _inside(top: Path) -> Iterator[Path]:
    """Give the files of a folder, those of folders that it links to as well; none is left out because it is refused.

    Raises:
        DvkError: A folder cannot be read.
    """

    def refuse(error: OSError) -> None:
        raise DvkError([not_opened(visible(error.filename), error)])

    for folder, folders, names in os.walk(top, onerror=refuse, followlinks=True):
        below = Path(folder)
        if below != top and below.resolve() in {path.resolve() for path in below.parents}:  # a link back up
            folders.clear()
            continue
        folders[:] = [name for name in folders if name[0] not in "._"]
        files = (below / name for name in names if name[0] not in "._")
        yield from (file for file in files if file.is_file() or file.is_symlink())


def _opened(file: Path, top: Path) -> _File:
    name = visible(str(file))
    if not file.is_file():
        raise DvkError([not_opened(name)])
    damaged = _damaged(name)
    scan = pl.scan_parquet(file, glob=False, hive_partitioning=False)
    schema = guarded(scan.collect_schema, damaged)
    check_width(schema.len(), name)
    rows = guarded(lambda: scan.select(pl.len()).collect(), damaged).item()
    parts = (_HIVE.fullmatch(part) for part in file.relative_to(top).parts[:-1])
    told = {match_[1]: None if match_[2] == _NO_VALUE else unquote(match_[2]) for match_ in parts if match_}
    if twice := told.keys() & schema.keys():
        raise DvkError(problem("DVK-E306", Place(file=name, header=header)) for header in sorted(twice))
    return _File(file, name, rows, schema, told)


def _schema(files: Sequence[_File]) -> dict[str, pl.DataType]:
    """Give the columns of all files together.

    Raises:
        DvkError: Files do not agree on what a column holds.
    """
    columns: dict[str, tuple[pl.DataType, str]] = {}
    problems: dict[str, Problem] = {}
    for file in files:
        for name, dtype in {**file.schema, **dict.fromkeys(file.told, pl.String())}.items():
            before, first = columns.get(name, (pl.Null(), file.name))
            joined = _joined(before, dtype)
            if joined is None:
                place = Place(file=file.name, header=name)
                told = problem("DVK-E305", place, type=str(dtype), first=first, before=str(before))
                problems.setdefault(name, told)
            else:
                columns[name] = joined, file.name if before == pl.Null else first
    if problems:
        raise DvkError(problems.values())
    return {**{name: dtype for name, (dtype, _) in columns.items()}, FILE: pl.String(), LINE: pl.Int64()}


def _joined(one: pl.DataType, other: pl.DataType) -> pl.DataType | None:
    """Give a type that holds the values of both as they are, or None."""
    if other in (one, pl.Null):
        return one
    if one == pl.Null:
        return other
    signed = all(dtype.is_integer() and dtype not in (pl.UInt64, pl.Int128, pl.UInt128) for dtype in (one, other))
    return pl.Int64() if signed else None


def _read(file: _File, names: Sequence[str], schema: Mapping[str, pl.DataType]) -> Iterator[pl.DataFrame]:
    there = [name for name in names if name in file.schema]
    told: Mapping[str, Any] = {**file.told, FILE: address_of(file.path)}
    scan = pl.scan_parquet(file.path, glob=False, hive_partitioning=False, row_index_name=LINE).select(*there, LINE)
    added = (pl.lit(told.get(name)).alias(name) for name in names if name not in file.schema and name != LINE)
    whole = scan.with_columns(added).select(pl.col(name).cast(schema[name]) for name in names)
    for start in range(0, file.rows, ROWS):
        yield guarded(lambda start=start: whole.slice(start, ROWS).collect(), _damaged(file.name))  # type: ignore[misc]


def _damaged(name: str) -> Callable[[str], Problem]:
    return lambda reason: problem("DVK-D109", Place(file=name), reason=library_reason(reason))
