"""The contract kit for plugin authors: worked cases beside a criterion, and its promises, run with exact fractions."""

from dvk_scoring.testing.case_file import Case, CaseUnit, read_cases
from dvk_scoring.testing.cases import CaseResult, run_cases
from dvk_scoring.testing.promises import Breach, PromiseResult, check_promise, check_promises

__all__ = [
    "Breach",
    "Case",
    "CaseResult",
    "CaseUnit",
    "PromiseResult",
    "check_promise",
    "check_promises",
    "read_cases",
    "run_cases",
]
