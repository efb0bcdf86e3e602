"""How the total comes about: what each part can give, how parts are added up, rounded, bounded, and what is absent."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Final

from dvk_scoring.formula.show import show_decimals
from dvk_scoring.report.rules.blocks import Block, Grid, Heading, Items, Line, Row
from dvk_scoring.report.rules.teller import PartSayer, Teller
from dvk_scoring.scheme.form.frame import SchemeKeys
from dvk_scoring.scheme.model import Section
from dvk_scoring.scheme.print_order import Part, printed_parts
from dvk_scoring.text import Text

_SAID: Final[Mapping[str, Text]] = {
    "total": Text(vi="Cơ cấu điểm và cách tính tổng điểm", en="The total"),
    "structure": Text(vi="Cơ cấu điểm", en="What each part can give"),
    "no": Text(vi="Số", en="No."),
    "part": Text(vi="Nội dung", en="Part"),
    "weight": Text(vi="Điểm tối đa", en="Points"),
    "weight_of": Text(vi="Điểm tối đa, {kind}", en="Points, {kind}"),
    "sum": Text(vi="Cộng", en="In all"),
    "relative": Text(
        vi="Điểm tối đa trong bảng được quy đổi theo tỷ trọng sao cho cộng lại bằng {total}; phần nào làm tròn thì "
        "chia theo số dư lớn nhất, để điểm tối đa sau khi làm tròn vẫn cộng lại đúng.",
        en="The points of the table are scaled from proportions, so that they add up to {total}; those that are "
        "rounded are apportioned by the largest remainder, so that the rounded ones add up as well.",
    ),
    "steps": Text(vi="Các bước tính", en="Step by step"),
    "criterion": Text(
        vi="Điểm của mỗi tiêu chí, mỗi khoản thưởng, trừ: tính theo quy định riêng ở các phần sau, {rounding}{unless}.",
        en="Points of each criterion, bonus and penalty: as told in the parts below, {rounding}{unless}.",
    ),
    "unless": Text(vi=", trừ mục có ghi cách làm tròn riêng", en=", but for those that say a rounding of their own"),
    "section": Text(
        vi="Điểm của mỗi nhóm: cộng điểm các tiêu chí và các nhóm nhỏ thuộc nhóm đó{rounding}.",
        en="Points of each section: the sum of its criteria and of the sections in it{rounding}.",
    ),
    "section_rounded": Text(vi=", {rounding}", en=", {rounding}"),
    "section_exact": Text(vi=", không làm tròn lại", en=", not rounded again"),
    "blank_except": Text(
        vi=" Số liệu có ghi rõ ô trống được tính là bao nhiêu thì không phải là chưa báo cáo; số liệu không áp dụng "
        "cho {entrant} thì không bị coi là thiếu.",
        en=" A figure that says what a blank counts as is reported; one that is not for the {entrant} is not missing.",
    ),
    "whole": Text(
        vi="Tổng điểm: cộng điểm các phần trong bảng trên, {rounding}; cộng điểm thưởng, trừ điểm trừ, cộng hoặc trừ "
        "phần hội đồng điều chỉnh, rồi {again}.",
        en="The total: the parts of the table added up and {rounding}; with bonuses, less penalties, with the "
        "council's changes; then {again}.",
    ),
    "shown": Text(
        vi="Bảng in tổng điểm với {places} chữ số thập phân; xếp hạng theo tổng điểm đủ {total} chữ số.",
        en="Tables print the total with {decimals}; ranks go by all {total} of it.",
    ),
    "limit": Text(vi="Giới hạn của tổng điểm: {limits}.", en="Limits of the total: {limits}."),
    "inside": Text(vi=" (gồm cả phần đã tính vào tiêu chí, nhóm)", en=" (those of criteria and sections with them)"),
    "section_limits": Text(vi="Giới hạn riêng của {name}: {limits}.", en="Limits of {name}: {limits}."),
}


def tell_total(teller: Teller) -> Iterator[Block]:
    """Tell the tree of weights and the way from points to a total."""
    say = PartSayer(teller, _SAID)
    yield Heading(1, say("total"))
    yield Heading(2, say("structure"))
    yield _table(teller, say)
    if teller.scheme.weights == "relative":
        yield Line(say("relative", total=teller.points(teller.scheme.total)))
    yield Heading(2, say("steps"))
    yield Items(tuple(_steps(teller, say)), ordered=True)


def parts_in_order(teller: Teller) -> Iterator[tuple[int, Part]]:
    """Give sections and criteria as a tree is read, each with how deep it lies; without those that only break ties."""
    parts = printed_parts(teller.scheme)

    def inside(section: str | None, depth: int) -> Iterator[tuple[int, Part]]:
        for part in parts[section]:
            if isinstance(part, Section):
                yield depth, part
                yield from inside(part.id, depth + 1)
            elif not part.tie_break:
                yield depth, part

    return inside(None, 0)


def _table(teller: Teller, say: PartSayer) -> Grid:
    scheme = teller.scheme
    kinds = scheme.kinds
    names = [say("weight")] if len(kinds) == 1 else [say("weight_of", kind=teller.kind(kind)) for kind in kinds]
    rows = []
    for depth, part in parts_in_order(teller):
        weight = part.weight or {}
        points = [teller.number(weight[kind]) if weight.get(kind) else "–" for kind in kinds]
        rows.append(Row((part.no, teller.text(part.title), *points), isinstance(part, Section), depth))
    sums = [sum((use.weight.get(kind, Fraction(0)) for use in scheme.criteria.values()), Fraction(0)) for kind in kinds]
    rows.append(Row(("", say("sum"), *(teller.number(sum_) for sum_ in sums)), strong=True))
    headings = (say("no"), say("part"), *names)
    if any(row.cells[0] for row in rows):
        return Grid(headings, tuple(rows), frozenset(range(2, len(headings))), text=1)
    bare = tuple(Row(row.cells[1:], row.strong, row.depth) for row in rows)
    return Grid(headings[1:], bare, frozenset(range(1, len(headings) - 1)))


def _steps(teller: Teller, say: PartSayer) -> Iterator[str]:
    scheme, rounding = teller.scheme, teller.scheme.rounding
    entrant = teller.text(scheme.entrant)
    closings = [criterion.closing for criterion in scheme.criteria.values()]
    closings += [adjustment.closing for adjustment in scheme.adjustments.values()]
    unless = say("unless") if any(closing != rounding.usual for closing in closings) else ""
    yield say("criterion", rounding=teller.closing(rounding.usual), unless=unless)
    if scheme.sections:
        how = say("section_exact")
        if rounding.of_section is not None:
            how = say("section_rounded", rounding=teller.closing(rounding.of_section))
        yield say("section", rounding=how)
    yield teller.rule(SchemeKeys.not_assigned, scheme.not_assigned, total=teller.number(scheme.total))
    yield teller.rule(SchemeKeys.not_reported, scheme.not_reported) + say("blank_except", entrant=entrant)
    yield from _section_limits(teller, say)
    total = teller.closing(rounding.of_total)
    yield say("whole", rounding=total, again=total)
    if rounding.shown not in (None, rounding.total):
        yield say("shown", places=rounding.shown, decimals=show_decimals(rounding.shown), total=rounding.total)
    yield from _whole_limits(teller, say)


def _section_limits(teller: Teller, say: PartSayer) -> Iterator[str]:
    for key, section in teller.scheme.sections.items():
        limits = teller.limits_of_part(section.limits)
        if limits:
            yield say("section_limits", name=teller.name(f"sections.{key}"), limits=limits)


def _whole_limits(teller: Teller, say: PartSayer) -> Iterator[str]:
    limits = teller.limits(teller.scheme.limits)
    limits |= {key: limits[key] + say("inside") for key in ("bonus", "penalty") if key in limits}
    if limits:
        yield say("limit", limits="; ".join(limits.values()))
