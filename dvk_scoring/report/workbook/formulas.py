"""Formulas as spreadsheets write them, in functions that both Excel (2019) and LibreOffice know."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Final

from dvk_scoring.figures.sheet import column_letters
from dvk_scoring.formula import tree as t
from dvk_scoring.report.workbook.grid import (
    ATOM,
    COMPARED,
    FIRST_ROW,
    MULTIPLIED,
    RAISED,
    SUMMED,
    Column,
    Expr,
    Sheet,
    decimal_text,
    literal,
)

OPS: Final[Mapping[t.CompareOp, str]] = {"<": "<", "<=": "<=", ">": ">", ">=": ">=", "==": "=", "!=": "<>"}
_MOST_ARGUMENTS: Final = 200


def gaps_of(*parts: Expr) -> tuple[Column, ...]:
    """Gather the columns that may hold text, each once."""
    return tuple(dict.fromkeys(gap for part in parts for gap in part.gaps))


def number(value: Fraction | int) -> Expr:
    """Write a number."""
    value = Fraction(value)
    plain = decimal_text(value)
    text = plain if plain is not None else f"{value.numerator}/{value.denominator}"
    level = MULTIPLIED if plain is None else ATOM
    return Expr(lambda _row, _here: text, SUMMED if value < 0 else level, constant=value)


def word(text: str) -> Expr:
    """Write a text; it is a value as any other, and no gap."""
    return Expr(lambda _row, _here: literal(text), texts=True)


def named(name: str) -> Expr:
    """Read a defined name."""
    return Expr(lambda _row, _here: name)


def chain(signs: Sequence[str], parts: Sequence[Expr]) -> Expr:
    """Write a sum: ``signs`` are + or -, one a part."""

    def write(row: int, here: Sheet) -> str:
        texts = [part.part(row, here, MULTIPLIED) for part in parts]
        joined = "".join(sign + text for sign, text in zip(signs, texts, strict=True))
        return joined.removeprefix("+")

    return Expr(write, SUMMED, gaps_of(*parts))


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
        MULTIPLIED,
        gaps_of(left, right),
    )


def divide(left: Expr, right: Expr) -> Expr:
    """Write left ÷ right; where right is 0 it must not be looked at."""
    return Expr(
        lambda row, here: f"{left.part(row, here, MULTIPLIED)}/{right.part(row, here, RAISED)}",
        MULTIPLIED,
        gaps_of(left, right),
    )


def called(name: str, *parts: Expr) -> Expr:
    """Call a function."""
    return Expr(lambda row, here: f"{name}({','.join(part.write(row, here) for part in parts)})", gaps=gaps_of(*parts))


def absolute(part: Expr) -> Expr:
    """Take the magnitude."""
    return called("ABS", part)


def power(base: Expr, exponent: Fraction) -> Expr:
    """Raise a number that is not negative."""
    times = number(exponent)
    return Expr(lambda row, here: f"{base.part(row, here, ATOM)}^{times.part(row, here, ATOM)}", RAISED, base.gaps)


def log(part: Expr, base: Fraction | None) -> Expr:
    """Take the logarithm of a number above 0; ``base`` None: the natural one."""
    return called("LN", part) if base is None else called("LOG", part, number(base))


def least(*parts: Expr) -> Expr:
    """Take the smallest."""
    return called("MIN", *parts)


def greatest(*parts: Expr) -> Expr:
    """Take the largest."""
    return called("MAX", *parts)


def to_decimals(part: Expr, places: int) -> Expr:
    """Bring a double to the decimal that it stands for: 0.3 - 0.1 is 0.2 and nothing beside it."""
    return called("ROUND", part, number(places))


def compare(op: str, left: Expr, right: Expr) -> Expr:
    """Compare two numbers as the cells hold them."""
    return Expr(
        lambda row, here: f"{left.part(row, here, SUMMED)}{op}{right.part(row, here, SUMMED)}",
        COMPARED,
        gaps_of(left, right),
    )


def near(op: str, left: Expr, right: Expr, margin: str) -> Expr:
    """Compare two numbers that the cells hold only nearly: closer than ``margin`` is equal."""
    signs = {"<": ("<", "-"), "<=": ("<=", "+"), ">": (">", "+"), ">=": (">=", "-")}
    zero = right.constant == 0

    def write(row: int, here: Sheet) -> str:
        if op in signs:
            shown, sign = signs[op]
            bound = sign.removeprefix("+") if zero else f"{right.part(row, here, SUMMED)}{sign}"
            return f"{left.part(row, here, SUMMED)}{shown}{bound}{margin}"
        shown = "<" if op == "=" else ">="
        apart = left.write(row, here) if zero else f"{left.part(row, here, SUMMED)}-{right.part(row, here, MULTIPLIED)}"
        return f"ABS({apart}){shown}{margin}"

    return Expr(write, COMPARED, gaps_of(left, right))


def is_word(column: Column, text: str, *, yes: bool = True) -> Expr:
    """Tell whether a cell holds a text, or whether it does not."""
    op = "=" if yes else "<>"
    return Expr(lambda row, here: f"{column.at(row, here)}{op}{literal(text)}", COMPARED)


def is_one(column: Column, *, yes: bool = True) -> Expr:
    """Tell whether a cell of ones and zeros holds 1, or whether it holds 0."""
    return Expr(lambda row, here: f"{column.at(row, here)}={int(yes)}", COMPARED)


def is_number(column: Column) -> Expr:
    """Tell whether a cell holds a number."""
    return Expr(lambda row, here: f"ISNUMBER({column.at(row, here)})")


def all_of(parts: Sequence[Expr]) -> Expr:
    """Hold when all hold; one alone is itself."""
    return _joined("AND", parts)


def any_of(parts: Sequence[Expr]) -> Expr:
    """Hold when at least one holds."""
    return _joined("OR", parts)


def _joined(name: str, parts: Sequence[Expr]) -> Expr:
    """Call a function; of more parts than one call takes, of several calls of it."""
    while len(parts) > _MOST_ARGUMENTS:
        parts = [_joined(name, parts[at : at + _MOST_ARGUMENTS]) for at in range(0, len(parts), _MOST_ARGUMENTS)]
    return parts[0] if len(parts) == 1 else called(name, *parts)


def not_(part: Expr) -> Expr:
    """Hold when the part does not."""
    return called("NOT", part)


def guarded(part: Expr) -> Expr:
    """Pass on the text of the first cell that holds one in place of a number."""
    if not part.gaps:
        return part

    def write(row: int, here: Sheet) -> str:
        text = part.write(row, here)
        for gap in reversed(part.gaps):
            text = f"IF(ISTEXT({gap.at(row, here)}),{gap.at(row, here)},{text})"
        return text

    return Expr(write, texts=True)


def bare(part: Expr) -> Expr:
    """Read an expression where its gaps were looked at before."""
    return Expr(part.write, part.level)


def choose(test: Expr, then: Expr, otherwise: Expr) -> Expr:
    """Take ``then`` where the test holds. Only what is taken may hold text: so each side is guarded by itself."""
    first, second = guarded(then), guarded(otherwise)

    def write(row: int, here: Sheet) -> str:
        return f"IF({test.write(row, here)},{first.write(row, here)},{second.write(row, here)})"

    return guarded(Expr(write, ATOM, test.gaps, texts=first.texts or second.texts))


def one_if(test: Expr) -> Expr:
    """Write 1 where a condition holds, else 0."""
    return Expr(lambda row, here: f"IF({test.write(row, here)},1,0)", ATOM, test.gaps)


def is_repeated(mode: str) -> bool:
    """Tell whether a rounding writes what it rounds more than once, so that this should be a cell."""
    return mode in ("half-up", "half-even", "down", "up")


def rounded(part: Expr, places: int, mode: str, nudge: str) -> Expr:
    """Round; ``nudge`` brings a value that lies on a boundary, or a hair below it for lack of digits, over it.

    ``mode``: one of the formula's; with a + of what is never negative.
    """
    scale = 10**places

    def write(row: int, here: Sheet) -> str:
        x = part.part(row, here, SUMMED)
        wide = part.part(row, here, RAISED)
        grown = f"{wide}*{scale}" if places else x
        back = f"/{scale}" if places else ""
        match mode:
            case "half-up+":
                return f"ROUND({x}+{nudge},{places})"
            case "down+":
                return f"ROUNDDOWN({x}+{nudge},{places})"
            case "up+":
                return f"ROUNDUP(MAX({x}-{nudge},0),{places})"
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
        down = f"ROUNDDOWN(ABS({grown})+{nudge},0)"
        # half-even: up past the middle, or on it when the last digit is odd
        rest = f"ABS({grown})-{down}"
        return f"SIGN({x})*({down}+IF({rest}>0.5+{nudge},1,IF({rest}<0.5-{nudge},0,MOD({down},2)))){back}"

    return Expr(write, ATOM if mode.endswith("+") else MULTIPLIED, part.gaps)


# along a row


def row_ranges(columns: Sequence[Column], row: int, here: Sheet) -> list[str]:
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
    return texts


def row_range(columns: Sequence[Column], row: int, here: Sheet) -> str:
    """Write the cells of several columns in a row as arguments of a function."""
    return ",".join(row_ranges(columns, row, here))


def sum_of(columns: Sequence[Column]) -> Expr:
    """Add up cells of the row; text and blanks count for nothing."""

    def write(row: int, here: Sheet) -> str:
        ranges = row_ranges(columns, row, here)
        parts = [ranges[at : at + _MOST_ARGUMENTS] for at in range(0, len(ranges), _MOST_ARGUMENTS)]
        return "+".join(f"SUM({','.join(part)})" for part in parts)

    return Expr(write, SUMMED if len(columns) > _MOST_ARGUMENTS else ATOM)


def count_of(columns: Sequence[Column]) -> Expr:
    """Count the cells of the row that hold numbers."""
    return Expr(lambda row, here: f"COUNT({row_range(columns, row, here)})")


def count_word(columns: Sequence[Column], text: str) -> Expr:
    """Count the cells of the row that hold a text."""

    def write(row: int, here: Sheet) -> str:
        return "+".join(f"COUNTIF({range_},{literal(text)})" for range_ in row_ranges(columns, row, here))

    return Expr(write, SUMMED if len(columns) > 1 else ATOM)
