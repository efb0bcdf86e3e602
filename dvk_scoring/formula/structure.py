"""What every node of a formula is: immutable, and one alone of its structure, so that equal formulas are the same.

A formula may use a part many times over, and the parts of that part again: whatever follows every way through it takes
time without end. So a node that is made a second time is the one that is there already, for as long as it is used.
"""

from __future__ import annotations

from threading import Lock
from typing import Any, Final
from weakref import WeakValueDictionary

_THERE: Final[WeakValueDictionary[tuple[Any, ...], Node]] = WeakValueDictionary()
_MAKING: Final = Lock()


class _OneOfEach(type):
    """Makes a node, or gives the one that has the same fields: parts are compared by what they are, not looked into."""

    __match_args__: tuple[str, ...]

    def __call__(cls, *given: Any, **named: Any) -> Any:
        """Give the node of these fields."""
        made = None
        if named or len(given) != len(cls.__match_args__):
            made = super().__call__(*given, **named)
            given = _fields(made)
        key = (cls, given)
        node = _THERE.get(key)
        if node is None:
            made = super().__call__(*given) if made is None else made
            with _MAKING:
                node = _THERE.setdefault(key, made)
        return node


class Node(metaclass=_OneOfEach):
    """A node; its attrs fields are plain values, nodes, and tuples of these.

    Attributes:
        parts: The nodes in its fields, in their order.
        kinds: The classes of itself and of every node below it.
    """

    __slots__ = ("__weakref__", "kinds", "parts")
    __match_args__: tuple[str, ...] = ()
    parts: tuple[Node, ...]
    kinds: frozenset[type]

    def __attrs_post_init__(self) -> None:
        """Note what is below: nodes never change, and are walked all the time."""
        parts: tuple[Node, ...] = ()
        for value in _fields(self):
            if isinstance(value, Node):
                parts += (value,)
            elif isinstance(value, tuple):
                parts += tuple(part for part in value if isinstance(part, Node))
        object.__setattr__(self, "parts", parts)
        object.__setattr__(self, "kinds", frozenset((type(self),)).union(*(part.kinds for part in parts)))

    def __reduce__(self) -> tuple[object, ...]:
        """Be made by its class again on the other side."""
        return type(self), _fields(self)

    def __repr__(self) -> str:
        """Name the node with its plain values; of its parts only what they are, for there is no end to them."""
        return f"{type(self).__name__}({', '.join(map(_shown, _fields(self)))})"


def _fields(node: Node) -> tuple[Any, ...]:
    return tuple(getattr(node, name) for name in node.__match_args__)


def _shown(value: object) -> str:
    if isinstance(value, tuple):
        return f"[{len(value)}]"
    return f"{type(value).__name__}(…)" if isinstance(value, Node) else str(value)
