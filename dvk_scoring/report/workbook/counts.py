"""What is counted and added up over the rows of a sheet: formulas that look at other units."""

from __future__ import annotations

from typing import Final

import attrs

from dvk_scoring.report.workbook.formulas import number
from dvk_scoring.report.workbook.grid import Column, Expr, Sheet

_ANY_NUMBER: Final = '">=-1E+15"'


def _same(group: Column | None, row: int, here: Sheet) -> str:
    return "" if group is None else f"{group.range(here)},{group.at(row, here)},"


def count_numbers(column: Column, group: Column | None) -> Expr:
    """Count the numbers of a column among the rows of the same group."""
    return Expr(lambda row, here: f"COUNTIFS({_same(group, row, here)}{column.range(here)},{_ANY_NUMBER})")


def sum_numbers(column: Column, group: Column | None) -> Expr:
    """Add up the numbers of a column among the rows of the same group."""

    def write(row: int, here: Sheet) -> str:
        if group is None:
            return f"SUM({column.range(here)})"
        return f"SUMIFS({column.range(here)},{_same(group, row, here)[:-1]})"

    return Expr(write)


def extreme(column: Column, group: Column | None, *, highest: bool) -> Expr:
    """Take the highest or lowest number among the rows of the same group; 0 where there is none."""
    name = "MAX" if highest else "MIN"

    def write(row: int, here: Sheet) -> str:
        if group is None:
            return f"{name}({column.range(here)})"
        return f"{name}IFS({column.range(here)},{_same(group, row, here)[:-1]})"

    return Expr(write)


def count_better(column: Column, group: Column | None, margin: str, *, high: bool) -> Expr:
    """Count the numbers of the group that are better than the row's own by more than ``margin``."""

    def write(row: int, here: Sheet) -> str:
        inside = "" if group is None else f"({group.range(here)}={group.at(row, here)})*"
        values, value = column.range(here), column.at(row, here)
        test = f"{values}>{value}+{margin}" if high else f"{values}<{value}-{margin}"
        return f"SUMPRODUCT({inside}ISNUMBER({values})*({test}))"

    return Expr(write)


@attrs.frozen(eq=False)
class Criterion:
    """One condition of a count: the cells of a column against the row's own value of an expression."""

    column: Column
    op: str
    own: Expr


def same_as_own(column: Column) -> Criterion:
    """Count the rows in which a column holds what it holds in the own row."""
    return Criterion(column, "=", column.ref)


def counted(column: Column) -> Criterion:
    """Count the rows in which a column of ones and zeros holds 1."""
    return Criterion(column, "=", number(1))


def count_where(*criteria: Criterion, down_to_own: bool = False) -> Expr:
    """Count the rows for which all hold; text and blanks never count. ``down_to_own``: only rows down to this one."""

    def write(row: int, here: Sheet) -> str:
        texts = []
        for criterion in criteria:
            value = criterion.own.write(row, here)
            test = value if criterion.op == "=" else f'"{criterion.op}"&{value}'
            texts.append(f"{criterion.column.range(here, row if down_to_own else None)},{test}")
        return f"COUNTIFS({','.join(texts)})"

    return Expr(write)
