"""Figures that are missing and denominators that are empty: what is declared of them is what happens."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from dvk_scoring.formula.bounds import Prover
from dvk_scoring.formula.cells import Gap
from dvk_scoring.formula.missing import needed_names
from dvk_scoring.formula.state import State
from dvk_scoring.formula.symbols import FigureSpec
from dvk_scoring.formula.tree import Attribute, Empty, Figure, Log, Power, Ratio
from dvk_scoring.formula.walk import walk
from dvk_scoring.formula.working import Working
from dvk_scoring.scoring.result import CRITERION_STATES
from dvk_scoring.scoring.state_words import CRITERION
from dvk_scoring.testing.bench import Bench
from dvk_scoring.testing.case_file import figure_value
from dvk_scoring.testing.checks.check import NO_NUMBER, Check, Found, shown, told
from dvk_scoring.testing.checks.score import UNDEFINED, plan_problems
from dvk_scoring.testing.entry import BY_LAW, BY_REFERENCE
from dvk_scoring.testing.failure import Failure
from dvk_scoring.testing.trial import Trial
from dvk_scoring.text import Text

_WORDS: Final = {
    State.OK: Text(vi="có điểm", en="a score"),
    State.NOT_REPORTED: CRITERION["not-reported"],
    State.NOT_ASSIGNED: CRITERION["not-assigned"],
}


def _states(bench: Bench) -> Found:
    misfits = [failure for built in bench.shapes[:1] for failure in _blanks_that_do_not_fit(bench, built.figures)]
    if misfits:
        return misfits
    trial = bench.failing(lambda other: _wrong_state(bench, other) is not None)
    wrong = None if trial is None else _wrong_state(bench, trial)
    if trial is None or wrong is None:
        return []
    index, wanted, got = wrong
    name = Text(vi="Số liệu để trống hoặc ghi KP", en="Blank or not assigned")
    expected = None if wanted is State.OK else CRITERION_STATES[wanted]
    came = (_WORDS[wanted], _WORDS[got])
    return [shown(bench, "DVK-C415", trial, index, name=name, by=BY_LAW, expected=expected, came=came)]


def _blanks_that_do_not_fit(bench: Bench, specs: tuple[FigureSpec, ...]) -> Iterator[Failure]:
    """Tell of a meaning of blanks that nobody could have reported."""
    for spec in specs:
        if spec.blank is None:
            continue
        index = spec.blank if not spec.choices or 0 <= spec.blank < len(spec.choices) else None
        fits = index is not None and (bool(spec.choices) or figure_value(spec, spec.blank) is not None)
        if not fits:
            yield told(bench, "DVK-C416", figure=spec.name, value=spec.blank, low=spec.low, high=spec.high)


def _wrong_state(bench: Bench, trial: Trial) -> tuple[int, State, State] | None:
    """Give the first unit whose state is not what its blanks and KP say: place, wanted, got.

    Marks, and figures of which it is asked whether they are given, may be missing; a criterion that reads any is held
    here by its other figures alone.
    """
    outcomes = bench.evaluated(trial).outcomes
    nodes = walk(trial.built.tree)
    read = needed_names(trial.built.tree)
    marks = {node.name for node in nodes if isinstance(node, Figure | Attribute)} - read
    specs = [spec for spec in trial.built.figures if spec.name in read]
    for index, (row, outcome) in enumerate(zip(trial.data.rows, outcomes, strict=True)):
        cells = [(spec, row[spec.name]) for spec in specs]
        wanted = State.OK
        if any(cell is State.NOT_ASSIGNED for _, cell in cells):
            wanted = State.NOT_ASSIGNED
        elif any(cell is State.NOT_REPORTED and spec.blank is None for spec, cell in cells):
            wanted = State.NOT_REPORTED
        if wanted is not State.OK and outcome.state is not wanted:
            return index, wanted, outcome.state
        if wanted is State.OK and not marks and outcome.state is State.NOT_REPORTED:
            return index, wanted, outcome.state
    return None


def _empty(bench: Bench) -> Found:
    hidden = bench.failing(lambda trial: _hidden_error(bench, trial) is not None)
    undefined = next((problem for problem in plan_problems(bench) if problem.code == UNDEFINED), None)
    if hidden is None and undefined is not None:
        hidden = bench.smallest(lambda trial: _hidden_error(bench, trial) is not None)
    if hidden is None and undefined is not None:
        return [Failure(undefined)]
    if hidden is not None:
        index = _hidden_error(bench, hidden) or 0
        name = Text(vi="Số liệu được phép mà không ra điểm", en="Figures that are allowed, and no score")
        came = (_WORDS[State.OK], NO_NUMBER)
        return [shown(bench, "DVK-C419", hidden, index, name=name, by=BY_REFERENCE, came=came)]
    wrong = bench.failing(lambda trial: _wrong_meaning(bench.evaluated(trial)) is not None)
    if wrong is not None:
        index = _wrong_meaning(bench.evaluated(wrong)) or 0
        name = Text(vi="Mẫu số bằng 0", en="An empty denominator")
        came = (Text(vi="như when_empty nói", en="what when_empty says"), Text(vi="điều khác", en="something else"))
        return [shown(bench, "DVK-C418", wrong, index, name=name, by=BY_REFERENCE, came=came)]
    return list(_never_reached(bench))


def _hidden_error(bench: Bench, trial: Trial) -> int | None:
    """Give the first unit without a score though no ``when_empty`` says so: a power or logarithm that is not there."""
    outcomes = bench.evaluated(trial).outcomes
    return next((at for at, outcome in enumerate(outcomes) if isinstance(outcome.error, Power | Log)), None)


def _wrong_meaning(working: Working) -> int | None:
    for node in working.nodes:
        if not isinstance(node, Ratio):
            continue
        for index, state in enumerate(working.states):
            under, over = working.columns[node.under][index], working.columns[node.over][index]
            if state is State.OK and under == 0 and not isinstance(over, Gap):
                cell = working.columns[node][index]
                if not _as_said(cell, node, working, index):
                    return index
    return None


def _as_said(cell: object, node: Ratio, working: Working, index: int) -> bool:
    if node.when_empty is Empty.NOT_ASSIGNED:
        return isinstance(cell, Gap) and cell.error is None and cell.state is State.NOT_ASSIGNED
    if node.when_empty is Empty.ERROR:
        return isinstance(cell, Gap) and cell.error is not None
    assert not isinstance(node.when_empty, Empty)
    return cell == working.columns[node.when_empty][index]


def _never_reached(bench: Bench) -> Iterator[Failure]:
    """Tell of denominators that could be empty by what is declared, and never were."""
    for built in bench.shapes[:1]:
        params = {spec.name: (spec.low, spec.high) for spec in built.params}
        prover = Prover(built.figures, params)
        for node in (ratio for ratio in walk(built.tree) if isinstance(ratio, Ratio)):
            under = prover.interval(node.under)
            if (under.low is not None and under.low > 0) or (under.high is not None and under.high < 0):
                continue

            def empties(trial: Trial, node: Ratio = node) -> bool:
                working = bench.evaluated(trial)
                return node.under in working.columns and any(cell == 0 for cell in working.columns[node.under])

            if (
                not any(map(empties, bench.trials))
                and bench.smallest(empties, shape=built, gaps=False, among=bench.examples) is None
            ):
                yield told(bench, "DVK-C420", node=_written(node))


def _written(node: Ratio) -> str:
    names = [part.name for part in walk(node.under) if hasattr(part, "name")]
    return ", ".join(map(str, dict.fromkeys(names)))


STATES: Final = Check(
    "states",
    Text(
        vi="Để trống là chưa báo cáo, KP là không phân công, và blank= là giá trị báo cáo được.",
        en="A blank is not reported, KP is not assigned, and blank= is a value that could be reported.",
    ),
    Text(vi="Cho blank= một giá trị trong khoảng của số liệu.", en="Give blank= a value that the figure may have."),
    _states,
    ("declared", "columns"),
)
EMPTY: Final = Check(
    "empty",
    Text(
        vi="Mẫu số bằng 0 cho đúng điều when_empty nói; không số liệu được phép nào gây lỗi ngầm.",
        en="An empty denominator gives what when_empty says; no figures that are allowed end in a hidden error.",
    ),
    Text(
        vi="Chặn bằng when(…) trước khi lấy lũy thừa, lôgarit; hoặc nâng low của số liệu.",
        en="Guard with when(…) before a power or logarithm, or raise the figure's low.",
    ),
    _empty,
    ("declared", "columns"),
)
