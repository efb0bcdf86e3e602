"""Returned forms in: what can be taken is taken, and what cannot is told cell by cell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Final

import attrs

from dvk_scoring.figures.table import listed as list_of
from dvk_scoring.forms import words
from dvk_scoring.forms.collected import Collected, CollectedUnit, CollectOrder, MissingUnit
from dvk_scoring.forms.judge import Judged, judge
from dvk_scoring.forms.known import KnownUnit, read_units
from dvk_scoring.forms.layout import Asked
from dvk_scoring.forms.make import check_voice
from dvk_scoring.forms.once import counted_once
from dvk_scoring.forms.returned import OpenedForm, UnitReturn, open_form, read_form
from dvk_scoring.forms.returned_units import read_units_table
from dvk_scoring.forms.sources import read_grids, returned_files
from dvk_scoring.forms.tables import Grid, read_table
from dvk_scoring.forms.whose import find_unit
from dvk_scoring.naming import named, naming, units_of
from dvk_scoring.problem import DvkError, Place, Problem, problem, sort_problems
from dvk_scoring.text import Text
from dvk_scoring.unit_names import Units, called

_LEFT_OUT: Final = frozenset({"DVK-O535", "DVK-O536", "DVK-O537"})


def collect_forms(order: CollectOrder) -> Collected:
    """Read returned forms, one file at a time.

    Raises:
        DvkError: There is no form, the list of units is wrong, the voice is unknown, or nothing at all can be taken.
    """
    check_voice(order.scheme, order.voice)
    paths, unread = returned_files(order.forms)
    listed, faults = _listed(order)
    came, problems = _returned(order, listed, paths)
    names = _names(listed, came)
    with naming(names):
        collected = _put_together(order, listed, came, [*unread, *faults, *problems], len(paths))
    return attrs.evolve(collected, problems=named(collected.problems, names))


def missing_units(order: CollectOrder) -> tuple[tuple[MissingUnit, ...], tuple[Problem, ...]]:
    """Give the units of the list of which nothing is taken, in its order, and what may make that list wrong.

    It is ``Collected.missing``, also where no form has come back at all. What is odd about the list, what could not be
    read or be told whose it is, and what is wrong with all that a missing unit sent are told; not what is wrong with
    cells of units that have returned a form.

    Raises:
        DvkError: The list of units is wrong, or the voice is unknown.
    """
    check_voice(order.scheme, order.voice)
    listed, faults = _listed(order)
    problems: list[Problem] = []
    came: dict[str, list[tuple[UnitReturn, Judged]]] = {}
    try:
        paths, unread = returned_files(order.forms) if order.forms else ((), [])
        came, wrong = _returned(order, listed, paths)
        problems += [*unread, *wrong]
    except DvkError as error:  # a folder with no form in it: nobody has returned one
        problems += [fault for fault in error.problems if fault.code != "DVK-O541"]
    missing = _missing(listed, came, [counted_once(units)[0] for units in came.values()])
    waited = frozenset(unit.unit for unit in missing)
    told = [*faults, *(fault for fault in problems if _tells_who(fault, waited, came))]
    return missing, named(sort_problems(told), _names(listed, came))


def _tells_who(fault: Problem, missing: Collection[str], came: Collection[str]) -> bool:
    """Tell whether a problem with forms has to do with who has returned none."""
    if any(unit in missing for unit in units_of(fault)):
        return True
    return fault.place.unit not in came and (fault.severity == "error" or fault.code in _LEFT_OUT)


def _listed(order: CollectOrder) -> tuple[dict[str, KnownUnit], tuple[Problem, ...]]:
    """Read the list of units that should return a form.

    Raises:
        DvkError: It is wrong.
    """
    known, problems = read_units(order.scheme, order.units, (), "", order.mark(order.units))
    return {unit.unit: unit for unit in known}, problems


def _names(
    listed: Mapping[str, KnownUnit], came: Mapping[str, Sequence[tuple[UnitReturn, Judged]]]
) -> Mapping[str, str]:
    """Give what tells the names of units: the list has them, else the forms."""
    told = {unit: several[0][0].name for unit, several in came.items()}
    return told | {unit: known.name for unit, known in listed.items()}


def _returned(
    order: CollectOrder, listed: Mapping[str, KnownUnit], paths: Sequence[Path]
) -> tuple[dict[str, list[tuple[UnitReturn, Judged]]], list[Problem]]:
    """Read the forms, and tell whose each is."""
    returns: list[UnitReturn] = []
    problems: list[Problem] = []
    for path in paths:
        try:
            read, wrong = _read(order, path)
        except DvkError as error:
            problems += error.problems
            continue
        returns += read
        problems += wrong
    returns, wrong = _of_one_voice(order, returns)
    came, faults = _judged(order, listed, returns)
    return came, [*problems, *wrong, *faults]


def _read(order: CollectOrder, path: Path) -> tuple[list[UnitReturn], list[Problem]]:
    """Read the forms of a file; a file without any is read as a table made by hand.

    Raises:
        DvkError: It can be read as neither.
    """
    mark = order.mark(path)
    grids: list[Grid] = []
    forms: list[UnitReturn] = []
    problems: list[Problem] = []
    every = read_grids(path, mark)
    for grid in every:
        opened = open_form(order.scheme, grid.file, grid.cells)
        if opened is None:
            grids.append(grid)
            continue
        if isinstance(opened, OpenedForm):
            read = read_units_table if opened.header.table else read_form
            returns, faults = read(grid.file, grid.cells, opened, mark)
            forms += returns
        else:
            faults = opened
        problems += [*faults, *_hidden(grid, every)]
    asked, voice = _by_hand(order)
    every_table = [(grid, read_table(order.scheme, grid, asked, voice, mark)) for grid in grids]
    tables = [(grid, table) for grid, table in every_table if table is not None]
    if forms or problems:
        return forms, [*problems, *_unread(path, tables, "")]
    if tables:
        first, (returns, wrong) = tables[0]
        return returns, [*wrong, *_hidden(first, every), *_unread(path, tables[1:], first.cells.name)]
    sheets = ", ".join(filter(None, (grid.cells.name for grid in grids)))
    example = ", ".join(list(order.scheme.figure_columns)[:4])
    raise DvkError([problem("DVK-O531", Place(file=str(path)), sheets=sheets, example=example)])


def _hidden(grid: Grid, every: Sequence[Grid]) -> list[Problem]:
    """Tell of a sheet that is read though people do not see it."""
    seen = [other.cells.name for other in every if not other.hidden]
    place = Place(file=grid.file, sheet=grid.cells.name)
    return [problem("DVK-D126", place, others=list_of(seen))] if grid.hidden else []


def _unread(path: Path, tables: Sequence[tuple[Grid, tuple[Sequence[UnitReturn], object]]], read: str) -> list[Problem]:
    """Tell of sheets whose tables are not read: of those that people see as of forms that were left out."""
    problems: list[Problem] = []
    for grid, (returns, _) in tables:
        if returns:
            place, sheet = Place(file=grid.file, sheet=grid.cells.name), grid.cells.name
            told = read or words.FORMS
            fault = problem("DVK-O536", place, sheet=sheet, count=len(returns), read=told, file=str(path))
            problems.append(attrs.evolve(fault, severity="warning") if grid.hidden else fault)
    return problems


def _by_hand(order: CollectOrder) -> tuple[Asked, str]:
    """Say whose figures, in which voice, a table made by hand holds."""
    if order.committee:
        return "committee", order.voice
    first = order.scheme.voices[0] if order.scheme.voices else ""
    return ("unit" if order.voice in ("", first) else "all"), order.voice or first


def _of_one_voice(order: CollectOrder, returns: Sequence[UnitReturn]) -> tuple[list[UnitReturn], list[Problem]]:
    """Keep those that speak in the voice that is collected: the one asked for, else that of most."""
    spoken = Counter((returned.voice, returned.asked) for returned in returns if order.voice in ("", returned.voice))
    if order.committee:
        spoken = Counter({key: count for key, count in spoken.items() if key[1] == "committee"})
    wanted = spoken.most_common(1)[0][0] if spoken else (order.voice, "committee" if order.committee else "unit")
    kept = [returned for returned in returns if (returned.voice, returned.asked) == wanted]
    problems = [
        problem(
            "DVK-O519",
            attrs.evolve(returned.place, unit=returned.unit or None),
            said=_spoken(order, returned.voice, returned.asked),
            wanted=_spoken(order, *wanted),
        )
        for returned in returns
        if (returned.voice, returned.asked) != wanted
    ]
    return kept, problems


def _spoken(order: CollectOrder, voice: str, asked: str) -> Text:
    return words.spoken(asked, order.scheme.voice_titles.get(voice), voice)


def _judged(
    order: CollectOrder, listed: Mapping[str, KnownUnit], returns: Sequence[UnitReturn]
) -> tuple[dict[str, list[tuple[UnitReturn, Judged]]], list[Problem]]:
    """Tell whose each return is, and hold its cells to the scheme."""
    clusters = order.scheme.clusters
    came: dict[str, list[tuple[UnitReturn, Judged]]] = {}
    problems: list[Problem] = []
    for returned in returns:
        unit, faults = find_unit(returned, order.scheme, listed if order.units is not None else None)
        problems += faults
        if unit is None:
            continue
        problems += _named_after(returned, unit.unit, listed)
        kind = clusters[unit.cluster].kind if unit.cluster in clusters else returned.kind
        named = attrs.evolve(returned, unit=unit.unit, name=unit.name, cluster=unit.cluster, kind=kind)
        if order.units is None:  # nobody says what is known of a unit but the table itself
            named = attrs.evolve(named, entries=tuple(entry for entry in returned.entries if not entry.printed))
        judged = judge(order.scheme, _placed(named), unit.given, order.mark(returned.place.file))
        problems += judged.problems
        came.setdefault(unit.unit, []).append((named, judged))
    return came, problems


def _named_after(returned: UnitReturn, unit: str, listed: Mapping[str, KnownUnit]) -> list[Problem]:
    """Warn of a form that says it is one unit's in a file that is named after another: the wrong form was filled in."""
    name = Path(returned.place.file or "").stem
    if not returned.kind or returned.place.cell is not None or name == unit or name not in listed:
        return []
    return [problem("DVK-O545", attrs.evolve(returned.place, unit=unit), name=Units.of([name]), unit=unit)]


def _placed(returned: UnitReturn) -> UnitReturn:
    """Name the unit in the places of its cells, now that it is known."""
    entries = (attrs.evolve(entry, place=attrs.evolve(entry.place, unit=returned.unit)) for entry in returned.entries)
    return attrs.evolve(returned, entries=tuple(entries))


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
        collected, faults = counted_once(came[unit])
        units.append(collected)
        problems += faults
    missing = _missing(listed, came, units)
    if missing:
        shown = Units.of(lacking.unit for lacking in missing)
        problems.append(problem("DVK-O526", count=len(missing), total=len(listed), units=shown))
    problems += _untouched(came)
    if not any(taken.cells for taken in units):
        raise DvkError([*problems, problem("DVK-O543", files=files)])
    expected = len(listed) if order.units is not None else None
    return Collected(order.scheme, tuple(units), expected, files, sort_problems(problems), missing)


def _untouched(came: Mapping[str, Sequence[tuple[UnitReturn, Judged]]]) -> list[Problem]:
    """Count what forms of a later voice left as it was reported."""
    counts = {
        unit: len({name for _, judged in several for name in judged.untouched if not _answered(several, name)})
        for unit, several in came.items()
    }
    units = [f"{called(unit, came[unit][0][0].name)}: {count}" for unit, count in counts.items() if count]
    return [problem("DVK-O544", count=sum(counts.values()), units=list_of(units))] if units else []


def _answered(several: Sequence[tuple[UnitReturn, Judged]], name: str) -> bool:
    return any(name in judged.good for _, judged in several)


def _missing(
    listed: Mapping[str, KnownUnit],
    came: Mapping[str, Sequence[tuple[UnitReturn, Judged]]],
    units: Sequence[CollectedUnit],
) -> tuple[MissingUnit, ...]:
    """Give the units of the list of which nothing is taken."""
    taken = {unit.unit for unit in units if unit.cells}
    return tuple(
        MissingUnit(
            known.unit,
            known.name,
            known.cluster,
            tuple(dict.fromkeys(returned.place.file or "" for returned, _ in came.get(known.unit, ()))),
        )
        for known in listed.values()
        if known.unit not in taken
    )
