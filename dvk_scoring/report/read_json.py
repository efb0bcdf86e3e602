"""A result that was written as JSON, read to be compared: what it says is taken, and nothing is worked out anew."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any, Final, NoReturn, TypeVar, cast

import attrs

from dvk_scoring.analysis.causes import Made, Side
from dvk_scoring.analysis.standing import TABLES, ResultNames, Standing, class_waits, numbered
from dvk_scoring.problem import DvkError, Place, Problem, not_opened, problem
from dvk_scoring.report.places import written_places
from dvk_scoring.scoring.result import TITLE_WORDS, UnitState
from dvk_scoring.text import Text, odd_character, visible

T = TypeVar("T")
_MOST_BYTES: Final = 1 << 30
_NUMBER: Final = re.compile(r"-?\d{1,200}(\.\d{1,200})?")
_STATES: Final = ("ranked", "not-ranked", "out")
_WORDS: Final = tuple(dict.fromkeys(TITLE_WORDS.values()))
_TOLD: Final = 20
"""Faults that are told of one file."""


class _WrongError(Exception):
    """Something of the file is not what a result has there."""

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.path = path


def read_result_json(path: Path) -> Side:
    """Read a result that ``dvk score`` wrote as ``.json``.

    Keys that are not known are left alone: a later version may have written them.

    Raises:
        DvkError: It cannot be read, is no JSON, or not a result; the places that are wrong, up to 20.
    """
    name = visible(str(path))
    try:
        with path.open("rb") as file:
            data = file.read(_MOST_BYTES + 1)
    except OSError as error:
        raise DvkError([not_opened(name, error)]) from None
    return parsed_result(data, name)


def parsed_result(data: bytes, name: str) -> Side:
    """Read the bytes of such a file; ``name``: how messages call it.

    Raises:
        DvkError: As ``read_result_json``, of what was read.
    """
    value = _parsed(data, name)
    wrong: list[Problem] = []

    def tell(error: _WrongError) -> None:
        wrong.append(problem("DVK-O772", Place(file=name, key=error.path)))

    try:
        whole = _Table(value, "")
        scheme, provenance = whole.table("scheme"), whole.table("provenance")
        units = whole.rows("units")
    except _WrongError:
        raise DvkError([problem("DVK-O771", Place(file=name))]) from None
    made, names, illustrative = None, None, False
    standings: dict[str, Standing] = {}
    try:
        made, illustrative = _made(provenance, scheme), provenance.yes_no("illustrative")
        names = _names(scheme)
    except _WrongError as error:
        tell(error)
    for row in units:
        try:
            standing = _standing(row)
            if standing.unit in standings:
                wrong.append(problem("DVK-O773", Place(file=name, key=row.path), unit=standing.unit))
            standings[standing.unit] = standing
        except _WrongError as error:
            tell(error)
        if len(wrong) >= _TOLD:
            break
    if wrong or made is None or names is None:
        raise DvkError(wrong)
    return Side(name, _with_places(names, standings), made, standings, illustrative=illustrative)


def _parsed(data: bytes, name: str) -> object:
    place = Place(file=name)
    if len(data) > _MOST_BYTES:
        raise DvkError([problem("DVK-O771", place)])

    def refuse(_: str) -> NoReturn:
        raise ValueError

    def once(pairs: list[tuple[str, object]]) -> dict[str, object]:
        if len({key for key, _ in pairs}) < len(pairs):
            raise ValueError
        return dict(pairs)

    try:
        return json.loads(data.decode("utf-8"), parse_constant=refuse, parse_float=Decimal, object_pairs_hook=once)
    except json.JSONDecodeError as error:
        raise DvkError([problem("DVK-O774", Place(file=name, line=error.lineno, column=error.colno))]) from None
    except (ValueError, RecursionError):
        raise DvkError([problem("DVK-O771", place)]) from None


class _Table:
    """An object of the file, whose keys are taken with what they must hold."""

    def __init__(self, value: object, path: str) -> None:
        if not isinstance(value, dict):
            raise _WrongError(path)
        self.value: Mapping[str, Any] = value
        self.path = path

    def _take(self, key: str, is_right: Callable[[Any], bool]) -> Any:
        value = self.value.get(key)
        if key not in self.value or not is_right(value):
            raise _WrongError(self._below(key))
        return value

    def _below(self, key: str) -> str:
        return f"{self.path}.{key}" if self.path else key

    def text(self, key: str) -> str:
        return cast("str", self._take(key, _is_text))

    def perhaps(self, key: str) -> str | None:
        return cast("str | None", self._take(key, lambda raw: raw is None or _is_text(raw)))

    def word(self, key: str, words: tuple[T, ...]) -> T:
        return cast("T", self._take(key, lambda raw: isinstance(raw, str) and raw in words))

    def number(self, key: str) -> Decimal | None:
        value = self._take(key, lambda raw: raw is None or (isinstance(raw, str) and bool(_NUMBER.fullmatch(raw))))
        return None if value is None else Decimal(value)

    def whole(self, key: str) -> int | None:
        return cast("int | None", self._take(key, lambda raw: raw is None or (type(raw) is int and abs(raw) < 2**63)))

    def yes_no(self, key: str) -> bool:
        return cast("bool", self._take(key, lambda raw: isinstance(raw, bool)))

    def texts(self, key: str) -> tuple[str, ...]:
        return tuple(self._take(key, lambda raw: isinstance(raw, list) and all(map(_is_text, raw))))

    def table(self, key: str) -> _Table:
        return _Table(self.value.get(key), self._below(key))

    def tables(self, key: str) -> Iterator[tuple[str, _Table]]:
        inside = self.table(key)
        for name in inside.value:
            if not _is_text(name):
                raise _WrongError(inside.path)
            yield name, inside.table(name)

    def rows(self, key: str) -> Iterator[_Table]:
        value = self._take(key, lambda raw: isinstance(raw, list))
        return (_Row(row, f"{self._below(key)}[{at}]") for at, row in enumerate(value))

    def both(self, key: str) -> Text:
        inside = self.table(key)
        return Text(vi=inside.text("vi"), en=inside.text("en"))


class _Row(_Table):
    """A row of a list: that it is no object is told when something is taken of it."""

    def __init__(self, value: object, path: str) -> None:
        super().__init__(value if isinstance(value, dict) else {}, path)


def _is_text(value: object) -> bool:
    return isinstance(value, str) and not odd_character(value, lines=True)


def _made(provenance: _Table, scheme: _Table) -> Made:
    return Made(
        version=provenance.text("dvk"),
        as_of=provenance.perhaps("as_of"),
        scheme=scheme.text("sha256"),
        figures=provenance.text("figures_sha256"),
        rulings=tuple(row.value for row in provenance.rows("rulings")),
    )


def _names(scheme: _Table) -> ResultNames:
    parts: dict[str, dict[str, Text]] = {table: {} for table in TABLES}
    for table in ("clusters", "criteria"):
        parts[table] = {key: _titled(part) for key, part in scheme.tables(table)}
    for table in ("classes", "titles"):
        inside = scheme.table(table)
        parts[table] = {key: inside.both(key) for key in inside.value}
    within = scheme.table("ranking").word("within", ("all", "cluster"))
    return ResultNames(scheme.text("id"), scheme.both("title"), within == "all", 0, 0, parts)


def _titled(table: _Table) -> Text:
    return numbered(table.perhaps("no") if "no" in table.value else None, table.both("title"))


def _with_places(names: ResultNames, standings: Mapping[str, Standing]) -> ResultNames:
    """Show points with the decimals that they have in the file."""
    units = standings.values()
    points = (
        point for unit in units for table in (unit.points, unit.bonuses, unit.penalties) for point in table.values()
    )
    totals = written_places(unit.total for unit in units)
    return attrs.evolve(names, total_places=totals, point_places=written_places(points))


def _standing(row: _Table) -> Standing:
    criteria = dict(row.tables("criteria"))
    klass, is_open = row.perhaps("class"), row.yes_no("class_open")
    return Standing(
        unit=row.text("unit"),
        name=row.text("name"),
        cluster=row.text("cluster"),
        state=cast("UnitState", row.word("state", _STATES)),
        total=row.number("total"),
        rank=row.whole("rank"),
        klass=klass,
        class_open=is_open,
        class_held=class_waits(klass, [table.texts("effect") for table in row.rows("holds")], is_open=is_open),
        titles={key: table.word("state", _WORDS) for key, table in row.tables("titles")},
        points={key: criterion.number("points") for key, criterion in criteria.items()},
        bonuses={key: table.number("points") or Decimal(0) for key, table in row.tables("bonuses")},
        penalties={key: table.number("points") or Decimal(0) for key, table in row.tables("penalties")},
        knock_outs=row.texts("knock_outs"),
        lacking=tuple(key for key, criterion in criteria.items() if criterion.text("state") == "not-reported"),
    )
