"""Which language a run speaks, decided before any command is built, so that its help speaks it too."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, Literal

Language = Literal["vi", "en"]
LANGUAGES: Final[tuple[Language, ...]] = ("vi", "en")


def chosen_language(arguments: Sequence[str], environment: Mapping[str, str]) -> Language:
    """Take ``--lang`` from the command line, else ``DVK_LANG``, else the locale; what is neither is English."""
    named = _named(arguments)
    if named is not None:
        return named
    for variable in ("DVK_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        value = environment.get(variable)
        if value:
            return "vi" if value.lower().startswith("vi") else "en"
    return "en"


def _named(arguments: Sequence[str]) -> Language | None:
    found: Language | None = None
    for place, argument in enumerate(arguments):
        if argument == "--":
            break
        value = argument.removeprefix("--lang=") if argument.startswith("--lang=") else None
        if argument == "--lang" and place + 1 < len(arguments):
            value = arguments[place + 1]
        if value in LANGUAGES:
            found = "vi" if value == "vi" else "en"
    return found
