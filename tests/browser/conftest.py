"""A real browser without a window, and results to show in it.

Where Chromium or Playwright is missing, the tests are skipped and say what to install; under ``CI`` they fail.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import pytest

from dvk_scoring import load_scheme, read_figures, score
from dvk_scoring.report.html.write import write_html
from dvk_scoring.scoring.result import Result
from dvk_scoring.text import Language
from tests.samples import score_sample

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
# Told of after the page's own listener, so that the view is there.
TURN = """view => new Promise(done => {
    addEventListener("hashchange", () => done(), { once: true });
    location.hash = `#/${view}`;
})"""
MARKUP = "<img src=x onerror=alert(1)></script><script>alert(2)</script> & \"'"


def missing(what: str) -> NoReturn:
    if os.environ.get("CI"):
        pytest.fail(f"{what}; under CI the report must be seen in a browser")
    pytest.skip(what)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        missing("Playwright is not installed: pip install -r requirements/dev.txt")
    path = next(filter(None, map(shutil.which, NAMES)), None)
    if path is None:
        missing("Chromium is not installed. Debian and Ubuntu: apt-get install chromium")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield started
        started.close()


class Reader:
    """Someone who reads a report, and notes what must not happen.

    Attributes:
        page: The page in the browser.
        complaints: Errors, warnings and messages of the console.
        requests: Addresses asked for, the file itself left out.
    """

    def __init__(self, context: BrowserContext, file: Path) -> None:
        self.page: Page = context.new_page()
        self.complaints: list[str] = []
        self.requests: list[str] = []
        self.address = file.as_uri()
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("request", lambda request: self.requests.append(request.url))

    def go(self, view: str = "ranking") -> Page:
        self.page.goto("about:blank")  # another part of the same file is no new page to the browser
        self.page.goto(f"{self.address}#/{view}")
        self.page.locator("#unit [aria-busy]").wait_for(state="detached")
        return self.page

    def turn(self, view: str) -> Page:
        """Go to another view of the page that is open, as by a link on it."""
        self.page.evaluate(TURN, view)
        self.page.locator("#unit [aria-busy]").wait_for(state="detached")
        return self.page

    def through(self, first: str, *others: str) -> Iterator[tuple[str, Page]]:
        """Load one view, and turn to the others from there."""
        yield first, self.go(first)
        for view in others:
            yield view, self.turn(view)

    def asked_elsewhere(self) -> list[str]:
        return [one for one in self.requests if one.partition("#")[0] not in (self.address, "about:blank")]


class Desks:
    """The contexts of a browser, one for each way of looking: to open one takes longer than to open a page in it."""

    def __init__(self, browser: Browser) -> None:
        self.browser = browser
        self.contexts: dict[tuple[object, ...], BrowserContext] = {}

    def desk(self, *, width: int, theme: Any, script: bool = True, locale: str = "en-US") -> BrowserContext:
        asked = (width, theme, script, locale)
        if asked not in self.contexts:
            self.contexts[asked] = self.browser.new_context(
                viewport={"width": width, "height": 900},
                color_scheme=theme,
                java_script_enabled=script,
                locale=locale,
            )
        return self.contexts[asked]

    def clear(self) -> None:
        """Close every page, and let what they kept be forgotten."""
        for (_, _, script, _), context in self.contexts.items():
            for page in context.pages:
                if script:
                    page.evaluate("location.protocol.startsWith('about') || localStorage.clear()")
                page.close()


@pytest.fixture(scope="session")
def all_desks(browser: Browser) -> Iterator[Desks]:
    desks = Desks(browser)
    yield desks
    for context in desks.contexts.values():
        context.close()


@pytest.fixture
def desks(all_desks: Desks) -> Iterator[Desks]:
    yield all_desks
    all_desks.clear()


ReadReport = Callable[..., Reader]


@pytest.fixture
def read_report(desks: Desks, report_file: Callable[..., Path]) -> ReadReport:
    """Open the report of a scheme: ``read_report(name, language, width=…, theme=…, script=…)``."""

    def read(
        of: str | Path, language: Language = "vi", *, width: int = 1440, theme: str = "light", script: bool = True
    ) -> Reader:
        context = desks.desk(width=width, theme=theme, script=script)
        return Reader(context, of if isinstance(of, Path) else report_file(of, language))

    return read


@pytest.fixture(scope="session")
def scored() -> Callable[[str], Result]:
    """Score the sample of a shipped scheme, once."""
    return score_sample


@pytest.fixture(scope="session")
def result() -> Result:
    return score_sample("dan-van-kheo-2020")


@pytest.fixture(scope="session")
def page(report_file: Callable[..., Path]) -> str:
    """The text of the report in Vietnamese."""
    return report_file("dan-van-kheo-2020", "vi").read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def report_file(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Path]:
    folder = tmp_path_factory.mktemp("reports")

    def file(name: str, language: Language) -> Path:
        path = folder / f"{name}-{language}.html"
        if not path.exists():
            write_html(score_sample(name), path, language)
        return path

    return file


@pytest.fixture(scope="session")
def marked_up(tmp_path_factory: pytest.TempPathFactory) -> Result:
    """A result with a unit whose name is markup."""
    scheme = load_scheme("key-communes-2020")
    text = (Path(scheme.path).parent / "figures.csv").read_text(encoding="utf-8")
    quoted = '"' + MARKUP.replace('"', '""') + '"'
    path = tmp_path_factory.mktemp("markup") / "figures.csv"
    path.write_text(text.replace("Xã 06", quoted), encoding="utf-8")
    return score(scheme, read_figures(scheme, [path]))
