"""Every link of the built site leads to a file of it, and every anchor to an element with that id."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from urllib.parse import unquote

HREF = re.compile(r'\s(?:href|src|action)="([^"]*)"')
ID = re.compile(r'\sid="([^"]*)"')
ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|//")


def broken_links(site: Path) -> list[str]:
    """Tell each link within the site that leads nowhere: page, link, and whether the file or the anchor is missing.

    Addresses on the network are not looked at: the site is built without one.
    """
    texts = {page.resolve(): page.read_text(encoding="utf-8") for page in sorted(site.rglob("*.html"))}
    ids = {page: set(ID.findall(text)) for page, text in texts.items()}
    return [
        f"{page.relative_to(site.resolve())}: {link} leads nowhere"
        for page, text in texts.items()
        for link in dict.fromkeys(_links(text))
        if not _leads(page, link, ids)
    ]


def _links(text: str) -> Iterator[str]:
    for found in HREF.findall(text):
        link = html.unescape(found)
        if link and not ELSEWHERE.match(link):
            yield link


def _leads(page: Path, link: str, ids: dict[Path, set[str]]) -> bool:
    path, _, anchor = link.partition("#")
    target = _target(page.parent, path.partition("?")[0]) if path else page
    if not anchor:
        return target in ids or target.is_file()
    # In a drawing an anchor names a symbol; in a page any element with an id.
    return unquote(anchor) in ids.get(target, set())


@cache
def _target(folder: Path, path: str) -> Path:
    """Find what a link leads to: the same ones stand in the menu of every page."""
    return (folder / unquote(path)).resolve()
