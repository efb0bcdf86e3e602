"""The program as Narwhals stages on integer columns: the same on Polars and DuckDB.

Long or shared steps and every value across units become helper columns, so that no expression grows without bound.
64-bit steps use nothing that Spark lacks; only steps that need it are 128 bits wide.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING, Final, TypeAlias, cast

import attrs
import narwhals as nw

from dvk_scoring.formula.names import COMPETITION
from dvk_scoring.formula.program import Approximate, Plan, Program, Ref, Settle, Step, Window

if TYPE_CHECKING:
    from narwhals.typing import RankMethod

CLUSTER: Final = "cluster"
ROW: Final = "_row"
ALL: Final = "_all"
_RANKS: Final[Mapping[str, RankMethod]] = {"rank_min": "min", "rank_max": "max", "rank_dense": "dense"}
_LONGEST: Final = 40
"""Nodes of an expression beyond which what is used again becomes a column: engines compute a repeated part anew."""
_SMALL: Final = 3
"""Parts of so few nodes are cheaper to compute again than to keep in a column."""
_NARROW: Final = 31
"""Bits that a signed whole number of 32 bits holds."""


@attrs.frozen
class Rounded:
    """A rounded approximate formula computed between two stages: columns of its arguments → one column."""

    column: str
    spec: Approximate
    args: tuple[str, ...]


@attrs.frozen
class Settled:
    """A number known from two sides: the columns of both, and those that the exact number is computed of."""

    column: str
    low: str
    high: str
    leaves: Mapping[Ref, str]
    exact: Ref
    program: Program = attrs.field(eq=False)


@attrs.frozen
class Across:
    """A value across units that the host takes: columns of the value and, of a rank, of who is ranked → one column."""

    column: str
    window: Window
    args: tuple[str, ...]
    wide: bool


Hosted: TypeAlias = "Rounded | Settled | Across"


@attrs.frozen
class Stage:
    """Columns added at once; then what the host computes from them."""

    columns: Mapping[str, nw.Expr]
    hosted: tuple[Hosted, ...]

    @property
    def made(self) -> frozenset[str]:
        """Name all columns that it adds."""
        return frozenset((*self.columns, *(spec.column for spec in self.hosted)))


@attrs.frozen
class Staged:
    """A plan ready to run.

    Attributes:
        stages: What is added, one after the other.
        outputs: What is wanted, by name.
        lone: Outputs that are one value for every unit.
        reads: Column that a stage adds, or output → the columns that it is made of.
    """

    stages: tuple[Stage, ...]
    outputs: Mapping[str, nw.Expr]
    lone: frozenset[str]
    reads: Mapping[str, frozenset[str]]

    def needed_after(self, at: int) -> frozenset[str]:
        """Name the columns that later stages and the outputs are made of, once the stage at a place is done.

        What units are taken together by, across them, is not among these.
        """
        later = frozenset[str]().union(*(following.made for following in self.stages[at + 1 :]))
        return frozenset[str]().union(*(self.reads[name] for name in (*later, *self.outputs))) - later


@attrs.define
class _Emitted:
    """An expression, its stage, the columns in it; ``lone``: there is none, so that it is one value and not many."""

    expr: nw.Expr
    stage: int
    size: int
    wide: bool
    reads: frozenset[str]
    lone: bool = False


class _Emitter:
    def __init__(
        self,
        program: Program,
        refs: tuple[Ref, ...],
        wanted: tuple[Ref, ...],
        present: frozenset[str],
        full: frozenset[str],
        *,
        apart: bool,
    ) -> None:
        self.program, self.apart = program, apart
        self.present = present
        self.full = full
        self.uses = Counter(arg for ref in refs for arg in program[ref].args) + Counter(wanted)
        self.known: dict[Ref, _Emitted] = {}
        self.stages: dict[int, dict[str, nw.Expr]] = {}
        self.hosted: dict[int, list[Hosted]] = {}
        self.reads: dict[str, frozenset[str]] = {}

    def emit(self, ref: Ref) -> None:
        step = self.program[ref]
        args = [self.known[arg] for arg in step.args]
        stage = max((arg.stage for arg in args), default=0)
        if step.op in ("round_approx", "settle") or (step.op == "window" and self.apart):
            self.known[ref] = self._host(ref, step, args, stage)
            return
        lone = all(arg.lone for arg in args) if args else self._is_lone(step)
        reads = frozenset[str]().union(*(arg.reads for arg in args), () if lone else _read(step))
        made = _Emitted(self._expr(step, args), stage, 1 + sum(arg.size for arg in args), _is_wide(step), reads, lone)
        shared = self.uses[ref] > 1 and made.size > _SMALL and (self.uses[ref] * made.size > _LONGEST)
        if step.op == "window" or shared or made.size > 4 * _LONGEST:
            made = self._helper(f"_{ref}", made)
        self.known[ref] = made

    def _is_lone(self, step: Step) -> bool:
        return step.op == "const" or (step.op in ("kp", "flag") and step.column not in self.present)

    def _helper(self, name: str, made: _Emitted) -> _Emitted:
        self.stages.setdefault(made.stage, {})[name] = made.expr
        self.reads[name] = made.reads
        return _Emitted(nw.col(name), made.stage + 1, 1, made.wide, frozenset({name}))

    def _host(self, ref: Ref, step: Step, args: list[_Emitted], stage: int) -> _Emitted:
        names = []
        for index, arg in enumerate(args):
            names.append(f"_{ref}_{index}")
            # An engine adds no column of one value: it is spread over the rows.
            spread = arg.lone and not self.program[step.args[index]].logical
            self.stages.setdefault(stage, {})[names[-1]] = arg.expr + nw.col(ALL) if spread else arg.expr
            self.reads[names[-1]] = arg.reads
        made: Hosted
        column = f"_{ref}"
        if isinstance(step.value, Settle):
            leaves = dict(zip(step.value.leaves, names[2:], strict=True))
            made = Settled(column, names[0], names[1], leaves, step.value.exact, self.program)
        elif isinstance(step.value, Window):
            made = Across(column, step.value, tuple(names), _is_wide(step))
        else:
            made = Rounded(column, cast("Approximate", step.value), tuple(names))
        self.hosted.setdefault(stage, []).append(made)
        self.reads[column] = frozenset(names)
        return _Emitted(nw.col(column), stage + 1, 1, _is_wide(step), frozenset({column}))

    def _expr(self, step: Step, args: list[_Emitted]) -> nw.Expr:  # noqa: C901, PLR0912 - one line an operation
        wide = _is_wide(step) or any(arg.wide for arg in args)
        plain = [arg.expr for arg in args]
        numbers = [arg.expr.cast(nw.Int128) if wide and not arg.wide else arg.expr for arg in args]
        match step.op:
            case "const":
                return (
                    nw.lit(bool(step.value)) if step.logical else _literal(cast("int", step.value), wide=_is_wide(step))
                )
            case "input":
                number = nw.col(step.column).cast(nw.Int64)
                return number if step.value in self.full else number.fill_null(0)
            case "present":
                return ~nw.col(step.column).is_null()
            case "kp" | "flag":
                return nw.col(step.column).fill_null(0) == 1 if step.column in self.present else nw.lit(value=False)
            case "in_clusters":
                return nw.col(CLUSTER).is_in(list(cast("tuple[str, ...]", step.value)))
            case "add":
                return numbers[0] + numbers[1]
            case "sub":
                return numbers[0] - numbers[1]
            case "mul":
                return numbers[0] * numbers[1]
            case "abs":
                return nw.when(numbers[0] < 0).then(_literal(0, wide=wide) - numbers[0]).otherwise(numbers[0])
            case "min":
                return (
                    nw.when(numbers[0] <= numbers[1]).then(plain[0]).otherwise(plain[1])
                    if wide
                    else nw.min_horizontal(*plain)
                )
            case "max":
                return (
                    nw.when(numbers[0] >= numbers[1]).then(plain[0]).otherwise(plain[1])
                    if wide
                    else nw.max_horizontal(*plain)
                )
            case "div":
                quotient = numbers[0] // numbers[1]
                return quotient.cast(nw.Int64) if wide and not _is_wide(step) else quotient
            case "when":
                both = [_cast(args[1], _is_wide(step)), _cast(args[2], _is_wide(step))]
                return nw.when(plain[0]).then(both[0]).otherwise(both[1])
            case "assume":
                return _cast(args[0], _is_wide(step))
            case "lt":
                return numbers[0] < numbers[1]
            case "le":
                return numbers[0] <= numbers[1]
            case "eq":
                return numbers[0] == numbers[1]
            case "and":
                return plain[0] & plain[1]
            case "or":
                return plain[0] | plain[1]
            case "not":
                return ~plain[0]
            case _:
                if args[0].lone:  # an engine takes nothing across units from one value: spread it over the rows
                    plain[0] = plain[0] + nw.col(ALL)
                return self._window(step, plain)

    def _window(self, step: Step, args: list[nw.Expr]) -> nw.Expr:
        window = cast("Window", step.value)
        part = self._within(window)
        match window.kind:
            case "max":
                return args[0].max().over(*part)
            case "min":
                return args[0].min().over(*part)
            case "sum":
                return args[0].sum().over(*part).cast(nw.Int128 if _is_wide(step) else nw.Int64)
            case _:
                # Half as wide is faster to sort.
                narrow = self.program[step.args[0]].bits <= _NARROW
                value = nw.when(args[1]).then(args[0].cast(nw.Int32) if narrow else args[0])
                taken = (
                    value.is_duplicated()
                    if window.kind == "shared"
                    else value.rank(_RANKS[window.kind], descending=True)
                )
                return nw.when(args[1]).then(taken.over(*part).cast(nw.Int64)).otherwise(nw.lit(0))

    def _within(self, window: Window) -> list[str]:
        """Name the columns by which units are taken together."""
        apart = [COMPETITION] if COMPETITION in self.present else []
        return [CLUSTER, *apart] if window.over == "cluster" else apart or [ALL]


def _is_wide(step: Step) -> bool:
    return step.wide and not step.logical


def _cast(arg: _Emitted, wide: bool) -> nw.Expr:  # noqa: FBT001 - one of two widths
    if wide == arg.wide:
        return arg.expr
    return arg.expr.cast(nw.Int128 if wide else nw.Int64)


def _literal(value: int, *, wide: bool) -> nw.Expr:
    """Write a whole number; what 64 bits cannot hold is put together from parts: no engine takes it whole."""
    if not wide:
        return nw.lit(value, nw.Int64)
    if abs(value) < 2**62:
        return nw.lit(value, nw.Int64).cast(nw.Int128)
    high, low = divmod(abs(value), 2**60)
    magnitude = _literal(high, wide=True) * _literal(2**60, wide=True) + _literal(low, wide=True)
    return magnitude if value > 0 else _literal(0, wide=True) - magnitude


def _read(step: Step) -> frozenset[str]:
    """Give the column of the data that a step reads."""
    if step.op == "in_clusters":
        return frozenset({CLUSTER})
    return frozenset({step.column}) if step.op in ("input", "present", "kp", "flag") else frozenset()


def stage(plan: Plan, present: frozenset[str], full: frozenset[str] = frozenset(), *, apart: bool = False) -> Staged:
    """Emit a plan.

    Args:
        plan: The program and its outputs.
        present: Columns that the frame has; a "not assigned" or flag column that is absent is nowhere true.
        full: Those without a null.
        apart: Values across units are the host's to take, where no engine has all units in one place.
    """
    wanted = tuple(plan.outputs.values())
    refs = plan.program.below(*wanted)
    emitter = _Emitter(plan.program, refs, wanted, present, full, apart=apart)
    for ref in refs:
        emitter.emit(ref)
    last = max((emitter.known[ref].stage for ref in wanted), default=0)
    outputs = {name: emitter.known[ref].expr for name, ref in plan.outputs.items()}
    stages = tuple(Stage(emitter.stages.get(at, {}), tuple(emitter.hosted.get(at, ()))) for at in range(last))
    lone = frozenset(name for name, ref in plan.outputs.items() if emitter.known[ref].lone)
    reads = emitter.reads | {name: emitter.known[ref].reads for name, ref in plan.outputs.items()}
    return Staged(stages, outputs, lone, reads)
