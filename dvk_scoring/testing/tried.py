"""One criterion tried on figures as a person writes them: read, scored and explained as in any competition."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

import attrs

from dvk_scoring.catalogue import listed
from dvk_scoring.criteria.criterion import AnyCriterion
from dvk_scoring.criteria.decide import decide
from dvk_scoring.criteria.foreign import raised
from dvk_scoring.figures.read import read_tables
from dvk_scoring.figures.table import DecimalMark, Table, text_frame
from dvk_scoring.formula.symbols import FigureSpec
from dvk_scoring.formula.tree import FormulaError
from dvk_scoring.nearest import nearest
from dvk_scoring.problem import DvkError, Place, Problem, has_errors, problem
from dvk_scoring.run import score
from dvk_scoring.scheme.criterion_figures import FIGURE
from dvk_scoring.scoring.result import Result
from dvk_scoring.testing.single import Single, single

UNIT = "unit-1"
CLUSTER = "cluster"


def try_criterion(
    criterion: AnyCriterion,
    cells: Sequence[tuple[str, str]],
    *,
    weight: Fraction,
    params: Mapping[str, object],
    decimal: DecimalMark = "point",
) -> Result:
    """Score one unit by one criterion alone.

    Args:
        criterion: The criterion, healthy.
        cells: Figure → what its cell says, as in a file: ``12``, ``yes``, ``KP``, nothing for a blank.
        weight: Points at most.
        params: Params and settings as a scheme's ``params`` has them.
        decimal: The decimal mark of cells.

    Raises:
        DvkError: All that is wrong with params, or with figures; or the formula calls the figures an error.
    """
    decided = decide(criterion, params, lambda key: Place(key=key), (CLUSTER,), None)
    if has_errors(decided.problems):
        raise DvkError(decided.problems)
    numbers = {name: value for name, value in decided.params.items() if isinstance(value, Fraction)}
    try:
        alone = single(criterion, weight=weight, settings=decided.settings, params=numbers, clusters=(CLUSTER,))
    except FormulaError as error:
        raise DvkError([problem(error.code, Place(criterion=criterion.id), **error.args_)]) from error
    except Exception as error:  # an author's code may raise anything
        cause = raised(error)
        told = problem("DVK-S149", plugin=criterion.id, error=f"{type(cause).__name__}: {cause}")
        raise DvkError([told]) from error
    columns = {spec.column(criterion.id): spec for spec in alone.decided.built.figures}
    written, problems = _written(alone, columns, cells)
    table = Table("", "toml", text_frame({"unit": [UNIT], **written}), lambda: "", decimal, lambda row: row + 1)
    try:
        figures = read_tables(alone.scheme, [table])
        result = score(alone.scheme, figures) if not problems else None
    except DvkError as error:
        raise DvkError([*problems, *_placed(error.problems, columns)]) from error
    if result is None:
        raise DvkError(problems)
    return attrs.evolve(result, problems=_placed(result.problems, columns))


def _written(
    alone: Single, columns: Mapping[str, FigureSpec], cells: Sequence[tuple[str, str]]
) -> tuple[dict[str, list[str]], list[Problem]]:
    """Give the cell of each figure by its column, and tell of figures that are unknown, named twice or not named."""
    names = {spec.name: column for column, spec in columns.items()}
    written: dict[str, list[str]] = {}
    problems: list[Problem] = []
    for name, text in cells:
        bare = name.removeprefix(f"{alone.id}.")
        if bare not in names:
            near = nearest(bare, names)
            problems.append(problem("DVK-S131", what=FIGURE, value=name, nearest=near, known=listed(names)))
        elif names[bare] in written:
            problems.append(problem("DVK-S129", value=name))
        else:
            written[names[bare]] = [text]
    missing = [spec.name for column, spec in columns.items() if column not in written and not spec.optional]
    if missing:
        problems.append(problem("DVK-C208", figures=listed(missing), first=missing[0]))
    return {column: written.get(column, [""]) for column in columns}, problems


def _placed(problems: Iterable[Problem], columns: Mapping[str, FigureSpec]) -> tuple[Problem, ...]:
    """Tell of figures by their name alone: there is no file, and but one unit."""
    names = {column: spec.name for column, spec in columns.items()}
    return tuple(attrs.evolve(fault, place=Place(header=names.get(fault.place.header or ""))) for fault in problems)
