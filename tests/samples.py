"""The samples of shipped schemes, scored once for all tests of a process that look at them."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from dvk_scoring.run import load_scheme, read_rulings, read_sample, score
from dvk_scoring.scoring.result import Result


@cache
def score_sample(scheme_id: str, *, sample: bool = True) -> Result:
    """Score a shipped scheme's sample with its rulings; ``sample``: the result says that it is one."""
    scheme = load_scheme(scheme_id)
    figures = read_sample(scheme)
    assert scheme.sample is not None
    if scheme.sample.rulings is None:
        return score(scheme, figures, sample=sample)
    rulings, _ = read_rulings(scheme, figures, Path(scheme.path).parent / scheme.sample.rulings)
    return score(scheme, figures, rulings, sample=sample)
