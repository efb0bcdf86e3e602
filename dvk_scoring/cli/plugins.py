"""``dvk plugins``: what criteria there are, what one asks for and gives, why it is used or not, what is wrong."""

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
    "why": ("plugins_why", "Vì sao một tiêu chí dùng được hay không.", "Tell why a criterion is used, or is not."),
    "new": ("plugins_new", "Tạo một plugin mới để sửa thành của mình.", "Make a new plugin to change into your own."),
    "check": (
        "plugins_check",
        "Kiểm tra nhanh plugin, không cần số liệu.",
        "Check plugins quickly, without figures.",
    ),
    "test": (
        "plugins_test",
        "Thử tiêu chí theo bộ điều kiện chung.",
        "Hold criteria to the contract.",
    ),
    "doctor": ("plugins_doctor", "Xem xét bản cài đặt, nói việc cần làm.", "Look at the installation; say what to do."),
}


def command(language: Language) -> LazyGroup:
    """Make the group in one language."""
    vi = language == "vi"
    homes = {name: (f"dvk_scoring.cli.{home}", told if vi else en) for name, (home, told, en) in _HOMES.items()}
    about = "Các tiêu chí dưới dạng plugin." if vi else "Criteria, each a plugin."
    return LazyGroup("plugins", language=language, homes=homes, params=[language_option(language)], help=about)
