"""Criteria, bonuses and penalties, one after the other in the order of the scheme."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Final

from dvk_scoring.report.rules.blocks import Block, Facts, Heading, Line
from dvk_scoring.report.rules.figures import tell_figures
from dvk_scoring.report.rules.scored import tell_promises, tell_scoring
from dvk_scoring.report.rules.teller import PartSayer, Teller
from dvk_scoring.report.rules.total import parts_in_order
from dvk_scoring.scheme.model import Adjustment, CriterionUse
from dvk_scoring.text import Text

_SAID: Final[Mapping[str, Text]] = {
    "criteria": Text(vi="Các tiêu chí", en="The criteria"),
    "kp": Text(
        vi="Số liệu nào cũng có thể ghi KP khi việc đó không được phân công cho {entrant}.",
        en="Any figure may be marked as not assigned.",
    ),
    "weight": Text(vi="Điểm tối đa", en="Points"),
    "not_for": Text(vi="{weights}; không áp dụng cho {kinds}", en="{weights}; not for {kinds}"),
    "source": Text(vi="Căn cứ cách chấm", en="Source"),
    "limits": Text(vi="Giới hạn", en="Limits"),
    "adjustments": Text(vi="Điểm thưởng, điểm trừ", en="Bonuses and penalties"),
    "bonuses": Text(vi="Điểm thưởng", en="Bonuses"),
    "penalties": Text(vi="Điểm trừ", en="Penalties"),
    "nothing": Text(
        vi="Khoản thưởng, trừ không phân công (KP) thì tính 0 điểm. Điểm thưởng tính vào một tiêu chí chỉ được cộng "
        "khi tiêu chí đó được phân công; điểm trừ tính vào một tiêu chí chỉ bị trừ với {entrant} có tiêu chí đó.",
        en="A bonus or penalty that is not assigned counts as 0. A bonus to a criterion counts only where that "
        "criterion is assigned, a penalty to one only where the {entrant} has it.",
    ),
    "tie_breaks": Text(vi="Tiêu chí phụ được chấm riêng", en="Scored for tie-breaks alone"),
    "no_points": Text(
        vi="Các tiêu chí sau không có điểm trong tổng điểm, chỉ dùng để phân định khi bằng điểm.",
        en="These give no points to the total; they only tell equal totals apart.",
    ),
    "rounded": Text(vi="Làm tròn", en="Rounding"),
    "added": Text(vi="Cộng vào", en="Added to"),
    "taken_from": Text(vi="Trừ vào", en="Taken from"),
    "cap": Text(vi="Mức tối đa", en="At most"),
    "applies": Text(vi="Chỉ áp dụng cho", en="Only for"),
    "none": Text(vi="không áp dụng cho đối tượng nào", en="for no kind of unit"),
}


def tell_criteria(teller: Teller) -> Iterator[Block]:
    """Tell every criterion: what it can give, on what basis, from which figures and how."""
    say = PartSayer(teller, _SAID)
    yield Heading(1, say("criteria"))
    yield Line(say("kp", entrant=teller.text(teller.scheme.entrant)))
    headed: str | None = None
    for _, part in parts_in_order(teller):
        if isinstance(part, CriterionUse):
            if part.section is not None and part.section != headed:
                yield Heading(2, teller.titled(teller.scheme.sections[part.section]))
            headed = part.section
            yield from _tell_criterion(say, part, 2 if part.section is None else 3)
    of_ties = [criterion for criterion in teller.scheme.criteria.values() if criterion.tie_break]
    if of_ties:
        yield Heading(2, say("tie_breaks"))
        yield Line(say("no_points"))
    for part in of_ties:
        yield from _tell_criterion(say, part, 3)


def _tell_criterion(say: PartSayer, use: CriterionUse, level: int) -> Iterator[Block]:
    teller = say.teller
    yield Heading(level, teller.titled(use))
    facts = tuple(_facts(say, use))
    if facts:
        yield Facts(facts)
    yield from tell_figures(teller, use.figures)
    if use.by_kind:
        yield from tell_scoring(teller, use.by_kind, Fraction(1) if use.tie_break else None)
        yield from tell_promises(teller, use.decided)


def tell_adjustments(teller: Teller) -> Iterator[Block]:
    """Tell bonuses and penalties, if there are any."""
    say = PartSayer(teller, _SAID)
    scheme = teller.scheme
    if not (scheme.bonuses or scheme.penalties):
        return
    yield Heading(1, say("adjustments"))
    yield Line(say("nothing", entrant=teller.text(scheme.entrant)))
    for heading, key, declared in (
        ("bonuses", "added", scheme.bonuses),
        ("penalties", "taken_from", scheme.penalties),
    ):
        if declared:
            yield Heading(2, say(heading))
        for adjustment in declared.values():
            yield Heading(3, teller.titled(adjustment))
            yield Facts(tuple(_adjusted(say, adjustment, key)))
            yield from tell_figures(teller, adjustment.figures)
            yield from tell_scoring(teller, {"": adjustment.decided}, adjustment.factor)
            if key == "added":  # what a plugin promises of its points would be read the wrong way round of a penalty
                yield from tell_promises(teller, adjustment.decided)


def _facts(say: PartSayer, use: CriterionUse) -> Iterator[tuple[str, str]]:
    teller = say.teller
    without = [kind for kind in teller.scheme.kinds if kind not in use.weight]
    weights = teller.by_kind(use.weight)
    if without and use.weight:
        weights = say("not_for", weights=weights, kinds=teller.kinds(without))
    if not use.tie_break:
        yield say("weight"), weights or say("none")
    elif without:
        yield say("applies"), teller.kinds([*use.weight])
    yield from _rounded(say, use)
    yield from _source(say, use)
    limits = teller.limits_of_part(use.limits)
    if limits:
        yield say("limits"), limits


def _source(say: PartSayer, owner: CriterionUse | Adjustment) -> Iterator[tuple[str, str]]:
    """Tell the rule that the scheme says it follows; where a plugin comes from is no legal basis of a scheme."""
    if owner.source is not None:
        yield say("source"), say.teller.text(owner.source)


def _rounded(say: PartSayer, owner: CriterionUse | Adjustment) -> Iterator[tuple[str, str]]:
    """Tell a rounding that is not that of the scheme."""
    if owner.closing != say.teller.scheme.rounding.usual:
        yield say("rounded"), say.teller.closing(owner.closing)


def _adjusted(say: PartSayer, adjustment: Adjustment, key: str) -> Iterator[tuple[str, str]]:
    teller = say.teller
    yield say(key), teller.name(adjustment.to)
    if adjustment.cap is not None:
        yield say("cap"), teller.points(adjustment.cap)
    if adjustment.applies_to is not None:
        yield say("applies"), teller.kinds(adjustment.applies_to)
    yield from _rounded(say, adjustment)
    yield from _source(say, adjustment)
