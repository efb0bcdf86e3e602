"""The site is built strictly and offline, holds every page and a place for whatever the code offers."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from importlib import import_module
from pathlib import Path

import pytest

import dvk_scoring.api
import dvk_scoring.testing
from dvk_scoring import load_scheme, read_figures, score
from dvk_scoring.catalogue import catalogue
from dvk_scoring.cli.entry import program
from dvk_scoring.criteria.registry import Registry
from dvk_scoring.formula.rounding import round_fraction
from dvk_scoring.text import Language

pytestmark = pytest.mark.xdist_group("site")  # it is built once, and no process waits for another

ROOT = Path(__file__).parents[2]
REMOTE = re.compile(r"<(?:script|img|iframe|link)\b[^>]*(?:src|href)=\"(?:https?:)?//|url\(\s*['\"]?(?:https?:)?//")
TWINS = sorted(ROOT.glob("docs/*.vi.md"))
LANGUAGES: dict[Language, str] = {"en": "", "vi": ".vi"}
CRITERIA = sorted(path.parent.name for path in ROOT.glob("plugins/*/criterion.py"))
sys.path.append(str(ROOT / "docs" / "_ext"))  # the builder's own modules are run by path


def test_nothing_is_loaded_from_elsewhere(site: Path) -> None:
    files = [*site.rglob("*.html"), *site.rglob("*.css")]
    assert [str(file.relative_to(site)) for file in files if REMOTE.search(file.read_text("utf-8"))] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_site_is_whole(site: Path, language: Language) -> None:
    docs, end = site / language / "docs", LANGUAGES[language]
    pages = [page for page in ROOT.glob("docs/*.md") if page.name.endswith(".vi.md") == (language == "vi")]
    assert [page.name for page in pages if not (docs / f"{page.stem}.html").is_file()] == []
    codes = "".join(file.read_text("utf-8") for file in docs.glob(f"reference/codes-?{end}.html"))
    assert [code for code in catalogue() if f'id="{code.lower()}"' not in codes] == []
    commands = (docs / f"reference/commands{end}.html").read_text("utf-8")
    assert [name for name in program("en").homes if f'id="dvk-{name}"' not in commands] == []
    ids = {name for plugin in Registry.of().inspect_all() for name in plugin.criteria}
    assert [name for name in ids if not (docs / f"reference/criteria/{name}{end}.html").is_file()] == []


def test_every_public_name_has_its_signature_and_what_its_docstring_says(site: Path) -> None:
    page = (site / "en/docs/reference/python.html").read_text("utf-8")
    for module in (dvk_scoring, dvk_scoring.api, dvk_scoring.testing):
        assert [name for name in module.__all__ if f'id="{module.__name__}.{name}"' not in page] == []
        for name in module.__all__:
            told = getattr(module, name).__doc__ or ""
            shown = re.search(rf'id="{module.__name__}.{name}".*?(?=id="{module.__name__}.\w+"|$)', page, re.DOTALL)
            assert shown is not None
            for section in re.findall(r"^ +(Units|Range|Missing|Raises|Source):$", told, re.MULTILINE):
                assert section in shown[0], f"{name}: {section}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_are_of_one_language(site: Path, language: Language) -> None:
    for page in (site / language).rglob("*.html"):
        text = page.read_text("utf-8")
        assert f'<html class="no-js" lang="{language}"' in text, page
        own = page.stem.endswith(".vi")
        assert own == (language == "vi") or page.stem in ("search", "genindex"), page


def test_each_page_leads_to_its_twin_and_back(site: Path) -> None:
    found = {page: twin for page in site.glob("*/**/*.html") for twin in _alternate(page)}
    assert {twin: page for page, twin in found.items()} == found
    vietnamese = {page for page in (site / "vi").rglob("*.html") if page.stem != "genindex"}
    assert vietnamese <= set(found)


def _alternate(page: Path) -> Iterator[Path]:
    for link in re.findall(r'<link rel="alternate" hreflang="\w+" href="([^"]+)">', page.read_text("utf-8")):
        yield (page.parent / link).resolve()


def test_the_theme_says_nothing_in_english_on_a_vietnamese_page(site: Path) -> None:
    page = (site / "vi/docs/schemes.vi.html").read_text("utf-8")
    assert [one for one in import_module("fixed_words").FIXED if one in page] == []
    english = (site / "en/docs/schemes.html").read_text("utf-8")
    assert [one for one in import_module("fixed_words").FIXED if one not in english] == [], (
        "the theme has changed its words"
    )
    for word in ("On this page", "Back to top", "Skip to content", "Search", "Link to this heading", ">Next<"):
        assert word in english
        assert word not in page


def test_a_link_that_leads_nowhere_is_told(tmp_path: Path) -> None:
    broken_links = import_module("anchors").broken_links
    (tmp_path / "a.html").write_text('<p id="x"><a href="b.html#y">1</a> <a href="#x">2</a></p>', "utf-8")
    (tmp_path / "b.html").write_text(
        '<a href="a.html#z">1</a> <a href="c.html?q=1">2</a> <a href="https://x.vn/">3</a>', "utf-8"
    )
    assert broken_links(tmp_path) == [
        "a.html: b.html#y leads nowhere",
        "b.html: a.html#z leads nowhere",
        "b.html: c.html?q=1 leads nowhere",
    ]


@pytest.mark.parametrize("name", CRITERIA)
def test_what_a_criterion_page_gives_to_copy_scores_its_worked_case(name: str, site: Path, tmp_path: Path) -> None:
    page = site.parent / "site-pages" / "en" / "docs" / "reference" / "criteria" / f"{name}.md"
    text = page.read_text("utf-8")
    blocks = dict(re.findall(r"^~~~(toml|csv)\n(.*?)^~~~$", text, re.MULTILINE | re.DOTALL))
    weight = re.search(r"weight = ([\d.]+)", blocks["toml"])
    assert weight is not None
    rounding = (
        "rounding = { criterion = 4, section = 4, total = 4 }"  # a case may print more decimals than a scheme does
    )
    head = f'[scheme]\nid = "copied"\ntitle = "Copied"\ntotal = {weight[1]}\nnot_reported = "not-ranked"\n{rounding}\n'
    (tmp_path / "scheme.toml").write_text(head + blocks["toml"], "utf-8")
    (tmp_path / "figures.csv").write_text(blocks["csv"], "utf-8")
    scheme = load_scheme(tmp_path / "scheme.toml")
    result = score(scheme, read_figures(scheme, [tmp_path / "figures.csv"]))
    rows = re.findall(r"^\| (.*) \|$", text.rpartition("## A worked case")[2], re.MULTILINE)[2:]
    expected = {row.split(" | ")[0]: row.split(" | ")[-1] for row in rows}
    assert expected.keys() == {one.unit for one in result.units}
    for unit, points in expected.items():
        own = result.unit(unit).criteria[name]
        if re.fullmatch(r"-?[\d.]+", points):
            assert own.points is not None
            places = len(points.partition(".")[2])
            assert round_fraction(Fraction(own.points), places, "half-up") == Fraction(Decimal(points)), unit
        else:
            assert own.state == points.replace(" ", "-"), unit


def test_the_page_of_variables_names_those_that_the_code_reads() -> None:
    read = {name for file in (ROOT / "dvk_scoring").rglob("*.py") for name in _variables(file)}
    # The library that prints reads this one by itself.
    assert read | {"NO_COLOR"} == set(import_module("environment").VARIABLES)


def _variables(file: Path) -> Iterator[str]:
    """Give the variables that a module asks the environment for: by name, or by any constant that looks like ours."""
    tree = ast.parse(file.read_text("utf-8"))
    asks = "environ" in file.read_text("utf-8")
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            ours = re.fullmatch(r"DVK_[A-Z_]+", node.value)
            if ours or (
                asks and node.value in ("LC_ALL", "LC_MESSAGES", "LANG", "COLUMNS", "NO_COLOR", "HOME", "PATH")
            ):
                yield node.value
        if isinstance(node, ast.Call) and ast.unparse(node.func) in ("os.environ.get", "os.getenv", "environment.get"):
            yield from (one.value for one in node.args[:1] if isinstance(one, ast.Constant))  # type: ignore[misc]


@pytest.mark.parametrize("page", TWINS, ids=lambda page: page.name)
def test_both_languages_run_the_same_commands(page: Path) -> None:
    english = page.with_name(page.name.replace(".vi.md", ".md"))
    assert english.is_file()
    assert _commands(page) == _commands(english)


def _commands(page: Path) -> list[str]:
    blocks = re.findall(r"^```console run\n(.*?)^```", page.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    return [" ".join(line.split()[1:3]) for block in blocks for line in block.splitlines() if line.startswith("$ ")]
