"""``dvk scheme``: schemes listed, made, checked, told and compared."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dvk_scoring.cli.lazy import LazyGroup
from dvk_scoring.cli.options import language_option

if TYPE_CHECKING:
    from dvk_scoring.cli.language import Language


def command(language: Language) -> LazyGroup:
    """Make the group in one language."""
    vi = language == "vi"
    about = "Liệt kê, tạo, kiểm tra, so sánh bảng điểm." if vi else "List, make, check and compare schemes."
    return LazyGroup("scheme", language=language, params=[language_option(language)], help=about)
