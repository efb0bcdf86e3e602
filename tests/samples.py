"""The samples of shipped schemes, scored once for all tests of a process that look at them."""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from typing import Final

import attrs

from dvk_scoring.figures.figure_set import FigureSet
from dvk_scoring.run import load_scheme, read_rulings, read_sample, score
from dvk_scoring.scheme.model import Ruling, Scheme
from dvk_scoring.scheme.vote import Vote
from dvk_scoring.scoring.result import Result

EIGHTY: Final = Vote("all members", Fraction(4, 5))


@cache
def score_sample(scheme_id: str, *, sample: bool = True) -> Result:
    """Score a shipped scheme's sample with its rulings; ``sample``: the result says that it is one."""
    scheme = load_scheme(scheme_id)
    figures = read_sample(scheme)
    return score(scheme, figures, sample_rulings(scheme, figures), sample=sample)


def sample_rulings(scheme: Scheme, figures: FigureSet) -> tuple[Ruling, ...]:
    """Read the rulings that a shipped scheme's sample has."""
    path = scheme.sample_rulings
    return () if path is None else read_rulings(scheme, figures, path)[0]


def with_rules(result: Result) -> Result:
    """Let every title be voted on, as those that ship are not."""
    titles = {key: attrs.evolve(one, vote=EIGHTY) for key, one in result.scheme.titles.items()}
    return attrs.evolve(result, scheme=attrs.evolve(result.scheme, titles=titles))
