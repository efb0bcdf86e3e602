"""What a criterion asks of a unit: figures with a type, a range, a reporter; and its params and settings.

A class body is the declaration (attrs, through ``dataclass_transform``)::

    class Register(Figures):
        due: Num = count(vi="Đơn đến hạn", en="Cases due")
        in_time: Num = count(vi="Giải quyết đúng hạn", en="Settled in time", at_most="due")
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from decimal import Decimal
from fractions import Fraction
from typing import Any, ClassVar, cast, dataclass_transform, get_type_hints

import attrs

from dvk_scoring.formula.symbols import Counted, FigureKind, FigureSpec, Measure, ParamSpec, Reporter
from dvk_scoring.formula.tree import FormulaError, Plain
from dvk_scoring.text import Text

_SPEC = "dvk_spec"

__all__ = [
    "Declared",
    "FigureSpec",
    "Figures",
    "ParamSpec",
    "Params",
    "Setting",
    "SettingSpec",
    "choice",
    "count",
    "decimal",
    "each",
    "exact",
    "mark",
    "param",
    "setting",
    "setting_of",
    "yes_no",
]


@attrs.frozen
class Setting:
    """A stand-in in a figure's declaration for the value of a setting: ``mark(high=setting_of("high"))``.

    Of several settings, ``take`` chooses the value.
    """

    names: tuple[str, ...]
    take: Callable[[Iterable[Any]], Any] = min


def setting_of(*names: str, take: Callable[[Iterable[Any]], Any] = min) -> Setting:
    """Take a bound of a figure from settings of the same criterion.

    Args:
        names: The settings.
        take: Which of several values: ``min``, ``max`` or another choice.
    """
    return Setting(names, take)


@attrs.frozen
class Declared:
    """A declaration before its name and the settings are known."""

    kind: FigureKind
    label: Text
    low: Plain | Setting
    high: Plain | Setting
    places: int | Setting
    step: Plain | Setting | None = None
    choices: tuple[tuple[str, Text], ...] = ()
    by: Reporter = "unit"
    shared: bool = False
    at_most: str | None = None
    plus: tuple[str, ...] = ()
    part_of: str | None = None
    share: str | None = None
    measure: Measure | Setting | None = None
    blank: Plain | None = None
    counts: Counted | None = None
    help: Text | None = None
    each: tuple[str, ...] = ()
    """Settings that name its columns, the outermost first."""


@attrs.frozen
class SettingSpec:
    """A declared plain Python value that shapes the formula.

    ``annotation`` is its type: int, str, bool, Decimal, Fraction, Text, tuple, Mapping, TypedDict, Literal, or a union.
    ``low`` and ``high`` bound it where it is a number; None is open.
    """

    name: str
    default: Any
    label: Text
    annotation: Any = None
    help: Text | None = None
    low: Fraction | None = None
    high: Fraction | None = None

    def allows(self, value: object) -> bool:
        """Tell whether a number lies within the bounds; what is no number always does."""
        if isinstance(value, bool) or not isinstance(value, int | Decimal | Fraction):
            return True
        return (self.low is None or value >= self.low) and (self.high is None or value <= self.high)


def _field(spec: Declared) -> Any:
    return attrs.field(metadata={_SPEC: spec})


def count(
    *,
    vi: str,
    en: str,
    high: Plain | Setting = 1_000_000,
    by: Reporter = "unit",
    shared: bool = False,
    at_most: str | None = None,
    plus: tuple[str, ...] = (),
    part_of: str | None = None,
    share: str | None = None,
    blank: Plain | None = None,
    counts: Counted | None = None,
    help_vi: str = "",
    help_en: str = "",
) -> Any:
    """Declare a whole number from 0 on.

    Args:
        vi: Its label in Vietnamese.
        en: Its label in English.
        high: The most it may be.
        by: Who reports it: ``unit`` or ``committee``.
        shared: One column for all criteria that have a figure of this name, such as population.
        at_most: A figure that it is a part of, and may not exceed.
        plus: Other parts of it: together they may not exceed ``at_most``.
        part_of: In place of ``at_most``: a figure that it is a part of for most who use the plugin, and may exceed for
            some. Figures above it get a warning, unless the scheme writes an ``at_most``.
        share: A param: the share of ``part_of`` that is asked for. Above 1 more than the whole is, and nothing is said.
        blank: What a blank counts as; None: not reported.
        counts: What is counted, where more of it may never earn points: ``complaints``, ``denunciations``,
            ``information``, ``arrests`` or ``watched``.
        help_vi: Help beside the label in forms, in Vietnamese.
        help_en: The same in English.
    """
    helped = Text(vi=help_vi, en=help_en) if help_vi or help_en else None
    label = Text(vi=vi, en=en)
    return _field(
        Declared(
            "count",
            label,
            0,
            high,
            0,
            by=by,
            shared=shared,
            at_most=at_most,
            plus=plus,
            part_of=part_of,
            share=share,
            blank=blank,
            counts=counts,
            help=helped,
        )
    )


def decimal(
    *,
    vi: str,
    en: str,
    places: int | Setting,
    low: Plain | Setting = 0,
    high: Plain | Setting = 1_000_000,
    by: Reporter = "unit",
    shared: bool = False,
    at_most: str | None = None,
    plus: tuple[str, ...] = (),
    part_of: str | None = None,
    share: str | None = None,
    measure: Measure | Setting | None = None,
    blank: Plain | None = None,
    help_vi: str = "",
    help_en: str = "",
) -> Any:
    """Declare a decimal.

    Args:
        vi: Its label in Vietnamese.
        en: Its label in English.
        places: Decimals at most.
        low: The least it may be.
        high: The most it may be.
        by: Who reports it: ``unit`` or ``committee``.
        shared: One column for all criteria that have a figure of this name, such as population.
        at_most: A figure that it is a part of, and may not exceed.
        plus: Other parts of it: together they may not exceed ``at_most``.
        part_of: In place of ``at_most``: a figure that it is a part of for most who use the plugin, and may exceed for
            some. Figures above it get a warning, unless the scheme writes an ``at_most``.
        share: A param: the share of ``part_of`` that is asked for. Above 1 more than the whole is, and nothing is said.
        measure: ``percent`` (80 or 80%) or ``ratio`` (0.8 or 80%), so that a sign ``%`` in a cell is understood.
        blank: What a blank counts as; None: not reported.
        help_vi: Help beside the label in forms, in Vietnamese.
        help_en: The same in English.
    """
    helped = Text(vi=help_vi, en=help_en) if help_vi or help_en else None
    label = Text(vi=vi, en=en)
    return _field(
        Declared(
            "decimal",
            label,
            low,
            high,
            places,
            by=by,
            shared=shared,
            at_most=at_most,
            plus=plus,
            part_of=part_of,
            share=share,
            measure=measure,
            blank=blank,
            help=helped,
        )
    )


def yes_no(
    *,
    vi: str,
    en: str,
    by: Reporter = "unit",
    shared: bool = False,
    blank: Plain | None = None,
    help_vi: str = "",
    help_en: str = "",
) -> Any:
    """Declare a yes (1) or no (0).

    Args:
        vi: Its label in Vietnamese.
        en: Its label in English.
        by: Who reports it: ``unit`` or ``committee``.
        shared: One column for all criteria that have a figure of this name, such as population.
        blank: What a blank counts as; None: not reported.
        help_vi: Help beside the label in forms, in Vietnamese.
        help_en: The same in English.
    """
    helped = Text(vi=help_vi, en=help_en) if help_vi or help_en else None
    return _field(Declared("yes-no", Text(vi=vi, en=en), 0, 1, 0, by=by, shared=shared, blank=blank, help=helped))


def choice(
    choices: Mapping[str, Text],
    *,
    vi: str,
    en: str,
    by: Reporter = "unit",
    blank: Plain | None = None,
    help_vi: str = "",
    help_en: str = "",
) -> Any:
    """Declare one of several answers; in the formula it is the index from 0: ``equal(figures.level, 2)``.

    Args:
        choices: Id → text of each answer, in order.
        vi: Its label in Vietnamese.
        en: Its label in English.
        by: Who reports it: ``unit`` or ``committee``.
        blank: What a blank counts as; None: not reported.
        help_vi: Help beside the label in forms, in Vietnamese.
        help_en: The same in English.
    """
    helped = Text(vi=help_vi, en=help_en) if help_vi or help_en else None
    made = tuple(choices.items())
    return _field(
        Declared("choice", Text(vi=vi, en=en), 0, len(made) - 1, 0, choices=made, by=by, blank=blank, help=helped)
    )


def mark(
    *,
    vi: str,
    en: str,
    low: Plain | Setting = 0,
    high: Plain | Setting = 10,
    step: Plain | Setting | None = None,
    places: int | Setting = 2,
    by: Reporter = "committee",
) -> Any:
    """Declare a judge's mark.

    Args:
        vi: Its label in Vietnamese.
        en: Its label in English.
        low: The least it may be.
        high: The most it may be.
        step: What marks lie apart, from ``low`` on; None: any decimal.
        places: Decimals at most.
        by: Who reports it: ``unit`` or ``committee``.
    """
    return _field(Declared("mark", Text(vi=vi, en=en), low, high, places, step=step, by=by))


def each(setting_name: str, declared: Any) -> Any:
    """Make one column a name.

    Within another ``each`` it is one column for each pair of names: ``each("judges", each("items", mark(…)))`` is a
    list of lists, a judge each, of columns such as ``marks.2.balance``.

    Args:
        setting_name: The setting that holds the names (a tuple, or a table name → text) or how many (1, 2, …).
        declared: The figure; ``{name}`` in its labels is the name.
    """
    spec: Declared = declared.metadata[_SPEC]
    return _field(attrs.evolve(spec, each=(setting_name, *spec.each)))


def param(default: Plain, *, low: Plain, high: Plain, vi: str, en: str, help_vi: str = "", help_en: str = "") -> Any:
    """Declare a number that the scheme may tune; a symbol in the formula.

    Args:
        default: Its value unless the scheme says another.
        low: The least it may be.
        high: The most it may be.
        vi: Its label in Vietnamese.
        en: Its label in English.
        help_vi: Help beside the label in forms, in Vietnamese.
        help_en: The same in English.
    """
    helped = Text(vi=help_vi, en=help_en) if help_vi or help_en else None
    spec = ParamSpec("", exact(default), exact(low), exact(high), Text(vi=vi, en=en), helped)
    return attrs.field(default=None, metadata={_SPEC: spec})


def setting(
    default: Any,
    *,
    vi: str,
    en: str,
    low: Plain | None = None,
    high: Plain | None = None,
    help_vi: str = "",
    help_en: str = "",
) -> Any:
    """Declare a plain value that shapes the formula: number of judges, a rule's name, a tuple, a table.

    Args:
        default: Its value unless the scheme says another.
        vi: Its label in Vietnamese.
        en: Its label in English.
        low: The least a number may be; one that becomes a bound or a count of something says so. None: open.
        high: The most it may be.
        help_vi: Help beside the label in forms, in Vietnamese.
        help_en: The same in English.
    """
    helped = Text(vi=help_vi, en=help_en) if help_vi or help_en else None
    ends = [None if end is None else exact(end) for end in (low, high)]
    spec = SettingSpec("", default, Text(vi=vi, en=en), None, helped, ends[0], ends[1])
    return attrs.field(default=default, metadata={_SPEC: spec})


def exact(value: Plain) -> Fraction:
    """Make a Fraction of an exact number.

    Raises:
        FormulaError: It is a float or no number.
    """
    if isinstance(value, bool | float):
        raise FormulaError("DVK-F101", f"{value!r} is not an exact number: write it as a string", value=repr(value))
    if isinstance(value, str | int | Decimal | Fraction):
        with suppress(ValueError, OverflowError, ZeroDivisionError):
            return Fraction(value)
    raise FormulaError("DVK-F102", f"{value!r} is not a number", value=repr(value))


@dataclass_transform(
    field_specifiers=(count, decimal, yes_no, choice, mark, each), frozen_default=True, kw_only_default=True
)
class Figures:
    """Base of a criterion's figures; the subclass's annotated fields declare them."""

    dvk_declared: ClassVar[Mapping[str, Declared]] = {}

    def __init_subclass__(cls) -> None:
        """Turn the class body into an attrs class and keep the declarations in order."""
        attrs.define(slots=False, frozen=True, kw_only=True)(cls)
        cls.dvk_declared = _specs_of(cls)


@dataclass_transform(field_specifiers=(param, setting), frozen_default=True, kw_only_default=True)
class Params:
    """Base of a criterion's params (symbols) and settings (plain values)."""

    dvk_params: ClassVar[Mapping[str, ParamSpec]] = {}
    dvk_settings: ClassVar[Mapping[str, SettingSpec]] = {}

    def __init_subclass__(cls) -> None:
        """Turn the class body into an attrs class and keep the declarations in order."""
        attrs.define(slots=False, frozen=True, kw_only=True)(cls)
        try:
            hints = get_type_hints(cls)
        except NameError:
            hints = {}
        specs = _specs_of(cls)
        cls.dvk_params = {
            key: attrs.evolve(spec, name=key) for key, spec in specs.items() if isinstance(spec, ParamSpec)
        }
        cls.dvk_settings = {
            key: attrs.evolve(spec, name=key, annotation=hints.get(key))
            for key, spec in specs.items()
            if isinstance(spec, SettingSpec)
        }


def _specs_of(cls: type) -> dict[str, Any]:
    fields = attrs.fields(cast("type[attrs.AttrsInstance]", cls))
    return {field.name: field.metadata[_SPEC] for field in fields if _SPEC in field.metadata}
