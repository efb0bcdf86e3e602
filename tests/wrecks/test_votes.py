"""Broken files of votes, each with exactly what is told of it, in both languages."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import tomli

from dvk_scoring import load_scheme, read_figures, score
from dvk_scoring.problem import DvkError
from dvk_scoring.scoring.read_votes import with_votes

SCHEME = """\
[scheme]
id = "mau"
title = "Thi đua mẫu"
[criteria]
work = { plugin = "direct", weight = 100, title = "Công tác" }
[titles.flag]
title = "Cờ"
quota = { count = 2, reserve = 1 }
vote = { of = "present", at_least = "80%" }
[titles.merit]
title = "Giấy khen"
quota = { count = 1 }
"""
FIGURES = "unit,work.points\na,90\nb,80\nc,70\nd,60\n"
WRECKS: list[dict[str, Any]] = tomli.loads((Path(__file__).parent / "votes.toml").read_text(encoding="utf-8"))["wrecks"]


@pytest.mark.parametrize("wreck", WRECKS, ids=[wreck["name"] for wreck in WRECKS])
def test_wreck(wreck: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("scheme.toml").write_text(SCHEME, encoding="utf-8")
    Path("figures.csv").write_text(FIGURES, encoding="utf-8")
    file = wreck.get("file", "votes.toml")
    Path(file).write_text(wreck["votes"], encoding="utf-8")
    scheme = load_scheme("scheme.toml")
    with pytest.raises(DvkError) as caught:
        with_votes(score(scheme, read_figures(scheme, ["figures.csv"])), file)
    problems = caught.value.problems
    assert "\n".join(one.in_("vi") for one in problems) == wreck["vi"]
    assert "\n".join(one.in_("en") for one in problems) == wreck["en"]


def test_a_file_that_is_no_table_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("scheme.toml").write_text(SCHEME, encoding="utf-8")
    Path("figures.csv").write_text(FIGURES, encoding="utf-8")
    scheme = load_scheme("scheme.toml")
    result = score(scheme, read_figures(scheme, ["figures.csv"]))
    Path("votes.csv").write_text(f'title,unit\nflag,"{"a" * 200_000}"\n', encoding="utf-8")
    Path("empty.csv").write_text("", encoding="utf-8")
    for file, code in (("votes.csv", "DVK-R152"), ("empty.csv", "DVK-R148"), ("none.csv", "DVK-S101")):
        with pytest.raises(DvkError) as caught:
            with_votes(result, file)
        assert {one.code for one in caught.value.problems} == {code}
