"""What is written on the command line for a new scheme."""

from __future__ import annotations

import tomllib
import unicodedata
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dvk_scoring.scaffold.scheme.toml_text import write_value
from dvk_scoring.scaffold.scheme.wish import (
    Points,
    SchemeWish,
    WantedCluster,
    WantedCriterion,
    read_flags,
    read_period,
    read_total,
    year_in,
)
from dvk_scoring.text import Text


@pytest.mark.parametrize(
    ("written", "value", "sign"),
    [
        ("40", "40", ""),
        ("12.5", "12.5", ""),
        ("12,25", "12.25", ""),
        (" 7 ", "7", ""),
        ("+3", "3", "+"),
        ("-3,5", "3.5", "-"),
    ],
)
def test_points_are_read(written: str, value: str, sign: str) -> None:
    assert Points.read(written) == Points(Fraction(value), sign)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "written", ["", "0", "-0", "+0.00", "nhiều", "1.234", "1e3", "--3", "1/3", "१२", "4 0", "nan", "9" * 9]
)
def test_what_is_no_points_is_not_read(written: str) -> None:
    assert Points.read(written) is None


def test_a_criterion_with_and_without_points() -> None:
    assert WantedCriterion.read("outreach") == WantedCriterion("outreach", None)
    assert WantedCriterion.read("outreach=40") == WantedCriterion("outreach", "40")
    empty = WantedCriterion.read("outreach=")
    assert (empty.written, empty.points) == ("", None)


def test_a_cluster_by_id_by_title_or_by_both() -> None:
    assert WantedCluster.read("c1=Cụm 1") == WantedCluster("c1", Text.same("Cụm 1"))
    assert WantedCluster.read("Cụm miền núi") == WantedCluster("cum-mien-nui", Text.same("Cụm miền núi"))
    assert WantedCluster.read(unicodedata.normalize("NFD", "Cụm miền núi")).title.vi == "Cụm miền núi"
    assert WantedCluster.read("12").id == ""


def test_a_period_is_a_year_or_two_days() -> None:
    assert read_period("2026") == (date(2026, 1, 1), date(2026, 12, 31))
    assert read_period("2026-01-01 .. 2026-06-30") == (date(2026, 1, 1), date(2026, 6, 30))
    wrong = ["", "26", "0000", "2026-1-1..2026-06-30", "2026-02-30..2026-03-01", "2026-06-30..2026-01-01", "2026..2027"]
    assert [one for one in wrong if read_period(one) is not None] == []


def test_totals_and_flags() -> None:
    assert [read_total(one) for one in ("100", "1000", "62,5", "1000000")] == [100, 1000, Fraction("62.5"), 1_000_000]
    assert [one for one in ("0", "0.5", "-100", "+100", "1000001", "x", "") if read_total(one) is not None] == []
    assert [read_flags(one) for one in ("0", "1", "100")] == [0, 1, 100]
    assert [one for one in ("101", "-1", "1.5", "", "một") if read_flags(one) is not None] == []


def test_the_year_is_taken_from_a_name_that_names_one() -> None:
    names = ["thi-dua-2026", "2026-x", "x2026y", "thi-dua", "2026-2027", "x12026"]
    assert [year_in(name) for name in names] == [2026, 2026, 2026, None, None, None]


def test_all_that_is_wrong_is_told_at_once() -> None:
    wish = SchemeWish(
        "Thi đua",
        Text(vi='"', en="\\"),
        (WantedCriterion("a", "x"), WantedCriterion("a", None)),
        clusters=(WantedCluster("1", Text.same("")), WantedCluster("1", Text.same("b"))),
    )
    codes = [one.code.removeprefix("DVK-O") for one in wish.problems()]
    assert codes == ["721", "704", "704", "704", "724", "724", "725", "725", "726"]
    assert [one.code for one in SchemeWish("stage-contest", Text.same("x"), ()).problems()] == ["DVK-O722"]


plain = st.one_of(
    st.text(),
    st.booleans(),
    st.integers(-(10**9), 10**9),
    st.decimals(-1000, 1000, places=3),
    st.builds(Text, vi=st.text(), en=st.text()),
)


@given(
    value=st.recursive(plain, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3))
)
def test_what_is_written_as_toml_is_read_back(value: object) -> None:
    written = write_value(value)
    assert written is not None
    assert "\n" not in written
    assert tomllib.loads(f"key = {written}", parse_float=Decimal)["key"] == _read(value)


def _read(value: object) -> object:
    if isinstance(value, Text):
        return value.vi if value.vi == value.en else {"vi": value.vi, "en": value.en}
    if isinstance(value, list):
        return [_read(one) for one in value]
    return {key: _read(one) for key, one in value.items()} if isinstance(value, dict) else value


def test_what_toml_has_no_words_for_is_not_written() -> None:
    assert [write_value(one) for one in (None, Fraction(1, 3), [None], {"a": None}, Decimal("NaN"), object())] == [
        None
    ] * 6
    assert [write_value(one) for one in (Fraction(5, 4), Fraction(100), Fraction(-1, 2), ())] == [
        "1.25",
        "100",
        "-0.5",
        "[]",
    ]
