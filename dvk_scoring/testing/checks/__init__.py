"""The checks of the contract, in the order in which they are run and told."""

from __future__ import annotations

from typing import Final

from dvk_scoring.testing.bench import Bench, NotRun
from dvk_scoring.testing.checks.check import Check
from dvk_scoring.testing.checks.declaration import COLUMNS, DECLARED, TEXTS
from dvk_scoring.testing.checks.files import CASES, IMPORT
from dvk_scoring.testing.checks.gaps import EMPTY, STATES
from dvk_scoring.testing.checks.laws import NEVER_SCORED, PROMISES
from dvk_scoring.testing.checks.order import CHUNKS, ORDER, SUBSET
from dvk_scoring.testing.checks.readers import ENGINES, SHEET
from dvk_scoring.testing.checks.score import RANGE, ROUNDING, TWICE
from dvk_scoring.testing.failure import CheckResult
from dvk_scoring.text import Text

CHECKS: Final = {
    check.name: check
    for check in (
        DECLARED, TEXTS, COLUMNS, IMPORT, CASES, TWICE, ROUNDING, RANGE, STATES, EMPTY, PROMISES, NEVER_SCORED,
        ORDER, SUBSET, CHUNKS, ENGINES, SHEET,
    )
}  # fmt: skip
_FIRST: Final = Text(vi="trước hết phải sửa: {needs}", en="mend first: {needs}")


def result_of(bench: Bench, name: str) -> CheckResult:
    """Run one check, once; what it needs is run before."""
    if name not in bench.results:
        bench.results[name] = _run(bench, CHECKS[name])
    return bench.results[name]


def _run(bench: Bench, check: Check) -> CheckResult:
    wrong = [need for need in check.needs if not result_of(bench, need).ok]
    if wrong:
        needs = ", ".join(wrong)
        reason = Text(vi=_FIRST.vi.format(needs=needs), en=_FIRST.en.format(needs=needs))
        return CheckResult(bench.subject.id, check.name, "not-run", reason=reason)
    outcome = check.run(bench)
    if isinstance(outcome, NotRun):
        return CheckResult(bench.subject.id, check.name, "not-run", reason=outcome.reason)
    failed = any(failure.problem.severity == "error" for failure in outcome)
    return CheckResult(bench.subject.id, check.name, "failed" if failed else "passed", tuple(outcome))
