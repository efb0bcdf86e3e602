"""The nodes of a formula: a small closed set, immutable, hashable, compared by structure.

Two sorts: ``Num`` is a number, ``Cond`` a condition. Authors never name the classes below; they use the
operators here and the builders of ``dvk_scoring.formula.build``. Readers match on the classes.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from typing import Final, Literal, NoReturn, TypeAlias

import attrs

from dvk_scoring.formula.structure import Node
from dvk_scoring.text import Text

RoundMode = Literal["half-up", "half-even", "down", "up", "floor", "ceiling"]
Prefer = Literal["high", "low"]
Over = Literal["cluster", "all"]
CompareOp = Literal["<", "<=", ">", ">=", "==", "!="]
AcrossKind = Literal["highest", "lowest", "sum", "mean", "count", "rank"]
Plain: TypeAlias = int | str | Decimal | Fraction
MarksKind = Literal["mean", "sum", "median", "place", "count"]


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
    raise _no_number(value)


def condition_of(value: object, where: str) -> Cond:
    """Take a condition.

    Raises:
        FormulaError: It is something else: a number, or what ``==`` gave at once.
    """
    if isinstance(value, Cond):
        return value
    message = f"{where} needs a condition such as figures.x > 0, not {value!r}"
    raise FormulaError("DVK-F107", message, where=where, value=repr(value))


_WRITING: Final = ContextVar("writing", default=False)


@contextmanager
def writing() -> Iterator[None]:
    """Call an author's ``score`` in it: ``==``, which compares formulas by structure, can only be a mistake there."""
    token = _WRITING.set(True)
    try:
        yield
    finally:
        _WRITING.reset(token)


def _no_number(value: object) -> FormulaError:
    several = "mean(…), total(…)" if isinstance(value, tuple | list) else ""
    instead = "when(…, 1, otherwise=0)" if isinstance(value, Cond) else several
    return FormulaError("DVK-F102", f"{value!r} is not a number", value=repr(value), instead=instead)


_FOR_MATH: Final = Text(
    vi="root(x) thay cho math.sqrt(x), log(x) thay cho math.log(x), total(…) thay cho math.fsum(…), "
    "x thay cho float(x)",
    en="root(x) for math.sqrt(x), log(x) for math.log(x), total(…) for math.fsum(…), x itself for float(x)",
)
_FOR_COUNTING: Final = Text(
    vi="setting(…) cho một số để lặp hay để đánh số thứ tự",
    en="setting(…) for a number that repeats or picks something",
)


def _no_value(instead: str | Text, message: str = "a formula has no value while it is being built") -> FormulaError:
    return FormulaError("DVK-F106", message, instead=instead)


class _Formula(Node):
    __slots__ = ()

    def __eq__(self, other: object) -> bool:
        if self is not other and _WRITING.get():
            raise FormulaError("DVK-F120", "== and != compare formulas, not values: write equal(...) or different(...)")
        return self is other

    __hash__ = Node.__hash__

    def __bool__(self) -> NoReturn:
        message = (
            "a formula has no truth value while it is being built: use choose(...) or when(...) instead of if/and/or"
        )
        raise FormulaError("DVK-F103", message)


class Num(_Formula):
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
        return Subtract(ZERO, self)

    def __pos__(self) -> Num:
        return self

    def __truediv__(self, other: object) -> NoReturn:
        message = "write ratio(a, b, when_empty=...): a division must say what an empty denominator means"
        raise FormulaError("DVK-F104", message)

    __rtruediv__ = __truediv__

    def __floordiv__(self, other: object) -> NoReturn:
        message = "write floor(ratio(a, b, when_empty=...)): a division must say what an empty denominator means"
        raise FormulaError("DVK-F104", message, instead="floor(ratio(a, b, when_empty=…))")

    __rfloordiv__ = __divmod__ = __rdivmod__ = __floordiv__

    def __mod__(self, other: object) -> NoReturn:
        instead = "a - b * floor(ratio(a, b, when_empty=…))"
        raise FormulaError("DVK-F104", f"write {instead}: there is no remainder in a formula", instead=instead)

    __rmod__ = __mod__

    def __pow__(self, other: object) -> NoReturn:
        raise FormulaError("DVK-F105", "write power(a, exponent) and close it with round_(...)")

    __rpow__ = __pow__

    def __abs__(self) -> NoReturn:
        raise _no_value("absolute(x)")

    def __round__(self, places: int = 0) -> NoReturn:
        raise _no_value("round_(x, places)", "write round_(x, places): a formula has no value while it is being built")

    def __floor__(self) -> NoReturn:
        raise _no_value("floor(x)")

    def __ceil__(self) -> NoReturn:
        raise _no_value('round_(x, 0, "ceiling")')

    def __trunc__(self) -> NoReturn:
        raise _no_value('round_(x, 0, "down")')

    __int__ = __trunc__

    def __float__(self) -> NoReturn:
        raise _no_value(_FOR_MATH)

    def __complex__(self) -> NoReturn:
        self.__float__()

    def __index__(self) -> NoReturn:
        raise _no_value(_FOR_COUNTING)

    def __and__(self, other: object) -> NoReturn:
        condition_of(self, "&")
        raise AssertionError

    __rand__ = __or__ = __ror__ = __and__

    def __lt__(self, other: Num | Plain) -> Cond:
        return Compare("<", self, number(other))

    def __le__(self, other: Num | Plain) -> Cond:
        return Compare("<=", self, number(other))

    def __gt__(self, other: Num | Plain) -> Cond:
        return Compare(">", self, number(other))

    def __ge__(self, other: Num | Plain) -> Cond:
        return Compare(">=", self, number(other))


class Cond(_Formula):
    """A condition in a formula: ``&``, ``|`` and ``~`` build new ones."""

    __slots__ = ()

    def __and__(self, other: Cond) -> Cond:
        return And((self, condition_of(other, "&")))

    def __or__(self, other: Cond) -> Cond:
        return Or((self, condition_of(other, "|")))

    def __rand__(self, other: object) -> NoReturn:
        condition_of(other, "&")
        raise AssertionError

    __ror__ = __rand__

    def __add__(self, other: object) -> NoReturn:
        raise _no_number(self)

    __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = __add__

    def __invert__(self) -> Cond:
        return Not(self)


@attrs.frozen(eq=False, repr=False)
class Number(Num):
    """A written number."""

    value: Fraction


ZERO: Final = Number(Fraction(0))
ONE: Final = Number(Fraction(1))


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
class Absolute(Num):
    """The magnitude of a number."""

    of: Num


@attrs.frozen(eq=False, repr=False)
class Least(Num):
    """The smallest of one or more numbers."""

    of: tuple[Num, ...]


@attrs.frozen(eq=False, repr=False)
class Greatest(Num):
    """The largest of one or more numbers."""

    of: tuple[Num, ...]


@attrs.frozen(eq=False, repr=False)
class Case(Node):
    """One line of a choice: when the condition holds, this number."""

    when: Cond
    then: Num


@attrs.frozen(eq=False, repr=False)
class Choose(Num):
    """The number of the first case that holds, else ``otherwise``. Cases that are not reached have no effect."""

    cases: tuple[Case, ...]
    otherwise: Num


@attrs.frozen(eq=False, repr=False)
class Band(Node):
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
class Absent(Num):
    """No number: where it is reached the criterion is not assigned, or the figures are in error."""

    meaning: Empty


@attrs.frozen(eq=False, repr=False)
class Titled(Num):
    """A number by a name of its own, which those read who are told the formula."""

    of: Num
    title: Text


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
class Marks(Num):
    """One number made of several marks that were given; of the others a figure is missing, or they have no value.

    Attributes:
        kind: Their mean, sum, median or count; or ``place``: the ``best``-th best of them.
        of: The marks: figures as they are, or numbers computed of them.
        low, high: So many of the lowest and of the highest are left out.
        best: Only so many of the best are taken, as far as there are so many; None: all.
        prefer: Which of them are best.
        fewest: With fewer the criterion is not reported.
        when_fewer: The value where there is no ``best``-th best.
    """

    kind: MarksKind
    of: tuple[Num, ...]
    low: int = 0
    high: int = 0
    best: int | None = None
    prefer: Prefer = "high"
    fewest: int = 1
    when_fewer: Num | Empty = NOT_ASSIGNED


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
class Given(Cond):
    """The figure has a value: it is neither blank, unless a blank counts as something, nor not assigned."""

    of: Figure | Attribute


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
