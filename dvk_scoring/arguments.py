"""What public functions are given: of the kind that they take, or refused in words before anything is done."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Final

import attrs

from dvk_scoring.problem import DvkError, Problem, problem
from dvk_scoring.text import LANGUAGES, Text

_SHOWN: Final = (str, int, float, Decimal, Fraction, date, Path, type(None))
"""What is told by its value; all else by its type alone, for it may be a table of millions of rows."""


@attrs.frozen
class Kind:
    """A kind of argument: what it is called, what is one, and whether floats may stand anywhere in it."""

    told: Text
    fits: Callable[[object], bool]
    floats: bool = True

    def or_none(self) -> Kind:
        """Give the kind of an argument that may be left out."""
        return attrs.evolve(self, fits=lambda value: value is None or self.fits(value))


def check_arguments(**given: tuple[object, Kind]) -> None:
    """Hold arguments to the kinds that are taken: name → argument and kind.

    Raises:
        DvkError: All that are of another kind, at once.
    """
    wrong = [fault for name, (value, kind) in given.items() for fault in _wrong(name, value, kind)]
    if wrong:
        raise DvkError(wrong)


def _wrong(name: str, value: object, kind: Kind) -> Iterator[Problem]:
    if not kind.fits(value):
        yield wrong_argument(name, value, kind.told)
    elif not kind.floats:
        yield from (wrong_argument(at, number, EXACT.told) for at, number in _floats(name, value))


def _floats(name: str, value: object) -> Iterator[tuple[str, float]]:
    """Find the floats in tables and lists, each with the words of Python that lead to it."""
    if isinstance(value, float):
        yield name, value
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield from _floats(f"{name}[{key!r}]", item)
    elif isinstance(value, list | tuple):
        for at, item in enumerate(value):
            yield from _floats(f"{name}[{at}]", item)


def wrong_argument(name: str, value: object, expected: Text) -> Problem:
    """Tell that an argument is of another kind than expected."""
    got = repr(value) if isinstance(value, _SHOWN) else type(value).__name__
    return problem("DVK-E114", name=name, expected=expected, got=got)


def _is_a(*classes: str) -> Callable[[object], bool]:
    """Tell values of classes of this package by their names: nothing is loaded to look at a value of another class."""
    return lambda value: any(
        class_.__name__ in classes and class_.__module__.startswith(f"{__package__}.") for class_ in type(value).__mro__
    )


def _is_path(value: object) -> bool:
    return isinstance(value, str | Path)


def _is_day(value: object) -> bool:
    return isinstance(value, date) and not isinstance(value, datetime)


def _each(fits: Callable[[object], bool]) -> Callable[[object], bool]:
    """Tell lists and sets of such values; what can be gone through but once is none, nor is a table."""
    return lambda value: (
        isinstance(value, Sequence | AbstractSet) and not isinstance(value, str | bytes) and all(map(fits, value))
    )


_A_RULING: Final = _is_a("Ruling")
_A_REGISTRY: Final = _is_a("Registry")
_FOLDERS: Final = _each(_is_path)
SCHEME: Final = Kind(Text(vi="bảng điểm do load_scheme đọc", en="a scheme, as load_scheme gives it"), _is_a("Scheme"))
FIGURES: Final = Kind(
    Text(
        vi="số liệu do read_figures, read_sample hoặc Ledger.figures đọc",
        en="figures, as read_figures, read_sample or Ledger.figures give them",
    ),
    _is_a("FigureSet"),
)
RULINGS: Final = Kind(
    Text(
        vi="các quyết định: phần đầu trong hai phần mà read_rulings cho",
        en="rulings: the first of the two that read_rulings gives",
    ),
    lambda value: isinstance(value, Sequence) and _each(_A_RULING)(value),
)
RESULT: Final = Kind(Text(vi="kết quả do score tính", en="a result, as score gives it"), _is_a("Result"))
COMPARED: Final = Kind(
    Text(
        vi="kết quả do score tính, hoặc đường dẫn tệp JSON", en="a result, as score gives it, or the path of its JSON"
    ),
    lambda value: _is_path(value) or _is_a("Result", "Side")(value),
)
STUDY: Final = Kind(Text(vi="kết quả của stability", en="a study, as stability gives it"), _is_a("Stability"))
SPREAD: Final = Kind(Text(vi="một Spread", en="a Spread"), _is_a("Spread"))
PATH: Final = Kind(Text(vi="đường dẫn: str hoặc Path", en="a path: str or Path"), _is_path)
FOLDERS: Final = Kind(
    Text(vi='danh sách thư mục, như ["plugins"]', en='a list of folders, such as ["plugins"]'),
    lambda value: _FOLDERS(value) or _A_REGISTRY(value),
)
FOLDERS_OF_TWO: Final = Kind(
    Text(
        vi='hai danh sách thư mục, một cho mỗi kết quả, như (["plugins"], [])',
        en='two lists of folders, one for each result, such as (["plugins"], [])',
    ),
    lambda value: isinstance(value, list | tuple) and len(value) == 2 and all(map(_FOLDERS, value)),
)
PLANS: Final = Kind(Text(vi="các kế hoạch do plans_for lập", en="plans, as plans_for gives them"), _is_a("Plans"))
EDITION: Final = Kind(
    Text(vi="bản công khai do make_edition lập", en="a public edition, as make_edition gives it"), _is_a("Edition")
)
LETTERHEAD: Final = Kind(
    Text(vi="một Letterhead, do read_letterhead đọc", en="a Letterhead, as read_letterhead gives it"),
    _is_a("Letterhead"),
)
DAY: Final = Kind(
    Text(vi="một ngày: datetime.date, như date(2026, 12, 31)", en="a day: datetime.date, such as date(2026, 12, 31)"),
    _is_day,
)
MARK: Final = Kind(
    Text(vi='"point" hoặc "comma"', en='"point" or "comma"'),
    lambda value: isinstance(value, str) and value in ("point", "comma"),
)
MARKS: Final = Kind(
    Text(vi='"point" hoặc "comma", hoặc một trong hai cho từng tệp', en='"point" or "comma", or one of them by file'),
    lambda value: all(map(MARK.fits, value.values())) if isinstance(value, Mapping) else MARK.fits(value),
)
LANGUAGE: Final = Kind(
    Text(vi='"vi" hoặc "en"', en='"vi" or "en"'), lambda value: isinstance(value, str) and value in LANGUAGES
)
A_SOURCE: Final = Text(
    vi="đường dẫn, hoặc bảng của Polars, pandas, PyArrow, DuckDB",
    en="a path, or a frame of Polars, pandas, PyArrow or DuckDB",
)
ACTS: Final = Kind(
    Text(
        vi="tệp quyết định, hoặc danh sách quyết định {khóa: giá trị}",
        en="a file of rulings, or a list of acts {key: value}",
    ),
    lambda value: _is_path(value) or _each(lambda item: isinstance(item, Mapping))(value),
    floats=False,
)
CHANGES: Final = Kind(
    Text(vi="{khóa: giá trị}", en="{key: value}"),
    lambda value: isinstance(value, Mapping) and all(isinstance(key, str) for key in value),
    floats=False,
)
NAMES: Final = Kind(Text(vi="danh sách mã (str)", en="a list of ids (str)"), _each(lambda item: isinstance(item, str)))
NAME: Final = Kind(Text(vi="một mã (str)", en="an id (str)"), lambda value: isinstance(value, str))
WHOLE: Final = Kind(
    Text(vi="một số nguyên (int)", en="a whole number (int)"),
    lambda value: isinstance(value, int) and not isinstance(value, bool),
)
EXACT: Final = Kind(
    Text(
        vi='số chính xác và hữu hạn, như Decimal("59.5") (float không chính xác)',
        en='an exact and finite number, such as Decimal("59.5") (a float is not exact)',
    ),
    lambda value: (
        isinstance(value, int | Fraction | Decimal)
        and not isinstance(value, bool)
        and (not isinstance(value, Decimal) or value.is_finite())
    ),
)
TOLERANCE: Final = Kind(
    Text(
        vi='số chính xác và hữu hạn từ 0 trở lên, như Decimal("0.01") (float không chính xác)',
        en='an exact and finite number from 0 on, such as Decimal("0.01") (a float is not exact)',
    ),
    lambda value: EXACT.fits(value) and value >= 0,  # type: ignore[operator]
)
CELL: Final = Kind(
    Text(
        vi='nội dung một ô: str, int, Decimal, bool hoặc None (float không chính xác: viết "12.5")',
        en='what a cell holds: str, int, Decimal, bool or None (a float is not exact: write "12.5")',
    ),
    lambda value: value is None or isinstance(value, str | int | Decimal),
)
UNITS: Final = Kind(
    Text(
        vi="{mã: (tên, cụm)} của ít nhất một đơn vị, hoặc đường dẫn một hay nhiều tệp số liệu",
        en="{id: (name, cluster)} of one unit at least, or the path of a file of figures, or of several",
    ),
    lambda value: (
        bool(value) and all(_is_unit(*pair) for pair in value.items())
        if isinstance(value, Mapping)
        else _is_path(value) or (_FOLDERS(value) and bool(value))
    ),
)


def one_of(*words: str) -> Kind:
    """Give the kind of an argument that is one of a few words."""
    told = ", ".join(f'"{word}"' for word in words)
    return Kind(
        Text(vi=f"một trong {told}", en=f"one of {told}"), lambda value: isinstance(value, str) and value in words
    )


def _is_unit(unit: object, told: object) -> bool:
    return isinstance(told, list | tuple) and len(told) == 2 and all(isinstance(text, str) for text in (unit, *told))
