"""How every point of one unit came about, in words and numbers that a person can follow with a calculator.

Nothing is taken on trust from the engine: each definition of the law is read once more in fractions, and where that
gives another number the explanation is refused with a problem.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from dvk_scoring.analysis.classes import tell_class, tell_titles
from dvk_scoring.analysis.criterion import CriterionTeller
from dvk_scoring.analysis.following import Follower, applies
from dvk_scoring.analysis.law import Counted
from dvk_scoring.analysis.paragraph import Paragraph
from dvk_scoring.analysis.ranking import RankTeller
from dvk_scoring.analysis.reason import Reasons
from dvk_scoring.analysis.totals import TotalTeller
from dvk_scoring.arguments import LANGUAGE, NAME, RESULT, check_arguments
from dvk_scoring.naming import named
from dvk_scoring.nearest import nearest
from dvk_scoring.problem import DvkError, Problem, problem
from dvk_scoring.scheme.model import Adjustment
from dvk_scoring.scoring.result import Result, UnitResult
from dvk_scoring.text import Language, Text

_MOST_KNOWN: Final = 30
_BONUSES: Final = Text(vi="Điểm thưởng", en="Bonuses")
_PENALTIES: Final = Text(vi="Điểm trừ", en="Penalties")


def explain(result: Result, unit_id: str, criterion: str | None, language: Language) -> tuple[Paragraph, ...]:
    """Explain one unit, or one criterion of it.

    Raises:
        DvkError: There is no such unit or criterion, or the engine found other numbers than the explanation.
    """
    check_arguments(
        result=(result, RESULT),
        unit_id=(unit_id, NAME),
        criterion=(criterion, NAME.or_none()),
        language=(language, LANGUAGE),
    )
    unit = result.unit(unit_id)
    reasons = Reasons(result, language)
    if criterion is not None:
        if criterion not in unit.criteria:
            raise DvkError([_unknown(result, unit, criterion)])
        return (CriterionTeller(reasons).criterion(unit, criterion),)
    return tuple(_all(reasons, RankTeller(reasons), unit))


def explain_units(
    result: Result, languages: Sequence[Language]
) -> Iterator[tuple[UnitResult, dict[Language, tuple[Paragraph, ...]]]]:
    """Explain all units, in the order of the result; what several languages tell is computed once.

    Raises:
        DvkError: The engine found other numbers than the explanation.
    """
    counted = Counted(result, Follower(result, many=True))
    reasons = {language: Reasons(result, language, counted) for language in languages}
    ranks = {language: RankTeller(why) for language, why in reasons.items()}
    for unit in result.units:
        yield unit, {language: tuple(_all(why, ranks[language], unit)) for language, why in reasons.items()}


def explain_part(result: Result, unit_id: str, part: str, language: Language) -> Paragraph:
    """Explain one part of what a unit has.

    Args:
        result: The result.
        unit_id: The unit.
        part: ``criteria.ID``, ``bonuses.ID``, ``penalties.ID``, ``total``, ``rank``, ``class`` or ``titles``.
        language: The language of the explanation.

    Raises:
        DvkError: There is no such unit, or the engine found other numbers than the explanation.
    """
    unit, reasons = result.unit(unit_id), Reasons(result, language)
    kind, _, of = part.partition(".")
    teller, scheme = CriterionTeller(reasons), reasons.scheme
    match kind:
        case "criteria":
            return teller.criterion(unit, of)
        case "bonuses":
            return teller.adjustment(unit, kind, scheme.bonuses[of])
        case "penalties":
            return teller.adjustment(unit, kind, scheme.penalties[of])
        case "total":
            return TotalTeller(reasons, unit).tell()
        case "rank":
            return RankTeller(reasons).tell(unit)
        case "class":
            return tell_class(reasons, unit)
        case _:
            return tell_titles(reasons, unit)


def _unknown(result: Result, unit: UnitResult, criterion: str) -> Problem:
    known = [*unit.criteria]
    shown = ", ".join(known[:_MOST_KNOWN]) + (" …" if len(known) > _MOST_KNOWN else "")
    close = nearest(criterion, known)
    told = problem("DVK-O302", unit=unit.unit, criterion=criterion, nearest=close, known=shown)
    return named([told], result.figures.names_of)[0]


def _all(reasons: Reasons, ranks: RankTeller, unit: UnitResult) -> Iterator[Paragraph]:
    teller = CriterionTeller(reasons)
    yield from (teller.criterion(unit, key) for key in unit.criteria)
    scheme = reasons.scheme
    yield from _adjustments(teller, unit, "bonuses", scheme.bonuses, _BONUSES)
    yield from _adjustments(teller, unit, "penalties", scheme.penalties, _PENALTIES)
    yield TotalTeller(reasons, unit).tell()
    yield ranks.tell(unit)
    if scheme.classes:
        yield tell_class(reasons, unit)
    if scheme.titles:
        yield tell_titles(reasons, unit)


def _adjustments(
    teller: CriterionTeller, unit: UnitResult, role: str, declared: Mapping[str, Adjustment], heading: Text
) -> Iterator[Paragraph]:
    """Tell the bonuses or penalties a unit has or has not reported; those that are 0 are not told."""
    counted, lines = teller.counted, list[str]()
    for key, adjustment in declared.items():
        blank = counted.holds(unit.unit, f"{role}.{key}.blank")
        if applies(teller.scheme, adjustment, unit.cluster) and (
            blank or counted.number(unit.unit, f"{role}.{key}.points")
        ):
            told = teller.adjustment(unit, role, adjustment)
            lines += [told.heading, *(f"  {line}" for line in told.lines)]
    if lines:
        yield Paragraph(heading.in_(teller.language), tuple(lines))
