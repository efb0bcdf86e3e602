"""One cause after the other is replaced in the old competition by what the new one has, and scored each time."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final, Literal, TypeAlias

import attrs
import narwhals as nw

from dvk_scoring.analysis.causes import Cause, ComparedResults, Step
from dvk_scoring.analysis.compare import Both, Difference
from dvk_scoring.analysis.standing import Standing, standings_of
from dvk_scoring.analysis.trial import Cell, FigureChange
from dvk_scoring.comparing.joined import Joined
from dvk_scoring.figures.figure_set import FigureSet
from dvk_scoring.figures.ledger import Ledger
from dvk_scoring.formula.names import kp_flag
from dvk_scoring.package import VERSION
from dvk_scoring.problem import DvkError, Problem
from dvk_scoring.run import score
from dvk_scoring.scheme.compare import compare_schemes
from dvk_scoring.scheme.model import Ruling, Scheme
from dvk_scoring.scheme.read import load_scheme, scheme_folders
from dvk_scoring.scheme.rulings import fitting
from dvk_scoring.scoring.result import Result

Standings: TypeAlias = "Mapping[str, Standing]"
Stage: TypeAlias = "tuple[Cause, Callable[[], Standings]]"
_TIED: Final = 2


class Replay:
    """Goes from an old competition to a new one."""

    def __init__(
        self, joined: Joined, old: Result, new: Result, plugins: tuple[Sequence[Path], Sequence[Path]]
    ) -> None:
        """Put the old figures and rulings under the ids of the new side."""
        self.joined, self.old, self.new = joined, old, new
        ids = {was: now for now, was in joined.ids.items()}
        self.figures = _renamed(old.figures, ids)
        self.rulings = tuple(
            attrs.evolve(ruling, units=tuple(ids.get(unit, unit) for unit in ruling.units)) for ruling in old.rulings
        )
        self.scheme, self._plugins = old.scheme, plugins
        self.refused: tuple[Problem, ...] = ()
        self.changes = compare_schemes(old.scheme, new.scheme)
        self.cells = tuple(self._differing())

    def compared(self) -> ComparedResults:
        """Replay what differs."""
        steps = tuple(self._steps(list(self._stages())))
        by_unit: dict[str, list[FigureChange]] = {}
        for cell in self.cells:
            by_unit.setdefault(cell.unit, []).append(cell)
        compared = self.joined.compared(steps, by_unit)
        scheme = Difference(self.old.scheme, self.new.scheme, self.changes)
        return attrs.evolve(compared, scheme=scheme, rulings=self._rulings_alone())

    def _rulings_alone(self) -> Both[tuple[Ruling, ...]]:
        """Give the acts that one side alone has; one on a unit that has another id now is the same act."""
        was = zip(self.old.rulings, self.rulings, strict=True)
        return (
            tuple(ruling for ruling, renamed in was if not _stands(renamed, self.new.rulings)),
            tuple(ruling for ruling in self.new.rulings if not _stands(ruling, self.rulings)),
        )

    def _steps(self, stages: Sequence[Stage]) -> Iterator[Step]:
        """Make what each cause comes to; those with no competition between them are one step.

        The last one leads to the new result itself, whatever the stages before it made of it.
        """
        causes: list[Cause] = []
        problems: list[Problem] = []
        for at, (cause, make) in enumerate(stages):
            causes.append(cause)
            try:
                standings = make() if at < len(stages) - 1 else self.joined.new.standings
            except DvkError as error:
                problems += error.problems
                continue
            yield Step(tuple(dict.fromkeys(causes)), standings, tuple(problems))
            causes, problems = [], []

    def _stages(self) -> Iterator[Stage]:
        """Give the causes that differ, in their order."""
        old, new, joined = self.old, self.new, self.joined
        first, last = standings_of(old), standings_of(new)
        now = {unit: first[was] for unit, was in joined.ids.items()}
        if joined.old.made.version != VERSION or now != joined.before:
            yield "program", lambda: now
        plugins = self._other_plugins()
        if plugins == "read":
            yield "plugins", lambda: self._before(joined.ids)
        if len(joined.old.standings) > len(joined.common):
            yield "left", lambda: self._before(joined.common)
        other_scheme = bool(compare_schemes(self.scheme, new.scheme))  # with the params of the day each is read for
        if plugins == "refused" and other_scheme:
            yield "plugins", self._refuse
        if other_scheme:
            yield "scheme", lambda: self._between(joined.common)
        if len(joined.new.standings) > len(joined.common):
            yield "came", lambda: self._between(joined.new.standings)
        if self.cells or self._moved():
            yield "figures", lambda: self._scored(new.scheme, new.figures)
        kept = self._kept(new.scheme, joined.new.standings)
        if not all(_stands(ruling, new.rulings) for ruling in kept) or len(kept) != len(new.rulings):
            yield "rulings", lambda: last
        if joined.new.made.version != VERSION or last != joined.new.standings:
            yield "program", lambda: joined.new.standings

    def _other_plugins(self) -> Literal["same", "read", "refused"]:
        """Read the old scheme with the plugins of the new side, and tell whether that makes another scheme of it.

        Where it cannot be read with them, plugins and scheme are one step.
        """
        old, new = (
            [*map(_whole, given), *_folders(result.scheme)]
            for given, result in zip(self._plugins, (self.old, self.new), strict=True)
        )
        if old == new:
            return "same"
        try:
            laid: dict[str, object] = {"scheme": {"plugins": [str(path) for path in new]}}
            read, _ = load_scheme(Path(self.scheme.path), as_of=self.scheme.as_of, changes=laid)
        except DvkError as error:
            self.refused = error.problems
            return "refused"
        if not compare_schemes(self.scheme, read):
            return "same"
        self.scheme = read
        return "read"

    def _refuse(self) -> Standings:
        raise DvkError(self.refused)

    def _before(self, units: Collection[str]) -> Standings:
        """Score some units under the old scheme, with the plugins that there are by now."""
        return self._scored(self.scheme, Ledger.of(self.scheme, _only(self.figures, units)).figures())

    def _between(self, units: Collection[str]) -> Standings:
        """Score units under the new scheme: old figures where both schemes ask for them, else the new ones.

        A unit stays in its old cluster if the new scheme has it.
        """
        figures, common = _only(self.new.figures, units), set(self.joined.common)
        clusters = {unit: self.joined.before[unit].cluster for unit in common}
        known = self.new.scheme.clusters
        column = [
            was if (was := clusters.get(unit)) in known else now
            for unit, now in figures.frame.select("unit", "cluster").iter_rows()
        ]
        frame = figures.frame.with_columns(nw.new_series("cluster", column, nw.String, backend="polars"))
        ledger = Ledger.of(self.new.scheme, attrs.evolve(figures, frame=frame))
        for cell in self.cells:
            value, kp = cell.old
            ledger.lay(cell.unit, cell.column, value, kp=kp)
        return self._scored(self.new.scheme, ledger.figures())

    def _scored(self, scheme: Scheme, figures: FigureSet) -> Standings:
        """Score under the old rulings, so far as there is what they are on."""
        acts = self._kept(scheme, figures.frame["unit"].to_list())
        return standings_of(score(scheme, figures, acts, as_of=self.old.as_of, voices=False))

    def _kept(self, scheme: Scheme, units: Collection[str]) -> tuple[Ruling, ...]:
        """Leave out of the old rulings units and parts of the scheme that are not there."""
        there = set(units)
        acts = (
            attrs.evolve(ruling, units=tuple(unit for unit in ruling.units if unit in there))
            for ruling in fitting(self.rulings, scheme)
        )
        return tuple(act for act in acts if len(act.units) >= (_TIED if act.act == "tie" else 1))

    def _moved(self) -> bool:
        """Tell whether a unit of both has another cluster."""
        before, after = self.joined.before, self.joined.new.standings
        return any(before[unit].cluster != after[unit].cluster for unit in self.joined.common)

    def _differing(self) -> Iterator[FigureChange]:
        """Give the cells of units of both that differ, of figures that both schemes ask for in the same way."""
        old, new = _cells(self.figures), _cells(self.new.figures)
        rows = [(id_, old.rows[id_], new.rows[id_]) for id_ in self.joined.common]
        wanted = self.new.scheme.figure_columns
        for name, column in self.figures.columns.items():
            if name not in wanted or not _alike(column.spec, wanted[name][0]):
                continue
            before, after = old.column(name), new.column(name)
            for unit, was, now in rows:
                if before[was] != after[now]:
                    yield FigureChange(unit, name, before[was], after[now])


@attrs.frozen
class _Cells:
    """Figures as they prevail, cell by cell."""

    frame: nw.DataFrame[Any]
    rows: Mapping[str, int]

    def column(self, name: str) -> list[Cell]:
        values = self.frame[name].to_list()
        kp = kp_flag(name)
        flags = self.frame[kp].to_list() if kp in self.frame.columns else [0] * len(values)
        return [(value, flag == 1) for value, flag in zip(values, flags, strict=True)]


def _cells(figures: FigureSet) -> _Cells:
    return _Cells(figures.frame, {unit: row for row, unit in enumerate(figures.frame["unit"].to_list())})


def _alike(old: Any, new: Any) -> bool:
    """Tell whether a cell means the same in both schemes."""
    choices = [[key for key, _ in spec.choices or ()] for spec in (old, new)]
    return (old.kind, old.places, choices[0]) == (new.kind, new.places, choices[1])


def _renamed(figures: FigureSet, ids: Mapping[str, str]) -> FigureSet:
    units = [ids.get(unit, unit) for unit in figures.frame["unit"].to_list()]
    column = nw.new_series("unit", units, nw.String, backend="polars")
    return attrs.evolve(figures, frame=figures.frame.with_columns(column))


def _only(figures: FigureSet, units: Collection[str]) -> FigureSet:
    return attrs.evolve(figures, frame=figures.frame.filter(nw.col("unit").is_in(list(units))))


def _stands(ruling: Ruling, among: Sequence[Ruling]) -> bool:
    """Tell whether an act is among others, wherever it is written."""
    return any(attrs.evolve(other, file=ruling.file, line=ruling.line) == ruling for other in among)


def _folders(scheme: Scheme) -> list[Path]:
    """Give the folders of plugins that a scheme names; none where its file is not there any more."""
    try:
        return list(map(_whole, scheme_folders(Path(scheme.path))))
    except DvkError:
        return []


def _whole(path: Path) -> Path:
    return Path(path).resolve()
