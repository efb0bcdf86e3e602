"""The rules of a scheme as one document, in the order in which a committee reads them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import groupby
from typing import Final

import attrs

from dvk_scoring.report.rules.awards import tell_classes, tell_knock_outs, tell_ranking, tell_titles, tell_value
from dvk_scoring.report.rules.blocks import Block, Document, Facts, Heading
from dvk_scoring.report.rules.criteria import tell_adjustments, tell_criteria
from dvk_scoring.report.rules.figures import tell_own_figures
from dvk_scoring.report.rules.general import tell_general
from dvk_scoring.report.rules.public import tell_public
from dvk_scoring.report.rules.teller import Teller
from dvk_scoring.report.rules.total import tell_total
from dvk_scoring.scheme.model import Scheme
from dvk_scoring.text import Language, Text

_SAID: Final[Mapping[str, Text]] = {
    "kind": Text(vi="Hướng dẫn chấm điểm", en="Rules of scoring"),
    "part": Text(vi="Phần {number}. {name}", en="Part {number}. {name}"),
}
_PARTS: Final[tuple[Callable[[Teller], Iterator[Block]], ...]] = (
    tell_general,
    tell_total,
    tell_own_figures,
    tell_criteria,
    tell_adjustments,
    tell_knock_outs,
    tell_ranking,
    tell_classes,
    tell_titles,
    tell_public,
    tell_value,
)


def tell_rules(scheme: Scheme, language: Language) -> Document:
    """Tell a scheme in one language: what does not stand in it is not told, what stands in it and counts is."""
    teller = Teller(scheme, language)
    blocks = [block for part in _PARTS for block in part(teller)]
    blocks = list(_numbered(_joined(blocks), language))
    return Document(_SAID["kind"].in_(language), scheme.title.in_(language), tuple(blocks))


def _joined(blocks: list[Block]) -> Iterator[Block]:
    """Join statements that follow each other into one list."""
    for together, group in groupby(blocks, key=lambda block: isinstance(block, Facts)):
        if together:
            yield Facts(tuple(pair for block in group if isinstance(block, Facts) for pair in block.pairs))
        else:
            yield from group


def _numbered(blocks: Iterable[Block], language: Language) -> Iterator[Block]:
    number = 0
    for block in blocks:
        if isinstance(block, Heading) and block.level == 1:
            number += 1
            yield attrs.evolve(block, text=_SAID["part"].in_(language).format(number=number, name=block.text))
        else:
            yield block
