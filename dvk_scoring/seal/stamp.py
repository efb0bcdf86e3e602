"""The fingerprint of a seal put onto the result that it seals, and onto no other."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import attrs

from dvk_scoring.package import VERSION
from dvk_scoring.problem import DvkError, problem
from dvk_scoring.scoring.result import Result
from dvk_scoring.scoring.stamp import Stamp
from dvk_scoring.seal.canonical import parsed
from dvk_scoring.seal.checked import Known, check_known
from dvk_scoring.seal.make import edition_of
from dvk_scoring.seal.recompute import said_of
from dvk_scoring.seal.sealed import Seal, read_seal

_UNCHECKED: Final = "DVK-V210"
"""A signature that could not be looked at changes nothing about whose result it is."""

_MADE_OF: Final = ("figures_sha256", "rulings", "as_of", "council")


def with_stamp(result: Result, path: Path) -> Result:
    """Give a result with the fingerprint of its seal, full or public.

    Raises:
        DvkError: Something is wrong with the seal, or it is of another result.
    """
    seal = read_seal(path)
    found = [one for one in check_known(seal, Known()) if one.code != _UNCHECKED]
    if not found and not _is_of(seal, result):
        found = [problem("DVK-V610", seal.place)]
    if found:
        raise DvkError(found)
    return attrs.evolve(result, stamp=Stamp(seal.short, f"DVK-SEAL:{seal.fingerprint.upper()}"))


def _is_of(seal: Seal, result: Result) -> bool:
    """Tell whether a seal says of scheme, inputs and units what a result says, whatever warnings there are here."""
    sealed = parsed(seal.said)
    here = parsed(edition_of(result) if seal.kind == "public" else said_of(result, VERSION))
    made, make = (one.get("provenance") or {} for one in (sealed, here))
    return all(sealed.get(key) == here.get(key) for key in ("scheme", "units")) and all(
        made.get(key) == make.get(key) for key in _MADE_OF
    )
