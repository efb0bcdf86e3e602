"""The law of a scheme: every definition, in order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import attrs

from dvk_scoring.formula.tree import Num
from dvk_scoring.law.classes import ClassLaw
from dvk_scoring.law.conditions import Quantities
from dvk_scoring.law.nodes import ALWAYS
from dvk_scoring.law.points import define_added, define_asked, define_criterion
from dvk_scoring.law.ranking import define_compared, define_ranks
from dvk_scoring.law.sheet import Bounds, Sheet
from dvk_scoring.law.titles import Bar, TitleLaw
from dvk_scoring.law.totals import TotalLaw
from dvk_scoring.scheme.model import Ruling, Scheme


@attrs.frozen
class Law:
    """A scheme's law.

    Attributes:
        sheet: The definitions.
        bars: Title → what may stand in its way, in the order in which reasons are given.
        counts: ``classes.ID``, ``titles.ID`` → of how many units its places are a share, at the least and at the most.
        quantities: What conditions and tie-breaks look at, by name; None where only points of criteria are defined.
    """

    sheet: Sheet
    bars: Mapping[str, tuple[Bar, ...]] = attrs.field(factory=dict)
    counts: Mapping[str, tuple[Num, Num]] = attrs.field(factory=dict)
    quantities: Quantities | None = None


def law_of(scheme: Scheme, rulings: Sequence[Ruling], bounds: Mapping[str, Bounds], *, whole: bool = True) -> Law:
    """Write a scheme's law down.

    Args:
        scheme: A checked scheme.
        rulings: Acts in force.
        bounds: What the points of each criterion, bonus and penalty cannot leave, by id.
        whole: Also what follows from the points of criteria.
    """
    sheet = Sheet()
    asked = define_asked(sheet, scheme, rulings)
    compared = define_compared(sheet, scheme, rulings, asked)
    criteria = {
        key: define_criterion(sheet, scheme, use, rulings, asked[key], bounds[key])
        for key, use in scheme.criteria.items()
    }
    if not whole:
        return Law(sheet)
    # A penalty counts also where its criterion does not.
    counts = {f"criteria.{key}": criterion.counts for key, criterion in criteria.items()}
    bonuses, penalties = (
        {
            key: define_added(
                sheet, adjustment, f"{word}.{key}", asked[key], bounds[key], where.get(adjustment.to, ALWAYS)
            )
            for key, adjustment in declared.items()
        }
        for word, declared, where in (("bonuses", scheme.bonuses, counts), ("penalties", scheme.penalties, {}))
    )
    totals = TotalLaw(sheet, scheme, rulings, criteria, bonuses, penalties).define()
    quantities = Quantities(scheme, rulings, criteria, bonuses, penalties, totals)
    ranks = define_ranks(sheet, scheme, rulings, quantities, compared)
    classes = ClassLaw(sheet, scheme, quantities, ranks)
    titles = TitleLaw(sheet, scheme, rulings, quantities, ranks, classes.define())
    return Law(sheet, titles.define(), {**classes.counts, **titles.counts}, quantities)
