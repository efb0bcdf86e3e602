"""What is scored, in the words that texts need: one or several of it, within a sentence and at its beginning."""

from __future__ import annotations

import re
from typing import Final

from dvk_scoring.text import LANGUAGES, Language, Text, capital

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
    word = entrant.in_(language)
    several = plural(word) if language == "en" else word
    return {"entrant": word, "entrants": several, "Entrant": capital(word), "Entrants": capital(several)}


def about(text: Text, entrant: Text) -> Text:
    """Call those scored as the scheme does, in a text about them.

    Example:
        >>> about(Text(vi="Mã {entrant}", en="Id of the {entrant}"), Text(vi="đội", en="team")).en
        'Id of the team'
    """
    said: dict[Language, str] = {}
    for language in LANGUAGES:
        called = entrant_words(entrant, language)
        said[language] = text.in_(language).format(**called, ENTRANT=called["entrant"].upper())
    return Text(vi=said["vi"], en=said["en"])
