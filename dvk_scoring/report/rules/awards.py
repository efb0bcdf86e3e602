"""What is made of the totals: knock-outs, ranks, classes and titles, and that all of it is a proposal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from dvk_scoring.report.documents.head import SHOWN_DIGITS
from dvk_scoring.report.rules.blocks import Block, Facts, Heading, Items, Line
from dvk_scoring.report.rules.quotas import tell_quota, tell_vote
from dvk_scoring.report.rules.teller import PartSayer, Teller
from dvk_scoring.scheme.form.awards import RankingKeys, StepKeys
from dvk_scoring.scheme.model import KnockOut, Test, TieBreak, Title
from dvk_scoring.text import Text, capital

_SAID: Final[Mapping[str, Text]] = {
    "knock_outs": Text(vi="Điều kiện loại trừ", en="Knock-outs"),
    "when": Text(vi="Khi", en="When"),
    "effect": Text(vi="Hậu quả", en="Effect"),
    "reason": Text(vi="Lý do", en="Reason"),
    "class_at_most": Text(vi="xếp loại cao nhất là “{name}”", en="the class is “{name}” at best"),
    "no_class": Text(vi="không xếp loại", en="no class is given"),
    "no_title": Text(vi="không đề nghị danh hiệu nào", en="no title is proposed"),
    "no_titles": Text(vi="không đề nghị {titles}", en="not proposed for {titles}"),
    "applies": Text(vi="Chỉ áp dụng cho", en="Only for"),
    "ranking": Text(vi="Xếp hạng", en="Ranking"),
    "breaks": Text(
        vi="Tổng điểm bằng nhau thì xét lần lượt; {entrant} không có nội dung được xét thì xếp sau ở bước đó, trừ khi "
        "ghi khác; cùng không có thì bằng nhau ở bước đó:",
        en="Equal totals are told apart in this order; who lacks what is looked at stands behind at that step unless "
        "it says otherwise, and those that all lack it are equal there:",
    ),
    "by_yes": Text(vi="{name}: đạt từ {low} trở lên xếp trên", en="{name}: {low} or more stands before less"),
    "by_committee": Text(
        vi="vẫn bằng nhau thì hội đồng quyết định; chưa có quyết định thì đồng hạng",
        en="the committee decides; until it has ruled they are tied",
    ),
    "by_committee_final": Text(
        vi="vẫn bằng nhau thì đồng hạng; hội đồng chỉ quyết định thứ tự khi số suất không đủ cho tất cả",
        en="they stay tied; the committee rules on their order only where there are not places for all",
    ),
    "classes": Text(vi="Xếp loại", en="Classes"),
    "classes_told": Text(
        vi="Xét lần lượt từ loại cao nhất; {entrant} được xếp vào loại đầu tiên mà mình đủ điều kiện. {entrant_}"
        " chưa xếp hạng thì chưa xếp loại.",
        en="The best class is looked at first; the {entrant} gets the first whose conditions it meets. Who is not "
        "ranked has no class.",
    ),
    "from": Text(vi="Tổng điểm", en="Total"),
    "points_up": Text(vi="từ {points} trở lên", en="{points} or more"),
    "points_down": Text(vi="từ {points} trở xuống", en="{points} or less"),
    "requires": Text(vi="Điều kiện", en="Requires"),
    "absent": Text(
        vi="Điều kiện về phần không phân công cho {entrant} thì không xét. Tỷ lệ điểm là điểm đạt được, chưa kể "
        "thưởng và trừ, chia cho điểm tối đa của phần được phân công.",
        en="What a condition asks of a part that is not assigned is not looked at. A share of points is what was "
        "earned, without bonuses and penalties, of what the assigned part could give.",
    ),
    "quota": Text(vi="Số lượng", en="Quota"),
    "over": Text(
        vi="{quota}; vượt số lượng thì xếp vào loại dưới, những {entrant} bằng nhau đứng ở chỗ cắt đều xếp loại dưới",
        en="{quota}; beyond it the class below is given, to all of those tied across the cut",
    ),
    "titles": Text(vi="Danh hiệu", en="Titles"),
    "titles_told": Text(
        vi="Danh hiệu xét theo thứ tự dưới đây, chỉ với {entrant} đã xếp hạng, theo hạng từ cao xuống thấp trong số đủ "
        "điều kiện.",
        en="Titles are looked at in this order, for the ranked alone, from the best rank down among those eligible.",
    ),
    "for": Text(vi="Dành cho", en="For"),
    "vote": Text(vi="Biểu quyết", en="Vote"),
    "voted": Text(vi="cần {vote} đồng ý", en="it takes {vote}"),
    "not_with": Text(vi="Không xét khi", en="Not with"),
    "excluded": Text(
        vi="đã được đề nghị, đang đồng hạng ở suất cuối hoặc đang chưa xét {titles}",
        en="{titles}, be it proposed, tied for the last place of it, or on hold",
    ),
    "after": Text(vi="Bớt suất", en="Fewer places"),
    "used": Text(
        vi="số suất mà {titles} đã dùng quá số lượng của mình, do nhiều {entrant} bằng nhau, thì bớt ở đây",
        en="places that {titles} used beyond {count:its own quota|their own quotas}, because several shared them, are "
        "taken off here",
    ),
    "value": Text(vi="Giá trị của kết quả", en="What the result is worth"),
    "proposal": Text(
        vi="Kết quả chấm điểm, xếp hạng, xếp loại và danh sách danh hiệu là đề nghị để hội đồng xem xét, biểu quyết; "
        "hội đồng quyết định.",
        en="Points, ranks, classes and titles are proposals for the council, which votes and decides.",
    ),
    "rulings": Text(
        vi="Quyết định của hội đồng về từng {entrant} (chưa xét, thứ tự giữa những {entrant} bằng nhau, không phân "
        "công, điều chỉnh điểm, không tham gia xếp hạng) được áp dụng kèm lý do, số và ngày của văn bản.",
        en="What the council rules on single cases (a hold, the order of those tied, not assigned, a change of points, "
        "out of competition) is applied with its reason, number and day.",
    ),
    "generated": Text(
        vi="Văn bản này do chương trình lập từ chính bảng điểm dùng để tính; bảng điểm đổi thì văn bản đổi theo. "
        "Mã kiểm của bảng điểm: {hash}.",
        en="This document is made by the program from the very scheme that it scores with, and changes with it. "
        "Digest of the scheme: {hash}.",
    ),
}


def tell_knock_outs(teller: Teller) -> Iterator[Block]:
    """Tell what bars, if anything does."""
    say = PartSayer(teller, _SAID)
    scheme = teller.scheme
    if not scheme.knock_outs:
        return
    yield Heading(1, say("knock_outs"))
    for knock_out in scheme.knock_outs.values():
        yield Heading(2, teller.text(knock_out.title))
        pairs = [(say("when"), teller.test(knock_out.when)), (say("effect"), tell_effects(teller, knock_out))]
        if knock_out.applies_to is not None:
            pairs.append((say("applies"), teller.kinds(knock_out.applies_to)))
        pairs.append((say("reason"), teller.text(knock_out.reason)))
        yield Facts(tuple(pairs))


def tell_effects(teller: Teller, knock_out: KnockOut) -> str:
    """Tell what a knock-out bars."""
    return "; ".join(_effects(PartSayer(teller, _SAID), knock_out))


def tell_ranking(teller: Teller) -> Iterator[Block]:
    """Tell where ranks are taken and how ties are broken."""
    say = PartSayer(teller, _SAID)
    ranking, entrant = teller.scheme.ranking, teller.text(teller.scheme.entrant)
    yield Heading(1, say("ranking"))
    order = teller.rule(RankingKeys.prefer, ranking.prefer)
    within = teller.rule(RankingKeys.within, ranking.within, order=order)
    yield Line(f"{within} {teller.rule(RankingKeys.ties, ranking.ties)}")
    yield Line(say("breaks", entrant=entrant))
    yield Items(tuple(f"{tell_step(teller, step)}." for step in ranking.tie_break), ordered=True)


def tell_step(teller: Teller, step: TieBreak) -> str:
    """Tell one step of the tie-break chain."""
    say = PartSayer(teller, _SAID)
    if step.is_ruled:
        return capital(say("by_committee_final" if teller.scheme.ranking.is_final else "by_committee"))
    name = capital(teller.name(step.by))
    told = teller.rule(StepKeys.prefer, step.prefer, name=name)
    if step.at_least is not None:
        told = say("by_yes", name=name, low=teller.number(step.at_least))
    unusual = step.absent != StepKeys.absent.default
    return f"{told}; {teller.rule(StepKeys.absent, step.absent)}" if unusual else told


def tell_classes(teller: Teller) -> Iterator[Block]:
    """Tell the classes, best first, if there are any."""
    say = PartSayer(teller, _SAID)
    scheme, entrant = teller.scheme, teller.text(teller.scheme.entrant)
    if not scheme.classes:
        return
    yield Heading(1, say("classes"))
    yield Line(say("classes_told", entrant=entrant, entrant_=capital(entrant)))
    for class_ in scheme.classes.values():
        yield Heading(2, teller.text(class_.title))
        side = "points_up" if scheme.ranking.high else "points_down"
        pairs = [(say("from"), say(side, points=teller.points(class_.start)))]
        pairs += _required(say, None, class_.requires)
        if class_.quota is not None:
            pairs.append((say("quota"), say("over", quota=tell_quota(teller, class_.quota), entrant=entrant)))
        yield Facts(tuple(pairs))
    if any(class_.requires for class_ in scheme.classes.values()):
        yield Line(say("absent", entrant=entrant))


def tell_titles(teller: Teller) -> Iterator[Block]:
    """Tell the titles in the order in which they are given, if there are any."""
    say = PartSayer(teller, _SAID)
    scheme, entrant = teller.scheme, teller.text(teller.scheme.entrant)
    if not scheme.titles:
        return
    yield Heading(1, say("titles"))
    yield Line(say("titles_told", entrant=entrant))
    for title in scheme.titles.values():
        yield Heading(2, teller.text(title.title))
        yield Facts(tuple(_title(say, title)))
    if any(title.requires for title in scheme.titles.values()):
        yield Line(say("absent", entrant=entrant))


def tell_value(teller: Teller) -> Iterator[Block]:
    """Tell that the council decides, and what the document was made from."""
    say = PartSayer(teller, _SAID)
    yield Heading(1, say("value"))
    yield Line(say("proposal"))
    yield Line(say("rulings", entrant=teller.text(teller.scheme.entrant)))
    yield Line(say("generated", hash=teller.scheme.hash[:SHOWN_DIGITS]))


def _effects(say: PartSayer, knock_out: KnockOut) -> Iterator[str]:
    teller = say.teller
    if knock_out.class_at_most is not None:
        yield say("class_at_most", name=teller.text(teller.scheme.classes[knock_out.class_at_most].title))
    if knock_out.bars_class:
        yield say("no_class")
    if knock_out.bars_titles == "all":
        yield say("no_title")
    elif knock_out.bars_titles:
        yield say("no_titles", titles=_titles(teller, knock_out.bars_titles))


def _titles(teller: Teller, keys: Sequence[str]) -> str:
    return ", ".join(teller.word("quoted", name=teller.text(teller.scheme.titles[key].title)) for key in keys)


def _required(say: PartSayer, klass: str | None, tests: Sequence[Test]) -> Iterator[tuple[str, str]]:
    teller = say.teller
    told = [] if klass is None else [teller.class_at_least(klass)]
    told += [teller.test(test) for test in tests]
    if told:
        yield say("requires"), "; ".join(told)


def _title(say: PartSayer, title: Title) -> Iterator[tuple[str, str]]:
    teller = say.teller
    if title.applies_to is not None:
        yield say("for"), teller.kinds(title.applies_to)
    yield from _required(say, title.class_at_least, title.requires)
    yield say("quota"), tell_quota(teller, title.quota, title=True)
    if title.vote is not None:
        yield say("vote"), say("voted", vote=tell_vote(teller, title.vote))
    if title.not_with:
        yield say("not_with"), say("excluded", titles=_titles(teller, title.not_with))
    if title.after:
        entrant = teller.text(teller.scheme.entrant)
        yield say("after"), say("used", titles=_titles(teller, title.after), count=len(title.after), entrant=entrant)
