"""Text that a spreadsheet could take for a formula: harmless in CSV, and the same text again when it is read."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dvk_scoring.figures.apostrophes import harmless, harmless_columns, restored, restored_columns


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("=1+1", "'=1+1"),
        ("+1", "'+1"),
        ("-1", "'-1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("＝1", "'＝1"),
        (" =1", " '=1"),
        ("\t=1", "'\t'=1"),
        ("\r", "'\r"),
        ("a;=1+1", "a;'=1+1"),  # where the region cuts at semicolons, the rest of the line is a cell
        ("a; =1", "a; '=1"),
        ('a;"=1', "a;\"'=1"),
        ("'=1", "''=1"),  # an apostrophe that was there comes back too
        ("''=1", "'''=1"),
        ("Xã 1 - An Bình", "Xã 1 - An Bình"),
        ("a, =1", "a, =1"),  # a text with a comma is quoted whole
        ("it's", "it's"),
        ("'quoted'", "'quoted'"),
        ("1+1=2", "1+1=2"),
    ],
)
def test_what_may_be_taken_for_a_formula_is_made_harmless_and_comes_back(text: str, written: str) -> None:
    assert harmless(text) == written
    assert restored(written) == text
    frame = pl.DataFrame({"name": [text, None, "b"]})
    once = harmless_columns(frame, ["name"])
    assert once["name"].to_list() == [written, None, "b"]
    assert restored_columns(once, ["name"])["name"].to_list() == [text, None, "b"]


@given(st.text(alphabet="=+-@'\";, \t\r\n＝a", max_size=9))
def test_every_text_comes_back_and_no_cell_begins_a_formula(text: str) -> None:
    written = harmless(text)
    assert restored(written) == text
    for cell in written.replace('"', ";").replace("\t", ";").replace("\n", ";").replace("\r", ";").split(";"):
        assert not cell.lstrip().startswith(("=", "+", "-", "@", "＝"))
    frame = pl.DataFrame({"name": [text]})
    assert harmless_columns(frame, ["name"])["name"].item() == written
