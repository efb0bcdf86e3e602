"""What is scored, in the words that texts need: one or several of it, within a sentence and at its beginning."""

from __future__ import annotations

import re
from typing import Final

from dvk_scoring.text import Language, Text, capital

_Y_AFTER_CONSONANT: Final = re.compile("[^aeiou]y$")


def plural(word: str) -> str:
    """Give the plural of an English noun as a scheme writes it.

    Example:
        >>> plural("team"), plural("university"), plural("commune police")
        ('teams', 'universities', 'commune police')
    """
    if word.endswith(("s", "police")):
        return word
    return f"{word[:-1]}ies" if _Y_AFTER_CONSONANT.search(word) else f"{word}s"


def entrant_words(entrant: Text, language: Language) -> dict[str, str]:
    """Give what phrases call it: ``entrant``, ``entrants``, and both as a sentence begins, ``Entrant``, ``Entrants``.

    Vietnamese has one form for one and for several.
    """
    one = entrant.in_(language)
    several = plural(one) if language == "en" else one
    return {"entrant": one, "entrants": several, "Entrant": capital(one), "Entrants": capital(several)}
