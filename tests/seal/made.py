"""A small competition, its seals, and both verifiers put to the same question."""

from __future__ import annotations

import io
from collections.abc import Mapping
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any

import attrs
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from dvk_scoring.cli.inputs import Inputs
from dvk_scoring.cli.screen import console
from dvk_scoring.cli.seal import scored_to_seal
from dvk_scoring.cli.waiting import Waiting
from dvk_scoring.package import VERSION
from dvk_scoring.problem import DvkError
from dvk_scoring.seal import make, verify
from dvk_scoring.seal.checked import Known, check_known
from dvk_scoring.seal.make import Stamped, compose, seal_edition, seal_result
from dvk_scoring.seal.proof import check_proof, open_proof
from dvk_scoring.seal.sealed import Seal, open_seal, read_seal

SCHEME = """\
[scheme]
id = "mau"
title = { vi = "Thi đua mẫu", en = "Sample contest" }
[criteria]
records = { plugin = "ratio", weight = 60, title = { vi = "Hồ sơ đúng hạn", en = "Records in time" } }
fees = { plugin = "pass-fail", weight = 40, title = { vi = "Niêm yết phí", en = "Fees posted" } }
[titles.flag]
title = { vi = "Cờ", en = "Flag" }
quota = { count = 1 }
"""
FIGURES = (
    "unit,name,records.over,records.under,fees.passed\n"
    "huyen-a,Công an huyện A,50,50,no\nhuyen-b,Công an huyện B,49,51,yes\nhuyen-c,Công an huyện C,31,62,yes\n"
)
KEYS = [Ed25519PrivateKey.from_private_bytes(bytes([one]) * 32) for one in (1, 2)]


@attrs.frozen
class Sealed:
    """Two seals of one competition, the second after the first; both signed, and the first one's public edition."""

    first: Stamped
    second: Stamped
    public: Stamped
    unsigned: Stamped


def write_inputs(folder: Path) -> Inputs:
    (folder / "scheme.toml").write_text(SCHEME, encoding="utf-8")
    (folder / "so-lieu.csv").write_text(FIGURES, encoding="utf-8")
    return Inputs(str(folder / "scheme.toml"), (str(folder / "so-lieu.csv"),))


def seal(inputs: Inputs, *, key: Ed25519PrivateKey | None = None, earlier: Seal | None = None) -> Stamped:
    with Waiting(console(stderr=True), "vi") as waiting:
        result, made = scored_to_seal(inputs, waiting)
    return seal_result(result, made, key=key, earlier=earlier)


def make_seals(folder: Path) -> Sealed:
    inputs = write_inputs(folder)
    with Waiting(console(stderr=True), "vi") as waiting:
        result, made = scored_to_seal(inputs, waiting)
    first = seal_result(result, made, key=KEYS[0])
    second = seal_result(result, made, key=KEYS[0], earlier=open_seal(first.data, "first.dvk"))
    public = seal_edition(result, first.fingerprint, key=KEYS[0])
    return Sealed(first, second, public, seal_result(result, made))


def codes_here(path: Path, **known: str) -> list[str]:
    """What the program finds wrong in steps 1 and 2, or with a proof."""
    try:
        after = known.pop("after", None)
        held = Known(earlier=None if after is None else read_seal(after), **known)
        data = path.read_bytes()
        if data.startswith(b"{"):
            found = check_proof(open_proof(data, str(path)), held)
        else:
            found = check_known(open_seal(data, str(path)), held)
    except DvkError as error:
        found = list(error.problems)
    return sorted(one.code for one in found)


def codes_there(path: Path, **known: str) -> list[str]:
    """What the verifier that travels finds."""
    words = [str(path), *(word for key, value in known.items() for word in (f"--{key}", value))]
    said = io.StringIO()
    with redirect_stdout(said):
        status = verify.main(words)
    codes = sorted(line.split(" ")[0] for line in said.getvalue().splitlines() if line.startswith("DVK-"))
    assert (status == 0) == (not codes), said.getvalue()
    return codes


def codes(path: Path, **known: str) -> list[str]:
    """What both find; they find the same."""
    here, there = codes_here(path, **known), codes_there(path, **known)
    assert here == there, (here, there)
    return here


def replaced(members: Mapping[str, bytes], changes: Mapping[str, bytes | None]) -> dict[str, bytes]:
    """Members with others in their place; None takes one away."""
    found = {name: changes.get(name, content) for name, content in members.items()}
    found |= {name: content for name, content in changes.items() if name not in members}
    return {name: content for name, content in found.items() if content is not None}


def forged(
    seal: Seal,
    changes: Mapping[str, bytes],
    *,
    says: Mapping[str, Any] | None = None,
    without: str = "",
    version: str = VERSION,
    full: str | None = None,
) -> bytes:
    """A whole seal of other members, of which its manifest says something else, right in all its hashes."""
    kept = {name: one for name, one in seal.members.items() if name in seal.manifest["files"]}
    inputs = {key: one for key, one in seal.manifest.items() if key not in ("files", "versions", without)}
    with pytest.MonkeyPatch.context() as other:  # a forger says of another version what they like
        other.setattr(make, "VERSION", version)
        return compose(seal.kind, {**kept, **changes}, {**inputs, **(says or {})}, full=full).data
