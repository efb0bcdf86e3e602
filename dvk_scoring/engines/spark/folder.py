"""A Parquet folder in, a Parquet folder out: no unit comes to the driver but those that problems name."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Final

import attrs
from pyspark.errors import AnalysisException
from pyspark.sql import functions as f

from dvk_scoring.engines.spark.intake import UNIT, Read
from dvk_scoring.engines.spark.look import look
from dvk_scoring.engines.spark.run import refuse_wide, turned
from dvk_scoring.engines.spark.session import located, session
from dvk_scoring.figures.table import LIMIT, more_than
from dvk_scoring.formula import names
from dvk_scoring.formula.names import kp_flag
from dvk_scoring.formula.state import State
from dvk_scoring.law.ranking import has_of_lacking
from dvk_scoring.naming import named
from dvk_scoring.problem import DvkError, Place, Problem, problem
from dvk_scoring.scoring.places import breaks_ties, giving
from dvk_scoring.scoring.ruled import decided_by_absence
from dvk_scoring.unit_names import Units

if TYPE_CHECKING:
    from pyspark.sql import Column, DataFrame

    from dvk_scoring.engines.spark.worker import Rows
    from dvk_scoring.figures.figure_set import FigureColumn
    from dvk_scoring.figures.table import DecimalMark
    from dvk_scoring.scheme.model import Adjustment, CriterionUse, Scheme
    from dvk_scoring.scoring.plan import ScoringPlan

TOLD: Final = "#"
"""Before the names of columns that serve what is told of a run, and are not written."""
_SHOWN: Final = 10


@attrs.frozen
class Counts:
    """What came of a run: units ranked, not ranked, out of competition; and what is worth knowing."""

    ranked: int
    not_ranked: int
    out: int
    problems: tuple[Problem, ...]


def told_columns(scheme: Scheme, plan: ScoringPlan) -> list[str]:
    """Name the outputs that are looked at before a result is written."""
    flags = ("ranked", "competes", "tied", "total", *(names.state(one.id) for one in _reporting(scheme)))
    return [*flags, *(name for name in plan.outputs if names.fault_of(name) or name.startswith("chain."))]


def _reporting(scheme: Scheme) -> Sequence[CriterionUse | Adjustment]:
    """Give what must not lack marks that it needs."""
    return giving(scheme) if scheme.not_reported == "error" else ()


def score_folder(
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
        scheme: A checked scheme.
        path: Parquet: a folder, or a file.
        target: Folder that is written.
        mark: The decimal mark of text.
        force: Overwrite a folder that is there.
        plan_for: Plans on figures with these bounds.
        table_of: Makes of outputs the columns that are written, those of ``told_columns`` besides, with ``TOLD``.
        error_of: Column of a fault, unit, its cluster → the problem.

    Raises:
        DvkError: All that is wrong with the figures, or with the run.
    """
    with session() as spark:
        seen = look(spark, scheme, path, mark)
        plan = plan_for(seen.columns)
        refuse_wide(plan.plan)
        kp = frozenset(name for name, one in seen.columns.items() if one.has_kp)
        present = frozenset((*UNIT, *seen.columns, *map(kp_flag, kp)))
        read = Read(scheme, attrs.evolve(seen.source, partial=True), kp)
        turns = turned(seen.raw, plan.plan, present, kept=UNIT, before=read, after=table_of(plan))
        rows = turns.localCheckpoint()  # it is counted first, then written
        counts = _counts(scheme, plan, rows, error_of)
        written = rows.drop(*(name for name in rows.columns if name.startswith(TOLD)))
        try:
            written.write.mode("overwrite" if force else "errorifexists").parquet(located(target))
        except AnalysisException as error:
            if error.getCondition() != "PATH_ALREADY_EXISTS":
                raise
            raise DvkError([problem("DVK-O202", Place(file=target))]) from None
    return attrs.evolve(counts, problems=(*seen.problems, *counts.problems))


def _counts(scheme: Scheme, plan: ScoringPlan, rows: DataFrame, error_of: Callable[[str, str, str], Problem]) -> Counts:
    """Count what came of it.

    Raises:
        DvkError: A formula calls the figures of some units an error.
    """
    faults = [name for name in plan.outputs if names.fault_of(name)]
    ranked, competes = _told("ranked"), _told("competes")
    lacking = [
        (one, where & competes if breaks_ties(one) else where)
        for one in _reporting(scheme)
        for where in (_told(names.state(one.id)) == int(State.NOT_REPORTED),)
    ]
    asked = [
        ranked,
        competes & ~ranked,
        ~competes,
        _told("tied"),
        *map(_told, faults),
        *(where for _, where in lacking),
    ]
    found = rows.agg(*(f.count(f.when(one, 1)) for one in asked)).first()
    assert found is not None
    in_ranking, outside, out, tied, *wrong = found
    problems: list[Problem] = []
    for name, count in zip(faults, wrong, strict=False):
        first = rows.where(_told(name)).orderBy("unit").limit(LIMIT).collect() if count else ()
        called = {row["unit"]: row["name"] for row in first}
        problems += named([error_of(name, row["unit"], row["cluster"]) for row in first], called)
        problems += more_than(count, scheme.path, code="DVK-E105")
    for (one, where), count in zip(lacking, wrong[len(faults) :], strict=True):
        if count:
            place = Place(file=scheme.path, criterion=one.id)
            problems.append(problem("DVK-E111", place, title=one.title, units=_first(rows.where(where), count)))
    if problems:
        raise DvkError(problems)
    problems += _absent(scheme, plan, rows.where(ranked))
    if tied and not scheme.ranking.is_final:
        units = _first(rows.where(_told("tied")), tied)
        problems.append(problem("DVK-E106", Place(file=scheme.path), units=units))
    return Counts(in_ranking, outside, out, tuple(problems))


def _absent(scheme: Scheme, plan: ScoringPlan, ranked: DataFrame) -> list[Problem]:
    """Say which ties were decided by a quantity that some of the tied units do not have: see ``scoring.ruled``."""
    keys = ["total", *(["cluster"] if scheme.ranking.within == "cluster" else [])]
    found: list[Problem] = []
    for index, step in enumerate(scheme.ranking.tie_break):
        has, value = f"chain.{index}.has", f"chain.{index}.value"
        if has in plan.outputs:
            columns = [f.col(key) if key == "cluster" else _told(key) for key in keys]
            apart = ranked.groupBy(*(column.alias(f"k{at}") for at, column in enumerate(columns))).agg(
                f.min(_told(has)).alias("low"), f.max(_told(has)).alias("high")
            ).where("low < high")  # fmt: skip
            same = [column == f.col(f"k{at}") for at, column in enumerate(columns)]
            lacking = ranked.where(_told(has) == has_of_lacking(step)).join(apart, same, "left_semi")
            count = lacking.count()
            if count:
                found.append(decided_by_absence(scheme, step, _first(lacking, count)))
        keys += [name for name in (has, value, f"chain.{index}.reaches") if name in plan.outputs]
    return found


def _first(rows: DataFrame, count: int) -> Units:
    names = {row["unit"]: row["name"] for row in rows.select("unit", "name").orderBy("unit").limit(_SHOWN).collect()}
    return attrs.evolve(Units.of(names, count), names=names)


def _told(name: str) -> Column:
    return f.col(f"`{TOLD}{name}`")
