"""Which columns of text are nothing but visible ASCII, wherever in a long one another character stands."""

from __future__ import annotations

import polars as pl
import pytest

from dvk_scoring.figures.keys import plain_columns

TOGETHER = 1 << 14
"""Texts that are looked at together."""
ROWS = 2 * TOGETHER + 5


@pytest.mark.parametrize("row", [0, TOGETHER - 1, TOGETHER, 2 * TOGETHER, ROWS - 1])
@pytest.mark.parametrize("odd", [" ", "\t", "\x7f", "\xa0", "e\u0301", "ă", "\x00"])
def test_an_odd_character_is_seen_in_any_row(row: int, odd: str) -> None:
    texts = pl.select(pl.repeat("u!~", ROWS, dtype=pl.String).alias("a")).to_series()
    frame = pl.DataFrame({"a": texts.clone().scatter(row, f"u{odd}1"), "b": texts})
    assert plain_columns(frame) == {"b"}


def test_columns_without_a_text_are_plain() -> None:
    """Blanks are no characters; what is plain may be asked more strictly."""
    schema = dict.fromkeys(("blank", "some", "upper"), pl.String)
    frame = pl.DataFrame({"blank": [None, None], "some": ["", None], "upper": ["a", "B"]}, schema)
    assert plain_columns(frame) == {"blank", "some", "upper"}
    assert plain_columns(frame, b"ab") == {"blank", "some"}
    assert plain_columns(frame.clear()) == {"blank", "some", "upper"}
