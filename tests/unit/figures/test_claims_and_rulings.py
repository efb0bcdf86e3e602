"""Claims that a scheme refuses (``unappraised = "error"``): a ruling may answer them, so rulings are heard first."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from dvk_scoring import load_scheme, read_figures, read_rulings, score
from dvk_scoring.problem import DvkError
from dvk_scoring.scheme.model import Scheme

SCHEME = """
[scheme]
id = "claims"
title = "Claims"
voices = ["claimed", "final"]
unappraised = "error"
[criteria]
a = { plugin = "direct", weight = 60, title = "A" }
b = { plugin = "direct", weight = 40, title = "B" }
"""
FIGURES = "unit,voice,a.points,b.points\nx,claimed,50,30\ny,claimed,40,20\nx,final,50,\ny,final,40,{y}\n"


@pytest.fixture
def scheme(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Scheme:
    monkeypatch.chdir(tmp_path)
    Path("scheme.toml").write_text(SCHEME, encoding="utf-8")
    return load_scheme("scheme.toml")


def act(unit: str) -> dict[str, object]:
    return {"unit": unit, "not_assigned": "criteria.b", "reason": "None", "ref": "R", "date": date(2026, 1, 1)}


def test_a_ruling_answers_what_nobody_appraised(scheme: Scheme) -> None:
    """x has 50 of the 60 points that it could have: 83.33 of 100."""
    Path("figures.csv").write_text(FIGURES.format(y="20"), encoding="utf-8")
    figures = read_figures(scheme, "figures.csv")
    with pytest.raises(DvkError) as refused:
        score(scheme, figures)
    assert [one.code for one in refused.value.problems] == ["DVK-D505"]
    rulings, _ = read_rulings(scheme, figures, [act("x")])
    result = score(scheme, figures, rulings)
    assert [(unit.unit, unit.total) for unit in result.units] == [("x", Decimal("83.33")), ("y", Decimal("60.00"))]
    assert "DVK-D505" not in {one.code for one in result.problems}
    assert len(result.waiting) == 0


def test_what_a_ruling_does_not_answer_ends_the_run(scheme: Scheme) -> None:
    Path("figures.csv").write_text(FIGURES.format(y=""), encoding="utf-8")
    figures = read_figures(scheme, "figures.csv")
    rulings, _ = read_rulings(scheme, figures, [act("x")])
    with pytest.raises(DvkError) as refused:
        score(scheme, figures, rulings)
    (told,) = refused.value.problems
    assert (told.code, told.args["count"], told.args["units"]) == ("DVK-D505", 1, 1)
    assert told.in_("en") == (
        "DVK-D505: Unappraised figures: 1, units: 1; only “claimed” gives them: “B: Points given” (1).\n"
        "    → Enter the appraised figures; where a criterion is not assigned to a unit, say so in a ruling "
        "(--rulings)."
    )
    assert told.in_("vi").endswith(
        "    → Nhập số thẩm định cho các ô này; tiêu chí không phân công cho đơn vị thì ghi bằng quyết định "
        "(--rulings)."
    )


def test_other_errors_are_told_together_with_it_when_figures_are_read(scheme: Scheme) -> None:
    Path("figures.csv").write_text(FIGURES.format(y="many"), encoding="utf-8")
    with pytest.raises(DvkError) as refused:
        read_figures(scheme, "figures.csv")
    assert {one.code for one in refused.value.problems} == {"DVK-D301", "DVK-D505"}


def test_both_languages_name_the_same_figures_and_say_how_many_more(tmp_path: Path) -> None:
    """Three figures of which the Vietnamese titles have no room: one was cut off there alone."""
    long, short = "Tỷ lệ hồ sơ thủ tục hành chính giải quyết đúng hạn và trước hạn trong kỳ", "Files"
    criteria = "".join(
        f'[criteria.{key}]\nplugin = "direct"\nweight = 20\ntitle = {{ vi = "{long} {key}", en = "{short} {key}" }}\n'
        for key in "abcde"
    )
    path = tmp_path / "s.toml"
    path.write_text(f'[scheme]\nid = "s"\ntitle = "S"\nvoices = ["claimed", "appraised"]\n{criteria}', encoding="utf-8")
    heads, marks = ",".join(f"{key}.points" for key in "abcde"), ",".join("5" * 5)
    figures = tmp_path / "f.csv"
    figures.write_text(f"unit,voice,{heads}\nx,claimed,{marks}\nx,appraised,,,,,\n", encoding="utf-8")
    (told,) = [one for one in read_figures(load_scheme(path), figures).problems if one.code == "DVK-D504"]
    named = [[key for key in "abcde" if f" {key}: " in told.text(language)] for language in ("vi", "en")]
    assert named[0] == named[1] == ["a", "b"]
    assert all(told.text(language).endswith("… (+3).") for language in ("vi", "en"))
