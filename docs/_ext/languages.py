"""One tree of pages a language: which pages it takes, and where a link leads whose page only the other one has."""

from __future__ import annotations

import html
import posixpath
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

from docutils.nodes import make_id

from dvk_scoring.text import Language

ROOT = Path(__file__).resolve().parents[2]
LANGUAGES: tuple[Language, ...] = ("en", "vi")
SHAPES = ("*.md", "LICENSE", "docs/*.md", "docs/pictures/*", "plugins/*/*", "configs/*/*", "examples/*/*.md")
# A code host lists a folder; in the site a page does.
FOLDERS = {"configs": "schemes", "plugins": "criteria"}
# The theme leads from every page to its twin; in the repository the page says it itself.
SWITCH = re.compile(r"^\*\[(?:Tiếng Việt|English)\]\([^)]*\)\*\n+", re.MULTILINE)
FENCE = re.compile(r"(^ *(`{3,}|~{3,}).*?^ *\2[`~]*$)", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"(?<!!)\[((?:[^\[\]]|\[[^\[\]]*\])*)\]\(([^)\s:]+\.md)(#[^)\s]*)?\)")


def language_of(page: str) -> Language:
    """Tell the language of a page by its name."""
    return "vi" if page.removesuffix(".md").endswith(".vi") else "en"


def twin(page: str) -> str:
    """Give the name that the same page has in the other language."""
    return page.removesuffix(".vi") if page.endswith(".vi") else f"{page}.vi"


def gather(target: Path, language: Language) -> None:
    """Copy the pages of one language, and all that is no page, to where they are built from."""
    for file in sorted(file for shape in SHAPES for file in ROOT.glob(shape) if file.is_file()):
        place = file.relative_to(ROOT)
        if file.suffix == ".md" and language_of(file.name) != language:
            continue
        copy = target / place
        copy.parent.mkdir(parents=True, exist_ok=True)
        if file.suffix == ".md":
            copy.write_text(_to_page(file.read_text(encoding="utf-8"), place.as_posix(), language), encoding="utf-8")
        else:
            shutil.copyfile(file, copy)


def _to_page(text: str, place: str, language: Language) -> str:
    """Lead links to a folder to the page that lists it, and those to the other language out of this one."""
    text = SWITCH.sub("", text, count=1)
    for folder, page in FOLDERS.items():
        name = page if language == "en" else f"{page}.vi"
        text = re.sub(rf"\]\((?:\.\./|docs/\.\./)?{folder}/\)", f"](/docs/reference/{name}.md)", text)
    text = "".join(part if is_code else _lead_out(part, place, language) for is_code, part in _parts(text))
    return re.sub(r"^[a-z.-]+\*\S*\n", lambda found: _unless_empty(found[0], language), text, flags=re.MULTILINE)


def _parts(text: str) -> Iterator[tuple[bool, str]]:
    """Give the blocks of code of a page, and what stands between them."""
    rest = 0
    for found in FENCE.finditer(text):
        yield False, text[rest : found.start()]
        yield True, found[0]
        rest = found.end()
    yield False, text[rest:]


def _lead_out(text: str, place: str, language: Language) -> str:
    """Turn links to pages of the other language into links to its site; the build follows them once both are there."""

    def turned(found: re.Match[str]) -> str:
        inner, path, anchor = found[1], found[2], found[3] or ""
        other = language_of(path)
        if other == language:
            return found[0]
        folder = posixpath.dirname(place)
        up = posixpath.relpath(".", folder or ".")
        page = posixpath.normpath(posixpath.join(folder, path)).removesuffix(".md")
        link = posixpath.normpath(f"{up}/../{other}/{page}.html") + (f"#{make_id(anchor[1:])}" if anchor else "")
        return f'<a href="{html.escape(link)}" hreflang="{other}">{inner}</a>'

    return LINK.sub(turned, text)


def _unless_empty(line: str, language: Language) -> str:
    """Leave out a pattern of a toctree that no page has yet; a page that stands in none still stops the build."""
    found = [page for page in ROOT.glob(f"docs/{line.strip()}.md") if language_of(page.name) == language]
    return line if found else ""
