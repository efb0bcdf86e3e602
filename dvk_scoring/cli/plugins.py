"""``dvk plugins``: what criteria there are, what one asks for and gives, what is wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dvk_scoring.cli.lazy import LazyGroup
from dvk_scoring.cli.options import language_option

if TYPE_CHECKING:
    from dvk_scoring.cli.language import Language


def command(language: Language) -> LazyGroup:
    """Make the group in one language."""
    vi = language == "vi"
    about = "Các tiêu chí dưới dạng plugin." if vi else "Criteria, each a plugin."
    return LazyGroup("plugins", language=language, params=[language_option(language)], help=about)
