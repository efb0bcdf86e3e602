"""The page of a comparison: read without a script, alone, on a telephone and on paper."""

from __future__ import annotations

from collections.abc import Callable
from importlib import resources
from pathlib import Path
from typing import Any

import pytest

from dvk_scoring import Ledger, compare, score
from dvk_scoring.report.comparison.html import compared_html
from dvk_scoring.scoring.result import Result

pytestmark = pytest.mark.xdist_group("browser")  # one browser and each report once
AXE = "axe.run(document, {resultTypes: ['violations']})"


def test_the_page_of_a_comparison(result: Result, read_report: Callable[..., Any], tmp_path: Path) -> None:
    """One more initiative of huyen-a makes it the first: its line goes up, that of the first down."""
    ledger = Ledger.of(result.scheme, result.figures)
    ledger.put("huyen-a", "initiative.times", "1")
    after = score(result.scheme, ledger.figures(), result.rulings)
    file = tmp_path / "compared.html"
    file.write_text(compared_html(compare(result, after), "vi"), encoding="utf-8")
    axe = (resources.files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
    for width in (320, 1100):
        reader = read_report(file, width=width)
        page = reader.go()
        assert page.locator("svg").count() == len(result.scheme.clusters)
        assert page.locator("svg line").count() == len(result.units)
        assert page.locator("svg line.up title").all_text_contents() == ["Công an huyện A"]
        assert page.locator("svg line.down title").all_text_contents() == ["Công an huyện E"]
        first = page.locator("svg").first
        name = page.evaluate("node => document.getElementById(node.getAttribute('aria-labelledby').split(' ')[0])"
                             ".textContent", first.element_handle())  # fmt: skip
        assert name.startswith("Thứ hạng trước và sau")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert "Tổng điểm 95,17 → 96,17: số liệu +1,00." in page.locator(".unit p").first.text_content()
        page.evaluate(axe)
        assert [one["id"] for one in page.evaluate(AXE)["violations"]] == []
        assert reader.complaints == []
        assert reader.asked_elsewhere() == []
    page.emulate_media(media="print")
    assert len(page.pdf(format="A4")) > 1_000
