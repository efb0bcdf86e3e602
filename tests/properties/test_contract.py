"""Every bundled criterion keeps the contract; their workbooks are recalculated together in tests/office."""

from __future__ import annotations

import pytest

from dvk_scoring.criteria.find import bundled_folder
from dvk_scoring.testing import contract
from dvk_scoring.testing.checks import CHECKS
from tests.depth import drawn

pytestmark = pytest.mark.xdist_group("contract")  # the trials of a criterion are drawn once, not in each process

test_contract = contract(bundled_folder(), checks=[name for name in CHECKS if name != "sheet"], examples=drawn(10, 20))
