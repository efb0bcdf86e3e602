"""Scoring what fits no memory: a Parquet folder in, a Parquet folder out, from the disk or on Spark.

The same figures, rules and columns as ``run`` and ``report.tables``; what needs all units in one place is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal

import attrs
import narwhals as nw

from dvk_scoring.arguments import MARK, PATH, SCHEME, check_arguments, one_of
from dvk_scoring.catalogue import listed
from dvk_scoring.figures.figure_set import FigureColumn, FigureSet
from dvk_scoring.problem import DvkError, Place, Problem, problem, sort_problems, system_reason
from dvk_scoring.report.tables import result_frame
from dvk_scoring.run import DecimalMark, fault_problem
from dvk_scoring.scoring.plan import Plans, ScoringPlan, data_columns
from dvk_scoring.scoring.result import Result
from dvk_scoring.scoring.ruled import over_all_clusters, undecided, unruled
from dvk_scoring.text import Text, visible

if TYPE_CHECKING:
    import polars as pl

    from dvk_scoring.engines.folder.parts import Parts
    from dvk_scoring.scheme.model import Scheme


_OF_A_RESULT: Final = re.compile(r"part-.*\.parquet|_SUCCESS|\..*\.crc|\.DS_Store")
_HOLDS: Final = Text(vi="số liệu nằm ở đó", en="the figures are there")
_INSIDE: Final = Text(vi="nó nằm trong thư mục số liệu", en="it lies in the folder of figures")
_HERE: Final = Text(vi="đang làm việc ở trong đó", en="one works in it")
_OTHER: Final = Text(vi="ở đó có {names}, không phải của một kết quả", en="{names} in it is not of a result")


@attrs.frozen
class FolderResult:
    """A competition scored into a folder.

    Attributes:
        path: The folder; its columns are those of a result in Parquet, its rows in no order.
        ranked: Units ranked.
        not_ranked: Units in competition that are not ranked.
        out: Units out of competition.
        problems: Warnings and notes of scheme, figures and run.
    """

    path: str
    ranked: int
    not_ranked: int
    out: int
    problems: tuple[Problem, ...]


@attrs.frozen
class _Tables:
    """Makes the table of a result of the outputs of some units; on the executors.

    Attributes:
        told: Columns that are kept as they are besides, behind this prefix.
    """

    scheme: Scheme
    plan: ScoringPlan
    told: Sequence[str]
    prefix: str

    def __call__(self, outputs: pl.DataFrame) -> pl.DataFrame:
        from dvk_scoring.engines.folder.score import OPEN_OVER_ALL, UNRULED

        framed: nw.DataFrame[Any] = nw.from_native(outputs, eager_only=True)
        nothing = framed.head(0)
        figures = FigureSet(nothing, {}, {}, nothing, nothing, (), ())
        result = Result(
            scheme=self.scheme,
            figures=figures,
            rulings=(),
            frame=framed,
            by_voice={},
            plan=self.plan,
            engine="spark",
            as_of=None,
            sample=False,
            problems=(),
        )
        asked = {UNRULED: unruled(self.scheme), OPEN_OVER_ALL: undecided(over_all_clusters(self.scheme))}
        told = {name: nw.col(name) for name in self.told} | asked
        shown = framed.with_columns(expr.alias(f"{self.prefix}{name}") for name, expr in told.items())
        besides = (shown[f"{self.prefix}{name}"] for name in told)
        table: pl.DataFrame = result_frame(result).with_columns(*besides).to_native()
        return table


def score_folder(
    scheme: Scheme,
    source: str | Path,
    target: str | Path,
    *,
    engine_name: Literal["polars", "spark"] = "polars",
    decimal: DecimalMark = "point",
    force: bool = False,
) -> FolderResult:
    """Score the units of a Parquet folder, or file, into a Parquet folder, a batch of units at a time.

    Args:
        scheme: A checked scheme.
        source: Wide Parquet, one row a unit: a folder, or a file; with ``spark``, wherever Spark can read it.
        target: Folder to write.
        engine_name: ``polars`` reads from the disk of this machine and keeps beside the target what is needed again.
            ``spark`` uses the session that is active; else one is made, where Spark is told to run or on this machine.
        decimal: The decimal mark of text.
        force: Overwrite a result that is there.

    Raises:
        DvkError: All that is wrong with the figures; the folder is there, or holds what is no result; Spark cannot
            start, or fails.
    """
    check_arguments(
        scheme=(scheme, SCHEME),
        source=(source, PATH),
        target=(target, PATH),
        engine_name=(engine_name, one_of("polars", "spark")),
        decimal=(decimal, MARK),
    )
    from dvk_scoring.engines.folder.places import is_address
    from dvk_scoring.engines.folder.score import TOLD, score_parts, told_columns

    if not is_address(str(target)):
        _check_target(Path(source), Path(target), force=force)

    def plan_for(columns: Mapping[str, FigureColumn]) -> ScoringPlan:
        return Plans(scheme, data_columns(columns), scores=False).whole

    def table_of(plan: ScoringPlan) -> _Tables:
        return _Tables(scheme, plan, told_columns(scheme, plan), TOLD)

    def error_of(column: str, unit: str, cluster: str) -> Problem:
        return fault_problem(scheme, column, unit, cluster)

    with _opened(engine_name, str(source), str(target)) as parts:
        scored = score_parts(
            parts, scheme, str(source), str(target), mark=decimal, force=force,
            plan_for=plan_for, table_of=table_of, error_of=error_of,
        )  # fmt: skip
    problems = sort_problems((*scheme.problems, *scored.problems))
    return FolderResult(str(target), scored.ranked, scored.not_ranked, scored.out, problems)


def _check_target(source: Path, target: Path, *, force: bool) -> None:
    """See before any work that a result does not take the place of figures, or of anything but a result.

    Raises:
        DvkError: It does; something is there and is kept.
    """
    place = Place(file=str(target))
    figures, result, here = source.resolve(), target.resolve(), Path.cwd()
    if result == figures or result in figures.parents:
        raise DvkError([problem("DVK-O209", place, why=_HOLDS)])
    if figures in result.parents:
        raise DvkError([problem("DVK-O209", place, why=_INSIDE)])
    if result == here or result in here.parents:
        raise DvkError([problem("DVK-O209", place, why=_HERE)])
    if target.exists() and not force:
        raise DvkError([problem("DVK-O202", place)])
    try:
        other = sorted(path.name for path in target.iterdir() if not _is_of_a_result(path)) if target.is_dir() else []
    except OSError as error:
        raise DvkError([problem("DVK-O203", place, reason=system_reason(error))]) from None
    if other:
        names = listed(map(visible, other))
        why = Text(vi=_OTHER.vi.format(names=names), en=_OTHER.en.format(names=names))
        raise DvkError([problem("DVK-O209", place, why=why)])


def _is_of_a_result(path: Path) -> bool:
    return _OF_A_RESULT.fullmatch(path.name) is not None and not path.is_dir()


@contextmanager
def _opened(engine_name: str, source: str, target: str) -> Iterator[Parts]:
    if engine_name == "spark":
        from dvk_scoring.engines.spark.parts import opened_folder
        from dvk_scoring.engines.spark.session import session

        with session() as spark:
            yield opened_folder(spark, source)
    else:
        from dvk_scoring.engines.folder import files

        with files.opened_folder(source, target) as parts:
            yield parts
