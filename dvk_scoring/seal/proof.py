"""A unit's own row with its proof: whoever has the fingerprint of the seal can check it, and needs nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import attrs

from dvk_scoring.nearest import near
from dvk_scoring.problem import DvkError, Place, Problem, problem
from dvk_scoring.seal.canonical import Json, canonical, digest, is_digest, parsed, parsed_canonical
from dvk_scoring.seal.checked import Known, check_fingerprint, check_signature
from dvk_scoring.seal.sealed import SIGNATURE, Seal, is_head, leaves
from dvk_scoring.seal.tree import audit_path, leaf_hash, root_of_path
from dvk_scoring.unit_names import Units

FORMAT: Final = "dvk-proof/1"
_KEYS: Final = {"format", "seal", "signature", "row", "index", "path"}
_LONGEST: Final = 64
"""Hashes of a path: more units than anybody can count."""


@attrs.frozen
class Proof:
    """A proof that was opened: the head of its seal, the row, where it stands, and what leads to the root."""

    path: str
    value: Mapping[str, Json] = attrs.field(hash=False)

    @property
    def row(self) -> Mapping[str, Json]:
        """The row of the unit."""
        row: Mapping[str, Json] = self.value["row"]
        return row

    @property
    def fingerprint(self) -> str:
        """Fingerprint of the seal that it is of, hex."""
        return digest(canonical(self.value["seal"]))


def prove_unit(seal: Seal, unit: str) -> bytes:
    """Give the proof of a unit.

    Raises:
        DvkError: The seal has no such unit.
    """
    index = find_unit(seal, unit)
    signature = seal.members.get(SIGNATURE)
    return (
        canonical(
            {
                "format": FORMAT,
                "seal": dict(seal.head),
                "signature": None if signature is None else parsed_canonical(signature),
                "row": seal.units[index],
                "index": index,
                "path": [step.hex() for step in audit_path(leaves(seal.units), index)],
            }
        )
        + b"\n"
    )


def find_unit(seal: Seal, unit: str) -> int:
    """Give the place of a unit among the rows of a seal.

    Raises:
        DvkError: The seal has no such unit.
    """
    ids = [row["unit"] for row in seal.units]
    if unit not in ids:
        close = Units.of(near(unit, [str(id_) for id_ in ids], 1))
        raise DvkError([problem("DVK-V501", seal.place, unit=unit, nearest=close, count=len(ids))])
    return ids.index(unit)


def open_proof(data: bytes, path: str) -> Proof:
    """Open the bytes of a proof.

    Raises:
        DvkError: It is none.
    """
    try:
        value = parsed(data)
        canonical(value)
    except ValueError:
        value = None
    if not _is_proof(value):
        raise DvkError([problem("DVK-V502", Place(file=path))])
    return Proof(path, value)


def check_proof(proof: Proof, known: Known) -> list[Problem]:
    """Find all that is wrong with a proof. Without a fingerprint from elsewhere nothing is shown: that is told too."""
    head, place = proof.value["seal"], Place(file=proof.path)
    problems = [] if known.fingerprint is not None else [problem("DVK-V503", place)]
    problems += check_fingerprint(proof.fingerprint, known.fingerprint, proof.path)
    problems += check_signature(head, canonical(head), proof.value["signature"], known, proof.path)
    path = [bytes.fromhex(step) for step in proof.value["path"]]
    leaf = leaf_hash(canonical(proof.row))
    root = root_of_path(leaf, proof.value["index"], head["units"]["size"], path)
    if root is None or root.hex() != head["units"]["root"]:
        problems.append(problem("DVK-V504", place, unit=str(proof.row["unit"])))
    return problems


def _is_proof(value: Json) -> bool:
    if not isinstance(value, dict) or set(value) != _KEYS or value["format"] != FORMAT:
        return False
    path, index = value["path"], value["index"]
    return (
        is_head(value["seal"])
        and isinstance(value["row"], dict)
        and isinstance(value["row"].get("unit"), str)
        and isinstance(index, int)
        and not isinstance(index, bool)
        and isinstance(path, list)
        and len(path) <= _LONGEST
        and all(map(is_digest, path))
    )
