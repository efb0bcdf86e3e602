"""What the page on large data says of each shipped scheme is what its plan does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from dvk_scoring.formula.program import Window
from dvk_scoring.run import load_scheme, prove
from dvk_scoring.scheme.shipped import find_shipped

DOCS = Path(__file__).parents[2] / "docs"
WORDS = {
    "large-data.md": ("highest and sum of the cluster", "none", "within the cluster", "of all units"),
    "large-data.vi.md": ("cao nhất và tổng của cụm", "không", "trong cụm", "mọi đơn vị"),
}


@pytest.mark.parametrize("page", WORDS)
def test_which_schemes_look_across_units_in_their_criteria(page: str) -> None:
    some, none, cluster, everyone = WORDS[page]
    rows = re.findall(
        r"^\| `([\w-]+)` \| ([^|]+) \| ([^|]+) \|$", (DOCS / page).read_text(encoding="utf-8"), re.MULTILINE
    )
    expected = []
    for scheme_id in sorted(one.id for one in find_shipped()):
        scheme = load_scheme(scheme_id)
        plan = prove(scheme).plan
        program = plan.program
        points = [ref for name, ref in plan.outputs.items() if name.startswith(("points:", "score:", "under:"))]
        windows = [value for ref in program.below(*points) if isinstance(value := program[ref].value, Window)]
        assert {(one.kind, one.over) for one in windows} in (set(), {("max", "cluster"), ("sum", "cluster")})
        within = cluster if scheme.ranking.within == "cluster" else everyone
        expected.append((scheme_id, some if windows else none, within))
    assert rows == expected
