"""Heights of texts in cells."""

from __future__ import annotations

import pytest

from dvk_scoring.forms.heights import text_height


@pytest.mark.parametrize("width", [0.0, -3.75])
def test_a_column_without_width_takes_a_line_for_each_word(width: float) -> None:
    assert text_height("a b", 11, width) == 2 * text_height("a", 11, 100)
