"""Lists of what was odd that are longer than they show: how many there are is right, and nothing is left out unsaid."""

from __future__ import annotations

from pathlib import Path

from dvk_scoring.report.odd import find_odd
from dvk_scoring.run import load_scheme, read_figures, score

SCHEME = """
[scheme]
id = "long"
title = "Dài"
valid = {{ from = 2026-01-01, to = 2026-12-31 }}
{voices}
[clusters.one]
title = "Cụm một"
[clusters.two]
title = "Cụm hai"
[criteria.pass-fail]
title = "Đạt"
weight = 50
[criteria.ratio]
title = "Tỷ lệ"
weight = 50
[ranking]
within = "{within}"
break = [{{ by = "committee" }}]
"""


ALL = " (all of them: -o FILE.json)"


def lines(folder: Path, csv: str, heading: str, *, within: str = "all", voices: str = "") -> tuple[str, ...]:
    (folder / "scheme.toml").write_text(SCHEME.format(within=within, voices=voices), encoding="utf-8")
    (folder / "figures.csv").write_text(csv, encoding="utf-8")
    scheme = load_scheme(folder / "scheme.toml")
    result = score(scheme, read_figures(scheme, folder / "figures.csv"))
    return next(one.lines for one in find_odd(result, "en") if one.heading == heading)


def rows(count: int, first: int, cells: str, clusters: tuple[str, ...] = ("one",)) -> str:
    places = range(first, first + count)
    return "".join(f"u{at:03},{clusters[at % len(clusters)]},{cells}\n" for at in places)


def test_long_ties_are_told_with_their_number(tmp_path: Path) -> None:
    """200 at rank 1 and 50 at rank 201: twelve of each are named, 188 and 38 are left."""
    csv = "unit,cluster,pass-fail.passed,ratio.over,ratio.under\n" + rows(200, 0, "1,1,1") + rows(50, 200, "0,1,1")
    first, second = lines(tmp_path, csv, "Tied, and the committee has not ruled")
    assert first == f"rank 1: {', '.join(f'u{at:03}' for at in range(12))} … and 188 more{ALL}"
    assert second == f"rank 201: {', '.join(f'u{at:03}' for at in range(200, 212))} … and 38 more{ALL}"


def test_ties_of_clusters_are_told_apart_and_no_more_than_twelve(tmp_path: Path) -> None:
    """15 pairs in each of two clusters are 30 ties: twelve are told, 18 are left."""
    pairs = "".join(f"u{at:03},{('one', 'two')[at % 2]},1,{at // 4},100\n" for at in range(60))
    csv = "unit,cluster,pass-fail.passed,ratio.over,ratio.under\n" + pairs
    found = lines(tmp_path, csv, "Tied, and the committee has not ruled", within="cluster")
    assert len(found) == 13
    assert found[0] == "Cụm một, rank 1: u056, u058"
    assert found[-1] == f"… and 18 more{ALL}"


def test_claims_are_told_unit_by_unit(tmp_path: Path) -> None:
    """100 units that claim three figures each: all three of the first twelve are named, 88 units are left."""
    csv = "unit,cluster,voice,pass-fail.passed,ratio.over,ratio.under\n" + "".join(
        f"u{at:03},one,self,1,1,2\n" for at in range(100)
    )
    found = lines(tmp_path, csv, "Claimed, and appraised by nobody", voices='voices = ["self", "team"]')
    assert len(found) == 13
    assert all(line.startswith(f"u{at:03}: ") for at, line in enumerate(found[:12]))
    assert len({line.partition(": ")[2] for line in found[:12]}) == 1
    assert found[0].count("; ") == 2
    assert found[-1] == f"… and 88 more{ALL}"


def test_changed_figures_say_what_lists_all_of_them(tmp_path: Path) -> None:
    """15 units of which one figure is changed: twelve are told, three are left; on paper nothing is to be typed."""
    csv = "unit,cluster,voice,pass-fail.passed,ratio.over,ratio.under\n" + "".join(
        f"u{at:03},one,{voice},1,{over},9\n" for at in range(15) for voice, over in (("self", 5), ("team", 4))
    )
    found = lines(tmp_path, csv, "Figures changed by appraisal", voices='voices = ["self", "team"]')
    assert len(found) == 13
    assert found[-1] == "… and 3 more (all of them: dvk minutes)"
    scheme = load_scheme(tmp_path / "scheme.toml")
    result = score(scheme, read_figures(scheme, tmp_path / "figures.csv"))
    told = {one.heading: one.lines for one in find_odd(result, "vi", paper=True)}
    assert told["Thẩm định thay đổi số liệu"][-1] == "… và 3 nữa (biên bản liệt kê đủ)"
    assert told["Đồng hạng, hội đồng chưa quyết định"][-1].endswith(" … và 3 nữa (tệp JSON của kết quả liệt kê đủ)")
