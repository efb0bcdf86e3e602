"""Laws against gaming: the promises a criterion makes, and what is never scored, whatever it says."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from fractions import Fraction
from typing import Final

import attrs

from dvk_scoring.criteria.criterion import BuiltCriterion, Promise, never_raises
from dvk_scoring.formula.symbols import FigureSpec
from dvk_scoring.testing.bench import Bench
from dvk_scoring.testing.checks.check import Check, Found, shown, told
from dvk_scoring.testing.checks.score import number_text
from dvk_scoring.testing.entry import BY_LAW
from dvk_scoring.testing.failure import Failure
from dvk_scoring.testing.generate import Generated
from dvk_scoring.testing.promises import Breach, PromiseResult, PromiseTrial, change_unit, scores_apart
from dvk_scoring.testing.trial import Trial
from dvk_scoring.text import Text

LEAST_COMPARED: Final = 100
STEPS: Final = (1, 9)
COUNTED_WORDS: Final = (
    "khiếu nại", "tố cáo", "tố giác", "tin báo", "bắt giữ", "bị bắt", "theo dõi",
    "complaint", "denunciation", "informant", "tip-off", "information received", "arrest", "surveil", "watched",
)  # fmt: skip
"""A figure whose label has one of these may count what is never scored by its number."""
# In Vietnamese "đạo" alone is part of many words (chỉ đạo, lãnh đạo).
REFUSED_WORDS: Final = (
    "tôn giáo", "tín đồ", "có đạo", "giáo dân", "giáo hội", "dân tộc", "sắc tộc",
    "relig", "believ", "faith", "church", "ethnic",
)  # fmt: skip


_NEVER: Final = {
    "lower": Text(vi="không thấp hơn {limit}", en="not below {limit}"),
    "raise": Text(vi="không cao hơn {limit}", en="not above {limit}"),
}


def raising(units: PromiseTrial, spec: FigureSpec) -> Iterator[PromiseResult]:
    """Raise one figure alone, by one step and by more, on made-up units."""
    for steps in STEPS:
        alone = never_raises(Text.same(f"{spec.name} +{steps}"), **{spec.name: steps})
        yield units.check(alone)


def speaks_of_belief_or_origin(label: Text) -> bool:
    """Tell whether a label names belief or origin, in either language."""
    return _speaks(label, REFUSED_WORDS)


def _speaks(label: Text, words: tuple[str, ...]) -> bool:
    text = unicodedata.normalize("NFC", f"{label.vi} {label.en}").lower()
    return any(word in text for word in words)


def _promises(bench: Bench) -> Found:
    failures: list[Failure] = []
    for promise in bench.subject.criterion.promises:
        results = [(built, bench.promise_trial(built).check(promise)) for built in _having(bench, promise)]
        broken = next(((built, result) for built, result in results if result.breaches), None)
        if broken is not None:
            failures.append(_breach(bench, *broken, code="DVK-C421", said=promise.text))
        elif max((result.compared for _, result in results), default=0) < LEAST_COMPARED:
            failures.append(told(bench, "DVK-C422", promise=promise.text))
    return failures


def _having(bench: Bench, promise: Promise) -> list[BuiltCriterion]:
    return [
        built
        for built in bench.shapes
        if set(promise.changes) <= {spec.name for spec in built.figures} and promise.holds_for(built.settings)
    ]


def _breach(bench: Bench, built: BuiltCriterion, result: PromiseResult, *, code: str, said: Text) -> Failure:
    """Shrink a breach: two units, each in a cluster of its own, the second changed as the promise says.

    One that shows only beside other units is told with its points, without a case.
    """
    promise, first = result.promise, result.breaches[0]
    trial = bench.smallest(lambda other: _broken_by(other, promise) is not None, shape=built, gaps=False)
    trial = trial or _as_trial(built, first)
    broken = _broken_by(trial, promise)
    before, after = (first.before, first.after) if broken is None else broken[:2]
    limit = number_text(before)
    wanted = Text(
        vi=_NEVER[promise.never].vi.format(limit=limit.vi), en=_NEVER[promise.never].en.format(limit=limit.en)
    )
    came = (wanted, number_text(after))
    if broken is None:
        return attrs.evolve(told(bench, code, said=said), expected=came[0], got=came[1])
    pair = Trial(built, trial.params, Generated(("c1", "c2"), broken[2]))
    expected = before * trial.factor
    return shown(bench, code, pair, 1, name=said, by=BY_LAW, expected=expected, came=came, said=said)


def _as_trial(built: BuiltCriterion, breach: Breach) -> Trial:
    return Trial(built, breach.params, Generated(("c1",), (breach.figures,)))


def _broken_by(
    trial: Trial, promise: Promise
) -> tuple[Fraction, Fraction, tuple[dict[str, Fraction], dict[str, Fraction]]] | None:
    """Give score before and after and both rows for the first unit of a trial, when the change breaks the promise."""
    unit = trial.taking([0]).units()[0]
    changed = change_unit(trial.built.figures, unit, promise)
    if changed is None:
        return None
    before, after = scores_apart(trial.built, unit), scores_apart(trial.built, changed)
    if before is None or after is None or not (after < before if promise.never == "lower" else after > before):
        return None
    rows = [
        {spec.name: {**each.figures, **each.attributes}[spec.name] for spec in trial.built.figures}
        for each in (unit, changed)
    ]
    return before, after, (rows[0], rows[1])  # type: ignore[return-value]  # both have values: no gaps were drawn


def _never_scored(bench: Bench) -> Found:
    failures = [failure for built in bench.shapes for spec in built.figures for failure in _watched(bench, built, spec)]
    return list({failure.problem.text("en"): failure for failure in failures}.values())


def _watched(bench: Bench, built: BuiltCriterion, spec: FigureSpec) -> Iterator[Failure]:
    if speaks_of_belief_or_origin(spec.label):
        yield told(bench, "DVK-C425", figure=spec.name, label=spec.label)
    # A part of a whole, such as complaints settled among those due, is a share of work done.
    suspect = spec.at_most is None and _speaks(spec.label, COUNTED_WORDS)
    if spec.counts is None and not suspect:
        return
    broken = next((result for result in raising(bench.promise_trial(built), spec) if result.breaches), None)
    if broken is None:
        return
    if spec.counts is None:
        yield told(bench, "DVK-C424", figure=spec.name, label=spec.label)
        return
    said = Text(vi=f"chỉ tăng “{spec.label.vi}”", en=f"only “{spec.label.en}” is raised")
    yield _breach(bench, built, broken, code="DVK-C423", said=said)


PROMISES: Final = Check(
    "promises",
    Text(vi="Tiêu chí giữ mọi cam kết đã khai báo.", en="The criterion keeps every promise it declares."),
    Text(
        vi="Sửa công thức, hoặc bỏ cam kết mà tiêu chí không giữ được.",
        en="Mend the formula, or drop a promise that the criterion cannot keep.",
    ),
    _promises,
    ("declared", "columns"),
)
NEVER_SCORED: Final = Check(
    "never-scored",
    Text(
        vi="Chỉ tăng số đơn khiếu nại, tố cáo, tin báo, người bị bắt, bị theo dõi thì không bao giờ thêm điểm.",
        en="More complaints, denunciations, information, arrests or people watched, alone, never earn points.",
    ),
    Text(
        vi="Chấm tỷ lệ giải quyết, không chấm số lượng; khai báo counts= cho số liệu đếm những việc này.",
        en="Score the share settled, not the number; declare counts= for a figure that counts such things.",
    ),
    _never_scored,
    ("declared", "columns"),
)
