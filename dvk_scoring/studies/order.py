"""Params that bound one thing: a draw leaves them in the order that the scheme gives them.

A lower mark drawn above an upper one would be another rule, which nobody proposed, and scores without complaint.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import combinations, product

import attrs

from dvk_scoring.criteria.decide import ParamValue
from dvk_scoring.formula import tree as t
from dvk_scoring.formula.cells import Cell, plain_operation
from dvk_scoring.formula.walk import children, walk
from dvk_scoring.scheme.model import Decided, Scheme
from dvk_scoring.studies.field import Params

_PLAIN = (t.Add, t.Subtract, t.Multiply, t.Absolute, t.Least, t.Greatest, t.Titled)
Pair = tuple[t.Num, t.Num]


@attrs.frozen
class Bounds:
    """Two bounds of one thing: the smaller and the greater as the scheme has them, by params and numbers alone.

    Attributes:
        criterion: Whose formula it is.
        pair: The smaller and the greater.
        values: Params by name as the scheme has them; where they differ by cluster, those of each.
        columns: Drawn params that they read: name → column.
        places: Decimals of these.
    """

    criterion: str
    pair: Pair
    values: tuple[Mapping[str, Fraction], ...]
    columns: Mapping[str, str]
    places: Mapping[str, int]

    def crossed(self, drawn: Mapping[str, int]) -> bool:
        """Tell whether a draw has them in another order, or equal; ``drawn``: column → value × 10^places."""
        tried = {name: Fraction(drawn[column], 10 ** self.places[name]) for name, column in self.columns.items()}
        return any(
            not _value(self.pair[0], values | tried) < _value(self.pair[1], values | tried)
            for values in map(dict, self.values)
        )


@attrs.frozen
class Order:
    """All bounds that can cross in a draw, and what draws fall back on."""

    bounds: tuple[Bounds, ...]
    still: Mapping[str, int]

    @classmethod
    def of(cls, scheme: Scheme, params: Sequence[Params]) -> Order:
        """Look for them in the formulas of a scheme; ``params``: those that are drawn."""
        bounds: dict[tuple[str, Pair], Bounds] = {}
        for key, use in scheme.criteria.items():
            params_of = {param.name: param for param in params if param.criterion == key}
            for decided in use.by_kind.values() if params_of else ():
                values = tuple(_by_cluster(decided.params))
                for pair in _pairs(decided):
                    read = {name: params_of[name] for number in pair for name in _reads(number) if name in params_of}
                    ordered = _as_written(pair, values) if read else None
                    if ordered is not None:
                        columns = {name: param.column for name, param in read.items()}
                        places = {name: param.places for name, param in read.items()}
                        bounds[key, ordered] = Bounds(key, ordered, values, columns, places)
        return cls(tuple(bounds.values()), {param.column: param.value for param in params})

    def kept(self, drawn: Mapping[str, int]) -> tuple[dict[str, int], list[Bounds]]:
        """Give the draw with the params that crossed as the scheme has them, and the bounds that they crossed at."""
        kept, crossed = dict(drawn), list[Bounds]()
        # What stays can lie beyond another bound that was drawn: look again.
        while (first := next((bound for bound in self.bounds if bound.crossed(kept)), None)) is not None:
            crossed.append(first)
            kept |= {column: self.still[column] for column in first.columns.values()}
        return kept, crossed


def _by_cluster(params: Mapping[str, ParamValue]) -> Iterator[Mapping[str, Fraction]]:
    clusters = {cluster: None for param in params.values() if isinstance(param, Mapping) for cluster in param}
    for cluster in clusters or ("",):
        yield {name: value[cluster] if isinstance(value, Mapping) else value for name, value in params.items()}


def _as_written(pair: Pair, values: Sequence[Mapping[str, Fraction]]) -> Pair | None:
    """Put the smaller first; None: the scheme has them equal, or not everywhere in one order."""
    for smaller, greater in (pair, pair[::-1]):
        if all(_value(smaller, value) < _value(greater, value) for value in values):
            return smaller, greater
    return None


def _pairs(decided: Decided) -> Iterator[Pair]:
    """Give the numbers without figures that bound one thing in a formula, two by two."""
    nodes = walk(decided.built.tree)
    plain = _plain(nodes)
    compared: dict[t.Num, list[t.Num]] = {}
    for node in nodes:
        match node:
            case t.Bands(_, steps):
                yield from _two_of((step.start for step in steps), plain)
            case t.Least(parts) | t.Greatest(parts):
                inner = t.Greatest if isinstance(node, t.Least) else t.Least
                within = [number for part in parts if isinstance(part, inner) for number in part.of if number in plain]
                yield from product(within, [number for number in parts if number in plain])
            case t.Ratio(_, under) if under in plain:
                yield t.ZERO, under
            case t.Subtract(left, right) if node in plain and _reads(left) and _reads(right):
                yield left, right
            case t.Compare(_, left, right):
                if left in plain and right in plain:
                    yield left, right
                elif left in plain or right in plain:
                    thing, bound = (right, left) if left in plain else (left, right)
                    compared.setdefault(thing, []).append(bound)
    for bounds in compared.values():
        yield from _two_of(bounds, plain)


def _two_of(bounds: Iterable[t.Num], plain: Collection[t.Num]) -> Iterator[Pair]:
    return combinations([number for number in dict.fromkeys(bounds) if number in plain], 2)


def _plain(nodes: Iterable[t.Num | t.Cond]) -> set[t.Num]:
    """Give the numbers that hang on params alone; each part is looked at once, however often the formula uses it."""
    plain: set[t.Num] = set()
    for node in nodes:  # parts stand before wholes
        if isinstance(node, t.Number | t.Param) or (isinstance(node, _PLAIN) and plain.issuperset(children(node))):
            plain.add(node)
    return plain


def _reads(node: t.Num) -> list[str]:
    return [part.name for part in walk(node) if isinstance(part, t.Param)]


def _value(node: t.Num, params: Mapping[str, Fraction]) -> Fraction:
    values: dict[t.Num | t.Cond, Fraction] = {}
    for current in walk(node):
        if isinstance(current, t.Number):
            value: Cell = current.value
        elif isinstance(current, t.Param):
            value = params[current.name]
        else:
            value = plain_operation(current)(*(values[part] for part in children(current)))
        assert isinstance(value, Fraction)
        values[current] = value
    return values[node]
