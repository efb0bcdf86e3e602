"""A document of rules as Markdown: what a text of the scheme holds is never taken for a mark of Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from dvk_scoring.report.rules.blocks import Block, Document, Facts, Grid, Heading, Items, Line

# The marks of Markdown itself; then what some of its readers make more of: formulas, tags of templates, addresses.
_MARKS: Final = re.compile(r"[\\`*_\[\]|#~&${@]|<(?=[A-Za-z/!?])|(?<=\{)%|:(?=//)|(?<=\bwww)\.", re.IGNORECASE)
_BEGINS_LIST: Final = re.compile(r"^(\d+)([.)])|^([-+>])")
_INDENT: Final = "\u2003"


def to_markdown(document: Document) -> str:
    """Write the document; blocks stand apart by an empty line."""
    blocks = [f"# {_plain(document.title)}", f"**{_plain(document.kind)}**"]
    blocks += ["\n".join(_lines(block)) for block in document.blocks]
    return "\n\n".join(blocks) + "\n"


def _lines(block: Block) -> Iterator[str]:
    match block:
        case Heading(level, text):
            yield f"{'#' * (level + 1)} {_plain(text)}"
        case Line(text):
            yield _begun(text)
        case Items(lines, ordered):
            for number, line in enumerate(lines, start=1):
                yield f"{f'{number}.' if ordered else '-'} {_begun(line)}"
        case Facts(pairs):
            for name, text in pairs:
                yield f"- **{_plain(name)}:** {_plain(text)}"
        case Grid():
            yield from _grid(block)


def _grid(grid: Grid) -> Iterator[str]:
    yield f"| {' | '.join(map(_plain, grid.headings))} |"
    yield f"|{'|'.join(' ---: ' if at in grid.numbers else ' --- ' for at in range(len(grid.headings)))}|"
    for row in grid.rows:
        cells = [_plain(cell) for cell in row.cells]
        if row.strong:
            cells = [f"**{cell}**" if cell else cell for cell in cells]
        cells[grid.text] = _INDENT * row.depth + cells[grid.text]
        yield f"| {' | '.join(cells)} |"


def _plain(text: str) -> str:
    return _MARKS.sub(r"\\\g<0>", " ".join(text.split()))


def _begun(text: str) -> str:
    """Write what begins a block: no number, dash or angle at its head may make a list or a quotation of it."""
    return _BEGINS_LIST.sub(lambda match: f"{match[1]}\\{match[2]}" if match[1] else f"\\{match[3]}", _plain(text))
