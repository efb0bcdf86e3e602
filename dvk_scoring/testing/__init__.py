"""The contract kit for plugin authors: worked cases beside a criterion, run with exact fractions."""

from dvk_scoring.testing.case_file import Case, CaseUnit, read_cases
from dvk_scoring.testing.cases import CaseResult, run_cases

__all__ = ["Case", "CaseResult", "CaseUnit", "read_cases", "run_cases"]
