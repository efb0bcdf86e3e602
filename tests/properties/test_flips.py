"""The smallest change that gives or takes a title, held against every value that there is."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dvk_scoring import DvkError, Result, find_flips, load_scheme, read_figures, read_rulings, score, what_if
from tests.depth import drawn

SCHEME = """\
[scheme]
id = "flips"
title = "Flips"
[clusters.c]
title = "C"
[criteria.records]
plugin = "ratio"
title = "Records"
weight = 60
[criteria.open]
plugin = "pass-fail"
title = "Open"
weight = 10
[criteria.judged]
plugin = "direct"
title = "Judged"
weight = 30
[penalties.late]
plugin = "per-occurrence"
title = "Late"
to = "total"
cap = 10
params = { each = 2 }
[ranking]
within = "all"
ties = "shared"
[titles.flag]
title = "Flag"
quota = { count = 1, per = "all" }
"""
COLUMNS = ("records.over", "records.under", "open.passed", "judged.points", "late.times")


@pytest.fixture(scope="module")
def scheme_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("flips") / "scheme.toml"
    path.write_text(SCHEME, encoding="utf-8")
    return path


def scored(path: Path, rows: list[tuple[int, ...]], folder: Path) -> Result:
    scheme = load_scheme(path)
    lines = [",".join(("unit", *COLUMNS)), *(",".join(map(str, (f"u{at}", *row))) for at, row in enumerate(rows))]
    (folder / "figures.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return score(scheme, read_figures(scheme, [folder / "figures.csv"]))


def is_proposed(result: Result, unit: str) -> bool:
    return result.unit(unit).titles["flag"].state == "proposed"


def nearest(result: Result, unit: str, column: str, value: int, highest: int) -> set[int]:
    """Give the values nearest to this one that flip the title: two where both ways are as far."""
    for distance in range(1, highest + 1):
        found = set()
        for other in (value - distance, value + distance):
            if 0 <= other <= highest:
                try:
                    after = what_if(result, {f"{unit}.{column}": other}).after
                except DvkError:
                    continue
                if is_proposed(after, unit) != is_proposed(result, unit):
                    found.add(other)
        if found:
            return found
    return set()


row = st.tuples(st.integers(0, 9), st.integers(10, 14), st.integers(0, 1), st.integers(0, 30), st.integers(0, 4))


@settings(max_examples=drawn(3, 8))
@given(rows=st.lists(row, min_size=2, max_size=4), which=st.integers(0, 3))
def test_no_nearer_value_flips_the_title(
    rows: list[tuple[int, ...]], which: int, scheme_file: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    result = scored(scheme_file, rows, tmp_path_factory.mktemp("flips"))
    at = which % len(rows)
    found = find_flips(result, "flag", f"u{at}")
    assert found.tried == len(COLUMNS)
    assert (found.state == "proposed") == is_proposed(result, f"u{at}")
    told = {one.change.column: one for one in found.flips}
    for column, value, highest in zip(COLUMNS, rows[at], (rows[at][1], 60, 1, 30, 40), strict=True):
        expected = nearest(result, f"u{at}", column, value, highest)
        if column not in told:
            assert not expected, column
            continue
        flip = told[column]
        if column == "records.under" and not expected:  # farther than every value was tried here
            continue
        places = result.figures.columns[column].spec.places
        assert flip.change.old == (value * 10**places, False)
        if places:  # the points of judges have decimals: the nearest whole value is no nearer than what is told
            assert not expected or flip.size <= min(abs(one - value) for one in expected) * 10**places
        else:
            assert flip.change.new[0] in expected
        tried = what_if(result, {f"u{at}.{column}": str(Decimal(flip.change.new[0] or 0).scaleb(-places))})
        assert is_proposed(tried.after, f"u{at}") != is_proposed(result, f"u{at}")
        assert tried.after.unit(f"u{at}").rank == flip.rank


def test_who_does_not_exist_is_told_at_once(scheme_file: Path, tmp_path: Path) -> None:
    result = scored(scheme_file, [(1, 10, 1, 5, 0), (2, 10, 1, 5, 0)], tmp_path)
    with pytest.raises(DvkError) as refused:
        find_flips(result, "flg", "u9")
    assert [one.code for one in refused.value.problems] == ["DVK-O301", "DVK-O754"]


def test_by_hand(scheme_file: Path, tmp_path: Path) -> None:
    """u0: 60 × 8/10 + 10 + 20 = 78, u1: 60 × 9/10 + 10 + 12 = 76: u1 needs more than 2 points.

    Of its figures: 10/10 gives 6 (82); 9 of 9 due too; judges 14.01 (78.01); being late it is not, being open it is.
    """
    result = scored(scheme_file, [(8, 10, 1, 20, 0), (9, 10, 1, 12, 0)], tmp_path)
    found = find_flips(result, "flag", "u1")
    assert {one.change.column: one.change.new[0] for one in found.flips} == {
        "records.over": 10,
        "records.under": 9,
        "judged.points": 1401 if result.figures.columns["judged.points"].spec.places == 2 else None,
    }
    taken = find_flips(result, "flag", "u0")
    # It loses the flag below 76, or by a tie at 76, where two share one place: nobody is proposed alone then.
    assert {one.change.column: one.state for one in taken.flips}.keys() == {
        "records.over", "records.under", "open.passed", "judged.points", "late.times",
    }  # fmt: skip


def test_a_value_that_a_ruling_does_not_fit_is_passed_over(scheme_file: Path, tmp_path: Path) -> None:
    """u1 and u2 have 76 and are ranked by a ruling. At 76 u0 is tied with both, and it names two of three."""
    plain = scored(scheme_file, [(8, 10, 1, 20, 0), (9, 10, 1, 12, 0), (9, 10, 1, 12, 0)], tmp_path)
    act = {
        "tie": "ranking",
        "units": ["u1", "u2"],
        "reason": "Biên bản số 7",
        "date": date(2026, 1, 7),
        "ref": "7/BB",
    }
    rulings, _ = read_rulings(plain.scheme, plain.figures, [act])
    assert judged(plain) == 1800
    assert judged(score(plain.scheme, plain.figures, rulings)) == 1799


def judged(result: Result) -> int | None:
    """Give the points of judges that take the flag from u0, × 100."""
    return next(
        one.change.new[0] for one in find_flips(result, "flag", "u0").flips if one.change.column == "judged.points"
    )
