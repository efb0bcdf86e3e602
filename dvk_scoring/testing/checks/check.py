"""What a check is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final, TypeAlias

import attrs

from dvk_scoring.problem import Place, problem
from dvk_scoring.testing.bench import Bench, NotRun
from dvk_scoring.testing.entry import Expected, case_entry
from dvk_scoring.testing.failure import Failure, working_of
from dvk_scoring.testing.trial import Trial
from dvk_scoring.text import Text

Found: TypeAlias = "Sequence[Failure] | NotRun"
NO_NUMBER: Final = Text(vi="lỗi: không ra số", en="an error: no number")


@attrs.frozen
class Check:
    """One check of the contract.

    Attributes:
        name: What it is called on the command line and in the name of a test.
        holds: What holds when it passes, in a sentence.
        advice: What to do when it fails.
        run: Looks; gives what does not hold.
        needs: Checks that must have passed, else this one would only repeat what they say.
    """

    name: str
    holds: Text
    advice: Text
    run: Callable[[Bench], Found]
    needs: tuple[str, ...] = ()


def place_of(bench: Bench) -> Place:
    """Give where problems of the criterion are told."""
    return attrs.evolve(bench.subject.found.place, criterion=bench.subject.id)


def told(bench: Bench, code: str, **args: object) -> Failure:
    """Make a failure that no figures are needed to show."""
    return Failure(problem(code, place_of(bench), **args))


def shown(
    bench: Bench,
    code: str,
    trial: Trial,
    index: int,
    *,
    name: Text,
    by: Text,
    expected: Expected | None = None,
    came: tuple[Text, Text],
    **args: object,
) -> Failure:
    """Make a failure that the unit at ``index`` of a trial shows.

    Args:
        bench: Where it was found.
        code: Code of the problem.
        trial: The units.
        index: The unit.
        name: Name of the case.
        by: Whose points the case expects.
        expected: What the unit must have, when that is not what the reference gives.
        came: What had to come and what came, in words.
        args: Values for the texts of the problem.
    """
    entry = case_entry(trial, name, by, {} if expected is None else {index: expected})
    unit = f"u{index + 1}"
    told_problem = problem(code, place_of(bench), unit=unit, **args)
    return Failure(told_problem, came[0], came[1], unit, working_of(trial, index), entry)
