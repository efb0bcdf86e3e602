"""``dvk scheme cases``: exit status, what is printed in both languages, JSON, and what is said to a plugin's name."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dvk_scoring.criteria.find import bundled_folder
from tests.cli.conftest import Dvk

CASES = """\
[[cases]]
name = { vi = "Ra đúng", en = "Comes out" }
article = { vi = "Tiêu chí 7", en = "Criterion 7" }
base = "sample"
units = [{ unit = "phong-08", points = { complaint-handling = 11 } }]

[[cases]]
name = { vi = "Không ra", en = "Does not" }
article = { vi = "Loại trừ", en = "Knock-outs" }
base = "sample"
units = [
  { unit = "phong-08", points = { complaint-handling = 11.5 }, class = "good" },
  { unit = "phong-08", voice = "claimed", titles = { flag = "held", merit = "held" } },
]
working = { vi = "Tính nhầm.", en = "A slip." }
"""


@pytest.fixture
def own(dvk: Dvk) -> Path:
    """Write the cases into the folder that the command line runs in."""
    path = Path("own.toml")
    path.write_text(CASES, encoding="utf-8")
    return path


def test_what_ships_passes_in_both_languages(dvk: Dvk) -> None:
    said = dvk("scheme", "cases", "stage-contest", "--lang", "vi")
    assert (said.status, said.err) == (0, "")
    assert "ĐẠT  Thưởng sân khấu không quá 2 điểm" in said.out
    assert "Căn cứ: Phần 1.1: bảy giám khảo, ít nhất năm phiếu" in said.out
    assert said.out.rstrip().endswith("Đạt 4 trên 4 ví dụ.")
    said = dvk("scheme", "cases", "stage-contest", "--lang", "en", "--case", "judge stands")
    assert said.status == 0
    assert said.out.rstrip().endswith("1 of 1 cases passed.")


def test_a_failure_tells_expected_got_and_the_working(dvk: Dvk, own: Path) -> None:
    said = dvk("scheme", "cases", "dan-van-kheo-2020", "--cases", str(own), "--lang", "en")
    assert said.status == 3
    told = [line.strip() for line in said.out.splitlines()]
    assert "passed  Comes out" in told
    assert "FAILED  Does not  (line 7)" in told
    assert "Article: Knock-outs" in told
    assert "Phòng tổng hợp 2 (phong-08)" in told
    assert "points of the criterion “Complaint handling”: expected 11.5, got 11.00" in told
    assert "7. Complaint handling: 11.00 of 12 points" in told
    assert "class: expected good (Good), got completed (Completed)" in told
    assert "Class: Completed" in told
    assert "title “Flag”: expected held, got no" in told
    assert told.count("Titles (proposals; the council decides)") == 1
    assert "By hand, as the file tells: A slip." in told
    assert told[-1] == "1 of 2 cases passed."


def test_a_failure_is_told_in_vietnamese(dvk: Dvk, own: Path) -> None:
    said = dvk("scheme", "cases", "dan-van-kheo-2020", "--cases", str(own), "--lang", "vi")
    assert said.status == 3
    assert "KHÔNG ĐẠT  Không ra  (dòng 7)" in said.out
    assert "điểm tiêu chí “Giải quyết khiếu nại, tố cáo”: mong đợi 11,5, nhận được 11,00" in said.out
    assert "xếp loại: mong đợi good (Tốt), nhận được completed (Hoàn thành)" in said.out
    assert "danh hiệu “Cờ thi đua”: mong đợi held (chưa xét), nhận được no (không đề nghị)" in said.out
    assert "Lời giải trong tệp: Tính nhầm." in said.out
    assert said.out.rstrip().endswith("Đạt 1 trên 2 ví dụ.")


def test_json_holds_every_check(dvk: Dvk, own: Path) -> None:
    said = dvk("scheme", "cases", "dan-van-kheo-2020", "--cases", str(own), "--json", "--lang", "en")
    assert (said.status, said.err) == (3, "")
    told = json.loads(said.out)
    assert {key: told[key] for key in ("scheme", "file", "passed", "of")} == {
        "scheme": "dan-van-kheo-2020",
        "file": "own.toml",
        "passed": 1,
        "of": 2,
    }
    first, second = told["cases"]
    assert first == {
        "name": {"vi": "Ra đúng", "en": "Comes out"},
        "article": {"vi": "Tiêu chí 7", "en": "Criterion 7"},
        "line": 1,
        "passed": True,
        "checks": [
            {
                "unit": "phong-08",
                "what": "points",
                "of": "complaint-handling",
                "expected": "11",
                "got": "11.00",
                "passed": True,
                "working": [],
            }
        ],
    }
    assert [(one["what"], one["of"], one["got"]) for one in second["checks"]] == [
        ("points", "complaint-handling", "11.00"),
        ("class", None, "completed"),
        ("titles", "flag", "no"),
        ("titles", "merit", "no"),
    ]
    assert all(one["working"] for one in second["checks"])


def test_a_wrong_file_is_status_3_with_its_problems(dvk: Dvk, own: Path) -> None:
    own.write_text(CASES.replace("complaint-handling = 11 ", "complaint = 11 "), encoding="utf-8")
    said = dvk("scheme", "cases", "dan-van-kheo-2020", "--cases", str(own), "--lang", "en")
    assert (said.status, said.out) == (3, "")
    assert "DVK-S131 own.toml:5, key cases[1].units[1].points.complaint" in said.err
    assert dvk("scheme", "cases", "dan-van-kheo-2020", "--cases", "none.toml").status == 3


@pytest.mark.parametrize("name", ["complaint-handling", str(bundled_folder() / "complaint-handling")])
@pytest.mark.parametrize(
    ("language", "told"), [("vi", "là plugin, không phải bảng điểm"), ("en", "is a plugin, not a scheme")]
)
def test_a_plugin_is_sent_to_its_own_command(dvk: Dvk, name: str, language: str, told: str) -> None:
    said = dvk("scheme", "cases", name, "--lang", language)
    assert said.status == 3
    assert "DVK-C344" in said.err
    assert told in said.err
    assert f"dvk plugins test {name}" in said.err


def test_a_name_that_is_nothing_is_no_scheme(dvk: Dvk) -> None:
    said = dvk("scheme", "cases", "stage-contes", "--lang", "en")
    assert said.status == 3
    assert "DVK-S110" in said.err
    assert "stage-contest" in said.err
