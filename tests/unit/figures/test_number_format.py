"""What a workbook's number formats make of numbers.

The expected texts are those that LibreOffice shows for 7, 12345 and -7 in cells with these formats.
"""

from __future__ import annotations

from decimal import Decimal

import pytest

from dvk_scoring.figures.number_format import FormattedNumber, NumberFormat


@pytest.mark.parametrize(
    "code", ["0%", "0.00%", "#,##0.0 %", "[Red]0%", '0%;[Red]-0%;"-"', "0.0_)%", '"còn "0%', "0%;@", "_-0%", "* 0%"]
)
def test_a_percent_sign_of_its_own_makes_percents(code: str) -> None:
    assert NumberFormat(code).is_percent(negative=False) is True
    assert NumberFormat(code).tells


@pytest.mark.parametrize(
    "code", ["General", "", "0", "0.00", '0.0"%"', r"0.0\%", "0_%", "*%0", "@", "dd/mm/yyyy", "0;0%"]
)
def test_a_quoted_or_escaped_sign_is_only_shown(code: str) -> None:
    assert NumberFormat(code).is_percent(negative=False) is False


def test_negative_numbers_have_a_section_of_their_own() -> None:
    assert NumberFormat("0;0%").is_percent(negative=True) is True
    assert NumberFormat("0%").is_percent(negative=True) is True
    assert NumberFormat("0%;0").is_percent(negative=True) is False
    assert NumberFormat("0%;@").is_percent(negative=True) is True, "the section of texts is none of numbers"


def test_conditions_tell_only_where_all_sections_agree() -> None:
    assert NumberFormat("[<1]0%;0").is_percent(negative=False) is None
    assert NumberFormat("[<1]0%;0%;0%").is_percent(negative=False) is True
    assert NumberFormat("[>=100]0;[Red]0.0").is_percent(negative=False) is False


@pytest.mark.parametrize(
    ("code", "seven", "many"),
    [
        ("000", "007", "12345"),
        ("0", "7", "12345"),
        ("#", "7", "12345"),
        ('"xa-"000', "xa-007", "xa-12345"),
        (r"\P\.00", "P.07", "P.12345"),
        ("00-00", "00-07", "123-45"),
        ("(000)", "(007)", "(12345)"),
        ("[Blue]000;-000", "007", "12345"),
        ("000_)", "007", "12345"),
        ("?0", "7", "12345"),
        ("0.0", None, None),
        ("#,##0", None, None),
        ("0%", None, None),
        ("General", None, None),
        ("dd/mm/yyyy", None, None),
        ("[<10]000;0", None, None),
        ("@", None, None),
        ('"', None, None),
    ],
)
def test_a_whole_number_is_shown_with_its_zeros_and_fixed_text(code: str, seven: str | None, many: str | None) -> None:
    assert NumberFormat(code).shown(7) == seven
    assert NumberFormat(code).shown(12345) == many


def test_plain_formats_tell_nothing() -> None:
    plain = ["General", "0", "0.00", "#,##0", "@", "dd/mm/yyyy", "0_)", "#,##0.00;[Red]-#,##0.00", "h:mm"]
    assert [one for one in plain if NumberFormat(one).tells] == []
    assert all(NumberFormat(one).tells for one in ("000", '"xa-"0', "0%", "0;0%"))


def test_only_whole_numbers_from_nought_are_shown_by_such_a_format() -> None:
    for value, shown in (("7", "007"), ("-7", "-7"), ("7.5", "7.5"), ("1234567890123456", "1234567890123456")):
        assert FormattedNumber(Decimal(value), NumberFormat("000"), percent=False).shown == shown


def test_a_code_beyond_the_longest_is_cut_and_not_looked_through_for_ever() -> None:
    assert NumberFormat("[" * 1_000_000).shown(7) is None
    assert NumberFormat('"' * 1_000_001 + "%").is_percent(negative=False) is False
