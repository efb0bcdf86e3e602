"""Each returned cell held to the scheme: the good ones kept, the others told with what was expected of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

import attrs

from dvk_scoring.criteria.figures import FigureSpec
from dvk_scoring.figures.cells import read_cell, shown_date
from dvk_scoring.figures.columns import figure_title, limit_of, meant_parts
from dvk_scoring.figures.table import DecimalMark
from dvk_scoring.figures.validate import over_limit, range_told, shown_number
from dvk_scoring.forms.layout import asked_figures
from dvk_scoring.forms.returned import Entry, UnitReturn
from dvk_scoring.problem import Problem, problem
from dvk_scoring.scheme.model import Scheme
from dvk_scoring.text import Text, joined, quoted
from dvk_scoring.written import plain

_FEW = 8
Wanted = Mapping[str, tuple[FigureSpec, str | None]]


@attrs.frozen
class GoodCell:
    """A figure that can be taken: value × 10^places (None: not assigned), and the cell it is from."""

    value: int | None
    entry: Entry


@attrs.frozen
class Judged:
    """What a unit returned.

    Attributes:
        good: Column → what can be taken.
        bad: Columns whose cell cannot be taken.
        problems: What is wrong, and what is left blank.
        untouched: Figures of the unit that the form shows as reported before, and that were left blank.
    """

    good: Mapping[str, GoodCell]
    bad: frozenset[str]
    problems: tuple[Problem, ...]
    untouched: tuple[str, ...] = ()


def judge(scheme: Scheme, returned: UnitReturn, given: Mapping[str, int | None], mark: DecimalMark) -> Judged:
    """Hold what a unit returned to what the scheme asks of it.

    Args:
        scheme: What is asked for.
        returned: What came back; its kind is known, or empty when every kind will do.
        given: Figures that are set already: limits count them, and a form does not ask for them.
        mark: Decimal mark of the file's text cells.

    Units:
        Values are × 10^places of the figure.
    Missing:
        A blank is neither good nor bad; it is counted in one warning a unit.
    """
    every = scheme.figure_columns
    allowed = asked_figures(scheme, returned.kind, "all") if returned.kind else every
    good: dict[str, GoodCell] = {}
    problems: list[Problem] = []
    bad: set[str] = set()
    for entry in returned.entries:
        if entry.printed and entry.figure in given:
            problems += _set_already(entry, every[entry.figure][0], given[entry.figure], mark)
            continue
        faults = _refused(entry, returned, every, allowed)
        if not faults and entry.agreed:
            entry, faults = _agreed(entry, every[entry.figure][0], mark)  # noqa: PLW2901 - what it says with its tick
        if not faults and entry.figure in given:
            problems += _set_already(entry, every[entry.figure][0], given[entry.figure], mark)
            continue
        cell = None
        if not faults:
            cell, faults = _read(entry, every[entry.figure][0], mark)
        if cell is not None:
            good[entry.figure] = cell
        elif faults:
            bad.add(entry.figure)
        problems += faults
    limits = _Limits(every, good, given)
    meant = meant_parts(scheme).items()
    problems += limits.parts({name: whole for name, (whole, within) in meant if returned.cluster in within})
    over = limits.exceeded()
    for name in over:
        del good[name]
    bad |= set(over)
    problems += [*over.values(), *_missing_rows(scheme, returned, given), *_blanks(returned, every, allowed, good, bad)]
    untouched = [
        other.figure
        for other in returned.entries
        if other.earlier is not None
        and not other.text
        and not other.agreed
        and other.figure not in bad
        and every[other.figure][0].by == "unit"
    ]
    return Judged(good, frozenset(bad), tuple(problems), tuple(untouched))


def _refused(entry: Entry, returned: UnitReturn, every: Wanted, allowed: Wanted) -> list[Problem]:
    if entry.figure not in every:
        return [problem("DVK-O522", entry.place, name=entry.figure)]
    if entry.again:
        cells = ", ".join(entry.again)
        return [problem("DVK-O548", entry.place, label=every[entry.figure][0].label, cells=cells)]
    if entry.blank:
        return []
    if entry.merged:
        return [problem("DVK-D125", entry.place, cells=entry.merged)]
    if entry.asked_otherwise:
        return [problem("DVK-O540", entry.place, label=every[entry.figure][0].label)]
    if entry.figure not in allowed:
        return [problem("DVK-O520", entry.place, label=every[entry.figure][0].label)]
    if returned.asked != "all" and every[entry.figure][0].by != returned.asked:
        code = "DVK-O521" if returned.asked == "unit" else "DVK-O528"
        return [problem(code, entry.place, label=every[entry.figure][0].label)]
    return []


def _agreed(entry: Entry, spec: FigureSpec, mark: DecimalMark) -> tuple[Entry, list[Problem]]:
    """Take what was reported before where it is agreed to; a tick beside another figure says two things."""
    if entry.earlier is None:
        return entry, [] if entry.text else [problem("DVK-O547", entry.place, label=spec.label)]
    if not entry.text:
        return attrs.evolve(entry, text=entry.earlier), []
    now, before = (read_cell(text, spec, mark) for text in (entry.text, entry.earlier))
    if (now.state, now.value) == (before.state, before.value):
        return entry, []
    return entry, [problem("DVK-O546", entry.place, label=spec.label, earlier=entry.earlier, value=entry.text)]


def _read(entry: Entry, spec: FigureSpec, mark: DecimalMark) -> tuple[GoodCell | None, list[Problem]]:
    if entry.fault is not None:
        return None, [problem(entry.fault, entry.place)]
    cell = read_cell(entry.text, spec, mark)
    if cell.state == "blank":
        beside = entry.evidence or entry.reason
        return None, [problem("DVK-O527", entry.place, label=spec.label)] if beside else []
    if cell.state == "bad" or entry.dated:
        code = "DVK-D310" if entry.dated else cell.code or "DVK-D301"
        known = ", ".join(key for key, _ in spec.choices)
        fault = problem(
            code,
            entry.place,
            value=shown_date(entry.text) if entry.dated else entry.text,
            label=spec.label,
            places=spec.places,
            nearest=cell.nearest or "",
            known=known,
            file=entry.place.file,
        )
        return None, [fault]
    wrong = [] if cell.value is None else _out_of_range(cell.value, spec, entry)
    if not wrong and _lacks_reason(entry, cell.value, spec, mark):
        wrong = [problem("DVK-O524", entry.place, label=spec.label, earlier=entry.earlier, value=entry.text)]
    if wrong:
        return None, wrong
    return GoodCell(cell.value, entry), [*_perhaps_percent(cell.value, spec, entry), *_beside(cell.value, spec, entry)]


def _beside(value: int | None, spec: FigureSpec, entry: Entry) -> list[Problem]:
    """Warn of a figure that is the stored result of a formula, or was given on another scale than is asked for now."""
    shown = "KP" if value is None else entry.text
    problems = [problem("DVK-O538", entry.place, label=spec.label, value=shown)] if entry.computed else []
    then, now = entry.scales
    if then != now and value is not None:
        problems.append(problem("DVK-O539", entry.place, label=spec.label, value=shown, then=then, now=now))
    return problems


def _perhaps_percent(value: int | None, spec: FigureSpec, entry: Entry) -> list[Problem]:
    """Warn of per cents below one: a sheet turns “92 %”, typed with its sign, into 0.92."""
    if spec.measure != "percent" or spec.high <= 1 or value is None or not 0 < value < 10**spec.places:
        return []
    meant = plain(Fraction(value * 100, 10**spec.places))
    return [problem("DVK-O530", entry.place, label=spec.label, value=shown_number(value, spec), meant=meant)]


def _set_already(entry: Entry, spec: FigureSpec, given: int | None, mark: DecimalMark) -> list[Problem]:
    """Warn of a figure that the list of units sets otherwise; what it sets holds."""
    cell = read_cell(entry.text, spec, mark)
    if cell.state == "blank" or (cell.state != "bad" and cell.value == given):
        return []
    shown = "KP" if given is None else shown_number(given, spec)
    return [problem("DVK-O529", entry.place, label=spec.label, value=entry.text, given=shown)]


def _out_of_range(value: int, spec: FigureSpec, entry: Entry) -> list[Problem]:
    number, shown = Fraction(value, 10**spec.places), shown_number(value, spec)
    if not spec.low <= number <= spec.high:
        return [problem("DVK-D312", entry.place, label=spec.label, value=shown, **range_told(spec))]
    if spec.step is not None and (number - spec.low) % spec.step:
        low, step = plain(spec.low), plain(spec.step)
        return [problem("DVK-D313", entry.place, label=spec.label, value=shown, low=low, step=step)]
    return []


def _lacks_reason(entry: Entry, value: int | None, spec: FigureSpec, mark: DecimalMark) -> bool:
    if entry.earlier is None or entry.reason:
        return False
    before = read_cell(entry.earlier, spec, mark)
    return before.state in ("value", "kp") and before.value != value


class _Limits:
    """Holds the good cells of a unit to the figures that they are parts of."""

    def __init__(self, every: Wanted, good: Mapping[str, GoodCell], given: Mapping[str, int | None]) -> None:
        self.every, self.good = every, good
        self.values = {name: _exact(value, every[name][0]) for name, value in given.items()}
        self.values |= {name: _exact(cell.value, every[name][0]) for name, cell in good.items()}

    def exceeded(self) -> dict[str, Problem]:
        """Find figures that exceed the one they may not exceed; a blank beside counts nothing.

        Returns:
            A good cell of those that are held to each other → what is wrong: the part's, where it is one.
        """
        by_figure: dict[str, Problem] = {}
        for name, declared in self.every.items():
            limit = limit_of(*declared, self.every)
            if limit is not None and (told := self._over("DVK-D314", name, *limit)):
                by_figure.setdefault(*told)
        return by_figure

    def parts(self, wholes: Mapping[str, str]) -> list[Problem]:
        """Warn of figures above the whole that their plugin takes them for a part of; ``wholes``: figure → whole."""
        over = (self._over("DVK-D324", name, (), top) for name, top in wholes.items())
        return [told[1] for told in over if told is not None]

    def _over(self, code: str, name: str, beside: Sequence[str], top: str) -> tuple[str, Problem] | None:
        value, limit = self.values.get(name), self.values.get(top)
        cell = next((figure for figure in (name, *beside, top) if figure in self.good), None)
        if value is None or limit is None or cell is None:  # what the list of units says is held to itself elsewhere
            return None
        terms = [value, *((self.values.get(figure) or Fraction(0)) for figure in beside)]
        if sum(terms) <= limit:
            return None
        numbers = [plain(number) for number in (*terms, limit)]
        return cell, over_limit(code, self.good[cell].entry.place, (name, *beside, top), numbers, self.every)


def _exact(value: int | None, spec: FigureSpec) -> Fraction | None:
    return None if value is None else Fraction(value, 10**spec.places)


def _missing_rows(scheme: Scheme, returned: UnitReturn, given: Mapping[str, int | None]) -> list[Problem]:
    """Name the figures that a form should ask for and has no row for; a table by hand may have any columns."""
    if not returned.kind or returned.place.cell is not None or returned.place.line is not None:
        return []
    there = {entry.figure for entry in returned.entries}
    gone = [name for name in asked_figures(scheme, returned.kind, returned.asked) if name not in there | set(given)]
    if not gone:
        return []
    return [problem("DVK-O523", returned.place, count=len(gone), figures=figures_called(scheme, gone))]


def figures_called(scheme: Scheme, columns: Sequence[str]) -> Text:
    """List the first of several figures by their titles."""
    shown = [quoted(figure_title(scheme, column)) for column in columns[:_FEW]]
    return joined([*shown, *([Text.same("…")] if len(columns) > _FEW else [])])


def _blanks(
    returned: UnitReturn, every: Wanted, allowed: Wanted, good: Mapping[str, GoodCell], bad: set[str]
) -> list[Problem]:
    """Count what is still to be filled in; what a formula or a declaration says of a blank is left out."""
    cells = [
        entry.place.cell or entry.figure
        for entry in returned.entries
        if entry.figure in allowed
        and entry.figure not in good
        and entry.figure not in bad
        and not entry.text
        and entry.earlier is None
        and returned.asked in ("all", every[entry.figure][0].by)
        and every[entry.figure][0].blank is None
        and not every[entry.figure][0].optional
    ]
    if not cells:
        return []
    listed = ", ".join(cells[:_FEW]) + (", …" if len(cells) > _FEW else "")
    place = attrs.evolve(returned.place, unit=returned.unit or None)
    return [problem("DVK-O525", place, count=len(cells), cells=listed)]
