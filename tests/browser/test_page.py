"""The report in a real browser: what a reader can do with it, by mouse, by keyboard and on paper."""

from __future__ import annotations

import re
from collections.abc import Callable
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

import attrs
import pytest

from dvk_scoring.analysis.explain import explain
from dvk_scoring.formula.show import show_points
from dvk_scoring.report.html import told
from dvk_scoring.report.html.write import write_html
from dvk_scoring.scoring.result import Result
from dvk_scoring.text import Language

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.xdist_group("browser")  # one browser for all of them

Read = Callable[..., Any]
NAME = "dan-van-kheo-2020"
VIEWS = ("ranking", "charts", "notes", "about", "unit/huyen-a", "unit/huyen-m")
SCHEMES = (NAME, "commune-police", "key-communes-2020", "stage-contest", "the-2016", "pci-2013")
UNFOLD = "document.querySelectorAll('section:not([hidden]) details').forEach(node => { node.open = true })"
# Of each that is shown, where it begins and ends once it is scrolled to.
SCROLLED = """[...document.querySelectorAll(".board .tag")].filter(tag => tag.checkVisibility()).map(tag => {
    tag.scrollIntoViewIfNeeded();
    const box = tag.getBoundingClientRect();
    return [box.left, box.right];
})"""
AXE = "axe.run(document, {resultTypes: ['violations']})"


def names(page: Page, board: int = 0) -> list[str]:
    rows = page.locator(".board").nth(board).locator("tbody tr:not([hidden]) a.name")
    return rows.all_text_contents()


def shown_units(page: Page) -> int:
    return page.locator(".board:not([hidden]) tbody tr:not([hidden])").count()


@pytest.mark.parametrize("name", SCHEMES)
def test_every_part_opens_without_a_request_or_a_complaint(name: str, scored: Read, read_report: Read) -> None:
    reader = read_report(name)
    first, *_, last = (f"unit/{one.unit}" for one in scored(name).units)
    views = ["ranking", "charts", "notes", "about", first]
    addresses = [*views, last] if name == NAME else [last]
    for page in (*(page for _, page in reader.through(*views)), *map(reader.go, addresses)):
        assert page.locator("section.view:not([hidden]) h2").count() == 1
        assert not re.search(r"\b(null|undefined|NaN)\b", page.locator("#main").inner_text())
    assert reader.asked_elsewhere() == []
    assert reader.complaints == []


def test_the_ranking_is_that_of_the_result(read_report: Read, result: Result) -> None:
    page = read_report(NAME).go()
    for board, cluster in enumerate(result.scheme.clusters):
        assert names(page, board) == [one.name for one in result.units if one.cluster == cluster]


def test_a_click_on_a_heading_sorts_each_cluster(read_report: Read, result: Result) -> None:
    page = read_report(NAME).go()
    head = page.locator(".board").first.locator('th[data-sort="part"]').first
    inside = [one for one in result.units if one.cluster == "departments-1"]
    head.locator("button").click()
    assert head.get_attribute("aria-sort") == "descending"
    best_first = sorted(inside, key=lambda one: -one.sections["advice"][0])
    assert names(page) == [one.name for one in best_first]
    head.locator("button").click()
    assert head.get_attribute("aria-sort") == "ascending"
    assert names(page) == [one.name for one in reversed(best_first)]
    page.locator('th[data-sort="rank"] button').first.click()
    assert names(page) == [one.name for one in inside]


def test_sorting_is_the_same_after_the_language_was_changed(read_report: Read) -> None:
    page = read_report(NAME).go()
    page.click("#speak-en")
    button = page.locator(".board").first.locator('th[data-sort="part"] button').first
    button.click()
    found = page.locator(".board").first.locator("tbody tr td:nth-child(3)").all_text_contents()
    assert found == sorted(found, key=float, reverse=True)


def test_search_finds_names_typed_without_accents(read_report: Read) -> None:
    page = read_report(NAME).go()
    page.fill("#f-search", "phong nghiep vu 3")
    assert shown_units(page) == 1
    assert page.inner_text("#shown") == "Đang xem 1 trên 24 đơn vị."
    page.fill("#f-search", "zzz")
    assert page.inner_text("#shown").startswith("Không có đơn vị nào khớp.")
    page.click("#clear")
    assert shown_units(page) == 24


def test_filters_join(read_report: Read, result: Result) -> None:
    page = read_report(NAME).go()
    page.select_option("#f-class", label="Xuất sắc")
    page.select_option("#f-title", label="Bằng khen")
    wanted = [one for one in result.units if one.klass == "excellent" and one.titles["merit"].state != "no"]
    assert shown_units(page) == len(wanted) > 0
    page.select_option("#f-cluster", label="Khối phòng nghiệp vụ")
    assert shown_units(page) == sum(one.cluster == "departments-1" for one in wanted)


def test_a_unit_is_reached_and_left_by_keyboard_alone(read_report: Read) -> None:
    page = read_report(NAME).go()
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('a.name')"):
            break
    page.keyboard.press("Enter")
    page.wait_for_selector("#unit h4")
    assert page.evaluate("document.activeElement.id") == "unit-heading"
    assert page.inner_text("#unit-heading").startswith("Phòng nghiệp vụ 1")
    assert page.title().startswith("Phòng nghiệp vụ 1")
    summary = page.locator("details.working summary").first
    for _ in range(20):
        page.keyboard.press("Tab")
        if summary.evaluate("node => node === document.activeElement"):
            break
    page.keyboard.press("Enter")
    assert page.locator("details.working").first.get_attribute("open") is not None
    page.go_back()
    assert page.is_visible("#ranking")
    assert not page.is_visible("#unit")


def test_the_skip_link_leads_past_the_head(read_report: Read) -> None:
    page = read_report(NAME).go()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    assert page.is_visible("#ranking")


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_unit_shows_its_whole_explanation(read_report: Read, result: Result, language: Language) -> None:
    for view, page in read_report(NAME, language).through("unit/phong-10", "unit/huyen-a", "unit/huyen-m"):
        shown = page.locator("#unit").text_content() or ""
        for paragraph in explain(result, view.removeprefix("unit/"), None, language):
            assert paragraph.heading in shown
            for line in paragraph.lines:
                assert line.strip() in shown


def test_a_unit_stands_beside_the_best_and_the_median(read_report: Read, result: Result) -> None:
    page = read_report(NAME).go("unit/huyen-a")
    own = result.unit("huyen-a").criteria
    rows = page.locator("table.criteria tbody tr:not(.group)")
    assert rows.count() == len(own)
    for row, key in enumerate(own):
        points = own[key].points
        assert points is not None
        cells = rows.nth(row).locator("td.n").all_inner_texts()
        peers = [one.criteria[key].points for one in result.units if one.cluster == "districts-1"]
        best = max(one for one in peers if one is not None)
        assert cells[0] == show_points(points, 2, "vi")
        assert cells[3] == show_points(best, 2, "vi")


def test_voices_stand_side_by_side(read_report: Read, scored: Read) -> None:
    page = read_report("commune-police").go("unit/xa-01")
    heads = page.locator("h3:text-is('Điểm theo từng bước chấm') ~ .scroll th[scope=col]").all_inner_texts()
    assert heads == ["Tiêu chí", "Tự chấm", "Cụm trưởng thẩm định", "Cơ quan thường trực", "Hội đồng", "Chênh lệch"]


def test_what_is_missing_is_never_shown_as_zero(read_report: Read) -> None:
    reader = read_report(NAME)
    page = reader.go("unit/huyen-m")
    assert page.locator(".facts dd").nth(0).inner_text() == "chưa xếp hạng"
    assert page.locator(".facts dd").nth(1).inner_text() == "–"
    assert "chưa báo cáo" in page.locator("table.criteria").inner_text()
    page = reader.go("unit/phong-10")
    assert "KP" in page.locator("table.criteria").inner_text()


def test_charts_say_the_same_as_their_tables(read_report: Read, result: Result) -> None:
    page = read_report(NAME).go("charts")
    page.select_option("#c-cluster", label="Cụm huyện đồng bằng, ven biển")
    inside = [one for one in result.units if one.cluster == "districts-1"]
    assert page.locator("figure").count() == 3
    first = page.locator("figure").first
    totals = [show_points(one.total, 2, "vi") for one in inside]
    assert first.locator(".line:not(.axis) .value").all_inner_texts() == totals
    first.locator("summary").click()
    assert first.locator("tbody tr").count() == len(inside)
    for row, unit in enumerate(inside):
        points = [one.points for one in unit.criteria.values()]
        drawn = first.locator("svg.strip").nth(row).locator("rect title").all_text_contents()
        blocks = [show_points(one, 2, "vi") for one in (*points, unit.bonus_counted) if one]
        assert [text.rpartition(": ")[2] for text in drawn] == blocks
        cells = first.locator("tbody tr").nth(row).locator("td").all_inner_texts()
        said = ["KP" if one is None else show_points(one, 2, "vi") for one in points]
        added = [show_points(one, 2, "vi") for one in (unit.bonus_counted, unit.penalty_counted)]
        assert cells == [*said, *added, totals[row]]


def test_language_changes_words_numbers_and_the_page_itself(read_report: Read) -> None:
    page = read_report(NAME).go()
    total = page.locator(".board td.total").first
    assert total.inner_text() == "97,10"
    page.click("#speak-en")
    assert page.get_attribute("html", "lang") == "en"
    assert page.inner_text("h1") == "Skilful mass mobilisation 2020"
    assert page.inner_text("#ranking-heading") == "Ranking"
    assert page.title() == "Skilful mass mobilisation 2020"
    assert total.inner_text() == "97.10"
    assert page.get_attribute("#speak-en", "aria-pressed") == "true"
    page.click("#speak-vi")
    assert total.inner_text() == "97,10"


def test_a_unit_is_told_in_the_language_that_was_switched_to(read_report: Read, result: Result) -> None:
    page = read_report(NAME).go("unit/huyen-a")
    page.click("#speak-en")
    page.wait_for_function("!document.querySelector('#unit [aria-busy]')")
    assert explain(result, "huyen-a", None, "en")[-3].heading in (page.locator("#unit").text_content() or "")


def test_theme_follows_the_system_and_then_the_reader(read_report: Read) -> None:
    ground = "getComputedStyle(document.body).backgroundColor"
    page = read_report(NAME, theme="dark").go()
    dark = page.evaluate(ground)
    page.click("#dark")
    light = page.evaluate(ground)
    assert dark != light
    assert page.get_attribute("#dark", "aria-pressed") == "false"
    page.reload()
    assert page.evaluate(ground) == light


@pytest.mark.parametrize("name", SCHEMES)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_320_pixels_are_wide_enough(name: str, language: Language, read_report: Read, scored: Read) -> None:
    reader = read_report(name, language, width=320)
    for view, page in reader.through("ranking", "charts", "notes", "about", f"unit/{scored(name).units[0].unit}"):
        page.evaluate(UNFOLD)
        assert page.evaluate("document.documentElement.scrollWidth") == 320, view


@pytest.mark.parametrize("width", [600, 1000, 1100, 1300])
def test_no_width_hides_a_title(width: int, read_report: Read) -> None:
    page = read_report(NAME, width=width).go()
    tags = page.evaluate(SCROLLED)
    assert tags
    for left, right in tags:
        assert 0 <= left < right <= width


@pytest.mark.parametrize(("theme", "language", "width"), [("light", "vi", 320), ("dark", "en", 1440)])
def test_axe_finds_nothing(theme: str, language: Language, width: int, read_report: Read) -> None:
    """Each language, colour and width once: what axe looks at does not hang on two of them together."""
    axe = (resources.files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
    reader = read_report(NAME, language, width=width, theme=theme)
    for view, page in reader.through(*VIEWS):
        page.evaluate(UNFOLD)
        if view == VIEWS[0]:
            page.evaluate(axe)
        found = page.evaluate(AXE)["violations"]
        told = [(one["id"], [node["html"] for node in one["nodes"]][:3]) for one in found]
        assert told == [], (view, width)


def test_each_cluster_is_printed_on_a_sheet_of_its_own(read_report: Read, tmp_path: Path) -> None:
    page = read_report(NAME, theme="dark").go()
    paper = page.pdf(format="A4")
    assert len(re.findall(rb"/Type\s*/Page\b", paper)) == 4  # as many as clusters


def test_on_paper_the_working_is_unfolded(read_report: Read) -> None:
    page = read_report(NAME).go("unit/huyen-a")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.locator("details.working:not([open])").count() == 0
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.locator("details.working[open]").count() == 0


def test_markup_in_a_name_is_shown_as_text(marked_up: Result, read_report: Read, tmp_path: Path) -> None:
    name = next(one.name for one in marked_up.units if "<img" in one.name)
    unit = next(one.unit for one in marked_up.units if one.name == name)
    file = tmp_path / "report.html"
    write_html(marked_up, file, "vi")
    reader = read_report(file)
    dialogs: list[str] = []
    reader.page.on("dialog", lambda dialog: dialogs.append(dialog.message))
    page = reader.go()
    assert name in names(page)
    assert page.locator("#main img").count() == 0
    page = reader.go(f"unit/{unit}")
    assert (page.locator("#unit-heading").text_content() or "").startswith(name)
    reader.go("charts")
    assert dialogs == []
    assert reader.complaints == []


def test_without_scripts_the_ranking_is_there(read_report: Read, result: Result) -> None:
    reader = read_report(NAME, script=False)
    reader.page.goto(reader.address)
    page = reader.page
    assert page.locator(".board tbody tr").count() == len(result.units)
    assert page.locator(".board td.total").first.inner_text() == "97,10"
    assert page.locator("noscript").inner_text().startswith("Trình duyệt không chạy JavaScript")
    assert not page.is_visible("#tools")
    assert page.is_visible("#notes")


def test_an_unknown_unit_is_said_to_be_unknown(read_report: Read) -> None:
    page = read_report(NAME).go("unit/%E0%A4%A")
    assert page.inner_text("#unit-heading") == "Báo cáo không có đơn vị này."


def test_a_browser_that_cannot_unpack_says_what_to_do(read_report: Read) -> None:
    reader = read_report(NAME)
    reader.page.add_init_script("delete window.DecompressionStream")
    page = reader.go("unit/huyen-a")
    assert "dvk explain" in page.locator(".why").inner_text()
    assert page.locator("table.criteria tbody tr:not(.group)").count() == 13


def test_units_beyond_those_explained_are_sent_to_the_command(
    scored: Read, read_report: Read, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(told, "MOST_TOLD", 2)
    units = scored("stage-contest").units
    file = tmp_path / "report.html"
    write_html(attrs.evolve(scored("stage-contest")), file, "vi")
    page = read_report(file).go(f"unit/{units[1].unit}")
    assert page.locator("details.working").count() > 0
    page = read_report(file).go(f"unit/{units[2].unit}")
    assert "chỉ kèm lời giải thích của 2 đội thi đầu" in page.locator(".why").inner_text()
