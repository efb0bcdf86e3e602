"""The report as a file: valid, closed to every network, the same bytes for the same result, readable by a machine."""

import hashlib
import json
import os
import re
import subprocess
import sys
import zlib
from base64 import b64decode, b64encode
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import attrs
import html5lib
import pytest

from dvk_scoring import load_scheme, read_figures, score, write_result
from dvk_scoring.analysis.explain import explain
from dvk_scoring.problem import DvkError
from dvk_scoring.report.html import write as writing
from dvk_scoring.report.html.told import BLOCK
from dvk_scoring.report.html.write import html
from dvk_scoring.scoring.result import Result
from dvk_scoring.text import Language

pytestmark = pytest.mark.xdist_group("browser")  # one browser and each report once
ROOT = Path(__file__).parents[2]
SCHEMES = sorted(path.parent.name for path in (ROOT / "configs").glob("*/scheme.toml"))


def data_of(page: str) -> dict[str, Any]:
    block = re.search(r'<script type="application/json" id="data">(.*?)</script>', page, re.DOTALL)
    assert block is not None
    data: dict[str, Any] = json.loads(block[1])
    return data


@pytest.mark.parametrize("name", SCHEMES)
def test_every_scheme_makes_valid_html(name: str, scored: Callable[[str], Result]) -> None:
    html5lib.HTMLParser(strict=True).parse(html(scored(name), "en"))


def test_the_suffix_html_writes_it(scored: Callable[[str], Result], tmp_path: Path) -> None:
    path = tmp_path / "report.html"
    write_result(scored("stage-contest"), path, "vi")
    assert path.read_text(encoding="utf-8") == html(scored("stage-contest"), "vi")


def test_nothing_in_it_leads_to_another_place(page: str) -> None:
    tree = html5lib.parse(page, namespaceHTMLElements=False)
    asking = {
        (node.tag, name)
        for node in tree.iter()
        for name in ("src", "href", "action", "style", "onclick", "srcset", "data")
        if name in node.attrib and not node.attrib[name].startswith("#")
    }
    assert asking == set()
    assert "@import" not in page
    assert "url(" not in page


def test_the_policy_allows_the_scripts_and_styles_that_stand_in_it_and_no_other(page: str) -> None:
    found = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', page)
    assert found is not None
    policy = found[1].replace("&#39;", "'")
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "unsafe" not in policy
    texts = re.findall(r"<style>(.*?)</style>|<script>(.*?)</script>", page, re.DOTALL)
    assert len(texts) == 3
    for style, script in texts:
        digest = b64encode(hashlib.sha256((style or script).encode()).digest()).decode()
        assert f"'sha256-{digest}'" in policy


def test_rows_in_another_order_make_the_same_bytes(tmp_path: Path) -> None:
    scheme = load_scheme("key-communes-2020")
    original = Path(scheme.path).parent / "figures.csv"
    head, *rows = original.read_text(encoding="utf-8").splitlines()
    turned = tmp_path / "elsewhere" / "figures.csv"
    turned.parent.mkdir()
    turned.write_text("\n".join([head, *reversed(rows)]) + "\n", encoding="utf-8")
    pages = [html(score(scheme, read_figures(scheme, [path])), "vi") for path in (original, turned)]
    assert pages[0] == pages[1]


def test_no_folder_of_the_machine_is_told(page: str) -> None:
    assert str(ROOT) not in page


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_packed_explanations_are_those_of_explain(page: str, result: Result, language: Language) -> None:
    told = data_of(page)["told"]
    for index, unit in enumerate(result.units):
        block = json.loads(zlib.decompress(b64decode(told[language][index // BLOCK])))
        own = block[index % BLOCK]
        packed = [*own["criteria"], *own["added"], own["total"], own["rank"], own["class"], own["titles"]]
        assert packed == [[one.heading, *one.lines] for one in explain(result, unit.unit, None, language)]


def test_points_in_the_data_are_those_of_the_result(page: str, result: Result) -> None:
    for own, unit in zip(data_of(page)["units"], result.units, strict=True):
        assert own["id"] == unit.unit
        assert own["rank"] == unit.rank
        shown = {key: text for key, text in zip(result.scheme.criteria, own["points"], strict=True) if text is not None}
        assert set(shown) == set(unit.criteria)
        for key, one in unit.criteria.items():
            mark = {"ok": "", "not-assigned": "k", "not-reported": "r"}[one.state]
            assert shown[key].startswith(mark)
            assert shown[key] == mark if one.points is None else Decimal(shown[key].removeprefix(mark)) == one.points


def test_best_and_median_are_those_of_the_ranked_units_of_the_cluster(page: str, result: Result) -> None:
    data = data_of(page)
    place = list(result.scheme.clusters).index("districts-2")
    # huyen-m has not reported and is not ranked; of the other five huyen-i has no key communes
    ranked = [one for one in result.units if one.cluster == "districts-2" and one.rank is not None]
    points = sorted(
        Fraction(one.criteria["key-communes"].points)
        for one in ranked
        if one.criteria["key-communes"].points is not None
    )
    assert len(points) == 4
    spread = data["spread"][place][list(result.scheme.criteria).index("key-communes")]
    assert spread[0] == 4
    assert Fraction(spread[3]) == (points[1] + points[2]) / 2
    assert Fraction(spread[5]) == points[-1]


def test_illustrative_figures_are_said_to_be_so(page: str, result: Result) -> None:
    assert "Số liệu minh họa" in page
    plain = attrs.evolve(result, sample=False)
    tree = html5lib.parse(html(plain, "vi"), namespaceHTMLElements=False)
    assert not [node for node in tree.iter() if node.attrib.get("role") == "note"]


def test_too_many_units_are_a_problem_in_both_languages(result: Result, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing, "MOST_UNITS", 23)
    with pytest.raises(DvkError) as caught:
        html(result, "en")
    (only,) = caught.value.problems
    assert only.code == "DVK-O207"
    assert only.text("en") == "The HTML report shows 23 units at most; the result has 24."
    assert only.text("vi") == "Báo cáo HTML hiện được nhiều nhất 23 đơn vị, kết quả có 24."


WITHOUT_JINJA = """
import sys
sys.modules["jinja2"] = None
from pathlib import Path
from dvk_scoring import load_scheme, read_sample, score, write_result
from dvk_scoring.problem import DvkError
scheme = load_scheme("stage-contest")
try:
    write_result(score(scheme, read_sample(scheme)), Path(sys.argv[1]), "vi")
except DvkError as error:
    for one in error.problems:
        print(one.code, one.text("vi"), one.text("en"), sep="\\n")
"""


def test_without_jinja_both_languages_say_what_to_install(tmp_path: Path) -> None:
    run = subprocess.run(
        [sys.executable, "-c", WITHOUT_JINJA, str(tmp_path / "report.html")],
        capture_output=True,
        encoding="utf-8",
        check=True,
        env={**os.environ, "PYTHONUTF8": "1"},
        cwd=ROOT,
    )
    code, vietnamese, english = run.stdout.splitlines()
    assert code == "DVK-E101"
    assert vietnamese == "Chưa cài Jinja2: cần thư viện này để ghi báo cáo và quy chế dạng HTML."
    assert english == "Jinja2 is not installed: it is needed for the report and the rules as HTML."
    assert list(tmp_path.iterdir()) == []


def test_a_name_of_markup_is_text(marked_up: Result) -> None:
    page = html(marked_up, "vi")
    tree = html5lib.parse(page, namespaceHTMLElements=False)
    assert len([node for node in tree.iter() if node.tag == "script"]) == 3
    assert not [node for node in tree.iter() if node.tag == "img"]
