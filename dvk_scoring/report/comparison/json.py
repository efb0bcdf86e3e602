"""A comparison as JSON: every value along the steps, and a paragraph a unit in both languages."""

from __future__ import annotations

import json
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

from dvk_scoring.analysis.causes import ComparedResults, ComparedUnit, Regrouped, Side, Step
from dvk_scoring.analysis.published import CellDifference, ComparedTable
from dvk_scoring.analysis.standing import Standing
from dvk_scoring.report.changes.json import change_values, figure_value, unit_value
from dvk_scoring.report.comparison.told import ComparedTeller
from dvk_scoring.report.json import ruling_value
from dvk_scoring.report.problem_json import problem_value
from dvk_scoring.text import visible
from dvk_scoring.written import plain

Json = Any


def compared_json(compared: ComparedResults) -> str:
    """Give the text; the same bytes for the same results.

    Raises:
        DvkError: One of them is a trial.
    """
    compared.refuse_trial()
    rulings, scheme = compared.rulings, compared.scheme
    tellers = ComparedTeller(compared, "vi"), ComparedTeller(compared, "en")
    content = {
        "old": _side(compared.old),
        "new": _side(compared.new),
        "same": compared.same,
        "replayed": compared.replayed,
        "steps": [_step(step) for step in compared.steps],
        "differ": list(compared.differ),
        "unknown": list(compared.unknown),
        "scheme": None if scheme is None else change_values(scheme),
        "rulings": None if rulings is None else [[ruling_value(act) for act in acts] for acts in rulings],
        "compared": len(compared.units),
        "units": [_unit(compared, unit, tellers) for unit in compared.changed],
        "left": [_placed(standing) for standing in compared.left],
        "came": [_placed(standing) for standing in compared.came],
        "regrouped": [_regrouped(group) for group in compared.regrouped],
    }
    return json.dumps(content, ensure_ascii=False, indent=1)


def _side(side: Side) -> Json:
    made = side.made
    return {
        "name": side.file,
        "scheme": {"id": side.names.id, "title": {"vi": side.names.title.vi, "en": side.names.title.en}},
        "scheme_sha256": made.scheme,
        "figures_sha256": made.figures,
        "dvk": made.version,
        "as_of": made.as_of,
        "units": len(side.standings),
    }


def _step(step: Step) -> Json:
    return {"causes": list(step.causes), "problems": [problem_value(problem) for problem in step.problems]}


def _unit(compared: ComparedResults, unit: ComparedUnit, tellers: tuple[ComparedTeller, ComparedTeller]) -> Json:
    columns = {} if compared.new.result is None else compared.new.result.figures.columns
    keys = dict.fromkeys(key for standing in unit.path for key in standing.points)
    path = {
        "total": [_points(points) for points in unit.values(lambda standing: standing.total)],
        "rank": list(unit.values(lambda standing: standing.rank)),
        "class": list(unit.values(lambda standing: standing.klass)),
        "titles": {
            key: [standing.titles.get(key) for standing in unit.path]
            for key in dict.fromkeys(key for standing in unit.path for key in standing.titles)
        },
        "criteria": {key: [_points(standing.points.get(key)) for standing in unit.path] for key in keys},
    }
    return {
        **unit_value(unit.change),
        "was": unit.was,
        "clusters": list(unit.cluster),
        "path": path,
        "parts": {"total": _parts(unit.values(lambda standing: standing.total))},
        "figures": [figure_value(figure, columns) for figure in unit.figures],
        "text": {teller.language: " ".join(teller.paragraph(unit).lines) for teller in tellers},
    }


def _parts(values: tuple[Decimal | None, ...]) -> list[str | None]:
    """Give the part of each step; null where there is no total on one side of it."""
    return [None if old is None or new is None else f"{new - old:f}" for old, new in pairwise(values)]


def _placed(standing: Standing) -> Json:
    return {
        "unit": standing.unit,
        "name": standing.name,
        "cluster": standing.cluster,
        "total": _points(standing.total),
        "rank": standing.rank,
    }


def _regrouped(group: Regrouped) -> Json:
    return {"old": [_placed(unit) for unit in group.old], "new": [_placed(unit) for unit in group.new]}


def _points(value: Decimal | None) -> str | None:
    return None if value is None else f"{value:f}"


def table_json(table: ComparedTable) -> str:
    """Give what a published table says otherwise than a result."""
    content = {
        "result": _side(table.side),
        "table": visible(Path(table.path).name),
        "tolerance": plain(table.tolerance),
        "same": table.same,
        "columns": [
            {
                "column": column.column,
                "rows": column.rows,
                "equal": column.equal,
                "largest_difference": None if column.largest is None else plain(column.largest),
            }
            for column in table.columns
        ],
        "ignored": list(table.ignored),
        "differences": [_cell(difference) for difference in table.differences],
        "missing": list(table.missing),
        "unknown": [unit for unit, _ in table.unknown],
    }
    return json.dumps(content, ensure_ascii=False, indent=1)


def _cell(cell: CellDifference) -> Json:
    return {
        "unit": cell.unit,
        "column": cell.column,
        "result": f"{cell.ours:f}" if isinstance(cell.ours, Decimal) else cell.ours,
        "table": cell.theirs,
        "difference": None if cell.difference is None else plain(cell.difference),
        "line": cell.place.line,
    }
