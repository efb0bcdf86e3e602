"""What is to be collected, and what was."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import attrs

from dvk_scoring.figures.table import DecimalMark
from dvk_scoring.forms.judge import GoodCell
from dvk_scoring.problem import Problem, has_errors
from dvk_scoring.scheme.model import Scheme


@attrs.frozen
class CollectOrder:
    """What is to be collected.

    Attributes:
        scheme: What was asked for.
        forms: Files, and folders of files.
        units: File of the units that should return one; None: whoever did.
        voice: The voice to collect, empty: that of the first form.
        committee: Tables made by hand hold the committee's figures (a form says so itself).
        decimal: Decimal mark of text cells: for all files, or by file.
    """

    scheme: Scheme
    forms: tuple[Path, ...]
    units: Path | None = None
    voice: str = ""
    committee: bool = False
    decimal: DecimalMark | Mapping[str, DecimalMark] = "point"

    def mark(self, path: Path | str | None) -> DecimalMark:
        """Give the decimal mark of a file's text cells."""
        if isinstance(self.decimal, Mapping):
            return self.decimal.get(str(path), self.decimal.get("", "point"))
        return self.decimal


@attrs.frozen
class CollectedUnit:
    """What is taken of one unit: column → good cell; ``voice`` may be empty."""

    unit: str
    name: str
    cluster: str
    voice: str
    cells: Mapping[str, GoodCell]


@attrs.frozen
class MissingUnit:
    """A unit of the list of which not one figure is taken; ``files``: what came from it all the same."""

    unit: str
    name: str
    cluster: str
    files: tuple[str, ...] = ()


@attrs.frozen
class Collected:
    """What was collected.

    Attributes:
        scheme: What was asked for.
        units: In the order of the list of units, else as they came.
        listed: How many units should have returned a form; None: nobody said.
        files: How many files were read, wrong ones included.
        problems: Sorted; errors name cells and files that were left out.
        missing: Every unit of the list of which nothing is taken, in its order.
    """

    scheme: Scheme
    units: tuple[CollectedUnit, ...]
    listed: int | None
    files: int
    problems: tuple[Problem, ...]
    missing: tuple[MissingUnit, ...] = ()

    @property
    def count(self) -> int:
        """Cells that are taken."""
        return sum(len(unit.cells) for unit in self.units)

    @property
    def whole(self) -> bool:
        """Whether nothing was wrong; blanks and forms that are still out are not wrong."""
        return not has_errors(self.problems)
