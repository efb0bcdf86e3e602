"""Figures that are made up keep to every rule that is declared of them."""

from __future__ import annotations

from fractions import Fraction

from dvk_scoring.criteria.figure_specs import figure_specs
from dvk_scoring.criteria.figures import Figures, count
from dvk_scoring.formula.tree import Num
from dvk_scoring.testing.generate import generate


class Parts(Figures):
    """Only one of three parts says what all of them together may not exceed."""

    late: Num = count(vi="Muộn", en="Late", high=1_000)
    never: Num = count(vi="Bỏ", en="Never", high=1_000)
    done: Num = count(vi="Xong", en="Done", high=1_000, at_most="due", plus=("late", "never"))
    due: Num = count(vi="Đến hạn", en="Due", high=1_000)


def test_parts_together_never_exceed_the_whole() -> None:
    made = generate(figure_specs(Parts.dvk_declared, {}), 500, seed=1, blanks=0)
    sums = [(sum(Fraction(str(row[name])) for name in ("late", "never", "done")), row["due"]) for row in made.rows]
    assert all(together <= due for together, due in sums)
    assert {"late", "never"} == {name for name in ("late", "never") if any(row[name] for row in made.rows)}
    assert any(together == due and due for together, due in sums)
