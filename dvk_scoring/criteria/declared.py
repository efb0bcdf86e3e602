"""Whether figures and promises are declared with what is taken there: told before anything is made of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Final, get_args

import attrs

from dvk_scoring.arguments import NAME, NAMES, WHOLE, Kind, one_of
from dvk_scoring.criteria.criterion import Promise
from dvk_scoring.criteria.figures import Declared, Setting, exact
from dvk_scoring.criteria.foreign import written
from dvk_scoring.formula.symbols import Counted, Measure, Reporter
from dvk_scoring.formula.tree import FormulaError
from dvk_scoring.nearest import nearest
from dvk_scoring.problem import Place, Problem, problem
from dvk_scoring.text import Text


def _word_of(kind: object) -> Kind:
    words = [f'"{word}"' for word in get_args(kind)]
    told = Text(vi=" hoặc ".join(words), en=" or ".join(words))
    return attrs.evolve(one_of(*get_args(kind)), told=told)


def _is_number(value: object) -> bool:
    if not isinstance(value, str | int | Decimal | Fraction):
        return False
    try:
        exact(value)
    except FormulaError:
        return False
    return True


def _are_names(value: object) -> bool:
    return isinstance(value, tuple | list) and NAMES.fits(value)


_NUMBER: Final = Kind(
    Text(
        vi='một số chính xác, như 12, "0.5" hoặc Decimal("0.5")',
        en='an exact number, such as 12, "0.5" or Decimal("0.5")',
    ),
    _is_number,
)
_FIGURE: Final = Kind(Text(vi='tên một số liệu, như "due"', en='the name of a figure, such as "due"'), NAME.fits)
_PARAM: Final = Kind(Text(vi='tên một tham số, như "rate"', en='the name of a param, such as "rate"'), NAME.fits)
_FIGURES: Final = Kind(
    Text(
        vi='danh sách tên số liệu, như ("late",) có dấu phẩy',
        en='a list of names of figures, such as ("late",) with its comma',
    ),
    _are_names,
)
_TAKEN: Final[Mapping[str, Kind]] = {
    "low": _NUMBER,
    "high": _NUMBER,
    "step": _NUMBER,
    "places": Kind(Text(vi="một số nguyên, như 2", en="a whole number, such as 2"), WHOLE.fits),
    "by": _word_of(Reporter),
    "shared": Kind(Text(vi="True hoặc False", en="True or False"), lambda value: isinstance(value, bool)),
    "at_most": _FIGURE,
    "plus": _FIGURES,
    "part_of": _FIGURE,
    "share": _PARAM,
    "measure": _word_of(Measure),
    "blank": _NUMBER,
    "counts": _word_of(Counted),
}
_BY_SETTING: Final = ("low", "high", "step", "places", "measure")
_LEFT_OUT: Final = ("step", "at_most", "part_of", "share", "measure", "blank", "counts")
"""What may be None, as it is where nothing is said."""


def wrong_figure(name: str, declared: Declared, place: Place) -> Iterator[Problem]:
    """Tell what a figure is declared with that cannot stand there."""
    for key, kind in _TAKEN.items():
        value = getattr(declared, key)
        left = (value is None and key in _LEFT_OUT) or (isinstance(value, Setting) and key in _BY_SETTING)
        if not left and not kind.fits(value):
            yield problem("DVK-C186", place, name=name, key=key, value=written(value), expected=kind.told)


def wrong_promise(promise: Promise, known: list[str], place: Place) -> Iterator[Problem]:
    """Tell what a promise changes that is no figure, or by what is no step; without a step it could never fail."""
    if not promise.changes:
        yield problem("DVK-C188", place)
    for name, steps in promise.changes.items():
        if name not in known:
            meant = next((column for column in known if column.startswith(f"{name}.")), nearest(name, known))
            told = {"step": _step(meant, written(steps))} if "." in meant else {"nearest": meant}
            yield problem("DVK-C157", place, name=name, **told)
        if not WHOLE.fits(steps) or steps == 0:
            yield problem("DVK-C187", place, name=name, value=written(steps), step=_step(name, "+1"))


def _step(name: str, steps: str) -> str:
    """Write what a promise changes as Python takes it: a column of ``each`` is no name."""
    return f'**{{"{name}": {steps}}}' if "." in name else f"{name}={steps}"
