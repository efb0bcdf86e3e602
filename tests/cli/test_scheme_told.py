"""``dvk scheme docs`` and ``dvk scheme diff`` as a person meets them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dvk_scoring.scheme.shipped import find_shipped
from tests.cli.conftest import Dvk

SHIPPED = [one.id for one in find_shipped()]
SCHEME = """\
[scheme]
id = "own"
title = { vi = "Thi đua riêng", en = "A competition of our own" }
not_reported = "not-ranked"
[clusters.c1]
title = { vi = "Cụm 1", en = "Cluster 1" }
[criteria]
# the criteria
records = { plugin = "ratio", weight = 60, title = { vi = "Hồ sơ", en = "Records" } }
visits = { plugin = "direct", weight = 40, title = { vi = "Thăm hỏi", en = "Visits" } }
"""
FIGURES = """\
unit,name,cluster,records.over,records.under,visits.points
a,Công an huyện A,c1,1,2,30
b,Công an huyện B,c1,3,4,20
"""


def own() -> tuple[str, str]:
    """Write the scheme and the figures into the current folder."""
    Path("old.toml").write_text(SCHEME, encoding="utf-8")
    Path("figures.csv").write_text(FIGURES, encoding="utf-8")
    return "old.toml", "figures.csv"


def changed(*pairs: tuple[str, str]) -> str:
    text = SCHEME
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new)
    Path("new.toml").write_text(text, encoding="utf-8")
    return "new.toml"


@pytest.mark.parametrize("scheme", SHIPPED)
def test_every_shipped_scheme_is_told(dvk: Dvk, scheme: str) -> None:
    vi, en = dvk("scheme", "docs", scheme, "--lang", "vi"), dvk("scheme", "docs", scheme, "--lang", "en")
    assert (vi.status, vi.err, en.status, en.err) == (0, "", 0, "")
    assert "**Hướng dẫn chấm điểm**" in vi.out
    assert "**Rules of scoring**" in en.out
    assert vi.out.startswith("# ")
    assert vi.out.count("\n## ") == en.out.count("\n## ") >= 5


def test_the_suffix_decides_the_form(dvk: Dvk) -> None:
    said = dvk("scheme", "docs", "stage-contest", "-o", "a.md", "-o", "a.html", "-o", "a.docx", "--lang", "vi")
    assert (said.status, said.err) == (0, "")
    assert said.out == "Đã ghi: a.md\nĐã ghi: a.html\nĐã ghi: a.docx\n"
    printed = dvk("scheme", "docs", "stage-contest", "--lang", "vi").out
    assert Path("a.md").read_text(encoding="utf-8") == printed
    assert Path("a.html").read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    assert Path("a.docx").read_bytes()[:2] == b"PK"


def test_nothing_is_overwritten_and_an_unknown_suffix_is_refused(dvk: Dvk) -> None:
    Path("a.md").write_text("mine", encoding="utf-8")
    said = dvk("scheme", "docs", "stage-contest", "-o", "a.md", "-o", "a.pdf", "--lang", "en")
    assert said.status == 3
    assert "DVK-O202" in said.err
    assert "DVK-O201" in said.err
    assert ".md, .html, .docx" in said.err
    assert Path("a.md").read_text(encoding="utf-8") == "mine"
    assert dvk("scheme", "docs", "stage-contest", "-o", "a.md", "--force").status == 0
    assert Path("a.md").read_text(encoding="utf-8") != "mine"


def test_a_broken_scheme_gives_its_problems(dvk: Dvk) -> None:
    old, _ = own()
    new = changed(("weight = 60", "weight = 50"))
    said = dvk("scheme", "docs", new)
    assert (said.status, said.out) == (3, "")
    other = changed(("weight = 60", 'weight = "x"'))
    assert dvk("scheme", "diff", old, other).status == 3


def test_comments_order_of_keys_and_extends_make_no_difference(dvk: Dvk) -> None:
    old, figures = own()
    text = 'extends = "old.toml"\n[scheme]\nid = "own"\n# another comment\n[criteria.records]\nweight = 60\n'
    Path("new.toml").write_text(text, encoding="utf-8")
    for language, expected in (("vi", "Hai bảng điểm quy định như nhau."), ("en", "Both schemes say the same.")):
        said = dvk("scheme", "diff", old, "new.toml", "--figures", figures, "--lang", language)
        assert (said.status, said.err) == (0, "")
        assert expected in said.out
    assert "No unit changes points, rank, class or title (2 compared)." in said.out


def test_another_order_is_told_apart(dvk: Dvk) -> None:
    old, figures = own()
    lines = SCHEME.splitlines()
    Path("new.toml").write_text("\n".join([*lines[:-2], lines[-1], lines[-2]]), encoding="utf-8")
    said = dvk("scheme", "diff", old, "new.toml", "--figures", figures, "--lang", "en")
    assert "Differences: 1" in said.out
    assert "Criterion: printed in another order (visits, records; was records, visits)" in said.out
    assert "No unit changes" in said.out


def test_what_changed_and_for_whom(dvk: Dvk) -> None:
    old, figures = own()
    new = changed(("weight = 60", "weight = 70"), ("weight = 40", "weight = 30"))
    said = dvk("scheme", "diff", old, new, "--figures", figures, "--lang", "vi")
    assert (said.status, said.err) == (0, "")
    assert "Tiêu chí “Hồ sơ” (records)\n  – điểm tối đa: 60 → 70" in said.out
    assert "Tiêu chí “Thăm hỏi” (visits)\n  – điểm tối đa: 40 → 30" in said.out
    assert "Kết quả thay đổi: 2 trên 2 đơn vị" in said.out
    # a: 0.5 × 60 + 30 = 60 → 0.5 × 70 + 30 = 65; b: 0.75 × 60 + 20 = 65 → 0.75 × 70 + 20 = 72.5
    assert "60,00 → 65,00" in said.out
    assert "65,00 → 72,50" in said.out
    assert "“Hồ sơ” 30,00 → 35,00" in said.out


def test_a_criterion_that_is_gone_needs_no_column_any_more(dvk: Dvk) -> None:
    old, figures = own()
    new = changed(("weight = 60", "weight = 100"), (SCHEME.splitlines()[-1], ""))
    said = dvk("scheme", "diff", old, new, "--figures", figures, "--lang", "en")
    assert said.status == 0, said.err
    assert "Criterion “Visits” (visits)\n  – removed, 40 points" in said.out
    assert "“Visits” 30.00 → –" in said.out


def test_a_column_that_is_lacking_is_a_problem_as_ever(dvk: Dvk) -> None:
    old, figures = own()
    new = changed(
        ('not_reported = "not-ranked"\n', ""),
        ("visits = ", 'extra = { plugin = "pass-fail", weight = 10 }\nvisits = '),
        ("weight = 40", "weight = 30"),
    )
    said = dvk("scheme", "diff", old, new, "--figures", figures, "--figures", "nowhere.csv", "--lang", "en")
    assert (said.status, said.out) == (3, "")
    assert "DVK-S101" in said.err
    said = dvk("scheme", "diff", old, new, "--figures", figures, "--lang", "en")
    assert said.status == 3
    assert "DVK-D320" in said.err
    assert "extra.passed" in said.err


@pytest.mark.parametrize(
    ("words", "code"), [(["--sample", "--figures", "figures.csv"], "DVK-O741"), (["--rulings", "r.toml"], "DVK-O742")]
)
def test_options_that_do_not_go_together(dvk: Dvk, words: list[str], code: str) -> None:
    old, _ = own()
    said = dvk("scheme", "diff", old, old, *words)
    assert (said.status, said.out) == (3, "")
    assert code in said.err


def test_a_scheme_without_a_sample_says_so(dvk: Dvk) -> None:
    old, _ = own()
    said = dvk("scheme", "diff", old, old, "--sample")
    assert said.status == 3
    assert "DVK-E102" in said.err


def test_the_sample_is_scored_with_its_rulings(dvk: Dvk) -> None:
    said = dvk("scheme", "diff", "stage-contest", "stage-contest", "--sample", "--lang", "vi")
    assert (said.status, said.err) == (0, "")
    assert "Không đội thi nào thay đổi điểm, hạng, xếp loại hay danh hiệu (8 đội thi)." in said.out


def test_json_says_it_in_both_languages_and_exactly(dvk: Dvk) -> None:
    old, figures = own()
    new = changed(("weight = 60", "weight = 70"), ("weight = 40", "weight = 30"))
    said = dvk("scheme", "diff", old, new, "--figures", figures, "--json")
    assert said.status == 0
    found = json.loads(said.out)
    assert found["changes"][0] == {
        "path": ["criteria", "records", "weight", "unit"],
        "kind": "changed",
        "old": "60",
        "new": "70",
        "text": {"vi": "điểm tối đa: 60 → 70", "en": "points: 60 → 70"},
    }
    assert found["compared"] == 2
    a = next(one for one in found["units"] if one["unit"] == "a")
    assert (a["total"], a["rank"], a["criteria"]) == (["60.00", "65.00"], [2, 2], {"records": ["30.00", "35.00"]})
    without = json.loads(dvk("scheme", "diff", old, new, "--json").out)
    assert (without["compared"], without["units"]) == (None, None)
    assert without["changes"] == found["changes"]


def test_warnings_of_the_second_alone_are_told(dvk: Dvk) -> None:
    old, figures = own()
    new = changed(('id = "own"\n', 'id = "own"\nlegal_basis = [{ text = "Cũ", to = 2020-01-01 }]\n'))
    for words in ((), ("--figures", figures)):
        said = dvk("scheme", "diff", old, new, "--as-of", "2026-01-01", *words, "--lang", "vi")
        assert said.status == 0
        assert "căn cứ: không → Cũ (…–01/01/2020)" in said.out
        assert said.err.count("DVK-S164") == 1
    assert dvk("scheme", "diff", new, new, "--as-of", "2026-01-01").err == ""
