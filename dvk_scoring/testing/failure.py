"""What a check found: whether it passed, what failed, and the smallest units that show it as a case to paste."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal

import attrs

from dvk_scoring.formula.exact import trace
from dvk_scoring.problem import Problem
from dvk_scoring.testing.cases import told_working
from dvk_scoring.testing.trial import Trial
from dvk_scoring.text import Language, Text

Status = Literal["passed", "failed", "not-run"]
_SAID: Final[Mapping[str, Text]] = {
    "expected": Text(vi="Phải là: {value}", en="Expected: {value}"),
    "got": Text(vi="Nhận được: {value}", en="Got: {value}"),
    "working": Text(vi="Cách tính của đơn vị {unit}:", en="Working of unit {unit}:"),
    "entry": Text(vi="Ca thử để dán vào cases.toml:", en="The case, to paste into cases.toml:"),
}


@attrs.frozen
class Failure:
    """One thing that does not hold.

    Attributes:
        problem: What, with its code.
        expected: What had to come.
        got: What came.
        unit: The unit that shows it.
        working: Its working, one text a language, lines apart by newlines.
        entry: The units as an entry of ``cases.toml``; empty where figures have no part in it.
    """

    problem: Problem
    expected: Text | None = None
    got: Text | None = None
    unit: str = ""
    working: Text | None = None
    entry: str = ""

    def lines(self, language: Language) -> list[str]:
        """Tell it in lines."""
        lines = [self.problem.beside_advice(language)]
        for key, value in (("expected", self.expected), ("got", self.got)):
            if value is not None:
                lines.append("    " + _SAID[key].in_(language).format(value=value.in_(language)))
        if self.working is not None and self.working.in_(language):
            lines.append("    " + _SAID["working"].in_(language).format(unit=self.unit))
            lines += [f"      {line}" for line in self.working.in_(language).splitlines()]
        if self.entry:
            lines += ["    " + _SAID["entry"].in_(language), "", *self.entry.splitlines(), ""]
        return lines


@attrs.frozen
class CheckResult:
    """How one check stood for one criterion.

    Attributes:
        criterion: Id of the criterion.
        check: Name of the check.
        status: ``passed`` (warnings are no failure), ``failed``, or ``not-run``.
        failures: What does not hold, and warnings.
        reason: Why it was not run.
    """

    criterion: str
    check: str
    status: Status
    failures: tuple[Failure, ...] = ()
    reason: Text | None = None

    @property
    def ok(self) -> bool:
        """Whether nothing failed; a check that was not run is not held against the criterion."""
        return self.status != "failed"

    def told(self, language: Language) -> str:
        """Tell all that it found, or why it was not run."""
        if self.reason is not None:
            return self.reason.in_(language)
        return "\n".join(line for failure in self.failures for line in failure.lines(language))


def working_of(trial: Trial, index: int) -> Text | None:
    """Tell how the reference reader scores one unit of a trial, in both languages."""
    units = trial.units()
    working = trace(trial.built.tree, trial.built.figures, units, units[index].unit)
    return told_working(working, trial.built, trial.params)
