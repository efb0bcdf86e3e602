"""Whether figures and promises are declared with what is taken there: told before anything is made of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Final, get_args

from dvk_scoring.criteria.criterion import Promise
from dvk_scoring.criteria.figures import Declared, Setting, exact
from dvk_scoring.criteria.foreign import written
from dvk_scoring.formula.symbols import Counted, Measure, Reporter
from dvk_scoring.formula.tree import FormulaError
from dvk_scoring.nearest import nearest
from dvk_scoring.problem import Place, Problem, problem
from dvk_scoring.text import Text

_NUMBER: Final = Text(
    vi='một số chính xác, như 12, "0.5" hoặc Decimal("0.5")', en='an exact number, such as 12, "0.5" or Decimal("0.5")'
)
_WHOLE: Final = Text(vi="một số nguyên, như 2", en="a whole number, such as 2")
_NAME: Final = Text(vi='tên một số liệu, như "due"', en='the name of a figure, such as "due"')
_PARAM: Final = Text(vi='tên một tham số, như "rate"', en='the name of a param, such as "rate"')
_NAMES: Final = Text(
    vi='danh sách tên số liệu, như ("late",) có dấu phẩy',
    en='a list of names of figures, such as ("late",) with its comma',
)
_YES_NO: Final = Text(vi="True hoặc False", en="True or False")


def _words(kind: object) -> Text:
    words = [f'"{word}"' for word in get_args(kind)]
    return Text(vi=" hoặc ".join(words), en=" or ".join(words))


def _one_of(kind: object) -> Callable[[object], bool]:
    return lambda value: isinstance(value, str) and value in get_args(kind)


def _is_number(value: object) -> bool:
    if not isinstance(value, str | int | Decimal | Fraction):
        return False
    try:
        exact(value)
    except FormulaError:
        return False
    return True


def _is_name(value: object) -> bool:
    return isinstance(value, str)


def _are_names(value: object) -> bool:
    return isinstance(value, tuple | list) and all(map(_is_name, value))


def _is_whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


_TAKEN: Final[Mapping[str, tuple[Text, Callable[[object], bool]]]] = {
    "low": (_NUMBER, _is_number),
    "high": (_NUMBER, _is_number),
    "step": (_NUMBER, _is_number),
    "places": (_WHOLE, _is_whole),
    "by": (_words(Reporter), _one_of(Reporter)),
    "shared": (_YES_NO, lambda value: isinstance(value, bool)),
    "at_most": (_NAME, _is_name),
    "plus": (_NAMES, _are_names),
    "part_of": (_NAME, _is_name),
    "share": (_PARAM, _is_name),
    "measure": (_words(Measure), _one_of(Measure)),
    "blank": (_NUMBER, _is_number),
    "counts": (_words(Counted), _one_of(Counted)),
}
_BY_SETTING: Final = ("low", "high", "step", "places", "measure")
_LEFT_OUT: Final = ("step", "at_most", "part_of", "share", "measure", "blank", "counts")
"""What may be None, as it is where nothing is said."""


def wrong_figure(name: str, declared: Declared, place: Place) -> Iterator[Problem]:
    """Tell what a figure is declared with that cannot stand there."""
    for key, (expected, fits) in _TAKEN.items():
        value = getattr(declared, key)
        left = (value is None and key in _LEFT_OUT) or (isinstance(value, Setting) and key in _BY_SETTING)
        if not left and not fits(value):
            yield problem("DVK-C186", place, name=name, key=key, value=written(value), expected=expected)


def wrong_promise(promise: Promise, known: list[str], place: Place) -> Iterator[Problem]:
    """Tell what a promise changes that is no figure, or by what is no step; without a step it could never fail."""
    if not promise.changes:
        yield problem("DVK-C188", place)
    for name, steps in promise.changes.items():
        if name not in known:
            yield problem("DVK-C157", place, name=name, nearest=nearest(name, known))
        if not _is_whole(steps) or steps == 0:
            yield problem("DVK-C187", place, name=name, value=written(steps))
