"""The proof of widths is true: every step of every bundled criterion stays in the interval that was proved for it."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from dvk_scoring.criteria.registry import Registry
from dvk_scoring.engines.approximate import round_distinct
from dvk_scoring.formula.columns import CLUSTER
from dvk_scoring.formula.interpret import Column, Interpreter
from dvk_scoring.formula.program import Approximate, Plan
from dvk_scoring.testing.generate import generate
from dvk_scoring.testing.single import single


def _round_rows(spec: Approximate, args: Sequence[Column]) -> list[int]:
    rows = [tuple(int(value) for value in row) for row in zip(*args, strict=True)]
    known = round_distinct(spec, rows)
    return [known[row] for row in rows]


@pytest.mark.parametrize("criterion_id", sorted(Registry.of().ids()))
def test_every_step_stays_in_its_interval(criterion_id: str) -> None:
    """Also where a branch is not taken or a figure is blank: an overflow there would be one as well."""
    one = single(Registry.of().criterion(criterion_id))
    plan = one.plan()
    program = plan.plan.program
    refs = program.below(*plan.plan.outputs.values())
    every = Plan(program, {str(ref): ref for ref in refs})
    frame = one.frame(generate(one.decided.built.figures, 400, seed=23, blanks=0.05))
    columns = {name: frame[name].to_list() for name in frame.columns}
    found = Interpreter(every, _round_rows).run(columns, columns[CLUSTER])
    for ref in refs:
        step = program[ref]
        assert min(found[str(ref)]) >= step.low, step
        assert max(found[str(ref)]) <= step.high, step
    assert plan.bits == max(program[ref].bits for ref in refs)
