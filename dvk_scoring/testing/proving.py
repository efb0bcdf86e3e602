"""The process in which plugins are looked at and proved: ``python -P -m dvk_scoring.testing.proving``.

What is proved is what ``dvk scheme check`` proves of a criterion: here by itself, with default settings and params.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Final

import attrs

from dvk_scoring.catalogue import catalogue
from dvk_scoring.criteria.criterion import AnyCriterion
from dvk_scoring.criteria.find import FoundPlugin
from dvk_scoring.criteria.foreign import raised, written_error
from dvk_scoring.criteria.inspection import ProvedCriterion
from dvk_scoring.criteria.worker import main
from dvk_scoring.formula.tree import FormulaError, Ratio, Round
from dvk_scoring.formula.walk import walk
from dvk_scoring.problem import DvkError, Problem, problem
from dvk_scoring.testing.single import single

WEIGHT_TAKEN: Final = Fraction(10)


def prove(criterion: AnyCriterion, plugin: FoundPlugin) -> ProvedCriterion | Sequence[Problem]:
    """Prove range and width of one healthy criterion, or tell why that cannot be done."""
    place = attrs.evolve(plugin.place, criterion=criterion.id)
    try:
        alone = single(criterion, weight=WEIGHT_TAKEN, clusters=("c1",))
        plan = alone.plan()
    except DvkError as error:
        return [attrs.evolve(told, place=place) for told in error.problems]
    except FormulaError as error:
        if error.code in catalogue():
            return [problem(error.code, place, **error.args_)]
        return [problem("DVK-C152", place, kind=error.code, reason=written_error(error))]
    except Exception as error:  # noqa: BLE001 - foreign code may raise anything
        return [problem("DVK-C152", place, kind=type(raised(error)).__name__, reason=written_error(raised(error)))]
    nodes = walk(alone.decided.built.tree)
    (proof,) = plan.proofs
    return ProvedCriterion(
        id=criterion.id,
        weight=str(WEIGHT_TAKEN),
        low=str(proof.low),
        high=str(proof.high),
        bits=proof.bits,
        divisions=sum(isinstance(node, Ratio) for node in nodes),
        roundings=tuple(dict.fromkeys((node.places, node.mode) for node in nodes if isinstance(node, Round))),
    )


if __name__ == "__main__":
    main(prove)
