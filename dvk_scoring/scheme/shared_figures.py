"""Figures of the unit itself: those that the scheme declares, and those that criteria share (population)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import attrs

from dvk_scoring.formula.symbols import FigureSpec
from dvk_scoring.scheme.model import Adjustment, CriterionUse, Decided
from dvk_scoring.scheme.table import Reading


def join_shared(
    reading: Reading, own: Mapping[str, FigureSpec], uses: Sequence[CriterionUse | Adjustment]
) -> dict[str, FigureSpec]:
    """Join what the scheme declares with what criteria share; the scheme's own declaration prevails.

    Criteria that share a figure in different ranges are told to have it declared.
    """
    joined = dict(own)
    first: dict[str, str] = {}
    for use in uses:
        for spec in (one for one in use.figures if one.shared):
            known = joined.setdefault(spec.name, spec)
            if known is spec:
                first[spec.name] = use.id
            elif spec.name in own and not _same_sort(spec, known):
                reading.say("DVK-S142", ("figures", spec.name), figure=spec.name, id=use.id)
            elif spec.name not in own and _range(spec) != _range(known):
                reading.say("DVK-S141", ("criteria", use.id), figure=spec.name, id=use.id, other=first[spec.name])
    return joined


def criterion_with_shared(use: CriterionUse, figures: Mapping[str, FigureSpec]) -> CriterionUse:
    """Give a criterion whose shared figures have the range of the unit's."""
    same = {one: _decided(one, figures) for one in use.by_kind.values()}
    by_kind = {kind: same[one] for kind, one in use.by_kind.items()}
    return attrs.evolve(use, figures=_replaced(use.figures, figures), by_kind=by_kind)


def adjustment_with_shared(use: Adjustment, figures: Mapping[str, FigureSpec]) -> Adjustment:
    """Give a bonus or penalty whose shared figures have the range of the unit's."""
    return attrs.evolve(use, figures=_replaced(use.figures, figures), decided=_decided(use.decided, figures))


def _decided(decided: Decided, figures: Mapping[str, FigureSpec]) -> Decided:
    built = attrs.evolve(decided.built, figures=_replaced(decided.built.figures, figures))
    return attrs.evolve(decided, built=built)


def _replaced(specs: tuple[FigureSpec, ...], figures: Mapping[str, FigureSpec]) -> tuple[FigureSpec, ...]:
    return tuple(attrs.evolve(figures[spec.name], optional=spec.optional) if spec.shared else spec for spec in specs)


def _range(spec: FigureSpec) -> tuple[object, ...]:
    return spec.kind, spec.low, spec.high, spec.places


def _same_sort(one: FigureSpec, other: FigureSpec) -> bool:
    """Tell whether both are numbers, or both the same kind of answer."""
    answers = {"yes-no", "choice"}
    return one.kind == other.kind or not {one.kind, other.kind} & answers
