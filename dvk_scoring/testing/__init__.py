"""The contract kit for plugin authors: ``test_contract = contract(WHAT)``, and its parts by themselves.

Nothing here needs pytest or Hypothesis before it is called; both come with the extra ``testing``.
"""

from dvk_scoring.testing.case_file import Case, CaseUnit, read_cases
from dvk_scoring.testing.cases import CaseResult, run_cases
from dvk_scoring.testing.contract import contract, run_contract
from dvk_scoring.testing.failure import CheckResult, Failure
from dvk_scoring.testing.promises import Breach, PromiseResult, check_promise, check_promises
from dvk_scoring.testing.trial import Trial, units_of

__all__ = [
    "Breach",
    "Case",
    "CaseResult",
    "CaseUnit",
    "CheckResult",
    "Failure",
    "PromiseResult",
    "Trial",
    "check_promise",
    "check_promises",
    "contract",
    "read_cases",
    "run_cases",
    "run_contract",
    "units_of",
]
