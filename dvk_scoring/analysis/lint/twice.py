"""Counted twice: criteria fed by the same figure, and awards that earn points that earn awards."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import combinations
from typing import Final

from dvk_scoring.analysis.lint.subject import Subject, number, weights
from dvk_scoring.formula.tree import Attribute, Bands, Choose, Cond, Num, Ratio, children
from dvk_scoring.problem import Problem
from dvk_scoring.scheme.model import Adjustment, CriterionUse, Scheme
from dvk_scoring.text import Text

_WORDS_OF_OWN: Final = 3
"""Words a figure's label needs to say what is counted: “Giá trị” and “Value” of two plugins are not the same thing."""

_AWARDS: Final[Mapping[str, re.Pattern[str]]] = {
    "vi": re.compile(
        r"\b(danh hiệu thi đua|danh hiệu được|kết quả khen thưởng|khen thưởng đạt được|được khen thưởng|bằng khen"
        r"|giấy khen|cờ thi đua|huân chương|huy chương|giải thưởng)\b"
    ),
    "en": re.compile(
        r"\b(awards? (obtained|won|received|earned)|(number of|obtained|won) awards?|titles (obtained|won|received)"
        r"|certificates? of merit|medals?|emulation flags?|flags won)\b"
    ),
}
_PROCESS: Final[Mapping[str, re.Pattern[str]]] = {
    "vi": re.compile(r"\b(hồ sơ|quy trình|quy định|đúng hạn|thẩm định|tổ chức)\b"),
    "en": re.compile(r"\b(files?|procedures?|rules?|ruled|in time|on time|appraisal|paperwork)\b"),
}
"""Doing the work of commendation well is a task like any other; only having been commended comes round again."""


def same_figure(subject: Subject) -> Iterator[Problem]:
    """Tell of two criteria that one achievement feeds."""
    for one, other in combinations(subject.scored.values(), 2):
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
    found: set[str] = set()
    seen: set[Num | Cond] = set()
    left: list[Num | Cond] = [tree]
    while left:
        node = left.pop()
        if node in seen:
            continue
        seen.add(node)
        match node:
            case Attribute(name):
                found.add(name)
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
    return found


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


def awards_for_awards(subject: Subject) -> Iterator[Problem]:
    """Tell of criteria and bonuses that count titles and awards, those of this very movement among them."""
    for role, use in subject.uses:
        if role == "penalties":
            continue
        labels = [use.title, *(spec.label for spec in use.figures)]
        found = next((label for label in labels if _counts_awards(label, subject.scheme)), None)
        if found is not None:
            yield subject.say("DVK-L105", (role, use.id), title=use.title, label=found, most=_most(use))


def _counts_awards(label: Text, scheme: Scheme) -> bool:
    vi, en = _folded(label)
    if _PROCESS["vi"].search(vi) or _PROCESS["en"].search(en):
        return False
    if _AWARDS["vi"].search(vi) or _AWARDS["en"].search(en):
        return True
    own = [_folded(title.title) for title in scheme.titles.values()]
    return any(re.search(rf"\b{re.escape(title)}\b", vi) for title, _ in own if len(title.split()) > 1)


def _most(use: CriterionUse | Adjustment) -> Text:
    if isinstance(use, CriterionUse):
        return weights(use)
    return Text(vi="không giới hạn", en="any number of") if use.cap is None else number(use.cap)
