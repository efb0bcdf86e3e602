"""What was collected, as a long table: CSV in UTF-8 with decimal points, which ``dvk score`` reads."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Final

from dvk_scoring.aside import written_aside
from dvk_scoring.criteria.figures import FigureSpec
from dvk_scoring.figures.apostrophes import harmless
from dvk_scoring.figures.columns import figure_columns
from dvk_scoring.figures.validate import shown_number
from dvk_scoring.forms import words
from dvk_scoring.forms.collected import Collected
from dvk_scoring.forms.judge import GoodCell
from dvk_scoring.problem import DvkError, Place, problem

COLUMNS: Final = ("unit", "figure", "value", "voice", "reason", "evidence")


def write_collected(collected: Collected, output: Path, *, force: bool = False) -> None:
    """Write what was collected as a long table, CSV in UTF-8 with decimal points.

    Raises:
        DvkError: The file is there already, is no .csv, or the system refuses.
    """
    check_collected(output, force=force)
    specs = figure_columns(collected.scheme)
    columns = [one for one in COLUMNS if one != "voice" or any(unit.voice for unit in collected.units)]
    if collected.listed is None:
        columns[1:1] = ["name", "cluster"]
    with written_aside(output) as unfinished, unfinished.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, extrasaction="ignore", lineterminator="\n")
        writer.writeheader()
        for one in collected.units:
            for figure in (name for name in specs if name in one.cells):
                cell = one.cells[figure]
                row = {
                    "unit": harmless(one.unit),
                    "name": harmless(one.name),
                    "cluster": one.cluster,
                    "figure": figure,
                    "value": _written(cell, specs[figure][0]),
                    "voice": one.voice,
                    "reason": harmless(cell.entry.reason),
                    "evidence": harmless(cell.entry.evidence),
                }
                writer.writerow(row)


def write_missing(collected: Collected, output: Path, *, force: bool = False) -> None:
    """Write the units of the list of which nothing is taken, one a row: ``unit, name, cluster, files``, CSV in UTF-8.

    Missing:
        ``files`` is blank where nothing came.

    Raises:
        DvkError: The file is there already, is no .csv, or the system refuses.
    """
    check_collected(output, force=force)
    with written_aside(output) as unfinished, unfinished.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("unit", "name", "cluster", "files"))
        for one in collected.missing:
            texts = (one.unit, one.name, one.cluster, ", ".join(one.files))
            writer.writerow([harmless(text) for text in texts])


def check_collected(output: Path, *, force: bool) -> None:
    """See before any work whether the output can be written.

    Raises:
        DvkError: The file is there already, or is no .csv.
    """
    place = Place(file=str(output))
    if output.suffix.lower() != ".csv":
        raise DvkError([problem("DVK-O542", place, suffix=output.suffix or output.name)])
    if output.exists() and not force:
        raise DvkError([problem("DVK-O202", place)])


def _written(cell: GoodCell, spec: FigureSpec) -> str:
    if cell.value is None:
        return words.KP
    if spec.kind == "yes-no":
        return "yes" if cell.value else "no"
    if spec.kind == "choice":
        return spec.choices[cell.value][0]
    return shown_number(cell.value, spec)
