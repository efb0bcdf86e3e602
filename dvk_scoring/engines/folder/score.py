"""A Parquet folder in, a Parquet folder out: no unit comes to the driver but those that problems name."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Final

import attrs

from dvk_scoring.engines.folder.intake import UNIT, Read
from dvk_scoring.engines.folder.look import look
from dvk_scoring.engines.folder.turns import turned
from dvk_scoring.figures.table import LIMIT, more_than
from dvk_scoring.formula import names
from dvk_scoring.formula.names import kp_flag
from dvk_scoring.formula.state import State
from dvk_scoring.law.ranking import has_of_lacking
from dvk_scoring.naming import named
from dvk_scoring.problem import DvkError, Place, Problem, problem
from dvk_scoring.scoring.places import breaks_ties
from dvk_scoring.scoring.ruled import SHOWN, decided_by_absence, over_all_clusters, parted, tie_of, unruled_ties
from dvk_scoring.unit_names import Units

if TYPE_CHECKING:
    from dvk_scoring.engines.folder.parts import Parts, Row, Where
    from dvk_scoring.engines.folder.turns import Rows
    from dvk_scoring.figures.figure_set import FigureColumn
    from dvk_scoring.figures.table import DecimalMark
    from dvk_scoring.scheme.model import Adjustment, CriterionUse, Scheme
    from dvk_scoring.scoring.plan import ScoringPlan

TOLD: Final = "#"
"""Before the names of columns that serve what is told of a run, and are not written."""
UNRULED: Final = "unruled"
"""Such a column: the unit's tie asks for a ruling."""
OPEN_OVER_ALL: Final = "open"
"""Such a column: a title whose places are over all clusters is undecided for the unit."""


@attrs.frozen
class Counts:
    """What came of a run: units ranked, not ranked, out of competition; and what is worth knowing."""

    ranked: int
    not_ranked: int
    out: int
    problems: tuple[Problem, ...]


def told_columns(scheme: Scheme, plan: ScoringPlan) -> list[str]:
    """Name the outputs that are looked at before a result is written."""
    flags = ("ranked", "competes", "total", "rank", *(names.state(owner.id) for owner in _reporting(scheme)))
    return [*flags, *(name for name in plan.outputs if names.fault_of(name) or name.startswith("chain."))]


def _reporting(scheme: Scheme) -> Sequence[CriterionUse | Adjustment]:
    """Give what must not lack marks that it needs."""
    return scheme.uses if scheme.not_reported == "error" else ()


def score_parts(
    raw: Parts,
    scheme: Scheme,
    path: str,
    target: str,
    *,
    mark: DecimalMark,
    force: bool,
    plan_for: Callable[[Mapping[str, FigureColumn]], ScoringPlan],
    table_of: Callable[[ScoringPlan], Rows],
    error_of: Callable[[str, str, str], Problem],
) -> Counts:
    """Score the units of a folder or file and write the table of the result.

    Args:
        raw: The rows of the folder, with their places.
        scheme: A checked scheme.
        path: The folder or file, as it is called.
        target: Folder that is written.
        mark: The decimal mark of text.
        force: Overwrite a folder that is there.
        plan_for: Plans on figures with these bounds.
        table_of: Makes of outputs the columns that are written, those of ``told_columns`` besides, with ``TOLD``.
        error_of: Column of a fault, unit, its cluster → the problem.

    Raises:
        DvkError: All that is wrong with the figures, or with the run.
    """
    seen = look(raw, scheme, path, mark)
    plan = plan_for(seen.columns)
    kp = frozenset(name for name, column in seen.columns.items() if column.has_kp)
    present = frozenset((*UNIT, *seen.columns, *map(kp_flag, kp)))
    read = Read(scheme, attrs.evolve(seen.source, partial=True), kp)
    rows = turned(seen.raw, plan.plan, present, kept=UNIT, before=read, after=table_of(plan)).held()
    counts = _counts(scheme, plan, rows, error_of)
    rows.only([name for name in rows.columns if not name.startswith(TOLD)]).write(target, force=force)
    return attrs.evolve(counts, problems=(*seen.problems, *counts.problems))


def _counts(scheme: Scheme, plan: ScoringPlan, rows: Parts, error_of: Callable[[str, str, str], Problem]) -> Counts:
    """Count what came of it.

    Raises:
        DvkError: A formula calls the figures of some units an error.
    """
    faults = [name for name in plan.outputs if names.fault_of(name)]
    lacking = [(owner, _lacks(owner)) for owner in _reporting(scheme)]
    ranked: Where = _so("ranked")
    outside: Where = {**_so("competes"), **_not("ranked")}
    out: Where = _not("competes")
    asked = [ranked, outside, out, _so(UNRULED), *map(_so, faults), *(where for _, where in lacking)]
    in_ranking, left, without, tied, *wrong = rows.counted(asked)
    problems: list[Problem] = []
    for column, count in zip(faults, wrong, strict=False):
        first = rows.first(_so(column), LIMIT) if count else []
        called = {row["unit"]: row["name"] for row in first}
        problems += named([error_of(column, row["unit"], row["cluster"]) for row in first], called)
        problems += more_than(count, scheme.path, code="DVK-E105")
    for (owner, where), count in zip(lacking, wrong[len(faults) :], strict=True):
        if count:
            place = Place(file=scheme.path, criterion=owner.id)
            units = _units(rows.first(where, SHOWN), count)
            problems.append(problem("DVK-E111", place, title=owner.title, units=units))
    if problems:
        raise DvkError(problems)
    problems += _absent(scheme, plan, rows)
    problems += _unruled(scheme, plan, rows, tied)
    return Counts(in_ranking, left, without, tuple(problems))


def _absent(scheme: Scheme, plan: ScoringPlan, rows: Parts) -> list[Problem]:
    """Say which ties were decided by a quantity that some of the tied units do not have: see ``scoring.ruled``."""
    keys = [f"{TOLD}total", *(["cluster"] if scheme.ranking.within == "cluster" else [])]
    problems: list[Problem] = []
    for index, step in enumerate(scheme.ranking.tie_break):
        has, value = f"chain.{index}.has", f"chain.{index}.value"
        if has in plan.outputs:
            apart = rows.apart(_so("ranked"), keys, f"{TOLD}{has}")
            lacks: Where = {f"{TOLD}{has}": has_of_lacking(step)}
            (count,) = apart.counted([lacks])
            if count:
                problems.append(decided_by_absence(scheme, step, _units(apart.first(lacks, SHOWN), count)))
        keys += [f"{TOLD}{name}" for name in (has, value, f"chain.{index}.reaches") if name in plan.outputs]
    return problems


def _unruled(scheme: Scheme, plan: ScoringPlan, rows: Parts, tied: int) -> list[Problem]:
    """Say which ties ask for a ruling: of units that are ranked together, and of equals in several clusters."""
    over_all: list[Row] = []
    ties: list[list[str]] = []
    if over_all_clusters(scheme):
        keys = [f"{TOLD}{name}" for name in plan.outputs if name == "total" or name.startswith("chain.")]
        equals = rows.apart({**_so("ranked"), **_so(OPEN_OVER_ALL)}, keys, "cluster")
        (besides,) = equals.counted([_not(UNRULED)])
        tied += besides
        over_all = equals.first({}, SHOWN, keys)
        ties = parted(over_all, keys)
    if not tied:
        return []
    known = {row["unit"] for row in over_all}
    keys = [f"{TOLD}{name}" if name == "rank" else name for name in tie_of(scheme)]
    within = [row for row in rows.first(_so(UNRULED), 2 * SHOWN, keys) if row["unit"] not in known]
    told = unruled_ties(scheme, [*ties, *parted(within, keys)], tied)
    return list(named([told], {row["unit"]: row["name"] for row in (*over_all, *within)}))


def _units(first: Sequence[Row], count: int) -> Units:
    called = {row["unit"]: row["name"] for row in first}
    return attrs.evolve(Units.of(called, count), names=called)


def _lacks(owner: CriterionUse | Adjustment) -> Where:
    state = {f"{TOLD}{names.state(owner.id)}": int(State.NOT_REPORTED)}
    return {**state, **_so("competes")} if breaks_ties(owner) else state


def _so(name: str) -> Where:
    return {f"{TOLD}{name}": True}


def _not(name: str) -> Where:
    return {f"{TOLD}{name}": False}
