"""Two results compared: who has changed, and by which cause, found by replaying one cause after the other.

Each step is scored by the engine as ever. Between two steps stands a competition that never was: this year's scheme on
last year's figures. What it is made of is told at ``ORDER`` and in ``docs/compare.md``.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final, TypeAlias

import attrs

from dvk_scoring.analysis.causes import CAUSES, ORDER, Cause, ComparedResults, Made, Side, Step
from dvk_scoring.analysis.standing import ResultNames, standings_of
from dvk_scoring.arguments import COMPARED, FOLDERS_OF_TWO, PATH, check_arguments
from dvk_scoring.comparing.joined import Joined
from dvk_scoring.comparing.renamed import AS_THEY_ARE, read_renamed
from dvk_scoring.comparing.replay import Replay
from dvk_scoring.package import VERSION
from dvk_scoring.problem import DvkError, problem
from dvk_scoring.report.json import figures_digest, ruling_value
from dvk_scoring.report.read_json import read_result_json
from dvk_scoring.scoring.result import Result

Given: TypeAlias = "Result | Side | str | Path"
_FILES: Final = (".json",)


def compare(
    old: Given,
    new: Given,
    *,
    units: str | Path | None = None,
    plugins: tuple[Sequence[Path], Sequence[Path]] = ((), ()),
) -> ComparedResults:
    """Compare two results unit by unit, and say by which cause each difference came.

    Causes are replayed one after the other, each scored by the engine: the program; plugins; units that left; the
    scheme; units that came; figures; rulings. What a unit has after a step less what it had before is that cause's
    part, so that the parts of all steps add up to the whole difference, exactly. Where causes cannot be told apart,
    since there is no competition between them, they are one step, which says why. A file of a result has no inputs:
    then causes that differ are named and not replayed.

    Args:
        old: A scored competition, or the path of a result as JSON.
        new: The other one; units are told by their ids in it.
        units: A table with the columns ``old`` and ``new``: ids of units that were renamed, merged or split.
        plugins: For each side, folders of plugins that it was scored with besides those that its scheme names.

    Missing:
        A unit without a total or a rank at some step has None there; nothing is added up over it.

    Raises:
        DvkError: A file cannot be read, the table of units is wrong, no unit is in both, or a result was not made of
            the inputs that stand beside it.
    """
    check_arguments(
        old=(old, COMPARED),
        new=(new, COMPARED),
        units=(units, PATH.or_none()),
        plugins=(plugins, FOLDERS_OF_TWO),
    )
    before, after = open_side(old), open_side(new)
    for side in (before, after):
        _check_inputs(side)
    renamed = AS_THEY_ARE if units is None else read_renamed(Path(units), before.standings, after.standings)
    joined = Joined(before, after, renamed)
    if not joined.common:
        raise DvkError([problem("DVK-O776", old=before.name, new=after.name)])
    if before.result is None or after.result is None:
        return _beside(joined)
    return Replay(joined, before.result, after.result, plugins).compared()


def open_side(given: Given) -> Side:
    """Open what is compared; here each kind of it has its place.

    Raises:
        DvkError: The file cannot be read.
    """
    if isinstance(given, Side):
        return given
    if isinstance(given, Result):
        return side_of(given)
    return read_result_json(Path(given))


def is_result_file(name: str) -> bool:
    """Tell by its name whether a word of the command line is a file that holds a result."""
    return Path(name).suffix.lower() in _FILES


def side_of(result: Result, name: str | None = None, file: Side | None = None) -> Side:
    """Take a scored competition as one side.

    Args:
        result: What its inputs give now.
        name: How messages call it; the scheme's file unless said.
        file: The result as it was written when it was scored; None: only what it is now.
    """
    if file is not None:
        return attrs.evolve(file, names=attrs.evolve(file.names, entrant=result.scheme.entrant), result=result)
    names, standings = ResultNames.of(result.scheme), standings_of(result)
    return Side(name or result.scheme.path, names, _made(result), standings, result, result.illustrative)


def _made(result: Result) -> Made:
    return Made(
        version=VERSION,
        as_of=None if result.as_of is None else result.as_of.isoformat(),
        scheme=result.scheme.hash,
        figures=figures_digest(result.figures),
        rulings=tuple(ruling_value(ruling) for ruling in result.rulings),
    )


def _differing(old: Made, new: Made) -> tuple[Cause, ...]:
    """Name what two results say that they were made of and that differs."""
    pairs: tuple[tuple[Cause, object, object], ...] = (
        ("program", old.version, new.version),
        ("scheme", (old.scheme, old.as_of), (new.scheme, new.as_of)),
        ("figures", old.figures, new.figures),
        ("rulings", old.rulings, new.rulings),
    )
    return tuple(cause for cause, one, other in pairs if one != other)


def _check_inputs(side: Side) -> None:
    """See that a result was made of the inputs beside it.

    Raises:
        DvkError: Another scheme, other figures or rulings.
    """
    if side.result is None:
        return
    wrong = [cause for cause in _differing(side.made, _made(side.result)) if cause != "program"]
    if wrong:
        raise DvkError([problem("DVK-O775", file=side.name, part=CAUSES[cause]) for cause in wrong])


def _beside(joined: Joined) -> ComparedResults:
    """Put two results side by side of which one has no inputs: nothing is replayed, the whole is one step."""
    compared = joined.compared((Step((), joined.new.standings),))
    differ = set(_differing(joined.old.made, joined.new.made))
    regrouped = bool(compared.regrouped)
    differ |= {"left"} if compared.left or regrouped else set()
    differ |= {"came"} if compared.came or regrouped else set()
    return attrs.evolve(compared, differ=tuple(cause for cause in ORDER if cause in differ), unknown=("plugins",))
