"""The criterion: metadata and one pure function; a plugin's author writes a subclass, the engine reads it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Any, ClassVar, Generic, Literal, TypeAlias, TypeVar, cast, get_args, get_origin

import attrs
import pluggy

from dvk_scoring.criteria.figure_specs import PartOf, figure_parts, figure_specs, member_rows
from dvk_scoring.criteria.figures import Declared, Figures, FigureSpec, Params, ParamSpec
from dvk_scoring.criteria.foreign import contained, written
from dvk_scoring.formula.missing import needed_names
from dvk_scoring.formula.tree import Attribute, Figure, FormulaError, Num, Param, Plain, writing
from dvk_scoring.formula.walk import depth, walk
from dvk_scoring.text import Text

hookspec = pluggy.HookspecMarker("dvk_scoring")
hookimpl = pluggy.HookimplMarker("dvk_scoring")

F = TypeVar("F", bound=Figures)
P = TypeVar("P", bound=Params)
Gives = Literal["score", "points"]
Never = Literal["lower", "raise"]
Only: TypeAlias = Callable[[Mapping[str, Any]], bool]
LEVEL = 2
"""The level of ``dvk_scoring.api`` that this version knows."""
MOST_NODES = 20_000
MOST_LEVELS = 300
"""Levels of a formula: every reader goes down it, and Python bears no more than some hundred calls in each other."""


@attrs.frozen
class Promise:
    """A stated law of a criterion: after ``changes`` (figure → difference, all at once) points never move one way.

    Attributes:
        text: The law in words.
        changes: Figure name → whole steps added (one step is one smallest unit of the figure).
        never: ``lower`` or ``raise``.
        only: The settings for which it holds, by name; None: for all.
    """

    text: Text
    changes: Mapping[str, int] = attrs.field(hash=False)
    never: Never
    only: Only | None = attrs.field(default=None, eq=False)

    def where(self, settings: Only) -> Promise:
        """Make it for some settings only, which ``settings`` tells by name: a scale may be read from either end."""
        return attrs.evolve(self, only=settings)

    def holds_for(self, settings: Mapping[str, object]) -> bool:
        """Tell whether it is made for these settings."""
        return self.only is None or self.only(settings)


def never_lowers(text: Text, **changes: int) -> Promise:
    """Promise that these changes of figures, made together, never lower the points.

    Args:
        text: The promise in both languages.
        changes: Figure → whole steps added to it, ``due=+1``.
    """
    return Promise(text, changes, "lower")


def never_raises(text: Text, **changes: int) -> Promise:
    """Promise that these changes of figures, made together, never raise the points.

    Args:
        text: The promise in both languages.
        changes: Figure → whole steps added to it, ``due=-1``.
    """
    return Promise(text, changes, "raise")


@attrs.frozen
class Range:
    """The lowest and highest score; None is open (events without a maximum, bonuses, penalties)."""

    low: Fraction | None = Fraction(0)
    high: Fraction | None = Fraction(1)


class Criterion(ABC, Generic[F, P]):
    """How one criterion is scored from a unit's figures. ``score`` is called once, with symbols, never per unit.

    Class attributes:
        id: ``[a-z][a-z0-9-]*``, unique among the installed plugins.
        title: What a person reads.
        source: The article or publication it follows, in both languages.
        range: Lowest and highest score, 0 to 1 unless said.
        gives: ``"score"`` (× weight = points) or ``"points"`` (points as they are; see below).
        promises: What it holds against gaming; tests hold it to them.
        level: The API level it was written for; 2, the only one so far, need not be written.

    A criterion that gives points must keep them from 0 to its weight by itself: nothing is clipped afterwards, and the
    check proves it. It learns its weight by declaring a setting named ``weight``, which the scheme fills, never its
    ``params``: the weight of a criterion, the cap of a bonus or penalty. A bonus or penalty must have a cap then,
    unless the setting's default is None, which stands for no limit. A figure may be bound by the weight,
    ``mark(high=setting_of("weight"))``. Only a declared ``range`` with an open end goes further, for bonuses and
    penalties without a cap.
    """

    id: ClassVar[str]
    title: ClassVar[Text]
    source: ClassVar[Text]
    range: ClassVar[Range] = Range()
    gives: ClassVar[Gives] = "score"
    promises: ClassVar[tuple[Promise, ...]] = ()
    level: ClassVar[int] = LEVEL

    @abstractmethod
    def score(self, figures: F, params: P) -> Num:
        """Build the formula from symbols.

        Range:
            The class's ``range``; the check proves it.
        Missing:
            A blank figure never reaches the formula: the engine masks the result.
        """


AnyCriterion: TypeAlias = "type[Criterion[Any, Any]]"


class Hooks:
    """What the host calls."""

    @hookspec
    def dvk_criteria(self) -> Sequence[AnyCriterion]:
        """Return the criterion classes of this plugin."""
        raise NotImplementedError


def figures_class(criterion: AnyCriterion) -> type[Figures]:
    """Give the figures class that a criterion is declared with: ``Criterion[Figures, Params]``.

    Raises:
        TypeError: The class names none.
    """
    return cast("type[Figures]", _declared_with(criterion)[0])


def params_class(criterion: AnyCriterion) -> type[Params]:
    """Give the params class that a criterion is declared with.

    Raises:
        TypeError: The class names none.
    """
    return cast("type[Params]", _declared_with(criterion)[1])


def _declared_with(criterion: AnyCriterion) -> tuple[type, type]:
    for klass in criterion.__mro__:
        for base in getattr(klass, "__orig_bases__", ()):
            if get_origin(base) is Criterion:
                figures, params = get_args(base)
                if isinstance(figures, type) and isinstance(params, type):
                    return figures, params
    message = f"{criterion.__name__} must be declared as Criterion[ItsFigures, ItsParams]"
    raise TypeError(message)


@attrs.frozen
class BuiltCriterion:
    """A criterion with its settings decided: its figures are known and its formula is built.

    Attributes:
        criterion: The class.
        settings: Setting name → value.
        figures: Its figures, ``each`` resolved, in declared order.
        params: Its params, in declared order.
        tree: The formula.
        parts: Figures that are parts of others, though the formula takes more than the whole: figure → of which.
    """

    criterion: AnyCriterion
    settings: Mapping[str, object] = attrs.field(hash=False)
    figures: tuple[FigureSpec, ...]
    params: tuple[ParamSpec, ...]
    tree: Num
    parts: Mapping[str, PartOf] = attrs.field(factory=dict, hash=False)


class ReturnedError(TypeError):
    """``score`` returned something that is no formula."""

    def __init__(self, value: object) -> None:
        """Keep what it returned."""
        super().__init__(f"score returned {written(value)}, not a formula")
        self.value = value


def build(criterion: AnyCriterion, settings: Mapping[str, object] | None = None) -> BuiltCriterion:
    """Decide the figures of a criterion and make its formula, with ``settings`` over its defaults.

    Raises:
        FormulaError: The author's formula is wrong.
        KeyError: A setting that does not exist is named.
        Exception: Whatever the author's code raises.
    """
    params_type = params_class(criterion)
    decided = {key: spec.default for key, spec in params_type.dvk_settings.items()}
    for key, value in (settings or {}).items():
        if key not in decided:
            raise KeyError(key)
        decided[key] = value
    figures_type = figures_class(criterion)
    specs = figure_specs(figures_type.dvk_declared, decided)
    symbols: dict[str, object] = {}
    for name, declared in figures_type.dvk_declared.items():
        symbols[name] = _symbols(name, declared, decided)
    numbers: dict[str, object] = {name: Param(name) for name in params_type.dvk_params}
    with contained(), writing():
        tree: object = criterion().score(figures_type(**symbols), params_type(**numbers, **decided))
    if not isinstance(tree, Num):
        raise ReturnedError(tree)
    levels = depth(tree)
    if levels > MOST_LEVELS:
        message = f"the formula of {criterion.id} has {levels} levels, more than {MOST_LEVELS}"
        raise FormulaError("DVK-C167", message, levels=levels, most=MOST_LEVELS)
    size = len(walk(tree))
    if size > MOST_NODES:
        message = f"the formula of {criterion.id} has {size} nodes, more than {MOST_NODES}"
        raise FormulaError("DVK-C163", message, size=size, most=MOST_NODES)
    params = tuple(params_type.dvk_params.values())
    parts = figure_parts(figures_type.dvk_declared, decided)
    return BuiltCriterion(criterion, decided, _marked(specs, tree), params, tree, parts)


def _marked(specs: Sequence[FigureSpec], tree: Num) -> tuple[FigureSpec, ...]:
    """Mark the figures of which the formula says itself what it means that they are not reported."""
    read = {node.name for node in walk(tree) if isinstance(node, Figure | Attribute)}
    optional = read - needed_names(tree)
    return tuple(attrs.evolve(spec, optional=True) if spec.name in optional else spec for spec in specs)


def _symbols(name: str, declared: Declared, settings: Mapping[str, object]) -> object:
    """Give the symbol of a figure; of an ``each`` a tuple of them, of an ``each`` within another a tuple of tuples."""
    symbol = Attribute if declared.shared else Figure
    if not declared.each:
        return symbol(name)
    symbols: dict[str, object] = {}
    for members in member_rows(declared, settings):
        inside = symbols
        *outer, last = (key for key, _ in members)
        for key in outer:
            inside = cast("dict[str, object]", inside.setdefault(key, {}))
        inside[last] = symbol(".".join((name, *outer, last)))
    return _tuples(symbols)


def _tuples(tree: object) -> object:
    return tuple(map(_tuples, tree.values())) if isinstance(tree, dict) else tree


def scored_range(low: Plain | None, high: Plain | None) -> Range:
    """Declare another range for a criterion.

    Args:
        low: The lowest score; None: open.
        high: The highest score; None: open.
    """
    return Range(None if low is None else Fraction(low), None if high is None else Fraction(high))


def setting_error(name: str, *, vi: str, en: str) -> FormulaError:
    """Make the error that ``score`` raises when it refuses the value of a setting.

    Args:
        name: The setting.
        vi: Why, in Vietnamese.
        en: Why, in English.
    """
    return FormulaError("DVK-C313", f"{name}: {en}", setting=name, reason=Text(vi=vi, en=en))
