"""The score itself: every rounding written, within its range whatever the params, the same twice."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Final

from dvk_scoring.criteria.criterion import BuiltCriterion, Range
from dvk_scoring.formula.show import show_fraction
from dvk_scoring.problem import DvkError, Problem, problem
from dvk_scoring.scoring.scores import points_range
from dvk_scoring.testing.bench import Bench
from dvk_scoring.testing.checks.check import Check, Found, place_of, shown, told
from dvk_scoring.testing.entry import BY_LAW, BY_REFERENCE
from dvk_scoring.testing.failure import Failure
from dvk_scoring.testing.generate import Generated
from dvk_scoring.testing.trial import WEIGHT_TRIED, Trial, build_tried
from dvk_scoring.text import Text
from dvk_scoring.written import plain

UNPROVED: Final = "DVK-F205"
UNDEFINED: Final = "DVK-F202"
_TOLD_ELSEWHERE: Final = frozenset({UNPROVED, UNDEFINED})


def number_text(value: Fraction) -> Text:
    """Write a number in both languages."""
    return Text(vi=show_fraction(value, "vi"), en=show_fraction(value, "en"))


def plan_problems(bench: Bench) -> Iterator[Problem]:
    """Plan every shape with its params at their defaults, then with each param at each of its ends."""
    for built in bench.shapes:
        defaults = {spec.name: spec.default for spec in built.params}
        ends = [{**defaults, spec.name: end} for spec in built.params for end in (spec.low, spec.high)]
        for params in (defaults, *ends):
            try:
                Trial(built, params, Generated((), ())).single().plan()
            except DvkError as error:
                yield from (problem(fault.code, place_of(bench), **fault.args) for fault in error.problems)


def _rounding(bench: Bench) -> Found:
    by_text = {fault.text("en"): fault for fault in plan_problems(bench) if fault.code not in _TOLD_ELSEWHERE}
    return [Failure(fault) for fault in by_text.values()]


def _range(bench: Bench) -> Found:
    def fails(trial: Trial) -> bool:
        return _outside(bench, trial) is not None

    trial = bench.failing(fails)
    unproved = next((fault for fault in plan_problems(bench) if fault.code == UNPROVED), None)
    if trial is None and unproved is not None:
        trial = bench.smallest(fails)
    if trial is None:
        return [] if unproved is None else [Failure(unproved)]
    index, value = _outside(bench, trial) or (0, Fraction(0))
    range_ = _range_of(trial.built)
    bound = range_.low if range_.low is not None and value < range_.low else range_.high
    assert bound is not None
    low, high = ("…" if end is None else plain(end) for end in (range_.low, range_.high))
    limits = Text(vi=f"từ {low} đến {high}", en=f"from {low} to {high}")
    name = Text(vi="Điểm ra ngoài khoảng đã khai báo", en="A score outside of the declared range")
    expected, came = bound * trial.factor, (limits, number_text(value))
    return [shown(bench, "DVK-C410", trial, index, name=name, by=BY_LAW, expected=expected, came=came,
                  low=low, high=high)]  # fmt: skip


def _range_of(built: BuiltCriterion) -> Range:
    single = Trial(built, {spec.name: spec.default for spec in built.params}, Generated((), ())).single()
    return points_range(single.decided, WEIGHT_TRIED)


def _outside(bench: Bench, trial: Trial) -> tuple[int, Fraction] | None:
    range_ = _range_of(trial.built)
    for index, outcome in enumerate(bench.evaluated(trial).outcomes):
        value = outcome.value
        if value is not None and (
            (range_.low is not None and value < range_.low) or (range_.high is not None and value > range_.high)
        ):
            return index, value
    return None


def _twice(bench: Bench) -> Found:
    for built in bench.shapes:
        again = build_tried(bench.subject.criterion, built.settings)
        if (again.tree, again.figures, again.params) != (built.tree, built.figures, built.params):
            return [told(bench, "DVK-C426")]
    trial = bench.failing(lambda other: _differs(bench, other) is not None)
    index = None if trial is None else _differs(bench, trial)
    if trial is None or index is None:
        return []
    name = Text(vi="Hai lần tính cho hai kết quả", en="Scored twice, two answers")
    came = (Text(vi="cùng một kết quả", en="the same answer"), Text(vi="hai kết quả khác nhau", en="two answers"))
    return [shown(bench, "DVK-C427", trial, index, name=name, by=BY_REFERENCE, came=came)]


def _differs(bench: Bench, trial: Trial) -> int | None:
    first, second = bench.evaluated(trial).outcomes, bench.evaluated_anew(trial).outcomes
    return next((at for at, pair in enumerate(zip(first, second, strict=True)) if pair[0] != pair[1]), None)


ROUNDING: Final = Check(
    "rounding",
    Text(
        vi="Mọi phép làm tròn đều được viết ra; chương trình chứng minh được từng bước.",
        en="Every rounding is written; the program proves every step.",
    ),
    Text(
        vi="Đóng phép lũy thừa, lôgarit bằng round_(…); nói rõ mẫu số bằng 0 nghĩa là gì.",
        en="Close powers and logarithms with round_(…); say what an empty denominator means.",
    ),
    _rounding,
    ("declared", "columns"),
)
RANGE: Final = Check(
    "range",
    Text(
        vi="Điểm luôn nằm trong khoảng đã khai báo, kể cả khi tham số ở hai đầu.",
        en="The score stays in its declared range, with params at their ends too.",
    ),
    Text(
        vi="Giữ công thức bằng clip(…, 0, 1), hoặc khai báo at_most, high cho đúng, hoặc sửa range.",
        en="Hold the formula with clip(…, 0, 1), or declare at_most and high rightly, or mend range.",
    ),
    _range,
    ("declared", "columns"),
)
TWICE: Final = Check(
    "twice",
    Text(vi="Tính hai lần cho cùng một kết quả.", en="Built and scored twice, the answer is the same."),
    Text(
        vi="score chỉ được dựa vào figures và params: không dùng đồng hồ, số ngẫu nhiên, biến toàn cục.",
        en="Let score depend on figures and params alone: no clock, no random numbers, no globals.",
    ),
    _twice,
    ("declared", "columns"),
)
