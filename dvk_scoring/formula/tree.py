"""The nodes of a formula: a small closed set, immutable, hashable, compared by structure.

Two sorts: ``Num`` is a number, ``Cond`` a condition. Authors never name the classes below; they use the
operators here and the builders of ``dvk_scoring.formula.build``. Readers match on the classes.
"""

from __future__ import annotations

from collections.abc import Hashable
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from functools import cache
from hashlib import blake2b
from typing import Final, Literal, NoReturn, TypeAlias, cast

import attrs

RoundMode = Literal["half-up", "half-even", "down", "up", "floor", "ceiling"]
Prefer = Literal["high", "low"]
Over = Literal["cluster", "all"]
CompareOp = Literal["<", "<=", ">", ">=", "==", "!="]
AcrossKind = Literal["highest", "lowest", "sum", "mean", "count", "rank"]
Plain: TypeAlias = int | str | Decimal | Fraction
_DIGEST_SIZE: Final = 20


class FormulaError(TypeError):
    """An author's mistake while building a formula; the message says what to write instead.

    ``code`` is the stable code of the catalogue (family F), ``args_`` its values.
    """

    def __init__(self, code: str, message: str, **args: object) -> None:
        """Keep the code beside the English message."""
        super().__init__(message)
        self.code = code
        self.args_ = args


class Empty(Enum):
    """What an empty denominator or an empty set may mean besides a value."""

    NOT_ASSIGNED = "not-assigned"
    ERROR = "error"


NOT_ASSIGNED: Final = Empty.NOT_ASSIGNED
ERROR: Final = Empty.ERROR


def number(value: Num | Plain) -> Num:
    """Make a node of a plain number; a node stays what it is.

    Raises:
        FormulaError: ``value`` is a float or no number.
    """
    if isinstance(value, Num):
        return value
    if isinstance(value, bool | float):
        message = f"{value!r} is not an exact number: write it as a string or Decimal, for example Decimal('0.5')"
        raise FormulaError("DVK-F101", message, value=repr(value))
    if isinstance(value, str | int | Decimal | Fraction):
        try:
            return Number(Fraction(value))
        except (ValueError, OverflowError, ZeroDivisionError):
            pass
    raise FormulaError("DVK-F102", f"{value!r} is not a number", value=repr(value))


class _Node:
    """What every node is: compared and hashed by its structure, in the time of one comparison.

    A formula may use a part many times over, and the parts of the part again: whatever follows every way through it
    takes time without end. So a node is known by a digest, made of the digests of its parts.
    """

    __slots__ = ("_digest",)
    _digest: bytes

    def __bool__(self) -> NoReturn:
        message = (
            "a formula has no truth value while it is being built: use choose(...) or when(...) instead of if/and/or"
        )
        raise FormulaError("DVK-F103", message)

    @property
    def digest(self) -> bytes:
        """The node's structure; two nodes that have the same are the same formula."""
        stack: list[_Node] = [] if hasattr(self, "_digest") else [self]
        while stack:  # parts first, without recursion: a formula may be deeper than Python's calls
            waiting = [part for part in children(stack[-1]) if not hasattr(part, "_digest")]
            if not waiting:
                here = stack.pop()
                object.__setattr__(here, "_digest", _digest(here))
            stack += waiting
        return self._digest

    def __eq__(self, other: object) -> bool:
        return self is other or (type(self) is type(other) and self.digest == other.digest)

    def __hash__(self) -> int:
        return hash(self.digest)

    def __repr__(self) -> str:
        """Name the node with its plain values; of its parts only what they are, for there is no end to them."""
        shown = ", ".join(_shown(getattr(self, name)) for name in _field_names(cast("Hashable", type(self))))
        return f"{type(self).__name__}({shown})"


def _digest(node: _Node) -> bytes:
    made = blake2b(type(node).__name__.encode(), digest_size=_DIGEST_SIZE)
    for name in _field_names(cast("Hashable", type(node))):
        _feed(made, getattr(node, name))
    return made.digest()


def _feed(made: blake2b, value: object) -> None:
    """Add a field to a digest; its kind and length go first, so that no two fields run into one another."""
    if isinstance(value, _Node):
        made.update(b"n" + value.digest)
    elif isinstance(value, tuple):
        made.update(b"t%d" % len(value))
        for one in value:
            _feed(made, one)
    else:
        plain = repr(value).encode()
        made.update(b"p%d:" % len(plain) + plain)


def _shown(value: object) -> str:
    if isinstance(value, tuple):
        return f"[{len(value)}]"
    return f"{type(value).__name__}(…)" if isinstance(value, _Node) else str(value)


class Num(_Node):
    """A number in a formula. Operators ``+ - *`` and comparisons build new nodes; ``/`` does not exist: ``ratio``."""

    __slots__ = ()

    def __add__(self, other: Num | Plain) -> Num:
        return Add(self, number(other))

    def __radd__(self, other: Num | Plain) -> Num:
        return Add(number(other), self)

    def __sub__(self, other: Num | Plain) -> Num:
        return Subtract(self, number(other))

    def __rsub__(self, other: Num | Plain) -> Num:
        return Subtract(number(other), self)

    def __mul__(self, other: Num | Plain) -> Num:
        return Multiply(self, number(other))

    def __rmul__(self, other: Num | Plain) -> Num:  # type: ignore[misc]  # str * Num is refused by number()
        return Multiply(number(other), self)

    def __neg__(self) -> Num:
        return Subtract(Number(Fraction(0)), self)

    def __truediv__(self, other: object) -> NoReturn:
        message = "write ratio(a, b, when_empty=...): a division must say what an empty denominator means"
        raise FormulaError("DVK-F104", message)

    __rtruediv__ = __floordiv__ = __rfloordiv__ = __mod__ = __truediv__

    def __pow__(self, other: object) -> NoReturn:
        raise FormulaError("DVK-F105", "write power(a, exponent) and close it with round_(...)")

    def __float__(self) -> NoReturn:
        raise FormulaError("DVK-F106", "a formula has no value while it is being built")

    def __int__(self) -> NoReturn:
        self.__float__()

    def __index__(self) -> NoReturn:  # noqa: PLE0305 - it never returns
        self.__float__()

    def __round__(self, places: int = 0) -> NoReturn:
        raise FormulaError("DVK-F106", "write round_(x, places): a formula has no value while it is being built")

    def __lt__(self, other: Num | Plain) -> Cond:
        return Compare("<", self, number(other))

    def __le__(self, other: Num | Plain) -> Cond:
        return Compare("<=", self, number(other))

    def __gt__(self, other: Num | Plain) -> Cond:
        return Compare(">", self, number(other))

    def __ge__(self, other: Num | Plain) -> Cond:
        return Compare(">=", self, number(other))


class Cond(_Node):
    """A condition in a formula: ``&``, ``|`` and ``~`` build new ones."""

    __slots__ = ()

    def __and__(self, other: Cond) -> Cond:
        return And((self, other))

    def __or__(self, other: Cond) -> Cond:
        return Or((self, other))

    def __invert__(self) -> Cond:
        return Not(self)


@attrs.frozen(eq=False, repr=False)
class Number(Num):
    """A written number."""

    value: Fraction


@attrs.frozen(eq=False, repr=False)
class Figure(Num):
    """A figure of the unit: ``due``, or ``marks.3`` for one of many. Yes/no is 1/0, a choice its index."""

    name: str


@attrs.frozen(eq=False, repr=False)
class Attribute(Num):
    """A figure of the unit itself, shared by all criteria (population)."""

    name: str


@attrs.frozen(eq=False, repr=False)
class Param(Num):
    """A parameter, set by the scheme; may differ by cluster and by date."""

    name: str


@attrs.frozen(eq=False, repr=False)
class Add(Num):
    """left + right."""

    left: Num
    right: Num


@attrs.frozen(eq=False, repr=False)
class Subtract(Num):
    """left - right."""

    left: Num
    right: Num


@attrs.frozen(eq=False, repr=False)
class Multiply(Num):
    """left × right."""

    left: Num
    right: Num


@attrs.frozen(eq=False, repr=False)
class Ratio(Num):
    """over ÷ under; ``when_empty`` is what under = 0 means."""

    over: Num
    under: Num
    when_empty: Num | Empty


@attrs.frozen(eq=False, repr=False)
class Least(Num):
    """The smallest of one or more numbers."""

    of: tuple[Num, ...]


@attrs.frozen(eq=False, repr=False)
class Greatest(Num):
    """The largest of one or more numbers."""

    of: tuple[Num, ...]


@attrs.frozen(eq=False, repr=False)
class Case(_Node):
    """One line of a choice: when the condition holds, this number."""

    when: Cond
    then: Num


@attrs.frozen(eq=False, repr=False)
class Choose(Num):
    """The number of the first case that holds, else ``otherwise``. Cases that are not reached have no effect."""

    cases: tuple[Case, ...]
    otherwise: Num


@attrs.frozen(eq=False, repr=False)
class Band(_Node):
    """From ``start`` on (to under the next band's start), this number."""

    start: Num
    then: Num


@attrs.frozen(eq=False, repr=False)
class Bands(Num):
    """A staircase: bands with rising starts; under the first start, ``below``."""

    value: Num
    steps: tuple[Band, ...]
    below: Num


@attrs.frozen(eq=False, repr=False)
class Round(Num):
    """Rounded to ``places`` decimals. half-up rounds the magnitude; down is towards zero, up away from zero."""

    value: Num
    places: int
    mode: RoundMode


@attrs.frozen(eq=False, repr=False)
class Power(Num):
    """base ** exponent, approximate until rounded; base must be ≥ 0."""

    base: Num
    exponent: Fraction


@attrs.frozen(eq=False, repr=False)
class Log(Num):
    """Logarithm of ``value`` (must be > 0), approximate until rounded; ``base`` None is the natural one."""

    value: Num
    base: Fraction | None


@attrs.frozen(eq=False, repr=False)
class Mean(Num):
    """Mean of marks: blanks left out, ``drop`` lowest and highest left out. Under ``fewest`` marks: not reported."""

    of: tuple[Figure, ...]
    drop: int
    fewest: int


@attrs.frozen(eq=False, repr=False)
class Median(Num):
    """Median of marks, blanks left out. Under ``fewest`` marks: not reported."""

    of: tuple[Figure, ...]
    fewest: int


@attrs.frozen(eq=False, repr=False)
class CountOf(Num):
    """How many of several figures are at least ``at_least``."""

    of: tuple[Num, ...]
    at_least: Num


@attrs.frozen(eq=False, repr=False)
class Across(Num):
    """A value taken across the units of the cluster (or all): each unit of it sees the same number (its own for rank).

    ``among``: only units for which it holds (None: all). Units that are not ranked, or have no value, are left out.
    ``when_empty``: the value when no unit is left (count and sum need none: 0). ``prefer`` is for rank: 1 is best,
    shared ranks take the better place (1-2-2-4); a unit outside ``among`` gets ``when_empty``.
    """

    kind: AcrossKind
    value: Num
    among: Cond | None
    over: Over
    when_empty: Num | Empty
    prefer: Prefer


@attrs.frozen(eq=False, repr=False)
class Rescale(Num):
    """(value - lowest) ÷ (highest - lowest) across; 0..1, turned round when low is preferred; flat: ``when_flat``."""

    value: Num
    prefer: Prefer
    among: Cond | None
    over: Over
    when_flat: Num | Empty


@attrs.frozen(eq=False, repr=False)
class ShareOfBest(Num):
    """value ÷ highest (or lowest ÷ value when low is preferred) across; 0..1 for values ≥ 0; ``when_empty``: best is 0.

    A unit outside ``among`` gets ``when_empty`` too. With low preferred, a value of 0 is itself the best and earns 1.
    """

    value: Num
    prefer: Prefer
    among: Cond | None
    over: Over
    when_empty: Num | Empty


@attrs.frozen(eq=False, repr=False)
class Compare(Cond):
    """left OP right."""

    op: CompareOp
    left: Num
    right: Num


@attrs.frozen(eq=False, repr=False)
class And(Cond):
    """All hold."""

    of: tuple[Cond, ...]


@attrs.frozen(eq=False, repr=False)
class Or(Cond):
    """At least one holds."""

    of: tuple[Cond, ...]


@attrs.frozen(eq=False, repr=False)
class Not(Cond):
    """Does not hold."""

    of: Cond


def children(node: _Node) -> tuple[Num | Cond, ...]:
    """Give the direct parts of a node, in the order they are read."""
    found: list[Num | Cond] = []
    for name in _field_names(cast("Hashable", type(node))):
        value = getattr(node, name)
        for item in value if isinstance(value, tuple) else (value,):
            if isinstance(item, Num | Cond):
                found.append(item)
            elif isinstance(item, Case):
                found += [item.when, item.then]
            elif isinstance(item, Band):
                found += [item.start, item.then]
    return tuple(found)


@cache
def _field_names(node: Hashable) -> tuple[str, ...]:
    return tuple(field.name for field in attrs.fields(cast("type[attrs.AttrsInstance]", node)))


def depth(node: Num | Cond) -> int:
    """Count the levels of a formula without recursion, which a very deep one would not survive."""
    levels: dict[int, int] = {}
    stack: list[tuple[Num | Cond, bool]] = [(node, False)]
    while stack:
        here, ready = stack.pop()
        if id(here) in levels:
            continue
        if ready:
            levels[id(here)] = 1 + max((levels[id(part)] for part in children(here)), default=0)
        else:
            stack.append((here, True))
            stack += [(part, False) for part in children(here)]
    return levels[id(node)]


def walk(node: Num | Cond) -> tuple[Num | Cond, ...]:
    """Give every different node below and including ``node``, parts before wholes."""
    seen: dict[Num | Cond, None] = {}
    done: set[int] = set()
    stack: list[tuple[Num | Cond, bool]] = [(node, False)]
    while stack:
        here, ready = stack.pop()
        if id(here) in done:
            continue
        if ready:
            done.add(id(here))
            seen.setdefault(here)
        else:
            stack.append((here, True))
            stack += [(part, False) for part in reversed(children(here))]
    return tuple(seen)
