"""The program in Python's whole numbers: any width, slow, and the yardstick for every other engine.

Few units are scored here also for speed: when one figure changes, most columns stay as they are.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from heapq import heapify, heappop, heappush
from itertools import repeat
from typing import Final, cast

from dvk_scoring.formula.names import COMPETITION
from dvk_scoring.formula.program import Approximate, Plan, Program, Ref, Settle, Step, Window

Column = Sequence["int | bool"]
RoundRows = Callable[[Approximate, Sequence[Column]], "list[int]"]
_READING: Final = frozenset({"input", "present", "kp", "flag"})
_TWO: Final[Mapping[str, Callable[[int, int], int | bool]]] = {
    "add": operator.add,
    "sub": operator.sub,
    "mul": operator.mul,
    "min": min,
    "max": max,
    "div": operator.floordiv,
    "lt": operator.lt,
    "le": operator.le,
    "eq": operator.eq,
    "and": operator.and_,
    "or": operator.or_,
}


class Interpreter:
    """Runs a plan row by row, again and again: of what was computed before, only what has changed since is anew.

    What a run leaves is replaced whole and at once: runs in several threads take nothing from each other but time.

    Args:
        plan: Program and outputs.
        round_rows: Computes a rounded approximate formula: spec and argument columns → values × 10^places.
    """

    def __init__(self, plan: Plan, round_rows: RoundRows) -> None:
        """Compute nothing yet."""
        program = plan.program
        self._round_rows = round_rows
        needed = [(ref, program[ref]) for ref in program.below(*plan.outputs.values(), exact=True)]
        exact: dict[Ref, Ref] = {}  # from a number that is settled from two sides to the step that computes it exactly
        for ref, step in needed:
            if isinstance(step.value, Settle):
                exact[ref] = exact.get(step.value.exact, step.value.exact)
        self._steps = [
            (ref, step, tuple(exact.get(arg, arg) for arg in step.args) if exact else step.args)
            for ref, step in needed
            if ref not in exact
        ]
        self._outputs = {name: exact.get(ref, ref) for name, ref in plan.outputs.items()}
        self._before: tuple[Mapping[str, Sequence[int | None]], object, Mapping[Ref, Column]] = {}, (), {}

    def run(self, data: Mapping[str, Sequence[int | None]], clusters: Sequence[str]) -> dict[str, Column]:
        """Give the outputs; a column that is as it was before is the same list.

        Args:
            data: Column → values, None for a blank.
            clusters: Cluster of each unit.
        """
        told, sorted_into, before = self._before
        within = clusters, data.get(COMPETITION)
        if before and sorted_into == within:
            known = dict(before)
            self._renew(known, told, data, clusters)
        else:
            known = {}
            for ref, step, args in self._steps:
                known[ref] = _column(step, [known[arg] for arg in args], data, clusters, self._round_rows)
        self._before = data, within, known
        return {name: known[ref] for name, ref in self._outputs.items()}

    def _renew(
        self,
        known: dict[Ref, Column],
        told: Mapping[str, Sequence[int | None]],
        data: Mapping[str, Sequence[int | None]],
        clusters: Sequence[str],
    ) -> None:
        """Compute anew what hangs on a column that has changed, step after step, as far as anything changes."""
        waiting = [at for name, those in self._readers.items() if told.get(name) != data.get(name) for at in those]
        queued = set(waiting)
        heapify(waiting)
        while waiting:
            ref, step, args = self._steps[heappop(waiting)]
            column = _column(step, [known[arg] for arg in args], data, clusters, self._round_rows)
            if column != known[ref]:
                known[ref] = column
                for at in self._users[ref]:
                    if at not in queued:
                        queued.add(at)
                        heappush(waiting, at)

    @cached_property
    def _readers(self) -> Mapping[str, Sequence[int]]:
        """Column of the data → places of the steps that read it."""
        readers: dict[str, list[int]] = {}
        for at, (_, step, _) in enumerate(self._steps):
            if step.op in _READING:
                readers.setdefault(step.column, []).append(at)
        return readers

    @cached_property
    def _users(self) -> Mapping[Ref, Sequence[int]]:
        """Step → places of the steps that are computed of it."""
        users: dict[Ref, list[int]] = {ref: [] for ref, _, _ in self._steps}
        for at, (_, _, args) in enumerate(self._steps):
            for arg in dict.fromkeys(args):
                users[arg].append(at)
        return users


def interpret_from(program: Program, ref: Ref, leaves: Mapping[Ref, Column], rows: int) -> Column:
    """Compute one step from the columns of others, in numbers of any width.

    Args:
        program: Where the step stands.
        ref: The step.
        leaves: What it is computed of, constants apart.
        rows: How many units there are.
    """
    known = dict(leaves)
    wanted, waiting = set[Ref](), [ref]
    while waiting:
        current = waiting.pop()
        if current not in wanted and current not in known:
            wanted.add(current)
            waiting += program[current].args
    for current in sorted(wanted):
        step = program[current]
        known[current] = _column(step, [known[arg] for arg in step.args], {}, [""] * rows, _no_rounding)
    return known[ref]


def _no_rounding(spec: Approximate, _: Sequence[Column]) -> list[int]:
    message = f"{spec} is no step of a sum"
    raise TypeError(message)


def _column(  # noqa: C901 - one line an operation
    step: Step,
    args: list[Column],
    data: Mapping[str, Sequence[int | None]],
    clusters: Sequence[str],
    round_rows: RoundRows,
) -> Column:
    if step.op in _TWO:
        return list(map(_TWO[step.op], *args))
    rows = len(clusters)
    match step.op:
        case "const":
            return [cast("int", step.value)] * rows
        case "input":
            return [value or 0 for value in data[step.column]]
        case "present":
            return [value is not None for value in data[step.column]]
        case "kp" | "flag":
            return [value == 1 for value in data[step.column]] if step.column in data else [False] * rows
        case "in_clusters":
            return [cluster in cast("tuple[str, ...]", step.value) for cluster in clusters]
        case "abs":
            return list(map(abs, args[0]))
        case "not":
            return list(map(operator.not_, args[0]))
        case "assume":
            return args[0]
        case "when":
            return [b if a else c for a, b, c in zip(*args, strict=True)]
        case "window":
            return _window(cast("Window", step.value), args, clusters, data.get(COMPETITION))
        case _:
            return round_rows(cast("Approximate", step.value), args)


def _window(
    window: Window, args: list[Column], clusters: Sequence[str], competitions: Sequence[int | None] | None
) -> Column:
    groups: dict[tuple[str, int | None], list[int]] = {}
    for row, (cluster, competition) in enumerate(zip(clusters, competitions or repeat(None), strict=False)):
        groups.setdefault((cluster if window.over == "cluster" else "", competition), []).append(row)
    results: list[int] = [0] * len(clusters)
    for rows in groups.values():
        if window.kind in ("max", "min", "sum"):
            values = [args[0][row] for row in rows]
            value = max(values) if window.kind == "max" else min(values) if window.kind == "min" else sum(values)
            for row in rows:
                results[row] = value
        else:
            inside = [row for row in rows if args[1][row]]
            _ranks(window.kind, [(args[0][row], row) for row in inside], results)
    return results


def _ranks(kind: str, values: list[tuple[int, int]], results: list[int]) -> None:
    ordered = sorted(values, key=lambda pair: -pair[0])
    place = dense = 0
    while place < len(ordered):
        end = place
        while end < len(ordered) and ordered[end][0] == ordered[place][0]:
            end += 1
        dense += 1
        shared = int(end - place > 1)
        rank = {"rank_min": place + 1, "rank_max": end, "rank_dense": dense, "shared": shared}[kind]
        for _, row in ordered[place:end]:
            results[row] = rank
        place = end
