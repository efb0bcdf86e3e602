"""A comparison onto the disk, by suffix."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from dvk_scoring.analysis.causes import ComparedResults
from dvk_scoring.aside import written_aside
from dvk_scoring.report.comparison.html import compared_html
from dvk_scoring.report.comparison.json import compared_json
from dvk_scoring.text import Language

SUFFIXES: Final = (".json", ".html")
_WRITERS: Final[Mapping[str, Callable[[ComparedResults, Language], str]]] = {
    ".json": lambda compared, _: f"{compared_json(compared)}\n",
    ".html": compared_html,
}


def write_compared(compared: ComparedResults, path: Path, language: Language) -> None:
    """Write it as ``.json`` or ``.html``.

    Raises:
        DvkError: Jinja2 is not installed, or the system refuses.
    """
    text = _WRITERS[path.suffix.lower()](compared, language)
    with written_aside(path) as unfinished:
        unfinished.write_text(text, encoding="utf-8", newline="\n")
