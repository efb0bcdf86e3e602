"""The page of a study in a real browser: it asks for nothing, says nothing odd, can be read by all, and prints."""

from __future__ import annotations

from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from dvk_scoring import Spread, load_scheme, read_sample, score, stability, write_stability
from dvk_scoring.text import Language

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.xdist_group("browser")  # one browser and each report once


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_page_of_a_study(browser: Browser, tmp_path: Path, language: Language) -> None:
    scheme = load_scheme("stage-contest")
    study = stability(score(scheme, read_sample(scheme)), Spread(draws=20, judges=1))
    write_stability(study, tmp_path / "study.html", language)
    page = browser.new_page(viewport={"width": 1200, "height": 900})
    said: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("request", lambda request: asked.append(request.url))
    address = (tmp_path / "study.html").as_uri()
    page.goto(address)
    assert (said, asked) == ([], [address])
    assert page.locator(".mark").inner_text() in ("NGHIÊN CỨU THỬ – không phải kết quả", "STUDY – not a result")
    # The bar of each unit goes from its lowest to its highest rank, as the table beside it says.
    bars = page.locator("svg").first.locator("g")
    assert bars.count() == len(study.units)
    for at, unit in enumerate(study.units):
        title = bars.nth(at).locator("title").text_content() or ""
        assert title.startswith(unit.name)
        assert unit.low is None or f"{unit.low}–{unit.high}" in title
    widths = [float(bars.nth(at).locator("rect").get_attribute("width") or 0) for at in range(bars.count())]
    assert [width > 0 for width in widths] == [unit.low is not None for unit in study.units]
    wide = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    assert not wide
    page.evaluate((resources.files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8"))
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
    assert [one["id"] for one in found] == []
    page.set_viewport_size({"width": 390, "height": 800})
    assert not page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    assert page.pdf(prefer_css_page_size=True)[:5] == b"%PDF-"
    page.close()
