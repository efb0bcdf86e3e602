"""What if: a question to a result, answered by scoring again under what is changed; never a result itself.

The scheme is read with the changes laid over it, the figures are put as one puts them into a file, and both are scored
as ever: nothing is computed a second way. What a question leaves unchanged is kept for the next.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from functools import cached_property, partial
from pathlib import Path
from typing import Any, Final

import attrs

from dvk_scoring.analysis.compare import compare_results
from dvk_scoring.analysis.trial import Cell, FigureChange, Trial
from dvk_scoring.arguments import ACTS, CHANGES, FOLDERS, MARK, NAMES, RESULT, check_arguments
from dvk_scoring.engines import EngineName
from dvk_scoring.figures.figure_set import FigureSet
from dvk_scoring.figures.ledger import Ledger
from dvk_scoring.nearest import nearest
from dvk_scoring.problem import DvkError, Place, Problem, problem, sort_problems, told_anew
from dvk_scoring.run import DecimalMark, plans_for, read_rulings, score
from dvk_scoring.scheme.compare import Change, compare_schemes
from dvk_scoring.scheme.form.frame import FileKeys
from dvk_scoring.scheme.form.key import keys_of
from dvk_scoring.scheme.model import Ruling, Scheme
from dvk_scoring.scheme.read import load_scheme
from dvk_scoring.scheme.rulings import fitting, in_force
from dvk_scoring.scoring.plan import Plans
from dvk_scoring.scoring.result import Result

_SUMS: Final = frozenset({"DVK-S137", "DVK-S138"})
_NAMED: Final = ("criteria", "bonuses", "penalties", "sections", "titles", "classes")
"""Tables of which an entry is often named alone: ``outreach.weight``."""
_TABLES: Final = frozenset(key.name for key in keys_of(FileKeys).values()) - {"extends", "sample"}


def is_scheme_key(key: str) -> bool:
    """Tell whether a change speaks of the scheme (``criteria.outreach.weight``) and not of a unit's figure."""
    head, dot, _ = key.partition(".")
    return bool(dot) and head in _TABLES


def what_if(
    result: Result,
    changes: Mapping[str, object] | None = None,
    *,
    without: Sequence[str] = (),
    rulings: Sequence[Mapping[str, object]] | str | Path = (),
    plugins: Sequence[Path] = (),
    decimal: DecimalMark = "point",
) -> Trial:
    """Ask a result what would have come of it.

    Args:
        result: A scored competition.
        changes: Key of the scheme (``criteria.outreach.weight``) → value as in TOML; or figure of a unit
            (``huyen-a.outreach.sessions``) → value as in a cell: a number, ``"KP"``, ``"yes"``, blank for not reported.
        without: Things of the scheme that are left out: ``criteria.media``, ``penalties.late``.
        rulings: Acts of the council besides those of the result: the keys and values of each, or a file.
        plugins: Folders of plugins besides those that the scheme names.
        decimal: The decimal mark of figures that are given as texts.

    Range:
        Weights that do not add up to the total any more are taken as relative, so that the total stays: then a problem
        says so, and another tells what they became.

    Raises:
        DvkError: All that is wrong with the changes, or with the competition as it would be.
    """
    check_arguments(
        result=(result, RESULT),
        changes=(changes, CHANGES.or_none()),
        without=(without, NAMES),
        rulings=(rulings, ACTS),
        plugins=(plugins, FOLDERS),
        decimal=(decimal, MARK),
    )
    ground, figures = _stood_on(result, changes or {}, without, plugins, decimal)
    return ground.trial(figures, rulings)


def result_without(
    result: Result, changes: Mapping[str, object], *, without: Sequence[str], plugins: Sequence[Path] = ()
) -> Result:
    """Give what ``what_if`` would score, compared with nothing.

    Raises:
        DvkError: As ``what_if`` does.
    """
    ground, figures = _stood_on(result, changes, without, plugins, "point")
    return ground.after(figures, ())[0]


def _stood_on(
    result: Result,
    changes: Mapping[str, object],
    without: Sequence[str],
    plugins: Sequence[Path],
    decimal: DecimalMark,
) -> tuple[_Ground, Mapping[tuple[str, str], str]]:
    """Give the ground of a question, that of the last one where it serves, and the figures that are asked for.

    Raises:
        DvkError: All that is wrong with the question.
    """
    asked = _Changes.of(result, changes, without)
    ground: _Ground | None = result.kept.get("trials")
    if ground is None or ground.asked != (asked.scheme, tuple(plugins), decimal):
        try:
            ground = _Ground.of(result, asked.scheme, plugins, decimal)
        except DvkError as error:
            unchanged = _Ground.of(result, {}, plugins, decimal)
            raise DvkError([*asked.problems, *error.problems, *unchanged.wrong(asked.known(result))]) from None
        result.kept["trials"] = ground
    if asked.problems:
        raise DvkError([*asked.problems, *ground.wrong(asked.known(result) if asked.twice else asked.figures)])
    return ground, asked.figures


def what_rulings_do(
    scheme: Scheme,
    figures: FigureSet,
    rulings: Sequence[Ruling],
    tried: Collection[Ruling],
    *,
    as_of: date | None = None,
    sample: bool = False,
    engine: EngineName | None = None,
) -> Trial:
    """Score without some of the rulings and with all of them, and say what these few come to.

    Both are results of files as they stand, and are not marked as trials.

    Args:
        scheme: A checked scheme.
        figures: Checked figures.
        rulings: All acts of the council, in the order of their file.
        tried: Those of them that the first result is without.
        as_of: The day that decides which holds are in force, as for ``score``.
        sample: The figures are those that ship with the scheme.
        engine: Where it runs, as for ``score``.

    Raises:
        DvkError: All that is wrong with the competition with or without them.
    """
    rest = [ruling for ruling in rulings if ruling not in tried]
    before, after = (
        score(scheme, figures, acts, engine_name=engine, as_of=as_of, sample=sample) for acts in (rest, rulings)
    )
    anew = sort_problems(told_anew(before.problems, after.problems))
    return Trial(before, after, (), (), tuple(tried), compare_results(before, after), anew)


@attrs.frozen
class _Changes:
    """What is asked, sorted by what it speaks of: the scheme as tables in tables, figures by unit and column.

    ``problems``: what speaks of nothing there is, or of one thing twice; then of the scheme nothing stands here.
    """

    scheme: Mapping[str, Any]
    figures: Mapping[tuple[str, str], str]
    problems: tuple[Problem, ...]

    @classmethod
    def of(cls, result: Result, changes: Mapping[str, object], without: Sequence[str]) -> _Changes:
        """Sort what is asked."""
        scheme: dict[str, Any] = {}
        figures: dict[tuple[str, str], str] = {}
        problems: list[Problem] = []
        units = set(result.figures.frame["unit"].to_list())

        def unknown(key: str) -> Problem:
            begins, known = key.partition(".")[0], [*_TABLES, *units]
            if key in result.scheme.figure_columns:  # of which unit?
                return problem("DVK-O751", key=key)
            homes = (f"{table}.{begins}" for table in _NAMED if begins in getattr(result.scheme, table))
            close = next(homes, nearest(begins, known))
            return problem("DVK-O751", key=key, nearest="" if begins in known else close)

        for key, value in changes.items():
            cell = _cell(key, units)
            if is_scheme_key(key):
                if not _lay(scheme, key.split("."), value):
                    problems.append(problem("DVK-O752", key=key))
            elif cell is not None:
                figures[cell] = "" if value is None else str(value)
            else:
                problems.append(unknown(key))
        for key in without:
            if not is_scheme_key(key) or key.count(".") > 1:
                problems.append(unknown(key))
            elif not _lay(scheme, [*key.split("."), "drop"], value=True):
                problems.append(problem("DVK-O752", key=key))
        asked = cls(scheme, figures, tuple(problems))
        return attrs.evolve(asked, scheme={}) if asked.twice else asked

    @property
    def twice(self) -> bool:
        """Tell whether one thing is changed twice, so that nobody can tell which scheme is meant."""
        return any(fault.code == "DVK-O752" for fault in self.problems)

    def known(self, result: Result) -> Mapping[tuple[str, str], str]:
        """Give the figures that the scheme asks for unchanged; what else a wrong one would ask for nobody can tell."""
        columns = result.scheme.figure_columns
        return {cell: text for cell, text in self.figures.items() if cell[1] in columns}


def _cell(key: str, units: set[str]) -> tuple[str, str] | None:
    """Give the unit and the column that a key names; ids of units may have points in them."""
    parts = key.split(".")
    for end in range(len(parts) - 1, 0, -1):
        if ".".join(parts[:end]) in units:
            return ".".join(parts[:end]), ".".join(parts[end:])
    return None


def _lay(tables: Any, path: Sequence[str], value: object) -> bool:
    """Put a value where a path leads; False where something else was put on the way, or there."""
    *above, last = path
    for key in above:
        tables = tables.setdefault(key, {})
        if not isinstance(tables, dict) or "drop" in tables:
            return False
    if last in tables or (last == "drop" and tables):
        return False
    tables[last] = value
    return True


@attrs.define
class _Ground:
    """A scheme as it would be, with the figures of a result: what questions that change figures alone stand on."""

    asked: tuple[Mapping[str, Any], tuple[Path, ...], DecimalMark]
    result: Result
    scheme: Scheme
    ledger: Ledger
    plans: Plans | None = None
    unchanged: Mapping[str, tuple[object, ...]] | None = None

    @classmethod
    def of(cls, result: Result, changes: Mapping[str, Any], plugins: Sequence[Path], decimal: DecimalMark) -> _Ground:
        """Read the scheme with the changes, and take the figures over."""
        scheme = _changed(result, changes, plugins) if changes else result.scheme
        ledger = Ledger.of(scheme, result.figures, decimal=decimal)
        return cls((changes, tuple(plugins), decimal), result, scheme, ledger)

    @cached_property
    def changes(self) -> tuple[Change, ...]:
        """What of the scheme is other than it was."""
        return compare_schemes(self.result.scheme, self.scheme) if self.asked[0] else ()

    def trial(
        self, cells: Mapping[tuple[str, str], str], rulings: Sequence[Mapping[str, object]] | str | Path
    ) -> Trial:
        """Score what is asked, put the figures back, and compare."""
        after, changed, held, told = self.after(cells, rulings)
        comparison = compare_results(self.result, after, self._others(after))
        anew = told_anew(self.result.problems, (*after.problems, *told))
        return Trial(self.result, after, self.changes, changed, held, comparison, sort_problems(anew))

    def after(
        self, cells: Mapping[tuple[str, str], str], rulings: Sequence[Mapping[str, object]] | str | Path
    ) -> tuple[Result, tuple[FigureChange, ...], tuple[Ruling, ...], Sequence[Problem]]:
        """Score what is asked, and put the figures back: the result, changed figures, acts besides, what is told."""
        columns = self.scheme.figure_columns
        before = {cell: self.ledger.cell(*cell) for cell in cells if cell[1] in columns}
        try:
            problems = self._put(cells)
            if problems:
                raise DvkError(problems)
            figures = self.ledger.figures()
            changed = tuple(
                FigureChange(unit, column, old, self.ledger.cell(unit, column))
                for (unit, column), old in before.items()
            )
        finally:
            self._put_back(before)
        kept = fitting(self.result.rulings, self.scheme)
        held, told = read_rulings(self.scheme, figures, rulings, besides=kept) if rulings else ((), ())
        return self._scored(figures, in_force((*kept, *held), self.result.as_of)), changed, tuple(held), told

    def wrong(self, cells: Mapping[tuple[str, str], str]) -> list[Problem]:
        """Tell what is wrong with figures that are not going to be scored."""
        columns = self.scheme.figure_columns
        before = {cell: self.ledger.cell(*cell) for cell in cells if cell[1] in columns}
        try:
            return self._put(cells)
        finally:
            self._put_back(before)

    def _put(self, cells: Mapping[tuple[str, str], str]) -> list[Problem]:
        problems: list[Problem] = []
        for (unit, column), text in cells.items():
            try:
                problems += self.ledger.put(unit, column, text)
            except DvkError as error:
                problems += error.problems
        return problems

    def _put_back(self, before: Mapping[tuple[str, str], Cell]) -> None:
        for cell, (value, kp) in before.items():
            self.ledger.lay(*cell, value, kp=kp)

    def _scored(self, figures: FigureSet, acts: tuple[Ruling, ...]) -> Result:
        day = self.result.as_of
        if self.plans is None or not self.plans.serve(self.scheme, acts):
            self.plans = plans_for(self.scheme, acts, as_of=day)
        scored = score(self.scheme, figures, acts, as_of=day, voices=False, plans=self.plans)
        return attrs.evolve(scored, trial=True)

    def _others(self, after: Result) -> set[str] | None:
        """Name the units of which a column differs from what it is under the same plan without changed figures."""
        if self.changes or after.rulings != self.result.rulings:
            return None
        if self.unchanged is None:
            self.unchanged = _rows(self._scored(self.ledger.figures(), after.rulings))
        return {unit for unit, row in _rows(after).items() if row != self.unchanged[unit]}


def _rows(result: Result) -> Mapping[str, tuple[object, ...]]:
    rows = result.frame.rows()
    return dict(zip(result.frame["unit"].to_list(), rows, strict=True))


def _changed(result: Result, changes: Mapping[str, Any], plugins: Sequence[Path]) -> Scheme:
    """Read the scheme with changes laid over it, with its warnings; weights that add up no more are read as relative.

    Raises:
        DvkError: All that is wrong with it.
    """
    read = partial(load_scheme, Path(result.scheme.path), as_of=result.scheme.as_of, plugins=plugins)
    try:
        scheme, told = read(changes=changes)
    except DvkError as error:
        sums = [fault for fault in error.problems if fault.code in _SUMS]
        if not sums or "weights" in changes.get("scheme", {}):
            raise DvkError(list(map(_not_there, error.problems))) from None
        relative = {**changes, "scheme": {**changes.get("scheme", {}), "weights": "relative"}}
        try:
            scheme, told = read(changes=relative)
        except DvkError:
            raise error from None
        told = (*told, problem("DVK-O753", Place(key=sums[0].place.key)))
    return attrs.evolve(scheme, problems=told)


def _not_there(fault: Problem) -> Problem:
    """Say of a thing to leave out that is not there what was asked, and not how the scheme takes it."""
    if fault.code != "DVK-S113":
        return fault
    key, near = (fault.place.key or "").removesuffix(".drop"), fault.args.get("nearest")
    return problem("DVK-O755", key=key, nearest=near and f"{key.partition('.')[0]}.{near}")
