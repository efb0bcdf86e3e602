"""Columns of a workbook and the expressions in their cells: each expression knows its text and its exact value.

A row is a unit, and the same row on every sheet. Values are fractions; text stands for what is no number. Functions are
those that both Excel (2019) and LibreOffice know.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from functools import cache
from typing import Final, TypeAlias

import attrs

Value: TypeAlias = "Fraction | str | bool | None"
FIRST_ROW: Final = 6
"""Rows above the first unit, the same on every sheet that has a row a unit."""
COMPARED, SUMMED, MULTIPLIED, RAISED, ATOM = range(5)
_ANY_NUMBER: Final = '">=-1E+15"'


@attrs.define(eq=False)
class Sheet:
    """A sheet with a row a unit; columns are added from the left, each made of those before it."""

    name: str
    rows: int
    title: str = ""
    note: str = ""
    columns: list[Column] = attrs.field(factory=list)
    band: int = 0
    """Columns added now belong to this band; ``arrange`` puts those of a band beside each other."""

    def add(
        self,
        title: str,
        cells: Cells,
        *,
        group: str = "",
        key: str = "",
        places: int | None = None,
        look: str = "number",
    ) -> Column:
        """Add a column of formulas.

        Args:
            title: Heading.
            cells: One expression for all rows, or one a row, None: an empty cell.
            group: Heading over several columns.
            key: Small line under the heading.
            places: Decimals shown, None: as many as there are.
            look: How it is drawn.
        """
        made: list[Expr | None] = [cells] * self.rows if isinstance(cells, Expr) else list(cells)
        values = [None if expr is None else expr.value(row) for row, expr in enumerate(made)]
        return self._put(Column(self, len(self.columns), title, made, values, group, key, places, look, self.band))

    def enter(
        self,
        title: str,
        values: Sequence[Value],
        *,
        group: str = "",
        key: str = "",
        places: int | None = None,
        look: str = "input",
    ) -> Column:
        """Add a column of typed values."""
        return self._put(
            Column(self, len(self.columns), title, None, list(values), group, key, places, look, self.band)
        )

    def _put(self, column: Column) -> Column:
        self.columns.append(column)
        return column

    def arrange(self) -> None:
        """Put the columns of each band beside each other; addresses are written afterwards."""
        self.columns.sort(key=lambda column: column.band)
        for index, column in enumerate(self.columns):
            column.index = index


@attrs.define(eq=False)
class Column:
    """A column: an expression a row, or typed values where there are none."""

    sheet: Sheet = attrs.field(repr=False)
    index: int
    title: str
    cells: list[Expr | None] | None = attrs.field(repr=False)
    values: list[Value] = attrs.field(repr=False)
    group: str = ""
    key: str = ""
    places: int | None = None
    look: str = "number"
    band: int = 0

    def at(self, row: int, here: Sheet) -> str:
        """Write the address of a cell as it is read from a sheet."""
        return f"{self._prefix(here)}${column_letters(self.index)}{FIRST_ROW + 1 + row}"

    def range(self, here: Sheet, last: int | None = None) -> str:
        """Write the address of all cells, or of those down to the row ``last``."""
        letters = column_letters(self.index)
        end = FIRST_ROW + (self.sheet.rows if last is None else last + 1)
        down = f"${end}" if last is None else f"{end}"
        return f"{self._prefix(here)}${letters}${FIRST_ROW + 1}:${letters}{down}"

    def _prefix(self, here: Sheet) -> str:
        return "" if here is self.sheet else f"{quoted(self.sheet.name)}!"

    @property
    def ref(self) -> Expr:
        """Read the cell of the same row; it never holds text."""
        return Expr(self.at, self.values.__getitem__, ATOM)

    @property
    def open_ref(self) -> Expr:
        """Read the cell of the same row, which may hold text in place of a number."""
        return Expr(self.at, self.values.__getitem__, ATOM, (self,))

    @property
    def number(self) -> Expr:
        """Read the cell of the same row, text and blank as 0."""
        return Expr(
            lambda row, here: f"N({self.at(row, here)})",
            lambda row: found if isinstance(found := self.values[row], Fraction) else Fraction(0),
            ATOM,
        )


@attrs.frozen(eq=False)
class Expr:
    """An expression: how it is written in a row of a sheet, its exact value there, what binds it together.

    ``gaps``: columns it reads that may hold text; it has no number in such a row. ``texts``: it may itself give text.
    """

    write: Callable[[int, Sheet], str]
    value: Callable[[int], Value]
    level: int = ATOM
    gaps: tuple[Column, ...] = ()
    texts: bool = False

    def part(self, row: int, here: Sheet, need: int) -> str:
        """Write it as a part of another: in brackets where it would fall apart."""
        text = self.write(row, here)
        return f"({text})" if self.level < need else text


Cells: TypeAlias = "Expr | Sequence[Expr | None]"


@cache
def column_letters(index: int) -> str:
    """Write a column's letters: 0 is A, 26 is AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def quoted(name: str) -> str:
    """Write a sheet's name as formulas need it."""
    return "'" + name.replace("'", "''") + "'"


def literal(text: str) -> str:
    """Write a text inside a formula."""
    return '"' + text.replace('"', '""') + '"'


def decimal_text(value: Fraction) -> str | None:
    """Write a number as a plain decimal, None when it has no end or is too long for a cell."""
    places, rest = 0, value.denominator
    while rest % 10 == 0:
        rest, places = rest // 10, places + 1
    for prime in (2, 5):
        while rest % prime == 0:
            rest, places = rest // prime, places + 1
    if rest != 1 or places > 14:
        return None
    sign, whole = ("-" if value < 0 else ""), abs(value) * 10**places
    digits = str(int(whole)).rjust(places + 1, "0")
    text = f"{digits[:-places]}.{digits[-places:]}".rstrip("0").rstrip(".") if places else digits
    return sign + text


def gaps_of(*parts: Expr) -> tuple[Column, ...]:
    """Gather the columns that may hold text, each once."""
    return tuple(dict.fromkeys(gap for part in parts for gap in part.gaps))


def number(value: Fraction | int) -> Expr:
    """Write a number."""
    value = Fraction(value)
    plain = decimal_text(value)
    text = plain if plain is not None else f"{value.numerator}/{value.denominator}"
    level = MULTIPLIED if plain is None else ATOM
    return Expr(lambda _row, _here: text, lambda _row: value, SUMMED if value < 0 else level)


def word(text: str) -> Expr:
    """Write a text; it is a value as any other, and no gap."""
    return Expr(lambda _row, _here: literal(text), lambda _row: text, texts=True)


def named(name: str, value: Fraction) -> Expr:
    """Read a defined name."""
    return Expr(lambda _row, _here: name, lambda _row: value)


def number_of(value: Value) -> Fraction:
    """Take the number of a cell; yes is 1.

    Raises:
        TypeError: It holds none.
    """
    if isinstance(value, Fraction | bool):
        return Fraction(value)
    message = f"{value!r} is no number"
    raise TypeError(message)


def _strict(compute: Callable[..., Value], parts: Sequence[Expr]) -> Callable[[int], Value]:
    def value(row: int) -> Value:
        found = [part.value(row) for part in parts]
        for one in found:
            if isinstance(one, str):
                return one
        return compute(*(number_of(one) for one in found))

    return value


def chain(signs: Sequence[str], parts: Sequence[Expr]) -> Expr:
    """Write a sum: ``signs`` are + or -, one a part."""

    def write(row: int, here: Sheet) -> str:
        texts = [part.part(row, here, MULTIPLIED) for part in parts]
        joined = "".join(sign + text for sign, text in zip(signs, texts, strict=True))
        return joined.removeprefix("+")

    def compute(*values: Fraction) -> Fraction:
        return sum((-one if sign == "-" else one for sign, one in zip(signs, values, strict=True)), Fraction(0))

    return Expr(write, _strict(compute, parts), SUMMED, gaps_of(*parts))


def add(*parts: Expr) -> Expr:
    """Write a sum; none is 0."""
    if not parts:
        return number(0)
    return parts[0] if len(parts) == 1 else chain("+" * len(parts), parts)


def subtract(left: Expr, right: Expr) -> Expr:
    """Write left - right."""
    return chain("+-", (left, right))


def multiply(left: Expr, right: Expr) -> Expr:
    """Write left × right."""
    return Expr(
        lambda row, here: f"{left.part(row, here, MULTIPLIED)}*{right.part(row, here, RAISED)}",
        _strict(lambda a, b: a * b, (left, right)),
        MULTIPLIED,
        gaps_of(left, right),
    )


def divide(left: Expr, right: Expr) -> Expr:
    """Write left ÷ right; where right is 0 the value is not looked at."""
    return Expr(
        lambda row, here: f"{left.part(row, here, MULTIPLIED)}/{right.part(row, here, RAISED)}",
        _strict(lambda a, b: a / b if b else None, (left, right)),
        MULTIPLIED,
        gaps_of(left, right),
    )


def called(name: str, parts: Sequence[Expr], compute: Callable[..., Value]) -> Expr:
    """Call a function of numbers."""
    return Expr(
        lambda row, here: f"{name}({','.join(part.write(row, here) for part in parts)})",
        _strict(compute, parts),
        ATOM,
        gaps_of(*parts),
    )


def least(*parts: Expr) -> Expr:
    """Take the smallest."""
    return called("MIN", parts, min)


def greatest(*parts: Expr) -> Expr:
    """Take the largest."""
    return called("MAX", parts, max)


def absolute(part: Expr) -> Expr:
    """Take the magnitude."""
    return called("ABS", (part,), abs)


_TESTS: Final[Mapping[str, Callable[[Fraction, Fraction], bool]]] = {
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
    "=": lambda a, b: a == b,
    "<>": lambda a, b: a != b,
}


def compare(op: str, left: Expr, right: Expr) -> Expr:
    """Compare two numbers as the cells hold them."""
    return Expr(
        lambda row, here: f"{left.part(row, here, SUMMED)}{op}{right.part(row, here, SUMMED)}",
        _strict(_TESTS[op], (left, right)),
        COMPARED,
        gaps_of(left, right),
    )


def near(op: str, left: Expr, right: Expr, margin: str) -> Expr:
    """Compare two numbers that the cells hold only nearly: closer than ``margin`` is equal. The value is exact."""
    signs = {"<": ("<", "-"), "<=": ("<=", "+"), ">": (">", "+"), ">=": (">=", "-")}

    def write(row: int, here: Sheet) -> str:
        if op in signs:
            shown, sign = signs[op]
            return f"{left.part(row, here, SUMMED)}{shown}{right.part(row, here, SUMMED)}{sign}{margin}"
        shown = "<" if op == "=" else ">="
        return f"ABS({left.part(row, here, SUMMED)}-{right.part(row, here, MULTIPLIED)}){shown}{margin}"

    return Expr(write, _strict(_TESTS[op], (left, right)), COMPARED, gaps_of(left, right))


def is_word(column: Column, text: str) -> Expr:
    """Tell whether a cell holds a text."""
    return Expr(
        lambda row, here: f"{column.at(row, here)}={literal(text)}",
        lambda row: column.values[row] == text or (not text and column.values[row] is None),
        COMPARED,
    )


def is_number(column: Column) -> Expr:
    """Tell whether a cell holds a number."""
    return Expr(
        lambda row, here: f"ISNUMBER({column.at(row, here)})",
        lambda row: isinstance(column.values[row], Fraction),
    )


def all_of(parts: Sequence[Expr]) -> Expr:
    """Hold when all hold; one alone is itself."""
    return parts[0] if len(parts) == 1 else called("AND", parts, lambda *of: all(of))


def any_of(parts: Sequence[Expr]) -> Expr:
    """Hold when at least one holds."""
    return parts[0] if len(parts) == 1 else called("OR", parts, lambda *of: any(of))


def not_(part: Expr) -> Expr:
    """Hold when the part does not."""
    return called("NOT", (part,), lambda of: not of)


def guarded(part: Expr) -> Expr:
    """Pass on the text of the first cell that holds one in place of a number."""
    if not part.gaps:
        return part

    def write(row: int, here: Sheet) -> str:
        text = part.write(row, here)
        for gap in reversed(part.gaps):
            text = f"IF(ISTEXT({gap.at(row, here)}),{gap.at(row, here)},{text})"
        return text

    def value(row: int) -> Value:
        for gap in part.gaps:
            found = gap.values[row]
            if isinstance(found, str):
                return found
        return part.value(row)

    return Expr(write, value, texts=True)


def choose(test: Expr, then: Expr, otherwise: Expr) -> Expr:
    """Take ``then`` where the test holds. Only what is taken may hold text: so each side is guarded by itself."""
    first, second = guarded(then), guarded(otherwise)

    def write(row: int, here: Sheet) -> str:
        return f"IF({test.write(row, here)},{first.write(row, here)},{second.write(row, here)})"

    def value(row: int) -> Value:
        found = test.value(row)
        if isinstance(found, str):
            return found
        return first.value(row) if found else second.value(row)

    return guarded(Expr(write, value, ATOM, test.gaps, texts=first.texts or second.texts))


def one_if(test: Expr) -> Expr:
    """Write 1 where a condition holds, else 0."""
    return Expr(
        lambda row, here: f"IF({test.write(row, here)},1,0)",
        _strict(Fraction, (test,)),
        ATOM,
        test.gaps,
    )


def rounded(part: Expr, places: int, mode: str, nudge: str, exact: Callable[[Fraction], Fraction]) -> Expr:
    """Round; ``nudge`` brings a value that lies on a boundary, or a hair below it for lack of digits, over it.

    ``part`` is written more than once unless the mode is floor or ceiling: it should be a cell.
    """
    scale = 10**places

    def write(row: int, here: Sheet) -> str:
        x = part.part(row, here, SUMMED)
        wide = part.part(row, here, RAISED)
        grown = f"{wide}*{scale}" if places else x
        back = f"/{scale}" if places else ""
        match mode:
            case "half-up+":  # proved never negative
                return f"ROUND({x}+{nudge},{places})"
            case "half-up":
                return f"SIGN({x})*ROUND(ABS({x})+{nudge},{places})"
            case "down":
                return f"SIGN({x})*ROUNDDOWN(ABS({x})+{nudge},{places})"
            case "up":
                return f"SIGN({x})*ROUNDUP(MAX(ABS({x})-{nudge},0),{places})"
            case "floor":
                return f"INT({grown}+{nudge}){back}"
            case "ceiling":
                return f"-INT({nudge}-{wide if not places else grown}){back}"
        down = (
            f"ROUNDDOWN(ABS({grown})+{nudge},0)"  # half-even: up past the middle, or on it when the last digit is odd
        )
        rest = f"ABS({grown})-{down}"
        return f"SIGN({x})*({down}+IF({rest}>0.5+{nudge},1,IF({rest}<0.5-{nudge},0,MOD({down},2)))){back}"

    return Expr(write, _strict(exact, (part,)), ATOM if mode == "half-up+" else MULTIPLIED, part.gaps)


# along a row


def row_range(columns: Sequence[Column], row: int, here: Sheet) -> str:
    """Write the cells of several columns in a row: as ranges where they stand beside each other."""
    runs: list[list[Column]] = []
    for column in columns:
        last = runs[-1][-1] if runs else None
        if last is not None and last.sheet is column.sheet and column.index == last.index + 1:
            runs[-1].append(column)
        else:
            runs.append([column])
    texts = []
    for run in runs:
        last_cell = f"${column_letters(run[-1].index)}{FIRST_ROW + 1 + row}"
        texts.append(run[0].at(row, here) + ("" if len(run) == 1 else f":{last_cell}"))
    return ",".join(texts)


def sum_of(columns: Sequence[Column]) -> Expr:
    """Add up cells of the row; text and blanks count for nothing."""
    if not columns:
        return number(0)

    def value(row: int) -> Value:
        return sum((one for column in columns if isinstance(one := column.values[row], Fraction)), Fraction(0))

    return Expr(lambda row, here: f"SUM({row_range(columns, row, here)})", value)


def count_of(columns: Sequence[Column]) -> Expr:
    """Count the cells of the row that hold numbers."""
    return Expr(
        lambda row, here: f"COUNT({row_range(columns, row, here)})",
        lambda row: Fraction(sum(isinstance(column.values[row], Fraction) for column in columns)),
    )


def count_word(columns: Sequence[Column], text: str) -> Expr:
    """Count the cells of the row that hold a text."""

    def write(row: int, here: Sheet) -> str:
        ranges = row_range(columns, row, here).split(",")
        return "+".join(f"COUNTIF({one},{literal(text)})" for one in ranges)

    level = SUMMED if len(columns) > 1 else ATOM
    return Expr(write, lambda row: Fraction(sum(column.values[row] == text for column in columns)), level)


# across rows


def _groups(group: Column | None, rows: int) -> list[Value]:
    return [None] * rows if group is None else group.values


def _by_group(column: Column, group: Column | None) -> dict[Value, list[Fraction]]:
    found: dict[Value, list[Fraction]] = {}
    for own, value in zip(_groups(group, column.sheet.rows), column.values, strict=True):
        if isinstance(value, Fraction):
            found.setdefault(own, []).append(value)
    return found


def _same(group: Column | None, row: int, here: Sheet) -> str:
    return "" if group is None else f"{group.range(here)},{group.at(row, here)},"


def count_numbers(column: Column, group: Column | None) -> Expr:
    """Count the numbers of a column among the rows of the same group."""
    found = _by_group(column, group)
    groups = _groups(group, column.sheet.rows)
    return Expr(
        lambda row, here: f"COUNTIFS({_same(group, row, here)}{column.range(here)},{_ANY_NUMBER})",
        lambda row: Fraction(len(found.get(groups[row], []))),
    )


def sum_numbers(column: Column, group: Column | None) -> Expr:
    """Add up the numbers of a column among the rows of the same group."""
    found = {own: sum(values, Fraction(0)) for own, values in _by_group(column, group).items()}
    groups = _groups(group, column.sheet.rows)

    def write(row: int, here: Sheet) -> str:
        if group is None:
            return f"SUM({column.range(here)})"
        return f"SUMIFS({column.range(here)},{_same(group, row, here)[:-1]})"

    return Expr(write, lambda row: found.get(groups[row], Fraction(0)))


def extreme(column: Column, group: Column | None, *, highest: bool) -> Expr:
    """Take the highest or lowest number among the rows of the same group; 0 where there is none."""
    take = max if highest else min
    found = {own: take(values) for own, values in _by_group(column, group).items()}
    groups = _groups(group, column.sheet.rows)
    name = "MAX" if highest else "MIN"

    def write(row: int, here: Sheet) -> str:
        if group is None:
            return f"{name}({column.range(here)})"
        return f"{name}IFS({column.range(here)},{_same(group, row, here)[:-1]})"

    return Expr(write, lambda row: found.get(groups[row], Fraction(0)))


def count_better(column: Column, group: Column | None, margin: str, *, high: bool) -> Expr:
    """Count the numbers of the group that are better than the row's own by more than ``margin``."""
    ordered = {own: sorted(values) for own, values in _by_group(column, group).items()}
    groups = _groups(group, column.sheet.rows)

    def write(row: int, here: Sheet) -> str:
        inside = "" if group is None else f"({group.range(here)}={group.at(row, here)})*"
        values, own = column.range(here), column.at(row, here)
        test = f"{values}>{own}+{margin}" if high else f"{values}<{own}-{margin}"
        return f"SUMPRODUCT({inside}ISNUMBER({values})*({test}))"

    def value(row: int) -> Value:
        own, values = column.values[row], ordered.get(groups[row], [])
        if not isinstance(own, Fraction):
            return Fraction(0)
        return Fraction(len(values) - bisect_right(values, own) if high else bisect_left(values, own))

    return Expr(write, value)


@attrs.frozen(eq=False)
class Criterion:
    """One condition of a count: the cells of a column against the row's own value of an expression."""

    column: Column
    op: str
    own: Expr


def count_where(*criteria: Criterion, down_to_own: bool = False) -> Expr:
    """Count the rows for which all hold; text and blanks never count. ``down_to_own``: only rows down to this one."""

    def write(row: int, here: Sheet) -> str:
        texts = []
        for one in criteria:
            own = one.own.write(row, here)
            test = own if one.op == "=" else f'"{one.op}"&{own}'
            texts.append(f"{one.column.range(here, row if down_to_own else None)},{test}")
        return f"COUNTIFS({','.join(texts)})"

    places = [place for place, one in enumerate(criteria) if one.op != "="]
    if len(places) > 1 or (places and down_to_own):
        message = "a count takes one comparison at most, and none when it only looks down to its own row"
        raise ValueError(message)
    value = _count_ordered(criteria, places[0]) if places else _count_equal(criteria, down_to_own=down_to_own)
    return Expr(write, value)


def _count_equal(criteria: Sequence[Criterion], *, down_to_own: bool) -> Callable[[int], Value]:
    rows: dict[tuple[Value, ...], list[int]] = {}
    for row in range(criteria[0].column.sheet.rows):
        key = tuple(one.column.values[row] for one in criteria)
        if all(isinstance(one, Fraction) for one in key):
            rows.setdefault(key, []).append(row)

    def value(row: int) -> Value:
        found = rows.get(tuple(one.own.value(row) for one in criteria), [])
        return Fraction(bisect_right(found, row) if down_to_own else len(found))

    return value


def _count_ordered(criteria: Sequence[Criterion], place: int) -> Callable[[int], Value]:
    ordered: dict[tuple[Value, ...], list[Fraction]] = {}
    for row in range(criteria[0].column.sheet.rows):
        held = criteria[place].column.values[row]
        key = tuple(one.column.values[row] for index, one in enumerate(criteria) if index != place)
        if isinstance(held, Fraction) and all(isinstance(one, Fraction) for one in key):
            ordered.setdefault(key, []).append(held)
    for values in ordered.values():
        values.sort()

    def value(row: int) -> Value:
        key = tuple(one.own.value(row) for index, one in enumerate(criteria) if index != place)
        values, mine = ordered.get(key, []), number_of(criteria[place].own.value(row))
        lower, upper = bisect_left(values, mine), bisect_right(values, mine)
        counts = {"<": lower, "<=": upper, ">": len(values) - upper, ">=": len(values) - lower}
        return Fraction(counts[criteria[place].op])

    return value
