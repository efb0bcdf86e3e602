"""The result that was sealed beside the one that is computed again: step 4 of a check, or a side of ``dvk compare``."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

import attrs

from dvk_scoring.analysis.causes import Side
from dvk_scoring.analysis.compare import Comparison, change_of
from dvk_scoring.analysis.standing import Standing
from dvk_scoring.comparing.compare import side_of
from dvk_scoring.package import VERSION
from dvk_scoring.problem import DvkError, Problem, has_errors, problem
from dvk_scoring.report.read_json import parsed_result
from dvk_scoring.scheme.model import Scheme
from dvk_scoring.scoring.result import Result
from dvk_scoring.seal.canonical import Json, parsed
from dvk_scoring.seal.claims import check_versions
from dvk_scoring.seal.recompute import recompute, said_of
from dvk_scoring.seal.sealed import Seal, read_seal

T = TypeVar("T")


@attrs.frozen
class Found:
    """What the fourth step found.

    Attributes:
        problems: What is not equal; none of them is an error where all is.
        comparison: Units whose results differ, the sealed one first; None where all is equal.
    """

    problems: tuple[Problem, ...] = ()
    comparison: Comparison | None = None


def compare_said(seal: Seal, result: Result) -> Found:
    """Hold the sealed result to the one that was computed again, byte for byte."""
    version = _version(seal.value)
    again = said_of(result, version)
    if problems := tuple(check_versions(seal, version)):
        return Found(problems)
    if again == seal.said:
        return Found(() if version == VERSION else (problem("DVK-V304", seal.place, sealed=version, here=VERSION),))
    try:
        comparison = _compared(seal, result)
    except DvkError as error:
        return Found((problem("DVK-V405", seal.place), *error.problems))
    sealed, now = seal.value, parsed(again)
    parts = sorted(key for key in {*sealed, *now} if sealed.get(key) != now.get(key))
    others = {row["unit"] for row in seal.units} ^ {row["unit"] for row in now["units"]}
    count = len(comparison.changes) + len(others)
    code = "DVK-V401" if count else "DVK-V402"
    differing = problem(code, seal.place, count=count, parts=", ".join(parts) or "–")
    return Found((differing,), comparison)


def _version(sealed: Json) -> str:
    provenance = sealed.get("provenance")
    version = provenance.get("dvk") if isinstance(provenance, dict) else None
    return version if isinstance(version, str) else VERSION


def side_of_seal(path: str | Path, *, folders: Sequence[Path] = ()) -> Side:
    """Take a seal as a side of ``compare``: the result that was sealed, and what its inputs give today.

    Args:
        path: A seal of a result.
        folders: Where plugins are looked for besides.

    Raises:
        DvkError: It is no seal, seals a public edition, or cannot be scored with the plugins that were sealed.
    """
    seal = read_seal(path)
    if seal.kind != "result":
        raise DvkError([problem("DVK-O785", seal.place)])
    again = recompute(seal, folders=folders)
    if has_errors(again.problems):
        raise DvkError(again.problems)
    return side_of(again.result, file=parsed_result(seal.said, seal.path))


def _compared(seal: Seal, result: Result) -> Comparison:
    """Compare unit by unit.

    Raises:
        DvkError: What was sealed is no result.
    """
    before = parsed_result(seal.said, seal.path).standings
    pairs = [(before[unit.unit], Standing.of(unit)) for unit in result.units if unit.unit in before]
    changes = (change_of(_within(old, result.scheme), new) for old, new in pairs)
    return Comparison(len(pairs), tuple(change for change in changes if change.is_change))


def _within(standing: Standing, scheme: Scheme) -> Standing:
    """Leave out what the scheme has no name for: that it is not there any more is the difference that is told."""
    return attrs.evolve(
        standing,
        klass=standing.klass if standing.klass in scheme.classes else None,
        titles=_of(standing.titles, scheme.titles),
        points=_of(standing.points, scheme.criteria),
        bonuses=_of(standing.bonuses, scheme.bonuses),
        penalties=_of(standing.penalties, scheme.penalties),
        knock_outs=tuple(key for key in standing.knock_outs if key in scheme.knock_outs),
        lacking=tuple(key for key in standing.lacking if key in scheme.criteria),
    )


def _of(values: Mapping[str, T], known: Collection[str]) -> Mapping[str, T]:
    return {key: value for key, value in values.items() if key in known}
