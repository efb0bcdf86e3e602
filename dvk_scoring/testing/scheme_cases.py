"""Runs the cases beside a scheme as ``dvk score`` would, with exact fractions, and tells what came out."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final

import attrs

from dvk_scoring.figures.figure_set import FigureSet
from dvk_scoring.nearest import nearest
from dvk_scoring.problem import DvkError, Place, has_errors, problem, sort_problems
from dvk_scoring.run import plans_for, score
from dvk_scoring.run import read_rulings as read_ruling_file
from dvk_scoring.scheme.document import read_document
from dvk_scoring.scheme.model import Ruling, Scheme
from dvk_scoring.scheme.rulings import in_force, read_rulings
from dvk_scoring.scheme.table import Reading
from dvk_scoring.scoring.plan import Plans
from dvk_scoring.scoring.result import Result
from dvk_scoring.testing.expectation import Check, Expectation, What, check
from dvk_scoring.testing.scheme_case_figures import CaseFigures
from dvk_scoring.testing.scheme_case_file import SchemeCase, read_scheme_cases
from dvk_scoring.text import Text

BESIDE: Final = "cases.toml"
_PART: Final[dict[What, str]] = {
    "sections": "total",
    "bonus_counted": "total",
    "penalty_counted": "total",
    "total": "total",
    "shown": "total",
    "rank": "rank",
    "state": "rank",
    "class": "class",
    "titles": "titles",
}
_MOST_NAMES: Final = 8


@attrs.frozen
class SchemeCaseResult:
    """A case that was scored: the result, and every expectation held against it."""

    case: SchemeCase
    result: Result
    checks: tuple[Check, ...]

    @property
    def ok(self) -> bool:
        """Whether all came out as expected."""
        return all(each.ok for each in self.checks)


def find_cases(scheme: Scheme) -> Path:
    """Give the file of cases beside a scheme.

    Raises:
        DvkError: There is none.
    """
    path = Path(scheme.path).parent / BESIDE
    if not path.is_file():
        raise DvkError([problem("DVK-C340", Place(file=str(path)))])
    return path


def run_scheme_cases(scheme: Scheme, path: Path, named: str | None = None) -> tuple[SchemeCaseResult, ...]:
    """Score the cases of a file and hold what they expect against what came out, in the file's order.

    Args:
        scheme: The scheme they belong to.
        path: The file of cases.
        named: Only the case of that name; where none is called just so, those whose name holds it.

    Raises:
        DvkError: All that is wrong with the file, at once; figures of cases that are not run are not looked at.
    """
    reading = Reading(read_document(str(path)))
    cases = read_scheme_cases(reading, scheme)
    chosen = cases if named is None else _named(reading, cases, named)
    runner = _Runner(scheme, reading, CaseFigures(scheme, reading))
    done = [runner.run(case) for case in chosen]
    problems = sort_problems(reading.problems)
    if has_errors(problems):
        raise DvkError(problems)
    return tuple(result for result in done if result is not None)


def part_of(scheme: Scheme, expectation: Expectation) -> str | None:
    """Give the part of an explanation that tells how a unit came to what it has; None where there is none."""
    if expectation.what == "points":
        return f"criteria.{expectation.of}"
    if expectation.what in ("bonuses", "penalties"):
        return f"{expectation.what}.{expectation.of}"
    if expectation.what in ("knock_outs", "holds"):
        return "class" if scheme.classes else "titles"
    return _PART.get(expectation.what)


def _named(reading: Reading, cases: Sequence[SchemeCase], name: str) -> tuple[SchemeCase, ...]:
    wanted = name.strip().casefold()
    names = {case.name.vi.casefold(): case for case in cases} | {case.name.en.casefold(): case for case in cases}
    if wanted in names:
        return (names[wanted],)
    named = tuple(case for case in cases if wanted and any(wanted in key and names[key] is case for key in names))
    if not named:
        near = nearest(wanted, [*names])
        known = Text(
            vi="; ".join(case.name.vi for case in cases[:_MOST_NAMES]),
            en="; ".join(case.name.en for case in cases[:_MOST_NAMES]),
        )
        reading.say("DVK-C343", (), name=name, nearest=names[near].name if near else "", known=known)
    return named


@attrs.frozen
class _Runner:
    """Reads and scores the cases of one file; what is wrong is told to the reading."""

    scheme: Scheme
    reading: Reading
    figures: CaseFigures
    plans: list[Plans] = attrs.field(factory=list, init=False)
    """Made once for all cases under the same rulings."""

    def run(self, case: SchemeCase) -> SchemeCaseResult | None:
        """Score a case; None when something is wrong with it."""
        before = len(self.reading.problems)
        figures = self.figures.read(case)
        if figures is None:
            return None
        rulings = self._rulings(case, figures)
        self._check_kinds(case, figures)
        if has_errors(self.reading.problems[before:]):
            return None
        try:
            result = score(self.scheme, figures, rulings, engine_name="exact", plans=self._plans(rulings))
        except DvkError as error:
            for fault in error.problems:
                reason = Text(vi=fault.text("vi"), en=fault.text("en"))
                self.reading.say("DVK-C341", case.table.path, reason=reason, unit=fault.place.unit or "")
            return None
        return SchemeCaseResult(case, result, tuple(check(result, expectation) for expectation in case.expected))

    def _plans(self, rulings: Sequence[Ruling]) -> Plans | None:
        """Give plans for any figures; None where ``dvk scheme check`` cannot prove all."""
        acts = in_force(rulings, self.scheme.as_of)
        for plans in self.plans:
            if plans.serve(self.scheme, acts):
                return plans
        made = plans_for(self.scheme, rulings)
        with suppress(DvkError):
            _ = made.whole
            self.plans.append(made)
            return made
        return None

    def _rulings(self, case: SchemeCase, figures: FigureSet) -> tuple[Ruling, ...]:
        """Read the rulings of a case: its own, those of the file that it names, or those of the sample."""
        path: Path | None = None
        if case.rulings:
            path = Path(self.reading.document.file).parent / case.rulings
        elif case.own_rulings:
            return read_rulings(case.table, self.scheme, figures.clusters)
        elif case.sample:
            path = self.scheme.sample_rulings
        if path is None:
            return ()
        try:
            return read_ruling_file(self.scheme, figures, path)[0]
        except DvkError as error:
            self.reading.problems.extend(error.problems)
            return ()

    def _check_kinds(self, case: SchemeCase, figures: FigureSet) -> None:
        """Refuse points of a criterion that is not for units of that kind."""
        clusters = figures.clusters
        for expectation in case.expected:
            if expectation.what == "points":
                kind = self.scheme.clusters[clusters[expectation.unit]].kind
                if kind not in self.scheme.criteria[expectation.of].weight:
                    self.reading.say("DVK-C342", expectation.path, criterion=expectation.of, kind=kind)
