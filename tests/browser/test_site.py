"""The documentation site in a real browser: as a file from a disk, and as pages of a server."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unicodedata import normalize

import pytest

from tests.browser.conftest import Desks

pytestmark = pytest.mark.xdist_group("site")  # it is built once, and no process waits for another

if TYPE_CHECKING:
    from playwright.sync_api import Page

PAGES = (
    "en/docs/index.html",
    "en/docs/committee.html",
    "en/docs/tutorial-developer.html",
    "en/docs/reference/criteria/complaint-handling.html",
    "en/docs/reference/codes-s.html",
    "en/docs/reference/commands.html",
    "en/docs/reference/python.html",
    "vi/docs/index.vi.html",
    "vi/docs/administrator.vi.html",
    "vi/docs/schemes.vi.html",
    "vi/docs/reference/criteria/panel.vi.html",
    "vi/search.html?q=khieu",
)
# Of each kind one that is not long: axe takes minutes for a page of hundreds of codes.
LOOKED_AT_BY_AXE = (
    "en/docs/index.html",
    "en/docs/tutorial-developer.html",
    "en/docs/reference/criteria/complaint-handling.html",
    "vi/docs/administrator.vi.html",
    "vi/search.html?q=khieu",
)
AXE = "axe.run(document, {resultTypes: ['violations']})"
OF_COLOURS = "axe.run(document, {resultTypes: ['violations'], runOnly: ['color-contrast', 'link-in-text-block']})"
Visit = Callable[..., "Page"]


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *args: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def server(site: Path) -> Iterator[str]:
    """The site as pages of a server on this machine."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(site))) as running:
        threading.Thread(target=running.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{running.server_port}"
        running.shutdown()


@pytest.fixture
def visit(desks: Desks, site: Path) -> Iterator[Visit]:
    """Open a page of the site; at the end nothing was asked of another place, and the console is empty."""
    complaints: list[str] = []
    asked: list[str] = []

    def go(page: str, *, at: str = "", width: int = 1280, theme: Any = "light", locale: str = "en-GB") -> Page:
        opened = desks.desk(width=width, theme=theme, locale=locale).new_page()
        opened.on("console", lambda message: complaints.append(f"{page}: {message.text}"))
        opened.on("pageerror", lambda error: complaints.append(f"{page}: {error}"))
        opened.on("request", lambda request: asked.append(request.url))
        opened.goto(f"{at or site.as_uri()}/{page}")
        return opened

    yield go
    assert complaints == []
    assert [url for url in asked if not url.startswith(("file://", "http://127.0.0.1:", "data:"))] == []


def test_no_page_is_wider_than_a_phone(visit: Visit, site: Path) -> None:
    page = visit("index.html", width=360)
    wide = {}
    files = {*site.glob("*/docs/*.html"), *site.glob("*/*.html"), *(site / name.partition("?")[0] for name in PAGES)}
    for file in sorted(files):
        page.goto(file.as_uri())
        width = page.evaluate("document.documentElement.scrollWidth")
        if width > 360:
            wide[str(file.relative_to(site))] = width
    assert wide == {}


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_serious(visit: Visit, server: str, theme: str) -> None:
    """In the light theme all is looked at, in the dark one colours: nothing else hangs on it."""
    axe = (resources.files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
    for address in LOOKED_AT_BY_AXE:
        page = visit(address, at=server, theme=theme)  # axe reads the style sheets, which no page may from a disk
        page.wait_for_load_state("networkidle")
        page.evaluate(axe)
        found = page.evaluate(AXE if theme == "light" else OF_COLOURS)["violations"]
        told = [
            (one["id"], [node["html"] for node in one["nodes"]][:3])
            for one in found
            if one["impact"] in ("serious", "critical")
        ]
        assert told == [], address


@pytest.mark.parametrize(
    ("language", "asked", "first"),
    [
        ("vi", "khiếu nại", "Giải quyết khiếu nại, tố cáo"),
        ("vi", "khieu nai", "Giải quyết khiếu nại, tố cáo"),
        ("vi", normalize("NFD", "khiếu nại"), "Giải quyết khiếu nại, tố cáo"),
        ("en", "complaint", "Complaint handling"),
    ],
    ids=["with marks", "without marks", "with separate marks", "English"],
)
def test_search_finds_it(visit: Visit, server: str, language: str, asked: str, first: str) -> None:
    for at in ("", server) if asked.isascii() else ("",):  # marks are folded by the page, wherever it is from
        page = visit(f"{language}/docs/index{'.vi' if language == 'vi' else ''}.html", at=at)
        page.fill(".sidebar-search", asked)
        page.press(".sidebar-search", "Enter")
        heading = {"vi": "Kết quả tìm kiếm", "en": "Search Results"}[language]
        page.wait_for_selector(f"#search-results h2:text-is('{heading}')")
        titles = page.locator("ul.search li > a").all_inner_texts()
        assert first in titles[0] or first in titles[1]
        page.locator("ul.search li > a", has_text=first).first.click()
        page.wait_for_selector(f"h1:has-text('{first}')")


def test_search_finds_rounding_and_a_code(visit: Visit) -> None:
    for asked, page_of in (("rounding", "formulas.html"), ("DVK-S101", "codes-s.html")):
        page = visit(f"en/search.html?q={asked}")
        page.wait_for_selector(f"ul.search a[href*='{page_of}']")


def test_the_language_is_changed_there_and_back(visit: Visit) -> None:
    page = visit("vi/docs/reference/criteria/panel.vi.html")
    assert page.get_attribute("html", "lang") == "vi"
    assert page.inner_text("h1").startswith("Hội đồng chấm")
    page.click("text=This page in English")
    assert page.get_attribute("html", "lang") == "en"
    assert page.url.endswith("/en/docs/reference/criteria/panel.html")
    page.click("text=Trang này bằng tiếng Việt")
    assert page.url.endswith("/vi/docs/reference/criteria/panel.vi.html")
    page.goto(page.url.replace("vi/docs/reference/criteria/panel.vi.html", "en/docs/developer.html"))
    page.click("text=Tài liệu tiếng Việt")
    assert page.url.endswith("/vi/docs/index.vi.html")


def test_the_menu_of_a_vietnamese_page_is_vietnamese(visit: Visit) -> None:
    page = visit("vi/docs/committee.vi.html")
    links = page.eval_on_selector_all(".sidebar-tree a[href]", "all => all.map(one => one.getAttribute('href'))")
    assert links
    assert [link for link in links if not link.partition("#")[0].endswith(".vi.html") and link != "#"] == []
    assert page.get_attribute(".sidebar-search", "placeholder") == "Tìm kiếm"
    assert page.inner_text(".next-page .context") == "Trang sau"


def test_the_door_goes_by_the_language_of_the_browser(visit: Visit) -> None:
    page = visit("index.html", locale="vi-VN")
    page.wait_for_url("**/vi/docs/index.vi.html")
    page = visit("index.html", locale="en-GB")
    assert page.locator("a").count() == 2
    page.click("text=Documentation in English")
    assert page.url.endswith("/en/docs/index.html")


def test_the_menu_is_reached_by_keyboard(visit: Visit) -> None:
    page = visit("en/docs/administrator.html")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className").startswith("skip-to-content")
    for _ in range(12):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('.sidebar-tree a')"):
            break
    page.keyboard.press("Enter")
    page.wait_for_url("**/en/docs/committee.html")
    # On a phone the menu is behind a button, which a keyboard reaches as well.
    page = visit("en/docs/committee.html", width=360)
    page.evaluate("document.getElementById('__navigation').focus()")
    assert page.evaluate("document.activeElement.id") == "__navigation"
    page.keyboard.press("Space")
    page.wait_for_function("document.querySelector('.sidebar-drawer').getBoundingClientRect().left >= 0")
