"""Broken promises, and those hardly tried, are found; the contract holds those of the bundled criteria."""

from __future__ import annotations

import pytest

from dvk_scoring.api import (
    NOT_ASSIGNED,
    Criterion,
    Figures,
    Many,
    Num,
    Params,
    Text,
    count,
    each,
    never_lowers,
    never_raises,
    param,
    ratio,
    setting,
    total,
)
from dvk_scoring.criteria.criterion import build
from dvk_scoring.criteria.registry import Registry
from dvk_scoring.testing.promises import check_promise, check_promises

REGISTRY = Registry.of()
IDS = sorted(REGISTRY.ids())
MOVEMENT = (
    "admin-reform", "advisory", "community-affairs", "complaint-handling", "coordination", "grassroots-democracy",
    "key-communes", "media", "models", "new-rural", "outreach", "security-movement", "social-work",
)  # fmt: skip


@pytest.mark.parametrize("criterion_id", MOVEMENT)
def test_every_criterion_of_the_movement_promises_both_ways(criterion_id: str) -> None:
    """Good work never costs, and some way of gaming it never pays."""
    kinds = {promise.never for promise in REGISTRY.criterion(criterion_id).promises}
    assert "lower" in kinds
    assert "raise" in kinds or criterion_id in {"outreach", "social-work"}, "only these two have no gaming figure"


class Register(Figures):
    due: Num = count(vi="Đến hạn", en="Due", high=1000)
    settled: Num = count(vi="Giải quyết", en="Settled", high=1000, at_most="due")
    missed: Num = count(vi="Bỏ sót", en="Missed", high=1000)


class Costs(Params):
    missed: Num = param("1", low="0", high="2", vi="Một vụ bỏ sót tính bằng", en="A missed case counts as")


class Tempting(Criterion[Register, Costs]):
    """Breaks two of its promises: more cases alone earn more, and a hidden case may count less than an open one."""

    id = "tempting"
    title = Text.same("tempting")
    source = Text.same("hand-made")
    promises = (
        never_lowers(Text.same("settling never costs"), due=+1, settled=+1),
        never_raises(Text.same("cases alone never pay"), due=+1),
        never_raises(Text.same("hiding never pays"), due=-1, missed=+1),
    )

    def score(self, figures: Register, params: Costs) -> Num:
        known = figures.due + params.missed * figures.missed
        return ratio(figures.settled + figures.due, 2 * known, when_empty=NOT_ASSIGNED)


def test_a_broken_promise_is_found() -> None:
    settling, cases, hiding = check_promises(Tempting, seed=5)
    assert settling.ok
    assert settling.moved > 0
    assert cases.breaches
    first = cases.breaches[0]
    assert first.after > first.before
    assert hiding.breaches, "it breaks only where the param is below its default"
    assert all(breach.params["missed"] < 1 for breach in hiding.breaches)


class One(Figures):
    due: Num = count(vi="Đến hạn", en="Due", high=1)


class OnlyAssigned(Criterion[One, Params]):
    """Any score is 1; with nothing due it is not assigned."""

    id = "only-assigned"
    title = Text.same("only assigned")
    source = Text.same("hand-made")

    def score(self, figures: One, params: Params) -> Num:
        return ratio(figures.due, figures.due, when_empty=NOT_ASSIGNED)


def test_a_change_into_or_out_of_the_criterion_is_not_compared() -> None:
    """From "not assigned" to points is no gain, and back no loss."""
    out, into = never_lowers(Text.same("out"), due=-1), never_raises(Text.same("into"), due=+1)
    assert check_promise(build(OnlyAssigned), out).compared == 0
    assert check_promise(build(OnlyAssigned), into).compared == 0


class ByMonth(Figures):
    due: Many = each("months", count(vi="Đến hạn tháng {name}", en="Due in month {name}"))
    done: Many = each("months", count(vi="Xong tháng {name}", en="Done in month {name}", at_most="due"))


class Year(Params):
    months: int = setting(12, vi="Số tháng", en="Months")


class Monthly(Criterion[ByMonth, Year]):
    """The mean of twelve monthly shares, of which each may be empty; one file fewer in time pays in December."""

    id = "monthly"
    title = Text.same("monthly")
    source = Text.same("hand-made")
    promises = (
        never_lowers(Text.same("one more done never costs"), **{"done.1": +1}),
        never_lowers(Text.same("also in December"), **{"done.12": +1}),
    )

    def score(self, figures: ByMonth, params: Year) -> Num:
        pairs = zip(figures.done, figures.due, strict=True)
        *shares, last = [ratio(done, due, when_empty=NOT_ASSIGNED) for done, due in pairs]
        return ratio(total([*shares, 1 - last]), params.months, when_empty=0)


@pytest.mark.parametrize("months", [12, 60])
def test_a_criterion_of_many_denominators_is_tried(months: int) -> None:
    kept, broken = check_promises(Monthly, settings={"months": months}, units=600)
    assert kept.ok
    assert min(kept.compared, broken.compared) >= 300
    assert bool(broken.breaches) is (months == 12)


def test_a_promise_may_not_name_what_is_not_there() -> None:
    with pytest.raises(KeyError):
        check_promise(build(Tempting), never_lowers(Text.same("none"), solved=+1))
