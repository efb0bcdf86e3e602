"""Where the sheets of a workbook are cut into pages, for sheets of any size."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from dvk_scoring.forms.heights import drawn_points
from dvk_scoring.forms.printed import A4_ACROSS, A4_OR_A3, A4_UPRIGHT, Grid, Pages, lay_out

_WIDTHS = st.lists(st.sampled_from([0.0, 5.0, 11.0, 13.0, 24.0, 30.0]), min_size=3, max_size=60)
_HEIGHTS = st.lists(st.sampled_from([15.75, 31.0, 60.0]), min_size=1, max_size=200)


@st.composite
def grids(draw: st.DrawFn) -> Grid:
    widths = draw(_WIDTHS)
    groups = draw(st.lists(st.sampled_from(["", "a", "b"]), min_size=len(widths), max_size=len(widths)))
    return Grid(widths, draw(_HEIGHTS), title=33, heads=draw(st.floats(10, 300)), keys=2, groups=groups)


def parts(starts: Sequence[int], count: int) -> list[range]:
    return [range(start, end) for start, end in zip(starts, [*starts[1:], count], strict=True)]


def across(grid: Grid, columns: Sequence[int]) -> float:
    keys = [at for at in range(grid.keys) if at not in columns]
    return sum(drawn_points(grid.widths[at]) for at in (*keys, *columns) if grid.widths[at])


@given(grids())
def test_each_column_and_row_stands_on_one_page_that_holds_it_in_letters_one_can_read(grid: Grid) -> None:
    pages = lay_out(grid, A4_OR_A3)
    wide, high = pages.paper.room(pages.scale)
    assert 70 <= pages.scale <= 100
    for starts, count in ((pages.columns, len(grid.widths)), (pages.rows, len(grid.heights))):
        assert [at for one in parts(starts, count) for at in one] == [*range(count)]
        assert all(parts(starts, count))
    assert all(across(grid, one) <= wide for one in parts(pages.columns, len(grid.widths)))
    for one in parts(pages.rows, len(grid.heights)):
        title = grid.title if not one.start else 0
        assert title + grid.heads + sum(grid.heights[at] for at in one) <= high


@given(grids())
def test_one_paper_more_never_takes_a_page_more(grid: Grid) -> None:
    alone = min(lay_out(grid, [paper]).count for paper in A4_OR_A3)
    assert lay_out(grid, A4_OR_A3).count == alone


def of_units(count: int, columns: int) -> Pages:
    """Lay out a number, a name of 24 characters and columns of 11 for so many units."""
    grid = Grid([5, 24, *[11.0] * columns], [15.75] * count, 33, 90, 2, ["", "", *["a"] * columns])
    return lay_out(grid, A4_OR_A3)


def test_what_fits_a_small_paper_is_not_made_for_a_large_one() -> None:
    # 29 characters and five columns of 11: (5 × 7 + 5 + 24 × 7 + 5 + 5 × 82) × 0.75 = 467 points, an A4 page holds 500.
    assert of_units(35, 5).paper == A4_UPRIGHT
    # Ten columns: 775 points, 729 in landscape at full size; 30 units are 473 + 123 points high.
    assert of_units(30, 10).paper == A4_ACROSS


def test_no_page_holds_the_last_unit_alone() -> None:
    for count in range(60, 300):
        starts = of_units(count, 12).rows
        rows = [len(one) for one in parts(starts, count)]
        assert min(rows) * 2 > max(rows), count


def test_a_page_ends_where_a_group_does() -> None:
    groups = ["", "", *"a" * 18, *"b" * 18]
    grid = Grid([5, 24, *[11.0] * 36], [15.75] * 40, 33, 90, 2, groups)
    pages = lay_out(grid, A4_OR_A3)
    assert [groups[at] for at in pages.columns] == ["", "b"]
