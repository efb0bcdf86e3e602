"""Figures in, all together: what was found batch by batch is put together."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Final, Generic, TypeVar

import attrs
import polars as pl

from dvk_scoring.engines.folder.intake import FILE, LINE, Keys, Look, Source
from dvk_scoring.engines.folder.parts import Parts, Repeats
from dvk_scoring.engines.folder.places import root_of
from dvk_scoring.engines.folder.sealed import opened
from dvk_scoring.figures.columns import needed_columns
from dvk_scoring.figures.figure_set import FigureColumn
from dvk_scoring.figures.reported import check_columns
from dvk_scoring.figures.scale import FEWEST
from dvk_scoring.figures.table import LIMIT, MOST_BY_HAND, DecimalMark, clean_headings, more_than
from dvk_scoring.figures.validate import Checked, Extent, shown_number
from dvk_scoring.formula.program import MOST_ROWS
from dvk_scoring.problem import DvkError, Place, Problem, has_errors, problem, sort_problems
from dvk_scoring.text import Text

if TYPE_CHECKING:
    from dvk_scoring.engines.folder.parts import Row
    from dvk_scoring.scheme.model import Scheme

_ALL: Final = 2**30
_REFUSED: Final[Mapping[str, Text]] = {
    "figure": Text(vi="bảng dọc (cột “figure”)", en="a long table (column “figure”)"),
    "voice": Text(vi="số liệu nhiều bước chấm (cột “voice”)", en="figures in several voices (column “voice”)"),
}
P = TypeVar("P", bound=Parts)


@attrs.frozen
class Seen(Generic[P]):
    """What a folder of figures holds: its rows as they are, how they are read, their columns, warnings and notes."""

    raw: P
    source: Source
    columns: Mapping[str, FigureColumn]
    problems: tuple[Problem, ...]


def look(raw: P, scheme: Scheme, path: str, mark: DecimalMark) -> Seen[P]:
    """Look at the units of a Parquet folder or file; ``raw`` has the columns ``FILE`` and ``LINE`` besides.

    Raises:
        DvkError: All that is wrong with it, at once; for many units each problem with its first places.
    """
    headings = _headings(raw, scheme, path)
    refused = [told for name, told in _REFUSED.items() if name in headings and (name == "figure" or scheme.voices)]
    if refused:
        raise DvkError([problem("DVK-E301", Place(file=path), what=told) for told in refused])
    units = raw.count()
    if not units:
        raise DvkError([problem("DVK-D103", Place(file=path))])
    if units > MOST_ROWS:
        raise DvkError([problem("DVK-E108", units=units, most=MOST_ROWS)])
    source = Source(path, root_of(path), mark, scheme.columns, partial=units > MOST_BY_HAND)
    looked = (raw if source.partial else raw.whole()).mapped(Look(scheme, source))
    by_kind: dict[str, list[Row]] = {}
    for row in looked.findings(LIMIT if source.partial else _ALL):
        by_kind.setdefault(row["kind"], []).append(row)
    columns = _columns(scheme, by_kind.get("column", ()))
    problems = _problems(by_kind, partial=source.partial)
    if source.partial:
        problems += _whole(scheme, by_kind, headings.values(), units)
    # Files may share a unit between them: of a folder each row is a unit.
    if source.partial or not has_errors(problems):
        headed = [name for name, heading in headings.items() if heading == "unit"]
        repeats = raw.only([*headed, FILE, LINE]).mapped(Keys(scheme, source)).repeats(LIMIT)
        problems += _again(source, repeats) + (_twins(repeats) if source.partial else [])
    if has_errors(problems):
        raise DvkError(problems)
    return Seen(raw, source, columns, sort_problems(problems))


def _headings(raw: Parts, scheme: Scheme, path: str) -> dict[str, str]:
    names = [name for name in raw.columns if name not in (FILE, LINE)]
    return dict(zip(names, clean_headings(names, Place(file=path), lambda _: "", scheme.columns), strict=True))


def _columns(scheme: Scheme, rows: Sequence[Row]) -> Mapping[str, FigureColumn]:
    told = {row["name"]: row for row in rows}
    return {
        name: FigureColumn(name, spec, criterion, row["blank"], row["kp"], row["low"], row["high"])
        for name, (spec, criterion) in scheme.figure_columns.items()
        if (row := told.get(name)) is not None
    }


def _problems(by_kind: Mapping[str, Sequence[Row]], *, partial: bool) -> list[Problem]:
    """Put the problems together: of each the first places, and how many there are besides."""
    more = {(row["name"], row["header"]): row["count"] for row in by_kind.get("more", ())}
    problems: list[Problem] = []
    for row in by_kind.get("problem", ()):
        if partial and row["name"] == "DVK-D412":  # told once for all parts
            continue
        shown = [opened(bytes(detail)) for detail in row["first"]]
        problems += shown
        # Of a part no more than some are told either.
        if partial:
            total = row["count"] + more.get((row["name"], row["header"]), 0)
            problems += more_than(total, shown[0].place.file, row["header"] or None, code=row["name"])
    return problems


def _again(source: Source, repeats: Repeats) -> list[Problem]:
    """Tell the ids that are there twice."""
    problems: list[Problem] = []
    first: dict[str, Row] = {}
    for row in repeats.rows:
        if row["unit"] in first:
            place = Place(file=row["file"], line=row["line"], header="unit", unit=row["unit"])
            before = first[row["unit"]]
            where = before["line"] if before["file"] == row["file"] else f"{before['file']}:{before['line']}"
            problems.append(problem("DVK-D412", place, first=where, figure=""))
        first.setdefault(row["unit"], row)
    return problems[:LIMIT] + more_than(repeats.again, source.path, "unit", code="DVK-D412")


def _twins(repeats: Repeats) -> list[Problem]:
    """Tell the ids that differ in capital letters only."""
    problems = [problem("DVK-D407", Place(unit=ids[0]), ids=", ".join(ids)) for ids in repeats.spellings]
    return problems + more_than(repeats.twins, None, "unit", code="DVK-D407")


def _whole(
    scheme: Scheme, by_kind: Mapping[str, Sequence[Row]], headings: Collection[str], units: int
) -> list[Problem]:
    """Tell what only all units together can: columns that no file has, percents that are all ratios."""
    wanted = scheme.figure_columns
    clusters = pl.DataFrame({"cluster": [row["name"] for row in by_kind.get("cluster", ())]}, {"cluster": pl.String})
    extents = {name: Extent(None, None, units, 0) for name in wanted}
    present = {name for name in wanted if name in headings}
    problems = check_columns(scheme, Checked(clusters, 0, extents, (), wanted), present, needed_columns(scheme))
    for row in by_kind.get("column", ()):
        spec, criterion = wanted[row["name"]]
        percents = spec.kind == "decimal" and spec.measure == "percent" and spec.low >= 0 and spec.high > 1
        if percents and 0 < row["high"] <= 10**spec.places and row["count"] >= FEWEST:
            place = Place(header=row["name"], criterion=criterion)
            problems.append(problem("DVK-D317", place, label=spec.label, high=shown_number(row["high"], spec)))
    return problems
