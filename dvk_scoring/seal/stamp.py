"""The fingerprint of a seal put onto the result that it seals, and onto no other."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import attrs

from dvk_scoring.package import VERSION
from dvk_scoring.problem import DvkError, problem
from dvk_scoring.scoring.result import Result
from dvk_scoring.scoring.stamp import Stamp
from dvk_scoring.seal.canonical import Json, parsed
from dvk_scoring.seal.checked import read_whole
from dvk_scoring.seal.make import edition_of
from dvk_scoring.seal.recompute import said_of
from dvk_scoring.seal.sealed import Seal

_MADE_OF: Final = ("figures_sha256", "rulings", "as_of", "council")
"""What of the provenance must be the same."""


def with_stamp(result: Result, path: Path, *, tells_votes: bool = False, is_public: bool = False) -> Result:
    """Give a result with the fingerprint of its seal.

    Args:
        result: What the paper is on.
        path: The seal.
        tells_votes: Whether the paper has votes in it where there are some: it is on no vote that it does not tell.
        is_public: Whether it is the public edition; that takes the public seal as well, which says nothing of the rest.

    Raises:
        DvkError: Something is wrong with the seal, or it is of another result.
    """
    seal = read_whole(path)
    if seal.kind == "public" and not is_public:
        raise DvkError([problem("DVK-V615", seal.place)])
    if not _is_of(seal, result):
        raise DvkError([problem("DVK-V610", seal.place)])
    if tells_votes and result.votes is None and "council" in seal.value["provenance"]:
        raise DvkError([problem("DVK-V614", seal.place)])
    return attrs.evolve(result, stamp=Stamp(seal.short, f"DVK-SEAL:{seal.fingerprint.upper()}"))


def _is_of(seal: Seal, result: Result) -> bool:
    """Tell whether a seal says of scheme, inputs and units what a result says, whatever warnings there are here.

    A public edition has no warnings, and no digest of its scheme: all of it must be the same, its names and sums too.
    A paper that tells no votes is on the result that was voted on all the same.
    """
    if seal.kind == "public":
        return bool(parsed(edition_of(result)) == seal.value)
    now = parsed(said_of(result, VERSION))
    try:
        sealed = _made(seal.value, with_votes=result.votes is not None)
        return bool(sealed == _made(now, with_votes=True))
    except (KeyError, TypeError, AttributeError):  # of what somebody else wrote
        return False


def _made(value: Json, *, with_votes: bool) -> Json:
    """Give what of a result must be the same."""
    provenance = dict(value.get("provenance", {}))
    if not with_votes and provenance:
        provenance.pop("council", None)
        value = {**value, "units": [_without_votes(row) for row in value["units"]]}
    return value["scheme"], value["units"], {key: provenance.get(key) for key in _MADE_OF}


def _without_votes(row: Json) -> Json:
    titles = {
        title: {key: part for key, part in told.items() if key != "vote"} for title, told in row["titles"].items()
    }
    return {**row, "titles": titles}
