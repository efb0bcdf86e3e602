"""The figures of a criterion once its settings are known: one column a name, and bounds that a column can hold."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from fractions import Fraction
from itertools import product
from math import prod
from typing import Any, Final, TypeAlias, cast

import attrs

from dvk_scoring.criteria.figures import Declared, Setting, exact
from dvk_scoring.formula.show import show_decimals
from dvk_scoring.formula.symbols import FigureSpec, Measure
from dvk_scoring.formula.tree import FormulaError, Plain
from dvk_scoring.text import Text

MOST_MEMBERS: Final = 500
"""Columns of one ``each``, and of ``each`` within ``each``."""
MOST_DIGITS: Final = 18
"""Digits of a figure, those after the point included: what a column of whole numbers of 64 bits holds."""
MOST_PLACES: Final = MOST_DIGITS - 1
_LONGEST_NAME: Final = 60
_UNPRINTABLE: Final = ("C", "Zl", "Zp")
Members: TypeAlias = tuple[tuple[str, Text], ...]


def figure_specs(declared: Mapping[str, Declared], settings: Mapping[str, object]) -> tuple[FigureSpec, ...]:
    """Give the figures of a criterion once its settings are known; each ``each`` becomes its members.

    Raises:
        KeyError: A declaration names a setting that does not exist.
        FormulaError: The settings make bounds or columns that cannot be.
    """
    specs: dict[str, FigureSpec] = {}
    for name, figure in declared.items():
        for members in member_rows(figure, settings):
            spec = _spec(name, figure, settings, members)
            rules = attrs.evolve(
                spec,
                at_most=None if figure.at_most is None else _beside(figure.at_most, figure, declared, members),
                plus=tuple(_beside(part, figure, declared, members) for part in figure.plus),
            )
            _hold(rules)
            if rules.name in specs:  # names with dots in them may run into one another
                raise _no_columns(figure.each[-1], vi=f"có hai cột {rules.name}", en=f"two columns are {rules.name}")
            specs[rules.name] = rules
    return tuple(specs.values())


@attrs.frozen
class PartOf:
    """A figure that a column is a part of; ``share``: the param that says what share is asked for, None: none does."""

    whole: str
    share: str | None


def figure_parts(declared: Mapping[str, Declared], settings: Mapping[str, object]) -> dict[str, PartOf]:
    """Give the columns that are parts of others by their declaration: column → of what."""
    return {
        _column(name, members): PartOf(_beside(figure.part_of, figure, declared, members), figure.share)
        for name, figure in declared.items()
        if figure.part_of is not None
        for members in member_rows(figure, settings)
    }


def column_labels(name: str, figure: Declared, settings: Mapping[str, object], label: Text) -> dict[str, Text]:
    """Give the label of each column of a figure that is called ``label``: column → label with its names filled in."""
    return {_column(name, members): _labelled(label, figure, members) for members in member_rows(figure, settings)}


def member_rows(figure: Declared, settings: Mapping[str, object]) -> list[Members]:
    """Give the names of each column of a figure, the outermost first; one row without names where there is no each."""
    parts = [_members(key, settings[key]) for key in figure.each]
    if prod(map(len, parts)) > MOST_MEMBERS:
        count = prod(map(len, parts))
        raise _no_columns(figure.each[-1], vi=f"nhiều nhất {MOST_MEMBERS} cột, không phải {count}",
                          en=f"{MOST_MEMBERS} columns at most, not {count}")  # fmt: skip
    return list(product(*parts))


def _members(key: str, value: Any) -> Members:
    """Give the names that a setting stands for: a count → 1..n, names, or a table name → text."""
    if isinstance(value, int):
        if not 0 <= value <= MOST_MEMBERS:
            raise _no_columns(key, vi=f"từ 0 đến {MOST_MEMBERS} cột, không phải {value}",
                              en=f"from 0 to {MOST_MEMBERS} columns, not {value}")  # fmt: skip
        return tuple((str(index), Text.same(str(index))) for index in range(1, value + 1))
    pairs = value.items() if isinstance(value, Mapping) else ((key, key) for key in value)
    made = tuple((str(name), _shown(str(name), told)) for name, told in pairs)
    names = [name for name, _ in made]
    for name in names:
        if not _is_name(name):
            raise _no_columns(
                key,
                vi=f"“{name}” không dùng làm tên cột được (từ 1 đến {_LONGEST_NAME} ký tự in được, không có khoảng "
                "trắng ở hai đầu)",
                en=f"“{name}” cannot name a column (1 to {_LONGEST_NAME} printable characters, no blanks at its ends)",
            )
        if names.count(name) > 1:
            raise _no_columns(key, vi=f"“{name}” có hai lần", en=f"“{name}” stands there twice")
    return made


def _shown(name: str, told: object) -> Text:
    """Give what is shown of a name: its text, or the ``title`` in its table."""
    title = told.get("title") if isinstance(told, Mapping) else told
    return title if isinstance(title, Text) else Text.same(name)


def _is_name(name: str) -> bool:
    shown = name == name.strip() and not any(unicodedata.category(sign).startswith(_UNPRINTABLE) for sign in name)
    return shown and 0 < len(name) <= _LONGEST_NAME


def _no_columns(setting: str, *, vi: str, en: str) -> FormulaError:
    return FormulaError("DVK-C169", f"{setting}: {en}", setting=setting, reason=Text(vi=vi, en=en))


def _beside(target: str, figure: Declared, declared: Mapping[str, Declared], members: Members) -> str:
    """Give the figure that a rule of a column names: of an ``each`` over the same names, the one of the same name."""
    other = declared.get(target)
    if other is None or not other.each or other.each != figure.each[: len(other.each)]:
        return target
    return _column(target, members[: len(other.each)])


def _column(name: str, members: Members) -> str:
    return ".".join((name, *(key for key, _ in members)))


def _labelled(label: Text, figure: Declared, members: Members) -> Text:
    """Fill in the names of a column: ``{name}``, or a setting's own where there are several."""
    for setting, (_, shown) in zip(figure.each, members, strict=True):
        label = _filled(label, setting, shown)
    if members:
        whole = Text(vi=", ".join(text.vi for _, text in members), en=", ".join(text.en for _, text in members))
        label = _filled(label, "name", whole)
    return label


def _spec(name: str, figure: Declared, settings: Mapping[str, object], members: Members) -> FigureSpec:
    def given(raw: Setting) -> Any:
        return raw.take([settings[key] for key in raw.names]) if len(raw.names) > 1 else settings[raw.names[0]]

    def value(raw: Plain | Setting) -> Fraction:
        return exact(cast("Plain", given(raw)) if isinstance(raw, Setting) else raw)

    places = value(figure.places)
    if places.denominator != 1 or not 0 <= places <= MOST_PLACES:
        raise _contradiction(
            name,
            vi=f"số chữ số thập phân phải là số nguyên từ 0 đến {MOST_PLACES}, không phải {places}",
            en=f"its places must be a whole number from 0 to {MOST_PLACES}, not {places}",
        )
    step = given(figure.step) if isinstance(figure.step, Setting) else figure.step
    return FigureSpec(
        name=_column(name, members),
        kind=figure.kind,
        label=_labelled(figure.label, figure, members),
        low=value(figure.low),
        high=value(figure.high),
        places=int(places),
        step=None if step is None else exact(step),
        choices=figure.choices,
        by=figure.by,
        shared=figure.shared,
        measure=cast("Measure | None", given(figure.measure))
        if isinstance(figure.measure, Setting)
        else figure.measure,
        blank=None if figure.blank is None else exact(figure.blank),
        counts=figure.counts,
        many=name if figure.each else None,
        help=figure.help,
    )


def _filled(label: Text, key: str, shown: Text) -> Text:
    return Text(vi=label.vi.replace(f"{{{key}}}", shown.vi), en=label.en.replace(f"{{{key}}}", shown.en))


def _hold(spec: FigureSpec) -> None:
    """Refuse bounds that contradict each other, or that no column holds."""
    name, low, high, places = spec.name, spec.low, spec.high, spec.places
    if low > high:
        raise _contradiction(
            name,
            vi=f"giá trị thấp nhất ({low}) lớn hơn cao nhất ({high})",
            en=f"its lowest value ({low}) is above its highest ({high})",
        )
    if spec.step is not None and spec.step <= 0:
        raise _contradiction(name, vi="bước phải lớn hơn 0", en="its step must be above 0")
    if max(abs(low), abs(high)) * 10**places >= 10**MOST_DIGITS:
        raise _contradiction(
            name,
            vi=f"từ {low} đến {high} với {places} chữ số thập phân thì cần hơn {MOST_DIGITS} chữ số",
            en=f"from {low} to {high} with {show_decimals(places)} it needs more than {MOST_DIGITS} digits",
        )


def _contradiction(name: str, *, vi: str, en: str) -> FormulaError:
    return FormulaError("DVK-C159", f"{name}: {en}", name=name, reason=Text(vi=vi, en=en))
