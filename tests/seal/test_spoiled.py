"""What is changed anywhere is found by both verifiers: hundreds here, by ``python -m tests.seal.run`` thousands."""

from __future__ import annotations

from pathlib import Path

from tests.seal.made import Sealed
from tests.seal.run import forge, spoil


def test_one_byte_anywhere(sealed: Sealed, tmp_path: Path) -> None:
    for seal in (sealed.first, sealed.unsigned, sealed.public):
        found = spoil(seal.data, tmp_path / "x.dvk", count=120, seed=1)
        assert sum(found.values()) == 120
        assert "" not in found


def test_one_byte_of_a_member_in_a_container_that_is_right(sealed: Sealed, tmp_path: Path) -> None:
    found = forge(sealed.first.data, tmp_path / "x.dvk", count=200, seed=2)
    assert "" not in found
    assert "DVK-V111" not in found
