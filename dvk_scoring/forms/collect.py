"""Returned forms in: what can be taken is taken, and what cannot is told cell by cell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

import attrs

from dvk_scoring.figures.columns import figure_columns
from dvk_scoring.figures.table import LIMIT
from dvk_scoring.forms import words
from dvk_scoring.forms.collected import Collected, CollectedUnit, CollectOrder
from dvk_scoring.forms.judge import Judged, judge
from dvk_scoring.forms.known import KnownUnit, read_units
from dvk_scoring.forms.layout import Asked
from dvk_scoring.forms.make import check_voice
from dvk_scoring.forms.once import counted_once
from dvk_scoring.forms.returned import UnitReturn, read_form
from dvk_scoring.forms.sources import read_grids, returned_files
from dvk_scoring.forms.tables import Grid, read_table
from dvk_scoring.forms.whose import find_unit
from dvk_scoring.problem import DvkError, Place, Problem, problem, sort_problems
from dvk_scoring.text import Text


def collect_forms(order: CollectOrder) -> Collected:
    """Read returned forms, one file at a time.

    Raises:
        DvkError: There is no form, the list of units is wrong, the voice is unknown, or nothing at all can be taken.
    """
    check_voice(order.scheme, order.voice)
    paths = returned_files(order.forms)
    known, found = read_units(order.scheme, order.units, (), "", order.mark(order.units))
    listed = {one.unit: one for one in known}
    returns: list[UnitReturn] = []
    problems = list(found)
    for path in paths:
        try:
            read, wrong = _read(order, path)
        except DvkError as error:
            problems += error.problems
            continue
        returns += read
        problems += wrong
    returns, wrong = _of_one_voice(order, returns)
    problems += wrong
    came, wrong = _judged(order, listed, returns)
    problems += wrong
    return _put_together(order, listed, came, problems, len(paths))


def _read(order: CollectOrder, path: Path) -> tuple[list[UnitReturn], list[Problem]]:
    """Read the forms of a file; a file without any is read as a table made by hand.

    Raises:
        DvkError: It can be read as neither.
    """
    mark = order.mark(path)
    grids: list[Grid] = []
    forms: list[UnitReturn] = []
    problems: list[Problem] = []
    for grid in read_grids(path, mark):
        read = read_form(order.scheme, grid.file, grid.cells, mark)
        if read is None:
            grids.append(grid)
            continue
        form, found = read
        problems += found
        forms += [form] if form is not None else []
    if forms or problems:
        return forms, problems
    asked, voice = _by_hand(order)
    for grid in grids:
        table = read_table(order.scheme, grid, asked, voice, mark)
        if table is not None:
            return table
    sheets = ", ".join(filter(None, (grid.cells.name for grid in grids)))
    example = ", ".join(list(figure_columns(order.scheme))[:4])
    raise DvkError([problem("DVK-O531", Place(file=str(path)), sheets=sheets, example=example)])


def _by_hand(order: CollectOrder) -> tuple[Asked, str]:
    """Say whose figures, in which voice, a table made by hand holds."""
    if order.committee:
        return "committee", order.voice
    first = order.scheme.voices[0] if order.scheme.voices else ""
    return ("unit" if order.voice in ("", first) else "all"), order.voice or first


def _of_one_voice(order: CollectOrder, returns: Sequence[UnitReturn]) -> tuple[list[UnitReturn], list[Problem]]:
    """Keep those that speak in the voice that is collected: the one asked for, else that of most."""
    spoken = Counter((one.voice, one.asked) for one in returns if order.voice in ("", one.voice))
    if order.committee:
        spoken = Counter({key: count for key, count in spoken.items() if key[1] == "committee"})
    wanted = spoken.most_common(1)[0][0] if spoken else (order.voice, "committee" if order.committee else "unit")
    kept = [one for one in returns if (one.voice, one.asked) == wanted]
    found = [
        problem(
            "DVK-O519",
            attrs.evolve(one.place, unit=one.unit or None),
            said=_spoken(order, one.voice, one.asked),
            wanted=_spoken(order, *wanted),
        )
        for one in returns
        if (one.voice, one.asked) != wanted
    ]
    return kept, found


def _spoken(order: CollectOrder, voice: str, asked: str) -> Text:
    return words.spoken(asked, order.scheme.voice_titles.get(voice), voice)


def _judged(
    order: CollectOrder, listed: Mapping[str, KnownUnit], returns: Sequence[UnitReturn]
) -> tuple[dict[str, list[tuple[UnitReturn, Judged]]], list[Problem]]:
    """Tell whose each return is, and hold its cells to the scheme."""
    clusters = order.scheme.clusters
    came: dict[str, list[tuple[UnitReturn, Judged]]] = {}
    problems: list[Problem] = []
    for one in returns:
        unit, found = find_unit(one, order.scheme, listed if order.units is not None else None)
        problems += found
        if unit is None:
            continue
        kind = clusters[unit.cluster].kind if unit.cluster in clusters else one.kind
        named = attrs.evolve(one, unit=unit.unit, name=unit.name, cluster=unit.cluster, kind=kind)
        judged = judge(order.scheme, _placed(named), unit.given, order.mark(one.place.file))
        problems += judged.problems
        came.setdefault(unit.unit, []).append((named, judged))
    return came, problems


def _placed(one: UnitReturn) -> UnitReturn:
    """Name the unit in the places of its cells, now that it is known."""
    entries = (attrs.evolve(entry, place=attrs.evolve(entry.place, unit=one.unit)) for entry in one.entries)
    return attrs.evolve(one, entries=tuple(entries))


def _put_together(
    order: CollectOrder,
    listed: Mapping[str, KnownUnit],
    came: Mapping[str, Sequence[tuple[UnitReturn, Judged]]],
    problems: list[Problem],
    files: int,
) -> Collected:
    """Put together what came.

    Raises:
        DvkError: Nothing can be taken.
    """
    units: list[CollectedUnit] = []
    for unit in sorted(came, key=list(listed).index) if order.units is not None else came:
        one, found = counted_once(came[unit])
        units.append(one)
        problems += found
    out = [unit for unit in listed if unit not in came]
    if out:
        shown = ", ".join(out[:LIMIT]) + (", …" if len(out) > LIMIT else "")
        problems.append(problem("DVK-O526", count=len(out), total=len(listed), units=shown))
    if not any(one.cells for one in units):
        raise DvkError([*problems, problem("DVK-O543", files=files)])
    expected = len(listed) if order.units is not None else None
    return Collected(order.scheme, tuple(units), expected, files, sort_problems(problems))
