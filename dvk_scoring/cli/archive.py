"""``dvk archive``: seals over the years as a chain, with a log that only grows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dvk_scoring.cli.lazy import LazyGroup
from dvk_scoring.cli.options import language_option

if TYPE_CHECKING:
    from dvk_scoring.cli.language import Language


def command(language: Language) -> LazyGroup:
    """Make the group in one language."""
    vi = language == "vi"
    about = "Kho các bản niêm phong qua các năm." if vi else "An archive of seals over the years."
    return LazyGroup("archive", language=language, params=[language_option(language)], help=about)
