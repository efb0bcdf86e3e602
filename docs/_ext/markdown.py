"""Small parts of Markdown that the generated pages are made of."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from dvk_scoring.text import Language


def write_page(folder: Path, name: str, language: Language, text: str) -> str:
    """Write one page and give the name a toctree knows it by."""
    page = name if language == "en" else f"{name}.vi"
    (folder / f"{page}.md").write_text(f"{text.rstrip()}\n", encoding="utf-8")
    return page


def toctree(pages: Iterable[str], *options: str) -> str:
    """List pages, as contents and in the menu."""
    return "\n".join(["```{toctree}", *(options or (":maxdepth: 1",)), "", *pages, "```"])


def table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Write a table; cells are Markdown."""
    lines = [headings, ["---"] * len(headings), *rows]
    return "\n".join("| " + " | ".join(_cell(one) for one in row) + " |" for row in lines)


def _cell(text: str) -> str:
    return re.sub(r"(?<!\\)\|", r"\\|", text).replace("\n", "<br>")


def plain(text: str) -> str:
    """Keep signs of Markdown in a text from being taken for markup."""
    return re.sub(r"([\\`*_\[\]<>{}$#~|])", r"\\\1", text)


def block(language: str, text: str) -> str:
    """Write a block of code."""
    return f"~~~{language}\n{text.strip()}\n~~~"
