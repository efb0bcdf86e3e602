"""Slips of the pen: what was meant is told where it is plain, and nothing where it is open."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal

import pytest
import tomli

from dvk_scoring.scheme import slips
from dvk_scoring.scheme.keys import first_naming

MEANT = [
    (slips.number_meant, "20", "20"),
    (slips.number_meant, " 2,5 ", "2.5"),
    (slips.number_meant, "-0,25", "-0.25"),
    (slips.number_meant, ".5", "0.5"),
    (slips.number_meant, "05", "5"),
    (slips.number_meant, "0,125", "0.125"),
    (slips.number_meant, "1.000.000", "1000000"),
    (slips.number_meant, "1 000", "1000"),
    (slips.number_meant, "1.000,5", "1000.5"),
    (slips.number_meant, "20 điểm", "20"),
    (slips.number_meant, "2,5 points", "2.5"),
    (slips.number_meant, "1,000", ""),  # a thousand or one
    (slips.number_meant, "1.000", ""),
    (slips.number_meant, "2o", ""),  # 20 mistyped, or 2 of something
    (slips.number_meant, "80%", ""),
    (slips.number_meant, "0-105", ""),
    (slips.number_meant, "-", ""),
    (slips.number_meant, "", ""),
    (slips.number_meant, True, ""),
    (slips.whole_meant, Decimal("2.0"), "2"),
    (slips.whole_meant, Decimal("2.5"), ""),
    (slips.whole_meant, "3", "3"),
    (slips.amount_meant, "80 %", '"80%"'),
    (slips.amount_meant, "80,5%", '"80.5%"'),
    (slips.amount_meant, "80 phần trăm", '"80%"'),
    (slips.amount_meant, "2,5", "2.5"),
    (slips.day_meant, "31/12/2026", "2026-12-31"),
    (slips.day_meant, "01-02-2026", "2026-02-01"),
    (slips.day_meant, "12/31/2026", "2026-12-31"),
    (slips.day_meant, "2026/1/5", "2026-01-05"),
    (slips.day_meant, "2026-02-30", ""),
    (slips.day_meant, "31/12-2026", ""),
    (slips.day_meant, datetime(2026, 1, 2, 3), "2026-01-02"),  # noqa: DTZ001 - as TOML has it without a zone
    (slips.answer_meant, "True", "true"),
    (slips.answer_meant, "không", "false"),
    (slips.answer_meant, 1, "true"),
    (slips.answer_meant, 2, ""),
    (slips.text_meant, 2026, '"2026"'),
    (slips.text_meant, True, ""),
    (slips.text_meant, ["x"], ""),
]


@pytest.mark.parametrize(
    ("key", "raw", "expected"),
    [
        ("quota", 2, "{ count = 2 }"),
        ("quota", "20 %", '{ share = "20%" }'),
        ("quota", Decimal("2.5"), '{ share = "2.5%" }'),
        ("quota", Decimal("0.2"), ""),
        ("quota", True, ""),
        ("quota", 0, ""),
        ("quota", "all", ""),
        ("valid", 2026, "{ from = 2026-01-01, to = 2026-12-31 }"),
        ("valid", 20266, ""),
        ("valid", "2026", ""),
        ("rounding", 2, ""),
    ],
)
def test_which_table_was_meant(key: str, raw: object, expected: str) -> None:
    assert slips.table_meant(key, raw) == expected


@pytest.mark.parametrize(("meant", "raw", "expected"), MEANT)
def test_what_was_meant(meant: Callable[[object], str], raw: object, expected: str) -> None:
    assert meant(raw) == expected


@pytest.mark.parametrize(
    "line",
    [
        "a = [0, 105 }",
        "a = 0-105",
        "[ranking]]",
        "a = { b = 20 c = 3 }",
        "a = [1, 2 3]",
        'a = "x" "y"',
        "a = 1 1 # 80%, 2,5",
        "a = 10:30x",
    ],
)
def test_a_line_without_a_known_slip_has_none(line: str) -> None:
    with pytest.raises(tomli.TOMLDecodeError) as caught:
        tomli.loads(line)
    assert slips.syntax_slip(caught.value.msg, line, caught.value.colno - 1) is None


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ('a = "x", "y"', "several values stand in brackets: […, …]"),
        ("a = 1, 2", "several values stand in brackets: […, …]"),
        ('a = "x",', "no comma stands at the end of this line"),
        ("a = { b: 1 }", "one = stands between a key and its value"),
        ("a = 0,5", "numbers have a decimal point, and nothing between thousands: 0.5"),
        ("a = 1,000", "numbers have a decimal point, and nothing between thousands"),
        ("a = { b = 1, c d = 2 }", "a key has neither blanks nor marks: c-d"),
        ("a = { b = 2O, c = 1 }", "the number 2O has a letter in it"),
        ("a = 1l.5", "the number 1l.5 has a letter in it"),
        ("a = [x, y]", 'text stands in quotes: "x"'),
    ],
)
def test_a_slip_is_named(line: str, told: str) -> None:
    with pytest.raises(tomli.TOMLDecodeError) as caught:
        tomli.loads(line)
    slip = slips.syntax_slip(caught.value.msg, line, caught.value.colno - 1)
    assert slip is not None
    assert slip.en == told


@pytest.mark.parametrize(
    ("text", "path", "line"),
    [
        ("a = 1\na = 2\n", ("a",), 1),
        ("[a]\n[b]\n[a]\n", ("a",), 1),
        ("a = {b = 1, c = 2, b = 3}", ("a", "b"), 1),
        ("a = {b = 1}\n[a.c]\n", ("a",), 1),
        ("a = {b = 1}\na.c = {d = 2}\n", ("a",), 1),
        ("x = 1\na.b = 1\na = 2\n", ("a",), 2),
        ("a = [1]\n[[a]]\n", ("a",), 1),
        ("[[a]]\n[a]\n", ("a", 0), 1),
        ("a = '''\nx\n'''\na = 2\n", ("a",), 1),
    ],
)
def test_where_a_key_stood_before(text: str, path: tuple[str | int, ...], line: int) -> None:
    with pytest.raises(tomli.TOMLDecodeError):
        tomli.loads(text)
    assert first_naming(text) == (path, line)
