"""A whole check of a seal, in four steps: container and hashes, signature and chain, computed again, equal."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import attrs

from dvk_scoring.analysis.compare import Comparison
from dvk_scoring.problem import DvkError, Problem, has_errors, problem
from dvk_scoring.scoring.result import Result
from dvk_scoring.seal.canonical import short
from dvk_scoring.seal.checked import Known, check_known
from dvk_scoring.seal.claims import check_enclosed
from dvk_scoring.seal.difference import compare_said
from dvk_scoring.seal.make import edition_of
from dvk_scoring.seal.recompute import idle_members, recompute
from dvk_scoring.seal.sealed import Seal


@attrs.frozen
class Checked:
    """A seal whose first step was right, and what the others found.

    Attributes:
        seal: What was checked.
        held: Whether a fingerprint from elsewhere was at hand.
        known: Problems of step 2.
        recomputed: Problems of step 3; None: it was not taken.
        equal: Problems of step 4; None: it was not taken.
        result: What step 3 gave.
        comparison: Units whose results differ; None where none do.
    """

    seal: Seal
    held: bool
    known: tuple[Problem, ...]
    recomputed: tuple[Problem, ...] | None = None
    equal: tuple[Problem, ...] | None = None
    result: Result | None = None
    comparison: Comparison | None = None

    @property
    def problems(self) -> tuple[Problem, ...]:
        """All problems, by step."""
        return (*self.known, *(self.recomputed or ()), *(self.equal or ()))

    @property
    def is_right(self) -> bool:
        """Tell whether nothing is wrong."""
        return not has_errors(self.problems)


def check_seal(
    seal: Seal, known: Known, *, trust: bool = False, folders: Sequence[Path] = (), full: Seal | None = None
) -> Checked:
    """Take steps 2 to 4; opening the seal was the first.

    Args:
        seal: What is checked.
        known: What is known of it from elsewhere.
        trust: Run the plugins in the seal.
        folders: Where plugins are looked for besides.
        full: Of a public edition, the seal that it names.
    """
    told = [*check_known(seal, known), *check_enclosed(seal)]
    checked = Checked(seal, known.fingerprint is not None, tuple(told))
    source = seal if seal.kind == "result" else full
    if source is not seal and (idle := idle_members(seal, ())):
        return attrs.evolve(checked, recomputed=tuple(idle))
    if source is None:
        return attrs.evolve(checked, recomputed=(problem("DVK-V611", seal.place),))
    if source is not seal and source.fingerprint != seal.head["full"]:
        wanted = short(seal.head["full"])
        return attrs.evolve(checked, recomputed=(problem("DVK-V404", seal.place, found=source.short, wanted=wanted),))
    try:
        again = recompute(source, trust=trust, folders=folders)
    except DvkError as error:
        return attrs.evolve(checked, recomputed=error.problems)
    equal = compare_said(source, again.result)
    problems = equal.problems
    if source is not seal and edition_of(again.result) != seal.said:
        problems = (*problems, problem("DVK-V403", seal.place, full=source.path))
    return attrs.evolve(
        checked, recomputed=again.problems, equal=problems, result=again.result, comparison=equal.comparison
    )
