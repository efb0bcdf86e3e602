"""Why a unit has its class and its titles."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from dvk_scoring.analysis.paragraph import Paragraph
from dvk_scoring.analysis.reason import COMPETING, Reasons
from dvk_scoring.analysis.recount import disagreement
from dvk_scoring.formula.show import show_points
from dvk_scoring.problem import DvkError
from dvk_scoring.scheme.model import Class, Quota
from dvk_scoring.scoring.result import UnitResult
from dvk_scoring.text import Text

_SAID: Final[Mapping[str, Text]] = {
    "class": Text(vi="Xếp loại: {name}", en="Class: {name}"),
    "none": Text(vi="chưa xếp loại", en="none"),
    "held": Text(vi=" (chưa xét)", en=" (on hold)"),
    "reached": Text(vi="{name} (từ {start} điểm): đạt, tổng {total}", en="{name} (from {start}): reached with {total}"),
    "below": Text(
        vi="{name} (từ {start} điểm): chưa đạt, tổng {total}", en="{name} (from {start}): not reached with {total}"
    ),
    "barred": Text(
        vi="{name} (từ {start} điểm): đủ điểm, tổng {total}, nhưng không xếp được:",
        en="{name} (from {start}): enough points with {total}, but not given:",
    ),
    "requires": Text(vi="cần {asked}, đơn vị đạt {value}", en="needs {asked}, has {value}"),
    "over": Text(
        vi="đủ điều kiện nhưng vượt hạn mức{cut}, nên xếp “{lower}”",
        en="the quota of this class is filled{cut}; so “{lower}”",
    ),
    "cut": Text(vi=" (hạn mức cắt ngang các đơn vị bằng nhau)", en=" (the quota cuts through a tie)"),
    "hold": Text(vi="Chưa xét xếp loại: {rulings}", en="The class is on hold: {rulings}"),
    "titles": Text(vi="Danh hiệu (đề nghị, hội đồng quyết định)", en="Titles (proposals; the council decides)"),
    "title": Text(vi="{name}: {state} – {why}", en="{name}: {state} – {why}"),
    "proposed": Text(vi="đề nghị", en="proposed"),
    "reserve": Text(vi="dự bị", en="in reserve"),
    "undecided": Text(vi="chưa quyết định", en="undecided"),
    "title_held": Text(vi="chưa xét", en="on hold"),
    "no": Text(vi="không đề nghị", en="not proposed"),
    "quota_share": Text(
        vi="  Số được đề nghị: {share} của {count} {of}{rounded} → {quota}",
        en="  May be proposed: {share} of {count} {of}{rounded} → {quota}",
    ),
    "eligible": Text(vi="{entrant} đủ điều kiện", en="eligible"),
    "down": Text(vi=", làm tròn xuống", en=", rounded down"),
    "up": Text(vi=", làm tròn lên", en=", rounded up"),
    "half-up": Text(vi=", làm tròn", en=", rounded"),
    "at_least": Text(vi=", ít nhất {least}", en=", at least {least}"),
}


def tell_class(reasons: Reasons, unit: UnitResult) -> Paragraph:
    """Tell the class: each better class and why it was not reached, then the one that was.

    Raises:
        DvkError: The class does not follow from the points and what bars a class.
    """
    said, name = _Sayer(reasons), reasons.class_title(unit.klass) if unit.klass is not None else None
    held = tuple(one for one in unit.holds if "class" in one.effect)
    heading = said("class", name=name or said("none")) + (said("held") if held else "")
    lines = [line for one in reasons.scheme.classes.values() for line in _one_class(reasons, unit, one)]
    if held:
        lines.append(said("hold", rulings=reasons.rulings(held)))
    return Paragraph(heading, tuple(lines))


def _one_class(reasons: Reasons, unit: UnitResult, one: Class) -> Iterator[str]:
    said, order = _Sayer(reasons), list(reasons.scheme.classes)
    place = order.index(one.id)
    if unit.rank is None or (unit.klass is not None and place > order.index(unit.klass)):
        return
    name, places = one.title.in_(reasons.language), reasons.scheme.rounding.total
    start, total = reasons.quantities.show(one.start), show_points(unit.total, places, reasons.language)
    barriers = list(_barriers(reasons, unit, one, place)) if unit.total >= one.start else []
    key = "below" if unit.total < one.start else "barred" if barriers else "reached"
    if (key == "reached") != (one.id == unit.klass):
        engines, mine = unit.klass, one.id if key == "reached" else f"not {one.id}"
        raise DvkError([disagreement(reasons.result, unit.unit, "class", engines, mine)])
    yield said(key, name=name, start=start, total=total)
    yield from (f"  {line}" for line in barriers)


def _barriers(reasons: Reasons, unit: UnitResult, one: Class, place: int) -> Iterator[str]:
    """Tell what keeps a unit with enough points from a class."""
    said, order = _Sayer(reasons), list(reasons.scheme.classes)
    for test in one.requires:
        for of, value in reasons.quantities.failing(unit, test):
            asked, shown = reasons.quantities.asked(test, of), reasons.quantities.show(value, share=test.share)
            yield said("requires", asked=asked, value=shown)
    for key in unit.knock_outs:
        fault = reasons.scheme.knock_outs[key]
        worst = fault.class_at_most
        if fault.bars_class or (worst is not None and place < order.index(worst)):
            yield reasons.knock_out(unit, fault)
    natural, given = (len(order) if key is None else order.index(key) for key in (unit.natural_class, unit.klass))
    if natural <= place < given:
        lower = reasons.class_title(unit.klass) if unit.klass is not None else said("none")
        yield said("over", cut=said("cut") if unit.class_cut else "", lower=lower)


def tell_titles(reasons: Reasons, unit: UnitResult) -> Paragraph:
    """Tell each title: its state, why, and how many may have it."""
    said = _Sayer(reasons)
    lines: list[str] = []
    for key, own in unit.titles.items():
        title = reasons.scheme.titles[key]
        state = said("title_held" if own.state == "held" else own.state)
        why = reasons.title(unit, key)
        lines.append(said("title", name=title.title.in_(reasons.language), state=state, why=why))
        if title.quota.share is not None and title.quota.of == "eligible" and own.why in COMPETING:
            cluster = unit.cluster if title.quota.per == "cluster" else ""
            lines.append(_quota(reasons, title.quota, reasons.eligible(title)[cluster], own.quota))
    return Paragraph(said("titles"), tuple(lines))


def _quota(reasons: Reasons, quota: Quota, count: int, found: int) -> str:
    said = _Sayer(reasons)
    share = reasons.quantities.show(quota.share, share=True)
    of = said("eligible", entrant=reasons.scheme.entrant.in_(reasons.language))
    rounded = said(quota.round) + (said("at_least", least=quota.at_least) if quota.at_least else "")
    return said("quota_share", share=share, count=count, of=of, rounded=rounded, quota=found)


class _Sayer:
    """Says a phrase in the language of the reasons."""

    def __init__(self, reasons: Reasons) -> None:
        self.language = reasons.language

    def __call__(self, key: str, **values: object) -> str:
        return _SAID[key].in_(self.language).format(**values)
