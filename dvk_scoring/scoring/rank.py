"""Ranks: one whole number orders the units by total and then by the tie-break chain, so that equal means tied."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import attrs

if TYPE_CHECKING:
    from dvk_scoring.formula.program import Program, Ref
    from dvk_scoring.scheme.model import Scheme, TieBreak
    from dvk_scoring.scoring.quantity import Quantities

TIE: Final = "!tie"
_WIDEST: Final = 100


@attrs.frozen
class Ranked:
    """Ranks.

    Attributes:
        key: Larger is better; equal is tied.
        rank: Place within the cluster (or over all), 0 where not ranked.
        tied: Another ranked unit has the same key.
        ranked: The unit is ranked.
        chain: Each tie-break's own value, larger better, for the explanation.
    """

    key: Ref
    rank: Ref
    tied: Ref
    ranked: Ref
    chain: tuple[Ref, ...]


def rank_units(program: Program, scheme: Scheme, quantities: Quantities, ranked: Ref, *, ruled: int) -> Ranked:
    """Rank by total and chain.

    Args:
        program: Where the steps go.
        scheme: Its ranking.
        quantities: What the chain may name.
        ranked: Units that are ranked.
        ruled: Units in the longest tie ruling; 0: no ruling on ties.
    """
    p, ranking = program, scheme.ranking
    key = quantities.adjusted.total
    chain = []
    for step in ranking.tie_break:
        if step.by == "committee":
            own = p.input(TIE, 0, ruled) if ruled else p.const(0)
        else:
            own = _chain_key(p, quantities, step)
        chain.append(own)
        key = _joined(p, key, own, ranked)
    rank = p.rank(key, ranked, ranking.within, "rank_min" if ranking.ties == "shared" else "rank_dense")
    first, last = p.rank(key, ranked, ranking.within, "rank_min"), p.rank(key, ranked, ranking.within, "rank_max")
    return Ranked(key, rank, p.and_(ranked, p.lt(first, last)), ranked, tuple(chain))


def _chain_key(p: Program, quantities: Quantities, step: TieBreak) -> Ref:
    quantity = quantities.find(step.by)
    if step.at_least is not None:
        holds = p.and_(quantity.there, p.not_(quantities.below(quantity.value, step.at_least)))
        return p.when(holds, p.const(1), p.const(0))
    number = quantity.value.numerator
    if step.prefer == "low":
        number = p.neg(number)
    return p.when(quantity.there, number, p.const(p[number].low))


def _joined(p: Program, key: Ref, own: Ref, ranked: Ref) -> Ref:
    """Put a key behind another: key × (span + 1) + own - low; a wide key becomes its place first."""
    low, high = p[own].low, p[own].high
    if low == high:
        return key
    if p[key].bits + (high - low + 1).bit_length() > _WIDEST:
        key = p.neg(p.rank(key, ranked, "all", "rank_dense"))
    return p.add(p.mul(key, p.const(high - low + 1)), p.sub(own, p.const(low)))
