"""``dvk plugins``: what criteria there are, what one asks for and gives, what is wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dvk_scoring.cli.lazy import LazyGroup
from dvk_scoring.cli.options import language_option

if TYPE_CHECKING:
    from dvk_scoring.cli.language import Language

_HOMES: Final = {
    "list": ("plugins_list", "Liệt kê plugin: mã, nguồn, trạng thái.", "List plugins: id, origin, state."),
    "show": (
        "plugins_show",
        "Xem một tiêu chí: công thức, số liệu, tham số.",
        "Show a criterion: formula, figures, params.",
    ),
    "new": ("plugins_new", "Tạo một plugin mới để sửa thành của mình.", "Make a new plugin to change into your own."),
    "check": (
        "plugins_check",
        "Tìm thấy gì ở đâu, sai gì, cần làm gì.",
        "What was found where, what is wrong, what to do.",
    ),
    "test": (
        "plugins_test",
        "Thử tiêu chí theo bộ điều kiện chung.",
        "Hold criteria to the contract.",
    ),
}
_MOVED: Final = {"why": "check", "doctor": "check"}


def command(language: Language) -> LazyGroup:
    """Make the group in one language."""
    vi = language == "vi"
    homes = {name: (f"dvk_scoring.cli.{home}", told if vi else en) for name, (home, told, en) in _HOMES.items()}
    about = "Các tiêu chí dưới dạng plugin." if vi else "Criteria, each a plugin."
    params = [language_option(language)]
    return LazyGroup("plugins", language=language, homes=homes, moved=_MOVED, params=params, help=about)
