"""What conditions and tie-breaks look at besides single parts and figures, in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from dvk_scoring.text import Text

OVER_ALL: Final[Mapping[str, Text]] = {
    "every section": Text(vi="từng nhóm lớn", en="every top-level section"),
    "every criterion": Text(vi="từng tiêu chí", en="every criterion"),
    "total": Text(vi="tổng điểm", en="the total"),
    "bonuses": Text(vi="điểm thưởng", en="the bonuses"),
    "penalties": Text(vi="điểm trừ", en="the penalties"),
}
"""As schemes write it → what it is called within a sentence."""
