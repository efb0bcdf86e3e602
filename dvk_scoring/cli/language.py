"""Which language a run speaks, decided before any command is built, so that its help speaks it too."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from typing import Any, Final, Literal

from dvk_scoring.text import LANGUAGES

Language = Literal["vi", "en"]
OTHER: Final[Mapping[Language, str]] = {
    "vi": "English: dvk --lang en …, or set DVK_LANG=en.",
    "en": "Tiếng Việt: dvk --lang vi …, hoặc đặt DVK_LANG=vi.",
}
"""How to change the language of a run, said in the other one."""
_VIETNAMESE: Final = 0x2A
_PRIMARY: Final = 0x3FF
"""Windows numbers languages; the lower ten bits are the language without the country."""


def chosen_language(arguments: Sequence[str], environment: Mapping[str, str]) -> Language:
    """Take ``--lang`` from the command line, else ``DVK_LANG``, else the locale or the language of Windows.

    What is neither is English.
    """
    named = _named(arguments)
    if named is not None:
        return named
    for variable in ("DVK_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        value = environment.get(variable)
        if value:
            return "vi" if value.lower().startswith("vi") else "en"
    return "vi" if sys.platform == "win32" and _is_vietnamese_windows() else "en"


def _is_vietnamese_windows() -> bool:
    """Ask Windows, which has no such variables, in which language it speaks to its user."""
    import ctypes

    kernel: Any = getattr(ctypes, "windll").kernel32  # noqa: B009 - no other system has it
    return bool(kernel.GetUserDefaultUILanguage() & _PRIMARY == _VIETNAMESE)


def _named(arguments: Sequence[str]) -> Language | None:
    named: Language | None = None
    for place, argument in enumerate(arguments):
        if argument == "--":
            break
        value = argument.removeprefix("--lang=") if argument.startswith("--lang=") else None
        if argument == "--lang" and place + 1 < len(arguments):
            value = arguments[place + 1]
        if value in LANGUAGES:
            named = "vi" if value == "vi" else "en"
    return named
