"""Every relative link of the documentation leads to a file that is there, and every anchor to a heading of it."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from urllib.parse import unquote

import pytest

ROOT = Path(__file__).parents[2]
PAGES = sorted(
    page
    for shape in ("*.md", "docs/*.md", "plugins/*/*.md", "configs/*/*.md", "examples/*/*.md", "tests/**/*.md")
    for page in ROOT.glob(shape)
)
FENCE = re.compile(r"^(```|~~~).*?^\1", re.MULTILINE | re.DOTALL)
CODE = re.compile(r"(`+)(?!`).+?(?<!`)\1(?!`)")
LINK = re.compile(r"\[(?:[^\[\]]|\[[^\[\]]*\])*\]\(\s*<?([^)\s>]+)>?(?:\s+\"[^\"]*\")?\s*\)")
HEADING = re.compile(r"^#{1,6}\s+(.+?)\s*#*\s*$", re.MULTILINE)


def prose(page: Path) -> str:
    """Give a page without its blocks of code."""
    return FENCE.sub("", page.read_text(encoding="utf-8"))


@cache
def anchors(page: Path) -> frozenset[str]:
    """Give the anchors that GitHub makes of a page's headings."""
    found: dict[str, int] = {}
    for heading in HEADING.findall(prose(page)):
        text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading)
        bare = re.sub(r"[^\w\- ]", "", text.lower()).replace(" ", "-")
        times = found.get(bare, 0)
        found[bare] = times + 1
        if times:
            found[f"{bare}-{times}"] = 1
    return frozenset(found)


def links(page: Path) -> list[str]:
    return LINK.findall(CODE.sub("", prose(page)))


def is_relative(link: str) -> bool:
    return re.match(r"[a-z][a-z0-9+.-]*:", link) is None


def wrong(page: Path, link: str) -> str | None:
    """Say what is wrong with a relative link, None when it leads somewhere."""
    path, _, anchor = unquote(link).partition("#")
    target = (page.parent / path).resolve() if path else page
    if not target.is_relative_to(ROOT):
        return f"{link} leads out of the repository"
    if not target.exists():
        return f"{link} leads nowhere"
    if anchor and (target.suffix != ".md" or anchor not in anchors(target)):
        return f"{link}: {target.name} has no such heading"
    return None


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    assert [told for link in links(page) if is_relative(link) and (told := wrong(page, link))] == []


def test_links_are_found_and_judged(tmp_path: Path) -> None:
    page = ROOT / "docs" / "plugins.md"
    assert "formulas.md" in links(page)
    assert wrong(page, "formulas.md#the-four-states") is None
    assert wrong(page, "formulas.md#the-five-states")
    assert wrong(page, "nowhere.md")
    assert wrong(page, "../../outside.md")
    other = tmp_path / "page.md"
    other.write_text("# Điểm `x`, y\n\n`[no](link.md)`\n\n```\n[no](more.md)\n```\n[yes](a.md#b)\n", encoding="utf-8")
    assert links(other) == ["a.md#b"]
    assert anchors(other) == {"điểm-x-y"}


def test_every_page_of_docs_is_in_the_index() -> None:
    index = ROOT / "docs" / "README.md"
    named = {link.partition("#")[0] for link in links(index)}
    assert {page.name for page in ROOT.glob("docs/*.md")} - {index.name} <= named


TWINS = sorted(page for page in ROOT.glob("docs/*.vi.md") if not page.name.startswith("index"))


@pytest.mark.parametrize("page", TWINS, ids=lambda page: page.name)
def test_pages_in_both_languages_name_each_other_at_their_head(page: Path) -> None:
    other = page.with_name(page.name.replace(".vi.md", ".md"))
    for one, named in ((page, f"[English]({other.name})"), (other, f"[Tiếng Việt]({page.name})")):
        assert named in one.read_text(encoding="utf-8").partition("\n## ")[0], one.name


@pytest.mark.parametrize("page", TWINS, ids=lambda page: page.name)
def test_in_vietnamese_what_one_types_in_capitals_stands_as_code(page: Path) -> None:
    blocks = re.sub(r"^    .*$", "", prose(page), flags=re.MULTILINE)
    assert re.findall(r"\b(?:SCHEME|FIGURES|FILE|FOLDER)\b", CODE.sub("", blocks)) == []
