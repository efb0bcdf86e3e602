"""What every node of a formula is: immutable, compared and hashed by its structure, in the time of one comparison.

A formula may use a part many times over, and the parts of that part again: whatever follows every way through it takes
time without end. So a node is known by a digest, made of the digests of its parts.
"""

from __future__ import annotations

from collections.abc import Hashable
from functools import cache
from hashlib import blake2b
from typing import Final, cast

import attrs

_DIGEST_SIZE: Final = 20


class Node:
    """A node; its attrs fields are plain values, nodes, and tuples of these."""

    __slots__ = ("_digest", "_parts")
    _digest: bytes
    _parts: tuple[Node, ...]
    """Both are worked out when first asked for: nodes never change, and are compared and walked all the time."""

    @property
    def digest(self) -> bytes:
        """The node's structure; two nodes that have the same are the same formula."""
        stack: list[Node] = [] if hasattr(self, "_digest") else [self]
        while stack:  # parts first, without recursion: a formula may be deeper than Python's calls
            waiting = [part for part in parts_of(stack[-1]) if not hasattr(part, "_digest")]
            if not waiting:
                here = stack.pop()
                object.__setattr__(here, "_digest", _digest(here))
            stack += waiting
        return self._digest

    def __eq__(self, other: object) -> bool:
        return self is other or (type(self) is type(other) and self.digest == other.digest)

    def __hash__(self) -> int:
        try:
            return hash(self._digest)
        except AttributeError:
            return hash(self.digest)

    def __repr__(self) -> str:
        """Name the node with its plain values; of its parts only what they are, for there is no end to them."""
        shown = ", ".join(_shown(getattr(self, name)) for name in _field_names(cast("Hashable", type(self))))
        return f"{type(self).__name__}({shown})"


def parts_of(node: Node) -> tuple[Node, ...]:
    """Give the nodes that stand in the fields of a node, in their order."""
    try:
        return node._parts  # noqa: SLF001 - the node's own memory
    except AttributeError:
        parts = _parts_of(node)
        object.__setattr__(node, "_parts", parts)
        return parts


def _parts_of(node: Node) -> tuple[Node, ...]:
    found: list[Node] = []
    for name in _field_names(cast("Hashable", type(node))):
        value = getattr(node, name)
        found += [one for one in (value if isinstance(value, tuple) else (value,)) if isinstance(one, Node)]
    return tuple(found)


@cache
def _field_names(node: Hashable) -> tuple[str, ...]:
    return tuple(field.name for field in attrs.fields(cast("type[attrs.AttrsInstance]", node)))


@cache
def _kind(node: Hashable) -> bytes:
    kind = cast("type[Node]", node)
    return f"{kind.__module__}.{kind.__qualname__}".encode()


def _digest(node: Node) -> bytes:
    kind = cast("Hashable", type(node))
    written = [_kind(kind)]
    for name in _field_names(kind):
        _write(written, getattr(node, name))
    return blake2b(b"".join(written), digest_size=_DIGEST_SIZE).digest()


def _write(written: list[bytes], value: object) -> None:
    """Add a field to what a digest is made of; its kind and length go first, so that no two run into one another."""
    if isinstance(value, Node):
        written.append(b"n" + value.digest)
    elif isinstance(value, tuple):
        written.append(b"t%d" % len(value))
        for one in value:
            _write(written, one)
    else:
        plain = repr(value).encode()
        written.append(b"p%d:" % len(plain) + plain)


def _shown(value: object) -> str:
    if isinstance(value, tuple):
        return f"[{len(value)}]"
    return f"{type(value).__name__}(…)" if isinstance(value, Node) else str(value)
