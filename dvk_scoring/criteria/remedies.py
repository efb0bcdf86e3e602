"""What an author should write in place of what made ``score`` fail."""

from __future__ import annotations

import inspect
import re
import sys
from collections.abc import Callable, Mapping
from typing import Any, Final

from attrs.exceptions import FrozenInstanceError

from dvk_scoring.catalogue import listed
from dvk_scoring.criteria.criterion import AnyCriterion, figures_class, params_class
from dvk_scoring.criteria.figures import Figures, Params
from dvk_scoring.criteria.foreign import written_error
from dvk_scoring.formula import build, build_sets
from dvk_scoring.formula.tree import Cond, Empty, Num
from dvk_scoring.nearest import nearest
from dvk_scoring.text import Text

_INTERNAL: Final = ("empty_means", "one_or_more")
BUILDERS: Final[Mapping[str, Callable[..., Any]]] = {
    name: function
    for module in (build, build_sets)
    for name, function in vars(module).items()
    if inspect.isfunction(function)
    and function.__module__ == module.__name__
    and not name.startswith("_")
    and name not in _INTERNAL
}
"""What formulas are written with, by name."""

_IMPORTED: Final = {
    "Decimal": "decimal",
    "Fraction": "fractions",
    "NOT_ASSIGNED": "dvk_scoring.api",
    "ERROR": "dvk_scoring.api",
}
_EMPTY: Final = ("when_empty", "when_flat", "when_fewer", "below", "otherwise")
_API: Final = "dvk_scoring.api"
_CALLED: Final = re.compile(r"(\w+)(?:\.__init__)?\(\) (?:missing|takes|got)")
_NOT_TAKEN: Final = re.compile(r"unexpected keyword argument '(\w+)'")
_NOT_OFFERED: Final = re.compile(r"cannot import name '(\w+)'")
_SEVERAL: Final = Text(
    vi="each(…) cho nhiều số: viết mean(…), total(…), hoặc lấy từng số bằng figures.x[0].",
    en="each(…) gives several numbers: write mean(…) or total(…), or take one by figures.x[0].",
)
_ONE: Final = Text(
    vi="Một số liệu là một số; nhiều số thì khai báo bằng each(…).",
    en="A figure is one number; several are declared with each(…).",
)
_FIXED: Final = Text(
    vi="figures và params không thay đổi được: đặt tên riêng cho số mới, ví dụ known = figures.due + figures.missed.",
    en="figures and params cannot be changed: give the new number a name, as in known = figures.due + figures.missed.",
)
_FOREIGN: Final = Text(
    vi="Hàm của Python không hiểu công thức: dùng các hàm của dvk_scoring.api như ratio, mean, least, floor.",
    en="Python's own functions know no formulas: use those of dvk_scoring.api, such as ratio, mean, least, floor.",
)
_OF_FIGURES: Final = Text(
    vi="Trả về công thức tính từ số liệu, ví dụ return ratio(figures.done, figures.due, when_empty=0).",
    en="Return what is computed of figures, such as return ratio(figures.done, figures.due, when_empty=0).",
)


def remedy_of(error: Exception, criterion: AnyCriterion) -> Text | None:
    """Tell what to write in place of what raised; None where that is not known."""
    said = written_error(error)
    if isinstance(error, FrozenInstanceError):
        return _FIXED
    if isinstance(error, AttributeError):
        return _of_attribute(error, criterion)
    if isinstance(error, NameError):
        return _of_name(error.name or "", criterion)
    if isinstance(error, IndexError):
        return _SEVERAL
    if not isinstance(error, TypeError):
        return None
    called = _CALLED.search(said)
    if called is not None and called[1] == "score":
        return _write("def score(self, figures, params)")
    if called is not None and called[1] in BUILDERS:
        return _usage(called[1], BUILDERS[called[1]])
    if "concatenate tuple" in said:
        return _SEVERAL
    if any(f"'{name}'" in said for name in _NODES):
        return _ONE if re.search(r"not iterable|not subscriptable|has no len", said) else _FOREIGN
    return _FOREIGN if re.search(r"Rational|Decimal", said) else None


def remedy_of_import(error: BaseException) -> Text | None:
    """Tell how what a plugin imports and declares is named and called; None where that is not known."""
    offered = vars(sys.modules[_API]) if _API in sys.modules else {}
    said = written_error(error)
    if isinstance(error, ImportError) and error.name == _API and (missing := _NOT_OFFERED.search(said)):
        close = nearest(missing[1], offered["__all__"])
        return _meant(close) if close else None
    called = _CALLED.search(said) if isinstance(error, TypeError) else None
    if called is None or called[1] not in offered:
        return None
    known = inspect.signature(offered[called[1]]).parameters
    if (extra := _NOT_TAKEN.search(said)) is None:
        return _usage(called[1], offered[called[1]])
    if close := nearest(extra[1], known):
        return _meant(close)
    return Text(vi=f"{called[1]} nhận: {listed(known)}.", en=f"{called[1]} takes: {listed(known)}.")


def remedy_of_return(value: object) -> Text:
    """Tell what ``score`` should return in place of something that is no formula."""
    if value is None:
        return Text(
            vi="Viết return trước công thức ở cuối score.", en="Write return before the formula that ends score."
        )
    if isinstance(value, Cond):
        return _write("when(…, 1, otherwise=0)")
    if isinstance(value, Empty):
        return _write(f"when(…, {value.name}, otherwise=…)")
    if isinstance(value, tuple | list) and len(value) == 1 and isinstance(value[0], Num):
        return Text(
            vi="Bỏ dấu phẩy hoặc dấu ngoặc quanh công thức.", en="Take away the comma or the brackets around it."
        )
    if isinstance(value, tuple | list) and value and all(isinstance(item, Num) for item in value):
        return _SEVERAL
    return _OF_FIGURES


_NODES: Final = frozenset(node.__name__ for base in (Num, Cond) for node in (base, *base.__subclasses__()))


def _write(instead: str) -> Text:
    return Text(vi=f"Viết {instead}.", en=f"Write {instead}.")


def _usage(name: str, function: Callable[..., Any]) -> Text:
    """Tell how something of the API is called: what it needs, by its signature."""
    parts, empty = [], []
    for param in inspect.signature(function).parameters.values():
        if param.kind is param.VAR_POSITIONAL:
            parts.append("…")
        elif param.default is param.empty:
            parts.append(f"{param.name}=…" if param.kind is param.KEYWORD_ONLY or param.name in _EMPTY else param.name)
            empty += [param.name] if param.name in _EMPTY else []
    called = f"{name}({', '.join(parts)})"
    if not empty:
        return _write(called)
    (meaning,) = empty
    return Text(
        vi=f"Viết {called}; {meaning} là một số, NOT_ASSIGNED hoặc ERROR.",
        en=f"Write {called}; {meaning} is a number, NOT_ASSIGNED or ERROR.",
    )


def _of_attribute(error: AttributeError, criterion: AnyCriterion) -> Text | None:
    name, owner = error.name or "", error.obj
    if isinstance(owner, Figures | Params):
        return _of_name(name, criterion, own="figures" if isinstance(owner, Figures) else "params")
    if name in BUILDERS:
        return _write(f"{name}(…)")
    return _FOREIGN if isinstance(owner, Num | Cond) else None


def _of_name(name: str, criterion: AnyCriterion, own: str = "") -> Text | None:
    """Tell what is declared of figures and params, or what can be imported, where a name is not known."""
    figures, params = figures_class(criterion), params_class(criterion)
    declared = {"figures": [*figures.dvk_declared], "params": [*params.dvk_params, *params.dvk_settings]}
    for place, names in declared.items():
        if name in names:
            return _write(f"{place}.{name}")
    if not own:
        module = _IMPORTED.get(name, "dvk_scoring.api" if name in BUILDERS else "")
        if module:
            return _write(f"from {module} import {name}")
        close = nearest(name, [*BUILDERS, *declared["figures"], *declared["params"]])
        own = next((place for place, names in declared.items() if close in names), "")
        return _meant(f"{own}.{close}" if own else close) if close else None
    if close := nearest(name, declared[own]):
        return _meant(f"{own}.{close}")
    klass = (figures if own == "figures" else params).__name__
    known = listed(declared[own]) or "–"
    return Text(
        vi=f"Khai báo {name} trong {klass}; hiện có: {known}.", en=f"Declare {name} in {klass}; there is: {known}."
    )


def _meant(name: str) -> Text:
    return Text(vi=f"Có phải là {name}?", en=f"Did you mean {name}?")
