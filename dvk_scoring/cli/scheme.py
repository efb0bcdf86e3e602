"""``dvk scheme``: schemes listed, made, checked, told and compared."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dvk_scoring.cli.lazy import LazyGroup
from dvk_scoring.cli.options import language_option

if TYPE_CHECKING:
    from dvk_scoring.cli.language import Language

_HOMES: Final[dict[str, tuple[str, str, str]]] = {
    "list": ("scheme_list", "Liệt kê các bảng điểm có sẵn.", "List the schemes that come with it."),
    "new": ("scheme_new", "Tạo một bảng điểm mới để sửa thành của mình.", "Make a new scheme to change into your own."),
    "check": ("scheme_check", "Kiểm tra và chứng minh một bảng điểm.", "Check and prove a scheme."),
    "cases": ("scheme_cases", "Chạy các ví dụ viết cạnh bảng điểm.", "Run the worked cases beside a scheme."),
    "lint": ("scheme_lint", "Rà soát bảng điểm và đưa lời khuyên.", "Review a scheme and give advice."),
    "docs": ("scheme_docs", "Nói lại bảng điểm bằng lời, thành văn bản.", "Tell a scheme in words, as a document."),
    "schema": ("scheme_schema", "Tạo lược đồ để trình soạn thảo kiểm tra.", "Make the schema that editors check with."),
    "diff": ("scheme_diff", "So sánh hai bảng điểm.", "Compare two schemes."),
}


def command(language: Language) -> LazyGroup:
    """Make the group in one language."""
    vi = language == "vi"
    homes = {name: (f"dvk_scoring.cli.{home}", told if vi else en) for name, (home, told, en) in _HOMES.items()}
    about = "Liệt kê, tạo, kiểm tra, so sánh bảng điểm." if vi else "List, make, check and compare schemes."
    return LazyGroup("scheme", language=language, homes=homes, params=[language_option(language)], help=about)
