"""Build the documentation site: ``python docs/_ext/build_site.py [FOLDER]``, strictly and without a network.

The pages keep the places they have in the repository, so that one relative link works on a code host and in the site.
What is generated from code stands beside them in ``docs/reference/`` of the copy, and never in the repository.
"""

from __future__ import annotations

import re
import shutil
import sys
from pathlib import Path

from reference import write_reference
from sphinx.cmd.build import main as sphinx

ROOT = Path(__file__).resolve().parents[2]
SHAPES = ("*.md", "LICENSE", "docs/*.md", "docs/pictures/*", "plugins/*/*", "configs/*/*", "examples/*/*.md")
# A code host lists a folder; in the site a page does.
FOLDERS = {"configs": "schemes.md", "plugins": "criteria.md"}
DOOR = (
    '<!doctype html><meta charset="utf-8"><title>dvk_scoring</title>'
    '<meta http-equiv="refresh" content="0; url=docs/index.html">'
)


def gather(target: Path) -> None:
    """Copy the pages and what they link to, and write those that are made from code."""
    shutil.rmtree(target, ignore_errors=True)
    for shape in SHAPES:
        for file in sorted(ROOT.glob(shape)):
            if file.is_file():
                copy = target / file.relative_to(ROOT)
                copy.parent.mkdir(parents=True, exist_ok=True)
                if file.suffix == ".md":
                    copy.write_text(_to_pages(file.read_text(encoding="utf-8")), encoding="utf-8")
                else:
                    shutil.copyfile(file, copy)
    write_reference(target / "docs" / "reference")


def _to_pages(text: str) -> str:
    """Lead links to a folder to the page that lists it."""
    for folder, page in FOLDERS.items():
        text = re.sub(rf"\]\((?:\.\./|docs/\.\./)?{folder}/\)", f"](/docs/reference/{page})", text)
    return re.sub(r"^[a-z-]+\*\n", _unless_empty, text, flags=re.MULTILINE)


def _unless_empty(pattern: re.Match[str]) -> str:
    """Leave out a pattern of a toctree that no page has yet; a page that stands in none still stops the build."""
    return pattern[0] if any(ROOT.glob(f"docs/{pattern[0].strip()}.md")) else ""


def build(out: Path) -> int:
    """Build the site into a folder and give Sphinx's exit status."""
    source = out.parent / f"{out.name}-pages"
    gather(source)
    shutil.rmtree(out, ignore_errors=True)
    options = ["-W", "--keep-going", "-n", "-q", "-E", "-b", "html", "-d", str(out.parent / f"{out.name}-trees")]
    status = sphinx([*options, "-c", str(ROOT / "docs"), str(source), str(out)])
    (out / "index.html").write_text(DOOR, encoding="utf-8")
    return status


if __name__ == "__main__":
    sys.exit(build(Path(sys.argv[1] if len(sys.argv) > 1 else ROOT / "build" / "site").resolve()))
