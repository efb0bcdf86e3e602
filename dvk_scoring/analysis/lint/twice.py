"""Counted twice: criteria fed by the same figure."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import Final

from dvk_scoring.analysis.lint.subject import Subject, weights
from dvk_scoring.formula.tree import Attribute, Bands, Choose, Cond, Num, Ratio
from dvk_scoring.formula.walk import children
from dvk_scoring.problem import Problem
from dvk_scoring.scheme.model import CriterionUse
from dvk_scoring.text import Text

_WORDS_OF_OWN: Final = 3
"""Words a figure's label needs to say what is counted: “Giá trị” and “Value” of two plugins are not the same thing."""


def same_figure(subject: Subject) -> Iterator[Problem]:
    """Tell of two criteria that one achievement feeds."""
    for one, other in combinations(subject.scheme.scored.values(), 2):
        if one.weight.keys().isdisjoint(other.weight):
            continue
        what = _shared(one, other) or _labelled(one, other) or _titled(one, other)
        if what is not None:
            args = {"title": one.title, "other": other.title, "what": what}
            held = {"weight": weights(one), "other_weight": weights(other)}
            yield subject.say("DVK-L104", ("criteria", other.id), **args, **held)


def _shared(one: CriterionUse, other: CriterionUse) -> Text | None:
    """Give the label of a shared figure that both score; one that both divide by (population) is as it should be."""
    both = _scored(one) & _scored(other)
    return next((spec.label for spec in other.figures if spec.shared and spec.name in both), None)


def _scored(use: CriterionUse) -> set[str]:
    return {name for decided in use.by_kind.values() for name in _counted(decided.built.tree)}


def _counted(tree: Num) -> set[str]:
    """Name the shared figures that are counted: not only divided by, and not only asked about in a condition."""
    names: set[str] = set()
    seen: set[Num | Cond] = set()
    left: list[Num | Cond] = [tree]
    while left:
        node = left.pop()
        if node in seen:
            continue
        seen.add(node)
        match node:
            case Attribute(name):
                names.add(name)
            case Ratio(over, _, _):
                left.append(over)
            case Choose(cases, otherwise):
                left += [*(case.then for case in cases), otherwise]
            case Bands(value, _, _):
                left.append(value)
            case Cond():
                pass
            case _:
                left += [part for part in children(node) if isinstance(part, Num)]
    return names


def _labelled(one: CriterionUse, other: CriterionUse) -> Text | None:
    """Give a label that both criteria have for a figure of their own; one plugin used twice has all labels twice."""
    if _plugins(one) & _plugins(other):
        return None
    labels = {_folded(spec.label) for spec in one.figures if not spec.shared}
    for spec in other.figures:
        if not spec.shared and len(spec.label.vi.split()) >= _WORDS_OF_OWN and _folded(spec.label) in labels:
            return spec.label
    return None


def _titled(one: CriterionUse, other: CriterionUse) -> Text | None:
    same = _folded(one.title) == _folded(other.title) and bool(_plugins(one) & _plugins(other))
    return other.title if same else None


def _plugins(use: CriterionUse) -> set[str]:
    return {decided.plugin for decided in use.by_kind.values()}


def _folded(text: Text) -> tuple[str, str]:
    return text.vi.casefold(), text.en.casefold()
