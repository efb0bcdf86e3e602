"""A unit's own row is checked by whoever has the fingerprint, and nothing else passes for it."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import pytest

from dvk_scoring.problem import DvkError
from dvk_scoring.seal.canonical import canonical, parsed
from dvk_scoring.seal.proof import prove_unit
from dvk_scoring.seal.sealed import open_seal
from tests.seal.made import Sealed, codes

UNITS = ("huyen-a", "huyen-b", "huyen-c")


def write(path: Path, value: Any) -> Path:
    path.write_text(json.dumps(value), encoding="utf-8")
    return path


def test_every_unit_is_proved_by_the_fingerprint_alone(sealed: Sealed, tmp_path: Path) -> None:
    for one in (sealed.first, sealed.public, sealed.unsigned):
        seal = open_seal(one.data, "x.dvk")
        for unit in UNITS:
            path = tmp_path / "proof.json"
            path.write_bytes(prove_unit(seal, unit))
            assert codes(path, fingerprint=seal.short) == []
            assert codes(path, fingerprint=one.fingerprint) == []
            assert codes(path, fingerprint=f"DVK-SEAL:{one.fingerprint.upper()}") == []
            assert codes(path, fingerprint=seal.short.lower().replace("-", " ")) == []
            assert codes(path) == ["DVK-V503"]
            assert codes(path, fingerprint=sealed.second.fingerprint) == ["DVK-V201"]


def test_a_proof_holds_no_other_unit(sealed: Sealed) -> None:
    seal = open_seal(sealed.first.data, "x.dvk")
    proof = prove_unit(seal, "huyen-b").decode()
    assert "huyen-a" not in proof
    assert "huyen-c" not in proof
    assert "so-lieu.csv" not in proof


def test_rows_places_and_paths_that_were_changed(sealed: Sealed, tmp_path: Path) -> None:
    seal = open_seal(sealed.first.data, "x.dvk")
    proof = parsed(prove_unit(seal, "huyen-b"))
    other = parsed(prove_unit(seal, "huyen-c"))
    path, known = tmp_path / "proof.json", sealed.first.fingerprint
    wrong: list[dict[str, Any]] = [
        {**proof, "row": {**proof["row"], "total": "100.00"}},
        {**proof, "row": {**proof["row"], "note": ""}},
        {**proof, "row": other["row"]},
        {**proof, "index": proof["index"] + 1},
        {**proof, "index": -1},
        {**proof, "index": 2**52},
        {**proof, "path": proof["path"][::-1]},
        {**proof, "path": proof["path"][1:]},
        {**proof, "path": [*proof["path"], "0" * 64]},
    ]
    for value in wrong:
        assert codes(write(path, value), fingerprint=known) == ["DVK-V504"]
    smaller = {**proof, "seal": {**proof["seal"], "units": {**proof["seal"]["units"], "size": 2}}}
    assert set(codes(write(path, smaller), fingerprint=known)) >= {"DVK-V201", "DVK-V202"}


@pytest.mark.parametrize(
    "changes",
    [{"format": "dvk-proof/2"}, {"row": []}, {"row": {}}, {"index": True}, {"path": "0"}, {"path": ["0"]}, {"seal": {}},
     {"more": 1}, {"index": 2**53}, {"path": ["0" * 64] * 65}],
    ids=str,
)  # fmt: skip
def test_what_is_no_proof(changes: dict[str, Any], sealed: Sealed, tmp_path: Path) -> None:
    proof = parsed(prove_unit(open_seal(sealed.first.data, "x.dvk"), "huyen-b"))
    assert codes(write(tmp_path / "proof.json", {**proof, **changes}), fingerprint="A" * 32) == ["DVK-V502"]


def test_one_byte_of_a_proof(sealed: Sealed, tmp_path: Path) -> None:
    """A changed byte is found, unless what is left is the same JSON."""
    data = prove_unit(open_seal(sealed.first.data, "x.dvk"), "huyen-a")
    chance, path = random.Random(3), tmp_path / "proof.json"
    for _ in range(200):
        at, by = chance.randrange(1, len(data)), chance.randrange(1, 256)
        spoiled = data[:at] + bytes([data[at] ^ by]) + data[at + 1 :]
        path.write_bytes(spoiled)
        assert codes(path, fingerprint=sealed.first.fingerprint) or canonical(parsed(spoiled)) + b"\n" == data


def test_a_unit_that_is_not_there(sealed: Sealed) -> None:
    with pytest.raises(DvkError) as caught:
        prove_unit(open_seal(sealed.first.data, "x.dvk"), "huyen-d")
    told = caught.value.problems[0]
    assert told.in_("vi") == (
        "DVK-V501 x.dvk: Bản niêm phong không có đơn vị “huyen-d”; có 3 đơn vị.\n    → Có phải là “huyen-c”?"
    )
    assert told.in_("en") == "DVK-V501 x.dvk: The seal has no unit “huyen-d”; it has 3.\n    → Is it “huyen-c”?"
