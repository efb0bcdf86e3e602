"""Figures of the unit itself: those that the scheme declares, and those that criteria share (population)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, cast

import attrs

from dvk_scoring.formula.symbols import FigureSpec
from dvk_scoring.scheme.form.uses import FORMS
from dvk_scoring.scheme.keys import Path
from dvk_scoring.scheme.model import Adjustment, CriterionUse, Decided
from dvk_scoring.scheme.table import Reading


def join_shared(
    reading: Reading, own: Mapping[str, FigureSpec], uses: Sequence[CriterionUse | Adjustment]
) -> dict[str, FigureSpec]:
    """Join what the scheme declares with what criteria share; the scheme's own declaration prevails.

    What the scheme says of a shared figure at one criterion (its title) holds for all that share it. Criteria that
    share a figure in different ranges, or of which two name it otherwise, are told to have it declared.
    """
    joined = dict(own)
    first: dict[str, str] = {}
    naming: dict[tuple[str, str], str] = {}
    for use in uses:
        for spec in (figure for figure in use.figures if figure.shared):
            known = joined.setdefault(spec.name, spec)
            if spec.name in own:
                _hold_to_own(reading, use, spec, known)
                continue
            if known is spec:
                first[spec.name] = use.id
            elif _range(spec) != _range(known):
                reading.say("DVK-S141", _path(reading, use), figure=spec.name, id=use.id, other=first[spec.name])
            said = {field: getattr(spec, field) for field in sorted(spec.named)}
            who = {field: naming.setdefault((spec.name, field), use.id) for field in said}
            others = [
                who[field] for field, value in said.items() if value != getattr(known, field) and who[field] != use.id
            ]
            if others:
                reading.say("DVK-S212", _path(reading, use, spec), figure=spec.name, id=use.id, other=others[0])
            own_words: dict[str, Any] = {field: value for field, value in said.items() if who[field] == use.id}
            joined[spec.name] = attrs.evolve(known, **own_words, named=known.named | spec.named)
    return joined


def _hold_to_own(reading: Reading, use: CriterionUse | Adjustment, spec: FigureSpec, declared: FigureSpec) -> None:
    """Hold a shared figure to the scheme's own declaration: that has its sort, and all that is said of it."""
    if not _same_sort(spec, declared):
        reading.say("DVK-S142", ("figures", spec.name), figure=spec.name, id=use.id)
    if spec.named:
        at = _path(reading, use, spec)
        reading.say("DVK-S212", at, figure=spec.name, id=use.id, other=f"figures.{spec.name}")


def criterion_with_shared(use: CriterionUse, figures: Mapping[str, FigureSpec]) -> CriterionUse:
    """Give a criterion whose shared figures have the range of the unit's."""
    same = {decided: _decided(decided, figures) for decided in use.by_kind.values()}
    by_kind = {kind: same[decided] for kind, decided in use.by_kind.items()}
    return attrs.evolve(use, figures=_replaced(use.figures, figures), by_kind=by_kind)


def adjustment_with_shared(use: Adjustment, figures: Mapping[str, FigureSpec]) -> Adjustment:
    """Give a bonus or penalty whose shared figures have the range of the unit's."""
    return attrs.evolve(use, figures=_replaced(use.figures, figures), decided=_decided(use.decided, figures))


def _decided(decided: Decided, figures: Mapping[str, FigureSpec]) -> Decided:
    built = attrs.evolve(decided.built, figures=_replaced(decided.built.figures, figures))
    return attrs.evolve(decided, built=built)


def _replaced(specs: tuple[FigureSpec, ...], figures: Mapping[str, FigureSpec]) -> tuple[FigureSpec, ...]:
    return tuple(attrs.evolve(figures[spec.name], optional=spec.optional) if spec.shared else spec for spec in specs)


def _path(reading: Reading, use: CriterionUse | Adjustment, spec: FigureSpec | None = None) -> Path:
    """Give the way to a criterion, bonus or penalty, or to one of its figures."""
    tables = reading.document.values
    role = next(role for role in FORMS if use.id in cast("Mapping[str, object]", tables.get(role, {})))
    return (role, use.id) if spec is None else (role, use.id, "figures", spec.many or spec.name)


def _range(spec: FigureSpec) -> tuple[object, ...]:
    return spec.kind, spec.low, spec.high, spec.places


def _same_sort(one: FigureSpec, other: FigureSpec) -> bool:
    """Tell whether both are numbers, or both the same kind of answer."""
    answers = {"yes-no", "choice"}
    return one.kind == other.kind or not {one.kind, other.kind} & answers
