"""Two results compared, on figures whose points are plain to see."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from dvk_scoring.analysis.compare import Comparison, compare_results
from dvk_scoring.analysis.standing import ResultNames
from dvk_scoring.report.changes.units import UnitRows
from dvk_scoring.run import load_scheme, read_figures, score
from dvk_scoring.scoring.result import Result

SCHEME = """\
[scheme]
id = "two"
title = "Hai tiêu chí"
not_reported = "not-ranked"
[criteria]
a = {{ plugin = "direct", weight = {a}, title = "A" }}
b = {{ plugin = "direct", weight = {b}, title = "B" }}
[bonuses]
extra = {{ plugin = "per-occurrence", cap = 5, params = {{ each = {each} }}, title = "Thưởng" }}
[classes]
good = {{ title = "Tốt", from = {start} }}
other = {{ title = "Khác", from = 0 }}
[titles]
flag = {{ title = "Cờ", requires = [{{ class_at_least = "good" }}], quota = {{ count = {count} }} }}
"""
FIGURES = "unit,name,a.points,b.points,extra.times\nx,Xã X,40,50,0\ny,Xã Y,45,40,1\nz,Xã Z,30,30,0\n"
Scored = Callable[..., Result]
USUAL = {"a": 50, "b": 50, "each": 1, "start": 80, "count": 1}


@pytest.fixture
def scored(tmp_path: Path) -> Scored:
    def run(figures: str = FIGURES, template: str = SCHEME, **changes: object) -> Result:
        (tmp_path / "scheme.toml").write_text(template.format(**{**USUAL, **changes}), encoding="utf-8")
        (tmp_path / "figures.csv").write_text(figures, encoding="utf-8")
        scheme = load_scheme(tmp_path / "scheme.toml")
        return score(scheme, read_figures(scheme, [tmp_path / "figures.csv"]))

    return run


def test_a_result_compared_with_itself_has_no_change(scored: Scored) -> None:
    assert compare_results(scored(), scored()) == Comparison(3, ())


def test_points_rank_class_and_title_of_who_is_concerned(scored: Scored) -> None:
    # x has 40 + 50 = 90, y has 45 + 40 + 1 = 86; with 5 a time y has 90 as well: both first, the one flag undecided.
    found = compare_results(scored(), scored(each=5))
    assert [one.unit for one in found.changes] == ["x", "y"]
    x, y = found.changes
    assert (x.total, x.rank, x.points, x.bonuses) == ((Decimal("90.00"), Decimal("90.00")), (1, 1), {}, {})
    assert x.titles == {"flag": ("proposed", "undecided")}
    assert (y.total, y.rank) == ((Decimal("86.00"), Decimal("90.00")), (2, 1))
    assert y.bonuses == {"extra": (Decimal("1.00"), Decimal("5.00"))}
    assert y.titles == {"flag": ("no", "undecided")}


def test_a_class_alone(scored: Scored) -> None:
    found = compare_results(scored(), scored(start=88))
    (y,) = found.changes
    assert (y.unit, y.klass, y.total[0] == y.total[1]) == ("y", ("good", "other"), True)


def test_who_had_nothing_of_what_goes_or_comes_has_no_change(scored: Scored) -> None:
    # Only y had the bonus, and only x the title: z is not concerned, x not by the bonus, y not by the title.
    whole = scored()
    extra, flag = (SCHEME.index(f"[{word}]") for word in ("bonuses", "titles"))
    figures = "\n".join(line.rpartition(",")[0] for line in FIGURES.splitlines())
    less = scored(figures, template=SCHEME[:extra] + SCHEME[SCHEME.index("[classes]") : flag])
    for found, order in ((compare_results(whole, less), 1), (compare_results(less, whole), -1)):
        assert [one.unit for one in found.changes] == ["x", "y"]
        x, y = found.changes
        assert (x.bonuses, x.titles) == ({}, {"flag": ("proposed", None)[::order]})
        assert (y.bonuses, y.titles) == ({"extra": (Decimal("1.00"), None)[::order]}, {})


def test_what_is_not_reported_any_more_is_named(scored: Scored) -> None:
    # 45 fits a weight of 50 only: blank in the second file.
    found = compare_results(scored(), scored(FIGURES.replace("45,40", ",40")))
    y = next(one for one in found.changes if one.unit == "y")
    assert y.lacking == ((), ("a",))
    assert (y.rank, y.total[1], y.points["a"]) == ((2, None), None, (Decimal("45.00"), None))


def test_the_mirror_image(scored: Scored) -> None:
    there = compare_results(scored(), scored(each=5, start=88))
    back = compare_results(scored(each=5, start=88), scored())
    assert {one.unit: one.total for one in there.changes} == {one.unit: one.total[::-1] for one in back.changes}
    assert {one.unit: one.klass for one in there.changes} == {one.unit: one.klass[::-1] for one in back.changes}


def test_who_goes_out_of_competition_and_whose_class_opens(scored: Scored) -> None:
    """y is out: no rank, its total stays. A fine that is not reported leaves the class of x open."""
    fined = SCHEME.replace(
        "[classes]", '[penalties]\nfine = {{ plugin = "per-occurrence", title = "Phạt" }}\n[classes]'
    )
    fined = fined.replace('"not-ranked"', '"zero"')
    rows = ["unit,name,a.points,b.points,extra.times,fine.times", "x,Xã X,40,50,0,0", "y,Xã Y,45,40,1,0"]
    whole, guest = "\n".join(rows), fined + "\n[clusters]\nown = {{ title = 'Own', ranked = {ranked} }}\n"
    found = compare_results(scored(whole, template=guest, ranked="true"), scored(whole, template=guest, ranked="false"))
    y = next(one for one in found.changes if one.unit == "y")
    assert (y.state, y.rank, y.total) == (("ranked", "out"), (2, None), (Decimal("86.00"), Decimal("86.00")))
    scheme = scored(whole, template=guest, ranked="false").scheme
    row = UnitRows(ResultNames.of(scheme), ResultNames.of(scheme), "vi").row(y)
    assert (row.rank, row.klass, row.total) == ("2 → không tham gia xếp hạng", "Tốt → không", "86,00")

    blank = scored(whole.replace("50,0,0", "50,0,"), template=fined)
    opened = compare_results(scored(whole, template=fined), blank)
    x = next(one for one in opened.changes if one.unit == "x")
    assert (x.klass, x.class_open) == (("good", None), (False, True))
    assert x.titles == {"flag": ("proposed", "undecided")}
    names = ResultNames.of(blank.scheme)
    assert UnitRows(names, names, "en").row(x).klass == "Tốt → undecided"
