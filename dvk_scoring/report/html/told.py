"""The explanations of the units, packed: they are many times as long as everything else, and much alike."""

from __future__ import annotations

import json
import zlib
from base64 import b64encode
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any, Final

from dvk_scoring.analysis.explain import explain_units
from dvk_scoring.analysis.paragraph import Paragraph
from dvk_scoring.scoring.result import Result, UnitResult
from dvk_scoring.text import LANGUAGES, Language

MOST_TOLD: Final = 2000
"""Units that are explained in the report; writing takes about 20 seconds a thousand."""
BLOCK: Final = 40
"""Units packed together: large enough to pack well, small enough to open at once."""
_END: Final = ("titles", "class", "rank", "total")


def pack_told(result: Result) -> dict[str, Any]:
    """Give the explanations as the page reads them.

    Returns:
        ``size``: units in a block; ``units``: units told; ``vi`` and ``en``: blocks in the order of the result, each
        the base64 of deflated JSON, a list with one object a unit: ``criteria``, ``added``, ``total``, ``rank``,
        ``class``, ``titles``. A paragraph is its heading followed by its lines.

    Raises:
        DvkError: The engine found other numbers than the explanation.
    """
    kept: dict[str, Any] | None = result.kept.get("told")  # a page in the other language tells the same
    if kept is None:
        packed: dict[str, list[str]] = {language: [] for language in LANGUAGES}
        told = _told(result)
        while block := list(islice(told, BLOCK)):
            for language in LANGUAGES:
                packed[language].append(_packed([unit[language] for unit in block]))
        kept = result.kept["told"] = {"size": BLOCK, "units": min(len(result.units), MOST_TOLD), **packed}
    return kept


def _told(result: Result) -> Iterator[dict[Language, dict[str, Any]]]:
    for unit, paragraphs in islice(explain_units(result, LANGUAGES), MOST_TOLD):
        yield {language: _sorted_out(result, unit, paragraphs[language]) for language in LANGUAGES}


def _sorted_out(result: Result, unit: UnitResult, paragraphs: Sequence[Paragraph]) -> dict[str, Any]:
    """Tell the paragraphs apart by where they stand: criteria, what was added, total, rank, class, titles."""
    there = {"titles": bool(result.scheme.titles), "class": bool(result.scheme.classes), "rank": True, "total": True}
    rest = [[paragraph.heading, *paragraph.lines] for paragraph in paragraphs]
    end: dict[str, Any] = {}
    for kind in _END:
        if there[kind]:
            end[kind] = rest.pop()
    count = len(unit.criteria)
    return {"criteria": rest[:count], "added": rest[count:], **dict(sorted(end.items()))}


def _packed(block: Sequence[dict[str, Any]]) -> str:
    text = json.dumps(block, ensure_ascii=False, separators=(",", ":"))
    return b64encode(zlib.compress(text.encode(), 9)).decode()
