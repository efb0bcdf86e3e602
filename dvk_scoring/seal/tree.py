"""The Merkle tree over units, as RFC 6962, section 2.1, defines it: hashes of leaves and of nodes never meet."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence


def leaf_hash(data: bytes) -> bytes:
    """Hash a leaf."""
    return hashlib.sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Hash a node of two."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def root_hash(leaves: Sequence[bytes]) -> bytes:
    """Give the root above hashes of leaves; of none, the hash of nothing.

    Whole pairs are joined row by row and a last one alone goes up as it is, which is the tree that the RFC splits at
    the largest power of two.
    """
    if not leaves:
        return hashlib.sha256().digest()
    row = list(leaves)
    while len(row) > 1:
        row = _row_above(row)
    return row[0]


def audit_path(leaves: Sequence[bytes], index: int) -> list[bytes]:
    """Give what leads from the leaf at ``index`` to the root: the hash beside it in each row, the lowest first."""
    path: list[bytes] = []
    row = list(leaves)
    while len(row) > 1:
        beside = index ^ 1
        if beside < len(row):
            path.append(row[beside])
        row, index = _row_above(row), index // 2
    return path


def root_of_path(leaf: bytes, index: int, size: int, path: Sequence[bytes]) -> bytes | None:
    """Give the root that a path leads to; None where a tree of this size has no such path (RFC 9162, 2.1.3.2)."""
    if not 0 <= index < size:
        return None
    left = list(path)
    reached, last = leaf, size - 1
    while last:
        if index % 2 or index < last:
            if not left:
                return None
            beside = left.pop(0)
            reached = node_hash(beside, reached) if index % 2 else node_hash(reached, beside)
        index, last = index // 2, last // 2
    return None if left else reached


def _row_above(row: Sequence[bytes]) -> list[bytes]:
    joined = [node_hash(row[at], row[at + 1]) for at in range(0, len(row) - 1, 2)]
    return [*joined, *row[len(joined) * 2 :]]
