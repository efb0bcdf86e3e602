"""A part above its whole, which the formula counts all the same: who is told, when, with which words; and who is not.

The figures of commune 1 are the case the warning is for: 3,646 of 3,591, which earned all points in silence.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from importlib import import_module
from pathlib import Path

import polars as pl
import pytest

from dvk_scoring import folders
from dvk_scoring.figures.ledger import Ledger
from dvk_scoring.problem import DvkError, Problem, grouped
from dvk_scoring.run import load_scheme, read_figures, read_rulings, score
from dvk_scoring.scheme.model import Scheme

pytestmark = pytest.mark.xdist_group("spark")
CODE = "DVK-D324"
OVER = [3646, 49, 63, 66, 67]
UNDER = [3591, 51, 62, 62, 62]
UNITS = [f"xa-{at}" for at in range(1, 6)]
ABOVE = ["xa-1", "xa-3", "xa-4", "xa-5"]
"""Who exceeds: 3,646 > 3,591, 63 > 62, 66 > 62, 67 > 62; 49 of 51 does not."""
HEAD = '[scheme]\nid = "s"\ntitle = "S"\nnot_reported = "not-ranked"\n'
RECORDS = '[criteria.records]\nplugin = "ratio"\nweight = 100\ntitle = { vi = "Hồ sơ", en = "Records" }\n'


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def made(*lines: str, head: str = HEAD) -> Scheme:
    Path("s.toml").write_text(head + RECORDS + "\n".join(lines), encoding="utf-8")
    return load_scheme("s.toml")


def frame(over: Sequence[int | str | None] = OVER, **more: Sequence[object]) -> pl.DataFrame:
    names = {"unit": UNITS, "name": [f"Xã {at}" for at in range(1, 6)]}
    return pl.DataFrame({**names, "records.over": over, "records.under": UNDER, **more}, strict=False)


def of(problems: Sequence[Problem]) -> list[Problem]:
    return [one for one in problems if one.code == CODE]


def units(problems: Sequence[Problem]) -> list[str | None]:
    return [one.place.unit for one in of(problems)]


def test_it_is_one_message_with_the_count_and_three_examples() -> None:
    """Four cells in two files: one message, whatever file they are in; each by itself is told as JSON tells it."""
    frame().head(3).write_csv("a.csv")
    frame().tail(2).write_csv("b.csv")
    found = of(read_figures(made(), ["a.csv", "b.csv"]).problems)
    assert [(one.place.file, one.place.line, one.place.unit) for one in found] == [
        ("a.csv", 2, "xa-1"), ("a.csv", 4, "xa-3"), ("b.csv", 2, "xa-4"), ("b.csv", 3, "xa-5"),
    ]  # fmt: skip
    (told,) = grouped(found)
    assert told.in_("vi") == (
        "DVK-D324 cột records.over: “Tử số” lớn hơn “Mẫu số” mà vẫn được nhận: 3646 > 3591.\n"
        "    Có 4 ô như vậy (liệt kê đủ: --json): dòng 2, Xã 1 (xa-1) “3646 > 3591”; dòng 4, Xã 3 (xa-3) “63 > 62”; "
        "dòng 2, Xã 4 (xa-4) “66 > 62”; …\n"
        '    → Sửa số liệu. Muốn từ chối những ô như vậy: ghi at_most = "under" vào figures.over của tiêu chí trong '
        "bảng điểm; nếu được phép vượt tổng: ghi một số vào at_most."
    )
    assert told.in_("en") == (
        "DVK-D324 column records.over: “Numerator” exceeds “Denominator”, and is taken all the same: 3646 > 3591.\n"
        "    Such cells: 4 (all of them: --json): line 2, Xã 1 (xa-1) “3646 > 3591”; line 4, Xã 3 (xa-3) “63 > 62”; "
        "line 2, Xã 4 (xa-4) “66 > 62”; …\n"
        '    → Correct the figure. To have such cells refused, write at_most = "under" in figures.over of the '
        "criterion in the scheme; where more than the whole is meant, a number as at_most."
    )
    two = grouped(found[:2])
    assert [one.count for one in two] == [2]
    assert two[0].in_("en").split("\n")[1].endswith("line 2, Xã 1 (xa-1) “3646 > 3591”; line 4, Xã 3 (xa-3) “63 > 62”")


@pytest.mark.parametrize(
    ("lines", "warned"),
    [
        ((), ABOVE),
        (("params = { goal = 0.9 }",), ABOVE),
        (('params = { prefer = "low" }',), ABOVE),
        (('figures.over.title = "Đã trả"', "figures.over.high = 5000"), ABOVE),  # names and ranges say nothing of it
        (("params = { goal = 1.01 }",), []),  # more than the whole is what is asked for
        (("figures.over.at_most = 5000",), []),
    ],
)
def test_it_is_silent_where_the_scheme_means_it(lines: Sequence[str], warned: list[str]) -> None:
    assert units(read_figures(made(*lines), frame()).problems) == warned


def test_what_the_scheme_refuses_is_not_warned_of_too() -> None:
    with pytest.raises(DvkError) as error:
        read_figures(made('figures.over.at_most = "under"'), frame())
    assert [one.place.unit for one in error.value.problems if one.code == "DVK-D314"] == ABOVE
    assert of(error.value.problems) == []


def test_a_goal_that_differs_by_cluster_concerns_the_units_of_each() -> None:
    """Cluster b asks for 120 %: nothing is said of its units, xa-4 and xa-5."""
    clusters = '[clusters]\na = { title = "A" }\nb = { title = "B" }\n'
    scheme = made("params = { goal = { a = 1, b = 1.2 } }", head=HEAD + clusters)
    assert units(read_figures(scheme, frame(cluster=["a", "a", "a", "b", "b"])).problems) == ["xa-1", "xa-3"]


def test_bonuses_and_penalties_are_held_to_it_too() -> None:
    bonus = '[bonuses.more]\nplugin = "ratio"\ncap = 5\ntitle = "M"\n'
    figures = read_figures(made(bonus), frame(**{"more.over": [1, 1, 1, 1, 3], "more.under": [2] * 5}))
    found = [one.place.unit for one in of(figures.problems) if one.place.header == "more.over"]
    assert found == ["xa-5"]


def test_a_blank_and_not_assigned_exceed_nothing() -> None:
    assert units(read_figures(made(), frame(["KP", None, "62", "", "63"])).problems) == ["xa-5"]


def test_what_counts_is_looked_at_of_several_voices() -> None:
    """What was claimed and corrected by the appraisal is nobody's trouble; what stands as claimed is."""
    voices = HEAD.replace("not_reported", 'voices = ["claimed", "final"]\nnot_reported')
    claimed = frame().with_columns(voice=pl.lit("claimed"))
    final = frame([3591, None, None, None, 70]).with_columns(voice=pl.lit("final"))
    found = of(read_figures(made(head=voices), pl.concat([claimed, final], how="vertical_relaxed")).problems)
    assert [(one.place.unit, str(one.args["limit"])) for one in found] == [
        ("xa-3", "62"),
        ("xa-4", "62"),
        ("xa-5", "62"),
    ]
    assert "70 > 62" in found[-1].text("en")


def test_a_ledger_tells_what_its_file_would() -> None:
    scheme = made()
    ledger = Ledger(scheme, {unit: (f"Xã {at}", "all") for at, unit in enumerate(UNITS, 1)})
    for unit, over, under in zip(UNITS, OVER, UNDER, strict=True):
        ledger.put(unit, "records.over", str(over))
        ledger.put(unit, "records.under", str(under))
    assert units(ledger.figures().problems) == ABOVE
    ledger.put("xa-1", "records.over", "3591")
    assert units(ledger.figures().problems) == ABOVE[1:]


@pytest.fixture(params=["polars", "spark"])
def score_folder(request: pytest.FixtureRequest) -> Callable[..., folders.FolderResult]:
    if request.param == "spark":
        request.getfixturevalue("spark")
    return partial(folders.score_folder, engine_name=request.param)


def test_a_folder_tells_it_whole_and_in_parts(
    score_folder: Callable[..., folders.FolderResult], monkeypatch: pytest.MonkeyPatch
) -> None:
    scheme = made()
    Path("parts").mkdir()
    for part in ("a", "b"):
        frame().with_columns(unit=pl.col("unit") + part).write_parquet(f"parts/{part}.parquet")
    expected = sorted(f"{unit}{part}" for unit in ABOVE for part in "ab")
    assert sorted(map(str, units(score_folder(scheme, "parts", "whole").problems))) == expected
    monkeypatch.setattr(import_module("dvk_scoring.engines.folder.look"), "MOST_BY_HAND", 3)
    assert sorted(map(str, units(score_folder(scheme, "parts", "in-parts").problems))) == expected


@pytest.mark.parametrize("at_most", ["under", ""])
@pytest.mark.parametrize(
    ("places", "whole", "cells", "wrong"),
    [
        # 950,000,000,000 × 10^7 is more than 64 bits hold; 5 is below it, 7 above 6.
        (7, "under", [("u", "5", "950000000000"), ("v", "7", "6")], ["v"]),
        # 92,233,721 × 10^11 too; it is above 0.5, and 20 above 1.5.
        (11, "over", [("u", "92233721", "0.5"), ("v", "20", "1.5")], ["u", "v"]),
    ],
)
def test_numbers_of_many_digits_are_held_to_each_other_exactly(
    at_most: str, places: int, whole: str, cells: list[tuple[str, ...]], wrong: list[str]
) -> None:
    """``whole``: which of the two has no decimals, and is large."""
    rule = f'figures.over.at_most = "{at_most}"' if at_most else ""
    large = (f"figures.{whole}.places = 0", f"figures.{whole}.high = 1000000000000")
    scheme = made(f"params = {{ places = {places} }}", *large, rule)
    Path("f.csv").write_text("\n".join(["unit,records.over,records.under", *map(",".join, cells)]), encoding="utf-8")
    try:
        found: Sequence[Problem] = read_figures(scheme, ["f.csv"]).problems
    except DvkError as error:
        found = error.problems
    assert [one.place.unit for one in found if one.code == ("DVK-D314" if at_most else CODE)] == wrong


def test_what_does_not_count_is_not_warned_of() -> None:
    """Claimed and appraised by nobody, under the policy not-reported; of a kind that lacks the criterion; ruled out."""
    head = HEAD.replace("not_reported", 'voices = ["c", "f"]\nunappraised = "not-reported"\nnot_reported')
    Path("f.csv").write_text("unit,voice,records.over,records.under\nu,c,5,3\nu,f,,\nv,c,3,3\nv,f,4,\n", "utf-8")
    assert units(read_figures(made(head=head), ["f.csv"]).problems) == []
    kinds = '[clusters]\na = { title = "A", kind = "k1" }\nb = { title = "B", kind = "k2" }\n'
    other = '[criteria.d]\nplugin = "direct"\nweight = { k2 = 100 }\napplies_to = ["k2"]\ntitle = "D"\n'
    lines = ('applies_to = ["k1"]', other)
    assert units(read_figures(made(*lines, head=HEAD + kinds), frame(cluster=list("ababa"))).problems) == [
        "xa-1",
        "xa-3",
        "xa-5",
    ]
    scheme = made()
    figures = read_figures(scheme, frame())
    act = {"unit": "xa-3", "not_assigned": "criteria.records", "reason": "…", "date": date(2026, 12, 1), "ref": "1"}
    rulings, _ = read_rulings(scheme, figures, [act])
    assert units(score(scheme, figures, rulings).problems) == ["xa-1", "xa-4", "xa-5"]
    assert units(score(scheme, figures).problems) == ABOVE
